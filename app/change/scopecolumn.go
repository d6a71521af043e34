package change

import (
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/residue"
	"orangelab.cn/rightsdesk/model"
)

// columnLines are the lines for places without a category in which the collect saw values of the person: columns of the
// data map, places inside their documents, and columns that it does not name. They are masked, or go with the row where
// everything beside them does, unless staff leave them with a reason.
func columnLines(seen []residue.Residue, n model.FindingCount, c *dataset.Collection,
	beside []model.ScopeLine) (lines []model.ScopeLine) {
	way := model.WayAnonymise
	for _, l := range beside {
		if l.Dataset == n.Dataset && l.Collection == n.Collection && l.Way == model.WayDelete {
			way = model.WayDelete // wholeRows masks it where another line of the collection stays
		}
	}
	for _, r := range seen {
		if r.Dataset != n.Dataset || r.Collection != n.Collection {
			continue
		}
		if field := collect.FieldOf(c, r.Column); field != nil && len(field.Fields) > 0 {
			continue // text in the place of a document is masked with what the map declares in it
		}
		// Two kinds of values in one column are one line.
		if i := slices.IndexFunc(lines, func(l model.ScopeLine) bool { return l.Column == r.Column }); i >= 0 {
			lines[i].Rows = max(lines[i].Rows, int64(r.Rows))
			continue
		}
		lines = append(lines,
			model.ScopeLine{Source: n.Source, Dataset: n.Dataset, Collection: n.Collection, Column: r.Column,
				Rows: int64(r.Rows), Way: way})
	}
	return lines
}

// columnsOf are the settled lines for places of a collection that have no category, by name.
func (t *treatments) columnsOf(c *dataset.Collection) (lines []model.ScopeLine) {
	for _, l := range t.lines {
		if l.Column != "" && l.Dataset == c.Dataset.Key && l.Collection == c.Name {
			lines = append(lines, l)
		}
	}
	slices.SortFunc(lines, func(a, b model.ScopeLine) int { return strings.Compare(a.Column, b.Column) })
	return lines
}

// maskColumns adds what the lines for places without a category say. What stays inside a document is named, so that it
// does not go with what is masked around it.
func maskColumns(c *dataset.Collection, lines []model.ScopeLine, mask map[string]dataset.Masking) {
	for _, l := range lines {
		switch {
		case l.Way == model.WayAnonymise && l.Strategy != "":
			mask[l.Column] = dataset.Masking{Strategy: l.Strategy}
		case l.Way == model.WayAnonymise:
			mask[l.Column] = maskingOf(c, l.Column)
		case strings.Contains(l.Column, "."):
			mask[l.Column] = dataset.Masking{Strategy: dataset.Preserve}
		}
	}
}

// SettledFor is the line that speaks of a place without a category: its own, else the nearest around it.
func SettledFor(scope model.Scope, at dataset.Address, place string) (nearest model.ScopeLine, settled bool) {
	for _, l := range scope.Lines {
		if l.Column == "" || l.Dataset != at.Dataset || l.Collection != at.Collection {
			continue
		}
		if (l.Column == place || strings.HasPrefix(place, l.Column+".")) && len(l.Column) > len(nearest.Column) {
			nearest, settled = l, true
		}
	}
	return nearest, settled
}
