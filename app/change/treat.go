package change

import (
	"context"
	"errors"
	"hash/maphash"
	"slices"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/holds"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/app/source/value"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/rule"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/runs"
)

// treatments says for every row what is to happen with it, from what staff settled and decided. A row that nobody has
// seen among the findings is left alone.
type treatments struct {
	kind     model.Kind
	datasets []*dataset.Dataset
	known    map[uint64]bool // rows among the findings
	seed     maphash.Seed
	shared   map[string]collect.Finding // rows that may be somebody else's, and those that hang on them
	lines    map[string]model.ScopeLine
	set      map[string]map[string]any // corrections: row → column → value
	purposes []string
	met      map[string]bool // those of which a row was found
	// detached: "dataset:collection.field" → values that point to a row to be let go of
	cut     map[string]map[string]bool
	disable bool // the account is closed
	rules   *rule.Pack
	now     time.Time

	Unseen int64 // rows that were not among the findings
}

// RowID names a row by its collection and its key.
func RowID(a dataset.Address, key string) string { return a.String() + "\x00" + key }

func readTreatments(ctx context.Context, s *desk.Session, r model.Request,
	datasets []*dataset.Dataset) (t *treatments, err error) {
	t = &treatments{kind: r.Kind, datasets: datasets, known: map[uint64]bool{}, seed: maphash.MakeSeed(),
		shared: map[string]collect.Finding{},
		lines:  map[string]model.ScopeLine{}, met: map[string]bool{}, set: map[string]map[string]any{},
		cut:     map[string]map[string]bool{},
		disable: r.Kind.Clears(), rules: s.Rules(), now: s.Now()}
	err = s.Read(ctx, model.ActReadRequest, func(v *store.View) error {
		run, err := runs.LatestRun(v, r.ID)
		if err != nil {
			return collect.ErrNoRun
		}
		if err := collect.EachFinding(v, r.ID, run.ID, model.FindingFilter{}, func(f collect.Finding) error {
			t.note(f)
			return nil
		}); err != nil {
			return err
		}
		return settlementOf(r.Kind).read(t, v, s, r, run.ID)
	})
	return t, err
}

func (t *treatments) note(f collect.Finding) {
	id := RowID(dataset.Address{Dataset: f.Dataset, Collection: f.Collection}, f.Found.Key)
	t.known[maphash.String(t.seed, id)] = true
	if f.Shared == 0 && !f.Hangs {
		return
	}
	if f.Hangs {
		f.Decision, f.Choice = model.LeaveOut, collect.Choice{}
	}
	if other, twice := t.shared[id]; twice && !alikeDecided(other, f) {
		// Rows without a key cannot be told apart: where they were decided differently, all of them stay.
		f.Decision, f.Choice = model.LeaveOut, collect.Choice{}
	}
	t.shared[id] = f
	if !f.Choice.Detach {
		return
	}
	for _, reach := range f.Found.Reached {
		if reach.From.Collection == "" {
			continue
		}
		field := reach.From.String() + "." + reach.FromField
		if t.cut[field] == nil {
			t.cut[field] = map[string]bool{}
		}
		t.cut[field][reach.Value] = true
	}
}

func alikeDecided(a, b collect.Finding) bool {
	return a.Decision == b.Decision && a.Choice.Detach == b.Choice.Detach &&
		slices.Equal(a.Choice.Columns, b.Choice.Columns)
}

// of gives the treatment of one row.
func (t *treatments) of(f search.Finding) (dataset.Treatment, error) {
	c := collect.CollectionOf(t.datasets, f.Dataset, f.Collection)
	if c == nil {
		return dataset.Treatment{}, errors.New("a row of a collection that the data map does not name")
	}
	key, err := collect.KeyText(f.Key)
	if err != nil {
		return dataset.Treatment{}, err
	}
	at := dataset.Address{Dataset: f.Dataset, Collection: f.Collection}
	id := RowID(at, key)
	if !t.seen(f, key) {
		t.Unseen++
		return dataset.Treatment{}, nil
	}
	if shared, isShared := t.shared[id]; isShared {
		return settlementOf(t.kind).treat(t, c, f, &shared), nil
	}
	return settlementOf(t.kind).treat(t, c, f, nil), nil
}

// seen reports whether a row is among the findings; of rows without a key nobody can tell.
func (t *treatments) seen(f search.Finding, key string) bool {
	return len(f.Key) == 0 ||
		t.known[maphash.String(t.seed, RowID(dataset.Address{Dataset: f.Dataset, Collection: f.Collection}, key))]
}

// ofShared never erases a row that is somebody else's too: it is left, columns of it are masked, or the reference that
// ties it to the person is emptied.
func (t *treatments) ofShared(f collect.Finding, c *dataset.Collection) dataset.Treatment {
	out := dataset.Treatment{Mask: map[string]dataset.Masking{}}
	for _, column := range f.Choice.Columns {
		out.Mask[column] = maskingOf(c, column)
	}
	if f.Choice.Detach {
		for _, reach := range f.Found.Reached {
			if field := collect.FieldOf(c, reach.Field); field != nil && !field.PrimaryKey &&
				reach.From.Collection != "" {
				out.Mask[reach.Field] = dataset.Masking{Strategy: dataset.NullRewrite}
			}
		}
	}
	return out
}

