package model

import "time"

// Absence says that a member of staff is away: what they hold may be taken over until they are back. Times are UTC;
// From is the first moment of it, Until the first one after it.
type Absence struct {
	Staff       string // ID
	From, Until time.Time
	NotedBy     string // staff ID
	NotedAt     time.Time
}

// Lasts reports whether it lasts at a moment.
func (a Absence) Lasts(now time.Time) bool { return !now.Before(a.From) && now.Before(a.Until) }
