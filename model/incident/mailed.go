package incident

import (
	"errors"
	"slices"
	"time"

	"orangelab.cn/rightsdesk/model/dispatch"
	"orangelab.cn/rightsdesk/model/kept"
)

// Mailed is a report to an authority that leaves the desk by mail. Nothing of a drill is one.
type Mailed struct {
	ID       string
	Incident int64
	State    dispatch.State
	// MessageID names the message among mail programs, without its angle brackets.
	MessageID string
	At        time.Time // when it was let go
	By        string    // ID of who let it go
	Due       time.Time // when it is tried next
	Tries     int
	SentAt    time.Time // when the server took it, or when it was known that it did not reach whom it went to
	Sender    string    // who is trying it; empty while nobody is
	Mail      Envelope
	Said      string // the server's own answer
	Why       string // the kind of failure, see app/mail; empty where there is none
}

// Envelope is what a report says and to whom it goes, as it leaves.
type Envelope struct {
	Clock string `json:"clock"`
	// Draft is the entry of the approved draft that it says.
	Draft   int64  `json:"draft"`
	To      string `json:"to"`
	Lang    string `json:"lang"`
	Subject string `json:"subject"`
	Text    string `json:"text"`
	HTML    string `json:"html"`
	Late    string `json:"late,omitempty"` // as Mailing.Late
	// PDF is the report to print, which goes with it; the zero value of one that was let go before there were any.
	PDF kept.File `json:"pdf,omitzero"`
}

// Mailing says of a report by mail, in the record, that it was let go, or that it did not reach whom it went to.
type Mailing struct {
	ID    string `json:"id"` // of the Mailed
	Clock string `json:"clock"`
	Draft int64  `json:"draft"`
	To    string `json:"to"`
	Late  string `json:"late,omitempty"` // the reason where it was late when it was let go
	// Why and Said say of one that did not arrive what went wrong, and what the server said.
	Why  string    `json:"why,omitempty"`
	Said string    `json:"said,omitempty"`
	PDF  kept.File `json:"pdf,omitzero"` // that went with it
}

// TakenBack is why a report by mail did not leave that somebody took back, or gave up.
const TakenBack = "taken_back"

// ErrMailed says that a report is on its way already.
var ErrMailed = errors.New("this report is on its way by mail already")

// mailed are the kinds of entries that tell of a report by mail.
func (e Entry) mailed() bool {
	return e.Kind == Sent || e.Kind == Unreached || e.Body.Report != nil && e.Body.Report.Mail != ""
}

// ofMail reports whether an entry tells what a server said of a report that left before: that is written down however
// the incident stands by then.
func (e Entry) ofMail() bool { return e.mailed() && e.Kind != Sent }

// Unreached reports whether a report by mail did not reach whom it went to.
func (i Incident) Unreached(id string) bool {
	return slices.ContainsFunc(i.Record, func(e Entry) bool { return e.Kind == Unreached && e.Body.Mail.ID == id })
}

// ApprovedDraft reports whether a draft for a clock was approved.
func (i Incident) ApprovedDraft(draft int64, clock string) bool {
	written := false
	for _, e := range i.Record {
		switch {
		case e.Number == draft && e.Body.Draft != nil && e.Body.Draft.Clock == clock:
			written = true
		case written && e.Body.Approval != nil && e.Body.Approval.Draft == draft:
			return true
		}
	}
	return false
}

// maySend refuses to let a report go that nobody approved, or that could not be written down as reported.
func (i Incident) maySend(r *Rules, e Entry, clocks []Running) error {
	m := e.Body.Mail
	told := e
	told.Kind, told.Body = Reported, Body{Report: &Report{Clock: m.Clock, At: e.At, Channel: m.To, Draft: m.Draft,
		Late: m.Late}}
	if i.Drill {
		return ErrDrill
	}
	if m.Draft == 0 {
		return ErrDraft
	}
	return i.mayReport(r, told, clocks)
}
