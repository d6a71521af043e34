package model

import (
	"slices"
	"strings"
	"time"
)

// What staff settle about a request before its plan is made. All of it may name the person and is stored only sealed.

// Way is what happens with one kind of data that a person asks to have deleted (statement DEL-2, CAN-9; PIPL 47).
type Way string

// The ways. What a law keeps, what is refused and what is not ours stays as it is.
const (
	WayDelete    Way = "delete"    // the row goes
	WayAnonymise Way = "anonymise" // the fields are masked as the data map says
	WayHold      Way = "hold"      // a duty to keep it runs; it comes back when that ends
	WayStop      Way = "stop"      // nothing but storage and security from now on (PIPL 47 (2))
	WayRedirect  Way = "redirect"  // somebody else's to delete
	WayRefuse    Way = "refuse"    // refused, with grounds
)

// Ways lists what can be chosen for a line of the scope.
var Ways = []Way{WayDelete, WayAnonymise, WayHold, WayStop, WayRedirect, WayRefuse}

// Leaves reports whether the data stay as they are.
func (w Way) Leaves() bool { return w != WayDelete && w != WayAnonymise }

// ScopeLine says what happens with one category of data in one collection, or with a column that has no category.
type ScopeLine struct {
	Source     string `json:"source"`
	Dataset    string `json:"dataset"`
	Collection string `json:"collection"`
	// Category is two levels of the data category, such as user.contact; empty where the line is about a column.
	Category string `json:"category"`
	// Column is set where the data map gives a column no category and it holds values of the person all the same.
	Column   string `json:"column,omitempty"`
	Rows     int64  `json:"rows"`
	Way      Way    `json:"way"`
	Strategy string `json:"strategy,omitempty"` // of WayAnonymise; empty: as the data map says, else emptied
	Hold     string `json:"hold,omitempty"`     // ID of the rule, of WayHold
	// last second of the duty, UTC; of the newest row, where each is kept for its own time
	Until time.Time `json:"until,omitzero"`
	// After is what happens with rows for which the duty of WayHold is over; empty: all rows are kept until the same
	// day. Past of Rows are such.
	After   Way      `json:"after,omitempty"`
	Past    int64    `json:"past,omitempty"`
	Party   string   `json:"party,omitempty"`   // of WayRedirect
	Reason  string   `json:"reason,omitempty"`  // of WayStop
	Refusal *Refusal `json:"refusal,omitempty"` // of WayRefuse
}

// Key names a line.
func (l ScopeLine) Key() string {
	if l.Column != "" {
		return l.Dataset + ":" + l.Collection + "|column " + l.Column
	}
	return l.Dataset + ":" + l.Collection + "|" + l.Category
}

// About is what of the collection the line speaks of: the category, or the column that has none.
func (l ScopeLine) About() string {
	if l.Column != "" {
		return l.Column
	}
	return l.Category
}

// Scope is what a deletion or a cancellation covers.
type Scope struct {
	Lines     []ScopeLine `json:"lines"`
	Confirmed bool        `json:"confirmed"` // staff went through it; until then it is the data map's proposal
	// Only limits the scope to lines of these keys: the part that a hold kept, or what was collected on a consent.
	Only []string `json:"only,omitempty"`
}

// Covers reports whether a line is within the scope's limits.
func (s Scope) Covers(l ScopeLine) bool { return len(s.Only) == 0 || slices.Contains(s.Only, l.Key()) }

// ScopeCategory is the part of a data category that a scope speaks of: two levels, such as user.contact; empty for what
// is not about a person.
func ScopeCategory(category string) string {
	parts := strings.SplitN(category, ".", 3)
	if parts[0] != "user" {
		return ""
	}
	return strings.Join(parts[:min(2, len(parts))], ".")
}

// Place is a column of a finding.
type Place struct {
	Seq    int64  `json:"seq"` // of the finding
	Column string `json:"column"`
}

// CorrectionItem is one value that is wrong, wherever it stands (statement COR-1 to COR-5; PIPL 46).
type CorrectionItem struct {
	ID       string  `json:"id"`
	Category string  `json:"category"`
	Run      string  `json:"run,omitempty"` // the collect whose findings the places are among
	Places   []Place `json:"places"`        // the first is where it was pointed out
	Value    string  `json:"value"`         // the right one
	// Supplement is a statement kept beside a value that must stay as first registered; then nothing is written.
	Supplement string `json:"supplement,omitempty"`
	// Evidence says what shows that the new value is right: a document seen, a confirmation, a file of the request.
	Evidence string `json:"evidence"`
}

// Corrections is everything that a correction writes.
type Corrections struct {
	Items []CorrectionItem `json:"items"`
}

// OpenBlocker is something that stands in the way of cancelling an account (statement CAN-4 to CAN-7).
type OpenBlocker struct {
	Kind       string `json:"kind"` // ID of the BlockerRule
	Collection string `json:"collection"`
	Key        string `json:"key"`
	Detail     string `json:"detail"` // amount and currency, game and role, or share
	// Waiver is how the person gave it up explicitly; it counts once a second member of staff agrees.
	Waiver   string `json:"waiver,omitempty"`
	WaivedBy string `json:"waived_by,omitempty"` // staff ID of who took the waiver down
	AgreedBy string `json:"agreed_by,omitempty"`
}

// Same reports whether two are the same thing, seen at different times.
func (b OpenBlocker) Same(o OpenBlocker) bool {
	return b.Kind == o.Kind && b.Collection == o.Collection && b.Key == o.Key
}

// Waived reports whether the person gave it up and a second member of staff agreed.
func (b OpenBlocker) Waived() bool {
	return b.Waiver != "" && b.AgreedBy != "" && b.AgreedBy != b.WaivedBy
}

// Blockers is what a search of the sources found to stand in the way.
type Blockers struct {
	At   time.Time     `json:"at"`
	List []OpenBlocker `json:"list"`
	// Logins are the providers of linked log-ins, such as WeChat.
	Logins []string `json:"logins,omitempty"`
}

// Open counts those neither cleared nor waived.
func (b Blockers) Open() (n int) {
	for _, o := range b.List {
		if !o.Waived() {
			n++
		}
	}
	return n
}

// Confirmation is that the person knows what cancelling means and chose what happens with their data (statement CAN-2,
// USE-4).
type Confirmation struct {
	At      time.Time `json:"at"`
	By      string    `json:"by"`  // staff ID of who took it down
	How     string    `json:"how"` // a recorded call, a mail, at the counter
	Choice  Way       `json:"choice"`
	Clauses []string  `json:"clauses"` // IDs of the consequences that were read out
}

// Purposes is what a withdrawal or an objection ends.
type Purposes struct {
	IDs []string `json:"ids"`
}

// Refusals are the refused items of a request by key; the empty key is the whole request.
type Refusals map[string]Refusal

// Whole reports whether the whole request is refused.
func (r Refusals) Whole() bool {
	_, ok := r[""]
	return ok
}
