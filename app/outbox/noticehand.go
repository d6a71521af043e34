package outbox

import (
	"context"
	"slices"
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

// named is a message that is in flight: its name, and whom it goes to.
type named struct {
	id string
	to notice.Recipient
	at inFlight
}

// call gives the message to a recipient its name.
func (c *campaign) call(v *store.View, to notice.Recipient, at inFlight) named {
	domain := string(at.channel)
	if at.channel == notice.Email {
		_, domain, _ = strings.Cut(c.o.settings.From, "@")
	}
	return named{notices.MessageID(v, c.notice.ID, at.recipient, at.round, domain), to, at}
}

// write makes the message that goes to a recipient.
func (c *campaign) write(n named) letter {
	to, at := n.to, n.at
	lang := to.Language(c.org.Languages)
	text := c.form(at.channel, lang, calendar.DateOf(c.o.s.Now(), c.o.s.Rules().Location()))(to)
	if at.channel != notice.Email {
		phone, err := identifier.NormalisePhone(to.Phone)
		if err != nil {
			phone = "" // to a device
		}
		return letter{short: gateway.Message{To: phone, Device: to.Device, Title: text.Subject, Text: text.Text,
			Language: lang, ID: n.id}}
	}
	m := mail.Message{ID: n.id, From: c.o.settings.From, FromName: c.org.Called(lang), To: to.Email,
		Subject: text.Subject, Text: text.Text, HTML: text.HTML, Date: c.o.s.Now(), Automatic: true}
	return letter{mail: m.Ready()}
}

// form is what everybody gets by a channel in a language on a day.
func (c *campaign) form(ch notice.Channel, lang string, on calendar.Date) func(notice.Recipient) notice.Text {
	key := formKey{ch, lang, on}
	form := c.forms[key]
	if form == nil {
		if c.forms == nil {
			c.forms = map[formKey]func(notice.Recipient) notice.Text{}
		}
		form = c.notice.Content.Dated(on).Form(ch, c.org, lang)
		c.forms[key] = form
	}
	return form
}

type formKey struct {
	channel notice.Channel
	lang    string
	on      calendar.Date
}

// atATime is how many messages are written in one go while those before them are handed over.
const atATime = 50

// written writes messages while others are handed over; whoever takes them calls end when they take no more.
func (c *campaign) written(messages []named) (next func() letter, end func()) {
	some, over, ended := make(chan []letter, 1), make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for part := range slices.Chunk(messages, atATime) {
			letters := make([]letter, len(part))
			for i, n := range part {
				letters[i] = c.write(n)
			}
			select {
			case some <- letters:
			case <-over:
				return
			}
		}
	}()
	var ready []letter
	next = func() letter {
		if len(ready) == 0 {
			ready = <-some
		}
		first := ready[0]
		ready = ready[1:]
		return first
	}
	return next, func() {
		close(over)
		<-ended
	}
}

// hand says a message to the server or the gateway and returns what became of it.
func (c *campaign) hand(ctx context.Context, m letter, at inFlight) outcome {
	receipt, f, failure := c.o.sayLetter(ctx, at.channel, m)
	x := notice.Receipt{Recipient: at.recipient, Round: at.round, Channel: at.channel, Result: notice.Handed,
		At: c.o.s.Now()}
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
	x.Result = map[mail.Class]notice.Result{mail.Temporary: notice.Later, mail.Permanent: notice.Failed,
		mail.Uncertain: notice.Uncertain}[f.Class]
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
func (c *campaign) fly(ctx context.Context, messages []named) (done []outcome) {
	end := time.Now().Add(flightTime)
	next, rest := c.written(messages)
	defer rest()
	for i, m := range messages {
		if i > 0 && (ctx.Err() != nil || time.Now().After(end) || c.o.conn == nil || c.inARow >= mostInARow ||
			done[i-1].receipt.Result == notice.Uncertain) {
			break
		}
		if c.flight != nil {
			note := flown{Begins: m.at.recipient}
			if i > 0 {
				note.Ended = &done[i-1].receipt
			}
			if c.stuck = c.flight.note(note); c.stuck != nil {
				break
			}
			// Asked behind the note: a program that was stopped before it knows here, and one stopped behind it has
			// said that it began.
			if !c.o.s.Now().Before(c.o.lease.till) {
				break
			}
		}
		done = append(done, c.hand(ctx, next(), m.at))
	}
	return done
}
