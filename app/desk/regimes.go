package desk

import (
	"context"
	"errors"
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/rule"
)

// Errors of settling which regimes a request falls under.
var (
	ErrNoRegime   = errors.New("a request falls under at least one regime")
	ErrRegimeKind = errors.New(
		"none of these regimes says by when such a request is answered: keep the home law beside them")
	ErrSameRegimes   = errors.New("the request falls under these regimes already")
	ErrRegimesClosed = errors.New("the request is closed: its dates are what they were")
)

// SetRegimes settles which regimes of the rule pack a request falls under, beside or instead of those of the desk.
// Every date is counted again, and the one that ends first counts. It fails with a *rule.RegimeError for a regime that
// the pack does not have.
func (s *Session) SetRegimes(ctx context.Context, seen model.Revision, regimes []string) (model.Request, error) {
	return s.Change(ctx, model.ActRegimes, seen, ByHolder, func(c *Change) error {
		r := &c.Request
		rules := s.Rules().Of(*r)
		chosen := slices.DeleteFunc(rules.RegimeIDs(), func(id string) bool { return !slices.Contains(regimes, id) })
		for _, id := range regimes {
			if _, there := rules.Regime(id); !there {
				return &rule.RegimeError{ID: id, Known: rules.RegimeIDs()}
			}
		}
		switch {
		case len(chosen) == 0:
			return ErrNoRegime
		case slices.Equal(chosen, rules.RegimesOf(*r)):
			return ErrSameRegimes
		case !r.Open():
			return ErrRegimesClosed
		}
		law := slices.ContainsFunc(rules.Laws(), func(l rule.Regime) bool { return slices.Contains(chosen, l.ID) })
		if d, err := rules.DatesUnder(chosen, r.Kind, rule.Moments{Received: r.ReceivedAt}); (err != nil ||
			d.Answer.Limit.AtOnce()) && (rules.Otherwise == nil || !law) {
			return ErrRegimeKind
		}
		c.Detail["regimes"], c.Detail["were"] = strings.Join(chosen, ","), strings.Join(rules.RegimesOf(*r), ",")
		r.Regimes = chosen
		return nil
	})
}
