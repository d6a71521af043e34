package fulfil

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/mail"
	"slices"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/app/result"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/identifier"
	"orangelab.cn/rightsdesk/store/casefile"
	"orangelab.cn/rightsdesk/store/papers"
)

// Errors of closing.
var (
	ErrNoWay       = errors.New("choose how it went out, or say why it was not sent")
	ErrNoAddressee = errors.New("say to whom it went out: the address, the number, or who took it")
	ErrAddressee   = errors.New("what is written there is no address: nobody could tell later where it went")
	ErrWay         = errors.New("what is written there is nothing that this way leads to: e-mail goes to an address with @, a message or a call to a telephone number, post to a postal address, and at the counter somebody takes it")
	ErrNoAnswer    = errors.New("write the letter first")
	ErrOwnWords    = errors.New("your own words are too long for a letter: 8,000 characters are enough")
	ErrOldAnswer   = errors.New(
		"something was done or found since the letter was written: write it again, so that it says what is so")
)

// Ways are the ways something can reach the person.
var Ways = []string{"email", "sms", "phone", "post", "counter"}

// newestPacket is the copy that an answer goes out with; ErrNoPacket where none was built.
func newestPacket(c *desk.Change) (papers.Packet, error) {
	if c.Request.Status != model.Answering {
		return papers.Packet{}, &model.TransitionError{From: c.Request.Status, On: model.Delivered}
	}
	h, err := papers.HandoverOf(c.Tx.View, c.Request.ID)
	if err == nil && !h.Built {
		err = collect.ErrNoPacket
	}
	return h.Copy, err
}

// Deliver records that packet, password or letter went out: how, and to whom. Packet and password must travel different
// ways: who reads the one mailbox must not have both. elsewhere is the reason where it went to no contact of the
// request.
func Deliver(ctx context.Context, s *desk.Session, rev model.Revision, what, way, to string,
	elsewhere model.Elsewhere) (model.Request, error) {
	if err := s.Allow(ctx, model.ActDeliver); err != nil {
		return model.Request{}, err
	}
	if !slices.Contains(Ways, way) {
		return model.Request{}, ErrNoWay
	}
	to = strings.TrimSpace(to)
	if err := CheckAddressee(way, to); err != nil {
		return model.Request{}, err
	}
	return s.Change(ctx, model.ActDeliver, rev, desk.ByHolder, func(c *desk.Change) error {
		d := model.Delivery{What: what, Channel: way, To: to, At: s.Now(), By: s.Staff().ID}
		newest, err := newestPacket(c)
		if err != nil && (what != model.DeliveredLetter || !errors.Is(err, collect.ErrNoPacket)) {
			return err
		}
		if err := apart(c, what, way); err != nil {
			return err
		}
		if what != model.DeliveredLetter {
			d.Letter, c.Detail["packet"] = newest.ID, newest.ID
		}
		c.Detail["what"], c.Detail["way"] = what, way
		return deliver(c, d, elsewhere)
	})
}

// apart fails with collect.ErrSameWay where a copy would go the way that its password went or still can, or the other
// way round.
func apart(c *desk.Change, what, way string) error {
	sent, err := papers.Deliveries(c.Tx.View, c.Request.ID)
	if err != nil {
		return err
	}
	going, err := onTheWay(c.Tx.View, c.Request.ID)
	if err == nil && sameWay(append(sent, going...), what, way) {
		err = collect.ErrSameWay
	}
	return err
}

// sameWay reports whether the packet went the way that its password takes, or the other way round.
func sameWay(sent []model.Delivery, what, way string) bool {
	other := map[string]string{model.DeliveredPacket: model.DeliveredPassword,
		model.DeliveredPassword: model.DeliveredPacket}[what]
	return other != "" && slices.ContainsFunc(sent, func(d model.Delivery) bool {
		return d.What == other && d.Channel == way
	})
}

// Closing is how the answer reached the person: the way and the addressee, or why it was not sent.
type Closing struct {
	Way, To string
	Unsent  string // the reason; then there is no way
	Mailed  bool   // a mail server took the answer, as the desk knows by itself; then there is no way either

	Elsewhere model.Elsewhere // the reason, where it went to no contact of the request
}

func (c Closing) check() error {
	switch {
	case (c.Unsent != "" || c.Mailed) && c.Way == "" && c.To == "":
		return nil
	case c.Unsent != "" || !slices.Contains(Ways, c.Way):
		return ErrNoWay
	}
	return CheckAddressee(c.Way, c.To)
}

// CheckAddressee refuses what does not say to whom something went: nothing, a masked value, and what the way does not
// lead to.
func CheckAddressee(way, to string) error {
	if to == "" {
		return ErrNoAddressee
	}
	if strings.Contains(to, "*") {
		return ErrAddressee
	}
	a, err := mail.ParseAddress(to)
	address, number := err == nil && a.Address == to, identifier.SpellingOf("phone_number").Reads(to)
	switch way {
	case "email":
		if !address {
			return ErrAddressee
		}
	case "sms", "phone":
		if !number {
			return ErrWay
		}
	case "post", "counter":
		if address || number {
			return ErrWay
		}
	}
	return nil
}

