package fulfil_test

import (
	"errors"
	"testing"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/desk/proven"
	"orangelab.cn/rightsdesk/app/identity"
	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/app/result"
	"orangelab.cn/rightsdesk/model"
)

func TestAComplaintIsAnsweredByWhatWasDoneAboutIt(t *testing.T) {
	o := newOffice(t, "sqlite")
	sub := desktest.Submission()
	sub.Kind, sub.Body = model.Complaint, "Nobody answered me."
	r, err := intake.Take(ctx, o.agent, sub)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := intake.Triage(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), sub); err != nil {
		t.Fatal(err)
	}
	if r = o.request(t, r.ID); r.Status == model.Verifying {
		if _, err := identity.RecordControl(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), model.EvidenceCallBack,
			proven.NamesOf(r.Subject)[0], true, "called back", identity.Held{Request: r.ID}); err != nil {
			t.Fatal(err)
		}
	}
	o.step(t, r.ID, model.StepFollowUp)
	if _, err := result.FollowUp(ctx, o.agent, desktest.Seen(t, o.agent, r.ID),
		model.FollowUp{Done: " ", Verdict: model.Upheld}); !errors.Is(err, result.ErrNoFollowUp) {
		t.Fatalf("nothing was written down: %v", err)
	}
	if _, err := result.FollowUp(ctx, o.agent, desktest.Seen(t, o.agent, r.ID),
		model.FollowUp{Done: "The answer was lost; it is sent again today.", Verdict: model.Upheld}); err != nil {
		t.Fatal(err)
	}
	o.step(t, r.ID, model.StepApproveAnswer)
	if _, err := result.ApproveFollowUp(ctx, o.agent, desktest.Seen(t, o.agent, r.ID),
		digest(t, o.agent, r.ID)); !errors.Is(err, desk.ErrOwnWork) {
		t.Fatalf("who wrote it approved it: %v", err)
	}
	if _, err := result.ApproveFollowUp(ctx, o.lead, desktest.Seen(t, o.lead, r.ID),
		digest(t, o.lead, r.ID)); err != nil {
		t.Fatal(err)
	}
	if closed := o.closed(t, r.ID); closed.Outcome != model.Fulfilled {
		t.Errorf("closed as %s", closed.Outcome)
	}
}
