package fulfil

import (
	"slices"
	"testing"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/part"
)

// TestWhatIsNotOnTheScreenIsNotApproved goes through every step of the second person on every part of a request: the filled
// button, which the key presses, approves only beside what is approved, and leads there from anywhere else.
func TestWhatIsNotOnTheScreenIsNotApproved(t *testing.T) {
	w := newWork(t)
	w.Plan = &change.Plan{Plan: model.Plan{Digest: "7f3a91c2"}}
	led := SeesElse
	w.ShowWhat, w.ShowFindings, w.ShowPlan = func() { led = SeesWhat }, func() { led = SeesFindings }, func() { led = SeesPlan }
	approvals := []string{"Approve this plan", "Approve the answer", "Approve the refusal", "Release the copy"}
	for step, needs := range map[model.Step]Sight{model.StepSignPlan: SeesPlan, model.StepApproveAnswer: SeesWhat, model.StepApproveRefusal: SeesWhat,
		model.StepRelease: SeesFindings, model.StepAgreeShared: SeesFindings} {
		for _, w.Sees = range []Sight{SeesElse, SeesWhat, SeesFindings, SeesPlan} {
			w.Request = model.Request{Kind: model.Deletion, Step: step, Status: model.Review, PreparedBy: "somebody else"}
			var p part.NextStepParts
			w.Step(&p)
			if w.Sees == needs && needs != SeesFindings { // findings approve in their foot
				if !slices.Contains(approvals, p.Primary.Text) {
					t.Errorf("%s beside what is approved offers %q", step, p.Primary.Text)
				}
				continue
			}
			if slices.Contains(approvals, p.Primary.Text) {
				t.Fatalf("%s is offered where %d shows", step, w.Sees)
			}
			if led = SeesElse; !p.Primary.Tap() || led != needs {
				t.Errorf("%s where %d shows leads to %d", step, w.Sees, led)
			}
		}
	}
}

func TestAPlanIsApprovedOnlyWithItsRowsOnTheScreen(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(v *PlanView)
		yes  bool
	}{
		{"its rows show", func(*PlanView) {}, true},
		{"what is settled shows", func(v *PlanView) { v.settled = true }, false},
		{"no row is read yet", func(v *PlanView) { v.rows.groups[0].lines = nil }, false},
		{"the rows are those of before", func(v *PlanView) { v.drawn = "another" }, false},
		{"there is none", func(v *PlanView) { v.rows.groups = nil }, true},
		{"they came after it was drawn", func(v *PlanView) {
			lines := v.rows.groups[0].lines
			v.rows.groups[0].lines = nil
			v.drawPanel()
			v.rows.groups[0].lines = lines
		}, true},
	} {
		w := newWork(t)
		w.Request = model.Request{Kind: model.Deletion, Step: model.StepSignPlan, Status: model.Review, PreparedBy: "somebody else"}
		w.Plan, w.Digest, w.Sees = &change.Plan{Plan: model.Plan{Digest: "7f3a91c2", State: model.PlanReady}}, "seen", SeesPlan
		v := NewPlanView()
		v.work, v.drawn = w, "seen"
		v.rows.groups = []*planGroup{{source: model.PlanSource{Source: "crm"}, lines: linesOf([]change.PlanRow{planRow(1, false, "name")})}}
		v.parts.Title = "Approve"
		w.Step(&v.parts)
		c.do(v)
		v.drawPanel()
		b := v.step.Primary
		if yes := b.Text == "Approve this plan" && !b.Disabled(); yes != c.yes {
			t.Errorf("%s: %q, locked %v", c.name, b.Text, b.Disabled())
		}
	}
}
