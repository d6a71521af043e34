package outbox

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/mail"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/dispatch"
	"orangelab.cn/rightsdesk/model/gateway"
	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
	"orangelab.cn/rightsdesk/store/mailing"
	"orangelab.cn/rightsdesk/store/notices"
	"orangelab.cn/rightsdesk/store/seal"
	"orangelab.cn/rightsdesk/store/setup"
)

// Follow does, in the transaction that records it, what follows from a server having taken a message.
type Follow func(*desk.Change, dispatch.Outgoing) error

// sender hands over what waits, while it holds the lease of the outbox.
type sender struct {
	s        *desk.Session
	settings dispatch.Settings
	follow   Follow
	conn     *mail.Sender
	gateways map[notice.Channel]*mail.Gateway
	lease    *Lease
	// down is why nothing more is handed over by a way, this time.
	down map[string]error
	// left is why messages and notices cannot be read, by their ID: the others go nevertheless.
	left map[string]error
	// campaigns are the notices that were opened, by their ID.
	campaigns map[int64]*campaign
}

// Send hands over the messages that are due, one desktop at a time. Before a message is said to the server its row says
// so; a row of which nobody knows how it ended is uncertain from then on, and only a person lets it go again. So nobody
// gets a message twice, whenever the program ends.
func Send(ctx context.Context, s *desk.Session, follow Follow) error {
	if err := s.Allow(ctx, model.ActDeliver); err != nil {
		return err
	}
	o := &sender{s: s.Job(), follow: follow}
	waits := false
	err := s.Read(ctx, model.ActDeliver, func(v *store.View) (err error) {
		if o.settings, err = setup.MailSettings(v); err != nil {
			return err
		}
		due, err := mailing.Due(v, s.Now(), Ways(o.settings), 1)
		if err != nil {
			return err
		}
		stranded, err := mailing.Sending(v)
		if err != nil {
			return err
		}
		going, err := notices.Sending(v, s.Now())
		if err != nil {
			return err
		}
		resting, err := mailing.RestoredOutgoing(v)
		if err != nil {
			return err
		}
		restingNotices, err := mailing.RestoredNotices(v)
		if err != nil {
			return err
		}
		reports, err := reportsWait(o, v)
		if o.leave(reportsKey, err) {
			reports, err = true, nil
		}
		waits = reports || len(due)+len(stranded)+len(going)+len(resting)+len(restingNotices) > 0
		return err
	})
	if err != nil || !waits {
		return err
	}
	if o.lease, err = HoldOut(ctx, o.s); err != nil || o.lease == nil {
		return err
	}
	failure := errors.Join(o.rest(ctx), o.recover(ctx), o.reports(ctx), o.all(ctx))
	for _, some := range []map[string]error{o.down, o.left} {
		for _, err := range some {
			failure = errors.Join(failure, err)
		}
	}
	o.close()
	return errors.Join(failure, o.lease.End(ctx, failure, nil))
}

// recover makes uncertain what a desktop was handing over when it ended: whoever holds the lease knows that nobody is
// at it.
func (o *sender) recover(ctx context.Context) error {
	var list []mailing.Ref
	err := o.s.Read(ctx, model.ActDeliver, func(v *store.View) (err error) {
		list, err = mailing.Sending(v)
		return err
	})
	for _, ref := range list {
		err = errors.Join(err, o.conclude(ctx, ref, func(m *dispatch.Outgoing) {
			m.State, m.Why, m.SentAt = dispatch.Uncertain, string(mail.Interrupted), o.s.Now()
		}))
	}
	return err
}

// batch is how many messages are looked for at a time.
const batch = 200

