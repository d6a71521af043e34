package mongo

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"

	"orangelab.cn/rightsdesk/app/source/mirror"
	"orangelab.cn/rightsdesk/app/source/value"
)

// Write changes the documents, one after another.
func (s *snapshot) Write(ctx context.Context, changes []mirror.Change) (err error) {
	c, err := s.connect()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closed(c)) }()
	db := c.Database(s.name)
	for n, change := range changes {
		t := s.tables[change.Table]
		if err := t.change(ctx, db.Collection(change.Table), t.held[change.Row-1], change); err != nil {
			return &value.Error{Message: fmt.Sprintf("%s: %s; %d of %d documents were written", change.Table, err, n,
				len(changes)), Cause: err}
		}
	}
	return nil
}

// change makes one change of a document that is as it was read. The server compares its fields once more at the moment
// that it writes.
func (t *table) change(ctx context.Context, c *mongo.Collection, was held, change mirror.Change) error {
	now, err := c.FindOne(ctx, bson.D{{Key: idField, Value: was.id}}).Raw()
	switch {
	case errors.Is(err, mongo.ErrNoDocuments) || err == nil && sha256.Sum256(now) != was.hash:
		return errors.New(changedMeanwhile)
	case err != nil:
		return failed(err)
	}
	elements, err := now.Elements()
	if err != nil {
		return failed(err)
	}
	same, old := bson.D{{Key: idField, Value: was.id}}, map[string]bson.RawValue{}
	for _, e := range elements {
		if _, twice := old[e.Key()]; twice {
			return errors.New("the document holds one name twice")
		}
		if old[e.Key()] = e.Value(); e.Key() != idField && addressed(e.Key()) {
			same = append(same, bson.E{Key: e.Key(), Value: bson.D{{Key: "$eq", Value: e.Value()}}})
		}
	}
	var changed int64
	if change.Deleted {
		var done *mongo.DeleteResult
		if done, err = c.DeleteOne(ctx, same); err == nil {
			changed = done.DeletedCount
		}
	} else {
		set := bson.D{}
		for i, name := range change.Columns {
			if change.New[i] == change.Old[i] {
				continue
			}
			kind := mirror.Text // of a field that no document has
			if i < len(t.columns) {
				kind = t.columns[i].Type
			}
			if !addressed(name) {
				return errors.New("a change cannot name the field")
			}
			made, err := written(kind, old[name], change.New[i])
			if err != nil {
				return err
			}
			set = append(set, bson.E{Key: name, Value: made})
		}
		var done *mongo.UpdateResult
		if done, err = c.UpdateOne(ctx, same, bson.D{{Key: "$set", Value: set}}); err == nil {
			changed = done.MatchedCount
		}
	}
	switch {
	case err != nil:
		return failed(err)
	case changed != 1:
		return errors.New(changedMeanwhile)
	}
	return nil
}

// written returns what a field becomes of which a column holds the new value.
func written(t mirror.Type, old bson.RawValue, v any) (any, error) {
	switch v := v.(type) {
	case nil:
		return nil, nil
	case int64:
		if t == mirror.Flag && (v == 0 || v == 1) {
			return v == 1, nil
		}
		return number(old, json.Number(fmt.Sprint(v))), nil
	case float64:
		return v, nil
	case string:
		if t != mirror.Document {
			return formed(old, v), nil
		}
		doc, ok := value.ParseDocument([]byte(v))
		if !ok {
			return formed(old, v), nil
		}
		return merged(old, doc)
	}
	return nil, errors.New("the new value has no form in the database")
}

// merged returns a new value as the database keeps it. Whatever in it is as it was keeps its form: dates, keys, numbers
// and the order of names, for which JSON has no words.
func merged(old bson.RawValue, v any) (any, error) {
	if len(old.Value) > 0 && value.DocumentText(plain(old)) == value.DocumentText(v) {
		return old, nil
	}
	switch v := v.(type) {
	case string:
		return formed(old, v), nil
	case json.Number:
		return number(old, v), nil
	case map[string]any:
		return mergedObject(old, v)
	case []any:
		return mergedList(old, v)
	}
	return v, nil // nothing, or a flag
}

func mergedObject(old bson.RawValue, v map[string]any) (any, error) {
	out, seen := bson.D{}, map[string]bool{}
	if doc, is := old.DocumentOK(); is {
		elements, err := doc.Elements()
		if err != nil {
			return nil, failed(err)
		}
		for _, e := range elements {
			name := legible(e.Key())
			if seen[name] {
				return nil, errors.New("the document holds one name twice")
			}
			seen[name] = true
			if now, stays := v[name]; stays {
				made, err := merged(e.Value(), now)
				if err != nil {
					return nil, err
				}
				out = append(out, bson.E{Key: e.Key(), Value: made})
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(v)) {
		if !seen[name] {
			made, err := merged(bson.RawValue{}, v[name])
			if err != nil {
				return nil, err
			}
			out = append(out, bson.E{Key: name, Value: made})
		}
	}
	return out, nil
}

// mergedList ties the elements of a list to those that it had: by their places where there are as many, else to the
// next that is alike, from which elements between were taken out.
func mergedList(old bson.RawValue, v []any) (any, error) {
	var before []bson.RawValue
	if list, is := old.ArrayOK(); is {
		var err error
		if before, err = list.Values(); err != nil {
			return nil, failed(err)
		}
	}
	out, from := bson.A{}, 0
	for i, now := range v {
		at := i
		if len(before) != len(v) {
			at = from + nearest(before[from:], now, len(before)-from-(len(v)-i))
		}
		var was bson.RawValue
		if at < len(before) {
			was, from = before[at], at+1
		}
		made, err := merged(was, now)
		if err != nil {
			return nil, err
		}
		out = append(out, made)
	}
	return out, nil
}

// nearest returns which of the first elements, of which so many may have been taken out, is most like a new one.
func nearest(before []bson.RawValue, now any, gone int) (at int) {
	most := -1
	for i, b := range before {
		if i > gone {
			break
		}
		if n := likeness(plain(b), now); n > most {
			most, at = n, i
		}
	}
	return at
}

// likeness counts the members that two values share; what is equal is more than any.
func likeness(a, b any) (n int) {
	if value.DocumentText(a) == value.DocumentText(b) {
		return 1 << 30
	}
	x, isX := a.(map[string]any)
	y, isY := b.(map[string]any)
	if !isX || !isY {
		return 0
	}
	for name, held := range x {
		if other, has := y[name]; has && value.DocumentText(held) == value.DocumentText(other) {
			n++
		}
	}
	return n
}
