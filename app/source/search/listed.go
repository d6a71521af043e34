package search

import (
	"fmt"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/sqldb"
)

// newListedRun reads collections that are given and searches nothing.
func newListedRun(opts Options, listed func(dataset.Address) bool) (*run, error) {
	if err := dataset.EnsureLinked(opts.Datasets); err != nil {
		return nil, err
	}
	r := &run{opts: opts, keys: map[keysOf]*keySet{}}
	workers := map[*sqldb.Source]*Worker{}
	for _, d := range opts.Datasets {
		for _, c := range d.Collections {
			if !listed(c.Address()) {
				r.others = append(r.others, CollectionReport{Address: c.Address(), State: NotReached})
				continue
			}
			src := opts.Sources[d.Key]
			if src == nil {
				return nil, fmt.Errorf("dataset %q has no source; name the database that holds it", d.Key)
			}
			// The identities are not searched for, but they tell which elements of an array are the person's.
			var seeds []*dataset.Field
			c.Walk(func(f *dataset.Field) {
				if dataset.Seeded(f, GivenKinds(opts.Identities)) {
					seeds = append(seeds, f)
				}
			})
			s := &stepRun{Step: &dataset.Step{Collection: c, Seeds: seeds}, done: make(chan struct{}), report: CollectionReport{Address: c.Address()}}
			r.steps = append(r.steps, s)
			if workers[src] == nil {
				workers[src] = &Worker{run: r, Source: src}
				r.workers = append(r.workers, workers[src])
			}
			workers[src].steps = append(workers[src].steps, s)
		}
	}
	return r, nil
}
