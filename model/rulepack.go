package model

import (
	"fmt"
	"time"

	"gopkg.in/yaml.v3"
)

// RulePack is what the desk counts and asks by: deadlines and identity levels as data.
type RulePack struct {
	ID       string             `yaml:"id"`
	Version  string             `yaml:"version"`
	Zone     string             `yaml:"zone"`
	Answer   map[Kind]Rule      `yaml:"answer"`
	Ack      Rule               `yaml:"acknowledge"`
	Identity Rule               `yaml:"identity_limit"`
	Levels   map[Kind]LevelRule `yaml:"levels"`
	location *time.Location
}

// Rule is one deadline.
type Rule struct {
	Amount     int               `yaml:"amount"`
	Unit       string            `yaml:"unit"`  // calendar_days
	Start      string            `yaml:"start"` // received or identity_verified
	Source     string            `yaml:"source"`
	Confidence string            `yaml:"confidence"`
	Text       map[string]string `yaml:"text"`
}

// LevelRule is the identity level a kind of request needs, ordinarily and where sensitive data or a weaker position is
// involved.
type LevelRule struct {
	Ordinary  Level `yaml:"ordinary"`
	Sensitive Level `yaml:"sensitive"`
}

// ReadRulePack reads a rule pack and refuses one that leaves a kind of request without a deadline or a level.
func ReadRulePack(data []byte) (*RulePack, error) {
	var p RulePack
	if err := yaml.Unmarshal(data, &p); err != nil {
		return nil, fmt.Errorf("rule pack: %w", err)
	}
	loc, err := time.LoadLocation(p.Zone)
	if err != nil {
		return nil, fmt.Errorf("rule pack: zone %q: %w", p.Zone, err)
	}
	p.location = loc
	for _, k := range Kinds {
		if err := p.Answer[k].check(); err != nil {
			return nil, fmt.Errorf("rule pack: answer for %s: %w", k, err)
		}
		if l, ok := p.Levels[k]; !ok || l.Sensitive < l.Ordinary || l.Sensitive > 3 {
			return nil, fmt.Errorf("rule pack: level for %s: need ordinary and sensitive from 0 to 3, the second not below the first", k)
		}
	}
	for name, r := range map[string]Rule{"acknowledge": p.Ack, "identity_limit": p.Identity} {
		if err := r.check(); err != nil {
			return nil, fmt.Errorf("rule pack: %s: %w", name, err)
		}
	}
	return &p, nil
}

func (r Rule) check() error {
	if r.Amount < 1 || r.Unit != "calendar_days" {
		return fmt.Errorf("amount must be 1 or more and unit calendar_days, got %d %q", r.Amount, r.Unit)
	}
	if r.Start != "received" && r.Start != "identity_verified" {
		return fmt.Errorf("start must be received or identity_verified, got %q", r.Start)
	}
	return nil
}

// Location is the zone whose days the rule pack counts in.
func (p *RulePack) Location() *time.Location { return p.location }

// Due is the last instant of the n-th calendar day after the start day, which itself is not counted (Civil Code 201,
// 203): 24:00 in the rule pack's zone, kept as the last second of that day, in UTC.
func (p *RulePack) Due(r Rule, start time.Time) time.Time {
	y, m, d := start.In(p.location).Date()
	return time.Date(y, m, d+r.Amount, 23, 59, 59, 0, p.location).UTC()
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
func (p *RulePack) FinalDue(r Request) Count {
	rule := p.Answer[r.Kind]
	from, provisional := r.ReceivedAt, false
	if rule.Start == "identity_verified" {
		if from, provisional = r.VerifiedAt, r.VerifiedAt.IsZero(); provisional {
			from = r.ReceivedAt
		}
	}
	return Count{Due: p.Due(rule, from), From: from, Rule: rule, Provisional: provisional}
}

// NearestDue is the nearest clock of an open request: acknowledgement while received, the identity limit while
// verifying, the final clock from then on; never later than the final one. A closed request has none.
func (p *RulePack) NearestDue(r Request) time.Time {
	final := p.FinalDue(r).Due
	near := final
	switch r.Status {
	case Closed:
		return time.Time{}
	case Received:
		near = p.Due(p.Ack, r.ReceivedAt)
	case Verifying:
		near = p.Due(p.Identity, r.ReceivedAt)
	}
	if near.After(final) {
		return final
	}
	return near
}

// LevelFor is the identity level a request needs (rule pack tiers): a minor, an agent or a relative raises it, as does
// sensitive data.
func (p *RulePack) LevelFor(kind Kind, sensitive bool, who RequesterKind, age int) Level {
	rule := p.Levels[kind]
	if sensitive || who == Agent || who == Relative || who == Guardian || (age >= 0 && age < 18) {
		return rule.Sensitive
	}
	return rule.Ordinary
}
