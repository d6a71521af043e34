package model_test

import (
	"testing"
	"time"

	"orangelab.cn/rightsdesk/model"
)

// The desk waits for the person from the moment it asked them, and for one thing at a time.
func TestThePersonIsWaitedForFromTheMomentTheyWereAsked(t *testing.T) {
	start := time.Date(2026, 11, 3, 2, 0, 0, 0, time.UTC)
	r := model.Request{Kind: model.Access, Status: model.Verifying, LevelNeeded: 2}
	day := 0
	for _, step := range []struct {
		status model.Status
		level  model.Level
		asked  bool
		waits  model.Wait // what is waited for afterwards; empty for nothing
		pauses int
	}{
		{model.Received, 0, false, "", 0},
		{model.Verifying, 0, false, "", 0}, // nobody has asked yet
		{model.Verifying, 0, true, model.WaitIdentity, 1},
		{model.Verifying, 1, false, model.WaitIdentity, 1}, // not proven enough
		{model.Waiting, 1, false, model.WaitIdentity, 1},
		{model.Verifying, 1, false, model.WaitIdentity, 1},
		{model.Working, 2, false, "", 1},
		{model.Waiting, 2, false, model.WaitClarification, 2},
		{model.Verifying, 1, false, "", 2}, // settled again, at a higher level
		{model.Verifying, 1, true, model.WaitIdentity, 3},
		{model.Closed, 1, false, "", 3},
	} {
		day++
		now := start.AddDate(0, 0, day)
		r.Status, r.LevelReached = step.status, step.level
		r.KeepPauses(now, step.asked)
		var waits model.Wait
		if n := len(r.Pauses); n > 0 && r.Pauses[n-1].To.IsZero() {
			waits = r.Pauses[n-1].For
		}
		if waits != step.waits || len(r.Pauses) != step.pauses {
			t.Fatalf("day %d, %s: waits for %q in %+v", day, step.status, waits, r.Pauses)
		}
		for i, p := range r.Pauses {
			if i > 0 && p.From.Before(r.Pauses[i-1].To) {
				t.Errorf("day %d: pauses overlap: %+v", day, r.Pauses)
			}
		}
	}
}
