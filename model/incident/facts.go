package incident

import (
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Answer is what is known of a question. Nothing said is not known, which is neither yes nor no.
type Answer string

// The answers.
const (
	Unknown Answer = ""
	Yes     Answer = "yes"
	No      Answer = "no"
)

func answer(is bool) Answer {
	if is {
		return Yes
	}
	return No
}

// not turns an answer round; what is not known stays so.
func (a Answer) not() Answer {
	switch a {
	case Yes:
		return No
	case No:
		return Yes
	}
	return Unknown
}

// Range is a number as far as it is known: at hour zero an estimate.
type Range struct {
	Known bool  `json:"known,omitempty"`
	Least int64 `json:"least,omitempty"`
	Most  int64 `json:"most,omitempty"`
}

// Exactly is a number that was counted.
func Exactly(n int64) Range { return Range{Known: true, Least: n, Most: n} }

// AtLeast says whether the number is n or more.
func (r Range) AtLeast(n int64) Answer {
	switch {
	case r.Known && r.Least >= n:
		return Yes
	case r.Known && r.Most < n:
		return No
	}
	return Unknown
}

func (r Range) valid() bool {
	return !r.Known && r.Least == 0 && r.Most == 0 || r.Known && r.Least >= 0 && r.Most >= r.Least
}

// Harm is what happened to the data (PIPL 57).
type Harm string

// The harms.
const (
	Leak      Harm = "leak"
	Tampering Harm = "tampering"
	Loss      Harm = "loss"
)

// Harms lists them.
var Harms = []Harm{Leak, Tampering, Loss}

// Facts are what is known of an incident at one time. A change makes a new version; the older ones stay in the record.
type Facts struct {
	Title   string `json:"title"`
	Known   bool   `json:"sure,omitempty"` // known to have happened; otherwise suspected
	FoundBy string `json:"found_by"`
	// Aware is when somebody at the organisation knew, or had to suspect it: the clocks run from here.
	Aware    time.Time `json:"aware"`
	Happened time.Time `json:"happened,omitzero"` // zero: not known

	Harms  []Harm `json:"harms,omitempty"`
	System string `json:"system,omitempty"`
	Cause  string `json:"cause,omitempty"`

	Operator string            `json:"operator,omitempty"` // ID of the kind of operator; empty: not known
	Judged   string            `json:"judged,omitempty"`   // ID of the grade as judged; empty: not judged
	People   Range             `json:"people,omitzero"`
	Places   map[string]Range  `json:"places,omitempty"` // people by regime; none stated is not known
	Loss     Range             `json:"loss,omitzero"`    // CNY
	Answers  map[string]Answer `json:"answers,omitempty"`

	Contained time.Time `json:"contained,omitzero"`
	Assessed  time.Time `json:"assessed,omitzero"` // found to be notifiable
	Handled   time.Time `json:"handled,omitzero"`  // the handling ended
}

// maxText bounds a text of an incident, in characters.
const maxText = 4_000

// Errors about the facts of an incident.
var (
	ErrTitle  = errors.New("say in a few words what happened")
	ErrFinder = errors.New("say who found it")
	ErrAware  = errors.New("say when it was found; this cannot be in the future")
	ErrOrder  = errors.New("a time is in the future, or lies before what it follows")
	ErrRange  = errors.New("give a number, or the least and the most")
	ErrLong   = errors.New("the text is too long")
	ErrWord   = errors.New("this word is not one of the rules")
)

// Check returns an error where the facts cannot be kept as they are at a moment.
func (f Facts) Check(r *Rules, now time.Time) error {
	for _, t := range []string{f.Title, f.FoundBy, f.System, f.Cause} {
		if utf8.RuneCountInString(t) > maxText {
			return ErrLong
		}
	}
	switch {
	case strings.TrimSpace(f.Title) == "":
		return ErrTitle
	case strings.TrimSpace(f.FoundBy) == "":
		return ErrFinder
	case f.Aware.IsZero() || f.Aware.After(now):
		return ErrAware
	case f.Happened.After(f.Aware):
		return ErrOrder
	}
	for _, t := range []time.Time{f.Contained, f.Assessed, f.Handled} {
		if !t.IsZero() && (t.Before(f.Aware) || t.After(now)) {
			return ErrOrder
		}
	}
	return f.checkWords(r)
}

func (f Facts) checkWords(r *Rules) error {
	if !f.People.valid() || !f.Loss.valid() {
		return ErrRange
	}
	for regime, n := range f.Places {
		if !n.valid() {
			return ErrRange
		}
		if !slices.Contains(r.Regimes(), regime) {
			return ErrWord
		}
	}
	for id, a := range f.Answers {
		if _, ok := r.Question(id); !ok || !slices.Contains([]Answer{Unknown, Yes, No}, a) {
			return ErrWord
		}
	}
	for _, h := range f.Harms {
		if !slices.Contains(Harms, h) {
			return ErrWord
		}
	}
	_, operator := find(r.Operators, func(n Named) bool { return n.ID == f.Operator })
	_, grade := find(r.Grades, func(g GradeOf) bool { return g.ID == f.Judged })
	if f.Operator != "" && !operator || f.Judged != "" && !grade {
		return ErrWord
	}
	return nil
}
