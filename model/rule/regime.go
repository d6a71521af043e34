package rule

import (
	"fmt"
	"slices"
	"time"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/calendar"
	"orangelab.cn/rightsdesk/model/pattern"
)

// CalendarRule is a country's rest days, as far as they are the same in every year. Tables of single years come from
// elsewhere.
type CalendarRule struct {
	ID      string     `yaml:"id"`
	Name    model.Text `yaml:"name"`
	Weekend []string   `yaml:"weekend"`
	Fixed   []string   `yaml:"fixed"` // 10-01: off every year
	// Expected are days of years without a table that are off by law and move, such as those of the moon.
	Expected []string   `yaml:"expected"`
	Source   model.Text `yaml:"source"`
}

var weekdays = map[string]time.Weekday{"monday": time.Monday, "tuesday": time.Tuesday, "wednesday": time.Wednesday,
	"thursday": time.Thursday,
	"friday":   time.Friday, "saturday": time.Saturday, "sunday": time.Sunday}

func (c CalendarRule) id() string { return c.ID }

func (c CalendarRule) check() error {
	_, err := c.calendar()
	return first(err, at(c.Name.Check("name"), "name"), at(c.Source.Check("source"), "source"))
}

func (c CalendarRule) calendar() (*calendar.Calendar, error) {
	var weekend []time.Weekday
	for i, word := range c.Weekend {
		day, known := weekdays[word]
		if !known || slices.Contains(weekend, day) {
			return nil, at(model.Wrong("weekend: %q is no day of the week in English, or stands there twice", word),
				"weekend", i)
		}
		weekend = append(weekend, day)
	}
	if len(weekend) > 4 {
		return nil, at(model.Wrong("weekend: %d days of the week leave too few to work on", len(weekend)), "weekend")
	}
	var fixed []calendar.MonthDay
	for i, word := range c.Fixed {
		day, err := calendar.ParseMonthDay(word)
		if err != nil {
			return nil, at(model.Within(err, "%s", "fixed"), "fixed", i)
		}
		fixed = append(fixed, day)
	}
	if len(fixed) > 60 {
		return nil, at(model.Wrong("fixed: %d days off every year are too many to believe", len(fixed)), "fixed")
	}
	var expected []calendar.Date
	for i, word := range c.Expected {
		day, err := calendar.ParseDate(word)
		if err != nil {
			return nil, at(model.Within(err, "%s", "expected"), "expected", i)
		}
		expected = append(expected, day)
	}
	return calendar.New(weekend, fixed, expected), nil
}

// Regime is one law, or one set of promises, that a request can fall under.
type Regime struct {
	ID       string     `yaml:"id"`
	Name     model.Text `yaml:"name"`
	Calendar string     `yaml:"calendar"` // ID of the CalendarRule
	// Own says that it is no law but what the company promises, counted by the days of its home law: see AtHome.
	Own bool `yaml:"-"`
	// Rolls says that a period which ends on a rest day ends with the next working day.
	Rolls bool `yaml:"rolls"`
	// Counting is where that, and the way of counting, stands written.
	Counting model.Text `yaml:"counting"`
	// AppliesFrom is the first day of a law that is not in force yet; empty otherwise.
	AppliesFrom string `yaml:"applies_from"`
	// Rights are the names that the law gives its rights, with the kinds of request that carry them.
	Rights map[string][]model.Kind `yaml:"rights"`
	Pauses []PauseRule             `yaml:"pauses"`

	Acknowledge *Limit `yaml:"acknowledge"`
	Identity    *Limit `yaml:"identity"`
	// Priority is the answer's limit where a child's data must go at once, of a regime that speaks of it: see
	// Pack.Priority.
	Priority *Limit `yaml:"priority"`
	// Refusal is what the law asks of a refusal.
	Refusal model.Text  `yaml:"refusal"`
	Rules   []RightRule `yaml:"rules"`
	// Cites are the articles that letters name, and Authority is who takes complaints under the law where the
	// organisation names nobody of its own; what is missing is said without an article.
	Cites     map[Cite]model.Text `yaml:"cites"`
	Authority model.Text          `yaml:"authority"`
}

// RightRule is what a regime asks for some kinds of request.
type RightRule struct {
	Kinds       []model.Kind `yaml:"kinds"`
	Acknowledge *Limit       `yaml:"acknowledge"`
	Answer      Limit        `yaml:"answer"`
	// Outer is another limit of the same answer: the one that ends first counts.
	Outer     *Limit     `yaml:"outer"`
	Extension *Extension `yaml:"extension"`
	Fee       model.Text `yaml:"fee"`
	Level     *LevelRule `yaml:"level"`   // where the regime says how surely the person must be known
	Refusal   model.Text `yaml:"refusal"` // where it asks more of a refusal than the regime does
}

// Extension is how much longer an answer may take once the person was told so in time, with reasons. It is counted from
// the start of the answer's own limit, as one period with it, and given once.
type Extension struct {
	Amount     int           `yaml:"amount"`
	Unit       calendar.Unit `yaml:"unit"`
	Word       model.Text    `yaml:"word"` // what the law says where it names no number
	Source     model.Text    `yaml:"source"`
	Confidence Confidence    `yaml:"confidence"`
}

