package search

import (
	"orangelab.cn/rightsdesk/app/source/dataset"
)

// newListedRun reads collections that are given and searches nothing.
func newListedRun(opts Options, listed func(dataset.Address) bool) (*run, error) {
	if err := dataset.EnsureLinked(opts.Datasets); err != nil {
		return nil, err
	}
	r := &run{opts: opts, listed: true, keys: map[keysOf]*keySet{}}
	for _, d := range opts.Datasets {
		for _, c := range d.Collections {
			if !listed(c.Address()) {
				r.others = append(r.others, CollectionReport{Address: c.Address(), State: NotReached})
				continue
			}
			w, err := r.worker(d.Key)
			if err != nil {
				return nil, err
			}
			// The identities are not searched for, but they tell which elements of an array are the person's.
			var seeds []*dataset.Field
			c.Walk(func(f *dataset.Field) {
				if dataset.Seeded(f, GivenKinds(opts.Identities)) {
					seeds = append(seeds, f)
				}
			})
			s := &stepRun{Step: &dataset.Step{Collection: c, Seeds: seeds}, done: make(chan struct{}),
				report: CollectionReport{Address: c.Address()}}
			r.steps = append(r.steps, s)
			w.steps = append(w.steps, s)
		}
	}
	return r, nil
}
