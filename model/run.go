package model

import (
	"encoding/json"
	"time"
)

// SourceState is how far a source is in a collect.
type SourceState string

// The states of a source in a run.
const (
	SourceWaiting    SourceState = "waiting"
	SourceRunning    SourceState = "running"
	SourceDone       SourceState = "done"
	SourceFailed     SourceState = "failed"
	SourceManual     SourceState = "manual"     // its owner has not answered yet
	SourceAnswered   SourceState = "answered"   // its owner has
	SourceIncomplete SourceState = "incomplete" // it answered, but what leads to it did not
)

// Run is one collect.
type Run struct {
	ID        string
	RequestID int64
	Done      bool
	StartedAt time.Time
	EndedAt   time.Time
	By        string
	LeaseTill time.Time
	Sources   []RunSource
	// Notes is what the scan of the sources pointed out, sealed; its form belongs to who collects.
	Notes json.RawMessage
}

// RunSource is how far a source got in a run.
type RunSource struct {
	Source string
	State  SourceState
	Rows   int64
	Reason string
	DueAt  time.Time
}

// Answered reports whether the source's answer is in.
func (s RunSource) Answered() bool { return s.State == SourceDone || s.State == SourceAnswered }

// Finding is one row found for a subject. Row and Choice are opaque here: what was found, and what was decided about
// it.
type Finding struct {
	Seq        int64
	Source     string
	Dataset    string
	Collection string
	Sensitive  bool
	Shared     int
	Decision   Decision
	DecidedBy  string
	AgreedBy   string
	Row        []byte
	Choice     []byte
}

// FindingFilter narrows the findings of a run.
type FindingFilter struct {
	Source, Dataset, Collection string

	SharedOnly    bool
	SensitiveOnly bool
	Decision      Decision
	Seq           int64
}

// FindingCount is how many findings of a collection have a decision.
type FindingCount struct {
	Source, Dataset, Collection string
	Rows, Sensitive, Shared     int64
	Undecided, Masked, LeftOut  int64
	Unagreed                    int64
}