// all hands over what is due, until nothing is, or no server can be reached. Where one cannot, what goes by another
// goes nevertheless.
func (o *sender) all(ctx context.Context) error {
	for {
		var list []mailing.Ref
		ways := slices.DeleteFunc(Ways(o.settings), func(way string) bool { return o.down[way] != nil })
		if err := o.s.Read(ctx, model.ActDeliver, func(v *store.View) (err error) {
			list, err = mailing.Due(v, o.s.Now(), ways, batch+len(o.left))
			return err
		}); err != nil {
			return err
		}
		list = slices.DeleteFunc(list, func(ref mailing.Ref) bool { return o.left[ref.ID] != nil })
		if len(list) == 0 { // what is for one person goes before what is for many
			more, err := o.notices(ctx)
			if err != nil || !more {
				return err
			}
			continue
		}
		for _, ref := range list {
			if err := ctx.Err(); err != nil {
				return err
			}
			if o.down[ref.Way] != nil {
				continue
			}
			if mine, err := o.lease.Keep(ctx); err != nil || !mine {
				return err
			}
			err := o.one(ctx, ref)
			if !o.leave(ref.ID, err) && err != nil {
				return err
			}
		}
	}
}

// leave notes what cannot be read, so that the others go nevertheless, and reports whether that is what an error says.
// What was being sent of it stays so, and is uncertain the next time.
func (o *sender) leave(key string, err error) bool {
	if !errors.Is(err, store.ErrTampered) && !errors.Is(err, seal.ErrUnseal) {
		return false
	}
	if o.left == nil {
		o.left = map[string]error{}
	}
	o.left[key] = err
	return true
}

// one hands one message over. It fails only where no other can be handed over either.
func (o *sender) one(ctx context.Context, ref mailing.Ref) error {
	if ref.Way == dispatch.ByEmail {
		if err := o.connect(ctx); err != nil {
			return o.rests(ctx, ref.Way, err) // nothing was begun: the message waits as it is
		}
	}
	message, err := o.claim(ctx, ref)
	if errors.Is(err, store.ErrConflict) || errors.Is(err, ErrNoMessage) {
		return nil // taken back meanwhile
	}
	if err != nil {
		return err
	}
	if message == nil { // of no use any more, as claim wrote down
		return nil
	}
	receipt, f, failure := o.sayLetter(ctx, notice.Channel(ref.Way), *message)
	if f != nil && f.Class == mail.Temporary && ref.Way != dispatch.ByEmail {
		o.lay(ref.Way, f) // a gateway that puts one off is left alone for a while
	}
	now := o.s.Now()
	return o.conclude(context.WithoutCancel(ctx), ref, func(m *dispatch.Outgoing) {
		progress{&m.State, &m.Why, &m.Said, &m.Tries, &m.Due, &m.SentAt}.tried(m.At, receipt, f, failure, now)
	})
}

// rests leaves a way alone by which nothing can be handed over just now; it fails where the program ends.
func (o *sender) rests(ctx context.Context, way string, why error) error {
	if ctx.Err() != nil {
		return why
	}
	o.lay(way, why)
	return nil
}

func (o *sender) lay(way string, why error) {
	if o.down == nil {
		o.down = map[string]error{}
	}
	o.down[way] = why
}

// connect opens the connection to the server where there is none, and none was refused just now.
func (o *sender) connect(ctx context.Context) error {
	if o.conn != nil || o.down[dispatch.ByEmail] != nil {
		return o.down[dispatch.ByEmail]
	}
	conn, err := mail.Open(ctx, o.settings.Out, o.settings.PerMinute)
	if err != nil {
		return err
	}
	conn.Now = o.s.Now
	o.conn = conn
	return nil
}

// sayLetter says a message to the server, or to the gateway of its channel.
func (o *sender) sayLetter(ctx context.Context, ch notice.Channel, m letter) (mail.Receipt, *mail.Failure, error) {
	if m.mail == nil {
		return o.ask(ctx, ch, m.short)
	}
	return o.say(ctx, *m.mail)
}

// say says a message to the server; f is the failure where it is one of the mail's.
func (o *sender) say(ctx context.Context, m mail.Ready) (receipt mail.Receipt, f *mail.Failure, failure error) {
	receipt, failure = o.conn.SendReady(ctx, m)
	begun() // the moment of which nobody could tell later how it ended
	if errors.As(failure, &f) && f.Lost {
		o.conn.Close()
		o.conn = nil
	}
	return receipt, f, failure
}

