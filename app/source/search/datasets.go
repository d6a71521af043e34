package search

import (
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/sqldb"
)

// SourceDatasets is a source with the datasets that lie in it.
type SourceDatasets struct {
	Source   *sqldb.Source
	Key      string // fides_key of the first of them
	Datasets []*dataset.Dataset
}

// DatasetsBySource returns each source once with its datasets, in file order. Datasets without a source are left out.
func DatasetsBySource(datasets []*dataset.Dataset, sources map[string]*sqldb.Source) []*SourceDatasets {
	var out []*SourceDatasets
	at := map[*sqldb.Source]*SourceDatasets{}
	for _, d := range datasets {
		src := sources[d.Key]
		if src == nil {
			continue
		}
		if at[src] == nil {
			at[src] = &SourceDatasets{Source: src, Key: d.Key}
			out = append(out, at[src])
		}
		at[src].Datasets = append(at[src].Datasets, d)
	}
	return out
}
