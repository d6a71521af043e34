package incident

import (
	"errors"
	"fmt"
	"slices"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/rule"
)

// Severity is ENISA's method: SE = DPC × EI + CB. Points are hundredths, so that they are compared exactly.
type Severity struct {
	Source     model.Text      `yaml:"source"`
	Confidence rule.Confidence `yaml:"confidence"`
	// Categories are the data processing contexts (DPC), between Lowest and Highest.
	Categories     []Category     `yaml:"categories"`
	Lowest         int            `yaml:"lowest"`
	Highest        int            `yaml:"highest"`
	Identification []Option       `yaml:"identification"`
	Circumstances  []Circumstance `yaml:"circumstances"`
	Bands          []Band         `yaml:"bands"`
	// FlagPeople is beyond how many people a score is flagged, which does not change it.
	FlagPeople int64 `yaml:"flag_people"`
}

// Category is a kind of data with its base and what moves it.
type Category struct {
	Named  `yaml:",inline"`
	Base   int      `yaml:"base"`
	Adjust []Option `yaml:"adjust"`
}

// Option is one wording with its points.
type Option struct {
	ID     string     `yaml:"id"`
	Points int        `yaml:"points"`
	Text   model.Text `yaml:"text"`
}

// Circumstance is one part of the circumstances of the breach (CB), which add up.
type Circumstance struct {
	Named   `yaml:",inline"`
	Options []Option `yaml:"options"`
}

// Band is a level of severity, from how many points on.
type Band struct {
	Named    `yaml:",inline"`
	From     int        `yaml:"from"`
	Practice model.Text `yaml:"practice"`
}

// Factors are what somebody chose to score by. Everything must be chosen: nothing stands chosen by itself.
type Factors struct {
	// Contexts are the kinds of data, each with what moves it; an empty ID of the adjustment leaves the base.
	Contexts       []Context         `json:"contexts"`
	Identification string            `json:"identification"`
	Circumstances  map[string]string `json:"circumstances"`
}

// Context is one kind of data that is affected.
type Context struct {
	Category string `json:"category"`
	Adjust   string `json:"adjust,omitempty"`
}

// Score is what factors come to.
type Score struct {
	DPC, EI, CB, SE int // hundredths
	Band            Band
	// Category and Adjust are those that counted; Adjust is nil where the base did.
	Category Category
	Adjust   *Option
	Ease     Option
	Parts    []Part
}

// Part is a circumstance with what was chosen.
type Part struct {
	Circumstance
	Chosen Option
}

// ErrFactors says that not every factor was chosen.
var ErrFactors = errors.New(
	"choose every factor: the kind of data, how easily people are identified, and each circumstance")

// Score works out the severity of factors; ErrFactors where one is missing or unknown.
func (s Severity) Score(f Factors) (score Score, err error) {
	if len(f.Contexts) == 0 {
		return score, ErrFactors
	}
	for _, c := range f.Contexts {
		category, ok := find(s.Categories, func(k Category) bool { return k.ID == c.Category })
		if !ok {
			return score, ErrFactors
		}
		points, adjust := category.Base, (*Option)(nil)
		if c.Adjust != "" {
			o, ok := find(category.Adjust, func(o Option) bool { return o.ID == c.Adjust })
			if !ok {
				return score, ErrFactors
			}
			points, adjust = points+o.Points, &o
		}
		if points = min(max(points, s.Lowest), s.Highest); points > score.DPC { // the highest counts
			score.DPC, score.Category, score.Adjust = points, category, adjust
		}
	}
	ease, ok := find(s.Identification, func(o Option) bool { return o.ID == f.Identification })
	if !ok {
		return score, ErrFactors
	}
	score.EI, score.Ease = ease.Points, ease
	for _, c := range s.Circumstances {
		o, ok := find(c.Options, func(o Option) bool { return o.ID == f.Circumstances[c.ID] })
		if !ok {
			return score, ErrFactors
		}
		score.CB += o.Points
		score.Parts = append(score.Parts, Part{c, o})
	}
	score.SE = score.DPC*score.EI/100 + score.CB // every product of the method's points is whole in hundredths
	for _, b := range s.Bands {
		if score.SE >= b.From {
			score.Band = b
		}
	}
	return score, nil
}

// Top is the highest score that there can be.
func (s Severity) Top() int {
	top := s.Highest
	for _, c := range s.Circumstances {
		top += slices.MaxFunc(c.Options, func(a, b Option) int { return a.Points - b.Points }).Points
	}
	return top
}

func (s Severity) check() error {
	options := slices.Clone(s.Identification)
	names := []Named{}
	for _, c := range s.Categories {
		options, names = append(options, c.Adjust...), append(names, c.Named)
	}
	for _, c := range s.Circumstances {
		if len(c.Options) == 0 {
			return fmt.Errorf("circumstance %q has no option", c.ID)
		}
		options, names = append(options, c.Options...), append(names, c.Named)
	}
	for i, b := range s.Bands {
		if i > 0 && b.From <= s.Bands[i-1].From {
			return fmt.Errorf("band %q must begin above the one before", b.ID)
		}
		if err := b.Practice.Check("the practice of " + b.ID); err != nil {
			return err
		}
		names = append(names, b.Named)
	}
	for _, o := range options {
		if err := o.Text.Check("the text of " + o.ID); err != nil {
			return err
		}
	}
	for _, n := range names {
		if err := n.Name.Check("the name of " + n.ID); err != nil {
			return err
		}
	}
	if len(s.Bands) == 0 || len(s.Categories) == 0 || len(s.Identification) == 0 {
		return errors.New("severity needs categories, identification and bands")
	}
	return s.Source.Check("the source of the severity")
}