// begun is called after a message was said to the server and before its end is written down; tests end the program
// there.
var begun = func() {}

// claim writes down that a message is being handed over and returns it; nil where it is too late for it.
func (o *sender) claim(ctx context.Context, ref mailing.Ref) (message *letter, err error) {
	err = o.s.Progress(ctx, model.ActDeliver, func(tx *store.Tx) error {
		message = nil
		m, err := outgoingOf(tx.View, ref.RequestID, ref.ID, dispatch.Queued)
		if err != nil {
			return err
		}
		if now := o.s.Now(); !m.Mail.Until.IsZero() && now.After(m.Mail.Until) {
			m.State, m.Why, m.SentAt = dispatch.Failed, string(mail.TooLate), now
			return mailing.Move(tx, m, dispatch.Queued)
		}
		if message, err = o.write(tx, m); err != nil {
			return err
		}
		m.State, m.Sender = dispatch.Sending, o.lease.id
		return mailing.Move(tx, m, dispatch.Queued)
	})
	return message, err
}

// write makes the message that leaves.
func (o *sender) write(tx *store.Tx, m dispatch.Outgoing) (*letter, error) {
	if m.Way != dispatch.ByEmail {
		return &letter{short: gateway.Message{To: m.Mail.To, Title: m.Mail.Subject, Text: m.Mail.Text,
			Language: cmp.Or(m.Mail.Lang, model.Languages[0]), ID: m.ID}}, nil
	}
	org, err := setup.Organisation(tx.View)
	if err != nil {
		return nil, err
	}
	out := &mail.Message{ID: m.MessageID, From: o.settings.From, FromName: org.Called(m.Mail.Lang), To: m.Mail.To,
		Subject: m.Mail.Subject, Text: m.Mail.Text, HTML: m.Mail.HTML,
		Date: o.s.Now(), InReplyTo: m.Mail.InReplyTo, References: m.Mail.Refers, Automatic: true}
	for _, f := range m.Mail.Files {
		var data bytesOf
		if err := casefile.ReadBlob(tx.View, m.Request, f.Blob, &data); err != nil {
			return nil, err
		}
		out.Files = append(out.Files, mail.File{Name: f.Name, Type: f.Type, Data: data})
	}
	return &letter{mail: out.Ready()}, nil
}

type bytesOf []byte

// Write adds to the bytes; it never fails.
func (b *bytesOf) Write(p []byte) (int, error) {
	*b = append(*b, p...)
	return len(p), nil
}

// conclude writes down, with an entry of the log, how handing a message over ended, and what follows from it.
func (o *sender) conclude(ctx context.Context, ref mailing.Ref, how func(*dispatch.Outgoing)) error {
	ctx, done := context.WithTimeout(ctx, leased/2)
	defer done()
	r, err := o.s.Request(ctx, ref.RequestID)
	if err != nil {
		return err
	}
	_, err = o.s.Conclude(ctx, model.ActSendMail, r.Revision(), func(c *desk.Change) error {
		m, err := outgoingOf(c.Tx.View, ref.RequestID, ref.ID, dispatch.Sending)
		if err != nil {
			return err
		}
		how(&m)
		m.Sender = ""
		c.Detail["mail"], c.Detail["what"], c.Detail["result"], c.Detail["tries"], c.Detail["way"] =
			m.ID, m.What, string(m.State), m.Tries, m.Way
		if m.Why != "" {
			c.Detail["why"] = m.Why
		}
		if m.State != dispatch.Handed {
			return mailing.Move(c.Tx, m, dispatch.Sending)
		}
		if err := end(c.Tx, m, dispatch.Sending); err != nil {
			return err
		}
		return o.follow(c, m)
	})
	if errors.Is(err, ErrNoMessage) {
		return nil // another desktop took the lease meanwhile and wrote down that it is uncertain
	}
	return err
}
