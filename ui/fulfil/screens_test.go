package fulfil

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/value"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/identifier"
	"orangelab.cn/rightsdesk/model/rule"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

func newWork(t *testing.T) Work {
	t.Helper()
	test.NewTempApp(t)
	d := desktest.New(t, "sqlite")
	f := &frame.Frame{Session: d.Add(t, "fang", model.RoleLead)}
	return Work{Frame: f, Done: func() {}, ShowFindings: func() {}, ShowPlan: func() {}}
}

// byItself are the steps at which nobody at the desk does anything.
var byItself = []model.Step{model.StepCollecting, model.StepMakingPlan, model.StepWriting}

// beforeIdentity are done by the screens of intake and identity.
var beforeIdentity = []model.Step{model.StepTriage, model.StepProve, model.StepCheckCode}

func TestEveryStepHasItsOneButton(t *testing.T) {
	w := newWork(t)
	w.Tasks = []model.Task{{ID: "1", Kind: model.TaskErase, Who: "archive"}}
	w.Proposals.List = []fulfil.Proposed{{Written: fulfil.Written{ID: "1", By: "somebody else"}}}
	w.Plan = &change.Plan{Plan: model.Plan{Digest: "7f3a91c2", Sources: []model.PlanSource{{Source: "shop", State: model.WriteFailed}}}}
	for _, step := range model.Steps {
		if slices.Contains(beforeIdentity, step) {
			continue
		}
		for _, kind := range []model.Kind{model.Export, model.Correction, model.Deletion, model.Cancellation, model.Withdrawal} {
			w.Request = model.Request{Kind: kind, Step: step, Status: model.Working, PreparedBy: "somebody else"}
			p := part.NextStepParts{Title: frame.StepTitle(step)}
			w.Step(&p)
			if p.Title == "" {
				t.Errorf("%s of %s has no sentence", step, kind)
			}
			if (p.Primary == nil) != slices.Contains(byItself, step) {
				t.Errorf("%s of %s: primary button %v", step, kind, p.Primary)
			}
		}
	}
}

func TestWhoPreparedItGetsNoButtonToApproveIt(t *testing.T) {
	w := newWork(t)
	w.Plan = &change.Plan{Plan: model.Plan{Digest: "7f3a91c2"}}
	for _, step := range []model.Step{model.StepAgreeShared, model.StepRelease, model.StepSignPlan, model.StepApproveAnswer, model.StepApproveRefusal} {
		w.Request = model.Request{Kind: model.Deletion, Step: step, Status: model.Review, PreparedBy: w.Session.Staff().ID}
		var p part.NextStepParts
		if w.Step(&p); p.Primary != nil {
			t.Errorf("%s offers %q to who prepared it", step, p.Primary.Text)
		}
	}
}

func planRow(seq int64, deletes bool, columns ...string) change.PlanRow {
	r := change.PlanRow{PlanLine: model.PlanLine{Seq: seq, Source: "shop", Collection: "customer", Deletes: deletes}}
	r.Change.Delete = deletes
	for _, c := range columns {
		r.Change.Before = append(r.Change.Before, value.Cell{Name: c, Value: "13912345678"})
		if !deletes {
			r.Change.After = append(r.Change.After, value.Cell{Name: c, Value: nil})
			r.Change.How = append(r.Change.How, dataset.NullRewrite)
		}
	}
	return r
}

func TestEveryWrittenColumnIsALineAndADeletedRowIsOne(t *testing.T) {
	lines := linesOf([]change.PlanRow{planRow(1, false, "name", "phone"), planRow(2, true, "name", "phone"), planRow(3, false, "email")})
	var got []string
	for _, l := range lines {
		got = append(got, l.column)
		if l.deletes != (l.row.Seq == 2) {
			t.Errorf("row %d: deleted %v", l.row.Seq, l.deletes)
		}
		if l.before == "13912345678" {
			t.Errorf("row %d shows a value unmasked", l.row.Seq)
		}
	}
	if want := []string{"name", "phone", "", "email"}; !slices.Equal(got, want) {
		t.Errorf("lines %q, want %q", got, want)
	}
}

