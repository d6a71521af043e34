package search

import (
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/value"
)

// Shape turns rows of one collection into findings.
type Shape struct {
	rd         *Reading
	filter     []string
	undeclared bool
	wanted     []bool // by declared column: some of it stays under the category filter
	any        bool
	categories map[string][]string
	sensitive  []bool
	Keys       []int // places of the primary key
}

func NewShape(rd *Reading, opts Options) *Shape {
	s := &Shape{rd: rd, filter: opts.Categories, undeclared: opts.Undeclared, categories: map[string][]string{}}
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
			s.Keys = append(s.Keys, i)
		}
	}
	if len(s.Keys) == 0 {
		for place := 1; place <= len(rd.Columns); place++ {
			for i, c := range rd.Columns {
				if c.Primary == place {
					s.Keys = append(s.Keys, i)
				}
			}
		}
	}
	return s
}

// want says whether a field passes the category filter.
func (s *Shape) want(f *dataset.Field) bool {
	return len(s.filter) == 0 || dataset.CoversAny(s.filter, f.EffectiveCategories())
}

// whole reports whether an object passes the category filter as one, with what the data map does not declare in it.
func (s *Shape) whole(f *dataset.Field) bool { return len(f.Categories) > 0 && s.want(f) }

// finding builds the row to hand over; false when the category filter leaves nothing of the collection.
func (s *Shape) finding(row []any) (Finding, bool) {
	if !s.any {
		return Finding{}, false
	}
	c := s.rd.Collection
	f := Finding{Source: c.Dataset.Key, Dataset: c.Dataset.Key, Collection: c.Name, Categories: s.categories,
		Row: make(value.Row, 0, s.rd.Declared), Reached: reached(s.rd.Targets, row)}
	for i, field := range c.Fields {
		if !s.wanted[i] {
			continue
		}
		v := row[i]
		if doc, ok := v.(value.JSON); ok && len(s.filter) > 0 && len(field.Fields) > 0 && !s.whole(field) {
			kept, some := dataset.Selected(doc.Value, field.Fields, s.want, s.whole, 0)
			if !some {
				continue
			}
			v = value.JSON{Value: kept}
		}
		f.Row = append(f.Row, value.Cell{Name: field.Name, Value: v})
		f.Sensitive = f.Sensitive || (s.sensitive[i] && v != nil)
	}
	for _, i := range s.Keys {
		f.Key = append(f.Key, value.Cell{Name: s.Name(i), Value: row[i]})
	}
	for i := s.rd.Declared; s.undeclared && i < len(row); i++ {
		f.Undeclared = append(f.Undeclared, value.Cell{Name: s.Name(i), Value: row[i]})
	}
	return f, true
}

// Name is the field's name in the data map, or the column's own where the map has none.
func (s *Shape) Name(i int) string {
	if i < s.rd.Declared {
		return s.rd.Collection.Fields[i].Name
	}
	return s.rd.Columns[i].Name
}
