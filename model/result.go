package model

import (
	"slices"
	"time"
)

// Result is what came of a request: the one fact from which its outcome, its letter, its certificate and every count
// are read, so that none of them can say what another denies. Nothing in it is assumed: what nobody reported is not
// there. Reasons are in the words of staff and may name a person, so it is stored only sealed.
type Result struct {
	Kind Kind `json:"kind"`
	// Decided is the outcome where a decision gave it: not verified, refused, withdrawn, duplicate or redirected.
	Decided Outcome `json:"decided,omitempty"`

	Systems []SystemResult `json:"systems,omitempty"`
	// Stays are the parts that were settled to stay: held, stopped, redirected or refused.
	Stays []ScopeLine `json:"stays,omitempty"`
	// Refused are refused items outside a scope.
	Refused []Refusal `json:"refused,omitempty"`
	// Supplements counts the values that stay as first registered, with a statement beside them.
	Supplements int          `json:"supplements,omitempty"`
	Tasks       []TaskResult `json:"tasks,omitempty"`
	// Missing are the sources that did not answer when the person's data were collected.
	Missing []string `json:"missing,omitempty"`
	// Unfound are the purposes that a withdrawal or an objection is about and of which no system holds a record of the
	// person.
	Unfound  []string      `json:"unfound,omitempty"`
	Withheld []Withholding `json:"withheld,omitempty"`
	// Unsought are identifiers that the person's rows carry and that may be theirs, by which nothing was searched.
	Unsought []Unsought `json:"unsought,omitempty"`
	Verdict  Verdict    `json:"verdict,omitempty"` // of a complaint
	Search   *Search    `json:"search,omitempty"`  // nil where nothing was searched afterwards
}

// SystemState is how one system stands.
type SystemState string

// The states of a system.
const (
	SystemRead      SystemState = "read"       // read for a copy or an answer
	SystemWritten   SystemState = "written"    // the desk wrote the plan to it
	SystemNothing   SystemState = "nothing"    // nothing was to be changed there
	SystemByOwner   SystemState = "by_owner"   // its owner says that it is done
	SystemNotDone   SystemState = "not_done"   // its owner says that it is not done
	SystemNotTheirs SystemState = "not_theirs" // its owner says that it is not for them to do
	SystemWaiting   SystemState = "waiting"    // still to be written, or its owner has not answered
	SystemLeft      SystemState = "left"       // the desk cannot write to it, and nobody was asked
)

// Done reports whether what was to be done in a system is done, or there was nothing to do.
func (s SystemState) Done() bool {
	return s == SystemRead || s == SystemWritten || s == SystemNothing || s == SystemByOwner
}

// SystemResult is what was done in one system, and what became of each of the person's rows in it.
type SystemResult struct {
	Source      string             `json:"source"`
	State       SystemState        `json:"state"`
	Collections []CollectionResult `json:"collections,omitempty"`
	EndedAt     time.Time          `json:"ended_at,omitzero"`
	Why         string             `json:"why,omitempty"`  // it is not done, as its owner says
	Until       time.Time          `json:"until,omitzero"` // by when it will be, as its owner says
}

// TaskEnd is what came of something that was asked of somebody outside the desk.
type TaskEnd string

// The ends of a task. An end that was recorded before it was asked for is unknown and counts as not done.
const (
	TaskUnended   TaskEnd = ""
	TaskDone      TaskEnd = "done"
	TaskNotDone   TaskEnd = "not_done"   // with why, and until when
	TaskNotTheirs TaskEnd = "not_theirs" // it is not for them to do, or they hold nothing
)

// TaskEnds lists the ends that can be recorded.
var TaskEnds = []TaskEnd{TaskDone, TaskNotDone, TaskNotTheirs}

// TaskResult is what came of a task that is not told by a system: a use to stop, a statement to keep, a recipient to
// tell.
type TaskResult struct {
	Kind   TaskKind  `json:"kind"`
	Who    string    `json:"who,omitempty"`
	Source string    `json:"source,omitempty"`
	What   string    `json:"what,omitempty"`
	End    TaskEnd   `json:"end,omitempty"`
	Why    string    `json:"why,omitempty"`
	Until  time.Time `json:"until,omitzero"`
}

