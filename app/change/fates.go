package change

import (
	"hash/maphash"
	"slices"

	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/source/change"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/model"
)

// Tally counts, while a plan is previewed, the rows of each collection that stay, and why.
type Tally struct {
	List  []model.CollectionResult
	mixed map[uint64]model.Fate // rows of which a part may be written all the same
	seed  maphash.Seed
}

// CarryOn starts from what an earlier version of the plan, written in part, counted: its rows that stay are not
// previewed again.
func CarryOn(earlier []model.CollectionResult) *Tally {
	return &Tally{append([]model.CollectionResult{}, earlier...), map[uint64]model.Fate{}, maphash.MakeSeed()}
}

// Of returns the counts of a collection of a source, beginning with none.
func (t *Tally) Of(key, collection string) *model.CollectionResult {
	i := slices.IndexFunc(t.List, func(c model.CollectionResult) bool {
		return c.Source == key && c.Collection == collection
	})
	if i < 0 {
		i = len(t.List)
		t.List = append(t.List, model.CollectionResult{Source: key, Collection: collection})
	}
	return &t.List[i]
}

func addressOf(f search.Finding) dataset.Address {
	return dataset.Address{Dataset: f.Dataset, Collection: f.Collection}
}

// stays notes why a row stays; where a part of it is to be written, written may come after.
func (t *Tally) stays(key string, row search.Finding, fate model.Fate, partly bool) {
	if fate == "" {
		return
	}
	t.Of(key, row.Collection).Add(fate, 1)
	if text, err := collect.KeyText(row.Key); err == nil && partly {
		t.mixed[maphash.String(t.seed, RowID(addressOf(row), text))] = fate
	}
}

// written notes that a row is written after all.
func (t *Tally) written(key string, ch change.RowChange) {
	text, err := collect.KeyText(ch.Key)
	fate, mixed := t.mixed[maphash.String(t.seed, RowID(ch.Address, text))]
	if err != nil || !mixed {
		return
	}
	c := t.Of(key, ch.Collection)
	c.Add(fate, -1)
	if fate != model.FateOthers && fate != model.FateUnnamed {
		c.Partly++
	}
}

// leaves is why a row, or a part of it, stays; the empty fate where nothing of it does, and for a row that nobody has
// seen among the findings.
func (t *treatments) leaves(f search.Finding) (model.Fate, error) {
	c := collect.CollectionOf(t.datasets, f.Dataset, f.Collection)
	key, err := collect.KeyText(f.Key)
	if c == nil || err != nil || !t.seen(f, key) {
		return "", err
	}
	shared, isShared := t.shared[RowID(addressOf(f), key)]
	left := isShared && !shared.Theirs()
	switch {
	case t.kind.Erases() && !left:
		lines := t.linesFor(c, f)
		if fate := model.FateOf(lines); fate != "" {
			return fate, nil
		} else if len(lines) == 0 {
			return model.FateUnnamed, nil
		} else if t.fixed(c, lines) {
			return model.FateFixed, nil
		}
	case left && settlementOf(t.kind).named(t, c):
		return model.FateOthers, nil
	}
	return "", nil
}

// fixed reports whether the scope anonymises what stands in a field that the data map lets nobody write: the key of the
// row, as a rule.
func (t *treatments) fixed(c *dataset.Collection, lines []model.ScopeLine) (found bool) {
	if !slices.ContainsFunc(lines, func(l model.ScopeLine) bool { return l.Way == model.WayAnonymise }) {
		return false
	}
	c.Walk(func(f *dataset.Field) {
		if telling(f) && f.Untouchable() {
			way, _ := t.wayOf(c, f.Dotted(), lines)
			found = found || way == model.WayAnonymise
		}
	})
	return found
}

// FatesIn are the fates of the rows that were to be rewritten, and of those that were to be deleted, by how their
// system stands.
func FatesIn(state model.SystemState) (updates, deletes model.Fate) {
	switch {
	case state == model.SystemByOwner:
		return model.FateByOwner, model.FateByOwner
	case !state.Done():
		return model.FateNotDone, model.FateNotDone
	}
	return model.FateRewritten, model.FateDeleted
}
