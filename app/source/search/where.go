package search

import (
	"strings"

	"orangelab.cn/rightsdesk/app/source/dataset"
)

// keysOf are values that one collection leaves for others: of a field, in the rows that meet a condition.
type keysOf struct {
	field *dataset.Field
	where *dataset.Where // nil for all rows
}

// leaving returns which values an edge carries on from the collection that it begins in.
func leaving(e dataset.Edge) keysOf { return keysOf{e.From, e.Where.On(e.From.Collection)} }

// Meets reports whether a row of the reading meets a condition on its collection.
func (r *Reading) Meets(w *dataset.Where, row []any) bool {
	return w.Holds(func(f *dataset.Field) any {
		for i, declared := range r.Collection.Fields {
			if declared == f {
				return row[i]
			}
		}
		return nil
	})
}

// narrowed returns the conditions, as the engine is asked, that rows must meet besides holding a value; empty where
// there are none. The engine may compare more loosely, so every row is looked at again.
func (r *Reading) narrowed(w *dataset.Where, args *[]any) string {
	var b strings.Builder
	for _, where := range []*dataset.Where{r.Collection.Where, w} {
		if where == nil {
			continue
		}
		for _, c := range where.Conditions {
			for i, declared := range r.Collection.Fields {
				if declared != c.Field {
					continue
				}
				var binds []any
				for _, v := range c.Values {
					binds = append(binds, r.Dialect.Bind(r.Columns[i], v)...)
				}
				if len(binds) == 0 {
					b.WriteString(" AND 1 = 0") // the column can hold none of the values
					continue
				}
				b.WriteString(" AND " + r.Dialect.In(r.Columns[i], binds, args))
			}
		}
	}
	return b.String()
}
