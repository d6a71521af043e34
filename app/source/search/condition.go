package search

import (
	"crypto/sha256"
	"slices"
	"strconv"
	"strings"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/value"
)

// keySet holds the distinct values of one field that later collections are searched with.
type keySet struct {
	ordinary map[string]bool // value → a copy without sensitive data may hold it
	values   []any
	uuids    bool // they come from a column of UUIDs
	digits   int  // they come from a column whose numbers are filled with zeros to so many, see sqldb.Column
}

func (k *keySet) add(v any, sensitive bool) {
	if k.ordinary == nil {
		k.ordinary = map[string]bool{}
	}
	c, ok := value.LinkKey(v)
	if !ok {
		return
	}
	ordinary, dup := k.ordinary[c]
	k.ordinary[c] = ordinary || !sensitive
	if !dup {
		k.values = append(k.values, v)
	}
}

// parted gives the values that a copy without sensitive data may hold, and those that only sensitive fields or rows
// gave.
func (k *keySet) parted() (ordinary, sensitive []any) {
	for _, v := range k.values {
		if c, _ := value.LinkKey(v); k.ordinary[c] {
			ordinary = append(ordinary, v)
		} else {
			sensitive = append(sensitive, v)
		}
	}
	return ordinary, sensitive
}

// ValueOrigin is where the values of a target come from.
type ValueOrigin struct {
	identity  string // kind; empty for a field
	Field     *dataset.Field
	UUIDs     bool // values of the form of a UUID are one, and have no letter case
	Digits    int  // whole numbers are known with zeros before them, to so many digits
	sensitive bool // see Reach
}

// FieldCondition is one field of a collection that the query has a condition on.
type FieldCondition struct {
	Field       *dataset.Field
	where       *dataset.Where // the rows for which it holds; nil for all
	tableColumn sqldb.Column
	Column      int      // place of the column in the row
	Path        []string // below the column, for documents
	document    bool
	origins     []ValueOrigin
	matches     map[string]uint64 // value, see key → set of origins; the first 64 are told apart
	binds       []any             // what the query compares with
	asked       map[string]bool   // the binds as text: what the engine finds besides is somebody else's
	spelled     *spelling         // nil where values are compared as they are written
	written     *FieldCondition   // the same, compared as written; nil where spelled is
	// the column as a foreign key of the database compares it, where that calls different values equal
	refers    *sqldb.Column
	referring map[[sha256.Size]byte]bool // rows that refer by it alone, and were not taken
	folded    map[string]uint64          // matches without regard to case and blanks, made when first needed
}

// newFieldCondition returns how a field is compared: as a column, or as a path below a column that holds a document.
func newFieldCondition(f *dataset.Field, where *dataset.Where, column sqldb.Column, at int) *FieldCondition {
	top := f.Column()
	t := &FieldCondition{Field: f, where: where, tableColumn: column, Column: at, Path: f.Path()[1:],
		matches: map[string]uint64{}, asked: map[string]bool{}}
	t.document = column.Class != value.ClassArray &&
		(f.Parent != nil || column.Class == value.ClassJSON || dataset.HoldsDocument(top))
	return t
}

// Add takes the values of one origin. What does not convert to the field's declared type or to the column's real
// type is left out.
func (t *FieldCondition) Add(d sqldb.Dialect, o ValueOrigin, values []any) {
	if t.written != nil {
		t.written.Add(d, o, values)
	}
	bit := uint64(1) << min(len(t.origins), 63)
	t.origins = append(t.origins, o)
	for _, v := range t.spellings(o, values) {
		if t.spelled != nil {
			t.addSpelled(d, o, bit, v)
			continue
		}
		cast, ok := t.Field.Type.Cast(v)
		if !ok {
			continue
		}
		c, ok := value.LinkKey(cast)
		if !ok {
			continue
		}
		known := t.matches[c]
		t.matches[c] = known | bit
		if known == 0 {
			t.ask(d, cast)
		}
		// A column of text that is declared to hold numbers has them as they were written.
		if written, is := v.(string); is && cast != v && t.tableColumn.Class == value.ClassText && !t.document {
			t.ask(d, written)
		}
	}
}

// spellings puts texts in the place of values that have several, where the column holds text: how an application
// spelled a moment is not known, nor in which case a UUID, nor whether it wrote the zeros by which a number is known. A
// text with just these zeros is the number of a column that fills with them.
func (t *FieldCondition) spellings(o ValueOrigin, values []any) []any {
	if digits := t.tableColumn.Digits; digits > 0 && !t.document {
		return unfilled(values, digits)
	}
	if !t.document && !t.holdsText() {
		return values
	}
	out := make([]any, 0, len(values))
	for _, v := range values {
		var texts []string
		switch v := v.(type) {
		case int64:
			if s, filled := sqldb.Filled(v, o.Digits); filled {
				texts = []string{strconv.FormatInt(v, 10), s}
			}
		default:
			texts = value.Form{UUID: o.UUIDs}.Spellings(v)
			if raw, is := v.([]byte); is && texts != nil {
				out = append(out, raw) // a column that has no type may hold the bytes
			}
		}
		if texts == nil {
			out = append(out, v)
		}
		for _, s := range texts {
			out = append(out, s)
		}
	}
	return out
}

// holdsText reports whether the column may hold texts.
func (t *FieldCondition) holdsText() bool {
	c := t.tableColumn
	return c.Class == value.ClassText || c.Class == value.ClassUntyped ||
		c.Class == value.ClassArray && c.Elem == value.ClassText
}

