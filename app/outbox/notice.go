package outbox

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/app/mail"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/calendar"
	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/notices"
	"orangelab.cn/rightsdesk/store/setup"
)

// ApprovedNotice returns who approved a notice as it stands, its text and its audience; store.ErrNotApproved where nobody did.
func ApprovedNotice(v *store.View, n notice.Notice) (by string, err error) {
	audience, people, err := notices.AudienceDigest(v, n.ID)
	if err != nil {
		return "", err
	}
	if audience != n.Audience.Digest || people != n.Audience.Count {
		return "", store.ErrNotApproved
	}
	digest, err := notices.Digest(v, n)
	if err != nil {
		return "", err
	}
	return v.ApprovedDesk(model.ActApproveNotice, n.Reference, digest)
}

// campaign hands over the messages of one notice, one to each of its audience in their order, in rounds: whom the server puts off
// is tried again in the next. Before a message is said its recipient stands in the run as in flight; what became of it is
// written down, behind all receipts before, in the transaction that names the next. So a program that ends leaves one message of
// which nobody knows, and that one is not tried again.
type campaign struct {
	o      *sender
	notice notice.Notice
	org    model.Organisation
	part   []notice.Recipient // of the audience, from first on
	first  int64
	putOff []int64 // of the round before, behind the cursor
	proven bool    // the receipts, which decide who is in a round after the first
	inARow int     // how many were put off one after the other
	round  int     // of the message in flight
}

// mostInARow is how many messages a server may put off one after the other before it is left alone for a while.
const mostInARow = 20

// restAfter is how long a server is left alone that puts everything off.
const restAfter = 5 * time.Minute

// lastRound is the round after which whoever is put off was not reached: two days after the first, see mail.Again.
const lastRound = 16

// outcome is what became of the message in flight.
type outcome struct{ receipt notice.Receipt }

// notices hands over some messages of every notice that is due, and reports whether there may be more.
func (o *sender) notices(ctx context.Context) (more bool, err error) {
	var ids []int64
	if err := o.s.Read(ctx, model.ActDeliver, func(v *store.View) (err error) {
		ids, err = notices.Sending(v, o.s.Now())
		return err
	}); err != nil {
		return false, err
	}
	for _, id := range ids {
		if o.left[noticeKey(id)] != nil {
			continue
		}
		c, err := o.campaign(ctx, id)
		goesOn := false
		switch {
		case errors.Is(err, store.ErrNotApproved):
			err = o.hold(ctx, id, HeldChanged)
		case err == nil && c.notice.State == notice.Sending && c.notice.Content.TooLate(o.s.Rules(), o.s.Now()):
			err = o.hold(ctx, id, HeldLate)
		case err == nil && c.notice.State == notice.Sending:
			goesOn, err = c.some(ctx)
		}
		if o.leave(noticeKey(id), err) {
			continue
		}
		if err != nil {
			return false, err
		}
		more = more || goesOn
	}
	return more, nil
}

func noticeKey(id int64) string { return "notice " + strconv.FormatInt(id, 10) }

// campaign opens a notice once: it goes out only as it was approved.
func (o *sender) campaign(ctx context.Context, id int64) (*campaign, error) {
	if c := o.campaigns[id]; c != nil {
		return c, nil
	}
	c := &campaign{o: o}
	var stranded int64
	err := o.s.Read(ctx, model.ActDeliver, func(v *store.View) (err error) {
		if c.notice, err = notices.Read(v, id); err != nil {
			return err
		}
		if c.org, err = setup.Organisation(v); err != nil {
			return err
		}
		run, err := notices.ReadRun(v, id)
		stranded = run.InFlight
		return err
	})
	if err == nil && stranded != 0 {
		err = c.strand(ctx, stranded)
	}
	if err == nil && c.notice.State == notice.Sending {
		err = o.s.Read(ctx, model.ActDeliver, func(v *store.View) error {
			_, err := ApprovedNotice(v, c.notice)
			return err
		})
	}
	if err != nil {
		return nil, err
	}
	if o.campaigns == nil {
		o.campaigns = map[int64]*campaign{}
	}
	o.campaigns[id] = c
	return c, nil
}

