package incident

import (
	"slices"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/calendar"
	"orangelab.cn/rightsdesk/model/rule"
)

// Start is the moment of an incident that a clock runs from.
type Start string

// The moments.
const (
	FromAware    Start = "aware"
	FromHandled  Start = "handled"
	FromAssessed Start = "assessed"
	FromTold     Start = "told" // what another clock asks for was done
)

// Clock is one duty to tell somebody within a time.
type Clock struct {
	ID     string     `yaml:"id"`
	Regime string     `yaml:"regime"`
	Title  model.Text `yaml:"title"`
	To     model.Text `yaml:"to"` // whom; nil where the title says it
	// People says that it is the people who are told, not an authority.
	People bool `yaml:"people"`
	// Guidance says that the figure is one of guidance, not of the law.
	Guidance bool          `yaml:"guidance"`
	Amount   int           `yaml:"amount"`
	Unit     calendar.Unit `yaml:"unit"`
	Word     model.Text    `yaml:"word"` // what the law says where it names no number
	Start    Start         `yaml:"start"`
	After    string        `yaml:"after"` // with FromTold: the clock that is followed, or OrAfter
	OrAfter  string        `yaml:"or_after"`
	From     string        `yaml:"from"` // the first day on which an awareness falls under it; empty: always

	Needs  []Condition `yaml:"needs"`
	Any    []Condition `yaml:"any"`
	Unless []Condition `yaml:"unless"`

	Source     model.Text      `yaml:"source"`
	Confidence rule.Confidence `yaml:"confidence"`
}

// Period is the length of the clock.
func (c Clock) Period() calendar.Period { return calendar.Period{Amount: c.Amount, Unit: c.Unit} }

// Condition is a fact that a clock depends on.
type Condition struct {
	Fact    string `yaml:"fact"`
	Is      string `yaml:"is"`
	AtLeast int64  `yaml:"at_least"`
}

// The facts that are no Question.
const (
	factHere     = "here"     // people of the regime are affected
	factPeople   = "people"   // how many of them
	factOperator = "operator" // which kind of operator
	factGraded   = "graded"   // larger or above, by the Chinese grading
)

// ask answers a condition of a clock by what is known.
func (r *Rules) ask(c Condition, regime string, f Facts) Answer {
	switch c.Fact {
	case factHere:
		return f.Places[regime].AtLeast(1)
	case factPeople:
		return f.Places[regime].AtLeast(c.AtLeast)
	case factOperator:
		if f.Operator == "" {
			return Unknown
		}
		return answer(f.Operator == c.Is)
	case factGraded:
		return r.reportable(f)
	}
	return f.Answers[c.Fact]
}

// asked is a condition with its answer. Against says that it speaks against the clock where it is true.
type asked struct {
	Condition
	answer  Answer
	against bool
}

// applies says whether a clock applies, by each of its conditions, and which of them decide that.
func (r *Rules) applies(c Clock, f Facts, zone *time.Location) (Answer, []asked) {
	if c.From != "" {
		if first, err := calendar.ParseDate(c.From); err == nil && f.Aware.Before(first.Start(zone)) {
			return No, nil
		}
	}
	all, deciding := Yes, []asked(nil)
	meet := func(a Answer, by ...asked) {
		switch {
		case a == No && all != No:
			all, deciding = No, by
		case a == No || a == all:
			if a == all {
				deciding = append(deciding, by...)
			}
		case a == Unknown && all == Yes:
			all, deciding = Unknown, by
		}
	}
	for _, cond := range c.Needs {
		a := r.ask(cond, c.Regime, f)
		meet(a, asked{cond, a, false})
	}
	for _, cond := range c.Unless {
		a := r.ask(cond, c.Regime, f)
		meet(a.not(), asked{cond, a, true})
	}
	if len(c.Any) > 0 {
		one, by := r.anyOf(c, f)
		meet(one, by...)
	}
	return all, deciding
}

