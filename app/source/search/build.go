package search

import (
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/value"
)

// FindingBuilder turns rows of one collection into findings.
type FindingBuilder struct {
	rd         *Reading
	filter     []string
	undeclared bool
	wanted     []bool // by declared column: some of it stays under the category filter
	any        bool
	categories map[string][]string
	sensitive  []bool
	KeyColumns []int // places of the primary key
}

// NewFindingBuilder returns a builder for the rows of rd; opts say which categories and which undeclared columns to
// hand over.
func NewFindingBuilder(rd *Reading, opts Options) *FindingBuilder {
	s := &FindingBuilder{rd: rd, filter: opts.Categories, undeclared: opts.Undeclared,
		categories: map[string][]string{}}
	rd.Collection.Walk(func(f *dataset.Field) {
		if cs := f.EffectiveCategories(); len(cs) > 0 && f.Categorised() {
			s.categories[f.Dotted()] = cs
		}
	})
	for _, f := range rd.Collection.Fields {
		wanted, harmful := false, false
		dataset.WalkFields([]*dataset.Field{f}, func(x *dataset.Field) {
			if x.Categorised() {
				wanted = wanted || s.want(x)
				harmful = harmful || dataset.CoversAny(dataset.SensitiveCategories, x.EffectiveCategories())
			}
		})
		s.wanted, s.sensitive, s.any = append(s.wanted, wanted), append(s.sensitive, harmful), s.any || wanted
	}
	for i, f := range rd.Collection.Fields {
		if f.PrimaryKey {
			s.KeyColumns = append(s.KeyColumns, i)
		}
	}
	if len(s.KeyColumns) == 0 {
		for place := 1; place <= len(rd.Columns); place++ {
			for i, c := range rd.Columns {
				if c.Primary == place {
					s.KeyColumns = append(s.KeyColumns, i)
				}
			}
		}
	}
	return s
}

// want reports whether a field passes the category filter.
func (s *FindingBuilder) want(f *dataset.Field) bool {
	return len(s.filter) == 0 || dataset.CoversAny(s.filter, f.EffectiveCategories())
}

// whole reports whether an object passes the category filter as one, with what the data map does not declare in it.
func (s *FindingBuilder) whole(f *dataset.Field) bool { return len(f.Categories) > 0 && s.want(f) }

// finding builds the row to hand over, with the ways by which it was reached; false when the category filter leaves
// nothing of the collection.
func (s *FindingBuilder) finding(row []any, ways []Reach) (Finding, bool) {
	if !s.any {
		return Finding{}, false
	}
	c := s.rd.Collection
	f := Finding{Source: c.Dataset.Key, Dataset: c.Dataset.Key, Collection: c.Name, Categories: s.categories,
		Row: make(value.Row, 0, s.rd.Declared), Reached: ways}
	for i, field := range c.Fields {
		if !s.wanted[i] {
			continue
		}
		v := row[i]
		if doc, ok := v.(value.JSON); ok && len(s.filter) > 0 && len(field.Fields) > 0 && !s.whole(field) {
			kept, some := dataset.Select(doc.Value, field.Fields, s.want, s.whole)
			if !some {
				continue
			}
			doc.Value = kept
			v = doc
		}
		f.Row = append(f.Row, value.Cell{Name: field.Name, Value: s.rd.Columns[i].Shown(v)})
		if n, whole := v.(int64); whole && s.rd.Columns[i].Digits > 0 {
			f.plain = append(f.plain, value.Cell{Name: field.Name, Value: n})
		}
		f.Sensitive = f.Sensitive || (s.sensitive[i] && v != nil)
	}
	for _, i := range s.KeyColumns {
		f.Key = append(f.Key, value.Cell{Name: s.CellName(i), Value: row[i]})
	}
	for i := s.rd.Declared; s.undeclared && i < len(row); i++ {
		f.Undeclared = append(f.Undeclared, value.Cell{Name: s.CellName(i), Value: row[i]})
	}
	return f, true
}

// CellName returns the field's name in the data map, or the column's own where the map has none.
func (s *FindingBuilder) CellName(i int) string {
	if i < s.rd.Declared {
		return s.rd.Collection.Fields[i].Name
	}
	return s.rd.Columns[i].Name
}
