package outbox

import (
	"context"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/app/mail"
	"orangelab.cn/rightsdesk/model/calendar"
	"orangelab.cn/rightsdesk/model/gateway"
	"orangelab.cn/rightsdesk/model/identifier"
	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/notices"
)

// write makes the message that goes to a recipient.
func (c *campaign) write(v *store.View, to notice.Recipient, at inFlight) letter {
	lang := to.Language(c.org.Languages)
	text := c.notice.Content.Dated(calendar.DateOf(c.o.s.Now(), c.o.s.Rules().Location())).Render(at.channel, c.org, lang, to)
	if at.channel != notice.Email {
		phone, err := identifier.NormalisePhone(to.Phone)
		if err != nil {
			phone = "" // to a device
		}
		return letter{short: gateway.Message{To: phone, Device: to.Device, Title: text.Subject, Text: text.Text, Language: lang,
			ID: notices.MessageID(v, c.notice.ID, at.recipient, at.round, string(at.channel))}}
	}
	_, domain, _ := strings.Cut(c.o.settings.From, "@")
	return letter{mail: &mail.Message{ID: notices.MessageID(v, c.notice.ID, at.recipient, at.round, domain), From: c.o.settings.From, FromName: c.org.Called(lang), To: to.Email, Subject: text.Subject,
		Text: text.Text, HTML: text.HTML, Date: c.o.s.Now(), Automatic: true}}
}

// hand says a message to the server or the gateway and returns what became of it.
func (c *campaign) hand(ctx context.Context, m letter, at inFlight) outcome {
	receipt, f, failure := c.o.sayLetter(ctx, at.channel, m)
	x := notice.Receipt{Recipient: at.recipient, Round: at.round, Channel: at.channel, Result: notice.Handed, At: c.o.s.Now()}
	done := func() outcome { return outcome{x, at.before} }
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
		if at.round >= lastRound {
			x.Result = notice.Failed
		}
	}
	return done()
}

// flightTime is how long a flight takes at most, so that a notice rests soon after somebody says so.
const flightTime = time.Second

// fly hands over the messages of those in flight, one after the other, and returns what became of each that was begun.
func (c *campaign) fly(ctx context.Context, messages []letter) (done []outcome) {
	at, end := c.now, time.Now().Add(flightTime)
	for i, m := range messages {
		if i > 0 && (ctx.Err() != nil || time.Now().After(end) || c.o.conn == nil || c.inARow >= mostInARow || done[i-1].receipt.Result == notice.Uncertain) {
			break
		}
		if c.flight != nil {
			note := flown{Begins: at.recipient}
			if i > 0 {
				note.Ended = &done[i-1].receipt
			}
			if c.stuck = c.flight.note(note); c.stuck != nil {
				break
			}
			// Asked behind the note: a program that was stopped before it knows here, and one stopped behind it has said that it began.
			if !c.o.s.Now().Before(c.o.lease.till) {
				break
			}
		}
		done = append(done, c.hand(ctx, m, at))
		at.recipient++
	}
	return done
}
