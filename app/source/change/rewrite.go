package change

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/mask"
	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/value"
)

// rewriter works out what rows of one source become.
type rewriter struct {
	masker    *mask.Masker
	obstacles *obstacles
}

// rewritten is one column with its new value.
type rewritten struct {
	column        int
	before, after any
	how           string
	plain         bool // a single value, where the data map declares an object, is masked as one
}

// rewrite returns the columns that a treatment changes, and those that it would write whether or not they change.
// Marks say by column which elements of an array led to the row.
func (r *rewriter) rewrite(b *sqldb.MappedTable, raw []any, marks map[int]*value.MatchTree, t dataset.Treatment) (changed []rewritten, written []int, err error) {
	leaves, err := b.TreatedFields(t)
	if err != nil {
		return nil, nil, err
	}
	for n := 0; n < len(leaves); {
		i := leaves[n].Column
		w := rewritten{column: i, before: b.Value(i, raw[i])}
		w.after = w.before
		some := false
		for ; n < len(leaves) && leaves[n].Column == i; n++ {
			how, err := r.leaf(b, leaves[n], t, marks[i], &w)
			if err != nil {
				return nil, nil, err
			}
			if how != "" {
				some = true
				if !slices.Contains(strings.Split(w.how, ","), how) {
					w.how = strings.TrimPrefix(w.how+","+how, ",")
				}
			}
		}
		if !some {
			continue
		}
		written = append(written, i)
		if !sqldb.Equal(b.Table.Columns[i], w.after, w.before) {
			r.fits(b, w)
			changed = append(changed, w)
		}
	}
	return changed, written, nil
}

// leaf applies the treatment of one field; how is empty where the field is left alone.
func (r *rewriter) leaf(b *sqldb.MappedTable, l *sqldb.TreatedField, t dataset.Treatment, mark *value.MatchTree, w *rewritten) (how string, err error) {
	column := b.Table.Columns[l.Column]
	given, setting := t.Set[l.Dotted]
	masking := t.Mask[l.Dotted]
	if !setting && masking.Strategy == dataset.Preserve {
		return "", nil
	}
	if reason := whyClosed(b, l); reason != "" {
		r.obstacles.add(b.Address(), l.Dotted, reason, setting)
		return "", nil
	}
	if setting {
		return howSet, r.assign(b, l, column, given, w)
	}
	field := l.Field
	if field == nil {
		field = &dataset.Field{Collection: b.Collection, Name: l.Dotted}
	}
	object := len(field.Fields) > 0
	apart := t.Inside(l.Dotted)
	if masking.ForText() && !object && !holdsText(field, column, len(l.Path) > 0, b.Dialect.Capabilities().Lenient) {
		r.obstacles.add(b.Address(), l.Dotted, NotText, false)
		return "", nil
	}
	mask := func(v any) (any, error) { return r.masker.Mask(masking, v, field.Length) }
	doc, ok := w.after.(value.JSON)
	switch {
	case w.after == nil:
	case !ok && (len(l.Path) > 0 || object): // the column should hold a document and does not
		if w.plain {
			return "", nil
		}
		w.plain = true
		w.after, err = mask(w.after)
	case !ok:
		w.after, err = mask(w.after)
	case masking.Strategy == dataset.NullRewrite && len(l.Path) == 0 && !field.Type.Array && column.Class != value.ClassArray && len(apart) == 0:
		w.after = nil
	default:
		left := false
		doc.Value, err = transformed(doc.Value, l.Path, mark, 0, func(v any) (any, error) {
			switch v.(type) {
			case map[string]any:
				if masking.Strategy == dataset.NullRewrite {
					return only(v, apart, 0), nil
				}
				if object {
					return everyText(v, apart, &left, 0, func(s string) (any, error) { return mask(s) })
				}
				left = true
				return v, nil
			}
			return mask(value.ScalarOf(v))
		})
		w.after = doc
		if doc.Value == nil && w.before != any(value.JSON{}) && column.Nullable {
			w.after = nil // a single value that stood for the whole document is gone
		}
		if left {
			r.obstacles.add(b.Address(), l.Dotted, NotText, false)
		}
	}
	return masking.Strategy, err
}

// whyClosed returns why a field must not be written; empty when it may.
func whyClosed(b *sqldb.MappedTable, l *sqldb.TreatedField) string {
	switch {
	case b.Table.Columns[l.Column].Generated:
		return Generated
	case b.InKey(l.Column):
		return PrimaryKey
	case l.Field != nil && l.Field.Untouchable():
		return ReadOnly
	}
	return ""
}

