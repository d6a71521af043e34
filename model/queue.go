package model

import "time"

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
	PreparedBy string
	Step       Step
	ReceivedAt time.Time
	Clock      Clock // the nearest, which the open ones are in order of
	Name       string
	// KnownBy is the first thing that a person without a name is known by, masked; empty where there is a name.
	KnownBy string
	// ForwardedBy is the address of who passed on what nobody has settled yet; empty where nobody did.
	ForwardedBy string
	Cursor      Cursor
}
