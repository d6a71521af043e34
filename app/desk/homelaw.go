package desk

import (
	"fmt"
	"time"

	"orangelab.cn/rightsdesk/app/rulebook"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/rule"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/setup"
)

// firstRules returns the rules that a new desk goes by, in the zone of its organisation, and their text where they are
// not the ones that the program carries: another law is the desk's.
func (d *Desk) firstRules(law string, now time.Time, o model.Organisation) (rules *rule.Pack, text string, err error) {
	zone, err := o.Location()
	if err != nil {
		return nil, "", err
	}
	rules = d.Rules()
	if law != "" {
		if text, err = rules.UnderLaw(law); err != nil {
			return nil, "", err
		}
		if text == rules.Text() {
			text = ""
		}
	}
	if text != "" {
		if text, err = rule.Renamed(text, fmt.Sprintf("%s/1", now.In(zone).Format(time.DateOnly))); err != nil {
			return nil, "", err
		}
		if rules, err = rulebook.With([]byte(text)); err != nil {
			return nil, "", err
		}
	}
	return rules.In(zone), text, nil
}

// keepFirstRules keeps the rules of a new desk as its first version.
func keepFirstRules(tx *store.Tx, version, text, why string, now time.Time, by string) error {
	if err := setup.KeepRulePack(tx, version, text, now); err != nil {
		return err
	}
	tx.Append(model.Entry{At: now, Staff: by, Action: model.ActEditRules,
		Detail: map[string]any{"version": version, "was": ""}})
	_, err := setup.AddRuleChange(tx,
		model.RuleChange{Kind: model.RulesEdited, Version: version, Why: why, At: now, By: by}, 0)
	return err
}
