package outbox

import (
	"context"

	"orangelab.cn/rightsdesk/app/mail"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/notices"
)

// step writes down what became of the messages in flight, and names the next recipients where it is to.
func (c *campaign) step(ctx context.Context, done []outcome,
	goesOn bool) (messages []named, state stepState, err error) {
	ctx, end := context.WithTimeout(context.WithoutCancel(ctx), leased/2)
	defer end()
	was, landed := c.flight, false
	var next *flight
	err = c.o.s.Progress(ctx, model.ActDeliver, func(tx *store.Tx) error {
		if next != nil { // the transaction is tried again
			if err := next.end(); err != nil {
				return err
			}
			next = nil
		}
		messages, state, landed = nil, rests, false
		run, err := notices.ReadRun(tx.View, c.notice.ID)
		if err != nil {
			return err
		}
		if c.claimed {
			if run.InFlight != c.now.recipient || run.Flight != was.name() {
				return nil // another desktop took the lease meanwhile and wrote down that it is uncertain
			}
			var begun int64
			if len(done) > 0 {
				begun = done[len(done)-1].receipt.Recipient
			}
			if err := land(tx, &run, done, begun); err != nil {
				return err
			}
			landed = true
		}
		if !run.Paused {
			run.Why = ""
		}
		if len(done) > 0 && c.inARow >= mostInARow {
			c.inARow, run.Due, run.Why = 0, c.o.s.Now().Add(restAfter), done[len(done)-1].receipt.Why
		}
		if !run.Paused && !run.Due.After(c.o.s.Now()) {
			if state = mayGoOn; goesOn {
				if state, err = c.name(tx, &run); err != nil {
					return err
				}
				if next, err = c.together(tx.View, &run); err != nil {
					return err
				}
				for at := c.now; run.InFlight != 0 && at.recipient <= max(run.Last, run.InFlight); at.recipient++ {
					messages = append(messages, c.call(tx.View, c.part[at.recipient-c.first], at))
				}
			}
		}
		return notices.SaveRun(tx, run)
	})
	if err != nil {
		return nil, rests, err // whose file stays says what became of whom
	}
	c.claimed, c.flight = len(messages) > 0, next
	if landed && was != nil {
		err = was.end()
	}
	return messages, state, err
}

// together puts those in flight as well who come behind the first and are sent to by the same way, where the sender may
// note by himself whom he has begun with: at a desk on this computer alone, by mail, and as fast as the server takes
// it.
func (c *campaign) together(v *store.View, run *notices.Run) (*flight, error) {
	o := c.o
	if run.InFlight == 0 || run.Round != 1 || run.Cursor != run.InFlight || c.now.before != "" ||
		c.now.channel != notice.Email || o.settings.PerMinute != 0 || !o.flies() {
		return nil, nil
	}
	last := run.InFlight
	for last-run.InFlight+1 < mostFlown && last+1 < c.first+int64(len(c.part)) &&
		c.notice.Content.Way(c.part[last+1-c.first], "") == notice.Email {
		last++
	}
	if last == run.InFlight {
		return nil, nil
	}
	f, err := beginFlight(v, o.folder())
	if err != nil {
		return nil, err
	}
	run.Flight, run.Last, run.Cursor = f.id, last, last
	return f, nil
}

// name puts the next recipient of the round in flight; nobody where the round is over.
func (c *campaign) name(tx *store.Tx, run *notices.Run) (stepState, error) {
	for {
		next, err := c.after(tx, run)
		if err != nil {
			return rests, err
		}
		if next.recipient == 0 {
			return c.over(run), nil
		}
		if next.recipient < c.first || next.recipient >= c.first+int64(len(c.part)) {
			if c.part, c.first, err = notices.AudiencePart(tx.View, run.Notice, next.recipient); err != nil {
				return rests, err
			}
		}
		if next.before != notice.Later {
			next.channel = c.notice.Content.Way(c.part[next.recipient-c.first], next.channel)
		}
		if !sends(c.o.settings, next.channel) {
			if next.before == "" {
				run.Elsewhere++
			}
			continue
		}
		c.now, run.InFlight, run.Channel = next, next.recipient, next.channel
		return mayGoOn, nil
	}
}

// after is who comes next in a round: whoever was not tried yet, or was put off in the round before; then whom a way
// did not reach, with the channel of that way. Its recipient is 0 where there is nobody.
func (c *campaign) after(tx *store.Tx, run *notices.Run) (next inFlight, err error) {
	next.round = run.Round
	if run.Round == 1 && run.Cursor < c.notice.Audience.Count {
		run.Cursor++
		next.recipient = run.Cursor
		return next, nil
	}
	if run.Round > 1 {
		for len(c.putOff) > 0 && c.putOff[0].Recipient <= run.Cursor {
			c.putOff = c.putOff[1:]
		}
		if len(c.putOff) == 0 {
			if c.putOff, err = notices.PutOff(tx.View, *run, run.Round-1, run.Cursor, batch); err != nil {
				return next, err
			}
		}
		if len(c.putOff) > 0 {
			x := c.putOff[0]
			run.Cursor, next.recipient, next.channel, next.before = x.Recipient, x.Recipient, x.Channel, x.Result
			return next, nil
		}
	}
	for len(c.fallen) > 0 && c.fallen[0].Number <= run.Fallen {
		c.fallen = c.fallen[1:]
	}
	if len(c.fallen) == 0 {
		if c.fallen, err = notices.Fallen(tx.View, *run, run.Fallen, batch); err != nil || len(c.fallen) == 0 {
			return next, err
		}
	}
	x := c.fallen[0]
	run.Fallen, next.recipient, next.channel, next.before = x.Number, x.Recipient, x.Channel, x.Result
	if len(c.fallen) == 1 { // a batch was looked for at the last; what came since is looked for after it
		c.fallen = nil
	}
	return next, nil
}

// over ends a round: the next begins later, where somebody was put off.
func (c *campaign) over(run *notices.Run) stepState {
	if run.Later == 0 {
		return roundsOver
	}
	now := c.o.s.Now()
	run.Due, _ = mail.Again(run.Round, now, now)
	run.Round, run.Cursor, c.putOff = run.Round+1, 0, nil
	return rests
}
