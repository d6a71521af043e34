package result

import (
	"errors"
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/withhold"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store/casefile"
	"orangelab.cn/rightsdesk/store/runs"
)

// fates counts what became of every row: what the plan writes, what was noted when it was previewed, and what is left
// of those that were found. Only an erasure is about every row; of the other changes the rest is not counted.
func (g *gathering) fates() error {
	plans, err := runs.Plans(g.v, g.request.ID)
	if err != nil || len(plans) == 0 {
		return err
	}
	res, err := collect.ReadResults(g.v, g.request.ID)
	if err != nil {
		return err
	}
	notes, err := change.NotesOf(plans[0])
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
		all, byHand := change.CarryOn(nil), g.rest(plans[0], sys) != model.FateUnchanged
		for _, c := range notes.Stays {
			if c.Source == sys.Source {
				for fate, n := range c.Rows {
					if byHand && (fate == model.FateFixed || fate == model.FateUnnamed) {
						continue // its owner deals with the whole row
					}
					all.Of(c.Source, c.Collection).Add(fate, n)
				}
				all.Of(c.Source, c.Collection).Partly = c.Partly
			}
		}
		for _, n := range written[sys.Source] {
			c := all.Of(n.Source, n.Collection)
			updates, deletes := change.FatesIn(sys.State)
			c.Add(updates, n.Updates)
			c.Add(deletes, n.Deletes)
			if updates != model.FateRewritten {
				c.Partly = 0
			}
		}
		for _, n := range res.Counts {
			if n.Source == sys.Source && g.request.Kind.Erases() {
				c := all.Of(n.Source, n.Collection)
				c.Add(g.rest(plans[0], sys), max(0, n.Rows-c.Found()))
			}
		}
		sys.Collections = slices.DeleteFunc(all.List, func(c model.CollectionResult) bool { return c.Found() == 0 })
		slices.SortFunc(sys.Collections, func(a, b model.CollectionResult) int {
			return strings.Compare(a.Collection, b.Collection)
		})
	}
	return nil
}

// planned counts the rows that the plan writes, by source. What an earlier version wrote stands in that one.
func (g *gathering) planned(plans []model.Plan) (map[string][]model.PlanCount, error) {
	out := map[string][]model.PlanCount{}
	for _, p := range plans {
		counts, err := runs.PlanCounts(g.v, p.RequestID, p.ID)
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

// counted works out for a plan of a time when its preview did not count them which rows stay: by the decisions about
// shared rows and the lines of the scope.
func (g *gathering) counted(res collect.Results,
	written map[string][]model.PlanCount) (list []model.CollectionResult, err error) {
	var scope model.Scope
	if _, err := casefile.Part(g.v, g.request.ID, casefile.PartScope, &scope); err != nil {
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

// rest is the fate of the rows that no plan speaks of: those of a system that the desk does not write are their
// owner's.
func (g *gathering) rest(plan model.Plan, sys *model.SystemResult) model.Fate {
	i := slices.IndexFunc(plan.Sources, func(s model.PlanSource) bool { return s.Source == sys.Source })
	if i >= 0 && plan.Sources[i].ByHand() && sys.State != model.SystemNothing {
		updates, _ := change.FatesIn(sys.State)
		return updates
	}
	return model.FateUnchanged
}

// given counts the rows that are in a copy, and those that were left out: by hand, or because they lie outside it.
func (g *gathering) given() error {
	res, err := collect.ReadResults(g.v, g.request.ID)
	if errors.Is(err, collect.ErrNoRun) {
		return nil
	}
	if err != nil {
		return err
	}
	beyond, list, err := withhold.RowsBeyond(g.v, g.request, res)
	if err != nil {
		return err
	}
	hanging, err := withhold.RowsHanging(g.v, g.request, res, beyond)
	if err != nil {
		return err
	}
	g.beyond = slices.Concat(list, hanging)
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
