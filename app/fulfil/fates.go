package fulfil

import (
	"errors"
	"hash/maphash"
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/source/change"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
)

// tally counts, while a plan is previewed, the rows of each collection that stay, and why.
type tally struct {
	list  []model.CollectionResult
	mixed map[uint64]model.Fate // rows of which a part may be written all the same
	seed  maphash.Seed
}

// carryOn starts from what an earlier version of the plan, written in part, counted: its rows that stay are not previewed
// again.
func carryOn(earlier []model.CollectionResult) *tally {
	return &tally{append([]model.CollectionResult{}, earlier...), map[uint64]model.Fate{}, maphash.MakeSeed()}
}

func (t *tally) of(key, collection string) *model.CollectionResult {
	i := slices.IndexFunc(t.list, func(c model.CollectionResult) bool { return c.Source == key && c.Collection == collection })
	if i < 0 {
		i = len(t.list)
		t.list = append(t.list, model.CollectionResult{Source: key, Collection: collection})
	}
	return &t.list[i]
}

func addressOf(f search.Finding) dataset.Address {
	return dataset.Address{Dataset: f.Dataset, Collection: f.Collection}
}

// stays notes why a row stays; where a part of it is to be written, written may come after.
func (t *tally) stays(key string, row search.Finding, fate model.Fate, partly bool) {
	if fate == "" {
		return
	}
	t.of(key, row.Collection).Add(fate, 1)
	if text, err := keyText(row.Key); err == nil && partly {
		t.mixed[maphash.String(t.seed, rowID(addressOf(row), text))] = fate
	}
}

// written notes that a row is written after all.
func (t *tally) written(key string, ch change.RowChange) {
	text, err := keyText(ch.Key)
	fate, mixed := t.mixed[maphash.String(t.seed, rowID(ch.Address, text))]
	if err != nil || !mixed {
		return
	}
	c := t.of(key, ch.Collection)
	c.Add(fate, -1)
	if fate != model.FateOthers {
		c.Partly++
	}
}

// leaves is why a row, or a part of it, stays; the empty fate where nothing of it does, and for a row that nobody has seen
// among the findings.
func (t *treatments) leaves(f search.Finding) (model.Fate, error) {
	c := collectionOf(t.datasets, f.Dataset, f.Collection)
	key, err := keyText(f.Key)
	if c == nil || err != nil || !t.seen(f, key) {
		return "", err
	}
	shared, isShared := t.shared[rowID(addressOf(f), key)]
	left := isShared && shared.Decision != model.Include
	switch {
	case t.kind.Erases() && !left:
		return model.FateOf(t.linesOf(c)), nil
	case left && settlementOf(t.kind).named(t, c):
		return model.FateOthers, nil
	}
	return "", nil
}

// fates counts what became of every row: what the plan writes, what was noted when it was previewed, and what is left of
// those that were found. Only an erasure is about every row; of the other changes the rest is not counted.
func (g *gathering) fates() error {
	plans, err := g.v.Plans(g.request.ID)
	if err != nil || len(plans) == 0 {
		return err
	}
	res, err := results(g.v, g.request.ID)
	if err != nil {
		return err
	}
	notes, err := notesOf(plans[0])
	if err != nil {
		return err
	}
	written, err := g.planned(plans)
	if err != nil {
		return err
	}
	if notes.Stays == nil && g.request.Kind.Erases() {
		if notes.Stays, err = g.counted(res, written); err != nil {
			return err
		}
	}
	for i := range g.out.Systems {
		sys := &g.out.Systems[i]
		all := carryOn(nil)
		for _, c := range notes.Stays {
			if c.Source == sys.Source {
				for fate, n := range c.Rows {
					all.of(c.Source, c.Collection).Add(fate, n)
				}
				all.of(c.Source, c.Collection).Partly = c.Partly
			}
		}
		for _, n := range written[sys.Source] {
			c := all.of(n.Source, n.Collection)
			updates, deletes := ends(sys.State)
			c.Add(updates, n.Updates)
			c.Add(deletes, n.Deletes)
			if updates != model.FateRewritten {
				c.Partly = 0
			}
		}
		for _, n := range res.Counts {
			if n.Source == sys.Source && g.request.Kind.Erases() {
				c := all.of(n.Source, n.Collection)
				c.Add(g.rest(plans[0], sys), max(0, n.Rows-c.Found()))
			}
		}
		sys.Collections = slices.DeleteFunc(all.list, func(c model.CollectionResult) bool { return c.Found() == 0 })
		slices.SortFunc(sys.Collections, func(a, b model.CollectionResult) int { return strings.Compare(a.Collection, b.Collection) })
	}
	return nil
}

