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
)

// Errors of the letters for which staff say what no fact of the request tells.
var (
	ErrExtension = errors.New("an extension needs a reason, and a day after the one first promised and at most as long again, told before that one is over")
	ErrRedirect  = errors.New("say who holds the data, why not we, how to reach them, and what we hold ourselves")
)

// Extend tells the person that the answer comes later than promised, why and when, and moves the final clock to that day.
// The time can be doubled at most, and once. It is refused once the promised day is over: then the answer is late, and no letter makes it timely.
func Extend(ctx context.Context, s *desk.Session, rev model.Revision, lang string, e model.Extension) (w Written, err error) {
	e.Reason = strings.TrimSpace(e.Reason)
	_, err = s.Change(ctx, model.ActLetter, rev, desk.ByHolder, func(c *desk.Change) error {
		due := c.Request.DueAt
		if !c.Request.Open() || e.Reason == "" || !e.Until.After(due) || e.Until.After(s.Rules().ExtensionLimit(c.Request)) || s.Now().After(due) {
			return ErrExtension
		}
		if w, err = ownLetter(c, letter.Extended, lang, func(d *letter.Data) {
			d.Due, d.NewDue, d.ExtensionReason = due, e.Until, e.Reason
		}); err != nil {
			return err
		}
		c.Detail["until"] = e.Until.Format(time.DateOnly)
		return c.Tx.SavePart(c.Request.ID, store.PartExtension, e)
	})
	return w, err
}

// Redirect tells the person who else holds the data, and what the organisation holds itself. The request stays open until
// it is closed as redirected, or answered for the rest.
func Redirect(ctx context.Context, s *desk.Session, rev model.Revision, lang string, to letter.Party) (w Written, err error) {
	if err := s.Allow(ctx, model.ActLetter); err != nil {
		return w, err
	}
	for _, text := range []*string{&to.Name, &to.Why, &to.Contact, &to.HeldHere} {
		if *text = strings.TrimSpace(*text); *text == "" {
			return w, ErrRedirect
		}
	}
	_, err = s.Change(ctx, model.ActLetter, rev, desk.ByHolder, func(c *desk.Change) error {
		if !c.Request.Open() {
			return ErrRedirect
		}
		w, err = ownLetter(c, letter.Redirected, lang, func(d *letter.Data) { d.Party = &to })
		return err
	})
	return w, err
}

// ownLetter writes and keeps a letter for which say fills in what staff said.
func ownLetter(c *desk.Change, kind letter.Kind, lang string, say func(*letter.Data)) (w Written, err error) {
	result, err := resultOf(&c.Tx.View, c.Request)
	if err != nil {
		return w, err
	}
	facts, err := letterFacts(drafting{&c.Tx.View, c.Session, c.Request, result}, kind, lang)
	if err != nil {
		return w, err
	}
	say(&facts)
	l, err := letter.Render(kind, lang, facts)
	if err != nil {
		return w, err
	}
	return keepLetter(c, l, facts, result)
}
