package fulfil_test

import (
	"errors"
	"sync"
	"testing"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/model"
)

// assignedWhile lets the lead hand the request to herself as soon as a job reports its first progress.
func (o office) assignedWhile(t *testing.T, id int64) func(collect.Progress) {
	var once sync.Once
	return func(collect.Progress) {
		once.Do(func() {
			if _, err := o.lead.Assign(ctx, desktest.Seen(t, o.lead, id), o.lead.Staff().ID); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestAJobIsNotKeptWhoseRequestMovedOnUnderIt(t *testing.T) {
	for _, job := range []struct {
		name string
		do   func(o office, r model.Request, progress func(collect.Progress)) error
		kept func(o office, id int64) error // what would show that it was kept, or still bars the way
	}{
		{"collect", func(o office, r model.Request, progress func(collect.Progress)) error {
			return collect.Collect(ctx, o.agent, r.Revision(), progress)
		}, func(o office, id int64) error {
			_, err := collect.Read(ctx, o.lead, id)
			return err
		}},
		{"plan", func(o office, r model.Request, progress func(collect.Progress)) error {
			return change.MakePlan(ctx, o.agent, r.Revision(), progress)
		}, func(o office, id int64) error {
			_, err := change.ReadPlan(ctx, o.lead, id)
			return err
		}},
	} {
		t.Run(job.name, func(t *testing.T) {
			o := newOffice(t, "sqlite")
			r := o.working(t, model.Deletion)
			o.settle(t, r.ID, nil)
			o.leaveShared(t, r.ID)
			r = o.request(t, r.ID)
			var moved *desk.MovedOnError
			if err := job.do(o, r, o.assignedWhile(t, r.ID)); !errors.As(err, &moved) ||
				moved.Now.Holder != o.lead.Staff().ID {
				t.Fatalf("ended with %v", err)
			}
			if err := job.kept(o, r.ID); !errors.Is(err, collect.ErrNoRun) && !errors.Is(err, change.ErrNoPlan) {
				t.Errorf("it was kept: %v", err)
			}
			o.agent = o.lead // who holds it now begins it anew at once
			if err := job.do(o, o.request(t, r.ID), nil); job.name == "collect" && err != nil {
				t.Errorf("the way is barred: %v", err)
			}
		})
	}
}

func TestWhatWasWrittenIsOnRecordWhoeverHoldsTheRequestMeanwhile(t *testing.T) {
	o := newOffice(t, "sqlite")
	r := o.working(t, model.Deletion)
	o.settle(t, r.ID, nil)
	o.leaveShared(t, r.ID)
	o.signed(t, r.ID)
	if err := change.WritePlan(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), o.assignedWhile(t, r.ID)); err != nil {
		t.Fatal(err)
	}
	plan, err := change.ReadPlan(ctx, o.lead, r.ID)
	if err != nil || plan.Sources[0].State != model.WriteDone {
		t.Fatalf("%+v %v", plan.Sources, err)
	}
	if got := o.request(t, r.ID); got.Step != model.StepCertify || got.Holder != o.lead.Staff().ID {
		t.Errorf("the next step is %s, held by %s", got.Step, got.Holder)
	}
}

func TestNothingMoreIsWrittenOnceTheRequestMovedOn(t *testing.T) {
	o := newOffice(t, "sqlite")
	second := newOffice(t, "sqlite")
	o.also(t, second)
	r := o.working(t, model.Deletion)
	o.settle(t, r.ID, nil)
	o.leaveShared(t, r.ID)
	o.signed(t, r.ID)
	var moved *desk.MovedOnError
	if err := change.WritePlan(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), o.assignedWhile(t, r.ID)); !errors.As(err,
		&moved) {
		t.Fatalf("went on: %v", err)
	}
	plan, err := change.ReadPlan(ctx, o.lead, r.ID)
	if err != nil || plan.Sources[0].State != model.WriteDone || plan.Sources[1].State != model.WriteWaiting {
		t.Fatalf("%+v %v", plan.Sources, err)
	}
	if err := change.WritePlan(ctx, o.lead, desktest.Seen(t, o.lead, r.ID), nil); err != nil {
		t.Fatalf("who holds it now cannot go on: %v", err)
	}
	o.step(t, r.ID, model.StepCertify)
}

// also gives the office a second source of the same shape.
func (o office) also(t *testing.T, second office) {
	t.Helper()
	const twin = `dataset:
  - fides_key: twin
    collections:
      - name: customer
        fields:
          - {name: id, fides_meta: {primary_key: true}}
          - {name: email, data_categories: [user.contact.email], fides_meta: {identity: email}}
          - {name: name, data_categories: [user.name], fides_meta: {masking_strategy_override: {strategy: string_rewrite, configuration: {rewrite_value: gone}}}}
`
	address := "sqlite:" + second.path
	if err := datamap.Save(ctx, o.lead,
		model.Source{Key: "twin", Owner: "IT", Address: address, WriteAddress: address, Dataset: twin}); err != nil {
		t.Fatal(err)
	}
}

func TestWhatIsSettledOfAnotherRequestOrTwiceIsRefused(t *testing.T) {
	h := newHouse(t, "sqlite")
	r := h.Request(t, h.agent)
	sub := desktest.Submission()
	sub.Kind, sub.Subject.Name = model.Access, "王晓明"
	settled, err := intake.Triage(ctx, h.agent, r.Revision(), sub)
	if err != nil {
		t.Fatal(err)
	}
	log, err := h.lead.Log(ctx, r.ID, 0, 1)
	if err != nil {
		t.Fatal(err)
	}
	if d := log[0].Detail; d["kind"] != "access" || d["kind_was"] != "export" || d["person_changed"] != true {
		t.Errorf("the entry does not tell old and new: %v", d)
	}
	var moved *desk.MovedOnError
	if _, err := intake.Triage(ctx, h.agent, r.Revision(), desktest.Submission()); !errors.As(err, &moved) {
		t.Errorf("settled again on what it was before: %v", err)
	}
	var transition *model.TransitionError
	if _, err := intake.Triage(ctx, h.agent, settled.Revision(), desktest.Submission()); !errors.As(err, &transition) {
		t.Errorf("settled again: %v", err)
	}
}

func TestRevealingLeavesAnEntryAndDisturbsNobody(t *testing.T) {
	h := newHouse(t, "sqlite")
	r := h.verified(t)
	if err := collect.Collect(ctx, h.agent, r.Revision(), nil); err != nil {
		t.Fatal(err)
	}
	list, err := collect.List(ctx, h.lead, r.ID, model.FindingFilter{}, 0, 2)
	if err != nil {
		t.Fatal(err)
	}
	seen := desktest.Seen(t, h.agent, r.ID)
	column := list[0].Found.Columns[0]
	if text, err := collect.Reveal(ctx, h.lead, seen, list[0].Seen(), column, model.RevealCheck); err != nil ||
		text != list[0].Text(column) {
		t.Fatalf("%q %v", text, err)
	}
	if now := desktest.Seen(t, h.agent, r.ID); now != seen {
		t.Errorf("the request moved on to %v", now)
	}
	if log, err := h.lead.Log(ctx, r.ID, 0, 1); err != nil || log[0].Action != model.ActReveal {
		t.Errorf("no entry: %+v %v", log, err)
	}
	forged := list[1].Seen()
	forged.Seq = list[0].Seq
	if _, err := collect.Reveal(ctx, h.lead, seen, forged, column, model.RevealCheck); !errors.Is(err,
		collect.ErrChanged) {
		t.Errorf("another row was revealed under the number of one that was seen: %v", err)
	}
	if _, err := h.lead.Assign(ctx, seen, h.lead.Staff().ID); err != nil {
		t.Fatal(err)
	}
	var moved *desk.MovedOnError
	if _, err := collect.Reveal(ctx, h.lead, seen, list[0].Seen(), column, model.RevealCheck); !errors.As(err, &moved) {
		t.Errorf("revealed of a request as it is not any more: %v", err)
	}
}
