package change

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sort"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/holds"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/calendar"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
	"orangelab.cn/rightsdesk/store/requests"
	"orangelab.cn/rightsdesk/store/runs"
)

// Errors of settling what a change covers.
var (
	ErrScopeMoved = errors.New(
		"the sources hold something else now than when the scope was settled: go through it again")
	ErrWholeRow = errors.New(
		"a row is deleted whole or not at all: choose delete for every kind of data of the collection, or for none")
	ErrHold  = errors.New("name the duty to keep and the day on which it ends")
	ErrParty = errors.New("name who holds the data")
)

// LineError says which line of a scope is at fault.
type LineError struct {
	Key string // of the line
	Err error
}

func (e *LineError) Error() string { return e.Key + ": " + e.Err.Error() }

// Unwrap gives what is at fault.
func (e *LineError) Unwrap() error { return e.Err }

// ReadScope reads what happens with each kind of data of a deletion or cancellation: as it was settled, else as the
// data map and the duties to keep propose.
func ReadScope(ctx context.Context, s *desk.Session, request int64) (scope model.Scope, err error) {
	if err := s.Allow(ctx, model.ActReadRequest); err != nil {
		return scope, err
	}
	datasets, _, err := datamap.Datasets(ctx, s)
	if err != nil {
		return scope, err
	}
	err = s.Read(ctx, model.ActReadRequest, func(v *store.View) error {
		if err := collect.CheckProven(v, request); err != nil {
			return err
		}
		scope, err = readScope(v, s, request, datasets)
		return err
	})
	return scope, err
}

func readScope(v *store.View, s *desk.Session, request int64, datasets []*dataset.Dataset) (model.Scope, error) {
	scope, _, err := scopeOver(v, s, request, datasets)
	return scope, err
}

// scopeOver returns the scope as it was settled and, where it was not, as it is proposed; and all that is proposed.
func scopeOver(v *store.View, s *desk.Session, request int64,
	datasets []*dataset.Dataset) (out model.Scope, proposed []model.ScopeLine, err error) {
	var kept model.Scope
	if _, err := casefile.Part(v, request, casefile.PartScope, &kept); err != nil {
		return kept, nil, err
	}
	if proposed, err = propose(v, s, request, datasets); err != nil {
		return kept, nil, err
	}
	chosen := map[string]model.ScopeLine{}
	for _, l := range kept.Lines {
		chosen[l.Key()] = l
	}
	out = model.Scope{Only: kept.Only, Confirmed: kept.Confirmed}
	for _, l := range proposed {
		if !kept.Covers(l) {
			continue
		}
		c, chose := chosen[l.Key()]
		switch {
		case !chose && len(kept.Lines) > 0, chose && c.After != "" && !sameDuty(c, l):
			out.Confirmed = false // something is there now that nobody has gone through
		case chose:
			c.Rows, c.Past = l.Rows, l.Past
			l = c
		}
		out.Lines = append(out.Lines, l)
	}
	return out, proposed, nil
}

// sameDuty reports whether a line keeps its rows as is proposed: under the same duty, until it ends for the newest of
// them.
func sameDuty(l, proposed model.ScopeLine) bool {
	return l.Way == model.WayHold && proposed.After != "" && l.Hold == proposed.Hold && l.Until.Equal(proposed.Until)
}

// propose makes a line for every category of every collection in which something was found.
func propose(v *store.View, s *desk.Session, request int64, datasets []*dataset.Dataset) ([]model.ScopeLine, error) {
	r, err := requests.Read(v, request)
	if err != nil {
		return nil, err
	}
	res, err := collect.ReadResults(v, request)
	if err != nil {
		return nil, err
	}
	var conf model.Confirmation
	if _, err := casefile.Part(v, request, casefile.PartConfirmation, &conf); err != nil {
		return nil, err
	}
	var lines []model.ScopeLine
	for _, n := range res.Counts {
		c := collect.CollectionOf(datasets, n.Dataset, n.Collection)
		if c == nil {
			continue // a manual source's files: its owner gets a task
		}
		days, err := res.CompletedDays(v, request, c, s.Rules().Location())
		if err != nil {
			return nil, err
		}
		for _, category := range Categories(c) {
			l := model.ScopeLine{Source: n.Source, Dataset: n.Dataset, Collection: n.Collection, Category: category,
				Rows: n.Rows, Way: model.WayAnonymise}
			if c.Masking != nil && c.Masking.Strategy == dataset.DeleteRow ||
				((conf.Choice == model.WayDelete && !c.HoldsIdentity() || keyed(c)) && !pointedAt(c, datasets)) {
				l.Way = model.WayDelete
			}
			proposeHold(s, r, days, &l)
			lines = append(lines, l)
		}
		lines = append(lines, columnLines(res.Notes.Uncategorised, n, c, lines)...)
	}
	return wholeRows(lines), nil
}