// PauseRule is a wait that stops the clock.
type PauseRule struct {
	For        model.Wait `yaml:"for"`
	Source     model.Text `yaml:"source"`
	Confidence Confidence `yaml:"confidence"`
}

// Stops reports whether the clock stands while something is waited for.
func (r Regime) Stops(w model.Wait) bool {
	return slices.ContainsFunc(r.Pauses, func(p PauseRule) bool { return p.For == w })
}

// Rule returns what the regime asks for a kind of request.
func (r Regime) Rule(kind model.Kind) (RightRule, bool) {
	at := slices.IndexFunc(r.Rules, func(x RightRule) bool { return slices.Contains(x.Kinds, kind) })
	if at < 0 {
		return RightRule{}, false
	}
	return r.Rules[at], true
}

// Kinds lists the kinds of request that the regime speaks of, in the order of the navigation.
func (r Regime) Kinds() (list []model.Kind) {
	for _, k := range model.Kinds {
		if _, there := r.Rule(k); there {
			list = append(list, k)
		}
	}
	return list
}

func (r Regime) id() string { return r.ID }

var regimePattern = pattern.New(`^[a-z][a-z0-9_]{0,30}$`)

func (r Regime) check() error {
	if !regimePattern.MatchString(r.ID) {
		return at(model.Wrong("id must be small letters, digits and _, such as us_ca"), "id")
	}
	if r.AppliesFrom != "" {
		if _, err := calendar.ParseDate(r.AppliesFrom); err != nil {
			return at(model.Within(err, "%s", "applies_from"), "applies_from")
		}
	}
	if len(r.Rules) == 0 {
		return at(model.Wrong("rules is empty: a regime says what it asks for at least one kind of request"), "rules")
	}
	for right, kinds := range r.Rights {
		for i, k := range kinds {
			if !k.Valid() {
				return at(model.Wrong("right %s: %q is not a kind of request", right, k), "rights", right, i)
			}
			if _, there := r.Rule(k); !there {
				return at(model.Wrong("right %s: no rule says what is asked for %s", right, k), "rights", right, i)
			}
		}
	}
	for i, p := range r.Pauses {
		if !slices.Contains(model.Waits, p.For) {
			return at(model.Wrong("pause: for must be identity, clarification or blockers, got %q", p.For), "pauses", i,
				"for")
		}
		if err := checkOrigin(p.Source, p.Confidence); err != nil {
			return model.Within(at(err, "pauses", i), "pause for %s", p.For)
		}
	}
	seen := map[model.Kind]bool{}
	for i, x := range r.Rules {
		for j, k := range x.Kinds {
			if !k.Valid() || seen[k] {
				return at(model.Wrong("kinds: %q is not a kind of request, or another rule speaks of it", k), "rules",
					i, "kinds", j)
			}
			seen[k] = true
		}
		if err := x.check(); err != nil {
			return at(err, "rules", i)
		}
	}
	return first(at(r.Name.Check("name"), "name"), at(r.Counting.Check("counting"), "counting"),
		at(r.Refusal.Optional("refusal"), "refusal"),
		checkCites(r.Cites), at(r.Authority.Optional("authority"), "authority"),
		checkLimit("acknowledge", r.Acknowledge), checkLimit("identity", r.Identity),
		checkLimit("priority", r.Priority))
}

func checkLimit(name string, l *Limit) error {
	if l == nil {
		return nil
	}
	return model.Within(at(l.check(), name), "%s", name)
}

func (x RightRule) check() error {
	if len(x.Kinds) == 0 {
		return at(model.Wrong("kinds is empty: a rule names the kinds of request that it speaks of"), "kinds")
	}
	about := fmt.Sprintf("rule for %s", x.Kinds[0])
	err := first(checkLimit("acknowledge", x.Acknowledge), checkLimit("answer", &x.Answer),
		checkLimit("outer", x.Outer),
		at(x.Fee.Check("fee"), "fee"), at(x.Refusal.Optional("refusal"), "refusal"), x.Level.check())
	if err == nil && x.Extension != nil {
		err = at(x.Extension.check(x.Answer), "%s", "extension")
	}
	return model.Within(err, "%s", about)
}

func (e Extension) check(answer Limit) error {
	p := calendar.Period{Amount: e.Amount, Unit: e.Unit}
	switch err := p.Check(); {
	case err != nil && !slices.Contains(calendar.Units, e.Unit):
		return at(model.Within(err, "%s", "extension"), "unit")
	case err != nil:
		return at(model.Within(err, "%s", "extension"), "amount")
	case e.Unit != answer.Unit || e.Unit == calendar.Immediate:
		return at(
			model.Wrong("extension: it is counted as one period with the answer, so its unit must be %s too, got %s",
				answer.Unit, e.Unit), "unit")
	case e.Amount+answer.Amount > calendar.MaxAmount:
		return at(model.Wrong("extension: together with the answer it is longer than %d", calendar.MaxAmount), "amount")
	}
	return model.Within(first(checkOrigin(e.Source, e.Confidence), at(e.Word.Optional("word"), "word")), "%s",
		"extension")
}

func (l *LevelRule) check() error {
	if l != nil && !l.valid() {
		return at(model.Wrong("level: need ordinary and sensitive from 0 to 3, the second not below the first"),
			"level")
	}
	return nil
}
