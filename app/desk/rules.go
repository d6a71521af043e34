package desk

import (
	"context"
	"errors"

	"orangelab.cn/rightsdesk/app/rulebook"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/rule"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/setup"
)

// inForce are the rules that a desk goes by, as far as a change of them is known.
type inForce struct {
	*rule.Pack
	last int64 // the number of the newest change; below 0 before the desk was asked
}

// Begin gives a request that is being opened its dates, and keeps the rules that they are counted by: it goes by these
// as long as it lives.
func Begin(tx *store.Tx, s *Session, r *model.Request) error {
	rules, err := s.desk.follow(tx.View)
	if err != nil {
		return err
	}
	r.Rules = rules.Version
	rules.Dates(*r, s.Now()).Set(r)
	return setup.KeepRulePack(tx, rules.Version, rules.Text(), s.Now())
}

// follow returns the rules in force, read again where somebody changed them since, here or at another desktop.
// ErrTampered where what is kept of them is not as it was written.
func (d *Desk) follow(v *store.View) (*rule.Pack, error) {
	last, err := setup.LastRuleChange(v)
	if err != nil {
		return nil, err
	}
	if now := d.rules.Load(); now.last == last {
		return now.Pack, nil
	}
	return d.readRules(v)
}

// readRules reads what the desk keeps of its rules, and counts in the zone of its organisation.
func (d *Desk) readRules(v *store.View) (*rule.Pack, error) {
	kept, err := KeptRules(v)
	if err != nil {
		return nil, err
	}
	rules, err := kept.Rules()
	if err != nil {
		return nil, err
	}
	org, err := setup.Organisation(v)
	if err != nil {
		return nil, err
	}
	if org.Zone != "" {
		zone, err := org.Location()
		if err != nil {
			return nil, err
		}
		rules = rules.In(zone)
	}
	next := &inForce{Pack: rules}
	if n := len(kept.Changes); n > 0 {
		next.last = kept.Changes[n-1].Number
	}
	d.rules.Store(next)
	return rules, nil
}

// KeptRules reads what a desk keeps of its rules.
func KeptRules(v *store.View) (kept rulebook.Kept, err error) {
	if kept.Changes, err = setup.RuleChanges(v); err != nil {
		return kept, err
	}
	kept.Packs, err = setup.RulePacks(v)
	return kept, err
}

// FollowRules lets the desk count by its rules as they are now, in which another desktop may have changed something.
func (s *Session) FollowRules(ctx context.Context) error {
	return s.Read(ctx, model.ActReadRules, func(v *store.View) error {
		_, err := s.desk.follow(v)
		return err
	})
}

// beginRules reads the rules for whoever signs in. An administrator must get in to mend what was tampered with.
func (s *Session) beginRules(ctx context.Context) error {
	err := s.desk.store.Read(ctx, s.keys, func(v *store.View) error {
		_, err := s.desk.readRules(v)
		return err
	})
	if errors.Is(err, store.ErrTampered) {
		return nil
	}
	return err
}