// strand makes uncertain the message that a desktop was handing over when it ended: whoever holds the lease knows that nobody is at it.
func (c *campaign) strand(ctx context.Context, recipient int64) error {
	return c.o.s.Write(ctx, model.ActSendNotice, func(tx *store.Tx, entry *model.Entry) error {
		run, err := notices.ReadRun(tx.View, c.notice.ID)
		if err != nil {
			return err
		}
		entry.Detail["notice"], entry.Detail["recipient"], entry.Detail["result"] = c.notice.Reference, recipient, string(notice.Uncertain)
		if run.InFlight != recipient {
			return nil
		}
		lost := outcome{receipt: notice.Receipt{Recipient: recipient, Round: run.Round, Channel: notice.Email, Result: notice.Uncertain, At: c.o.s.Now(), Why: string(mail.Interrupted)}}
		if err := record(tx, &run, lost); err != nil {
			return err
		}
		return notices.SaveRun(tx, run)
	})
}

// record writes a receipt down and counts it.
func record(tx *store.Tx, run *notices.Run, done outcome) error {
	x := done.receipt
	if x.Round == 1 {
		run.Tried++
	} else {
		run.Later--
	}
	switch x.Result {
	case notice.Handed:
		run.Handed++
	case notice.Later:
		run.Later++
	case notice.Failed:
		run.Failed++
	case notice.Uncertain:
		run.Uncertain++
	}
	run.InFlight = 0
	return notices.AddReceipt(tx, run, x)
}

// some hands over up to a batch of messages, and reports whether there may be more now.
func (c *campaign) some(ctx context.Context) (more bool, err error) {
	var done *outcome
	for n := 0; ; n++ {
		mine, err := c.o.lease.Keep(ctx)
		if err != nil {
			return false, err
		}
		goesOn := mine && n < batch && ctx.Err() == nil
		if goesOn && c.o.conn == nil && done == nil {
			if err := c.o.connect(ctx); err != nil {
				return false, err // nothing was begun
			}
		}
		message, recipient, state, err := c.step(ctx, done, goesOn && c.o.conn != nil)
		switch {
		case err != nil:
			return false, err
		case state == roundsOver:
			return false, c.finish(ctx)
		case message == nil:
			return state == mayGoOn && ctx.Err() == nil && mine, ctx.Err()
		}
		done = c.hand(ctx, *message, recipient)
	}
}

// stepState says how a campaign stands after a step that named nobody.
type stepState int

const (
	rests      stepState = iota // until its time, or until somebody lets it go on
	mayGoOn                     // there is somebody, and the step was not to name them
	roundsOver                  // everybody was tried
)

// step writes down what became of the message in flight, and names the next recipient where it is to.
func (c *campaign) step(ctx context.Context, done *outcome, goesOn bool) (message *mail.Message, recipient int64, state stepState, err error) {
	ctx, end := context.WithTimeout(context.WithoutCancel(ctx), leased/2)
	defer end()
	err = c.o.s.Progress(ctx, model.ActDeliver, func(tx *store.Tx) error {
		message, recipient, state = nil, 0, rests
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
				if recipient, c.round = run.InFlight, run.Round; recipient != 0 {
					to := c.part[recipient-c.first]
					message = c.write(tx.View, to, recipient, run.Round)
				}
			}
		}
		return notices.SaveRun(tx, run)
	})
	return message, recipient, state, err
}

