package rule

import (
	"bytes"
	"errors"
	"fmt"
	"time"

	"go.yaml.in/yaml/v3"

	"orangelab.cn/rightsdesk/model"
)

// Pack is what the desk counts, asks, refuses and keeps by, as data: deadlines, identity levels, grounds of refusal,
// retention duties, purposes that can be withdrawn, and what stands in the way of a cancellation.
type Pack struct {
	ID      string              `yaml:"id"`
	Version string              `yaml:"version"`
	Zone    string              `yaml:"zone"`
	Answer  map[model.Kind]Rule `yaml:"answer"`
	// Priority is the answer's deadline where a child's data must go at once (statement, "Minors").
	Priority Rule                     `yaml:"priority"`
	Ack      Rule                     `yaml:"acknowledge"`
	Identity Rule                     `yaml:"identity_limit"`
	Levels   map[model.Kind]LevelRule `yaml:"levels"`

	Grounds      []Ground      `yaml:"grounds"`
	Holds        []Hold        `yaml:"holds"`
	Purposes     []Purpose     `yaml:"purposes"`
	Blockers     []Blocker     `yaml:"blockers"`
	Logins       []Login       `yaml:"logins"`
	Consequences []Consequence `yaml:"consequences"`

	location *time.Location
}

// Rule is one deadline.
type Rule struct {
	Amount     int        `yaml:"amount"`
	Unit       string     `yaml:"unit"`   // calendar_days
	Start      string     `yaml:"start"`  // received or identity_verified
	Source     model.Text `yaml:"source"` // the law, standard or promise that the figure comes from
	Confidence string     `yaml:"confidence"`
	Text       model.Text `yaml:"text"`   // as the window says it
	Letter     model.Text `yaml:"letter"` // as a letter says how the day was counted, with the law to its item
}

// LevelRule is the identity level a kind of request needs, ordinarily and where sensitive data or a weaker position is
// involved.
type LevelRule struct {
	Ordinary  model.Level `yaml:"ordinary"`
	Sensitive model.Level `yaml:"sensitive"`
}

// Read reads a rule pack. It refuses one that leaves a kind of request without a deadline or a level, and one
// with an unknown word, a doubled id or a text that lacks a language; the error names the entry.
func Read(data []byte) (*Pack, error) {
	var p Pack
	in := yaml.NewDecoder(bytes.NewReader(data))
	in.KnownFields(true) // a misspelt "evidence" would otherwise drop a demand unseen
	if err := in.Decode(&p); err != nil {
		return nil, fmt.Errorf("rule pack: %w", err)
	}
	loc, err := time.LoadLocation(p.Zone)
	if err != nil {
		return nil, fmt.Errorf("rule pack: zone %q: %w", p.Zone, err)
	}
	p.location = loc
	for _, k := range model.Kinds {
		if err := p.Answer[k].check(); err != nil {
			return nil, fmt.Errorf("rule pack: answer for %s: %w", k, err)
		}
		if l, ok := p.Levels[k]; !ok || l.Sensitive < l.Ordinary || l.Sensitive > 3 {
			return nil, fmt.Errorf("rule pack: level for %s: need ordinary and sensitive from 0 to 3, the second not below the first", k)
		}
	}
	for name, r := range map[string]Rule{"priority": p.Priority, "acknowledge": p.Ack, "identity_limit": p.Identity} {
		if err := r.check(); err != nil {
			return nil, fmt.Errorf("rule pack: %s: %w", name, err)
		}
	}
	if err := errors.Join(
		checkEntries("ground", p.Grounds), checkEntries("hold", p.Holds), checkEntries("purpose", p.Purposes),
		checkEntries("blocker", p.Blockers), checkEntries("login", p.Logins), checkEntries("consequence", p.Consequences),
	); err != nil {
		return nil, fmt.Errorf("rule pack: %w", err)
	}
	if _, ok := find(p.Logins, OtherLogin); !ok {
		return nil, fmt.Errorf("rule pack: logins: %q is missing, which speaks for every provider not listed", OtherLogin)
	}
	return &p, nil
}

// entry is one entry of a list in the rule pack.
type entry interface {
	id() string
	check() error
}

func checkEntries[E entry](kind string, list []E) error {
	seen := map[string]bool{}
	for i, e := range list {
		switch {
		case e.id() == "":
			return fmt.Errorf("%s %d of the list has no id", kind, i+1)
		case seen[e.id()]:
			return fmt.Errorf("%s %s stands in the list twice", kind, e.id())
		}
		seen[e.id()] = true
		if err := e.check(); err != nil {
			return fmt.Errorf("%s %s: %w", kind, e.id(), err)
		}
	}
	return nil
}

