package fulfil

import (
	"context"
	"errors"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
	"orangelab.cn/rightsdesk/store/requests"
)

// ErrExtension says that an answer cannot be put off like this.
var ErrExtension = errors.New("an extension needs a reason, and a day after the one first promised and within what the rules allow, told before that one is over")

// ErrNoExtension says that the answer to a request cannot be put off at all: no rule allows it, or it was put off
// before.
var ErrNoExtension = errors.New("no rule that this request falls under lets its answer be put off, or it was put off before; an answer that comes late is explained in a letter of its own")

// checkExtension refuses an extension without a reason, one to a day that the rule pack does not allow, and any once
// the promised day is over: then the answer is late, and no letter makes it timely.
func checkExtension(v *store.View, s *desk.Session, r model.Request, e model.Extension) error {
	x, err := extensible(v, s, r)
	switch {
	case err != nil:
		return err
	case !x.Can:
		return ErrNoExtension
	case strings.TrimSpace(e.Reason) == "" || !e.Until.After(r.DueAt) || e.Until.After(x.Limit):
		return ErrExtension
	}
	return nil
}

// Extensible says whether the answer to a request can be put off, and to which day at the latest: by a rule of every
// regime that would hold it to an earlier day, as long as at a moment the day first promised is not over, and once.
// Whether it was put off before is kept with the request: its days do not tell, because a pause moves them too.
type Extensible struct {
	Limit time.Time
	Can   bool
}

// ReadExtensible reads whether the answer to a request can be put off.
func ReadExtensible(ctx context.Context, s *desk.Session, request int64) (x Extensible, err error) {
	err = s.Read(ctx, model.ActReadRequest, func(v *store.View) error {
		r, err := requests.Read(v, request)
		if err != nil {
			return err
		}
		x, err = extensible(v, s, r)
		return err
	})
	return x, err
}

func extensible(v *store.View, s *desk.Session, r model.Request) (x Extensible, err error) {
	var before model.Extension
	told, err := casefile.Part(v, r.ID, casefile.PartExtension, &before)
	dates := s.Rules().Dates(r, s.Now())
	return Extensible{dates.Extended.At, !told && r.Open() && dates.CanExtend() && !s.Now().After(r.DueAt)}, err
}

// extensionFacts adds why the answer takes longer, and the new day beside the one first promised.
func extensionFacts(c drafting, d letter.Data, e model.Extension, lang string) (letter.Data, error) {
	if err := checkExtension(c.Tx, c.Session, c.Request, e); err != nil {
		return d, err
	}
	d.Due, d.NewDue, d.ExtensionReason = c.Request.DueAt, e.Until, strings.TrimSpace(e.Reason)
	d.ExtensionBasis = c.Session.Rules().Dates(c.Request, c.Session.Now()).Basis.Source.In(lang)
	return d, nil
}

// extend moves the final clock to the day that the person was told of, now that the letter has gone out. One that went
// out after the promised day is on record and moves nothing.
func extend(c *desk.Change, facts letter.Data) error {
	e := model.Extension{Reason: facts.ExtensionReason, Until: facts.NewDue}
	switch err := checkExtension(c.Tx.View, c.Session, c.Request, e); {
	case errors.Is(err, ErrExtension), errors.Is(err, ErrNoExtension):
		c.Detail["late"] = true
		return nil
	case err != nil:
		return err
	}
	c.Detail["until"] = e.Until.In(c.Session.Rules().Location()).Format(time.DateOnly)
	return casefile.SavePart(c.Tx, c.Request.ID, casefile.PartExtension, e)
}