// name puts the next recipient of the round in flight; nobody where the round is over.
func (c *campaign) name(tx *store.Tx, run *notices.Run) (stepState, error) {
	for {
		recipient, err := c.after(tx, run)
		if err != nil {
			return rests, err
		}
		if recipient == 0 {
			return c.over(run), nil
		}
		run.Cursor = recipient
		if recipient < c.first || recipient >= c.first+int64(len(c.part)) {
			if c.part, c.first, err = notices.AudiencePart(tx.View, run.Notice, recipient); err != nil {
				return rests, err
			}
		}
		if c.part[recipient-c.first].Email == "" || !c.notice.Content.Uses(notice.Email) {
			run.Elsewhere++
			continue
		}
		run.InFlight = recipient
		return mayGoOn, nil
	}
}

// after is the recipient behind the cursor in a round; 0 where there is none.
func (c *campaign) after(tx *store.Tx, run *notices.Run) (int64, error) {
	if run.Round == 1 {
		if run.Cursor >= c.notice.Audience.Count {
			return 0, nil
		}
		return run.Cursor + 1, nil
	}
	if !c.proven {
		if err := notices.ProveReceipts(tx.View, run.Notice); err != nil {
			return 0, err
		}
		c.proven = true
	}
	for len(c.putOff) > 0 && c.putOff[0] <= run.Cursor {
		c.putOff = c.putOff[1:]
	}
	if len(c.putOff) == 0 {
		var err error
		if c.putOff, err = notices.PutOff(tx.View, run.Notice, run.Round-1, run.Cursor, batch); err != nil || len(c.putOff) == 0 {
			return 0, err
		}
	}
	return c.putOff[0], nil
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

// write makes the message that goes to a recipient.
func (c *campaign) write(v *store.View, to notice.Recipient, recipient int64, round int) *mail.Message {
	lang := to.Language(c.org.Languages)
	text := c.notice.Content.Dated(calendar.DateOf(c.o.s.Now(), c.o.s.Rules().Location())).Render(notice.Email, c.org, lang, to)
	_, domain, _ := strings.Cut(c.o.settings.From, "@")
	return &mail.Message{ID: notices.MessageID(v, c.notice.ID, recipient, round, domain), From: c.o.settings.From, FromName: c.org.Called(lang), To: to.Email, Subject: text.Subject,
		Text: text.Text, HTML: text.HTML, Date: c.o.s.Now(), Automatic: true}
}

// hand says a message to the server and returns what became of it.
func (c *campaign) hand(ctx context.Context, m mail.Message, recipient int64) *outcome {
	receipt, f, failure := c.o.say(ctx, m)
	x := notice.Receipt{Recipient: recipient, Round: c.round, Channel: notice.Email, Result: notice.Handed, At: c.o.s.Now()}
	switch {
	case failure == nil:
		x.Said, x.At, c.inARow = receipt.Said, receipt.At, 0
		return &outcome{receipt: x}
	case f == nil:
		x.Result, x.Why = notice.Uncertain, string(mail.Interrupted)
		return &outcome{receipt: x}
	}
	x.Why, x.Said = string(f.Kind), f.Said
	x.Result = map[mail.Class]notice.Result{mail.Temporary: notice.Later, mail.Permanent: notice.Failed, mail.Uncertain: notice.Uncertain}[f.Class]
	if f.Class == mail.Temporary {
		c.inARow++
		if c.round >= lastRound {
			x.Result = notice.Failed
		}
	}
	return &outcome{receipt: x}
}

// finish ends a notice of which everybody was tried.
func (c *campaign) finish(ctx context.Context) error {
	return c.o.s.Write(ctx, model.ActSendNotice, func(tx *store.Tx, entry *model.Entry) error {
		n, err := notices.Read(tx.View, c.notice.ID)
		if err != nil || n.State != notice.Sending {
			return err
		}
		n.State = notice.Sent
		p := n.Progress
		entry.Detail["notice"], entry.Detail["handed"], entry.Detail["failed"], entry.Detail["uncertain"], entry.Detail["elsewhere"] = n.Reference, p.Handed, p.Failed, p.Uncertain, p.Elsewhere
		_, err = notices.Move(tx, n)
		return err
	})
}
