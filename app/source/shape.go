package source

// shape turns rows of one collection into findings.
type shape struct {
	rd         *reading
	filter     []string
	undeclared bool
	wanted     []bool // by declared column: some of it stays under the category filter
	any        bool
	categories map[string][]string
	sensitive  []bool
	keys       []int // places of the primary key
}

func newShape(rd *reading, opts Options) *shape {
	s := &shape{rd: rd, filter: opts.Categories, undeclared: opts.Undeclared, categories: map[string][]string{}}
	rd.collection.Walk(func(f *Field) {
		if cs := f.EffectiveCategories(); len(cs) > 0 && f.Categorised() {
			s.categories[f.Dotted()] = cs
		}
	})
	for _, f := range rd.collection.Fields {
		wanted, harmful := false, false
		walkFields([]*Field{f}, func(x *Field) {
			if x.Categorised() {
				wanted = wanted || s.want(x)
				harmful = harmful || coversAny(sensitive, x.EffectiveCategories())
			}
		})
		s.wanted, s.sensitive, s.any = append(s.wanted, wanted), append(s.sensitive, harmful), s.any || wanted
	}
	for i, f := range rd.collection.Fields {
		if f.PrimaryKey {
			s.keys = append(s.keys, i)
		}
	}
	if len(s.keys) == 0 {
		for place := 1; place <= len(rd.columns); place++ {
			for i, c := range rd.columns {
				if c.Primary == place {
					s.keys = append(s.keys, i)
				}
			}
		}
	}
	return s
}

// want says whether a field passes the category filter.
func (s *shape) want(f *Field) bool {
	return len(s.filter) == 0 || coversAny(s.filter, f.EffectiveCategories())
}

// whole reports whether an object passes the category filter as one, with what the data map does not declare in it.
func (s *shape) whole(f *Field) bool { return len(f.Categories) > 0 && s.want(f) }

// finding builds the row to hand over; false when the category filter leaves nothing of the collection.
func (s *shape) finding(row []any) (Finding, bool) {
	if !s.any {
		return Finding{}, false
	}
	c := s.rd.collection
	f := Finding{Source: c.Dataset.Key, Dataset: c.Dataset.Key, Collection: c.Name, Categories: s.categories,
		Row: make(Row, 0, s.rd.declared), Reached: reached(s.rd.targets, row)}
	for i, field := range c.Fields {
		if !s.wanted[i] {
			continue
		}
		v := row[i]
		if doc, ok := v.(JSON); ok && len(s.filter) > 0 && len(field.Fields) > 0 && !s.whole(field) {
			kept, some := selected(doc.Value, field.Fields, s.want, s.whole, 0)
			if !some {
				continue
			}
			v = JSON{kept}
		}
		f.Row = append(f.Row, Cell{field.Name, v})
		f.Sensitive = f.Sensitive || (s.sensitive[i] && v != nil)
	}
	for _, i := range s.keys {
		f.Key = append(f.Key, Cell{s.name(i), row[i]})
	}
	for i := s.rd.declared; s.undeclared && i < len(row); i++ {
		f.Undeclared = append(f.Undeclared, Cell{s.name(i), row[i]})
	}
	return f, true
}

// name is the field's name in the data map, or the column's own where the map has none.
func (s *shape) name(i int) string {
	if i < s.rd.declared {
		return s.rd.collection.Fields[i].Name
	}
	return s.rd.columns[i].Name
}
