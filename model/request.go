package model

import (
	"fmt"
	"slices"
	"time"

	"orangelab.cn/rightsdesk/model/pattern"
)

// Status is where a request stands; Transitions says how it moves on.
type Status string

// The statuses of a request.
const (
	Received  Status = "received"
	Verifying Status = "verifying"
	Working   Status = "working"
	Waiting   Status = "waiting"
	Review    Status = "review"
	Running   Status = "running"
	Answering Status = "answering"
	Closed    Status = "closed"
)

// Statuses lists every status in the order of a request's life.
var Statuses = []Status{Received, Verifying, Working, Waiting, Review, Running, Answering, Closed}

// Valid reports whether s is one of the listed statuses.
func (s Status) Valid() bool { return slices.Contains(Statuses, s) }

// Outcome is how a closed request ended.
type Outcome string

// The outcomes of a closed request; NoOutcome while it is open.
const (
	NoOutcome       Outcome = ""
	Fulfilled       Outcome = "fulfilled"
	PartlyFulfilled Outcome = "partly_fulfilled"
	Refused         Outcome = "refused"
	NotVerified     Outcome = "not_verified"
	Withdrawn       Outcome = "withdrawn"
	Duplicate       Outcome = "duplicate"
	Redirected      Outcome = "redirected"

	ComplaintRejected Outcome = "not_upheld" // a complaint that is not justified
	ComplaintOpen     Outcome = "unresolved" // a complaint that could not be settled
)

// Outcomes lists every outcome a closed request can have.
var Outcomes = []Outcome{Fulfilled, PartlyFulfilled, Refused, NotVerified, Withdrawn, Duplicate, Redirected,
	ComplaintRejected, ComplaintOpen}

// Channel is the way a request came in (statement: feedback portal, support mail, customer service).
type Channel string

// The channels a request can arrive by.
const (
	ByPhone   Channel = "phone"
	ByPortal  Channel = "portal"
	ByMail    Channel = "mail"
	ByCounter Channel = "counter"
	ByFile    Channel = "file"
	ByOpenDSR Channel = "opendsr"
	ByDRP     Channel = "drp"
	ByDesk    Channel = "desk" // the desk itself opened it, see Cause
)

// Channels lists the channels in the order the form offers them.
var Channels = []Channel{ByPhone, ByPortal, ByMail, ByCounter, ByFile, ByOpenDSR, ByDRP}

// RequesterKind is who asks.
type RequesterKind string

// Who may ask: the subject, a guardian (PIPL 31), an authorised agent, a close relative of a deceased (PIPL 49).
const (
	Self     RequesterKind = "self"
	Guardian RequesterKind = "guardian"
	Agent    RequesterKind = "agent"
	Relative RequesterKind = "relative"
)

// RequesterKinds lists who may ask.
var RequesterKinds = []RequesterKind{Self, Guardian, Agent, Relative}

// Cause is why the desk itself opened a request.
type Cause string

// The causes; ByPerson is the ordinary one.
const (
	ByPerson Cause = ""
	// CauseMinor: data of a child under 14 without a guardian's consent (statement, "Minors")
	CauseMinor     Cause = "minor"
	CauseHoldEnded Cause = "hold_ended"        // a duty to keep has ended
	CauseWithdrawn Cause = "consent_withdrawn" // what was collected on a consent goes with it (PIPL 47 (1) 3)
	CauseCameBack  Cause = "came_back"         // a source restored from a back-up holds an erased person again
)

// What two requests can be to each other besides, a word for each side.
const (
	TieDuplicate Cause = "duplicate_of" // closed as a duplicate of the other
	TieMerged    Cause = "merged"       // the other was closed as a duplicate of it
	TieAbout     Cause = "about"        // a complaint about the other
	TieComplaint Cause = "complaint"    // the other is a complaint about it
	TieAlso      Cause = "also_asked"   // one person asked for both together; it stands on both sides
)

// Ties lists what two requests can be to each other without one having opened the other.
var Ties = []Cause{TieDuplicate, TieMerged, TieAbout, TieComplaint, TieAlso}

// Causes lists why the desk itself can open a request.
var Causes = []Cause{CauseMinor, CauseHoldEnded, CauseWithdrawn, CauseCameBack}

// Requester is who asks where that is not the subject. Every field is personal and is stored only sealed.
type Requester struct {
	Name    string `json:"name,omitempty"`
	Contact string `json:"contact,omitempty"`
}

// Request is one request with its personal parts opened. Times are UTC; a zero time means "not yet".
type Request struct {
	ID            int64
	Reference     string
	Kind          Kind
	Status        Status
	Outcome       Outcome
	Channel       Channel
	RequesterKind RequesterKind
	LevelNeeded   Level
	LevelReached  Level
	// Sensitive asks for the copy of sensitive data too, which needs a higher identity level. AskedWithout says that
	// the person asked for a copy without them; where neither is set the person did not say. See Extent.
	Sensitive    bool
	AskedWithout bool
	Holder       string // staff ID; empty while nobody holds it
	PreparedBy   string // staff ID of who sent it to review
	ReviewedBy   string // staff ID of who approved it
	MissingBy    string // staff ID of the second person who accepted that a source's answer is missing
	Cause        Cause  // why the desk itself opened it; empty where a person did
	ReceivedAt   time.Time
	VerifiedAt   time.Time
	DueAt        time.Time   // the final clock
	NextDueAt    time.Time   // the nearest clock, which the queue sorts by
	Provisional  Provisional // which of the two are not certain yet
	ClosedAt     time.Time
	Step         Step // the next step; kept so that a queue row can say why it is there
	// LetterBy is the staff ID of who wrote the letter that waits for a second person; empty where none waits.
	// Meanwhile is what they can do until then; empty where there is nothing.
	LetterBy  string
	Meanwhile Step
	Version   int64

	// Regimes are the IDs of the regimes of the rule pack that the request falls under; none: those of the desk.
	Regimes []string
	// Rules is the version of the rule pack that it was opened under; empty where that was not kept yet.
	Rules  string
	Pauses []Pause // the times in which the person was waited for, oldest first
	Labels

	Subject   Subject
	Requester Requester
	Body      string // the request in the person's words
}

// Open reports whether the request still needs somebody.
func (r Request) Open() bool { return r.Status != Closed }

var referencePattern = pattern.New(`^R-\d{4}-\d{6,}$`)

// FormatReference makes the reference of the n-th request of a year, like R-2026-000123.
func FormatReference(year int, n int64) string { return fmt.Sprintf("R-%04d-%06d", year, n) }

// referenceWithin finds references in a text.
var referenceWithin = pattern.New(`\bR-\d{4}-\d{6,12}\b`)

// ReferencesIn returns the references that a text names, each once, in their order.
func ReferencesIn(text string) (list []string) {
	for _, ref := range referenceWithin.FindAllString(text, -1) {
		if !slices.Contains(list, ref) {
			list = append(list, ref)
		}
	}
	return list
}

// IsReference reports whether s has the shape of a reference.
func IsReference(s string) bool { return referencePattern.MatchString(s) }

var referenceBeginning = pattern.New(`^R-(\d{0,4}|\d{4}-\d*)$`)

// BeginsReference reports whether a reference can begin with s.
func BeginsReference(s string) bool { return referenceBeginning.MatchString(s) }