// Withholding is what a copy leaves out or masks of one collection, and why.
type Withholding struct {
	Source     string         `json:"source"`
	Collection string         `json:"collection"`
	Column     string         `json:"column,omitempty"` // empty: whole rows
	Rows       int64          `json:"rows"`
	Masked     bool           `json:"masked,omitempty"` // the value is masked; else it is not there at all
	Why        WithholdReason `json:"why"`
	Note       string         `json:"note,omitempty"` // what staff add to the reason
}

// WithholdReason is why something is not in a copy.
type WithholdReason string

// The reasons. Each has its law in the letter and on the page of the copy.
const (
	WithholdOthers WithholdReason = "others" // also another person's (GB/T 35273 8.7 e 7)
	// WithholdScope: sensitive data, as they are collected; a result says WithholdAsked or WithholdLevel, see
	// Extent.LeavesOut
	WithholdScope WithholdReason = "scope"
	// WithholdAsked: sensitive data, and the person asked for a copy without them
	WithholdAsked WithholdReason = "asked"
	// WithholdLevel: sensitive data, for which a higher identity level has to be proven; nobody said that they are not
	// wanted
	WithholdLevel         WithholdReason = "level"
	WithholdSecret        WithholdReason = "secret"        // a trade secret (GB/T 35273 8.7 e 8)
	WithholdInvestigation WithholdReason = "investigation" // an investigation under way (GB/T 35273 8.7 e 4)
	WithholdNamed         WithholdReason = "named"         // another person is named inside a text (GB/T 35273 8.7 e 7)
)

// ByHand lists the reasons for which staff leave something out that is nobody else's.
var ByHand = []WithholdReason{WithholdSecret, WithholdInvestigation, WithholdNamed}

// Search is what the search of the sources after an erasure found.
type Search struct {
	At      time.Time `json:"at"`
	Remains []Remain  `json:"remains,omitempty"`
	// keys of sources, or of tables in them, that could not be searched
	Unsearched []string `json:"unsearched,omitempty"`
	Searched   []string `json:"searched,omitempty"` // keys of the sources of which every table was searched
	// keys of the sources that no program can search; never among the others
	ByHand []string `json:"by_hand,omitempty"`
}

// Remain is a column that still holds something of the person and that nothing explains.
type Remain struct {
	Source     string      `json:"source"`
	Collection string      `json:"collection"`
	Column     string      `json:"column"`
	Kind       string      `json:"kind"`
	Rows       int64       `json:"rows"`
	Settled    *Settlement `json:"settled,omitempty"`
}

// Place names where it stands.
func (r Remain) Place() string { return r.Source + "." + r.Collection + "." + r.Column + ":" + r.Kind }

// Settlement is what a second person says about something that the search still finds.
type Settlement struct {
	// Theirs tells that it is the person's and stays for now; else somebody looked, and it is not the person's.
	Theirs bool   `json:"theirs"`
	Known  string `json:"known,omitempty"` // how that is known; it never reaches the person
	// why it stays, as the person is told; of what is not theirs there is nothing to tell
	Reason string    `json:"reason"`
	Until  time.Time `json:"until,omitzero"` // by when it will be gone, of what is theirs
	By     string    `json:"by"`             // staff ID
	At     time.Time `json:"at"`
}

// Open reports whether it still stands against the request being fulfilled: nobody settled it, or it is the person's.
func (r Remain) Open() bool { return r.Settled == nil || r.Settled.Theirs }

// Open lists what the search found and nobody has shown to be somebody else's.
func (s *Search) Open() (list []Remain) {
	if s == nil {
		return nil
	}
	for _, r := range s.Remains {
		if r.Open() {
			list = append(list, r)
		}
	}
	return list
}

// Passed reports whether every source was searched and nothing is open. A search that did not take place has not
// passed.
func (s *Search) Passed() bool { return s != nil && len(s.Unsearched) == 0 && len(s.Open()) == 0 }

// Holding lists the systems that hold what they held: nothing was written there, or their owner says that it is not
// done.
func (r Result) Holding() (list []SystemResult) {
	for _, s := range r.Systems {
		if !s.State.Done() {
			list = append(list, s)
		}
	}
	return list
}

// Certifies reports whether an erasure is certified as passed: no system holds what it held, and the search afterwards
// passed in those that a program can search. Of the others it knows their owners' word and no more.
func (r Result) Certifies() bool { return r.Search.Passed() && len(r.Holding()) == 0 }

