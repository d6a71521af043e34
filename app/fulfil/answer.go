package fulfil

import (
	"context"
	"errors"
	"slices"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
)

// ErrNoAnswer says that the letter that answers the request is not written.
var ErrNoAnswer = errors.New("write the letter first")

// Ways are the ways something can reach the person.
var Ways = []string{"email", "sms", "phone", "post", "counter"}

// Deliver records that packet, password or letter went out. Packet and password must travel different ways: who reads
// the one mailbox must not have both.
func Deliver(ctx context.Context, s *desk.Session, rev model.Revision, what, way string) (model.Request, error) {
	if !slices.Contains(Ways, way) {
		return model.Request{}, errors.New("choose how it went out")
	}
	return s.Change(ctx, model.ActDeliver, rev, desk.ByHolder, func(c *desk.Change) error {
		if c.Request.Status != model.Answering {
			return &model.TransitionError{From: c.Request.Status, On: model.Delivered}
		}
		packets, err := c.Tx.Packets(rev.Request)
		if err != nil {
			return err
		}
		if what != "letter" && len(packets) == 0 {
			return ErrNoPacket
		}
		sent, err := c.Tx.Deliveries(rev.Request)
		if err != nil {
			return err
		}
		for _, d := range sent {
			if d.Channel == way && ((d.What == "packet" && what == "password") || (d.What == "password" && what == "packet")) {
				return ErrSameWay
			}
		}
		c.Detail["what"], c.Detail["way"] = what, way
		return c.Tx.AddDelivery(rev.Request, store.Delivery{What: what, Channel: way, At: s.Now(), By: s.Staff().ID})
	})
}

// Close ends an answered request: the letter is written, packet and password are on their way.
func Close(ctx context.Context, s *desk.Session, rev model.Revision) (model.Request, error) {
	return s.Change(ctx, model.ActDeliver, rev, desk.ByHolder, func(c *desk.Change) error {
		letters, err := c.Tx.Letters(rev.Request)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(letters, func(l store.Letter) bool { return answers(c.Request, letter.Kind(l.Kind)) }) {
			return ErrNoAnswer
		}
		if err := tasksOpen(c); err != nil {
			return err
		}
		if c.Request.Outcome == model.NoOutcome {
			if c.Request.Outcome, err = outcome(c); err != nil {
				return err
			}
		}
		c.Detail["outcome"] = string(c.Request.Outcome)
		return c.Move(model.Delivered)
	})
}

// answers reports whether a letter of a kind is the answer to a request, and not one on the way there.
func answers(r model.Request, kind letter.Kind) bool {
	kinds := LetterKinds(r)
	return slices.Contains(kinds, kind) || (kind == letter.PartlyFulfilled && slices.Contains(kinds, letter.Fulfilled))
}

// outcome of an answered request: partly fulfilled where a row was left out of the copy, a source is missing, or part of
// what was asked to be changed stays as it is.
func outcome(c *desk.Change) (model.Outcome, error) {
	if c.Request.Kind.Changes() {
		return changeOutcome(c)
	}
	if !c.Request.Kind.Copies() {
		return model.Fulfilled, nil
	}
	sent, err := c.Tx.Deliveries(c.Request.ID)
	if err != nil {
		return "", err
	}
	went := map[string]bool{}
	for _, d := range sent {
		went[d.What] = true
	}
	if !went["packet"] || !went["password"] {
		return "", ErrNoDelivery
	}
	res, err := results(&c.Tx.View, c.Request.ID)
	if err != nil {
		return "", err
	}
	for _, n := range res.Counts {
		if n.LeftOut > 0 {
			return model.PartlyFulfilled, nil
		}
	}
	for _, src := range res.Run.Sources {
		if !src.Answered() {
			return model.PartlyFulfilled, nil
		}
	}
	return model.Fulfilled, nil
}

// Sent is what went out for a request so far.
type Sent struct {
	Packets    []store.Packet
	Deliveries []store.Delivery
}

// Way is the way something went out, empty while it has not.
func (s Sent) Way(what string) string {
	for _, d := range s.Deliveries {
		if d.What == what {
			return d.Channel
		}
	}
	return ""
}

// ReadSent reads packets and deliveries. Packet passwords are not among it: see PacketPassword.
func ReadSent(ctx context.Context, s *desk.Session, request int64) (sent Sent, err error) {
	err = s.Read(ctx, model.ActReadRequest, func(v *store.View) (err error) {
		if sent.Packets, err = v.Packets(request); err != nil {
			return err
		}
		for i := range sent.Packets {
			sent.Packets[i].Password = ""
		}
		sent.Deliveries, err = v.Deliveries(request)
		return err
	})
	return sent, err
}

// PacketPassword shows the password of the newest packet, to be given out; it leaves an entry.
func PacketPassword(ctx context.Context, s *desk.Session, rev model.Revision) (password string, err error) {
	err = s.Disclose(ctx, model.ActReveal, rev, func(c *desk.Change) error {
		if !c.Mine() {
			return desk.ErrHeld
		}
		packets, err := c.Tx.Packets(rev.Request)
		if err != nil {
			return err
		}
		if len(packets) == 0 {
			return ErrNoPacket
		}
		c.Detail["what"], c.Detail["packet"] = "packet_password", packets[0].ID
		password = packets[0].Password
		return nil
	})
	return password, err
}

// Comments reads what colleagues left for one another on a request.
func Comments(ctx context.Context, s *desk.Session, request int64) (list []store.Comment, err error) {
	err = s.Read(ctx, model.ActReadRequest, func(v *store.View) (err error) {
		list, err = v.Comments(request)
		return err
	})
	return list, err
}
