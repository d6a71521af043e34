package outbox

import (
	"context"
	"errors"
	"slices"

	"github.com/google/uuid"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/mail"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/dispatch"
	"orangelab.cn/rightsdesk/model/identifier"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
	"orangelab.cn/rightsdesk/store/mailing"
	"orangelab.cn/rightsdesk/store/setup"
)

// Errors of letting a message go.
var (
	ErrNoMail    = errors.New("the desk sends no mail: give a mail server on the screen Mail")
	ErrNoGateway = errors.New("the desk sends no text messages: give a gateway on the screen Gateways")
	ErrOnTheWay  = errors.New("this is on its way already")
	ErrNoReason  = errors.New("say why the public announcement is enough")
	ErrNoMessage = errors.New("this message does not stand as it was shown")
)

// Ask is what goes out: What and Letter say what it is, Way how it goes, Mail what it says and to whom.
type Ask struct {
	What, Letter, Way string
	Mail              dispatch.Mail
}

// Queue lets a message of a request go, a mail on the request's thread, in the transaction that settles it. It reaches
// the person at most once, whatever happens to the program: see Send. A new code takes back an older one that still
// waits.
func Queue(c *desk.Change, ask Ask) (o dispatch.Outgoing, err error) {
	settings, err := setup.MailSettings(c.Tx.View)
	if err != nil {
		return o, err
	}
	if err := mayTake(settings, &ask); err != nil {
		return o, err
	}
	before, err := mailing.Of(c.Tx.View, c.Request.ID)
	if err != nil {
		return o, err
	}
	for _, b := range before {
		switch {
		case b.What != ask.What:
		case b.What == dispatch.Code && b.State == dispatch.Queued:
			b.State, b.SentAt = dispatch.Cancelled, c.Session.Now()
			if err := end(c.Tx, b, dispatch.Queued); err != nil {
				return o, err
			}
		case b.What != dispatch.Code && b.Letter == ask.Letter && b.State.OnTheWay():
			return o, ErrOnTheWay
		}
	}
	if ask.Way == dispatch.ByEmail {
		if err := thread(c.Tx.View, c.Request, before, &ask.Mail); err != nil {
			return o, err
		}
	}
	o = dispatch.Outgoing{ID: uuid.NewString(), Request: c.Request.ID, What: ask.What, Letter: ask.Letter, Way: ask.Way,
		State: dispatch.Queued, MessageID: mail.NewID(settings.From),
		At: c.Session.Now(), By: c.Session.Staff().ID, Due: c.Session.Now(), Mail: ask.Mail}
	if ask.Way != dispatch.ByEmail {
		o.MessageID = o.ID // no mail program sees it
	}
	c.Detail["queued"], c.Detail["way"] = ask.What, ask.Way
	return o, mailing.Add(c.Tx, o)
}

// mayTake refuses what cannot go by its way: the desk does not send by it, or it leads to no such place. A telephone
// number is written as gateways take it.
func mayTake(settings dispatch.Settings, ask *Ask) (err error) {
	if ask.Way == dispatch.BySMS {
		if !settings.SMS.Takes() {
			return ErrNoGateway
		}
		ask.Mail.To, err = identifier.NormalisePhone(ask.Mail.To)
		return err
	}
	if !settings.Sends() {
		return ErrNoMail
	}
	return mail.CheckAddress(ask.Mail.To)
}

// Ways are the ways by which a desk sends for requests by itself.
func Ways(settings dispatch.Settings) (ways []string) {
	if settings.Sends() {
		ways = append(ways, dispatch.ByEmail)
	}
	if settings.SMS.Takes() {
		ways = append(ways, dispatch.BySMS)
	}
	return ways
}

// maxReferences is how many messages of a thread one names: the first and the last.
const maxReferences = 20

