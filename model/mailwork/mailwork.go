// Package mailwork is how far a desk is with what it does by itself with mail.
package mailwork

import "time"

// Work is what the desk does by itself with mail.
type Work string

// The kinds of work, each done by one desktop at a time.
const (
	Out Work = "outbox"
	In  Work = "inbox"
)

// State is how far sending or reading is.
type State struct {
	Work   Work
	Holder string    // who is at it; empty where nobody is
	Till   time.Time // when somebody else may take it up
	// CheckedAt is when the server was last spoken to without failure, and Why the kind of failure since then, see
	// app/mail.
	CheckedAt time.Time
	Why       string
	// Validity and UID say how far the mailbox was read, by its server's numbers; NewestAt is when the newest of it
	// arrived.
	Validity, UID uint32
	NewestAt      time.Time
}
