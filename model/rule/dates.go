package rule

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/calendar"
)

// Dated is a limit with the day on which it ends for one request, and how that was counted.
type Dated struct {
	calendar.Due
	Limit  Limit
	Regime string // ID; empty for a limit of the pack itself
	Since  Start  // the moment that was counted from
	// Ahead says that the clock's real start, proven identity, is still ahead: counted from the receipt until then.
	Ahead bool
}

// Text says how the day was counted, as a screen says it.
func (d Dated) Text() model.Text { return d.Due.Text(sinceWords[d.Since].screen) }

// Letter says how the day was counted, as a letter to the person says it, with the law to its item.
func (d Dated) Letter() model.Text {
	text := d.Due.Whole(sinceWords[d.Since].letter)
	return model.Text{"en": text["en"] + " (" + d.Limit.Source["en"] + ")",
		"zh-Hans": text["zh-Hans"] + "（" + d.Limit.Source["zh-Hans"] + "）"}
}

// Dates are the days on which the limits of a request end, under the regimes that it falls under. Of each the strictest
// counts.
type Dates struct {
	Acknowledge, Identity, Answer Dated
	// Untold says that no letter has reached the person yet, so that the acknowledgement is still due whatever was done
	// since.
	Untold bool
	// Waiting is the day until which the person is waited for; zero while nobody waits.
	Waiting time.Time
	// Extended is the latest day to which the answer can be put off; zero where a regime that the request falls under
	// lets it be put off no further than Answer.
	Extended Dated
	// Basis is the rule that the extension rests on.
	Basis Extension
	// Look is the answer as if the pause that lasts had never begun: by then somebody looks whether the person did what
	// they were asked, so that nothing waits unseen. Zero where no pause lasts.
	Look Dated
	// All are the answers of every regime, in the order of the regimes, the strictest of each.
	All []Dated
}

// CanExtend reports whether the answer can be put off at all.
func (d Dates) CanExtend() bool { return d.Extended.At.After(d.Answer.At) }

// KindError says that no regime asked for speaks of a kind of request.
type KindError struct {
	Kind    model.Kind
	Regimes []string
	Known   []model.Kind // that they speak of
}

func (e *KindError) Error() string {
	var known []string
	for _, k := range e.Known {
		known = append(known, string(k))
	}
	return fmt.Sprintf("the rules of %s give no date for %s; they speak of %s", strings.Join(e.Regimes, ", "), e.Kind,
		strings.Join(known, ", "))
}

// RegimeError says that there is no regime of an ID.
type RegimeError struct {
	ID    string
	Known []string
}

func (e *RegimeError) Error() string {
	return fmt.Sprintf("there is no regime %q; the rule pack has %s", e.ID, strings.Join(e.Known, ", "))
}

// RegimeIDs lists the regimes of the pack.
func (p *Pack) RegimeIDs() (list []string) {
	for _, r := range p.Regimes {
		list = append(list, r.ID)
	}
	return list
}

// DatesUnder counts every date that regimes give for a kind of request. What they leave open of acknowledgement and
// identity, the default regimes say. The error is a *RegimeError or a *KindError.
func (p *Pack) DatesUnder(regimes []string, kind model.Kind, m Moments) (d Dates, err error) {
	var asked []Regime
	var known []model.Kind
	for _, id := range regimes {
		r, there := p.Regime(id)
		if !there {
			return d, &RegimeError{id, p.RegimeIDs()}
		}
		asked, known = append(asked, r), append(known, r.Kinds()...)
	}
	d.Acknowledge, d.Identity = p.sooner(asked, kind, m, acknowledgement), p.sooner(asked, kind, m, identityLimit)
	for _, r := range asked {
		if x, there := r.Rule(kind); there {
			d.All = append(d.All, p.answer(r, x, m))
		}
	}
	if len(d.All) == 0 {
		slices.Sort(known)
		return d, &KindError{kind, regimes, slices.Compact(known)}
	}
	d.Answer = strictest(d.All)
	d.Extended, d.Basis = p.extended(asked, kind, m)
	if !d.CanExtend() {
		d.Extended, d.Basis = Dated{}, Extension{}
	}
	return d, nil
}

