package dataset

import (
	"slices"

	"orangelab.cn/rightsdesk/app/source/value"
)

// Sensitive reports whether one of the data categories is one whose disclosure can harm (PIPL 28).
func Sensitive(categories []string) bool { return CoversAny(SensitiveCategories, categories) }

// Ordinary returns a row without what is sensitive in it, and the dotted names of the fields that held something of it.
// A document keeps its other fields; one that cannot be read field by field goes whole.
func (c *Collection) Ordinary(row value.Row) (kept value.Row, left []string) {
	for _, cell := range row {
		field := c.topField(cell.Name)
		if field == nil || !holdsSensitive(field) {
			kept = append(kept, cell)
			continue
		}
		doc, isDocument := cell.Value.(value.JSON)
		switch {
		case isDocument && len(field.Fields) > 0:
			left = append(left, heldSensitive(doc.Value, field.Fields, 0)...)
		case cell.Value != nil:
			left = append(left, cell.Name)
		}
		if !holdsOrdinary(field) {
			continue
		}
		// The column stays with what is not sensitive in it, so that every row has the same columns.
		out := value.Cell{Name: cell.Name}
		if rest, some := notSensitive.kept(doc.Value, field.Fields, 0); some {
			out.Value = value.JSON{Value: rest}
		}
		kept = append(kept, out)
	}
	return kept, left
}

// Sensitive reports whether a copy without sensitive data leaves the field out: for its own categories, or for those of
// an object around it, which goes whole.
func (f *Field) Sensitive() bool {
	for x := f; x != nil; x = x.Parent {
		if Sensitive(x.EffectiveCategories()) {
			return true
		}
	}
	return false
}

func (c *Collection) topField(name string) *Field {
	for _, f := range c.Fields {
		if f.Name == name {
			return f
		}
	}
	return nil
}

func holdsSensitive(f *Field) (is bool) {
	WalkFields([]*Field{f}, func(x *Field) { is = is || Sensitive(x.EffectiveCategories()) })
	return is
}

// holdsOrdinary reports whether a field below f may be given without what is sensitive.
func holdsOrdinary(f *Field) (is bool) {
	WalkFields([]*Field{f}, func(x *Field) { is = is || (len(x.Fields) == 0 && !Sensitive(x.EffectiveCategories())) })
	return is
}

// notSensitive keeps of a document the declared fields that are not sensitive. A single value that stands where an
// object is declared may be any of its fields, so it goes where one of them is sensitive.
var notSensitive = selection{
	of: func(f *Field) share {
		switch {
		case Sensitive(f.EffectiveCategories()):
			return none
		case len(f.Fields) > 0 && holdsSensitive(f):
			return some
		}
		return all
	},
	single: func(fields []*Field) bool { return !slices.ContainsFunc(fields, holdsSensitive) },
}

// heldSensitive names the sensitive fields of which a document holds something, each once.
func heldSensitive(v any, fields []*Field, depth int) (names []string) {
	add := func(more ...string) {
		for _, name := range more {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	if depth > value.MaxDocumentDepth {
		return nil
	}
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			add(heldSensitive(e, fields, depth+1)...)
		}
	case map[string]any:
		for _, f := range fields {
			e, ok := v[f.Name]
			switch {
			case !ok || e == nil:
			case Sensitive(f.EffectiveCategories()):
				add(f.Dotted())
			case len(f.Fields) > 0:
				add(heldSensitive(e, f.Fields, depth+1)...)
			}
		}
	case nil:
	default:
		if len(fields) > 0 {
			add(fields[0].Parent.Dotted())
		}
	}
	return names
}

// SensitiveIn returns the dotted names of the sensitive fields of a column: its own, or those inside its document.
func (c *Collection) SensitiveIn(column string) (names []string) {
	field := c.topField(column)
	if field == nil {
		return nil
	}
	WalkFields([]*Field{field}, func(x *Field) {
		if Sensitive(x.EffectiveCategories()) {
			names = append(names, x.Dotted())
		}
	})
	return names
}
