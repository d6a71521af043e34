package model

import "time"

// Absence says that a member of staff is away: what they hold may be taken over until they are back. Times are UTC; From is the
// first moment of it, Until the first one after it.
type Absence struct {
	Staff       string // ID
	From, Until time.Time
	NotedBy     string // staff ID
	NotedAt     time.Time
}

// Lasts reports whether it lasts at a moment.
func (a Absence) Lasts(now time.Time) bool { return !now.Before(a.From) && now.Before(a.Until) }

// Load is how much one member of staff has to do.
type Load struct {
	Staff   Staff
	Open    int64 // requests that they hold
	Late    int64 // of those, whose nearest clock has run out; see LateLimit
	Waiting int64 // of those, that wait for the person
	// ForSecond is how many things that they prepared wait for a second person.
	ForSecond int64
	// Away is the zero Absence where they are here, or away only later.
	Away Absence
}

// LateLimit bounds how many late requests are counted for one person: more are as bad.
const LateLimit = 1000

// Team is what a lead sees of everybody's work.
type Team struct {
	Loads     []Load // of everybody who may hold a request, the most first
	Unclaimed int64
	// Longest are the requests that nobody has held, that came in first.
	Longest []QueueRow
}

// Heavy reports whether somebody has more than twice what the others have between them on average, and at least ten.
func (t Team) Heavy(l Load) bool {
	if len(t.Loads) < 2 || l.Open < 10 {
		return false
	}
	others := int64(0)
	for _, o := range t.Loads {
		if o.Staff.ID != l.Staff.ID {
			others += o.Open
		}
	}
	return l.Open*int64(len(t.Loads)-1) > 2*others
}