// Shortfall is a reason why a request is not fulfilled in full.
type Shortfall string

// The shortfalls.
const (
	ShortHeld       Shortfall = "held"       // a law obliges the organisation to keep a part
	ShortStopped    Shortfall = "stopped"    // a part is only stored and protected from now on
	ShortRedirected Shortfall = "redirected" // a part is somebody else's to do
	ShortRefused    Shortfall = "refused"    // a part is refused
	ShortOthers     Shortfall = "others"     // rows are also other people's
	ShortSupplement Shortfall = "supplement" // a value stays as first registered
	ShortNotDone    Shortfall = "not_done"   // a system, an owner or a recipient is behind
	ShortRemains    Shortfall = "remains"    // the search still finds something
	ShortUnsearched Shortfall = "unsearched" // a source could not be searched
	ShortMissing    Shortfall = "missing"    // a source did not answer
	ShortWithheld   Shortfall = "withheld"   // a copy leaves something out or masks it
	ShortUnsought   Shortfall = "unsought"   // an identifier that the rows carry was not searched by
	ShortUnfound    Shortfall = "unfound"    // nothing was found that holds a use which is to end
	ShortFixed      Shortfall = "fixed"      // a key, or a column that may not be written, still holds a part
)

// shortfallOf is what each way to stay means for the outcome.
var shortfallOf = map[Way]Shortfall{WayHold: ShortHeld, WayStop: ShortStopped, WayRedirect: ShortRedirected,
	WayRefuse: ShortRefused}

// Shortfalls lists why the request is not fulfilled in full, each once; none where it is.
func (r Result) Shortfalls() (list []Shortfall) {
	add := func(is bool, s Shortfall) {
		if is && !slices.Contains(list, s) {
			list = append(list, s)
		}
	}
	for _, l := range r.Stays {
		add(l.Way.Leaves(), shortfallOf[l.Way])
	}
	add(len(r.Refused) > 0, ShortRefused)
	add(len(r.Under(FateOthers)) > 0, ShortOthers)
	add(len(r.Fixed()) > 0, ShortFixed)
	add(r.Supplements > 0, ShortSupplement)
	add(len(r.Holding()) > 0, ShortNotDone)
	add(slices.ContainsFunc(r.Tasks, TaskResult.Behind), ShortNotDone)
	add(len(r.Missing) > 0, ShortMissing)
	add(len(r.Unsought) > 0, ShortUnsought)
	add(len(r.Unfound) > 0, ShortUnfound)
	// What was left out because the person asked for a copy without it is told, and takes nothing from what they asked
	// for.
	add(slices.ContainsFunc(r.Withheld,
		func(w Withholding) bool { return w.Why != WithholdScope && w.Why != WithholdAsked }), ShortWithheld)
	if r.Search != nil {
		add(len(r.Search.Open()) > 0, ShortRemains)
		add(len(r.Search.Unsearched) > 0, ShortUnsearched)
	}
	return list
}

// Behind reports whether what was asked of somebody was not done. "Not theirs" is an answer of a recipient who was
// given nothing, and of nobody else.
func (t TaskResult) Behind() bool {
	return t.End != TaskDone && (t.End != TaskNotTheirs || t.Source != "")
}

// Outcome is how the request ends by what was done.
func (r Result) Outcome() Outcome {
	switch {
	case r.Decided != NoOutcome:
		return r.Decided
	case r.Kind == Complaint:
		return r.Verdict.outcome()
	case len(r.Shortfalls()) > 0:
		return PartlyFulfilled
	}
	return Fulfilled
}

// System finds a system by the key of its source.
func (r Result) System(source string) (SystemResult, bool) {
	i := slices.IndexFunc(r.Systems, func(s SystemResult) bool { return s.Source == source })
	if i < 0 {
		return SystemResult{}, false
	}
	return r.Systems[i], true
}

// Tells reports whether a recipient was, or was to be, told.
func (r Result) Tells() bool {
	return slices.ContainsFunc(r.Tasks, func(t TaskResult) bool { return t.Source == "" })
}

// Stopped reports whether the owner of a source says that everything but storage has stopped there.
func (r Result) Stopped(source string) bool {
	asked := false
	for _, t := range r.Tasks {
		if t.Source == source {
			asked = true
			if t.Behind() {
				return false
			}
		}
	}
	return asked
}
