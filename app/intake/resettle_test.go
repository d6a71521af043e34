package intake_test

import (
	"context"
	"errors"
	"testing"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/desk/proven"
	"orangelab.cn/rightsdesk/app/identity"
	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store/papers"
)

func TestAKindSettledWronglyIsSettledAgain(t *testing.T) {
	ctx := context.Background()
	d := desktest.New(t, "sqlite")
	s, lead := d.Add(t, "fang", model.RoleAgent), d.Add(t, "jing", model.RoleLead)
	sub := desktest.Submission()
	sub.Kind = model.Complaint // needs little proof
	taken := d.Request(t, s)
	again := func(seen model.Revision, kind model.Kind, reason string) (model.Request, error) {
		return intake.Resettle(ctx, s, seen, kind, model.ExtentUnsaid, reason)
	}
	if _, err := again(taken.Revision(), model.Deletion, "read it too fast"); !errors.Is(err, intake.ErrNotSettledYet) {
		t.Errorf("settled again before it was settled: %v", err)
	}
	r, err := intake.Triage(ctx, s, taken.Revision(), sub)
	if err != nil {
		t.Fatal(err)
	}
	for r.Status == model.Verifying {
		if r, err = identity.RecordControl(ctx, s, r.Revision(), model.EvidenceCallBack, proven.NamesOf(r.Subject)[0],
			true, "called back", identity.Held{Request: r.ID}); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		what   string
		kind   model.Kind
		reason string
		want   error
	}{
		{"without a reason", model.Deletion, "  ", intake.ErrWhyAgain},
		{"as what it is", model.Complaint, "no", intake.ErrSameKind},
	} {
		if _, err := again(r.Revision(), c.kind, c.reason); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", c.what, err)
		}
	}
	before := r
	if r, err = again(r.Revision(), model.Deletion, "the mail asks to delete, not to complain"); err != nil {
		t.Fatal(err)
	}
	if r.Kind != model.Deletion || r.LevelNeeded <= before.LevelNeeded || r.Status != model.Verifying ||
		r.Step != model.StepProve || r.LevelReached != before.LevelReached {
		t.Errorf("%s, %s, level %d of %d, next %s", r.Kind, r.Status, r.LevelReached, r.LevelNeeded, r.Step)
	}
	log, err := s.Log(ctx, r.ID, 0, 1)
	if err != nil || log[0].Action != model.ActResettle || log[0].Detail["kind"] != "deletion" ||
		log[0].Detail["kind_was"] != "complaint" {
		t.Errorf("%+v %v", log, err)
	}
	if all, err := intake.ReadResettled(ctx, lead, r.ID); err != nil || len(all) != 1 ||
		all[0].Was != model.Complaint || all[0].Now != model.Deletion ||
		all[0].Reason != "the mail asks to delete, not to complain" {
		t.Errorf("the request tells %+v, %v", all, err)
	}
	if r, err = again(r.Revision(), model.Complaint, "she called: it is a complaint"); err != nil ||
		r.Status != model.Working || r.Step != model.StepFollowUp {
		t.Errorf("what was proven is enough for a complaint, and it is %s: %v", r.Status, err)
	}
	if _, err := intake.Resettle(ctx, lead, r.Revision(), model.Deletion, model.ExtentUnsaid,
		"not mine"); !errors.Is(err, desk.ErrHeld) {
		t.Errorf("settled again by who does not hold it: %v", err)
	}
}

func TestOnceSomethingWasSentTheKindStays(t *testing.T) {
	ctx := context.Background()
	d := desktest.New(t, "sqlite")
	s := d.Add(t, "fang", model.RoleAgent)
	r, err := intake.Triage(ctx, s, d.Request(t, s).Revision(), desktest.Submission())
	if err != nil {
		t.Fatal(err)
	}
	if r, err = s.Change(ctx, model.ActDeliver, r.Revision(), desk.ByHolder, func(c *desk.Change) error {
		return papers.AddDelivery(c.Tx, r.ID,
			model.Delivery{What: "letter", Channel: "post", At: s.Now(), By: s.Staff().ID})
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := intake.Resettle(ctx, s, r.Revision(), model.Deletion, model.ExtentUnsaid, "too late"); !errors.Is(err,
		intake.ErrWritten) {
		t.Error(err)
	}
}