// anyOf says whether at least one of the conditions holds, and which decide that.
func (r *Rules) anyOf(c Clock, f Facts) (one Answer, by []asked) {
	one = No
	answers := make([]asked, len(c.Any))
	for i, cond := range c.Any {
		a := r.ask(cond, c.Regime, f)
		answers[i] = asked{cond, a, false}
		switch {
		case a == Yes:
			one = Yes
		case a == Unknown && one == No:
			one = Unknown
		}
	}
	for _, a := range answers {
		if a.answer == one {
			by = append(by, a)
		}
	}
	return one, by
}

// Told are the times at which what a clock asks for was first done, by the ID of the clock.
type Told map[string]time.Time

// Running is a clock as it stands for one incident.
type Running struct {
	Clock
	// Applies is Unknown where what is known leaves it open: it counts as running until somebody rules it out.
	Applies Answer
	Why     model.Text
	// Began is the moment that it runs from; zero while that is still ahead. Due is zero with it; for what is due at
	// once it is Began.
	Began, Due time.Time
	// Provisional says that working days were counted by holidays that are not announced yet.
	Provisional bool
	Done        time.Time // when it was first done; zero: not yet
}

// Open reports whether something is still to be done, now or later.
func (r Running) Open() bool { return r.Applies != No && r.Done.IsZero() }

// Late reports whether it was done, or stands undone at a moment, after it was due. What is due at once has no figure
// and is never late by one.
func (r Running) Late(now time.Time) bool {
	if r.Applies == No || r.Due.IsZero() || r.Unit == calendar.Immediate {
		return false
	}
	if !r.Done.IsZero() {
		now = r.Done
	}
	return now.After(r.Due)
}

// Reckon reckons every clock of the rules for what is known, in the order of the rules. Working days are those of the
// pack's calendars; no period is moved past a rest day, the cautious side.
func (r *Rules) Reckon(pack *rule.Pack, f Facts, told Told) []Running {
	list := make([]Running, len(r.Clocks))
	for i, c := range r.Clocks {
		run := Running{Clock: c, Done: told[c.ID]}
		var by []asked
		run.Applies, by = r.applies(c, f, pack.Location())
		run.Why = r.why(c, f, run.Applies, by)
		if run.Applies != No {
			run.Began = began(c, f, told)
			run.count(pack)
		}
		list[i] = run
	}
	return list
}

func began(c Clock, f Facts, told Told) time.Time {
	switch c.Start {
	case FromHandled:
		return f.Handled
	case FromAssessed:
		return f.Assessed
	case FromTold:
		first, other := told[c.After], told[c.OrAfter]
		if first.IsZero() || !other.IsZero() && other.Before(first) {
			return other
		}
		return first
	}
	return f.Aware
}

func (r *Running) count(pack *rule.Pack) {
	if r.Began.IsZero() {
		return
	}
	if r.Unit == calendar.Immediate {
		r.Due = r.Began
		return
	}
	regime, _ := pack.Regime(r.Regime)
	days := pack.CalendarOf(regime)
	if days == nil {
		days = calendar.New([]time.Weekday{time.Saturday, time.Sunday}, nil, nil)
	}
	due := calendar.Count(calendar.Ask{From: r.Began, Zone: pack.Location(), Period: r.Period(), Calendar: days})
	r.Due, r.Provisional = due.At, due.Provisional
}

// Turn says that a clock began or ended to apply between two states of what is known, or that its day moved.
type Turn struct {
	Before, After Running
}

// Turns compares the clocks before and after a change.
func Turns(before, after []Running) (list []Turn) {
	for _, b := range before {
		i := slices.IndexFunc(after, func(a Running) bool { return a.ID == b.ID })
		if i < 0 {
			continue
		}
		if a := after[i]; a.Applies != b.Applies || !a.Due.Equal(b.Due) {
			list = append(list, Turn{b, a})
		}
	}
	return list
}

// joined joins phrases of a reason in a language.
func joined(lang string, list []string) string {
	if lang == "zh-Hans" {
		return strings.Join(list, "，")
	}
	return strings.Join(list, ", ")
}
