package model

import (
	"time"
)

// Cursor is the place after which a page starts; the zero Cursor is the beginning.
type Cursor struct {
	At int64
	ID int64
}

// QueueRow is one line of a queue, personal parts opened as far as a list shows them: the name, to be masked.
type QueueRow struct {
	ID         int64
	Reference  string
	Kind       Kind
	Status     Status
	Outcome    Outcome
	Holder     string
	HolderAway bool // who holds it is away: it may be taken over
	PreparedBy string
	Step       Step
	LetterBy   string // see Request
	Meanwhile  Step
	Amount     StepAmount
	Channel    Channel
	Requester  RequesterKind
	ReceivedAt time.Time
	Clock      Clock // the nearest, which the open ones are in order of
	Name       string
	// KnownBy is the first thing that a person without a name is known by, masked; empty where there is a name.
	KnownBy string
	// ForwardedBy is the address of who passed on what nobody has settled yet; empty where nobody did.
	ForwardedBy string
	// Twins are the references of other requests that may be the same person's for the same, those that are open first;
	// none where no open one was recognised, or somebody found that they are two.
	Twins    []string
	DueAt    time.Time // the final clock
	ClosedAt time.Time
	Regimes  []string // none: those of the desk
	Labels
	Version int64
	Cursor  Cursor
}

// StepAmount is how much the next step of a request is about, for the line that says why it stands in a list. What is
// counted depends on the step; zero where nothing is.
type StepAmount struct {
	// N is what the step is about: doubts of what came in, proofs that count, sources, rows to decide, tasks, things
	// sent.
	N int64
	// Total is what that is part of: pieces of evidence, the rows of the sources counted, 2 things to send.
	Total int64
	// At is when a code was sent; Till until when it holds, or when the nearest task or answer is due.
	At, Till time.Time
}

// Revision is the request as the list shows it.
func (r QueueRow) Revision() Revision { return Revision{r.ID, r.Version} }
