package model

import (
	"slices"
	"time"
)

// Wait is what the desk waits for while a request is waiting.
type Wait string

// What can be waited for.
const (
	WaitIdentity      Wait = "identity"
	WaitClarification Wait = "clarification"
	WaitBlockers      Wait = "blockers"
)

// Waits lists what can be waited for.
var Waits = []Wait{WaitIdentity, WaitClarification, WaitBlockers}

// Pause is a time in which the person had to do something first. Whether the clock stood is for the rules to say.
type Pause struct {
	For  Wait      `json:"for"`
	From time.Time `json:"from"`
	To   time.Time `json:"to,omitzero"` // zero while it lasts
	// Until is the day that the person was told of: then the request comes back by itself. Zero: when its answer is
	// due.
	Until time.Time `json:"until,omitzero"`
}

// waitsFor returns what a waiting request waits for.
func (r Request) waitsFor() Wait {
	switch {
	case r.LevelReached < r.LevelNeeded:
		return WaitIdentity
	case r.Kind.Clears():
		return WaitBlockers
	}
	return WaitClarification
}

// WaitsUntil lets the request wait for the person from a moment until the day that they were told of.
func (r *Request) WaitsUntil(now, day time.Time) {
	r.KeepPauses(now, false)
	if last := len(r.Pauses) - 1; last >= 0 && r.Pauses[last].To.IsZero() {
		r.Pauses[last].Until = day
	}
}

// KeepPauses notes at a moment whether the person is waited for: a pause begins where the request has come to wait, or
// where its person was asked who they are while that is being proven, and ends where it waits for that no longer.
func (r *Request) KeepPauses(now time.Time, asked bool) {
	last := len(r.Pauses) - 1
	lasting := last >= 0 && r.Pauses[last].To.IsZero()
	proving := r.Status == Verifying &&
		(asked || lasting && r.Pauses[last].For == WaitIdentity && r.Pauses[last].Until.IsZero())
	waits := r.Status == Waiting || proving
	if lasting && (!waits || r.Pauses[last].For != r.waitsFor()) {
		r.Pauses = slices.Clone(r.Pauses)
		r.Pauses[last].To, lasting = now, false
	}
	if waits && !lasting {
		r.Pauses = append(r.Pauses[:last+1:last+1], Pause{For: r.waitsFor(), From: now})
	}
}