func find[E entry](list []E, id string) (e E, ok bool) {
	for _, e := range list {
		if e.id() == id {
			return e, true
		}
	}
	return e, false
}

func (r Rule) check() error {
	if r.Amount < 1 || r.Unit != "calendar_days" {
		return fmt.Errorf("amount must be 1 or more and unit calendar_days, got %d %q", r.Amount, r.Unit)
	}
	if r.Start != "received" && r.Start != "identity_verified" {
		return fmt.Errorf("start must be received or identity_verified, got %q", r.Start)
	}
	return errors.Join(r.Source.Check("source"), r.Text.Check("text"), r.Letter.Check("letter"))
}

// In is the rule pack counted in another zone: that of the organisation.
func (p *Pack) In(zone *time.Location) *Pack {
	q := *p
	q.Zone, q.location = zone.String(), zone
	return &q
}

// Location is the zone whose days the rule pack counts in.
func (p *Pack) Location() *time.Location { return p.location }

// Due is the last instant of the n-th calendar day after the start day, which itself is not counted (Civil Code 201,
// 203): 24:00 in the rule pack's zone, kept as the last second of that day, in UTC.
func (p *Pack) Due(r Rule, start time.Time) time.Time {
	y, m, d := start.In(p.location).Date()
	return endOfDay(y, m, d+r.Amount, p.location)
}

// endOfDay is 24:00 of a day, kept as its last second so that it still bears the day's date, in UTC.
func endOfDay(year int, month time.Month, day int, loc *time.Location) time.Time {
	return time.Date(year, month, day, 23, 59, 59, 0, loc).UTC()
}

// Count is a deadline with how it was counted.
type Count struct {
	Due  time.Time
	From time.Time
	Rule Rule
	// Provisional says that the clock's real start, proven identity, is still ahead: counted from the day of receipt.
	Provisional bool
}

// FinalDue counts the final clock of a request. Until identity is proven it counts from receipt, the cautious side.
func (p *Pack) FinalDue(r model.Request) Count {
	rule := p.Answer[r.Kind]
	if r.Cause == model.CauseMinor {
		rule = p.Priority
	}
	from, provisional := r.ReceivedAt, false
	if rule.Start == "identity_verified" {
		if from, provisional = r.VerifiedAt, r.VerifiedAt.IsZero(); provisional {
			from = r.ReceivedAt
		}
	}
	return Count{Due: p.Due(rule, from), From: from, Rule: rule, Provisional: provisional}
}

// ExtensionLimit returns the latest day to which the answer to a request may be put off: as long again as was first promised,
// counted from the day that was promised.
func (p *Pack) ExtensionLimit(r model.Request) time.Time {
	final := p.FinalDue(r)
	return p.Due(final.Rule, final.Due)
}

// NearestDue is the nearest clock of an open request: acknowledgement while received, the identity limit while
// verifying, the final clock from then on; never later than the final one. A closed request has none.
func (p *Pack) NearestDue(r model.Request) time.Time {
	final := p.FinalDue(r).Due
	near := final
	switch r.Status {
	case model.Closed:
		return time.Time{}
	case model.Received:
		near = p.Due(p.Ack, r.ReceivedAt)
	case model.Verifying:
		near = p.Due(p.Identity, r.ReceivedAt)
	}
	if near.After(final) {
		return final
	}
	return near
}

// LevelFor is the identity level a request needs (rule pack tiers): a minor, an agent or a relative raises it, as does
// sensitive data.
func (p *Pack) LevelFor(kind model.Kind, sensitive bool, who model.RequesterKind, age int) model.Level {
	rule := p.Levels[kind]
	if sensitive || who == model.Agent || who == model.Relative || who == model.Guardian || (age >= 0 && age < 18) {
		return rule.Sensitive
	}
	return rule.Ordinary
}

// EndOfDay is 24:00 of a day in the rule pack's zone, kept as its last second, in UTC.
func (p *Pack) EndOfDay(year int, month time.Month, day int) time.Time {
	return endOfDay(year, month, day, p.location)
}

// Day returns the date that an instant falls on where the organisation is.
func (p *Pack) Day(at time.Time) model.Day { return model.DayIn(at, p.location) }
