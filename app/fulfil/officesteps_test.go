package fulfil_test

import (
	"errors"
	"testing"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/app/review"
	"orangelab.cn/rightsdesk/model"
)

// working takes a request of a kind up to what was collected for it.
func (o office) working(t testing.TB, kind model.Kind) model.Request {
	t.Helper()
	sub := desktest.Submission()
	sub.Kind = kind
	r := o.collected(t, sub)
	leaveCarried(t, o.agent, r.ID)
	return o.request(t, r.ID)
}

// collected takes a request in, proves who asks and collects for it.
func (o office) collected(t testing.TB, sub record.Submission) model.Request {
	t.Helper()
	r, err := intake.Take(ctx, o.agent, sub)
	if err != nil {
		t.Fatal(err)
	}
	if err := prove(o.agent, r.ID, sub); err != nil {
		t.Fatal(err)
	}
	o.collect(t, r.ID)
	return r
}

func (o office) collect(t testing.TB, id int64) {
	t.Helper()
	if err := collect.Collect(ctx, o.agent, desktest.Seen(t, o.agent, id), nil); err != nil {
		t.Fatal(err)
	}
}

// step fails unless this is what comes next.
func (o office) step(t testing.TB, id int64, want model.Step) model.Request {
	t.Helper()
	r := o.request(t, id)
	if r.Step != want {
		t.Fatalf("next comes %s (%s), want %s", r.Step, r.Status, want)
	}
	return r
}

// leaveShared decides every shared row to be left.
func (o office) leaveShared(t testing.TB, id int64) {
	t.Helper()
	list, err := collect.List(ctx, o.agent, id, model.FindingFilter{SharedOnly: true}, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range list {
		d, choice := model.LeaveOut, collect.Choice{Reason: "also Mary's"}
		if _, err := review.Decide(ctx, o.agent, desktest.Seen(t, o.agent, id), f.Seen(), d, choice); err != nil {
			t.Fatal(err)
		}
	}
}

// settle confirms the scope as proposed, changed by fn.
func (o office) settle(t testing.TB, id int64, fn func(*model.ScopeLine)) model.Scope {
	t.Helper()
	scope, err := change.ReadScope(ctx, o.agent, id)
	if err != nil {
		t.Fatal(err)
	}
	for i := range scope.Lines {
		if fn != nil {
			fn(&scope.Lines[i])
		}
	}
	if _, err := change.SetScope(ctx, o.agent, desktest.Seen(t, o.agent, id), scope.Lines); err != nil {
		t.Fatal(err)
	}
	return scope
}

// signed makes the plan, has it agreed and signed by the second person.
func (o office) signed(t testing.TB, id int64) change.Plan {
	t.Helper()
	if err := change.MakePlan(ctx, o.agent, desktest.Seen(t, o.agent, id), nil); err != nil {
		t.Fatal(err)
	}
	plan, err := change.ReadPlan(ctx, o.agent, id)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := review.SendToReview(ctx, o.agent, desktest.Seen(t, o.agent, id)); err != nil {
		t.Fatalf("%v; %+v", err, plan.Notes)
	}
	digest := digest(t, o.lead, id)
	if _, err := change.SignPlan(ctx, o.agent, desktest.Seen(t, o.agent, id), digest); !errors.Is(err,
		desk.ErrOwnWork) {
		t.Fatalf("who made the plan signed it: %v", err)
	}
	if r := o.request(t, id); r.Kind.Erases() {
		list, err := collect.List(ctx, o.lead, id, model.FindingFilter{SharedOnly: true}, 0, 100)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range list {
			if f.AgreedBy != "" {
				continue // to an earlier version of the plan
			}
			if _, err := change.SignPlan(ctx, o.lead, desktest.Seen(t, o.lead, id), digest); !errors.Is(err,
				collect.ErrShared) {
				t.Fatalf("signed without agreeing to the shared rows: %v", err)
			}
			if _, err := review.Agree(ctx, o.lead, desktest.Seen(t, o.lead, id), f.Seen()); err != nil {
				t.Fatal(err)
			}
		}
	}
	if _, err := change.SignPlan(ctx, o.lead, desktest.Seen(t, o.lead, id), "another digest"); !errors.Is(err,
		change.ErrReviewChanged) {
		t.Fatalf("signed what was not seen: %v", err)
	}
	unmask(t, o.lead, id)
	if _, err := change.SignPlan(ctx, o.lead, desktest.Seen(t, o.lead, id), digest); err != nil {
		t.Fatal(err)
	}
	return plan
}

// digest is what stands in review, as a member of staff sees it.
func digest(t testing.TB, s *desk.Session, id int64) string {
	t.Helper()
	d, err := change.Digest(ctx, s, id)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func (o office) write(t testing.TB, id int64) {
	t.Helper()
	if err := change.WritePlan(ctx, o.agent, desktest.Seen(t, o.agent, id), nil); err != nil {
		t.Fatal(err)
	}
}

// endTasks takes down that everybody outside the desk has done what was asked.
func (o office) endTasks(t testing.TB, id int64) {
	t.Helper()
	tasks, err := change.Tasks(ctx, o.agent, id)
	if err != nil || len(tasks) == 0 {
		t.Fatal("there is no task", err)
	}
	for _, task := range tasks {
		if _, err := change.EndTask(ctx, o.agent, desktest.Seen(t, o.agent, id), task.ID,
			change.TaskEnding{End: model.TaskDone, Known: "done by mail"}); err != nil {
			t.Fatal(err)
		}
	}
}

// ownersTask brings a deletion to where the one task for the owner of the office waits.
func (o office) ownersTask(t testing.TB) (model.Request, []model.Task) {
	t.Helper()
	o.dropWriteAddress(t)
	r := o.working(t, model.Deletion)
	o.settle(t, r.ID, eraseHeld)
	o.leaveShared(t, r.ID)
	o.signed(t, r.ID)
	tasks, err := change.Tasks(ctx, o.agent, r.ID)
	if err != nil || len(tasks) != 1 {
		t.Fatal(tasks, err)
	}
	return r, tasks
}

// closed answers and closes.
func (o office) closed(t testing.TB, id int64) model.Request {
	t.Helper()
	for _, lang := range letter.Languages {
		if _, err := fulfil.WriteLetter(ctx, o.agent, desktest.Seen(t, o.agent, id),
			fulfil.Ask{Kind: fulfil.LetterKinds(o.request(t, id))[0], Lang: lang}); err != nil {
			t.Fatal(err)
		}
	}
	o.step(t, id, model.StepClose)
	r, err := fulfil.Close(ctx, o.agent, desktest.Seen(t, o.agent, id), byMail)
	if err != nil {
		t.Fatal(err)
	}
	return r
}
