package fulfil

import (
	"context"
	"errors"
	"strings"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/naming"
	"orangelab.cn/rightsdesk/app/outbox"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/dispatch"
	"orangelab.cn/rightsdesk/store/papers"
	"orangelab.cn/rightsdesk/store/setup"
)

// byText is the way of what the gateway for short messages takes.
const byText = dispatch.BySMS

// mostParts is how many short messages a letter may make: a letter of a page.
const mostParts = 20

// ErrLetterLong says that a letter is no text message.
var ErrLetterLong = errors.New("the letter would be more than twenty short messages: send it another way")

// TextLetter is MailLetter as a text message: the letter's whole text, without its page. It fails with ErrLetterLong
// where that is too long.
func TextLetter(ctx context.Context, s *desk.Session, rev model.Revision, id, to string,
	elsewhere model.Elsewhere) (model.Request, error) {
	return letGo(ctx, s, rev, id, byText, to, elsewhere)
}

// TextPassword lets the password of the newest copy go as a text message: nobody at the desk needs to see it. The copy
// goes another way. That it was delivered is recorded once the gateway took it.
func TextPassword(ctx context.Context, s *desk.Session, rev model.Revision, to string,
	elsewhere model.Elsewhere) (model.Request, error) {
	if err := s.Allow(ctx, model.ActDeliver); err != nil {
		return model.Request{}, err
	}
	return s.Change(ctx, model.ActDeliver, rev, desk.ByHolder, func(c *desk.Change) error {
		newest, err := newestPacket(c)
		if err != nil {
			return err
		}
		if err := apart(c, model.DeliveredPassword, byText); err != nil {
			return err
		}
		m, err := addressed(c, byText, model.DeliveredPassword, newest.ID, strings.TrimSpace(to), elsewhere)
		if err != nil {
			return err
		}
		org, err := setup.Organisation(c.Tx.View)
		if err != nil {
			return err
		}
		var texts []string
		for _, lang := range []string{"zh", "en"} {
			texts = append(texts,
				naming.Phrase(lang, "the_password_of_your_copy", org.Called(lang), c.Request.Reference,
					newest.Password))
		}
		m.Subject, m.Text = c.Request.Reference, strings.Join(texts, "\n")
		c.Detail["what"], c.Detail["way"] = model.DeliveredPassword, byText
		_, err = outbox.Queue(c, outbox.Ask{What: model.DeliveredPassword, Letter: newest.ID, Way: byText, Mail: m})
		return err
	})
}

// mayGoAgain refuses to send once more what has been overtaken: a copy or a password of an older copy, and one that
// would go the way of the other now.
func mayGoAgain(c *desk.Change, o dispatch.Outgoing) error {
	if o.What != model.DeliveredPacket && o.What != model.DeliveredPassword {
		return nil
	}
	h, err := papers.HandoverOf(c.Tx.View, c.Request.ID)
	if err != nil {
		return err
	}
	if !h.Built || h.Copy.ID != o.Letter {
		return ErrPacketChanged
	}
	return apart(c, o.What, o.Way)
}
