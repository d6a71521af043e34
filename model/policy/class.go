package policy

import (
	"slices"
	"time"

	"orangelab.cn/rightsdesk/model"
)

// Trigger is why a change of the statement must be told to people before it takes effect: one of the six that the
// statement itself names under "Update of this User Privacy Statement", or another.
type Trigger string

// The triggers, in the statement's order.
const (
	ServiceModel Trigger = "service_model" // purpose, kinds of data or way of use
	Ownership    Trigger = "ownership"     // ownership or organisational structure
	Recipients   Trigger = "recipients"    // to whom data is shared, transferred or made public
	Rights       Trigger = "rights"        // a person's rights and how they are exercised
	Contact      Trigger = "contact"       // responsible department, contact details, complaint channels
	HighRisk     Trigger = "high_risk"     // an impact assessment found a high risk
	OtherTrigger Trigger = "other"         // something else that people must be told
	NoteOnly     Trigger = "wording"       // only the wording: nothing changes for anybody
)

// Triggers lists every trigger in the statement's order, what is none of the six at the end.
var Triggers = []Trigger{ServiceModel, Ownership, Recipients, Rights, Contact, HighRisk, OtherTrigger, NoteOnly}

// Effect is what a change does that people must agree to expressly: it takes no effect for those who did not.
type Effect string

// The effects (PIPL 14(2): purpose, method, kinds; the statement's own promise: rights).
const (
	ReducesRights  Effect = "reduces_rights"
	ChangesPurpose Effect = "changes_purpose"
	ChangesMethod  Effect = "changes_method"
	ChangesKinds   Effect = "changes_kinds"
)

// Effects lists every effect.
var Effects = []Effect{ReducesRights, ChangesPurpose, ChangesMethod, ChangesKinds}

// Class is what a person says about one change of a comparison.
type Class struct {
	Change   string     `json:"change"` // Change.Key
	Triggers []Trigger  `json:"triggers"`
	Effects  []Effect   `json:"effects,omitempty"`
	Words    model.Text `json:"words"` // what changes, in plain words, as a notice tells it
}

// NeedsConsent reports whether the change takes no effect for those who did not expressly agree to it.
func (c Class) NeedsConsent() bool { return len(c.Effects) > 0 }

// Classing is how the changes between two versions were classed. It holds for these two texts alone, which Comparison
// names.
type Classing struct {
	Document   string    `json:"document"`
	From       int64     `json:"from"` // numbers of the versions
	To         int64     `json:"to"`
	Comparison string    `json:"comparison"` // Comparison.Digest
	Version    int64     `json:"-"`          // counted from 1 for the two versions
	SavedAt    time.Time `json:"-"`
	SavedBy    string    `json:"-"`
	Classes    []Class   `json:"classes"`
}

// Of returns what was said about a change; nil where nobody has classed it.
func (c Classing) Of(change Change) *Class {
	for i := range c.Classes {
		if c.Classes[i].Change == change.Key() {
			return &c.Classes[i]
		}
	}
	return nil
}

// ClassedChange is a change and its class: what a person settled, or else what is proposed.
type ClassedChange struct {
	Change
	Class
	Settled bool // by a person
}

// Classed joins a comparison with its classing: every difference, with a proposal where nobody has classed it.
func (c Comparison) Classed(classing Classing) (list []ClassedChange) {
	for _, change := range c.Differences() {
		joined := ClassedChange{Change: change}
		if class := classing.Of(change); class != nil && classing.Comparison == c.Digest() {
			joined.Class, joined.Settled = *class, true
		} else {
			joined.Class = c.Propose(change)
		}
		list = append(list, joined)
	}
	return list
}

// ClassFault says what is wrong with a class that somebody settles.
type ClassFault string

// What can be wrong with a class.
const (
	NoTrigger      ClassFault = "trigger" // under no trigger
	WordingAndMore ClassFault = "wording" // only wording, and yet another trigger or an effect
	NoWords        ClassFault = "words"   // no plain words in some language
	UnknownChange  ClassFault = "change"  // about no change of the comparison
)

// Check returns what is wrong with the class in a comparison; empty where nothing is. Languages are those in which it
// must be told.
func (c Class) Check(of Comparison, languages []string) ClassFault {
	if !slices.ContainsFunc(of.Differences(), func(change Change) bool { return change.Key() == c.Change }) {
		return UnknownChange
	}
	unknown := func(t Trigger) bool { return !slices.Contains(Triggers, t) }
	if len(c.Triggers) == 0 || slices.ContainsFunc(c.Triggers, unknown) {
		return NoTrigger
	}
	if slices.Contains(c.Triggers, NoteOnly) && (len(c.Triggers) > 1 || c.NeedsConsent()) {
		return WordingAndMore
	}
	for _, lang := range languages {
		if c.Words[lang] == "" {
			return NoWords
		}
	}
	return ""
}
