package incident

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// EntryKind is what an entry of an incident's record does.
type EntryKind string

// The kinds of entries.
const (
	Opened   EntryKind = "opened"
	Noted    EntryKind = "noted"    // an action, with the time at which it was done
	Stated   EntryKind = "stated"   // the facts as known from now on
	Scored   EntryKind = "scored"   // the factors of the severity
	Scoped   EntryKind = "scoped"   // who is affected, as counted
	Noticed  EntryKind = "noticed"  // a notice to those affected was begun
	Tasked   EntryKind = "tasked"   // something remains to be done
	Ticked   EntryKind = "ticked"   // a first action, or a task, was done
	Linked   EntryKind = "linked"   // a request refers to it
	Seated   EntryKind = "seated"   // who sits in the response team, or why nobody does
	Decided  EntryKind = "decided"  // with its reason; not to tell somebody too
	Written  EntryKind = "drafted"  // a report to an authority, as written
	Approved EntryKind = "approved" // a draft, by a second person
	// Sent lets a report to an authority go by mail, and Unreached says that it did not reach whom it went to. That it
	// was reported is written down once the server took it.
	Sent      EntryKind = "sent"
	Unreached EntryKind = "unreached"
	Reported  EntryKind = "reported" // somebody outside was told; never of a drill
	Played    EntryKind = "played"   // what a drill would have reported
	Closed    EntryKind = "closed"
	Kept      EntryKind = "kept"  // evidence, sealed
	Heard     EntryKind = "heard" // an authority wrote; never of a drill
)

// Outward reports whether an entry says that something left the desk.
func (k EntryKind) Outward() bool { return k == Reported || k == Sent || k == Unreached }

// Entry is one line of an incident's record. It never changes: At is the desk's own clock.
type Entry struct {
	Number int64
	At     time.Time
	By     string // ID of the member of staff
	Kind   EntryKind
	Body   Body
}

// Level is the level at which every incident is opened (statement, "Security Event Notification").
const Level = "major"

// DrillReference is what the reference of a drill begins with, and that of no incident.
const DrillReference = "D-"

// Incident is what its record adds up to.
type Incident struct {
	ID        int64
	Reference string // I-2026-0003; a drill D-2026-0003
	Drill     bool
	// Version is the number of its newest entry; it goes with every action.
	Version int64
	Facts   Facts
	Factors *Factors // nil: not scored yet
	Seats   []Seating
	Closing *Closing // nil: open
	Record  []Entry  // oldest first
}

// Opened is its first entry.
func (i Incident) Opened() Entry {
	if len(i.Record) == 0 {
		return Entry{}
	}
	return i.Record[0]
}

// Errors about an entry.
var (
	ErrText     = errors.New("write down what was done")
	ErrDone     = errors.New("it cannot have been done in the future")
	ErrSeat     = errors.New("name who takes the seat, or say why nobody does")
	ErrEmpty    = errors.New("a seat of the response team is empty and nobody said why")
	ErrReason   = errors.New("a decision needs its reason")
	ErrChannel  = errors.New("say how it was reported, and when: not before it was found, not in the future")
	ErrLate     = errors.New("this is late: give the reason")
	ErrClosing  = errors.New("closing needs cause, loss and lessons")
	ErrClosed   = errors.New("the incident is closed")
	ErrOpenDuty = errors.New("a clock still runs: report it, or decide with a reason not to")
	ErrDrill    = errors.New("nothing of a drill leaves the desk")
	ErrNoClock  = errors.New("this clock does not apply")
)

// Of folds a record into the incident that it makes. An entry that a record cannot hold is an error: it was not written
// by the rules.
func Of(id int64, reference string, drill bool, record []Entry) (Incident, error) {
	i := Incident{ID: id, Reference: reference, Drill: drill}
	for n, e := range record {
		if e.Number != int64(n+1) {
			return i, fmt.Errorf("entry %d of %s is missing", n+1, reference)
		}
		if err := i.add(e); err != nil {
			return i, fmt.Errorf("entry %d of %s: %w", e.Number, reference, err)
		}
	}
	if len(record) == 0 {
		return i, fmt.Errorf("%s has no record", reference)
	}
	return i, nil
}

func (i *Incident) add(e Entry) error {
	b := e.Body
	missing := fmt.Errorf("%s says nothing", e.Kind)
	if (e.Kind == Opened) != (e.Number == 1) {
		return fmt.Errorf("%s is not how a record goes on", e.Kind)
	}
	if i.Closing != nil && !e.Kind.after() && !e.ofMail() {
		return ErrClosed
	}
	switch e.Kind {
	case Opened, Stated:
		if b.Facts == nil {
			return missing
		}
		i.Facts = *b.Facts
	case Noted:
		if b.Text == "" {
			return missing
		}
	case Scored:
		if b.Factors == nil {
			return missing
		}
		i.Factors = b.Factors
	case Scoped:
		if b.Scope == nil {
			return missing
		}
		if b.Facts != nil { // everybody is counted, as whoever counted says
			i.Facts = *b.Facts
		}
	case Noticed:
		if b.Notice == nil {
			return missing
		}
	case Tasked, Ticked, Linked:
		if !e.says() {
			return missing
		}
	case Seated:
		if b.Seat == nil {
			return missing
		}
		i.seat(*b.Seat)
	case Decided:
		if b.Decision == nil {
			return missing
		}
	case Written:
		if b.Draft == nil {
			return missing
		}
	case Approved:
		if b.Approval == nil {
			return missing
		}
	case Sent, Unreached:
		if b.Mail == nil {
			return missing
		}
		if i.Drill {
			return ErrDrill
		}
	case Reported, Played:
		if b.Report == nil {
			return missing
		}
		if i.Drill != (e.Kind == Played) {
			return ErrDrill
		}
	case Kept, Heard:
		if b.Evidence == nil && b.Reply == nil || i.Drill && b.Reply != nil {
			return missing
		}
	case Closed:
		if b.Closing == nil {
			return missing
		}
		i.Closing = b.Closing
	default:
		return fmt.Errorf("%q is no kind of entry", e.Kind)
	}
	i.Version = e.Number
	i.Record = append(i.Record, e)
	return nil
}

