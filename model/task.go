package model

import (
	"time"
)

// Task is what somebody outside the desk must do for a request.
type Task struct {
	ID     string
	Kind   TaskKind
	Who    string // an owner or a recipient
	Source string // its key; empty for a recipient
	DueAt  time.Time
	DoneAt time.Time // zero while it is open
	DoneBy string    // staff ID of who recorded it
	End    TaskEnd
	Until  time.Time // by when it will be done, of one that is not
	What   string
	Result string // why it is not done, as the person is told; what an older program asked for beside it
	Known  string // how the desk knows what came of it; never for the person
}

// Open reports whether the task still waits.
func (t Task) Open() bool { return t.DoneAt.IsZero() }