// thread puts a message on the thread of its request: after the mail that the request came in with, and all that went
// out since.
func thread(v *store.View, r model.Request, before []dispatch.Outgoing, m *dispatch.Mail) error {
	var a model.Arrival
	if _, err := casefile.Part(v, r.ID, casefile.PartArrival, &a); err != nil {
		return err
	}
	var refers []string
	add := func(id string) {
		if id != "" && !slices.Contains(refers, id) {
			refers = append(refers, id)
		}
	}
	add(a.MessageID)
	for _, b := range before {
		if b.State == dispatch.Handed && b.Way == dispatch.ByEmail {
			add(b.MessageID)
		}
	}
	for _, j := range a.Joined {
		add(j.MessageID)
	}
	if len(refers) == 0 {
		return nil
	}
	m.InReplyTo = refers[len(refers)-1:]
	if len(refers) > maxReferences {
		refers = append(refers[:1:1], refers[len(refers)-maxReferences+1:]...)
	}
	m.Refers = refers
	return nil
}

// Decision is what a person decides about a message that did not reach somebody, or may not have.
type Decision string

// The decisions.
const (
	Arrived Decision = "arrived" // it went out after all, as the person or the server's log says
	Again   Decision = "again"   // it is sent once more
	Leave   Decision = "leave"   // it is not sent again by mail
	// Next, of a notice alone: it did not go, and the next way is tried.
	Next Decision = "next"
	// Announce, of a notice alone: the public announcement is enough, for a reason.
	Announce Decision = "announce"
)

// outgoingOf reads a message of a request that stands in one of some states; ErrNoMessage where it does not.
func outgoingOf(v *store.View, request int64, id string, states ...dispatch.State) (dispatch.Outgoing, error) {
	list, err := mailing.Of(v, request)
	if err != nil {
		return dispatch.Outgoing{}, err
	}
	i := slices.IndexFunc(list, func(o dispatch.Outgoing) bool {
		return o.ID == id && slices.Contains(states, o.State)
	})
	if i < 0 {
		return dispatch.Outgoing{}, ErrNoMessage
	}
	return list[i], nil
}

// Settle carries out what a person decided about a message; ErrNoMessage where it does not stand as they saw it. follow
// does what follows where it is said to have arrived, and again refuses what may not go once more.
func Settle(ctx context.Context, s *desk.Session, rev model.Revision, id string, d Decision, follow,
	again Follow) (model.Request, error) {
	return s.Change(ctx, model.ActSendMail, rev, desk.ByAnyone, func(c *desk.Change) error {
		o, err := outgoingOf(c.Tx.View, c.Request.ID, id, dispatch.Failed, dispatch.Uncertain, dispatch.Returned,
			dispatch.Queued)
		if err != nil {
			return err
		}
		before := o.State
		c.Detail["what"], c.Detail["mail"], c.Detail["decided"], c.Detail["was"] = o.What, o.ID, string(d), string(
			before)
		switch {
		case d == Arrived && before == dispatch.Uncertain:
			o.State, o.SentAt = dispatch.Handed, s.Now()
			return errors.Join(end(c.Tx, o, before), follow(c, o))
		case d == Again && (before == dispatch.Uncertain || before == dispatch.Failed) && o.What != dispatch.Code:
			if err := again(c, o); err != nil {
				return err
			}
			gone := o
			gone.State, gone.Mail.Files = dispatch.Cancelled, nil // the files go with the new one
			if err := end(c.Tx, gone, before); err != nil {
				return err
			}
			_, err := Queue(c, Ask{o.What, o.Letter, o.Way, o.Mail})
			return err
		case d == Leave:
			o.State, o.SentAt = dispatch.Cancelled, s.Now()
			return end(c.Tx, o, before)
		}
		return ErrNoMessage
	})
}

// end keeps a message that goes no more. Its text and its files are of no use then: what remains is to whom it went,
// and about what.
func end(tx *store.Tx, o dispatch.Outgoing, before dispatch.State) error {
	for _, f := range o.Mail.Files {
		if err := casefile.DropBlob(tx, o.Request, f.Blob); err != nil {
			return err
		}
	}
	o.Mail = dispatch.Mail{To: o.Mail.To, Subject: o.Mail.Subject}
	o.Sender = ""
	return mailing.Move(tx, o, before)
}

// Of lists the messages of a request, the oldest first.
func Of(ctx context.Context, s *desk.Session, request int64) (list []dispatch.Outgoing, err error) {
	err = s.Read(ctx, model.ActReadRequest, func(v *store.View) (err error) {
		list, err = mailing.Of(v, request)
		return err
	})
	return list, err
}
