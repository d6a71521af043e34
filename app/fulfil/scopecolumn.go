package fulfil

import (
	"slices"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/residue"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
)

// columnLines are the lines for columns that the data map names without a category and in which the collect saw values of
// the person. They are masked, or go with the row where everything beside them does, unless staff leave them with a reason.
func columnLines(seen []residue.Residue, n store.FindingCount, c *dataset.Collection, beside []model.ScopeLine) (lines []model.ScopeLine) {
	way := model.WayAnonymise
	for _, l := range beside {
		if l.Dataset == n.Dataset && l.Collection == n.Collection && l.Way == model.WayDelete {
			way = model.WayDelete // wholeRows masks it where another line of the collection stays
		}
	}
	for _, r := range seen {
		field := fieldOf(c, r.Column)
		if r.Dataset != n.Dataset || r.Collection != n.Collection || field == nil || len(field.Fields) > 0 {
			continue
		}
		// Two kinds of values in one column are one line.
		if i := slices.IndexFunc(lines, func(l model.ScopeLine) bool { return l.Column == r.Column }); i >= 0 {
			lines[i].Rows = max(lines[i].Rows, int64(r.Rows))
			continue
		}
		lines = append(lines, model.ScopeLine{Source: n.Source, Dataset: n.Dataset, Collection: n.Collection, Column: r.Column, Rows: int64(r.Rows), Way: way})
	}
	return lines
}

// columnsOf are the settled lines for columns of a collection that have no category.
func (t *treatments) columnsOf(c *dataset.Collection) (lines []model.ScopeLine) {
	c.Walk(func(f *dataset.Field) {
		if l, ok := t.lines[model.ScopeLine{Dataset: c.Dataset.Key, Collection: c.Name, Column: f.Dotted()}.Key()]; ok {
			lines = append(lines, l)
		}
	})
	return lines
}
