package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store/lists"
	"orangelab.cn/rightsdesk/store/setup"
)

// Narrow is what a person narrows a queue by; everything together must hold, and what is empty does not narrow.
type Narrow struct {
	// Mine shows what I hold and what nobody holds. It goes before Holder, which names one member of staff by ID, and
	// Unclaimed.
	Mine bool `json:"mine,omitempty"`
	// Of is the staff ID of whose list it is, where somebody else reads it: Mine and QueueNext are those of this
	// person. Empty: whoever reads it.
	Of        string          `json:"of,omitempty"`
	Holder    string          `json:"holder,omitempty"`
	Unclaimed bool            `json:"unclaimed,omitempty"`
	Kinds     []model.Kind    `json:"kinds,omitempty"`
	Statuses  []model.Status  `json:"statuses,omitempty"`
	Regimes   []string        `json:"regimes,omitempty"` // by ID; a request shows that falls under any of them
	Channels  []model.Channel `json:"channels,omitempty"`
	Products  []string        `json:"products,omitempty"`
	Tags      []string        `json:"tags,omitempty"` // a request shows that carries any of them
	Due       Due             `json:"due,omitempty"`
}

// Due is until when the nearest clock of a request ends; what is late is among all of them.
type Due string

// The times until which a clock ends, by the days of the desk's zone.
const (
	DueAny   Due = ""
	DueLate  Due = "late"
	DueToday Due = "today"
	DueWeek  Due = "week" // today and the six days after
)

// Dues lists what a queue can be narrowed to by its clocks.
var Dues = []Due{DueLate, DueToday, DueWeek}

// CountBound is how far a narrowed queue is counted that the kept counts do not tell apart.
const CountBound = 1000

// labelled narrows by what a request carries and by its clock.
func (s *Session) labelled(f lists.Filter, n Narrow) lists.Filter {
	f.Channels, f.Products, f.Tags, f.Regimes = n.Channels, n.Products, n.Tags, slices.Clone(n.Regimes)
	if slices.ContainsFunc(s.Rules().Default, func(id string) bool { return slices.Contains(n.Regimes, id) }) {
		f.Regimes = append(f.Regimes, "") // a request that names none falls under the desk's
	}
	zone := s.Rules().Location()
	now := s.Now().In(zone)
	day := func(after int) time.Time {
		return time.Date(now.Year(), now.Month(), now.Day()+after, 0, 0, 0, 0, zone)
	}
	switch n.Due {
	case DueLate:
		f.DueBefore = now
	case DueToday:
		f.DueBefore = day(1)
	case DueWeek:
		f.DueBefore = day(7)
	}
	return f
}

// ErrSameLabels says that the request is labelled so already.
var ErrSameLabels = errors.New("the request has this product and these tags already")

// SetLabels settles the product that a request is about and its tags. It fails with model.ErrUnknownLabel for a word
// that the organisation does not have.
func (s *Session) SetLabels(ctx context.Context, seen model.Revision, labels model.Labels) (model.Request, error) {
	return s.Change(ctx, model.ActLabel, seen, ByAnyone, func(c *Change) error {
		o, err := setup.Organisation(c.Tx.View)
		if err != nil {
			return err
		}
		if labels, err = o.Labelled(labels); err != nil {
			return err
		}
		if labels.Product == c.Request.Product && slices.Equal(labels.Tags, c.Request.Tags) {
			return ErrSameLabels
		}
		c.Request.Labels = labels
		c.Detail["product"], c.Detail["tags"] = labels.Product, strings.Join(labels.Tags, ",")
		return nil
	})
}

// ListOf names a narrowed queue, so that it can be kept.
func ListOf(q Queue, n Narrow) (model.ListAsk, error) {
	raw, err := json.Marshal(n)
	return model.ListAsk{Queue: string(q), Narrow: raw}, err
}

// NarrowOf is what a list is narrowed by, as ListOf wrote it.
func NarrowOf(l model.ListAsk) (n Narrow, err error) {
	if !slices.Contains(Queues(), Queue(l.Queue)) {
		return n, fmt.Errorf("there is no list %q", l.Queue)
	}
	if len(l.Narrow) > 0 {
		err = json.Unmarshal(l.Narrow, &n)
	}
	return n, err
}
