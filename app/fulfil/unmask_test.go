package fulfil_test

import (
	"errors"
	"slices"
	"testing"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/model"
)

// unmask shows a second person what a plan writes, where the screen masks it.
func unmask(t testing.TB, s *desk.Session, id int64) {
	t.Helper()
	due, err := change.MasksPlan(ctx, s, id)
	if err != nil {
		t.Fatal(err)
	}
	if !due {
		return
	}
	if _, err := change.UnmaskPlan(ctx, s, desktest.Seen(t, s, id), model.RevealCheck); err != nil {
		t.Fatal(err)
	}
}

const rightName = "王晓明"

// corrected settles that the name of the customer is another one.
func (o office) corrected(t *testing.T) int64 {
	t.Helper()
	r := o.working(t, model.Correction)
	rows, err := collect.List(ctx, o.agent, r.ID, model.FindingFilter{Collection: "customer"}, 0, 10)
	if err != nil || len(rows) == 0 {
		t.Fatal(rows, err)
	}
	if _, err := change.Correct(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), model.CorrectionItem{Run: o.run(t, r.ID),
		Places: []model.Place{{Seq: rows[0].Seq, Column: "name"}}, Value: rightName, Evidence: "ID card seen"}); err != nil {
		t.Fatal(err)
	}
	return r.ID
}

func TestAPlanIsNotSignedStarForStar(t *testing.T) {
	o := newOffice(t, "sqlite")
	id := o.corrected(t)
	if err := change.MakePlan(ctx, o.agent, desktest.Seen(t, o.agent, id), nil); err != nil {
		t.Fatal(err)
	}
	if _, err := fulfil.SendToReview(ctx, o.agent, desktest.Seen(t, o.agent, id)); err != nil {
		t.Fatal(err)
	}
	sign := func() error {
		_, err := change.SignPlan(ctx, o.lead, desktest.Seen(t, o.lead, id), digest(t, o.lead, id))
		return err
	}
	if err := sign(); !errors.Is(err, change.ErrMasked) {
		t.Fatalf("signed unseen: %v", err)
	}
	other := o.Add(t, "lan", model.RoleLead)
	if _, err := change.UnmaskPlan(ctx, other, desktest.Seen(t, other, id), model.RevealCheck); err != nil {
		t.Fatal(err)
	}
	if err := sign(); !errors.Is(err, change.ErrMasked) {
		t.Fatalf("signed what another person saw: %v", err)
	}
	if _, err := change.UnmaskPlan(ctx, o.lead, desktest.Seen(t, o.lead, id), ""); !errors.Is(err, collect.ErrReason) {
		t.Errorf("revealed without a reason: %v", err)
	}
	u, err := change.UnmaskPlan(ctx, o.lead, desktest.Seen(t, o.lead, id), model.RevealCheck)
	if err != nil || u.Sampled() || len(u.Rows) != u.Of || u.Of == 0 || len(u.Values) == 0 {
		t.Fatalf("%+v, %v", u, err)
	}
	for _, v := range u.Values {
		if v.After != rightName || v.Before == "" || v.Before == rightName {
			t.Errorf("shown: %+v", v)
		}
	}
	log, err := o.lead.Log(ctx, id, 0, 1)
	if err != nil || log[0].Action != model.ActReveal || log[0].Staff != o.lead.Staff().ID {
		t.Errorf("the newest entry is %+v, %v", log, err)
	}
	if err := sign(); err != nil {
		t.Error(err)
	}
	log, err = o.lead.Log(ctx, id, 0, 5)
	if err != nil || !slices.ContainsFunc(log, func(e model.Entry) bool { return e.Action == model.ActSignPlan && e.Detail["revealed"] != nil }) {
		t.Errorf("the approval does not tell what was revealed: %+v, %v", log, err)
	}
}
