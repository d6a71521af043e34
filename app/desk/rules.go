package desk

import (
	"context"

	"orangelab.cn/rightsdesk/app/rulebook"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/rule"
	"orangelab.cn/rightsdesk/store"
)

// Begin gives a request that is being opened its dates, and keeps the rules that they are counted by: it goes by these as long as it
// lives.
func Begin(tx *store.Tx, s *Session, r *model.Request) error {
	rules := s.Rules()
	r.Rules = rules.Version
	dates := rules.Dates(*r)
	r.DueAt, r.NextDueAt = dates.Answer.At, dates.Nearest(r.Status)
	return tx.KeepRulePack(rules.Version, rules.Text(), s.Now())
}

// readOlderRules reads the rules that requests were opened under and the program no longer carries. Those that it can read no more
// it leaves out; their requests are counted by the newest, and say so.
func (s *Session) readOlderRules(ctx context.Context) error {
	var kept map[string]string
	err := s.desk.store.Read(ctx, s.keys, func(v *store.View) (err error) {
		kept, err = v.RulePacks()
		return err
	})
	if err != nil {
		return err
	}
	older := map[string]*rule.Pack{}
	for version, text := range kept {
		if version == s.Rules().Version {
			continue
		}
		if p, err := rulebook.With([]byte(text)); err == nil {
			older[version] = p
		}
	}
	if len(older) > 0 {
		s.desk.rules.Store(s.Rules().WithOlder(older))
	}
	return nil
}
