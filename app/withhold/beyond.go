package withhold

import (
	"slices"

	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/runs"
	"orangelab.cn/rightsdesk/store/setup"
)

// movedBeyond lists the columns of what was collected for a copy without sensitive data that the data map calls
// sensitive now and did not then. They are left out like the rest that the copy does not reach to: nobody has to
// collect again, and nothing leaves that the person would have to prove more for.
func movedBeyond(v *store.View, r model.Request, res collect.Results) (list []model.Withholding, err error) {
	moved, datasets, err := movedMaps(v, r, res)
	if err != nil {
		return nil, err
	}
	for _, n := range res.Counts {
		c := collect.CollectionOf(datasets, n.Dataset, n.Collection)
		if !slices.Contains(moved, n.Source) || c == nil {
			continue
		}
		columns, err := sensitiveNow(v, r.ID, res.Run.ID, n, c)
		if err != nil {
			return nil, err
		}
		for _, column := range columns {
			list = append(list, model.Withholding{Source: n.Source, Collection: n.Collection, Column: column,
				Why: model.WithholdScope})
		}
	}
	return list, nil
}

// movedMaps lists the sources whose data map changed since a copy without sensitive data was collected, and the data
// maps of all of them as they are now; nothing for any other request.
func movedMaps(v *store.View, r model.Request,
	res collect.Results) (moved []string, now []*dataset.Dataset, err error) {
	if !r.Kind.Copies() || (r.Sensitive && r.LevelReached >= r.LevelNeeded) {
		return nil, nil, nil
	}
	sources, err := setup.Sources(v)
	if err != nil {
		return nil, nil, err
	}
	for _, src := range sources {
		if version, known := res.Notes.Maps[src.Key]; !known || version != src.Version {
			moved = append(moved, src.Key)
		}
		datasets, _ := dataset.Parse(src.Key, []byte(src.Dataset))
		now = append(now, datasets...)
	}
	return moved, now, nil
}

// sensitiveNow names the columns of a collection in which a field has become sensitive since it was collected. Every
// row of a collection has the same columns.
func sensitiveNow(v *store.View, request int64, run string, n model.FindingCount,
	c *dataset.Collection) (columns []string, err error) {
	rows, err := runs.Findings(v, request, run,
		model.FindingFilter{Source: n.Source, Dataset: n.Dataset, Collection: n.Collection}, 0, 1)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	f, err := collect.OpenFinding(rows[0])
	if err != nil {
		return nil, err
	}
	for _, column := range f.Found.Columns {
		if slices.ContainsFunc(c.SensitiveIn(column),
			func(name string) bool { return !dataset.Sensitive(f.Found.Categories[name]) }) {
			columns = append(columns, column)
		}
	}
	return columns, nil
}