func TestTheTableEndsWhereReadingEnds(t *testing.T) {
	test.NewTempApp(t)
	table := newPlanTable(&PlanView{})
	two := linesOf([]change.PlanRow{planRow(1, false, "name", "phone")})
	table.set("plan", []*planGroup{{source: model.PlanSource{Source: "crm"}, lines: two, whole: true},
		{source: model.PlanSource{Source: "shop"}, lines: two}, {source: model.PlanSource{Source: "usage"}}})
	count := func(what string, want int) {
		t.Helper()
		if got := table.table.Count(); got != want {
			t.Errorf("%s: %d rows, want %d", what, got, want)
		}
	}
	count("two sources, the second half read", 6)
	table.fold(0)
	count("the first folded", 4)
	table.set("plan", []*planGroup{{source: model.PlanSource{Source: "crm", State: model.WriteDone}}, {source: model.PlanSource{Source: "shop"}}})
	count("the same plan after a source was written", 4)
	table.set("next plan", []*planGroup{{source: model.PlanSource{Source: "crm"}}, {source: model.PlanSource{Source: "shop"}}})
	count("another plan", 2)
}

// TestEveryFaultOfARefusalHasItsField walks through every ground of the rule pack: what it lacks shows where it is typed,
// and what was typed comes back.
func TestEveryFaultOfARefusalHasItsField(t *testing.T) {
	w := newWork(t)
	rules := w.Session.Rules()
	for _, kind := range model.Kinds {
		for _, g := range rules.GroundsFor(kind) {
			f := newGroundForm(g, letter.English, func() {})
			var faults rule.RefusalFaults
			if !errors.As(rules.CheckRefusal(kind, model.Refusal{Grounds: []model.GivenGround{f.given()}}), &faults) {
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
			if err := rules.CheckRefusal(kind, model.Refusal{Grounds: []model.GivenGround{f.given()}}); err != nil {
				t.Errorf("%s: filled in and still %v", g.ID, err)
			}
		}
	}
}

func TestAScopeCountsAsChangedOnlyWhileItDiffers(t *testing.T) {
	w := newWork(t)
	was := []model.ScopeLine{{Source: "shop", Dataset: "shop", Collection: "orders", Category: "user.contact", Rows: 3, Way: model.WayAnonymise}}
	f := &scopeForm{work: w, was: was}
	line := &scopeLine{form: f, line: was[0], page: part.VBox(0)}
	f.lines = []*scopeLine{line}
	line.object(true)
	if f.begun() {
		t.Error("a scope just shown counts as changed")
	}
	for _, way := range model.Ways {
		if line.choose(way); line.line.Way != way || len(line.beside.Objects) != 1 {
			t.Errorf("%s: chosen %s with %d things beside it", way, line.line.Way, len(line.beside.Objects))
		}
	}
	if !f.begun() {
		t.Error("a changed scope counts as settled")
	}
	if line.choose(model.WayAnonymise); f.begun() {
		t.Error("a scope changed back counts as changed")
	}
}

func TestADeliveryGoesToTheContactOfItsWayUnlessAnotherIsTyped(t *testing.T) {
	w := newWork(t)
	w.Request.Subject = model.Subject{Email: "wang.ming@163.com", Phone: "13812341234"}
	s, fields := w.newSending("by")
	if fields[0].Validate() || s.addressee() != "" {
		t.Errorf("goes to %q though nobody said how", s.addressee())
	}
	fields[0].Input.(*part.Select).Choose(slices.Index(fulfil.Ways, "email"))
	if s.addressee() != "wang.ming@163.com" || s.to.Text != "" || !strings.Contains(s.to.PlaceHolder, identifier.MaskEmail("wang.ming@163.com")) {
		t.Errorf("proposes %q, holds %q, shows %q", s.addressee(), s.to.Text, s.to.PlaceHolder)
	}
	choose := func(way string) {
		s.way = slices.Index(fulfil.Ways, way)
		s.propose(w.Request.Subject)
	}
	for way, want := range map[string]string{"sms": "13812341234", "phone": "13812341234", "email": "wang.ming@163.com", "post": "", "counter": ""} {
		if choose(way); s.addressee() != want {
			t.Errorf("%s proposes %q", way, s.addressee())
		}
	}
	choose("email")
	s.to.SetText("ming@example.org")
	if s.addressee() != "ming@example.org" {
		t.Errorf("goes to %q though another was typed", s.addressee())
	}
	if choose("sms"); s.addressee() != "ming@example.org" {
		t.Errorf("what was typed was wiped by another way: %q", s.addressee())
	}
}
