package mongo

import (
	"context"
	"crypto/sha256"
	"errors"
	"slices"
	"strings"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"

	"orangelab.cn/rightsdesk/app/source/mirror"
	"orangelab.cn/rightsdesk/app/source/value"
)

// idField is the key of a document.
const idField = "_id"

// Ends of the names of the two collections in which GridFS keeps files.
const filesEnd, chunksEnd = ".files", ".chunks"

// held is a document as it was read: what it is found again by, and what it must still be.
type held struct {
	id   bson.RawValue
	hash [sha256.Size]byte
}

// snapshot is the database as it was read.
type snapshot struct {
	*database
	tables map[string]*table
}

// table is the documents of one collection.
type table struct {
	columns []mirror.Column
	held    []held
}

// Read hands over every collection as a table, whose columns are the fields that its documents have.
func (d *database) Read(ctx context.Context, into *mirror.Copy) (out mirror.Snapshot, err error) {
	c, err := d.connect()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, closed(c)) }()
	db := c.Database(d.name)
	specs, err := db.ListCollectionSpecifications(ctx, bson.D{})
	if err != nil {
		return nil, failed(err)
	}
	slices.SortFunc(specs, func(a, b mongo.CollectionSpecification) int { return strings.Compare(a.Name, b.Name) })
	there := map[string]bool{}
	for _, spec := range specs {
		there[spec.Name] = true
	}
	for _, name := range d.only {
		if !there[name] {
			return nil, &value.Error{Message: "the MongoDB address names a collection that is not there"}
		}
	}
	s := &snapshot{database: d, tables: map[string]*table{}}
	bytes := 0
	for _, spec := range specs {
		if why := unread(spec, there); len(d.only) > 0 && !slices.Contains(d.only, spec.Name) ||
			strings.HasPrefix(spec.Name, "system.") || spec.Type == "view" {
			continue
		} else if why != "" {
			if err := into.UnreadableTable(ctx, spec.Name, spec.Name, why); err != nil {
				return nil, err
			}
			continue
		}
		docs, err := documents(ctx, db.Collection(spec.Name), &bytes)
		if err != nil {
			return nil, err
		}
		made, err := handOver(ctx, into, spec, docs)
		if err != nil {
			return nil, err
		}
		if made != nil {
			s.tables[spec.Name] = made
		}
	}
	return s, nil
}

// unread returns why the contents of a collection are not read; empty where they are.
func unread(spec mongo.CollectionSpecification, there map[string]bool) string {
	if bucket, is := strings.CutSuffix(spec.Name, chunksEnd); is && there[bucket+filesEnd] {
		return "it holds the contents of files in pieces, which are not looked into"
	}
	return ""
}

// documents reads a collection, and counts what it reads.
func documents(ctx context.Context, c *mongo.Collection, bytes *int) (out []bson.Raw, err error) {
	cursor, err := c.Find(ctx, bson.D{})
	if err != nil {
		return nil, failed(err)
	}
	defer func() { err = errors.Join(err, cursor.Close(context.WithoutCancel(ctx))) }()
	for cursor.Next(ctx) {
		if *bytes += len(cursor.Current); *bytes > mirror.MaxBytes {
			return nil,
				&value.Error{
					Message: "the database holds more than is read of such a source at once; make several sources of it, each with some of its collections, as ?collections=users,orders"}
		}
		out = append(out, slices.Clone(cursor.Current))
	}
	if err := cursor.Err(); err != nil {
		return nil, failed(err)
	}
	return out, nil
}

// handOver hands over the documents of a collection; nothing where it cannot be a table, which is said then.
func handOver(ctx context.Context, into *mirror.Copy, spec mongo.CollectionSpecification, docs []bson.Raw) (*table,
	error) {
	t := &table{columns: []mirror.Column{{Name: idField, Fixed: true}}}
	place := map[string]int{idField: 0}
	for _, doc := range docs {
		elements, err := doc.Elements()
		if err != nil {
			return nil, &value.Error{Message: "a document cannot be read", Cause: err}
		}
		for _, e := range elements {
			i, known := place[e.Key()]
			if !known {
				i = len(t.columns)
				place[e.Key()] = i
				t.columns = append(t.columns, mirror.Column{Name: e.Key(), Fixed: !addressed(e.Key())})
			}
			t.columns[i].Type = widened(t.columns[i].Type, e.Value())
		}
	}
	for i := range t.columns {
		if t.columns[i].Type == "" {
			t.columns[i].Type = mirror.Text
		}
	}
	t.columns[0].Key = t.columns[0].Type != mirror.Document && namesOne(t.columns[0].Type, docs)
	if wrong := into.Fits(spec.Name, t.columns); wrong != "" {
		return nil, into.UnreadableTable(ctx, spec.Name, spec.Name, wrong)
	}
	to, err := into.Table(ctx, spec.Name, t.columns, "")
	if err != nil {
		return nil, err
	}
	for _, doc := range docs {
		row := make([]any, len(t.columns))
		elements, err := doc.Elements()
		for _, e := range elements {
			row[place[e.Key()]] = cell(t.columns[place[e.Key()]].Type, e.Value())
		}
		if err == nil {
			err = to.Add(ctx, row)
		}
		if err != nil {
			return nil, errors.Join(err, to.Close())
		}
		t.held = append(t.held, held{id: cloned(doc.Lookup(idField)), hash: sha256.Sum256(doc)})
	}
	return t, to.Close()
}

// namesOne reports whether every document has a key that is another's in no form: a key of the server and a text can be
// written alike.
func namesOne(t mirror.Type, docs []bson.Raw) bool {
	seen := map[any]bool{}
	for _, doc := range docs {
		key := cell(t, doc.Lookup(idField))
		if key == nil || seen[key] {
			return false
		}
		seen[key] = true
	}
	return true
}

// addressed reports whether a change can name a field: a point leads into a document, and a dollar is an order.
func addressed(name string) bool {
	return name != "" && !strings.HasPrefix(name, "$") && !strings.Contains(name, ".")
}

func cloned(v bson.RawValue) bson.RawValue {
	return bson.RawValue{Type: v.Type, Value: slices.Clone(v.Value)}
}
