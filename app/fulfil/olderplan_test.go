package fulfil_test

import (
	"encoding/json"
	"testing"

	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/result"
	"orangelab.cn/rightsdesk/app/review"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/runs"
	"orangelab.cn/rightsdesk/store/storetest"
)

// A plan of a time when its preview did not count what becomes of every row tells the same as one that did.
func TestAPlanOfAnOlderDeskTellsOfEveryRow(t *testing.T) {
	o := newOffice(t, "sqlite")
	r := o.working(t, model.Deletion)
	o.settle(t, r.ID, nil)
	list, err := collect.List(ctx, o.agent, r.ID, model.FindingFilter{SharedOnly: true}, 0, 100)
	if err != nil || len(list) == 0 {
		t.Fatalf("%d rows are shared, %v", len(list), err)
	}
	for _, f := range list {
		if _, err := review.Decide(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), f.Seen(), model.LeaveOut,
			collect.Choice{Reason: "also Mary's"}); err != nil {
			t.Fatal(err)
		}
	}
	plan := o.signed(t, r.ID)
	o.write(t, r.ID)
	told := func() map[model.Fate]int64 {
		result, err := result.Read(ctx, o.agent, r.ID)
		if err != nil {
			t.Fatal(err)
		}
		counts := map[model.Fate]int64{}
		for _, fate := range model.Fates {
			counts[fate] = result.Count(fate)
		}
		return counts
	}
	want := told()
	var notes map[string]json.RawMessage
	raw, err := json.Marshal(plan.Notes)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &notes); err != nil {
		t.Fatal(err)
	}
	if _, counted := notes["stays"]; !counted {
		t.Fatal("the plan counts nothing")
	}
	delete(notes, "stays")
	if raw, err = json.Marshal(notes); err != nil {
		t.Fatal(err)
	}
	o.forge(t, "UPDATE plan SET state = 'making' WHERE id = '"+plan.ID+"'")
	storetest.FitTallies(t)
	if err := o.agent.Write(ctx, model.ActLetter, func(tx *store.Tx, _ *model.Entry) error {
		return runs.ReadyPlan(tx, r.ID, plan.ID, plan.Digest, raw)
	}); err != nil {
		t.Fatal(err)
	}
	o.forge(t, "UPDATE plan SET state = 'done' WHERE id = '"+plan.ID+"'")
	for fate, n := range told() {
		if n != want[fate] {
			t.Errorf("%s: %d rows, and %d by the plan as it is kept now", fate, n, want[fate])
		}
	}
	if want[model.FateOthers] == 0 || want[model.FateRewritten] == 0 {
		t.Errorf("the plan is too simple: %v", want)
	}
}