// unfilled puts numbers in the place of texts that are numbers filled with zeros to so many digits.
func unfilled(values []any, digits int) []any {
	out := slices.Clone(values)
	for i, v := range out {
		if s, is := v.(string); is {
			out[i] = Unfilled(s, digits)
		}
	}
	return out
}

// Unfilled returns the number that a text is with zeros before it, to so many digits; any other text as it is.
func Unfilled(text string, digits int) any {
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		if shown, filled := sqldb.Filled(n, digits); filled && shown == text {
			return n
		}
	}
	return text
}

// ask puts a value into the query.
func (t *FieldCondition) ask(d sqldb.Dialect, v any) {
	var binds []any
	if !t.document {
		binds = d.Bind(t.tableColumn, v)
	} else if c, ok := value.Canonical(v); ok {
		if s, ok := value.TextAs(value.ClassText, 0, false, c); ok && value.Storable(t.tableColumn.Charset, s) {
			binds = []any{s}
		}
	}
	for _, b := range binds {
		t.asked[t.bytes(b)] = true
	}
	t.binds = append(t.binds, binds...)
}

// bytes is a value as the engine holds it. The padding of char(n) is no part of it.
func (t *FieldCondition) bytes(v any) string {
	var s string
	switch v := v.(type) {
	case string:
		s = v
	case []byte:
		s = string(v)
	default:
		s, _ = value.Text(v)
	}
	if t.tableColumn.Padded {
		s = strings.TrimRight(s, " ")
	}
	return s
}

// originsOf returns the set of origins of what a value holds of those searched for; 0 where it holds none.
func (t *FieldCondition) originsOf(v any) (set uint64) {
	if t.spelled == nil {
		key, _ := value.LinkKey(v)
		return t.matches[key]
	}
	held, _ := t.spelled.find(v)
	for _, key := range held.Keys {
		set |= t.matches[key]
	}
	return set | t.written.originsOf(v)
}

// matched reports whether a value is one of those searched for, or holds one.
func (t *FieldCondition) matched(v any) bool { return t.originsOf(v) != 0 }

// matchedIn is matched, and records in the marks of a value which parts of it are.
func (t *FieldCondition) matchedIn(v any, k *value.MatchTree) bool {
	if t.spelled != nil {
		k.Parts = t.spelled.parts(v)
	}
	return t.matched(v)
}

// values returns the scalars that the row holds for the target.
func (t *FieldCondition) values(row []any, yield func(any)) {
	if doc, ok := row[t.Column].(value.JSON); ok {
		value.EachScalar(doc.Value, t.Path, yield)
	} else if len(t.Path) == 0 && row[t.Column] != nil {
		yield(row[t.Column])
	}
}

// holds reports whether any of the row's scalars for the target is searched for.
func (t *FieldCondition) holds(row []any) bool {
	found := false
	t.values(row, func(v any) { found = found || t.matched(v) })
	return found
}

// accepts reports whether a row that the engine found is one that was asked for. Engines call texts equal that are not:
// by the collation of a column é is e and every emoji is every other, case and blanks at the end count for nothing.
func (t *FieldCondition) accepts(row, raw []any) bool {
	if t.spelled != nil || t.document {
		return t.holds(row)
	}
	if t.tableColumn.Class == value.ClassArray {
		found := false
		t.values(row, func(v any) { found = found || t.asked[t.bytes(v)] })
		return found
	}
	switch v := raw[t.Column].(type) {
	case nil:
		return false
	case string, []byte:
		return t.asked[t.bytes(v)]
	}
	return len(t.binds) > 0 // numbers and times are equal where the engine says so
}

// reached returns the ways that led to the row, each with the value as the row spells it. The database may find more
// than comparing here does (1.00 in a column of text); then every origin of the targets that are filled is named rather
// than none.
func (r *Reading) reached(row []any) []Reach {
	var out []Reach
	targets := r.Conditions
	if slices.ContainsFunc(targets, func(t *FieldCondition) bool { return t.where != nil }) {
		targets = slices.DeleteFunc(slices.Clone(targets), func(t *FieldCondition) bool {
			return !r.Meets(t.where, row)
		})
	}
	for _, t := range targets {
		var once []string
		t.values(row, func(v any) {
			c, _ := value.Canonical(v)
			if t.tableColumn.Padded {
				c = strings.TrimRight(c, " ")
				v = c
			}
			if mask := t.originsOf(v); mask != 0 && !slices.Contains(once, c) {
				once = append(once, c)
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
			c, _ := value.Canonical(v)
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
				c, _ := value.Canonical(v)
				out = t.reaches(out, ^uint64(0), c)
			}
		})
	}
	return out
}

func folded(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

func (t *FieldCondition) fold() map[string]uint64 {
	if t.folded == nil {
		t.folded = make(map[string]uint64, len(t.matches))
		for c, mask := range t.matches {
			t.folded[folded(c)] |= mask
		}
	}
	return t.folded
}

func (t *FieldCondition) reaches(out []Reach, mask uint64, value string) []Reach {
	for i, o := range t.origins {
		if mask&(1<<min(i, 63)) == 0 {
			continue
		}
		r := Reach{Identity: o.identity, Field: t.Field.Dotted(), Value: value, Sensitive: o.sensitive}
		if o.Field != nil {
			r.From, r.FromField = o.Field.Collection.Address(), o.Field.Dotted()
		}
		out = append(out, r)
	}
	return out
}
