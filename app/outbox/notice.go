package outbox

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"orangelab.cn/rightsdesk/app/mail"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/gateway"
	"orangelab.cn/rightsdesk/model/incident"
	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/notices"
	"orangelab.cn/rightsdesk/store/setup"
)

// ApprovedNotice returns who approved a notice as it stands, its text and its audience; store.ErrNotApproved where
// nobody did.
func ApprovedNotice(v *store.View, n notice.Notice) (by string, err error) {
	if n.Content.OfDrill() {
		return "", fmt.Errorf("%w: %w", store.ErrNotApproved, incident.ErrDrill)
	}
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

// campaign hands over the messages of one notice, one to each of its audience in their order, in rounds: whom the
// server puts off is tried again in the next. Before a message is said its recipient stands in the run as in flight, or
// in the notes of a flight over some of them; what became of it is written down, behind all receipts before, in the
// transaction that names the next. So a program that ends leaves one message of which nobody knows, and that one is not
// tried again.
type campaign struct {
	o       *sender
	notice  notice.Notice
	org     model.Organisation
	part    []notice.Recipient // of the audience, from first on
	first   int64
	putOff  []notice.Receipt // of the round before, behind the cursor
	fallen  []notice.Receipt // of those whom a way did not reach, behind run.Fallen
	inARow  int              // how many were put off one after the other
	now     inFlight         // the first of them, where several are
	claimed bool             // the run says that somebody is in flight, and it is this sender's
	flight  *flight          // nil where they are alone
	stuck   error            // why the flight could not go on
	forms   map[formKey]func(notice.Recipient) notice.Text
}

// inFlight is the message that is being handed over.
type inFlight struct {
	recipient int64
	round     int
	channel   notice.Channel
	before    notice.Result // of the recipient's receipt before it; empty where there is none
}

// letter is a message as it leaves: by mail, or by a gateway, where mail is nil.
type letter struct {
	mail  *mail.Ready
	short gateway.Message
}

// mostInARow is how many messages a server may put off one after the other before it is left alone for a while.
const mostInARow = 20

// restAfter is how long a server is left alone that puts everything off.
const restAfter = 5 * time.Minute

// lastRound is the round after which whoever is put off was not reached: two days after the first, see mail.Again.
const lastRound = 16

// outcome is what became of the message in flight, and what stood of its recipient before.
type outcome struct {
	receipt notice.Receipt
	before  notice.Result
}

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
		case err == nil && c.notice.Content.Uses(notice.Email) && !o.settings.Sends():
			// It stands still until the desk has a mail server again: whom it goes to by mail is not counted as reached
			// another way.
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
	var stranded notices.Run
	err := o.s.Read(ctx, model.ActDeliver, func(v *store.View) (err error) {
		if c.notice, err = notices.Read(v, id); err != nil {
			return err
		}
		if c.org, err = setup.Organisation(v); err != nil {
			return err
		}
		stranded, err = notices.ReadRun(v, id)
		return err
	})
	if err == nil && stranded.InFlight != 0 {
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

// strand writes down what became of what a desktop was handing over when it ended: whoever holds the lease knows that
// nobody is at it. Of one message nobody knows, or of all of a flight whose notes say nothing that can be relied on.
func (c *campaign) strand(ctx context.Context, was notices.Run) error {
	var left *flight
	var done []notice.Receipt
	var begun int64
	told := false
	if was.Flight != "" {
		if err := c.o.s.Read(ctx, model.ActDeliver, func(v *store.View) (err error) {
			left, err = flightOf(v, c.o.folder(), was.Flight)
			return err
		}); err != nil {
			return err
		}
		done, begun, told = left.read(was.InFlight, was.Last)
	}
	err := c.o.s.Write(ctx, model.ActSendNotice, func(tx *store.Tx, entry *model.Entry) error {
		run, err := notices.ReadRun(tx.View, c.notice.ID)
		if err != nil {
			return err
		}
		entry.Detail["notice"], entry.Detail["recipient"], entry.Detail["result"] = c.notice.Reference, max(begun,
			was.InFlight), string(notice.Uncertain)
		if run.InFlight != was.InFlight || run.Flight != was.Flight {
			return nil
		}
		if !told {
			err = lose(tx, &run, mail.Interrupted, c.o.s.Now())
		} else {
			var all []outcome
			for _, x := range done {
				all = append(all, outcome{x, ""})
			}
			if n := len(done); begun != 0 && (n == 0 || done[n-1].Recipient != begun) {
				all = append(all, outcome{lost(run, begun, mail.Interrupted, c.o.s.Now()), ""})
			}
			err = land(tx, &run, all, begun)
		}
		return errors.Join(err, notices.SaveRun(tx, run))
	})
	if err != nil || left == nil {
		return err
	}
	return left.end()
}

func lost(run notices.Run, recipient int64, why mail.Kind, now time.Time) notice.Receipt {
	return notice.Receipt{Recipient: recipient, Round: run.Round, Channel: cmp.Or(run.Channel, notice.Email),
		Result: notice.Uncertain, At: now, Why: string(why)}
}

// lose writes down that nobody knows what became of any message in flight.
func lose(tx *store.Tx, run *notices.Run, why mail.Kind, now time.Time) error {
	last, err := notices.LastReceipt(tx.View, run.Notice, run.InFlight)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	var all []outcome
	for r := run.InFlight; r <= max(run.Last, run.InFlight); r++ {
		all = append(all, outcome{lost(*run, r, why, now), last.Result})
	}
	return land(tx, run, all, run.Last)
}

// land writes down what became of those in flight, and that nobody is any more. Of a flight the last who was begun with
// is begun, 0 where nobody was: whoever comes behind them is not.
func land(tx *store.Tx, run *notices.Run, done []outcome, begun int64) error {
	list := make([]notice.Receipt, len(done))
	for i, d := range done {
		if list[i] = d.receipt; d.before == "" {
			run.Tried++
		}
		run.Count(d.before, -1)
		run.Count(d.receipt.Result, +1)
	}
	if run.Flight != "" {
		run.Cursor = max(begun, run.InFlight-1)
	}
	run.InFlight, run.Channel, run.Flight, run.Last = 0, "", "", 0
	return notices.AddReceipts(tx, run, list)
}

// inOneGo is after how many messages of a notice it is asked whether something for one person waits.
const inOneGo = 4 * mostFlown

// some hands over some messages, and reports whether there may be more now.
func (c *campaign) some(ctx context.Context) (more bool, err error) {
	var done []outcome
	mails := c.o.settings.Sends() && c.notice.Content.Uses(notice.Email)
	for n := 0; ; {
		mine, err := c.o.lease.Keep(ctx)
		if err != nil {
			return false, err
		}
		goesOn := mine && n < inOneGo && ctx.Err() == nil && c.stuck == nil
		if goesOn && mails && c.o.conn == nil && !c.claimed {
			if err := c.o.connect(ctx); err != nil {
				return false, err // nothing was begun
			}
		}
		messages, state, err := c.step(ctx, done, goesOn && (c.o.conn != nil || !mails))
		switch {
		case err != nil:
			return false, err
		case c.stuck != nil:
			return false, c.stuck
		case state == roundsOver:
			return false, c.finish(ctx)
		case len(messages) == 0:
			return state == mayGoOn && ctx.Err() == nil && mine, ctx.Err()
		}
		n += len(messages)
		done = c.fly(ctx, messages)
	}
}

// stepState says how a campaign stands after a step that named nobody.
type stepState int

const (
	rests      stepState = iota // until its time, or until somebody lets it go on
	mayGoOn                     // there is somebody, and the step was not to name them
	roundsOver                  // everybody was tried
)

// finish ends a notice of which everybody was tried.
func (c *campaign) finish(ctx context.Context) error {
	return c.o.s.Write(ctx, model.ActSendNotice, func(tx *store.Tx, entry *model.Entry) error {
		n, err := notices.Read(tx.View, c.notice.ID)
		if err != nil || n.State != notice.Sending {
			return err
		}
		n.State = notice.Sent
		p := n.Progress
		entry.Detail["notice"], entry.Detail["handed"], entry.Detail["failed"] = n.Reference, p.Handed, p.Failed
		entry.Detail["uncertain"], entry.Detail["elsewhere"] = p.Uncertain, p.Elsewhere
		_, err = notices.Move(tx, n)
		return err
	})
}
