package fulfil

import (
	"errors"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
)

// ErrExtension says that an answer cannot be put off like this.
var ErrExtension = errors.New("an extension needs a reason, and a day after the one first promised and at most as long again, told before that one is over")

// checkExtension refuses an extension without a reason, one to a day that the rule pack does not allow, and any once the
// promised day is over: then the answer is late, and no letter makes it timely.
func checkExtension(s *desk.Session, r model.Request, e model.Extension) error {
	due := r.DueAt
	if !r.Open() || strings.TrimSpace(e.Reason) == "" || !e.Until.After(due) || e.Until.After(s.Rules().ExtensionLimit(r)) || s.Now().After(due) {
		return ErrExtension
	}
	return nil
}

// extensionFacts adds why the answer takes longer, and the new day beside the one first promised.
func extensionFacts(c drafting, d letter.Data, e model.Extension) (letter.Data, error) {
	if err := checkExtension(c.Session, c.Request, e); err != nil {
		return d, err
	}
	d.Due, d.NewDue, d.ExtensionReason = c.Request.DueAt, e.Until, strings.TrimSpace(e.Reason)
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
