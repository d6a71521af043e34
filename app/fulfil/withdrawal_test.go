package fulfil_test

import (
	"fmt"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/model"
)

func TestAWithdrawnConsentStopsTheUseAndOpensTheDeletion(t *testing.T) {
	o := newOffice(t, "sqlite")
	r := o.working(t, model.Withdrawal)
	o.step(t, r.ID, model.StepPurposes)
	if _, err := change.SetPurposes(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), []string{"location"}); err != nil {
		t.Fatal(err)
	}
	o.signed(t, r.ID)
	links, err := collect.Links(ctx, o.agent, r.ID)
	if err != nil || len(links) != 1 || links[0].Why != model.CauseWithdrawn {
		t.Fatalf("%+v %v", links, err)
	}
	o.endTasks(t, r.ID) // no value stops it here: the owner does
	o.closed(t, r.ID)
	if list, err := change.Consents(ctx, o.agent, r.ID); err != nil || len(list) != 1 ||
		list[0].Event != model.ConsentWithdrawn {
		t.Errorf("the ledger says %+v %v", list, err)
	}
	opened := links[0].Request
	o.collect(t, opened)
	before := o.dump(t)
	scope := o.settle(t, opened, nil)
	if len(scope.Lines) != 1 || scope.Lines[0].Collection != "place_log" {
		t.Fatalf("the deletion goes further than the consent: %+v", scope.Lines)
	}
	o.leaveShared(t, opened)
	o.signed(t, opened)
	o.write(t, opened)
	want := o.expect(before, map[string][]string{"place_log": before["place_log"][2:]})
	if got := o.dump(t); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Fatalf("wrote\n%v\nwant\n%v", got, want)
	}
}

func TestAnObjectionWritesTheValueThatStops(t *testing.T) {
	o := newOffice(t, "sqlite")
	r := o.working(t, model.Objection)
	if _, err := change.SetPurposes(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), []string{"marketing"}); err != nil {
		t.Fatal(err)
	}
	before := o.dump(t)
	o.signed(t, r.ID)
	o.write(t, r.ID)
	want := o.expect(before,
		map[string][]string{"customer": {strings.TrimSuffix(before["customer"][0], "1") + "0", before["customer"][1]}})
	if got := o.dump(t); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Fatalf("wrote\n%v\nwant\n%v", got, want)
	}
	if closed := o.closed(t, r.ID); closed.Outcome != model.Fulfilled {
		t.Errorf("closed as %s", closed.Outcome)
	}
}

func TestAUseThatNoValueStopsIsStoppedByTheOwner(t *testing.T) {
	o := newOffice(t, "sqlite")
	r := o.working(t, model.Withdrawal)
	if _, err := change.SetPurposes(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), []string{"contacts"}); err != nil {
		t.Fatal(err)
	}
	o.signed(t, r.ID)
	o.step(t, r.ID, model.StepTasks)
	tasks, err := change.Tasks(ctx, o.agent, r.ID)
	if err != nil || len(tasks) != 1 || tasks[0].Kind != model.TaskStop || tasks[0].Who != "IT" {
		t.Fatalf("%+v %v", tasks, err)
	}
	if _, err := change.EndTask(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), tasks[0].ID,
		change.TaskEnding{End: model.TaskDone, Known: "switched off in the app's server"}); err != nil {
		t.Fatal(err)
	}
	o.closed(t, r.ID)
}
