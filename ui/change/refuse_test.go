package change

import (
	"errors"
	"testing"

	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/rule"
	"orangelab.cn/rightsdesk/ui/work/worktest"
)

// TestEveryFaultOfARefusalHasItsField walks through every ground of the rule pack: what it lacks shows where it is
// typed, and what was typed comes back.
func TestEveryFaultOfARefusalHasItsField(t *testing.T) {
	w := On(worktest.New(t))
	rules := w.Session.Rules()
	for _, kind := range model.Kinds {
		for _, g := range rules.GroundsFor(kind, rules.Default) {
			f := newGroundForm(g, g.Law.In(letter.English), letter.English, func() {})
			var faults rule.RefusalFaults
			if !errors.As(rules.CheckRefusal(kind, rules.Default,
				model.Refusal{Grounds: []model.GivenGround{f.given()}}), &faults) {
				t.Fatalf("%s needs nothing", g.ID)
			}
			for _, fault := range faults {
				if f.fields[fault.Field] == nil {
					t.Errorf("%s: %s has no field", g.ID, fault.Field)
				}
			}
			given := model.GivenGround{ID: g.ID, Facts: "facts", Warned: len(g.Narrower) > 0}
			if g.NeedsLaw {
				given.Law = "a law"
			}
			if g.Evidence {
				given.Evidence = "a number"
			}
			if len(g.Subs) > 0 {
				given.Sub = g.Subs[len(g.Subs)-1].ID
			}
			f.fill([]model.GivenGround{given})
			if f.given() != given {
				t.Errorf("%s: %+v came back as %+v", g.ID, given, f.given())
			}
			if err := rules.CheckRefusal(kind, rules.Default,
				model.Refusal{Grounds: []model.GivenGround{f.given()}}); err != nil {
				t.Errorf("%s: filled in and still %v", g.ID, err)
			}
		}
	}
}