// keyed reports whether a key of the collection tells of the person, such as an address: it goes with the row and in no
// other way.
func keyed(c *dataset.Collection) bool { return slices.ContainsFunc(c.PrimaryKey(), telling) }

// telling reports whether a field tells of a person by itself. A number that the organisation gave them does not, once
// nothing else stands beside it.
func telling(f *dataset.Field) bool {
	return f.Categorised() && slices.ContainsFunc(f.EffectiveCategories(), func(category string) bool {
		category = model.ScopeCategory(category)
		return category != "" && category != "user.unique_id"
	})
}

// pointedAt reports whether rows of other collections point at rows of this one by its primary key: deleting such a row
// would leave them pointing nowhere, so masking it is proposed.
func pointedAt(c *dataset.Collection, datasets []*dataset.Dataset) bool {
	points := func(from, to *dataset.Field) bool {
		return to != nil && to.Collection == c && from.Collection != c && to.PrimaryKey && !from.PrimaryKey
	}
	for _, d := range datasets {
		for _, other := range d.Collections {
			found := false
			other.Walk(func(f *dataset.Field) {
				for _, ref := range f.References {
					found = found || points(f, ref.Target) || (ref.Target != nil && points(ref.Target, f))
				}
			})
			if found {
				return true
			}
		}
	}
	return false
}

// wholeRows turns a deletion of rows of which a part must stay into masking the rest.
func wholeRows(lines []model.ScopeLine) []model.ScopeLine {
	stays := map[string]bool{}
	for _, l := range lines {
		if l.Way != model.WayDelete {
			stays[l.Dataset+":"+l.Collection] = true
		}
	}
	for i := range lines {
		if lines[i].Way == model.WayDelete && stays[lines[i].Dataset+":"+lines[i].Collection] {
			lines[i].Way = model.WayAnonymise
		}
	}
	return lines
}

// proposeHold puts a line under the duty of the rule pack that covers it, each of its rows for as long as it is under
// that. Where the data map does not say which column tells when a row was complete, no duty is proposed: staff may
// still choose it.
func proposeHold(s *desk.Session, r model.Request, days map[calendar.Date]int64, l *model.ScopeLine) {
	duty, runs := holds.Over(s.Rules(), s.Now(), days, l.Category, func(string) bool { return true })
	if !runs {
		return
	}
	past := duty.Past(days, s.Now())
	if r.Cause == model.CauseHoldEnded && past == 0 {
		return // what came back as a whole was kept as long as somebody found right
	}
	l.After, l.Past = l.Way, past
	l.Way, l.Hold, l.Until = model.WayHold, duty.Rule.ID, duty.Until(days)
}

// Categories are the categories of a collection that a scope speaks of, sorted.
func Categories(c *dataset.Collection) []string {
	var out []string
	c.Walk(func(f *dataset.Field) {
		if !f.Categorised() {
			return
		}
		for _, category := range f.EffectiveCategories() {
			if sc := model.ScopeCategory(category); sc != "" && !slices.Contains(out, sc) {
				out = append(out, sc)
			}
		}
	})
	sort.Strings(out)
	return out
}

