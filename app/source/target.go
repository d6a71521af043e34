package source

import "strings"

// keySet holds the distinct values of one field that later collections are searched with.
type keySet struct {
	seen   map[string]struct{}
	values []any
}

func (k *keySet) add(v any) {
	if k.seen == nil {
		k.seen = map[string]struct{}{}
	}
	c, ok := canonical(v)
	if !ok {
		return
	}
	if _, dup := k.seen[c]; dup {
		return
	}
	k.seen[c] = struct{}{}
	k.values = append(k.values, v)
}

// origin is where the values of a target come from.
type origin struct {
	identity string // kind; empty for a field
	field    *Field
}

// target is one field of a collection that the query has a condition on.
type target struct {
	field    *Field
	column   Column
	at       int      // place of the column in the row
	path     []string // below the column, for documents
	document bool
	origins  []origin
	matches  map[string]uint64 // value, see key → set of origins; the first 64 are told apart
	binds    []any             // what the query compares with
	asked    map[string]bool   // the binds as text: what the engine finds besides is somebody else's
	spelled  *spelling         // nil where values are compared as they are written
	folded   map[string]uint64 // matches without regard to case and blanks, made when first needed
}

// newTarget says how a field is compared: as a column, or as a path below a column that holds a document.
func newTarget(f *Field, column Column, at int) *target {
	top := f.Column()
	t := &target{field: f, column: column, at: at, path: f.Path()[1:], matches: map[string]uint64{}, asked: map[string]bool{}}
	t.document = column.class != classArray && (f.Parent != nil || column.class == classJSON || holdsDocument(top))
	return t
}

// holdsDocument says whether the data map describes a column's value as more than one scalar.
func holdsDocument(f *Field) bool {
	return f.Parent == nil && (len(f.Fields) > 0 || f.Type.Array || f.Type.Name == "object")
}

// add takes the values of one origin. What does not convert to the field's declared type or to the column's real
// type is left out.
func (t *target) add(d dialect, o origin, values []any) {
	bit := uint64(1) << min(len(t.origins), 63)
	t.origins = append(t.origins, o)
	for _, v := range t.moments(values) {
		if t.spelled != nil {
			t.addSpelled(d, bit, v)
			continue
		}
		cast, ok := t.field.Type.cast(v)
		if !ok {
			continue
		}
		c, ok := canonical(cast)
		if !ok {
			continue
		}
		known := t.matches[c]
		t.matches[c] = known | bit
		if known == 0 {
			t.ask(d, cast)
		}
	}
}

// moments puts texts in the place of moments where the column holds text: how an application spelled them is not known.
func (t *target) moments(values []any) []any {
	if !t.document && t.column.class != classText && t.column.class != classUntyped {
		return values
	}
	var out []any
	for i, v := range values {
		at, ok := v.(Timestamp)
		if !ok {
			if out != nil {
				out = append(out, v)
			}
			continue
		}
		if out == nil {
			out = append(make([]any, 0, len(values)+8), values[:i]...)
		}
		for _, s := range at.spellings() {
			out = append(out, s)
		}
	}
	if out == nil {
		return values
	}
	return out
}

// ask puts a value into the query.
func (t *target) ask(d dialect, v any) {
	var binds []any
	if !t.document {
		binds = d.bind(t.column, v)
	} else if c, ok := canonical(v); ok {
		if s, ok := fit(classText, 0, false, c); ok && storable(t.column.charset, s) {
			binds = []any{s}
		}
	}
	for _, b := range binds {
		t.asked[t.bytes(b)] = true
	}
	t.binds = append(t.binds, binds...)
}

// bytes is a value as the engine holds it. The padding of char(n) is no part of it.
func (t *target) bytes(v any) string {
	var s string
	switch v := v.(type) {
	case string:
		s = v
	case []byte:
		s = string(v)
	default:
		s, _ = text(v)
	}
	if t.column.padded {
		s = strings.TrimRight(s, " ")
	}
	return s
}

// key is what tells values apart; false for what is no value, or none that is looked for.
func (t *target) key(v any) (string, bool) {
	if t.spelled != nil {
		return t.spelled.key(v)
	}
	return canonical(v)
}

// matched says whether a value is one of those searched for.
func (t *target) matched(v any) bool {
	key, ok := t.key(v)
	return ok && t.matches[key] != 0
}

// values gives the scalars that the row holds for the target.
func (t *target) values(row []any, yield func(any)) {
	if doc, ok := row[t.at].(JSON); ok {
		collect(doc.Value, t.path, yield)
	} else if len(t.path) == 0 && row[t.at] != nil {
		yield(row[t.at])
	}
}

// holds says whether any of the row's scalars for the target is searched for.
func (t *target) holds(row []any) bool {
	found := false
	t.values(row, func(v any) { found = found || t.matched(v) })
	return found
}

// accepts says whether a row that the engine found is one that was asked for. Engines call texts equal that are not: by
// the collation of a column é is e and every emoji is every other, case and blanks at the end count for nothing.
func (t *target) accepts(row, raw []any) bool {
	if t.spelled != nil || t.document {
		return t.holds(row)
	}
	if t.column.class == classArray {
		found := false
		t.values(row, func(v any) { found = found || t.asked[t.bytes(v)] })
		return found
	}
	switch v := raw[t.at].(type) {
	case nil:
		return false
	case string, []byte:
		return t.asked[t.bytes(v)]
	}
	return len(t.binds) > 0 // numbers and times are equal where the engine says so
}

// reached gives the ways that led to the row, each with the value as the row spells it. The database may find more than
// comparing here does (1.00 in a column of text); then every origin of the targets that are filled is named rather than none.
func reached(targets []*target, row []any) []Reach {
	var out []Reach
	for _, t := range targets {
		once := map[string]bool{}
		t.values(row, func(v any) {
			c, _ := canonical(v)
			if t.column.padded {
				c = strings.TrimRight(c, " ")
				v = c
			}
			key, _ := t.key(v)
			if mask := t.matches[key]; mask != 0 && !once[c] {
				once[c] = true
				out = t.reaches(out, mask, c)
			}
		})
	}
	if len(out) > 0 {
		return out
	}
	for _, t := range targets {
		if len(t.binds) == 0 {
			continue
		}
		t.values(row, func(v any) {
			c, _ := canonical(v)
			if mask := t.fold()[folded(c)]; mask != 0 {
				out = t.reaches(out, mask, c)
			}
		})
	}
	if len(out) > 0 {
		return out
	}
	for _, t := range targets {
		t.values(row, func(v any) {
			if len(t.binds) > 0 && len(out) == 0 {
				c, _ := canonical(v)
				out = t.reaches(out, ^uint64(0), c)
			}
		})
	}
	return out
}

func folded(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

func (t *target) fold() map[string]uint64 {
	if t.folded == nil {
		t.folded = make(map[string]uint64, len(t.matches))
		for c, mask := range t.matches {
			t.folded[folded(c)] |= mask
		}
	}
	return t.folded
}

func (t *target) reaches(out []Reach, mask uint64, value string) []Reach {
	for i, o := range t.origins {
		if mask&(1<<min(i, 63)) == 0 {
			continue
		}
		r := Reach{Identity: o.identity, Field: t.field.Dotted(), Value: value}
		if o.field != nil {
			r.From, r.FromField = o.field.Collection.Address(), o.field.Dotted()
		}
		out = append(out, r)
	}
	return out
}