// planned counts the rows that the plan writes, by source. What an earlier version wrote stands in that one.
func (g *gathering) planned(plans []store.Plan) (map[string][]store.PlanCount, error) {
	out := map[string][]store.PlanCount{}
	for _, p := range plans {
		counts, err := g.v.PlanCounts(p.ID)
		if err != nil {
			return nil, err
		}
		for _, src := range plans[0].Sources {
			if src.Updates+src.Deletes == 0 || len(out[src.Source]) > 0 {
				continue
			}
			for _, n := range counts {
				if n.Source == src.Source {
					out[src.Source] = append(out[src.Source], n)
				}
			}
		}
	}
	return out, nil
}

// counted works out for a plan of a time when its preview did not count them which rows stay: by the decisions about shared
// rows and the lines of the scope.
func (g *gathering) counted(res Results, written map[string][]store.PlanCount) (list []model.CollectionResult, err error) {
	var scope model.Scope
	if _, err := g.v.Part(g.request.ID, store.PartScope, &scope); err != nil {
		return nil, err
	}
	for _, n := range res.Counts {
		c := model.CollectionResult{Source: n.Source, Collection: n.Collection}
		rest, updates := n.Rows, int64(0)
		for _, w := range written[n.Source] {
			if w.Collection == n.Collection {
				rest, updates = rest-w.Updates-w.Deletes, w.Updates
			}
		}
		rest = max(0, rest)
		c.Add(model.FateOthers, min(rest, n.LeftOut))
		var lines []model.ScopeLine
		for _, l := range scope.Lines {
			if l.Dataset == n.Dataset && l.Collection == n.Collection {
				lines = append(lines, l)
			}
		}
		if fate := model.FateOf(lines); fate != "" {
			c.Add(fate, rest-min(rest, n.LeftOut))
			c.Partly = updates
		}
		list = append(list, c)
	}
	return list, nil
}

// ends are the fates of the rows that were to be rewritten, and of those that were to be deleted, by how their system
// stands.
func ends(state model.SystemState) (updates, deletes model.Fate) {
	switch {
	case state == model.SystemByOwner:
		return model.FateByOwner, model.FateByOwner
	case !state.Done():
		return model.FateNotDone, model.FateNotDone
	}
	return model.FateRewritten, model.FateDeleted
}

// rest is the fate of the rows that no plan speaks of: those of a system that the desk does not write are their owner's.
func (g *gathering) rest(plan store.Plan, sys *model.SystemResult) model.Fate {
	i := slices.IndexFunc(plan.Sources, func(s store.PlanSource) bool { return s.Source == sys.Source })
	if i >= 0 && plan.Sources[i].ByHand() && sys.State != model.SystemNothing {
		updates, _ := ends(sys.State)
		return updates
	}
	return model.FateUnchanged
}

// given counts the rows that are in a copy, and those that were left out: by hand, or because they lie outside it.
func (g *gathering) given() error {
	res, err := results(g.v, g.request.ID)
	if errors.Is(err, ErrNoRun) {
		return nil
	}
	if err != nil {
		return err
	}
	if _, g.beyond, err = rowsBeyond(g.v, g.request, res); err != nil {
		return err
	}
	for i := range g.out.Systems {
		sys := &g.out.Systems[i]
		for _, n := range res.Counts {
			if n.Source == sys.Source {
				c := model.CollectionResult{Source: n.Source, Collection: n.Collection}
				c.Add(model.FateGiven, n.Rows-n.LeftOut)
				c.Add(model.FateLeftOut, n.LeftOut)
				sys.Collections = append(sys.Collections, c)
			}
		}
		for _, w := range g.beyond {
			if w.Source == sys.Source {
				at := sys.At(w.Collection)
				at.Add(model.FateGiven, -w.Rows)
				at.Add(model.FateLeftOut, w.Rows)
			}
		}
		for _, w := range res.Notes.Outside {
			if w.Source == sys.Source && w.Column == "" {
				sys.At(w.Collection).Add(model.FateLeftOut, w.Rows)
			}
		}
	}
	return nil
}
