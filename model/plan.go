package model

import (
	"time"
)

// PlanState is how far a plan is.
type PlanState string

// The states of a plan. A signed plan does not change: the database refuses it.
const (
	PlanMaking PlanState = "making"
	PlanReady  PlanState = "ready"
	PlanSigned PlanState = "signed"
	PlanDone   PlanState = "done" // every source is written, handed over, or left as it is for a reason
)

// WriteState is how far the writing of a source is.
type WriteState string

// The states of a source in a plan.
const (
	WriteWaiting WriteState = "waiting"
	WriteRunning WriteState = "running"
	WriteDone    WriteState = "done"
	// WriteFailed: the source refused it; a database holds what it held before, see PlanSource
	WriteFailed     WriteState = "failed"
	WriteChanged    WriteState = "changed"    // a row changed since the preview; it holds what it held before
	WriteUnwritable WriteState = "unwritable" // the desk has no write credential: it stays as it is
	WriteHanded     WriteState = "handed"     // its owner does it by hand
	WriteByOwner    WriteState = "by_owner"   // its owner has done it
	// WriteBlocked: the preview says that it would be refused; the plan must be mended first
	WriteBlocked WriteState = "blocked"
)

// Plan is what would be written to the sources for a request, version by version.
type Plan struct {
	ID        string
	RequestID int64
	Version   int
	State     PlanState
	Digest    string // View.Digest over every row in order, in hex
	MadeAt    time.Time
	MadeBy    string
	SignedAt  time.Time
	SignedBy  string
	LeaseTill time.Time // a desktop is at work on it until then
	Notes     []byte
	Sources   []PlanSource
}

// Signed reports whether a second person approved the plan.
func (p Plan) Signed() bool { return p.State == PlanSigned || p.State == PlanDone }

// PlanSource is a source in a plan: what would be written, and how far that is. Of a system that is changed by requests
// Written counts the requests that it answered, and EndedAt says of a failed one that nobody knows what became of the
// next: none is sent again.
type PlanSource struct {
	Source  string
	Place   int // the order of writing
	State   WriteState
	Updates int64 // rows
	Deletes int64
	Kept    int64 // rows left as they are: held, stopped, refused, not ours, or also somebody else's
	Written int64
	Reason  string
	EndedAt time.Time
}

// Settled reports whether nothing more is to be written to the source.
func (s PlanSource) Settled() bool {
	switch s.State {
	case WriteDone, WriteUnwritable, WriteHanded, WriteByOwner:
		return true
	}
	return false
}

// ByHand reports whether its owner changes all of it, and the desk planned nothing there.
func (s PlanSource) ByHand() bool {
	return s.Updates+s.Deletes == 0 && (s.State == WriteHanded || s.State == WriteByOwner)
}

// PlanLine is one row of a plan. Row is opaque here: key, before and after.
type PlanLine struct {
	Seq        int64
	Source     string
	Place      int // of its collection within the source
	Dataset    string
	Collection string
	Deletes    bool
	Changed    bool // found changed when the plan was run
	Row        []byte
}

// PlanFilter narrows the rows of a plan and says where to go on.
type PlanFilter struct {
	Source      string
	ChangedOnly bool
	// AfterPlace and AfterSeq are the place of the row read last; rows come by source, place and number.
	AfterSource string
	AfterPlace  int
	AfterSeq    int64
}

// PlanCount is how many rows of a collection a plan writes.
type PlanCount struct {
	Source, Dataset, Collection string
	Updates, Deletes            int64
}
