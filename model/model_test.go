package model_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"orangelab.cn/rightsdesk/model"
)

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
	events := []model.Event{model.Triaged, model.LevelReached, model.NotProven, model.SentToReview, model.AskedPerson,
		model.PersonAnswered,
		model.LimitPassed, model.Returned, model.ReleasedCopy, model.ApprovedFollowUp, model.ApprovedRefusal,
		model.ApprovedPlan, model.RunDone, model.RunFailed, model.TaskCorrected, model.Delivered, model.ClosedEarly}
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

func TestLevels(t *testing.T) {
	pass := func(k model.EvidenceKind, point string) model.Evidence {
		return model.Evidence{Kind: k, Point: point, Result: model.Passed}
	}
	code := pass(model.EvidenceEmailCode, "")
	name, district, id := pass(model.EvidenceDataPoint, "name"), pass(model.EvidenceDataPoint,
		"district"), pass(model.EvidenceDataPoint, "id_number")
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
		{"a code and the address it was sent to", model.Self, -1,
			[]model.Evidence{code, name, pass(model.EvidenceDataPoint, "email")}, 1},
		{"a code and two points", model.Self, -1, []model.Evidence{code, name, district}, 2},
		{"a sign-in", model.Self, 30, []model.Evidence{pass(model.EvidenceSignIn, "")}, 2},
		{"three points, code, statement", model.Self, 30, []model.Evidence{code, name, district, id, statement}, 3},
		{"a child alone", model.Self, 12, []model.Evidence{code, name, district, id, statement}, 0},
		{"a child with its guardian", model.Guardian, 12,
			[]model.Evidence{code, name, district, id, statement, pass(model.EvidenceGuardianID, ""),
				pass(model.EvidenceRelationship, "")}, 3},
		{"fifteen without the guardian", model.Self, 15,
			[]model.Evidence{code, name, district, id, statement, pass(model.EvidenceOwnConsent, "")}, 0},
		{"fifteen with both consents", model.Self, 15,
			[]model.Evidence{code, name, district, id, statement, pass(model.EvidenceOwnConsent, ""),
				pass(model.EvidenceGuardianYes, "")}, 3},
		{"an agent without authority", model.Agent, -1, []model.Evidence{code, name, district, id, statement}, 0},
		{"an agent with authority", model.Agent, -1,
			[]model.Evidence{code, name, district, id, statement, pass(model.EvidenceAuthority, "")}, 3},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := (model.Proof{Requester: tt.who, Age: tt.age, Evidence: tt.evidence}).Reached(); got != tt.want {
				t.Errorf("level %d, want %d", got, tt.want)
			}
		})
	}
}

func TestPermissionsNameEveryActionOfARole(t *testing.T) {
	for action, roles := range model.Permissions {
		if len(roles) == 0 {
			t.Errorf("%s is nobody's", action)
		}
		own := []model.Action{model.ActChangePassword, model.ActOwnKeys, model.ActSetFactor} // of whoever does it
		if model.RoleAuditor.May(action) && !strings.HasSuffix(string(action), ".read") &&
			!strings.HasPrefix(string(action), "desk.") && !slices.Contains(own, action) {
			t.Errorf("an auditor may %s", action)
		}
	}
}

func TestEveryKindLeavesReviewByItsOwnEnd(t *testing.T) {
	ends := map[model.Event]model.Status{model.ReleasedCopy: model.Answering, model.ApprovedFollowUp: model.Answering,
		model.ApprovedPlan: model.Running}
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
