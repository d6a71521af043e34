package source

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"
)

// rewriter works out what rows of one source become.
type rewriter struct {
	masker    *Masker
	obstacles *obstacles
}

// rewritten is one column with its new value.
type rewritten struct {
	column        int
	before, after any
	how           string
	plain         bool // a single value, where the data map declares an object, is masked as one
}

// rewrite gives the columns that a treatment changes, and those that it would write whether or not they change.
// Marks say by column which elements of an array led to the row.
func (r *rewriter) rewrite(b *bound, raw []any, marks map[int]*keep, t Treatment) (changed []rewritten, written []int, err error) {
	leaves, err := b.treated(t)
	if err != nil {
		return nil, nil, err
	}
	for n := 0; n < len(leaves); {
		i := leaves[n].column
		w := rewritten{column: i, before: b.value(i, raw[i])}
		w.after = w.before
		some := false
		for ; n < len(leaves) && leaves[n].column == i; n++ {
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
		if !same(b.table.Columns[i], w.after, w.before) {
			r.fits(b, w)
			changed = append(changed, w)
		}
	}
	return changed, written, nil
}

// leaf applies the treatment of one field; how is empty where the field is left alone.
func (r *rewriter) leaf(b *bound, l *leaf, t Treatment, mark *keep, w *rewritten) (how string, err error) {
	column := b.table.Columns[l.column]
	value, setting := t.Set[l.dotted]
	masking := t.Mask[l.dotted]
	if !setting && masking.Strategy == Preserve {
		return "", nil
	}
	if reason := whyClosed(b, l); reason != "" {
		r.obstacles.add(b.Address(), l.dotted, reason, setting)
		return "", nil
	}
	if setting {
		return howSet, r.assign(b, l, column, value, w)
	}
	field := l.field
	if field == nil {
		field = &Field{Collection: b.Collection, Name: l.dotted}
	}
	object := len(field.Fields) > 0
	apart := t.inside(l.dotted)
	if masking.forText() && !object && !holdsText(field, column, len(l.path) > 0, b.dialect.capabilities().lenient) {
		r.obstacles.add(b.Address(), l.dotted, notText, false)
		return "", nil
	}
	mask := func(v any) (any, error) { return r.masker.Mask(masking, v, field.Length) }
	doc, ok := w.after.(JSON)
	switch {
	case w.after == nil:
	case !ok && (len(l.path) > 0 || object): // the column should hold a document and does not
		if w.plain {
			return "", nil
		}
		w.plain = true
		w.after, err = mask(w.after)
	case !ok:
		w.after, err = mask(w.after)
	case masking.Strategy == NullRewrite && len(l.path) == 0 && !field.Type.Array && column.class != classArray && len(apart) == 0:
		w.after = nil
	default:
		left := false
		doc.Value, err = transformed(doc.Value, l.path, mark, 0, func(v any) (any, error) {
			switch v.(type) {
			case map[string]any:
				if masking.Strategy == NullRewrite {
					return only(v, apart, 0), nil
				}
				if object {
					return everyText(v, apart, &left, 0, func(s string) (any, error) { return mask(s) })
				}
				left = true
				return v, nil
			}
			return mask(scalarOf(v))
		})
		w.after = doc
		if doc.Value == nil && w.before != any(JSON{}) && column.Nullable {
			w.after = nil // a single value that stood for the whole document is gone
		}
		if left {
			r.obstacles.add(b.Address(), l.dotted, notText, false)
		}
	}
	return masking.Strategy, err
}

// inside gives the paths, below an object, of what the treatment names by itself.
func (t Treatment) inside(object string) [][]string {
	var out [][]string
	for dotted := range t.Mask {
		if rest, ok := strings.CutPrefix(dotted, object+"."); ok {
			out = append(out, strings.Split(rest, "."))
		}
	}
	for dotted := range t.Set {
		if rest, ok := strings.CutPrefix(dotted, object+"."); ok {
			out = append(out, strings.Split(rest, "."))
		}
	}
	return out
}

// whyClosed gives why a field must not be written; empty when it may.
func whyClosed(b *bound, l *leaf) string {
	switch {
	case b.table.Columns[l.column].generated:
		return generated
	case b.inKey(l.column):
		return primaryKey
	case l.field != nil && l.field.untouchable():
		return readOnly
	}
	return ""
}

// assign puts a given value into the column or below it.
func (r *rewriter) assign(b *bound, l *leaf, column Column, value any, w *rewritten) error {
	value = plainNumberOf(value)
	doc, isDocument := w.after.(JSON)
	if len(l.path) > 0 {
		if !isDocument {
			r.obstacles.add(b.Address(), l.dotted, badValue, true)
			return nil
		}
		inside, ok := normalDocument(value)
		if !ok {
			r.obstacles.add(b.Address(), l.dotted, badValue, true)
			return nil
		}
		w.after = JSON{assigned(doc.Value, l.path, inside, 0)}
		return nil
	}
	fitting, ok := fitted(column, b.fields[l.column], value)
	if !ok {
		r.obstacles.add(b.Address(), l.dotted, badValue, true)
		return nil
	}
	w.after = fitting
	return nil
}

// fits notes what the database would refuse.
func (r *rewriter) fits(b *bound, w rewritten) {
	column := b.table.Columns[w.column]
	if w.after == nil && !column.Nullable {
		r.obstacles.add(b.Address(), b.names[w.column], notNullable, true)
	}
	s, ok := w.after.(string)
	if doc, isDocument := w.after.(JSON); isDocument && column.class != classArray {
		s, ok = documentText(doc.Value), true
	}
	if !ok {
		return
	}
	if column.limit > 0 && utf8.RuneCountInString(s) > column.limit || column.octets > 0 && len(s) > column.octets {
		r.obstacles.add(b.Address(), b.names[w.column], tooLong, true)
	}
	if !storable(column.charset, s) {
		r.obstacles.add(b.Address(), b.names[w.column], charset, true)
	}
}

// fitted gives a new value in the form that the column will give back; false when it does not fit the column.
func fitted(c Column, f *Field, v any) (any, bool) {
	switch v.(type) {
	case nil:
		return nil, true
	case []any, map[string]any:
		v = JSON{v}
	}
	if c.class == classJSON || c.class == classArray || (f != nil && holdsDocument(f)) {
		if s, ok := v.(string); ok {
			if doc, ok := parseDocument([]byte(s)); ok {
				return JSON{doc}, true
			}
		}
		doc, ok := normalDocument(v)
		return JSON{doc}, ok
	}
	s, ok := text(v)
	if !ok {
		return nil, false
	}
	switch c.class {
	case classPlace:
		return nil, false
	case classText, classOther:
		if len(c.values) > 0 && !slices.Contains(c.values, s) {
			return nil, false
		}
		return s, true
	case classBytes:
		if b, ok := v.([]byte); ok {
			return b, true
		}
		return []byte(s), true
	case classUntyped, classDecimal:
		if _, known := v.(string); known && c.class == classDecimal {
			return Decimal(s), isNumber(s)
		}
		return v, true
	case classInteger, classBits:
		return asWhole(s, v)
	case classBoolean:
		return asBoolean(s)
	case classTimestamp:
		if at, ok := v.(Timestamp); ok {
			return at, true
		}
		at, ok := timeOf(s, v)
		return Timestamp{Time: at, Local: !c.zoned, Text: s}, ok
	}
	fitting, ok := fit(c.class, c.bits, c.zoned, v)
	return fitting, ok
}

// normalDocument brings a given value to the types of a decoded document.
func normalDocument(v any) (any, bool) {
	b, err := marshal(v)
	if err != nil {
		return nil, false
	}
	return parseDocument(b)
}

// transformed gives a copy of a document in which every scalar at path went through fn, and every object that ends the
// path. Of an array that led to the row only the marked elements are touched.
func transformed(v any, path []string, mark *keep, depth int, fn func(any) (any, error)) (any, error) {
	if depth > maxDocumentDepth {
		return v, nil
	}
	switch v := v.(type) {
	case nil:
		return nil, nil
	case []any:
		out := slices.Clone(v)
		for i, e := range v {
			var below *keep
			if mark != nil && mark.array {
				var led bool
				if below, led = mark.elements[i]; !led {
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
		var below *keep
		if mark != nil {
			below = mark.keys[path[0]]
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

// only gives a copy of a document with nothing but what the paths lead to; nil where that is nothing.
func only(v any, paths [][]string, depth int) any {
	if len(paths) == 0 || depth > maxDocumentDepth {
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

// below gives the paths that go on under a key, and whether one of them ends there.
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

// everyText gives a copy of a document in which every text went through fn, but for what the paths lead to. It notes in
// left that something else stays.
func everyText(v any, except [][]string, left *bool, depth int, fn func(string) (any, error)) (any, error) {
	if depth > maxDocumentDepth {
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

// assigned gives a copy of a document with a value at path, in every element of the arrays on the way.
func assigned(v any, path []string, value any, depth int) any {
	if len(path) == 0 || depth > maxDocumentDepth {
		return value
	}
	switch v := v.(type) {
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = assigned(e, path, value, depth+1)
		}
		return out
	case map[string]any:
		out := make(map[string]any, len(v)+1)
		for key, e := range v {
			out[key] = e
		}
		out[path[0]] = assigned(v[path[0]], path[1:], value, depth+1)
		return out
	case nil:
		return map[string]any{path[0]: assigned(nil, path[1:], value, depth+1)}
	}
	return v
}

// documentScalar turns a row value into a JSON scalar.
func documentScalar(v any) any {
	switch v := v.(type) {
	case int64, Decimal, float64:
		s, _ := text(v)
		return json.Number(s)
	case nil, bool, string, json.Number, map[string]any, []any:
		return v
	}
	s, _ := text(v)
	return s
}