// Close ends an answered request: the letter is written, packet and password are on their way, and somebody says how
// and to whom the letter went, or why it was not sent. The reason is kept as a comment: it may name the person.
func Close(ctx context.Context, s *desk.Session, rev model.Revision, how Closing) (model.Request, error) {
	if err := s.Allow(ctx, model.ActClose); err != nil {
		return model.Request{}, err
	}
	how.To, how.Unsent = strings.TrimSpace(how.To), strings.TrimSpace(how.Unsent)
	if err := how.check(); err != nil {
		return model.Request{}, err
	}
	return s.Change(ctx, model.ActClose, rev, desk.ByHolder, func(c *desk.Change) error {
		answer, result, err := closable(c)
		if err != nil {
			return err
		}
		if err := sent(c, how, answer); err != nil {
			return err
		}
		return closeWith(c, result)
	})
}

// closable returns the answer of a request and what came of it, or why it cannot be closed yet, whatever becomes of the
// answer.
func closable(c *desk.Change) (answer string, came model.Result, err error) {
	if err := tasksOpen(c); err != nil {
		return "", came, err
	}
	if came, err = result.Of(c.Tx.View, c.Request); err != nil {
		return "", came, err
	}
	if err := wentOut(c); err != nil {
		return "", came, err
	}
	answer, err = answered(c, came)
	return answer, came, err
}

// closeWith closes a request of which the person was told what came of it.
func closeWith(c *desk.Change, came model.Result) error {
	c.Request.Outcome = came.Outcome()
	c.Detail["outcome"], c.Detail["short"] = string(c.Request.Outcome), came.Shortfalls()
	if err := casefile.SavePart(c.Tx, c.Request.ID, casefile.PartResult, came); err != nil {
		return err
	}
	return c.Move(model.Delivered)
}

// sent keeps how the answer went out, or why it did not.
func sent(c *desk.Change, how Closing, answer string) error {
	c.Detail["what"], c.Detail["way"] = "letter", how.Way
	if how.Mailed {
		went, err := papers.Deliveries(c.Tx.View, c.Request.ID)
		if err == nil && !told(went, answer) {
			err = ErrUntold
		}
		c.Detail["way"] = "email"
		return err
	}
	if how.Unsent == "" {
		l, err := papers.ReadLetter(c.Tx.View, c.Request.ID, answer)
		if err != nil {
			return err
		}
		if err := onlyOnce(c, l); err != nil {
			return err
		}
		d := model.Delivery{What: model.DeliveredLetter, Letter: answer, Channel: how.Way, To: how.To,
			At: c.Session.Now(), By: c.Session.Staff().ID}
		why, err := reasonFor(c, d, how.Elsewhere)
		if err != nil {
			return err
		}
		return errors.Join(delivered(c, d, why), wentForAll(c, answer, d, why))
	}
	c.Detail["way"] = "none"
	_, err := casefile.AddComment(c.Tx, c.Request.ID, c.Session.Staff().ID, c.Session.Now(), how.Unsent)
	return err
}

// answered returns the letter that says what came of the request, as it stands now. It refuses to close before there is
// one, and before a second person approved what stands in it beside the facts.
func answered(c *desk.Change, result model.Result) (id string, err error) {
	letters, err := papers.Letters(c.Tx.View, c.Request.ID)
	if err != nil {
		return "", err
	}
	since, err := since(c)
	if err != nil {
		return "", err
	}
	h, err := papers.HandoverOf(c.Tx.View, c.Request.ID)
	if err != nil {
		return "", err
	}
	lacking := ErrNoAnswer
	for _, l := range letters {
		if !answers(c.Request, letter.Kind(l.Kind)) {
			continue
		}
		w, err := openKept(l)
		if err != nil {
			return "", err
		}
		same, err := sameResult(w.Result, result)
		if err != nil {
			return "", err
		}
		if same && !l.At.Before(since) && tellsOf(w.Facts, h) {
			return l.ID, mayLeave(c.Tx.View, c.Request.ID, l)
		}
		lacking = ErrOldAnswer
	}
	return "", lacking
}

// since is when it was last put right how something went out, or when the request was opened again: no answer is older.
func since(c *desk.Change) (last time.Time, err error) {
	for _, name := range []string{casefile.PartCorrected, casefile.PartReopened} {
		var at time.Time
		if _, err := casefile.Part(c.Tx.View, c.Request.ID, name, &at); err != nil {
			return last, err
		}
		if at.After(last) {
			last = at
		}
	}
	return last, nil
}

// tellsOf reports whether a letter that tells of a copy tells of this one, as it went out.
func tellsOf(facts letter.Data, h papers.Handover) bool {
	if facts.Copy == nil {
		return true
	}
	sum, err := sumOf(h.Copy)
	return err == nil && facts.Copy.SHA256 == sum
}

// sameResult reports whether two results say the same of a request.
func sameResult(a, b model.Result) (bool, error) {
	left, err := json.Marshal(a)
	if err != nil {
		return false, fmt.Errorf("what came of the request: %w", err)
	}
	right, err := json.Marshal(b)
	return bytes.Equal(left, right), err
}

// answers reports whether a letter of a kind is the answer to a request, and not one on the way there.
func answers(r model.Request, kind letter.Kind) bool {
	kinds := LetterKinds(r)
	return slices.Contains(kinds, kind) || (kind == letter.PartlyFulfilled && slices.Contains(kinds, letter.Fulfilled))
}

// wentOut refuses to close the request for a copy before the copy and its password are on their way.
func wentOut(c *desk.Change) error {
	if !c.Request.Kind.Copies() || c.Request.Outcome != model.NoOutcome {
		return nil
	}
	h, err := papers.HandoverOf(c.Tx.View, c.Request.ID)
	if err == nil && !h.Out() {
		err = collect.ErrNoDelivery
	}
	return err
}
