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
func (r *rewriter) rewrite(b *sqldb.MappedTable, raw []any, marks map[int]*value.MatchTree,
	t dataset.Treatment) (changed []rewritten, written []int, err error) {
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
			how, err := r.treat(b, leaves[n], t, marks[i], &w)
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

// treat applies the treatment of one field; how is empty where the field is left alone.
func (r *rewriter) treat(b *sqldb.MappedTable, l *sqldb.TreatedField, t dataset.Treatment, mark *value.MatchTree,
	w *rewritten) (how string, err error) {
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
		w.after, err = inParts(w.after, mark, mask)
	case masking.Strategy == dataset.NullRewrite && len(l.Path) == 0 && !field.Type.Array &&
		column.Class != value.ClassArray && len(apart) == 0 && !mark.Divides():
		w.after = nil
	default:
		left := false
		doc.Value, err = transformed(doc.Value, l.Path, mark, 0, func(v any, led *value.MatchTree) (any, error) {
			switch v.(type) {
			case map[string]any:
				if masking.Strategy == dataset.NullRewrite {
					return only(v, apart, led, 0), nil
				}
				if object {
					return everyText(v, apart, led, &left, 0, func(s string) (any, error) { return mask(s) })
				}
				left = true
				return v, nil
			}
			return inParts(value.ScalarOf(v), led, mask)
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

// inParts masks a value; of a text that holds several only the parts that led to the row. Where nothing takes the place
// of a part, what stood between it and the part before goes too.
func inParts(v any, mark *value.MatchTree, mask func(any) (any, error)) (any, error) {
	text, isText := value.Words(v)
	if !isText || mark == nil || len(mark.Parts) == 0 {
		return mask(v)
	}
	var b strings.Builder
	for i, p := range mark.Parts {
		written := any(text[p.Start:p.End])
		if p.Led {
			var err error
			if written, err = mask(written); err != nil {
				return nil, err
			}
		}
		s, some := value.Text(written)
		if !some {
			continue
		}
		if b.Len() > 0 {
			b.WriteString(text[mark.Parts[i-1].End:p.Start])
		}
		b.WriteString(s)
	}
	if b.Len() == 0 {
		return nil, nil
	}
	if _, isBytes := v.([]byte); isBytes {
		return []byte(b.String()), nil
	}
	return b.String(), nil
}

// whyClosed returns why a field must not be written; empty when it may.
func whyClosed(b *sqldb.MappedTable, l *sqldb.TreatedField) string {
	switch {
	case b.Table.Columns[l.Column].Generated:
		return Generated
	case b.Table.Columns[l.Column].Fixed:
		return IsFixed
	case b.InKey(l.Column):
		return PrimaryKey
	case l.Field != nil && l.Field.Untouchable():
		return ReadOnly
	// a place inside a document
	case l.Field == nil && b.Declared[l.Column] != nil && b.Declared[l.Column].Untouchable():
		return ReadOnly
	}
	return ""
}

// assign puts a given value into the column or below it.
func (r *rewriter) assign(b *sqldb.MappedTable, l *sqldb.TreatedField, column sqldb.Column, given any,
	w *rewritten) error {
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
		doc.Value = assigned(doc.Value, l.Path, inside, 0)
		w.after = doc
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
	if w.after != nil && !inRange(column, b.Dialect.Capabilities().Lenient, w.after) {
		r.obstacles.add(b.Address(), b.FieldNames[w.column], BadValue, true)
	}
	s, ok := w.after.(string)
	if doc, _ := w.after.(value.JSON); doc.Twice != "" {
		r.obstacles.add(b.Address(), b.FieldNames[w.column], NamedTwice, true)
	}
	if doc, isDocument := w.after.(value.JSON); isDocument && column.Class != value.ClassArray {
		s, ok = value.DocumentText(doc.Value), true
	}
	if !ok {
		return
	}
	if column.Limit > 0 && utf8.RuneCountInString(s) > column.Limit || column.Octets > 0 && len(s) > column.Octets {
		r.obstacles.add(b.Address(), b.FieldNames[w.column], TooLong, true)
	}
	if keepsDocuments(b, column.Name) && !json.Valid([]byte(s)) {
		r.obstacles.add(b.Address(), b.FieldNames[w.column], NoDocument, true)
	}
	if !value.Storable(column.Charset, s) {
		r.obstacles.add(b.Address(), b.FieldNames[w.column], Charset, true)
	}
}
