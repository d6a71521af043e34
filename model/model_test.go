package model_test

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"orangelab.cn/rightsdesk/assets"
	"orangelab.cn/rightsdesk/model"
)

func rules(t testing.TB) *model.RulePack {
	t.Helper()
	p, err := model.ReadRulePack(assets.RulePack)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestEveryOpenStatusCanBeLeftAndEveryStatusReached(t *testing.T) {
	reached := map[model.Status]bool{model.Received: true}
	leaves := map[model.Status]bool{}
	for _, tr := range model.Transitions {
		if !tr.From.Valid() || !tr.To.Valid() {
			t.Errorf("%v names a status that does not exist", tr)
		}
		reached[tr.To], leaves[tr.From] = true, true
	}
	for _, s := range model.Statuses {
		if !reached[s] || !leaves[s] {
			t.Errorf("%s: reached %v, left %v", s, reached[s], leaves[s])
		}
	}
}

func TestNothingIsWorkedOnBeforeTheIdentityStands(t *testing.T) {
	events := []model.Event{model.Triaged, model.LevelReached, model.NotProven, model.SentToReview, model.AskedPerson, model.PersonAnswered,
		model.LimitPassed, model.Returned, model.ReleasedCopy, model.ApprovedFollowUp, model.ApprovedRefusal, model.ApprovedPlan, model.RunDone, model.RunFailed, model.Delivered, model.ClosedEarly}
	rapid.Check(t, func(t *rapid.T) {
		r := model.Request{Status: model.Received, LevelNeeded: model.Level(rapid.IntRange(1, 3).Draw(t, "needed"))}
		for _, e := range rapid.SliceOfN(rapid.SampledFrom(events), 1, 30).Draw(t, "events") {
			to, err := r.Next(e)
			if err != nil {
				continue
			}
			r.Status = to
			switch to {
			case model.Working, model.Review, model.Running:
				t.Fatalf("%s after %s with level %d of %d", to, e, r.LevelReached, r.LevelNeeded)
			}
		}
	})
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

func TestLevels(t *testing.T) {
	pass := func(k model.EvidenceKind, point string) model.Evidence {
		return model.Evidence{Kind: k, Point: point, Result: model.Passed}
	}
	code := pass(model.EvidenceEmailCode, "")
	name, district, id := pass(model.EvidenceDataPoint, "name"), pass(model.EvidenceDataPoint, "district"), pass(model.EvidenceDataPoint, "id_number")
	statement := pass(model.EvidenceStatement, "")
	discounted := code
	discounted.Discounted = true
	tests := []struct {
		name     string
		who      model.RequesterKind
		age      int
		evidence []model.Evidence
		want     model.Level
	}{
		{"nothing", model.Self, -1, nil, 0},
		{"a code", model.Self, -1, []model.Evidence{code}, 1},
		{"a code to a changed contact", model.Self, -1, []model.Evidence{discounted, name, district}, 0},
		{"a code and one point twice", model.Self, -1, []model.Evidence{code, name, name}, 1},
		{"a code and the address it was sent to", model.Self, -1, []model.Evidence{code, name, pass(model.EvidenceDataPoint, "email")}, 1},
		{"a code and two points", model.Self, -1, []model.Evidence{code, name, district}, 2},
		{"a sign-in", model.Self, 30, []model.Evidence{pass(model.EvidenceSignIn, "")}, 2},
		{"three points, code, statement", model.Self, 30, []model.Evidence{code, name, district, id, statement}, 3},
		{"a child alone", model.Self, 12, []model.Evidence{code, name, district, id, statement}, 0},
		{"a child with its guardian", model.Guardian, 12, []model.Evidence{code, name, district, id, statement, pass(model.EvidenceGuardianID, ""), pass(model.EvidenceRelationship, "")}, 3},
		{"fifteen without the guardian", model.Self, 15, []model.Evidence{code, name, district, id, statement, pass(model.EvidenceOwnConsent, "")}, 0},
		{"fifteen with both consents", model.Self, 15, []model.Evidence{code, name, district, id, statement, pass(model.EvidenceOwnConsent, ""), pass(model.EvidenceGuardianYes, "")}, 3},
		{"an agent without authority", model.Agent, -1, []model.Evidence{code, name, district, id, statement}, 0},
		{"an agent with authority", model.Agent, -1, []model.Evidence{code, name, district, id, statement, pass(model.EvidenceAuthority, "")}, 3},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := (model.Proof{Requester: tt.who, Age: tt.age, Evidence: tt.evidence}).Reached(); got != tt.want {
				t.Errorf("level %d, want %d", got, tt.want)
			}
		})
	}
}

func TestARulePackThatLeavesAKindOutIsRefused(t *testing.T) {
	broken := strings.Replace(string(assets.RulePack), "  objection:    *app\n", "", 1)
	if _, err := model.ReadRulePack([]byte(broken)); err == nil || !strings.Contains(err.Error(), "objection") {
		t.Errorf("%v", err)
	}
}

func TestPermissionsNameEveryActionOfARole(t *testing.T) {
	for action, roles := range model.Permissions {
		if len(roles) == 0 {
			t.Errorf("%s is nobody's", action)
		}
		if model.RoleAuditor.May(action) && !strings.HasSuffix(string(action), ".read") && !strings.HasPrefix(string(action), "desk.") && action != model.ActChangePassword && action != model.ActOwnKeys {
			t.Errorf("an auditor may %s", action)
		}
	}
}

func TestEveryKindLeavesReviewByItsOwnEnd(t *testing.T) {
	ends := map[model.Event]model.Status{model.ReleasedCopy: model.Answering, model.ApprovedFollowUp: model.Answering, model.ApprovedPlan: model.Running}
	for _, k := range model.Kinds {
		r := model.Request{Kind: k, Status: model.Review}
		reached := 0
		for on, to := range ends {
			if got, err := r.Next(on); err == nil {
				reached++
				if got != to {
					t.Errorf("%s: %s leads to %s", k, on, got)
				}
			}
		}
		if reached != 1 {
			t.Errorf("%s has %d ends besides refusal", k, reached)
		}
		if got, err := r.Next(model.ApprovedRefusal); err != nil || got != model.Answering {
			t.Errorf("%s cannot be refused: %s %v", k, got, err)
		}
	}
}