// strictest returns the date that ends first. What is due at once without a figure gives way to any figure: only the
// company can choose what at once means.
func strictest(list []Dated) (first Dated) {
	for i, d := range list {
		switch {
		case i == 0, first.Limit.AtOnce() && !d.Limit.AtOnce():
			first = d
		case d.Limit.AtOnce() && !first.Limit.AtOnce():
		case d.At.Before(first.At):
			first = d
		}
	}
	return first
}

// answer counts the answer under one regime: of two limits the one that ends first.
func (p *Pack) answer(r Regime, x RightRule, m Moments) Dated {
	list := []Dated{p.count(r, x.Answer, m)}
	if x.Outer != nil {
		list = append(list, p.count(r, *x.Outer, m))
	}
	return strictest(list)
}

// count counts a limit by the days of a regime.
func (p *Pack) count(r Regime, l Limit, m Moments) Dated {
	from, since, ahead := m.from(l.Start)
	return Dated{Limit: l, Regime: r.ID, Since: since, Ahead: ahead,
		Due: calendar.Count(calendar.Ask{From: from, Zone: p.location, Period: l.Period(),
			Calendar: p.calendars[r.Calendar], Rolls: r.Rolls, FirstCounts: l.FirstDay, Pauses: m.pauses(r)})}
}

// limitOf picks one of the limits of a regime for a kind, or nil.
type limitOf func(r Regime, kind model.Kind) *Limit

func acknowledgement(r Regime, kind model.Kind) *Limit {
	if x, there := r.Rule(kind); there && x.Acknowledge != nil {
		return x.Acknowledge
	}
	return r.Acknowledge
}

func identityLimit(r Regime, _ model.Kind) *Limit { return r.Identity }

// sooner counts the limit that ends first among the regimes; where none of them has it, that of the default ones.
func (p *Pack) sooner(asked []Regime, kind model.Kind, m Moments, of limitOf) Dated {
	m.Pauses = nil // nobody waits for the person with these
	var list []Dated
	for _, r := range asked {
		if l := of(r, kind); l != nil {
			list = append(list, p.count(r, *l, m))
		}
	}
	for _, id := range p.Default {
		if r, _ := p.Regime(id); len(list) == 0 {
			if l := of(r, kind); l != nil {
				list = append(list, p.count(r, *l, m))
			}
		}
	}
	if l := p.Otherwise.of(of, kind); l != nil && len(list) == 0 {
		home, _ := p.Regime(p.Default[0])
		list = append(list, p.ofPack(home, *l, m))
	}
	return strictest(list)
}

// extended counts the latest day that every regime lets the answer be put off to: one that knows no extension holds it
// where it is.
func (p *Pack) extended(asked []Regime, kind model.Kind, m Moments) (Dated, Extension) {
	var list []Dated
	bases := map[string]Extension{}
	for _, r := range asked {
		x, there := r.Rule(kind)
		if !there {
			continue
		}
		d := p.answer(r, x, m)
		if x.Extension != nil {
			longer := x.Answer
			longer.Amount += x.Extension.Amount
			longer.Source, longer.Confidence, longer.Word = x.Extension.Source, x.Extension.Confidence, x.Extension.Word
			d, bases[r.ID] = p.count(r, longer, m), *x.Extension
		}
		list = append(list, d)
	}
	latest := strictest(list)
	return latest, bases[latest.Regime]
}

// WaitUntil returns the day until which a person is waited for who is asked for something at a time; before is the day
// of the answer, after which nobody is waited for as long as it is still ahead.
func (p *Pack) WaitUntil(asked, before time.Time) time.Time {
	end := before
	if p.Waiting != nil {
		home, _ := p.Regime(p.Default[0])
		end = p.count(home, *p.Waiting, Moments{Received: asked}).At
	}
	if last := before.AddDate(0, 0, -1); !end.Before(before) && last.After(asked) {
		return last
	}
	return end
}

