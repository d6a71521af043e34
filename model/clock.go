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
	ClockVerify ClockName = "verify"
	ClockAnswer ClockName = "answer"
	ClockWait   ClockName = "wait" // until it ends the person is waited for
)

// Clock is the clock of a request that ends first: every list shows this one, under its name. Times are UTC.
type Clock struct {
	Name ClockName
	Due  time.Time
}

// NearestClock names the nearer of a request's two clocks: next, which its status sets, and final. Where they end together it
// is the answer that is waited for.
func NearestClock(status Status, next, final time.Time) Clock {
	switch {
	case status == Closed:
		return Clock{}
	case status == Received && next.Before(final):
		return Clock{ClockSettle, next}
	case status == Verifying && next.Before(final):
		return Clock{ClockVerify, next}
	case status == Waiting && next.Before(final):
		return Clock{ClockWait, next}
	}
	return Clock{ClockAnswer, final}
}

// Clock returns the nearest clock of the request.
func (r Request) Clock() Clock { return NearestClock(r.Status, r.NextDueAt, r.DueAt) }

// Final returns the clock by which the request must be answered.
func (r Request) Final() Clock {
	if r.Status == Closed {
		return Clock{}
	}
	return Clock{ClockAnswer, r.DueAt}
}
