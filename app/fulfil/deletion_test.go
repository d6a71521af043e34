package fulfil_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/app/result"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store/storetest"
)

func TestADeletionChangesExactlyWhatWasSigned(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		o := newOffice(t, engine)
		r := o.working(t, model.Deletion)
		o.step(t, r.ID, model.StepScope)
		scope := o.settle(t, r.ID, nil)
		held := slices.IndexFunc(scope.Lines, func(l model.ScopeLine) bool {
			return l.Collection == "orders" && l.Way == model.WayHold
		})
		if held < 0 || scope.Lines[held].Until.Year() != 2029 {
			t.Fatalf("the orders of 2026 are not held until 2029: %+v", scope.Lines)
		}
		o.step(t, r.ID, model.StepDecideShared)
		if err := change.MakePlan(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), nil); !errors.Is(err,
			collect.ErrShared) {
			t.Fatalf("planned with shared rows undecided: %v", err)
		}
		o.leaveShared(t, r.ID)
		o.step(t, r.ID, model.StepMakePlan)
		before := o.dump(t)
		plan := o.signed(t, r.ID)
		if after := o.dump(t); fmt.Sprint(after) != fmt.Sprint(before) {
			t.Fatal("something was written before the run")
		}
		o.step(t, r.ID, model.StepWritePlan)
		o.write(t, r.ID)
		o.step(t, r.ID, model.StepCertify)
		want := o.expect(before, map[string][]string{
			"customer":  {"1|gone|<nil>|<nil>|<nil>|<nil>|active|1", before["customer"][1]},
			"wallet":    before["wallet"][1:],
			"login":     before["login"][1:],
			"place_log": before["place_log"][2:],
			// An order went to Mary's address, which was left.
			"address": {"10|<nil>|<nil>", before["address"][1]},
		})
		if got := o.dump(t); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Fatalf("wrote\n%v\nwant\n%v\nplan %+v", got, want, plan.Counts)
		}
		cert, err := result.Certify(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), nil)
		if err != nil {
			t.Fatal(err)
		}
		if !cert.Residue.Passed() || cert.Residue.Tables != 7 {
			t.Errorf("the search afterwards: %+v", cert.Residue)
		}
		for _, lang := range letter.Languages {
			if paper, err := cert.Paper(lang); err != nil || paper.Language != lang || len(paper.Print) == 0 {
				t.Fatal(paper.Language, err)
			}
		}
		if closed := o.closed(t, r.ID); closed.Outcome != model.PartlyFulfilled {
			t.Errorf("closed as %s though orders are held", closed.Outcome)
		}
	})
}

func TestARowThatChangedAfterThePreviewIsNotWritten(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		o := newOffice(t, engine)
		r := o.working(t, model.Deletion)
		o.settle(t, r.ID, nil)
		o.leaveShared(t, r.ID)
		o.signed(t, r.ID)
		o.exec(t, "UPDATE customer SET phone = '18600002093' WHERE id = 1")
		before := o.dump(t)
		o.write(t, r.ID)
		if got := o.dump(t); fmt.Sprint(got) != fmt.Sprint(before) {
			t.Fatalf("the source was written though a row had changed:\n%v", got)
		}
		o.step(t, r.ID, model.StepPreviewAgain)
		rows, err := change.PlanRows(ctx, o.agent, r.ID, model.PlanFilter{ChangedOnly: true}, 10)
		if err != nil || len(rows) != 1 || rows[0].Collection != "customer" {
			t.Fatalf("the changed row is not pointed at: %+v %v", rows, err)
		}
		if _, err := change.PreviewAgain(ctx, o.agent, desktest.Seen(t, o.agent, r.ID)); err != nil {
			t.Fatal(err)
		}
		o.step(t, r.ID, model.StepMakePlan)
		if plan := o.signed(t, r.ID); plan.Version != 2 {
			t.Fatalf("version %d", plan.Version)
		}
		o.write(t, r.ID)
		o.step(t, r.ID, model.StepCertify)
		if got := o.dump(t)["customer"][0]; got != "1|gone|<nil>|<nil>|<nil>|<nil>|active|1" {
			t.Errorf("the new plan wrote %s", got)
		}
	})
}

func TestASourceWithoutWriteCredentialIsLeftAndSaysSo(t *testing.T) {
	o := newOffice(t, "sqlite")
	o.dropWriteAddress(t)
	r := o.working(t, model.Deletion)
	o.settle(t, r.ID, nil)
	o.leaveShared(t, r.ID)
	before := o.dump(t)
	o.signed(t, r.ID)
	o.step(t, r.ID, model.StepTasks)
	if got := o.dump(t); fmt.Sprint(got) != fmt.Sprint(before) {
		t.Fatal("a source was written without a credential")
	}
	tasks, err := change.Tasks(ctx, o.agent, r.ID)
	if err != nil || len(tasks) != 1 || tasks[0].Who != "IT" {
		t.Fatalf("its owner was not asked: %+v %v", tasks, err)
	}
	if _, err := result.Certify(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), nil); !errors.Is(err,
		result.ErrNotWritten) {
		t.Fatalf("certified before the owner answered: %v", err)
	}
	if _, err := change.EndTask(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), tasks[0].ID,
		change.TaskEnding{End: model.TaskNotDone, Known: "he said so on the telephone",
			Told: "cannot be done before the migration", Until: o.Clock.Now().AddDate(0, 0, 20)}); err != nil {
		t.Fatal(err)
	}
	cert, err := result.Certify(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), nil)
	if err != nil {
		t.Fatal(err)
	}
	if cert.Residue.Passed() {
		t.Error("the certificate says that nothing remains")
	}
}
