package rule_test

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"orangelab.cn/rightsdesk/assets"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/rule"
)

func rules(t testing.TB) *rule.Pack {
	t.Helper()
	p, err := rule.Read(assets.RulePack)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestDueDatesDoNotCountTheDayOfTheStart(t *testing.T) {
	p := rules(t)
	received := time.Date(2026, 11, 4, 15, 59, 59, 0, time.UTC) // 23:59:59 on 4 November in Shanghai
	r := model.Request{Kind: model.Export, Status: model.Received, ReceivedAt: received}
	if c := p.FinalDue(r); c.Due.In(p.Location()).Format(time.DateTime) != "2026-12-04 23:59:59" || !c.Provisional {
		t.Errorf("from receipt: %v", c)
	}
	r.VerifiedAt = received.Add(time.Second) // 00:00:00 on the 5th
	if c := p.FinalDue(r); c.Due.In(p.Location()).Format(time.DateTime) != "2026-12-05 23:59:59" || c.Provisional {
		t.Errorf("from proven identity: %v", c)
	}
}

func TestTheNearestClockIsNeverAfterTheFinalOne(t *testing.T) {
	p := rules(t)
	rapid.Check(t, func(t *rapid.T) {
		r := model.Request{Kind: rapid.SampledFrom(model.Kinds).Draw(t, "kind"), Status: rapid.SampledFrom(model.Statuses).Draw(t, "status"),
			ReceivedAt: time.UnixMilli(rapid.Int64Range(1e12, 2e12).Draw(t, "received")).UTC()}
		near, final := p.NearestDue(r), p.FinalDue(r).Due
		if near.After(final) || (r.Status != model.Closed && near.Before(r.ReceivedAt)) {
			t.Fatalf("near %v, final %v, received %v", near, final, r.ReceivedAt)
		}
	})
}

func TestTheNearestClockSaysWhatItIsFor(t *testing.T) {
	p := rules(t)
	received := time.Date(2026, 11, 4, 2, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		status model.Status
		kind   model.Kind
		name   model.ClockName
		day    string
	}{
		{model.Received, model.Export, model.ClockSettle, "2026-11-05"},
		{model.Verifying, model.Export, model.ClockVerify, "2026-11-18"},
		{model.Working, model.Export, model.ClockAnswer, "2026-12-04"},
		{model.Waiting, model.Deletion, model.ClockAnswer, "2026-11-19"},
		{model.Closed, model.Export, model.NoClock, "0001-01-01"},
	} {
		r := model.Request{Kind: c.kind, Status: c.status, ReceivedAt: received}
		r.DueAt, r.NextDueAt = p.FinalDue(r).Due, p.NearestDue(r)
		near, final := r.Clock(), r.Final()
		if near.Name != c.name || near.Due.Format(time.DateOnly) != c.day {
			t.Errorf("%s: %s by %s, want %s by %s", c.status, near.Name, near.Due, c.name, c.day)
		}
		if near.Due.After(final.Due) || near == final && near.Name == model.ClockSettle {
			t.Errorf("%s: near %v, final %v", c.status, near, final)
		}
	}
	child := model.Request{Kind: model.Deletion, Cause: model.CauseMinor, Status: model.Received, ReceivedAt: received}
	child.DueAt, child.NextDueAt = p.FinalDue(child).Due, p.NearestDue(child)
	if child.Clock() != child.Final() {
		t.Errorf("a child's data must be gone by then, not only settled: %v, %v", child.Clock(), child.Final())
	}
}

func TestARulePackThatLeavesAKindOutIsRefused(t *testing.T) {
	broken := strings.Replace(string(assets.RulePack), "  objection:    *app\n", "", 1)
	if _, err := rule.Read([]byte(broken)); err == nil || !strings.Contains(err.Error(), "objection") {
		t.Errorf("%v", err)
	}
}
