package model

import (
	"fmt"
)

// Event is what happens to a request and may move it on.
type Event string

// The events of a request's life.
const (
	Triaged          Event = "triaged"            // kind, subject and requester are settled
	Resettled        Event = "resettled"          // kind or scope were settled wrongly, and are settled again
	LevelReached     Event = "level_reached"      // identity proven to the level the request needs
	NotProven        Event = "not_proven"         // identity not proven in time
	SentToReview     Event = "sent_to_review"     // prepared, a second person looks
	AskedPerson      Event = "asked_person"       // the person must do something first
	PersonAnswered   Event = "person_answered"    // what was asked for arrived
	LimitPassed      Event = "limit_passed"       // what was asked for did not arrive in time
	Returned         Event = "returned"           // the second person sends it back with a comment
	ReleasedCopy     Event = "released_copy"      // a copy may be handed out
	ApprovedFollowUp Event = "approved_follow_up" // what was done about a complaint or a call for help may be answered
	ApprovedRefusal  Event = "approved_refusal"   // the refusal of the whole request may be answered
	ApprovedPlan     Event = "approved_plan"      // a plan may be written to the sources
	RunDone          Event = "run_done"           // the plan is written
	RunFailed        Event = "run_failed"         // a source refused the plan
	// TaskCorrected: what an owner had done was recorded wrongly, and a certificate says so
	TaskCorrected   Event = "task_corrected"
	Delivered       Event = "delivered"    // letter and packet are on their way
	ClosedEarly     Event = "closed_early" // withdrawn, duplicate or redirected
	ReopenedByVoice Event = "reopened"     // a complaint reopens it
)

// Transition is one allowed move. Of says which kinds of request may make it; nil: every kind. So a kind decides which
// end a request can reach: what is to be erased never leaves as a copy.
type Transition struct {
	From Status
	On   Event
	To   Status
	Of   func(Kind) bool
}

// Transitions is the only authority on how a request moves.
var Transitions = []Transition{
	{Received, Triaged, Verifying, nil},
	{Received, ClosedEarly, Closed, nil},
	{Verifying, Resettled, Verifying, nil},
	{Working, Resettled, Verifying, nil},
	{Waiting, Resettled, Verifying, nil},
	{Verifying, LevelReached, Working, nil},
	{Verifying, NotProven, Answering, nil},
	{Verifying, AskedPerson, Waiting, nil},
	{Verifying, ClosedEarly, Closed, nil},
	{Working, SentToReview, Review, nil},
	{Working, AskedPerson, Waiting, nil},
	{Working, ClosedEarly, Closed, nil},
	{Waiting, PersonAnswered, Working, nil},
	{Waiting, LimitPassed, Working, nil},
	{Waiting, ClosedEarly, Closed, nil},
	{Review, Returned, Working, nil},
	{Review, ReleasedCopy, Answering, Kind.Copies},
	{Review, ApprovedFollowUp, Answering, Kind.FollowsUp},
	{Review, ApprovedRefusal, Answering, nil},
	{Review, ApprovedPlan, Running, Kind.Changes},
	{Running, RunDone, Answering, Kind.Changes},
	{Running, RunFailed, Working, Kind.Changes},
	{Answering, TaskCorrected, Running, Kind.Erases},
	{Answering, Delivered, Closed, nil},
	{Closed, ReopenedByVoice, Working, nil},
}

// TransitionError says that an event is not allowed where a request stands.
type TransitionError struct {
	From Status
	On   Event
}

func (e *TransitionError) Error() string {
	return fmt.Sprintf("a request that is %s cannot take %s", e.From, e.On)
}

// Next gives the status that follows an event; the request's own facts decide where waiting goes back to.
func (r Request) Next(on Event) (Status, error) {
	for _, t := range Transitions {
		if t.From == r.Status && t.On == on && (t.Of == nil || t.Of(r.Kind)) {
			if t.To == Working && (t.From == Waiting || t.From == Closed) && r.LevelReached < r.LevelNeeded {
				return Verifying, nil // nothing is worked on before the identity stands
			}
			if t.To == Working && t.From == Verifying && r.LevelReached < r.LevelNeeded {
				return r.Status, &TransitionError{r.Status, on}
			}
			return t.To, nil
		}
	}
	return r.Status, &TransitionError{r.Status, on}
}
