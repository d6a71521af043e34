package model

import (
	"time"
)

// ClockName says what has to be done before a clock of a request ends.
type ClockName string

// The clocks of a request, see rule.Pack.NearestDue. NoClock is that of a closed one.
const (
	NoClock     ClockName = ""
	ClockSettle ClockName = "settle"
	ClockTell   ClockName = "tell" // by then the person must know that the request arrived
	ClockVerify ClockName = "verify"
	ClockAnswer ClockName = "answer"
	ClockWait   ClockName = "wait" // until it ends the person is waited for
)

// Clock is the clock of a request that ends first: every list shows this one, under its name. Times are UTC.
type Clock struct {
	Name ClockName
	Due  time.Time
	// Provisional says that a year was counted whose holidays are not known yet.
	Provisional bool
}

// Late reports whether the clock has run out: that is what every list, figure and reminder calls late.
func (c Clock) Late(now time.Time) bool { return c.Name != NoClock && c.Due.Before(now) }

// Provisional says which clocks of a request were counted over a year whose holidays are not known yet, and NextTells
// what the next one is.
type Provisional int

// The clocks; a request has either, both or none.
const (
	ProvisionalNext Provisional = 1 << iota
	ProvisionalFinal
	NextTells
)

// NearestClock names the nearer of a request's two clocks: next, which its status sets, and final. Where they end
// together it is the answer that is waited for.
func NearestClock(status Status, next, final time.Time, p Provisional) Clock {
	nearer := Clock{Due: next, Provisional: p&ProvisionalNext != 0}
	switch {
	case status == Closed:
		return Clock{}
	case !next.Before(final):
		return Clock{ClockAnswer, final, p&ProvisionalFinal != 0}
	case p&NextTells != 0:
		nearer.Name = ClockTell
	case status == Received:
		nearer.Name = ClockSettle
	case status == Verifying:
		nearer.Name = ClockVerify
	case status == Waiting:
		nearer.Name = ClockWait
	default:
		return Clock{ClockAnswer, final, p&ProvisionalFinal != 0}
	}
	return nearer
}

// Clock returns the nearest clock of the request.
func (r Request) Clock() Clock { return NearestClock(r.Status, r.NextDueAt, r.DueAt, r.Provisional) }

// Final returns the clock by which the request must be answered.
func (r Request) Final() Clock { return NearestClock(r.Status, r.DueAt, r.DueAt, r.Provisional) }
