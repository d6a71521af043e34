package notice

import (
	"reflect"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/calendar"
	"orangelab.cn/rightsdesk/model/policy"
)

// A notice that is begun from a comparison says of each change what was classed, and leaves out what need not be told.
func TestANoticeTellsTheChangesAsTheyWereClassed(t *testing.T) {
	clause := func(id, text string) policy.Clause {
		return policy.Clause{ID: id, Heading: model.Text{"en": "Clause " + id}, Body: model.Text{"en": text}}
	}
	was := policy.Version{Label: "3.2", Clauses: []policy.Clause{clause("1", "We keep orders for three years."),
		clause("2", "We give your address to carriers."), clause("3", "Write to us."), clause("4", "Be well.")}}
	now := policy.Version{Label: "3.3", From: calendar.Date{Year: 2027, Month: time.January, Day: 1},
		Clauses: []policy.Clause{clause("1", "We keep orders for five years."),
			clause("2", "We give your address and your phone to carriers."), clause("3", "Write to us at any time."),
			clause("4", "Be very well.")}}
	compared := policy.Compare(was, now)
	key := func(i int) string { return compared.Differences()[i].Key() }
	classes := policy.Classing{Comparison: compared.Digest(), Classes: []policy.Class{
		{Change: key(0), Triggers: []policy.Trigger{policy.ServiceModel, policy.OtherTrigger},
			Effects: []policy.Effect{policy.ReducesRights}, Words: model.Text{"en": "Orders are kept for longer."}},
		{Change: key(1), Triggers: []policy.Trigger{policy.Recipients}, Effects: []policy.Effect{policy.ChangesKinds},
			Words: model.Text{"en": "Carriers get your phone."}},
		{Change: key(2), Triggers: []policy.Trigger{policy.NoteOnly}, Words: model.Text{"en": "Nothing changes."}}}}
	got := Content{Products: []string{"Shop"}}.Tells(was, now, compared.Classed(classes))
	want := Content{Kind: PolicyUpdate, Products: []string{"Shop"}, Old: "3.2", New: "3.3", Effective: now.From,
		Changes: []Change{
			{Clause: "1", Triggers: []Trigger{TriggerService, TriggerOther}, Reduces: true,
				What: model.Text{"en": "Orders are kept for longer."}},
			{Clause: "2", Triggers: []Trigger{TriggerRecipients}, Purpose: true,
				What: model.Text{"en": "Carriers get your phone."}}}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v\nnot %+v", got, want)
	}
	names := map[policy.Trigger]Trigger{policy.ServiceModel: TriggerService, policy.Ownership: TriggerOwner,
		policy.Recipients: TriggerRecipients, policy.Rights: TriggerRights, policy.Contact: TriggerContact,
		policy.HighRisk: TriggerRisk, policy.OtherTrigger: TriggerOther}
	for from, to := range names {
		if numbered(from) != to {
			t.Errorf("%s is %d, not %d", from, numbered(from), to)
		}
	}
}
