package fulfil_test

import (
	"errors"
	"testing"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/review"
	"orangelab.cn/rightsdesk/model"
)

func TestARefusalNeedsGroundsAndASecondPerson(t *testing.T) {
	o := newOffice(t, "sqlite")
	r := o.working(t, model.Deletion)
	ground := model.GivenGround{ID: "EXC-3"}
	if _, err := change.Refuse(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), "", model.Refusal{Grounds: []model.GivenGround{ground}}); err == nil {
		t.Fatal("refused without facts")
	}
	ground.Facts, ground.Evidence, ground.Law = "The file is needed in proceedings.", "(2026) 京0108 刑初 12", "Criminal Procedure Law 54"
	if _, err := change.Refuse(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), "", model.Refusal{Grounds: []model.GivenGround{ground}}); err != nil {
		t.Fatal(err)
	}
	o.step(t, r.ID, model.StepSendToReview)
	if _, err := review.SendToReview(ctx, o.agent, desktest.Seen(t, o.agent, r.ID)); err != nil {
		t.Fatal(err)
	}
	if _, err := change.ApproveRefusal(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), digest(t, o.agent, r.ID)); !errors.Is(err, desk.ErrOwnWork) {
		t.Fatalf("who refused approved: %v", err)
	}
	if _, err := change.ApproveRefusal(ctx, o.lead, desktest.Seen(t, o.lead, r.ID), digest(t, o.lead, r.ID)); err != nil {
		t.Fatal(err)
	}
	if closed := o.closed(t, r.ID); closed.Outcome != model.Refused {
		t.Errorf("closed as %s", closed.Outcome)
	}
}
