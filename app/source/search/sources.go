package search

import (
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/sqldb"
)

// SourceGroup is a source with the datasets that lie in it.
type SourceGroup struct {
	Source   *sqldb.Source
	Key      string
	Datasets []*dataset.Dataset
}

func GroupBySource(datasets []*dataset.Dataset, sources map[string]*sqldb.Source) []*SourceGroup {
	var out []*SourceGroup
	at := map[*sqldb.Source]*SourceGroup{}
	for _, d := range datasets {
		src := sources[d.Key]
		if src == nil {
			continue
		}
		if at[src] == nil {
			at[src] = &SourceGroup{Source: src, Key: d.Key}
			out = append(out, at[src])
		}
		at[src].Datasets = append(at[src].Datasets, d)
	}
	return out
}
