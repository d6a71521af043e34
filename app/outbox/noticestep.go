package outbox

import (
	"context"

	"orangelab.cn/rightsdesk/app/mail"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/notices"
)

// step writes down what became of the message in flight, and names the next recipient where it is to.
func (c *campaign) step(ctx context.Context, done *outcome, goesOn bool) (message *letter, state stepState, err error) {
	ctx, end := context.WithTimeout(context.WithoutCancel(ctx), leased/2)
	defer end()
	err = c.o.s.Progress(ctx, model.ActDeliver, func(tx *store.Tx) error {
		message, state = nil, rests
		run, err := notices.ReadRun(tx.View, c.notice.ID)
		if err != nil {
			return err
		}
		if done != nil && run.InFlight == done.receipt.Recipient {
			if err := record(tx, &run, *done); err != nil {
				return err
			}
		} else if done != nil {
			return nil // another desktop took the lease meanwhile and wrote down that it is uncertain
		}
		if !run.Paused {
			run.Why = ""
		}
		if done != nil && c.inARow >= mostInARow {
			c.inARow, run.Due, run.Why = 0, c.o.s.Now().Add(restAfter), done.receipt.Why
		}
		if !run.Paused && !run.Due.After(c.o.s.Now()) {
			if state = mayGoOn; goesOn {
				if state, err = c.name(tx, &run); err != nil {
					return err
				}
				if run.InFlight != 0 {
					message = c.write(tx.View, c.part[run.InFlight-c.first])
				}
			}
		}
		return notices.SaveRun(tx, run)
	})
	return message, state, err
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

// after is who comes next in a round: whoever was not tried yet, or was put off in the round before; then whom a way did not reach,
// with the channel of that way. Its recipient is 0 where there is nobody.
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