// assign puts a given value into the column or below it.
func (r *rewriter) assign(b *sqldb.MappedTable, l *sqldb.TreatedField, column sqldb.Column, given any, w *rewritten) error {
	given = dataset.PlainNumber(given)
	doc, isDocument := w.after.(value.JSON)
	if len(l.Path) > 0 {
		if !isDocument {
			r.obstacles.add(b.Address(), l.Dotted, BadValue, true)
			return nil
		}
		inside, ok := normalDocument(given)
		if !ok {
			r.obstacles.add(b.Address(), l.Dotted, BadValue, true)
			return nil
		}
		w.after = value.JSON{Value: assigned(doc.Value, l.Path, inside, 0)}
		return nil
	}
	fitting, ok := fitted(column, b.Declared[l.Column], given)
	if !ok {
		r.obstacles.add(b.Address(), l.Dotted, BadValue, true)
		return nil
	}
	w.after = fitting
	return nil
}

// fits notes what the database would refuse.
func (r *rewriter) fits(b *sqldb.MappedTable, w rewritten) {
	column := b.Table.Columns[w.column]
	if w.after == nil && !column.Nullable {
		r.obstacles.add(b.Address(), b.FieldNames[w.column], NotNullable, true)
	}
	s, ok := w.after.(string)
	if doc, isDocument := w.after.(value.JSON); isDocument && column.Class != value.ClassArray {
		s, ok = value.DocumentText(doc.Value), true
	}
	if !ok {
		return
	}
	if column.Limit > 0 && utf8.RuneCountInString(s) > column.Limit || column.Octets > 0 && len(s) > column.Octets {
		r.obstacles.add(b.Address(), b.FieldNames[w.column], TooLong, true)
	}
	if !value.Storable(column.Charset, s) {
		r.obstacles.add(b.Address(), b.FieldNames[w.column], Charset, true)
	}
}

// fitted returns a new value in the form that the column will give back; false when it does not fit the column.
func fitted(c sqldb.Column, f *dataset.Field, v any) (any, bool) {
	switch v.(type) {
	case nil:
		return nil, true
	case []any, map[string]any:
		v = value.JSON{Value: v}
	}
	if c.Class == value.ClassJSON || c.Class == value.ClassArray || (f != nil && dataset.HoldsDocument(f)) {
		if s, ok := v.(string); ok {
			if doc, ok := value.ParseDocument([]byte(s)); ok {
				return value.JSON{Value: doc}, true
			}
		}
		doc, ok := normalDocument(v)
		return value.JSON{Value: doc}, ok
	}
	s, ok := value.Text(v)
	if !ok {
		return nil, false
	}
	switch c.Class {
	case value.ClassPlace:
		return nil, false
	case value.ClassText, value.ClassOther:
		if len(c.Values) > 0 && !slices.Contains(c.Values, s) {
			return nil, false
		}
		return s, true
	case value.ClassBytes:
		if b, ok := v.([]byte); ok {
			return b, true
		}
		return []byte(s), true
	case value.ClassUntyped, value.ClassDecimal:
		if _, known := v.(string); known && c.Class == value.ClassDecimal {
			return value.Decimal(s), value.IsNumber(s)
		}
		return v, true
	case value.ClassInteger, value.ClassBits:
		return value.AsWhole(s, v)
	case value.ClassBoolean:
		return value.AsBoolean(s)
	case value.ClassTimestamp:
		if at, ok := v.(value.Timestamp); ok {
			return at, true
		}
		at, ok := value.TimeOf(s, v)
		return value.Timestamp{Time: at, Local: !c.Zoned, Text: s}, ok
	}
	fitting, ok := value.TextAs(c.Class, c.Bits, c.Zoned, v)
	return fitting, ok
}

// normalDocument brings a given value to the types of a decoded document.
func normalDocument(v any) (any, bool) {
	b, err := value.Marshal(v)
	if err != nil {
		return nil, false
	}
	return value.ParseDocument(b)
}

