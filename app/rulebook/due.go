package rulebook

import (
	"time"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/calendar"
	"orangelab.cn/rightsdesk/model/rule"
)

// Date is one date that the rules give, as the command line prints it.
type Date struct {
	At          string     `json:"at"` // RFC 3339 in the zone that days are counted in
	Text        model.Text `json:"text"`
	Rule        string     `json:"rule,omitempty"`
	Regime      string     `json:"regime,omitempty"`
	Source      string     `json:"source,omitempty"`
	Confidence  string     `json:"confidence,omitempty"`
	Practical   bool       `json:"practical,omitempty"` // the law names no number; the figure is one of practice
	Provisional bool       `json:"provisional"`
	// InForceFrom is the first day of the law, where that comes after the request: until then nobody owes this date.
	InForceFrom string `json:"in_force_from,omitempty"`
}

// Answer is every date that the rules give for a request, or the end of a single period, which has Due alone.
type Answer struct {
	Version     string   `json:"version,omitempty"` // of the rule pack
	Regimes     []string `json:"regimes,omitempty"`
	Kind        string   `json:"kind,omitempty"`
	Zone        string   `json:"zone"`
	Due         *Date    `json:"due"`
	Acknowledge *Date    `json:"acknowledge,omitempty"`
	Identity    *Date    `json:"identity,omitempty"`
	// Extended is the latest day to which the answer can be put off; absent where no rule allows it.
	Extended *Date `json:"extended,omitempty"`
	// All are the answers of every regime, where several were asked.
	All []Date `json:"all,omitempty"`
}

// Dates gives every date of a request. The error is a *rule.RegimeError or a *rule.KindError.
func Dates(p *rule.Pack, regimes []string, kind model.Kind, m rule.Moments) (Answer, error) {
	d, err := p.DatesUnder(regimes, kind, m)
	if err != nil {
		return Answer{}, err
	}
	zone := p.Location()
	a := Answer{Version: p.Version, Regimes: regimes, Kind: string(kind), Zone: zone.String(),
		Due: inForce(p, dated(d.Answer, zone), m), Acknowledge: dated(d.Acknowledge, zone),
		Identity: dated(d.Identity, zone)}
	if d.CanExtend() {
		a.Extended = dated(d.Extended, zone)
	}
	if len(d.All) > 1 {
		for _, one := range d.All {
			a.All = append(a.All, *inForce(p, dated(one, zone), m))
		}
	}
	return a, nil
}

func dated(d rule.Dated, zone *time.Location) *Date {
	out := period(d.Due, d.Text(), zone)
	out.Rule, out.Regime, out.Source, out.Confidence = d.Limit.Text()["en"], d.Regime, d.Limit.Source["en"], string(
		d.Limit.Confidence)
	out.Practical = d.Limit.Practical()
	return out
}

// inForce says of a date of a law that was not in force when the request came from when it is.
func inForce(p *rule.Pack, d *Date, m rule.Moments) *Date {
	if r, _ := p.Regime(d.Regime); m.Received.In(p.Location()).Format(time.DateOnly) < r.AppliesFrom {
		d.InForceFrom = r.AppliesFrom
	}
	return d
}

// Period gives the end of a single period, by the days of a regime.
func Period(p *rule.Pack, regime rule.Regime, from time.Time, length calendar.Period, pauses []calendar.Pause) Answer {
	zone := p.Location()
	due := calendar.Count(calendar.Ask{From: from, Zone: zone, Period: length, Calendar: p.CalendarOf(regime),
		Rolls: regime.Rolls, Pauses: pauses})
	return Answer{Zone: zone.String(), Due: period(due, due.Text(nil), zone)}
}

func period(d calendar.Due, text model.Text, zone *time.Location) *Date {
	return &Date{At: d.At.In(zone).Format(time.RFC3339), Text: text, Provisional: d.Provisional}
}