// maskingOf is the field's own strategy, else emptying it.
func maskingOf(c *dataset.Collection, column string) dataset.Masking {
	if f := collect.FieldOf(c, column); f != nil && f.Masking != nil {
		return *f.Masking
	}
	return dataset.Masking{Strategy: dataset.NullRewrite}
}

// linesOf are the settled lines for a collection, those for its columns without a category among them.
func (t *treatments) linesOf(c *dataset.Collection) (lines []model.ScopeLine) {
	for _, category := range Categories(c) {
		if l, ok := t.lines[model.ScopeLine{Dataset: c.Dataset.Key, Collection: c.Name, Category: category}.Key()]; ok {
			lines = append(lines, l)
		}
	}
	return append(lines, t.columnsOf(c)...)
}

// linesFor are the settled lines for a row. Where each is kept for its own time, one whose time is over goes as the
// others do of which nothing is kept.
func (t *treatments) linesFor(c *dataset.Collection, f search.Finding) []model.ScopeLine {
	lines := t.linesOf(c)
	if !slices.ContainsFunc(lines, func(l model.ScopeLine) bool { return l.After != "" }) {
		return lines
	}
	day, told := collect.CompletedOn(c, f, t.rules.Location())
	for i, l := range lines {
		if duty, known := holds.Of(t.rules, l.Hold); l.After != "" && known && told && !duty.Ends(day).After(t.now) {
			lines[i].Way, lines[i].Hold, lines[i].Until = l.After, "", time.Time{}
		}
	}
	return wholeRows(lines)
}

// erase puts the lines of the scope over what the data map says about the collection.
func (t *treatments) erase(c *dataset.Collection, f search.Finding) dataset.Treatment {
	lines, columns := t.linesFor(c, f), t.columnsOf(c)
	out := dataset.Treatment{Mask: map[string]dataset.Masking{}, Set: map[string]any{}}
	if len(lines) > 0 && !slices.ContainsFunc(lines, func(l model.ScopeLine) bool { return l.Way != model.WayDelete }) {
		return dataset.Treatment{Delete: true}
	}
	fields := *c
	fields.Masking = nil // the row stays, so its fields are masked one by one
	for name, masking := range dataset.FormatTreatment(&fields, nil, dataset.Masking{Strategy: dataset.NullRewrite}).
		Mask {
		way, strategy := t.wayOf(c, name, lines)
		if masking.Strategy == dataset.DeleteRow {
			masking = dataset.Masking{Strategy: dataset.NullRewrite} // the collection's, whose rows would otherwise go
		}
		if way == model.WayAnonymise {
			if strategy != "" && masking.Strategy != dataset.Preserve {
				masking = dataset.Masking{Strategy: strategy}
			}
			out.Mask[name] = masking
		}
		t.inside(c, name, way, masking, lines, out.Mask)
	}
	maskColumns(c, columns, out.Mask)
	c.Walk(func(field *dataset.Field) {
		if field.Disable != nil && t.disable {
			out.Set[field.Dotted()] = *field.Disable
			delete(out.Mask, field.Dotted())
		}
		// A row that a law keeps stays whole, its references too.
		held := slices.ContainsFunc(lines, func(l model.ScopeLine) bool { return l.Way == model.WayHold })
		if values := t.cut[c.Address().String()+"."+field.Dotted()]; !held && len(values) > 0 && field.Parent == nil &&
			!field.PrimaryKey {
			v, _ := f.Row.Get(field.Name)
			if text, err := collect.KeyText([]value.Cell{{Value: v}}); err == nil && values[text] {
				out.Mask[field.Name] = dataset.Masking{Strategy: dataset.NullRewrite}
			}
		}
	})
	return out
}

// inside names the fields inside an object that go another way than the object: what stays under a category of its own
// is not to go with the rest, nor the other way round.
func (t *treatments) inside(c *dataset.Collection, object string, way model.Way, masking dataset.Masking,
	lines []model.ScopeLine, mask map[string]dataset.Masking) {
	c.Walk(func(f *dataset.Field) {
		if !f.Categorised() || !strings.HasPrefix(f.Dotted(), object+".") {
			return
		}
		own, _ := t.wayOf(c, f.Dotted(), lines)
		if _, named := mask[f.Dotted()]; named || own == way {
			return
		}
		if own == model.WayAnonymise {
			mask[f.Dotted()] = masking
		} else {
			mask[f.Dotted()] = dataset.Masking{Strategy: dataset.Preserve}
		}
	})
}

// wayOf finds the strictest line among those of a field's categories: what stays under one stays.
func (t *treatments) wayOf(c *dataset.Collection, name string,
	lines []model.ScopeLine) (way model.Way, strategy string) {
	var categories []string
	c.Walk(func(f *dataset.Field) {
		if f.Dotted() == name {
			categories = f.EffectiveCategories()
		}
	})
	way = model.WayStop
	for _, category := range categories {
		for _, l := range lines {
			if l.Column != "" || l.Category != model.ScopeCategory(category) {
				continue
			}
			if l.Way.Leaves() {
				return l.Way, ""
			}
			way, strategy = l.Way, l.Strategy
		}
	}
	return way, strategy
}
