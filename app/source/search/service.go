package search

import (
	"context"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/mask"
	"orangelab.cn/rightsdesk/app/source/value"
)

// Service is a source that is no database: it is asked for a collection by the values that lead there, one run at a
// time, and changes rows by calls of its own. It remembers the rows of the run, since later requests may need them.
type Service interface {
	// Ask hands over the rows of a collection, each once. It reports whether anything led there; where nothing did,
	// nothing was asked.
	Ask(ctx context.Context, asking Asking, deliver func(Answer) error) (asked bool, err error)
	// Plan returns the calls that would do with a row what the treatment says. Nothing is sent.
	Plan(c *dataset.Collection, a Answer, t dataset.Treatment, m *mask.Masker) (Planned, error)
	// Whole reports whether rows of a collection are changed as a whole, whichever of their fields are meant.
	Whole(c *dataset.Collection) bool
	// Make carries out one call of a plan; *UncertainError where nobody knows whether it was carried out.
	Make(ctx context.Context, call Call) error
	// Before reports the collections whose rows are to be changed before those of c.
	Before(c *dataset.Collection) []dataset.Address
}

// Asking is one collection with all that leads there.
type Asking struct {
	Collection *dataset.Collection
	Identities dataset.Identities
	Feeds      []Feed
	// told of every row that is not taken, since a field that it was asked for by holds another's value
	Left func(field string)
}

// Feed is what a field of another collection gave for a field of this one.
type Feed struct {
	From, To  *dataset.Field
	Values    []any
	Sensitive bool // the values lie outside a copy without sensitive data
}

// Answer is one row, and what led to it.
type Answer struct {
	Row     map[string]any // as decoded from JSON, numbers as written
	Led     map[string]any // by name of a request's param
	Reached []Reach
	// Identities are those of the request that led to the row, through whichever rows; none where that is not known.
	Identities dataset.Identities
	OnTrust    bool // nothing in the row says whose it is, and the system may have passed over what it was asked by
}

// Planned is what would be done with one row.
type Planned struct {
	Calls   []Call
	Before  value.Row // what the calls write, as it is; every declared field where the row goes as a whole
	After   value.Row // the same fields in the same order; empty where the row goes
	How     []string  // by field: the name of its strategy, or "set"
	Deleted bool
	Reasons []string // why part of it cannot be done: the keys of change.ObstacleTexts
}

// Why a service cannot do what a plan wishes.
const (
	NoOwnKey     = "no_own_key"
	NoRequest    = "no_request"
	OtherProgram = "program"
	NoDeletion   = "no_deletion"
	NoCorrection = "no_correction"
	NoValue      = "no_value"
	NamesNobody  = "names_nobody"
	UnsafeValue  = "unsafe_value"
	OnTrust      = "on_trust"
	Untyped      = "untyped"
	Unread       = "unread"
)

// UncertainError is a call that failed in a way that leaves open whether it was carried out.
type UncertainError struct{ Cause error }

// Error is that of the cause.
func (e *UncertainError) Error() string { return e.Cause.Error() }

// Unwrap returns why the call failed.
func (e *UncertainError) Unwrap() error { return e.Cause }

// Sentence marks the text as one of ours.
func (e *UncertainError) Sentence() {}

// Call is one call that changes a row, exactly as it would be made.
type Call struct {
	Text string // for people; secrets are named in it and not shown
	Data []byte // what the service makes of it
}