// RegimesOf lists the IDs of the regimes that a request falls under.
func (p *Pack) RegimesOf(r model.Request) []string {
	if len(r.Regimes) > 0 {
		return r.Regimes
	}
	return p.Default
}

// Dates counts the dates of a request as they stand at a moment, by the regimes that it falls under and the times in
// which its clock stood; a pause that lasts is counted up to now. Where none of its regimes speaks of its kind, the
// default ones do.
func (p *Pack) Dates(r model.Request, now time.Time) Dates {
	p = p.Of(r)
	m := Moments{Received: r.ReceivedAt, Verified: r.VerifiedAt, Pauses: r.Pauses, Now: now}
	d := p.datesOf(r, m)
	if m.lasting() {
		m.Now = time.Time{}
		d.Look = p.datesOf(r, m).Answer
	}
	return d
}

func (p *Pack) datesOf(r model.Request, m Moments) Dates {
	d, err := p.DatesUnder(p.RegimesOf(r), r.Kind, m)
	if err != nil {
		d, err = p.DatesUnder(p.Default, r.Kind, m)
	}
	if err != nil || d.Answer.Limit.AtOnce() {
		// Read has seen that it is there where the default regimes do not speak of every kind
		p.otherwise(&d, r.Kind, m)
	}
	if last := len(r.Pauses) - 1; last >= 0 && r.Pauses[last].To.IsZero() {
		d.Waiting = r.Pauses[last].Until
	}
	if r.Cause == model.CauseMinor {
		d.Answer, d.Extended, d.Basis = p.priority(p.RegimesOf(r), m), Dated{}, Extension{}
		d.All = []Dated{d.Answer}
	}
	return d
}

// StopsFor reports whether the regime that a date of a request comes from lets the clock stand while something is
// waited for.
func (p *Pack) StopsFor(r model.Request, d Dated, what model.Wait) bool {
	regime, there := p.Of(r).Regime(d.Regime)
	return there && regime.Stops(what)
}

// Nearest is the nearest clock of a request in a status: acknowledgement while received and until the person is told,
// the identity limit while verifying, the day to look again while the clock stands, the final clock otherwise; never
// later than the final one. A closed request has none.
func (d Dates) Nearest(status model.Status) Dated {
	near := d.Answer
	switch status {
	case model.Closed:
		return Dated{}
	case model.Received:
		near = d.Acknowledge
	case model.Verifying:
		near = d.Identity
	case model.Waiting:
		if !d.Waiting.IsZero() {
			near = Dated{Due: calendar.Due{At: d.Waiting}} // a day that the person was told of
		}
	}
	for _, other := range []Dated{d.Answer, d.Look} {
		if !other.At.IsZero() && other.At.Before(near.At) {
			near = other
		}
	}
	if d.tells(status) && d.Acknowledge.At.Before(near.At) {
		return d.Acknowledge
	}
	return near
}

// tells reports whether the acknowledgement is still owed in a status that has another clock of its own. Who is waited
// for was asked; an answer that is being prepared has told nobody yet, and may take as long as the law leaves it.
func (d Dates) tells(status model.Status) bool {
	return d.Untold && !d.Acknowledge.At.IsZero() &&
		slices.Contains([]model.Status{model.Verifying, model.Working, model.Review, model.Running, model.Answering},
			status)
}

// Set gives a request both of its clocks.
func (d Dates) Set(r *model.Request) {
	near := d.Nearest(r.Status)
	r.DueAt, r.NextDueAt, r.Provisional = d.Answer.At, near.At, 0
	if d.Answer.Provisional {
		r.Provisional |= model.ProvisionalFinal
	}
	if near.Provisional {
		r.Provisional |= model.ProvisionalNext
	}
	if d.tells(r.Status) && near.At.Equal(d.Acknowledge.At) && near.At.Before(d.Answer.At) {
		r.Provisional |= model.NextTells
	}
}
