package change

import (
	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/holds"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/calendar"
	"orangelab.cn/rightsdesk/store"
)

// erasure is the settlement of a deletion and of a cancellation.
type erasure struct{}

func (erasure) read(t *treatments, v *store.View, s *desk.Session, r model.Request, _ string) error {
	scope, err := readScope(v, s, r.ID, t.datasets)
	if err != nil {
		return err
	}
	if !scope.Confirmed {
		return ErrScopeMoved
	}
	for _, l := range scope.Lines {
		t.lines[l.Key()] = l
	}
	return nil
}

func (erasure) treat(t *treatments, c *dataset.Collection, f search.Finding,
	shared *collect.Finding) dataset.Treatment {
	if shared != nil && !shared.Theirs() {
		return t.ofShared(*shared, c)
	}
	return t.erase(c, f)
}

func (erasure) follow(c *desk.Change, sources []datamap.Entry, datasets []*dataset.Dataset) error {
	scope, err := readScope(c.Tx.View, c.Session, c.Request.ID, datasets)
	if err != nil {
		return err
	}
	if err := stopTasks(c, scope, sources); err != nil {
		return err
	}
	res, err := collect.ReadResults(c.Tx.View, c.Request.ID)
	if err != nil {
		return err
	}
	return holds.Record(c, scope, func(l model.ScopeLine) (map[calendar.Date]int64, error) {
		of := collect.CollectionOf(datasets, l.Dataset, l.Collection)
		return res.CompletedDays(c.Tx.View, c.Request.ID, of, c.Session.Rules().Location())
	})
}

func (erasure) named(*treatments, *dataset.Collection) bool { return true }