// transformed returns a copy of a document in which every scalar at path went through fn, and every object that ends the
// path. Of an array that led to the row only the marked elements are touched.
func transformed(v any, path []string, mark *value.MatchTree, depth int, fn func(any) (any, error)) (any, error) {
	if depth > value.MaxDocumentDepth {
		return v, nil
	}
	switch v := v.(type) {
	case nil:
		return nil, nil
	case []any:
		out := slices.Clone(v)
		for i, e := range v {
			var below *value.MatchTree
			if mark != nil && mark.Array {
				var led bool
				if below, led = mark.Elements[i]; !led {
					continue
				}
			}
			var err error
			if out[i], err = transformed(e, path, below, depth+1, fn); err != nil {
				return nil, err
			}
		}
		return out, nil
	case map[string]any:
		if len(path) == 0 {
			return fn(v)
		}
		inside, has := v[path[0]]
		if !has {
			return v, nil
		}
		var below *value.MatchTree
		if mark != nil {
			below = mark.Keys[path[0]]
		}
		changed, err := transformed(inside, path[1:], below, depth+1, fn)
		if err != nil {
			return nil, err
		}
		out := make(map[string]any, len(v))
		for key, e := range v {
			out[key] = e
		}
		out[path[0]] = changed
		return out, nil
	}
	// A single value that stands where the data map declares an object goes through fn too: it may be what is meant.
	changed, err := fn(v)
	return documentScalar(changed), err
}

// only returns a copy of a document with nothing but what the paths lead to; nil where that is nothing.
func only(v any, paths [][]string, depth int) any {
	if len(paths) == 0 || depth > value.MaxDocumentDepth {
		return nil
	}
	switch v := v.(type) {
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = only(e, paths, depth+1)
		}
		return out
	case map[string]any:
		out := map[string]any{}
		for key, e := range v {
			rest, whole := below(paths, key)
			if whole {
				out[key] = e
			} else if kept := only(e, rest, depth+1); kept != nil {
				out[key] = kept
			}
		}
		if len(out) > 0 {
			return out
		}
	}
	return nil
}

// below returns the paths that go on under a key, and whether one of them ends there.
func below(paths [][]string, key string) (rest [][]string, ends bool) {
	for _, path := range paths {
		if path[0] != key {
			continue
		}
		if len(path) == 1 {
			return nil, true
		}
		rest = append(rest, path[1:])
	}
	return rest, false
}

// everyText returns a copy of a document in which every text went through fn, but for what the paths lead to. It notes in
// left that something else stays.
func everyText(v any, except [][]string, left *bool, depth int, fn func(string) (any, error)) (any, error) {
	if depth > value.MaxDocumentDepth {
		*left = true
		return v, nil
	}
	var err error
	switch v := v.(type) {
	case nil:
		return nil, nil
	case string:
		return fn(v)
	case []any:
		out := slices.Clone(v)
		for i, e := range v {
			if out[i], err = everyText(e, except, left, depth+1, fn); err != nil {
				return nil, err
			}
		}
		return out, nil
	case map[string]any:
		out := make(map[string]any, len(v))
		for key, e := range v {
			rest, apart := below(except, key)
			if apart {
				out[key] = e
			} else if out[key], err = everyText(e, rest, left, depth+1, fn); err != nil {
				return nil, err
			}
		}
		return out, nil
	}
	*left = true
	return v, nil
}

// assigned returns a copy of a document with a value at path, in every element of the arrays on the way.
func assigned(v any, path []string, given any, depth int) any {
	if len(path) == 0 || depth > value.MaxDocumentDepth {
		return given
	}
	switch v := v.(type) {
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = assigned(e, path, given, depth+1)
		}
		return out
	case map[string]any:
		out := make(map[string]any, len(v)+1)
		for key, e := range v {
			out[key] = e
		}
		out[path[0]] = assigned(v[path[0]], path[1:], given, depth+1)
		return out
	case nil:
		return map[string]any{path[0]: assigned(nil, path[1:], given, depth+1)}
	}
	return v
}

// documentScalar turns a row value into a JSON scalar.
func documentScalar(v any) any {
	switch v := v.(type) {
	case int64, value.Decimal, float64:
		s, _ := value.Text(v)
		return json.Number(s)
	case nil, bool, string, json.Number, map[string]any, []any:
		return v
	}
	s, _ := value.Text(v)
	return s
}

// holdsText reports whether a strategy for text may write into a field: by its declared data_type, else by the type of its
// column. No declaration makes a number column of a strict engine hold text.
func holdsText(f *dataset.Field, column sqldb.Column, inside, lenient bool) bool {
	inside = inside || column.Class == value.ClassJSON || column.Class == value.ClassArray || dataset.HoldsDocument(f)
	if f.Type.Name != "" && f.Type.Name != "string" && f.Type.Name != "object_id" {
		return false
	}
	switch {
	case column.Class == value.ClassArray:
		return column.Elem == value.ClassText
	case inside: // the value decides, see rewriter.treat
		return true
	case f.Type.Name != "" && lenient:
		return true
	}
	return column.Class == value.ClassText || column.Class == value.ClassUntyped
}
