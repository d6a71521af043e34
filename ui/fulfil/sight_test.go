package fulfil

import (
	"slices"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/part"
	"orangelab.cn/rightsdesk/ui/work"
	"orangelab.cn/rightsdesk/ui/work/worktest"
)

// By what nothing was searched stays on the screen with its reason, for whoever reviews it; it is offered anew only to
// who prepares.
func TestWhatIsNotSearchedByIsSaidInTheReview(t *testing.T) {
	mail := model.Carried{Kind: "email", Value: "wang@example.cn", Dataset: "shop", Collection: "account",
		Field: "email", Rows: 1}
	w := On(worktest.New(t))
	w.Results = &collect.Results{
		Unsought: []model.Unsought{{Carried: mail, Why: model.UnsoughtNotTheirs, Reason: "the recipient's"},
			{Carried: model.Carried{Kind: "account", Value: "ming7"}, Why: model.UnsoughtUnknown,
				Reason: "nobody answers"}}}
	w.Request.Status = model.Review
	list := w.LeftCarried()
	if len(list) != 2 || !strings.Contains(list[0].Lead, mail.Masked()) || strings.Contains(list[0].Lead, mail.Value) ||
		!strings.Contains(list[0].Text, "the recipient's") || len(list[0].Actions) != 0 {
		t.Fatalf("%+v", list)
	}
	w.Request.Status, w.Request.Holder = model.Working, w.Session.Staff().ID
	if list = w.LeftCarried(); len(list[0].Actions) == 0 {
		t.Error("who prepares it cannot settle it anew")
	}
}

// TestWhatIsNotOnTheScreenIsNotApproved goes through every step of the second person on every part of a request: the
// filled button, which the key presses, approves only beside what is approved, and leads there from anywhere else.
func TestWhatIsNotOnTheScreenIsNotApproved(t *testing.T) {
	w := On(worktest.New(t))
	w.Plan = &change.Plan{Plan: model.Plan{Digest: "7f3a91c2"}}
	led := work.SeesElse
	w.ShowWhat, w.ShowFindings, w.ShowPlan =
		func() { led = work.SeesWhat }, func() { led = work.SeesFindings }, func() { led = work.SeesPlan }
	approvals := []string{"Approve this plan", "Approve the answer", "Approve the refusal", "Release the copy"}
	for step, needs := range map[model.Step]work.Sight{model.StepSignPlan: work.SeesPlan,
		model.StepApproveAnswer: work.SeesWhat, model.StepApproveRefusal: work.SeesWhat,
		model.StepRelease: work.SeesFindings, model.StepAgreeShared: work.SeesFindings} {
		for _, w.Sees = range []work.Sight{work.SeesElse, work.SeesWhat, work.SeesFindings, work.SeesPlan} {
			w.Request = model.Request{Kind: model.Deletion, Step: step, Status: model.Review,
				PreparedBy: "somebody else"}
			var p part.NextStepParts
			w.Step(&p)
			if w.Sees == needs && needs != work.SeesFindings { // findings approve in their foot
				if !slices.Contains(approvals, p.Primary.Text) {
					t.Errorf("%s beside what is approved offers %q", step, p.Primary.Text)
				}
				continue
			}
			if slices.Contains(approvals, p.Primary.Text) {
				t.Fatalf("%s is offered where %d shows", step, w.Sees)
			}
			if led = work.SeesElse; !p.Primary.Tap() || led != needs {
				t.Errorf("%s where %d shows leads to %d", step, w.Sees, led)
			}
		}
	}
}

func TestAComplaintUpheldInPartShowsNoEmptyReason(t *testing.T) {
	if why := inPart(model.Result{Kind: model.Complaint, Verdict: model.UpheldPart}); why != "" {
		t.Errorf("%q", why)
	}
	if why := inPart(model.Result{Kind: model.Export, Missing: []string{"shop"}}); !strings.Contains(why,
		"a source did not answer") {
		t.Errorf("%q", why)
	}
}

// Nothing has reached the person before the request is closed: until then the card says what the answer will be.
func TestTheOutcomeIsNotCalledReachedBeforeTheAnswerWent(t *testing.T) {
	w := On(worktest.New(t))
	w.Result = model.Result{Kind: model.Complaint, Verdict: model.Upheld}
	w.Request.Kind, w.Request.Status = model.Complaint, model.Answering
	if title := w.outcomeTitle(); title != "Once answered: fulfilled" {
		t.Errorf("before it went: %q", title)
	}
	w.Request.Status, w.Request.Outcome = model.Closed, model.PartlyFulfilled
	if title := w.outcomeTitle(); title != "partly fulfilled" {
		t.Errorf("closed: %q", title)
	}
}