// SetScope settles what happens with each kind of data. A plan made before falls away.
func SetScope(ctx context.Context, s *desk.Session, rev model.Revision,
	lines []model.ScopeLine) (model.Request, error) {
	if err := s.Allow(ctx, model.ActScope); err != nil {
		return model.Request{}, err
	}
	datasets, _, err := datamap.Datasets(ctx, s)
	if err != nil {
		return model.Request{}, err
	}
	return s.Change(ctx, model.ActScope, rev, desk.ByHolder, func(c *desk.Change) error {
		if err := settling(c, model.SettlesScope); err != nil {
			return err
		}
		old, proposed, err := scopeOver(c.Tx.View, s, rev.Request, datasets)
		if err != nil {
			return err
		}
		scope := model.Scope{Only: old.Only, Lines: lines, Confirmed: true}
		ways := map[string]int{}
		for i := range lines {
			if err := checkLine(s, c.Request, &lines[i]); err != nil {
				return &LineError{lines[i].Key(), err}
			}
			if at := slices.IndexFunc(proposed, func(l model.ScopeLine) bool {
				return l.Key() == lines[i].Key()
			}); at >= 0 && sameDuty(lines[i], proposed[at]) {
				lines[i].After, lines[i].Past = proposed[at].After, proposed[at].Past
			}
			ways[string(lines[i].Way)]++
		}
		if err := sameLines(old.Lines, lines); err != nil {
			return err
		}
		c.Detail["ways"] = ways
		return casefile.SavePart(c.Tx, rev.Request, casefile.PartScope, scope)
	})
}

// settling lets a change be prepared: the request is worked on, identity stands, and what was planned before is
// dropped.
func settling(c *desk.Change, what model.Settling) error {
	if c.Request.Kind.Means().Settles != what {
		return fmt.Errorf("a request of kind %s has nothing of this to settle", c.Request.Kind)
	}
	if c.Request.Status != model.Working {
		return &model.TransitionError{From: c.Request.Status, On: model.SentToReview}
	}
	if c.Request.LevelReached < c.Request.LevelNeeded {
		return collect.ErrLevel
	}
	return runs.DropPlan(c.Tx, c.Request.ID)
}

func checkLine(s *desk.Session, r model.Request, l *model.ScopeLine) error {
	clear := *l
	clear.Strategy, clear.Hold, clear.Until, clear.After, clear.Past, clear.Party, clear.Reason, clear.Refusal =
		"", "", time.Time{}, "", 0, "", "", nil
	switch l.Way {
	case model.WayDelete:
	case model.WayAnonymise:
		if l.Strategy != "" {
			if err := (dataset.Masking{Strategy: l.Strategy}).Check(); err != nil || l.Strategy == dataset.DeleteRow {
				return fmt.Errorf("%q masks nothing: %w", l.Strategy, err)
			}
		}
		clear.Strategy = l.Strategy
	case model.WayHold:
		if _, known := s.Rules().Hold(l.Hold); !known || !l.Until.After(s.Now()) {
			return ErrHold
		}
		clear.Hold, clear.Until = l.Hold, l.Until
	case model.WayStop:
		if clear.Reason = strings.TrimSpace(l.Reason); clear.Reason == "" {
			return collect.ErrReason
		}
	case model.WayRedirect:
		if clear.Party = strings.TrimSpace(l.Party); clear.Party == "" {
			return ErrParty
		}
	case model.WayRefuse:
		if l.Refusal == nil {
			return s.Rules().CheckRefusal(r.Kind, s.Rules().RegimesOf(r), model.Refusal{})
		}
		if err := s.Rules().CheckRefusal(r.Kind, s.Rules().RegimesOf(r), *l.Refusal); err != nil {
			return err
		}
		clear.Refusal = l.Refusal
	default:
		return fmt.Errorf("%q is no way", l.Way)
	}
	*l = clear
	return nil
}

// sameLines refuses a scope that does not answer for exactly what the sources hold, and one that tears a row.
func sameLines(old, lines []model.ScopeLine) error {
	want := map[string]bool{}
	for _, l := range old {
		want[l.Key()] = true
	}
	deleted, stays := map[string]bool{}, map[string]bool{}
	for _, l := range lines {
		if !want[l.Key()] {
			return ErrScopeMoved
		}
		delete(want, l.Key())
		at := l.Dataset + ":" + l.Collection
		deleted[at] = deleted[at] || l.Way == model.WayDelete
		stays[at] = stays[at] || l.Way != model.WayDelete
	}
	if len(want) > 0 {
		return ErrScopeMoved
	}
	for at := range deleted {
		if deleted[at] && stays[at] {
			return &LineError{at, ErrWholeRow}
		}
	}
	return nil
}
