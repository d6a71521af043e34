package incident

import (
	"bytes"
	"errors"
	"fmt"
	"slices"

	"go.yaml.in/yaml/v3"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/calendar"
	"orangelab.cn/rightsdesk/model/rule"
)

// Rules are what incidents are counted, scored and graded by, as data.
type Rules struct {
	Version   string     `yaml:"version"`
	Questions []Question `yaml:"questions"`
	Operators []Named    `yaml:"operators"`
	Grades    []GradeOf  `yaml:"grades"`
	Grading   Origin     `yaml:"grading"`
	Clocks    []Clock    `yaml:"clocks"`
	Forms     []Form     `yaml:"forms"`
	Seats     []Named    `yaml:"seats"`
	// FirstActions are what the emergency plan asks for at once, in its order.
	FirstActions []Named  `yaml:"first_actions"`
	Severity     Severity `yaml:"severity"`
	// Places are the countries whose people fall under a regime.
	Places []Place `yaml:"places"`

	countries map[string]string // ISO code by every name of a country, folded
	regimes   map[string]Place  // by ISO code
}

// Named is a word of the rules with its name.
type Named struct {
	ID   string     `yaml:"id"`
	Name model.Text `yaml:"name"`
}

// Origin says where figures come from, and how sure they are.
type Origin struct {
	Source     model.Text      `yaml:"source"`
	Confidence rule.Confidence `yaml:"confidence"`
	Note       model.Text      `yaml:"note"`
}

// Question is a fact that is answered yes or no, or is not known yet.
type Question struct {
	ID  string     `yaml:"id"`
	Ask model.Text `yaml:"ask"`
	Yes model.Text `yaml:"yes"`
	No  model.Text `yaml:"no"`
}

// GradeOf is one grade of the Chinese Grading Guide: from how many people or how much loss (CNY) on; zero where the
// guide names none.
type GradeOf struct {
	Named  `yaml:",inline"`
	People int64 `yaml:"people"`
	Loss   int64 `yaml:"loss"`
}

// Read reads the rules. It refuses unknown keys, a text that lacks a language, a figure without a source, and a
// condition that asks for a fact which nobody states.
func Read(data []byte) (*Rules, error) {
	var r Rules
	in := yaml.NewDecoder(bytes.NewReader(data))
	in.KnownFields(true)
	if err := in.Decode(&r); err != nil {
		return nil, fmt.Errorf("the rules of incidents: %w", err)
	}
	if err := errors.Join(r.check(), r.readPlaces()); err != nil {
		return nil, fmt.Errorf("the rules of incidents: %w", err)
	}
	return &r, nil
}

func (r *Rules) check() error {
	for _, q := range r.Questions {
		for name, t := range map[string]model.Text{"ask": q.Ask, "yes": q.Yes, "no": q.No} {
			if err := t.Check("question " + q.ID + ", " + name); err != nil {
				return err
			}
		}
	}
	if len(r.Grades) < 2 {
		return errors.New("at least two grades are needed")
	}
	named := slices.Concat(r.Operators, r.Seats, r.FirstActions)
	for _, g := range r.Grades {
		named = append(named, g.Named)
	}
	for _, n := range named {
		if err := n.Name.Check("the name of " + n.ID); err != nil {
			return err
		}
	}
	if err := r.Grading.Source.Check("the source of the grading"); err != nil {
		return err
	}
	for i, c := range r.Clocks {
		if err := r.checkClock(c); err != nil {
			return fmt.Errorf("clock %q: %w", c.ID, err)
		}
		if slices.ContainsFunc(r.Clocks[:i], func(o Clock) bool { return o.ID == c.ID }) {
			return fmt.Errorf("clock %q stands there twice", c.ID)
		}
	}
	for _, f := range r.Forms {
		if err := r.checkForm(f); err != nil {
			return fmt.Errorf("form %q: %w", f.ID, err)
		}
	}
	return r.Severity.check()
}

func (r *Rules) checkClock(c Clock) error {
	if err := c.Period().Check(); err != nil {
		return err
	}
	if err := c.Title.Check("title"); err != nil {
		return err
	}
	if err := c.Source.Check("source"); err != nil {
		return err
	}
	if !slices.Contains(rule.Confidences, c.Confidence) {
		return fmt.Errorf("confidence %q is not known", c.Confidence)
	}
	if c.Unit == calendar.Immediate {
		if err := c.Word.Check("word"); err != nil {
			return err
		}
	}
	if !slices.Contains([]Start{FromAware, FromHandled, FromAssessed, FromTold}, c.Start) {
		return fmt.Errorf("start %q is not known", c.Start)
	}
	if _, ok := r.Clock(c.After); (c.Start == FromTold) != ok {
		return fmt.Errorf("after %q: name the clock that it follows where it starts with told, and only there", c.After)
	}
	if c.From != "" {
		if _, err := calendar.ParseDate(c.From); err != nil {
			return err
		}
	}
	for _, cond := range slices.Concat(c.Needs, c.Any, c.Unless) {
		if err := r.checkCondition(cond); err != nil {
			return err
		}
	}
	return nil
}

func (r *Rules) checkCondition(c Condition) error {
	switch c.Fact {
	case factHere, factGraded:
		return nil
	case factPeople:
		if c.AtLeast <= 0 {
			return fmt.Errorf("people needs at_least")
		}
		return nil
	case factOperator:
		if !slices.ContainsFunc(r.Operators, func(n Named) bool { return n.ID == c.Is }) {
			return fmt.Errorf("operator %q is not known", c.Is)
		}
		return nil
	}
	if _, ok := r.Question(c.Fact); !ok {
		return fmt.Errorf("fact %q is not asked for", c.Fact)
	}
	return nil
}

// Clock returns a clock by its ID.
func (r *Rules) Clock(id string) (Clock, bool) {
	return find(r.Clocks, func(c Clock) bool { return c.ID == id })
}

// Question returns a question by its ID.
func (r *Rules) Question(id string) (Question, bool) {
	return find(r.Questions, func(q Question) bool { return q.ID == id })
}

// Seat returns a seat of the response team by its ID.
func (r *Rules) Seat(id string) (Named, bool) {
	return find(r.Seats, func(n Named) bool { return n.ID == id })
}

// Regimes are the regimes that a clock names, in the order of the clocks.
func (r *Rules) Regimes() (list []string) {
	for _, c := range r.Clocks {
		if !slices.Contains(list, c.Regime) {
			list = append(list, c.Regime)
		}
	}
	return list
}

func find[T any](list []T, is func(T) bool) (found T, ok bool) {
	i := slices.IndexFunc(list, is)
	if i < 0 {
		return found, false
	}
	return list[i], true
}