func (i *Incident) seat(s Seating) {
	i.Seats = slices.DeleteFunc(slices.Clone(i.Seats), func(o Seating) bool { return o.Seat == s.Seat })
	i.Seats = append(i.Seats, s)
}

// Next checks what is to be written next at a moment against the rules, and returns the entry with its number.
func (i Incident) Next(r *Rules, e Entry, clocks []Running) (Entry, error) {
	e.Number = i.Version + 1
	if i.Closing != nil && !e.Kind.after() && !e.ofMail() {
		return e, ErrClosed
	}
	if err := e.check(r); err != nil {
		return e, err
	}
	switch e.Kind {
	case Scoped:
		if err := i.mayScope(*e.Body.Scope); err != nil {
			return e, err
		}
	case Ticked, Linked:
		if err := i.mayTask(e); err != nil {
			return e, err
		}
	case Written:
		if err := i.mayWrite(*e.Body.Draft); err != nil {
			return e, err
		}
	case Approved:
		if err := i.mayApprove(r, e, clocks); err != nil {
			return e, err
		}
	case Sent:
		if err := i.maySend(r, e, clocks); err != nil {
			return e, err
		}
	case Reported, Played:
		if e.ofMail() {
			break
		}
		if err := i.mayReport(r, e, clocks); err != nil {
			return e, err
		}
	case Heard:
		if err := i.mayHear(*e.Body.Reply); err != nil {
			return e, err
		}
	case Closed:
		if len(i.EmptySeats(r)) > 0 {
			return e, ErrEmpty
		}
		if slices.ContainsFunc(clocks, func(c Running) bool { return c.Open() && !i.Waived(c.ID) }) {
			return e, ErrOpenDuty
		}
	}
	next := i
	return e, next.add(e)
}

func (i Incident) mayReport(r *Rules, e Entry, clocks []Running) error {
	if len(i.EmptySeats(r)) > 0 {
		return ErrEmpty
	}
	c, ok := find(clocks, func(c Running) bool { return c.ID == e.Body.Report.Clock })
	if !ok || c.Applies == No {
		return ErrNoClock
	}
	if e.Body.Report.At.Before(i.Facts.Aware) {
		return ErrChannel
	}
	if c.Done.IsZero() {
		c.Done = e.Body.Report.At
	}
	if n := e.Body.Report.Draft; n != 0 {
		if d, there := i.Drafted(c.ID); !there || d.Number != n || d.Approved.Number == 0 {
			return ErrDraft
		}
	}
	if c.Late(e.At) && strings.TrimSpace(e.Body.Report.Late) == "" {
		return ErrLate
	}
	return nil
}

// check refuses an entry that lacks what its kind needs.
func (e Entry) check(r *Rules) error {
	b := e.Body
	blank := func(texts ...string) bool {
		return slices.ContainsFunc(texts, func(t string) bool { return strings.TrimSpace(t) == "" })
	}
	if b.long() {
		return ErrLong
	}
	switch e.Kind {
	case Opened, Stated:
		return b.Facts.Check(r, e.At)
	case Noted:
		if blank(b.Text) {
			return ErrText
		}
		if b.Done.IsZero() || b.Done.After(e.At) {
			return ErrDone
		}
	case Scored:
		_, err := r.Severity.Score(*b.Factors)
		return err
	case Tasked, Ticked, Linked:
		return e.checkTask(r)
	case Scoped:
		if err := b.Scope.check(); err != nil || b.Facts == nil {
			return err
		}
		return b.Facts.Check(r, e.At)
	case Seated:
		if _, ok := r.Seat(b.Seat.Seat); !ok || blank(b.Seat.Person) && blank(b.Seat.Why) {
			return ErrSeat
		}
	case Decided:
		if blank(b.Decision.What, b.Decision.Reason) {
			return ErrReason
		}
		if _, ok := r.Clock(b.Decision.Clock); b.Decision.Clock != "" && !ok {
			return ErrNoClock
		}
	case Written:
		return b.Draft.check(r)
	case Reported, Played:
		if blank(b.Report.Channel) || b.Report.At.IsZero() || b.Report.At.After(e.At) {
			return ErrChannel
		}
	case Kept, Heard:
		return e.checkKept()
	case Closed:
		if blank(b.Closing.Cause, b.Closing.Loss, b.Closing.Lessons) {
			return ErrClosing
		}
	}
	return nil
}

// EmptySeats are the seats of the response team that are neither filled nor explained.
func (i Incident) EmptySeats(r *Rules) (list []Named) {
	for _, s := range r.Seats {
		if !slices.ContainsFunc(i.Seats, func(o Seating) bool { return o.Seat == s.ID && o.Settled() }) {
			list = append(list, s)
		}
	}
	return list
}

// Scoring is one score in the history of an incident.
type Scoring struct {
	At    time.Time
	By    string
	Score Score
}

// Scores are every score of the record, oldest first, worked out anew from the factors.
func (i Incident) Scores(r *Rules) (list []Scoring, err error) {
	for _, e := range i.Record {
		if e.Body.Factors == nil {
			continue
		}
		score, err := r.Severity.Score(*e.Body.Factors)
		if err != nil {
			return nil, fmt.Errorf("entry %d of %s: %w", e.Number, i.Reference, err)
		}
		list = append(list, Scoring{e.At, e.By, score})
	}
	return list, nil
}
