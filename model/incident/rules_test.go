package incident_test

import (
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/assets"
	"orangelab.cn/rightsdesk/model/incident"
	"orangelab.cn/rightsdesk/model/rule"
)

func rules(tb testing.TB) (*incident.Rules, *rule.Pack) {
	tb.Helper()
	r, err := incident.Read(assets.Incident)
	if err != nil {
		tb.Fatal(err)
	}
	p, err := rule.Read(assets.RulePack)
	if err != nil {
		tb.Fatal(err)
	}
	return r, p
}

func TestRulesThatCannotBeFollowedAreRefused(t *testing.T) {
	for name, tt := range map[string]struct{ old, new string }{
		"a fact nobody states":     {"needs: [{fact: minors}]", "needs: [{fact: miners}]"},
		"an operator that is none": {"is: critical}", "is: criticle}"},
		"no number of people":      {"{fact: people, at_least: 501}", "{fact: people}"},
		"a clock it does not know": {"after: us_ca_people", "after: us_ca_persons"},
		"a start it does not know": {"start: handled", "start: handed"},
		"a text in one language": {`source: {en: "PDPA, section 26D", zh-Hans: "新加坡《个人数据保护法》第26D条"}`,
			`source: {en: "PDPA, section 26D"}`},
		"a unit it does not know":     {"amount: 4, unit: hours", "amount: 4, unit: ours"},
		"no word where there is none": {`word: {en: "immediately", zh-Hans: "立即"}`, `word: {en: "immediately"}`},
		"a misspelt key":              {"guidance: true", "guidence: true"},
		"bands out of order":          {"id: high, from: 300", "id: high, from: 100"},
		"how sure nobody said":        {"confidence: medium}", "confidence: quite}"},
		"a clock twice":               {"id: uk_people", "id: eu_people"},
	} {
		t.Run(name, func(t *testing.T) {
			broken := strings.Replace(string(assets.Incident), tt.old, tt.new, 1)
			if broken == string(assets.Incident) {
				t.Fatalf("%q does not stand in the rules", tt.old)
			}
			if _, err := incident.Read([]byte(broken)); err == nil {
				t.Error("it is taken")
			}
		})
	}
}

func TestEveryRegimeOfAClockStandsInTheRulePack(t *testing.T) {
	r, p := rules(t)
	for _, id := range r.Regimes() {
		regime, ok := p.Regime(id)
		if !ok || p.CalendarOf(regime) == nil {
			t.Errorf("regime %q has no calendar in the rule pack", id)
		}
	}
}
