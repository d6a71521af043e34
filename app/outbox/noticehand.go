package outbox

import (
	"context"
	"strings"

	"orangelab.cn/rightsdesk/app/mail"
	"orangelab.cn/rightsdesk/model/calendar"
	"orangelab.cn/rightsdesk/model/gateway"
	"orangelab.cn/rightsdesk/model/identifier"
	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/notices"
)

// write makes the message that goes to a recipient.
func (c *campaign) write(v *store.View, to notice.Recipient) *letter {
	lang := to.Language(c.org.Languages)
	text := c.notice.Content.Dated(calendar.DateOf(c.o.s.Now(), c.o.s.Rules().Location())).Render(c.now.channel, c.org, lang, to)
	if c.now.channel != notice.Email {
		phone, err := identifier.NormalisePhone(to.Phone)
		if err != nil {
			phone = "" // to a device
		}
		return &letter{short: gateway.Message{To: phone, Device: to.Device, Title: text.Subject, Text: text.Text, Language: lang,
			ID: notices.MessageID(v, c.notice.ID, c.now.recipient, c.now.round, string(c.now.channel))}}
	}
	_, domain, _ := strings.Cut(c.o.settings.From, "@")
	return &letter{mail: &mail.Message{ID: notices.MessageID(v, c.notice.ID, c.now.recipient, c.now.round, domain), From: c.o.settings.From, FromName: c.org.Called(lang), To: to.Email, Subject: text.Subject,
		Text: text.Text, HTML: text.HTML, Date: c.o.s.Now(), Automatic: true}}
}

// hand says a message to the server or the gateway and returns what became of it.
func (c *campaign) hand(ctx context.Context, m letter) *outcome {
	receipt, f, failure := c.o.sayLetter(ctx, c.now.channel, m)
	x := notice.Receipt{Recipient: c.now.recipient, Round: c.now.round, Channel: c.now.channel, Result: notice.Handed, At: c.o.s.Now()}
	done := func() *outcome { return &outcome{x, c.now.before} }
	switch {
	case failure == nil:
		x.Said, x.At, c.inARow = receipt.Said, receipt.At, 0
		return done()
	case f == nil:
		x.Result, x.Why = notice.Uncertain, string(mail.Interrupted)
		return done()
	}
	x.Why, x.Said = string(f.Kind), f.Said
	x.Result = map[mail.Class]notice.Result{mail.Temporary: notice.Later, mail.Permanent: notice.Failed, mail.Uncertain: notice.Uncertain}[f.Class]
	if f.Class == mail.Temporary {
		c.inARow++
		if c.now.round >= lastRound {
			x.Result = notice.Failed
		}
	}
	return done()
}
