package fulfil_test

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"testing"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/review"
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
		Places: []model.Place{{Seq: rows[0].Seq, Column: "name"}}, Value: rightName, Evidence: "ID card seen"}); err !=
		nil {
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
	if _, err := review.SendToReview(ctx, o.agent, desktest.Seen(t, o.agent, id)); err != nil {
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
	if err != nil || !slices.ContainsFunc(log,
		func(e model.Entry) bool { return e.Action == model.ActSignPlan && e.Detail["revealed"] != nil }) {
		t.Errorf("the approval does not tell what was revealed: %+v, %v", log, err)
	}
}

// TestALargePlanIsSignedAfterASampleOfIt corrects a value in 120 rows and another in one: what is revealed is spread
// over the plan, has every column in it, and says of how many rows it is a sample.
func TestALargePlanIsSignedAfterASampleOfIt(t *testing.T) {
	o := newOffice(t, "sqlite")
	const many = 120
	for i := range many {
		o.exec(t, fmt.Sprintf("INSERT INTO place_log (id, customer_id, city) VALUES (%d, 1, '城市%d')", 1000+i, i))
	}
	id := o.corrected(t)
	rows, err := collect.List(ctx, o.agent, id, model.FindingFilter{Collection: "place_log"}, 0, 500)
	if err != nil || len(rows) < many {
		t.Fatal(len(rows), err)
	}
	item := model.CorrectionItem{Run: o.run(t, id), Value: "西安", Evidence: "ticket seen"}
	for _, r := range rows {
		item.Places = append(item.Places, model.Place{Seq: r.Seq, Column: "city"})
	}
	if _, err := change.Correct(ctx, o.agent, desktest.Seen(t, o.agent, id), item); err != nil {
		t.Fatal(err)
	}
	if err := change.MakePlan(ctx, o.agent, desktest.Seen(t, o.agent, id), nil); err != nil {
		t.Fatal(err)
	}
	if _, err := review.SendToReview(ctx, o.agent, desktest.Seen(t, o.agent, id)); err != nil {
		t.Fatal(err)
	}
	sign := func() error {
		_, err := change.SignPlan(ctx, o.lead, desktest.Seen(t, o.lead, id), digest(t, o.lead, id))
		return err
	}
	if err := sign(); !errors.Is(err, change.ErrMasked) {
		t.Fatalf("signed unseen: %v", err)
	}
	u, err := change.UnmaskPlan(ctx, o.lead, desktest.Seen(t, o.lead, id), model.RevealCheck)
	if err != nil {
		t.Fatal(err)
	}
	if !u.Sampled() || u.Of != len(rows)+1 || len(u.Rows) < 15 || len(u.Rows) > 25 || len(u.Values) != len(u.Rows) {
		t.Errorf("%d rows shown of %d, with %d values", len(u.Rows), u.Of, len(u.Values))
	}
	counted, shown := map[string]int{}, map[string]int{}
	for _, c := range u.Columns {
		counted[c.Column] += c.Rows
	}
	last := 0
	for _, v := range u.Values {
		shown[v.Column]++
		if want := map[string]string{"city": "西安", "name": rightName}[v.Column]; v.After != want || v.Before == "" ||
			v.Before == want {
			t.Errorf("shown: %+v", v)
		}
		if n, err := strconv.Atoi(v.Key); err == nil {
			last = max(last, n)
		}
	}
	if counted["city"] != len(rows) || counted["name"] != 1 || shown["city"] == 0 || shown["name"] != 1 {
		t.Errorf("counted %v, shown %v", counted, shown)
	}
	if last < 1000+many-many/10 {
		t.Errorf("the sample ends at row %d of %d", last, 1000+many)
	}
	log, err := o.lead.Log(ctx, id, 0, 1)
	if err != nil || fmt.Sprint(log[0].Detail["rows"], log[0].Detail["of"]) != fmt.Sprint(len(u.Rows), u.Of) {
		t.Errorf("the entry tells %v, %v", log[0].Detail, err)
	}
	if err := sign(); err != nil {
		t.Error(err)
	}
}
