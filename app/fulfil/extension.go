package fulfil

import (
	"errors"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/rule"
	"orangelab.cn/rightsdesk/store"
)

// ErrExtension says that an answer cannot be put off like this.
var ErrExtension = errors.New("an extension needs a reason, and a day after the one first promised and within what the rules allow, told before that one is over")

// ErrNoExtension says that the answer to a request cannot be put off at all: no rule allows it, or it was put off before.
var ErrNoExtension = errors.New("no rule that this request falls under lets its answer be put off, or it was put off before; an answer that comes late is explained in a letter of its own")

// checkExtension refuses an extension without a reason, one to a day that the rule pack does not allow, and any once the
// promised day is over: then the answer is late, and no letter makes it timely.
func checkExtension(s *desk.Session, r model.Request, e model.Extension) error {
	limit, can := ExtensionLimit(s.Rules(), r, s.Now())
	switch {
	case !can:
		return ErrNoExtension
	case strings.TrimSpace(e.Reason) == "" || !e.Until.After(r.DueAt) || e.Until.After(limit):
		return ErrExtension
	}
	return nil
}

// ExtensionLimit returns the latest day to which the answer to a request can be put off, and whether it can: by a rule of every
// regime that would hold it to an earlier day, once, and as long as at a moment the day first promised is not over.
func ExtensionLimit(rules *rule.Pack, r model.Request, now time.Time) (limit time.Time, can bool) {
	dates := rules.Dates(r, now)
	put := r.DueAt.After(dates.Answer.At)
	return dates.Extended.At, r.Open() && dates.CanExtend() && !put && !now.After(r.DueAt)
}

// extensionFacts adds why the answer takes longer, and the new day beside the one first promised.
func extensionFacts(c drafting, d letter.Data, e model.Extension, lang string) (letter.Data, error) {
	if err := checkExtension(c.Session, c.Request, e); err != nil {
		return d, err
	}
	d.Due, d.NewDue, d.ExtensionReason = c.Request.DueAt, e.Until, strings.TrimSpace(e.Reason)
	d.ExtensionBasis = c.Session.Rules().Dates(c.Request, c.Session.Now()).Basis.Source.In(lang)
	return d, nil
}

// extend moves the final clock to the day that the person was told of, now that the letter has gone out. One that went out
// after the promised day is on record and moves nothing.
func extend(c *desk.Change, facts letter.Data) error {
	e := model.Extension{Reason: facts.ExtensionReason, Until: facts.NewDue}
	if checkExtension(c.Session, c.Request, e) != nil {
		c.Detail["late"] = true
		return nil
	}
	c.Detail["until"] = e.Until.In(c.Session.Rules().Location()).Format(time.DateOnly)
	return c.Tx.SavePart(c.Request.ID, store.PartExtension, e)
}
