package rule

import (
	"errors"
	"fmt"
	"slices"

	"orangelab.cn/rightsdesk/model"
)

// Lead is how many calendar days before something takes effect people are told of it.
type Lead struct {
	ID      string   `yaml:"id"`
	Kind    string   `yaml:"kind"` // of notice: one of LeadKinds
	Regimes []string `yaml:"regimes"`
	Days    int      `yaml:"days"`
	// Binds says that nothing is approved with less time; otherwise whoever approves is warned, since whether the rule
	// applies is for a person to say.
	Binds      bool       `yaml:"binds"`
	Source     model.Text `yaml:"source"`
	Confidence Confidence `yaml:"confidence"`
}

// LeadKinds are the kinds of notice that come before what they tell.
var LeadKinds = []string{"policy_update", "cessation"}

func (l Lead) id() string { return l.ID }

func (l Lead) check() error {
	switch {
	case !slices.Contains(LeadKinds, l.Kind):
		return at(fmt.Errorf("kind must be policy_update or cessation, got %q", l.Kind), "kind")
	case l.Days < 1 || l.Days > 365:
		return at(fmt.Errorf("days must be from 1 to 365, got %d", l.Days), "days")
	case len(l.Regimes) == 0:
		return at(errors.New("regimes is empty: a lead time names the regimes that it belongs to"), "regimes")
	}
	return checkOrigin(l.Source, l.Confidence)
}
