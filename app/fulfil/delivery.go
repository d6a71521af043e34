package fulfil

import (
	"context"
	"errors"
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/papers"
)

// Errors of the delivery of letters.
var (
	ErrAnswerCloses = errors.New("how the answer went out is recorded when the request is closed")
	ErrUntold       = errors.New("record first how the letter that tells the person what to do went out")
)

// DeliverLetter records how a letter on the way to the answer went out, and to whom. What follows from the person
// knowing follows from here: the clock of an extension moves. elsewhere is the reason where it went to no contact of
// the request.
func DeliverLetter(ctx context.Context, s *desk.Session, rev model.Revision, id, way, to string,
	elsewhere model.Elsewhere) (model.Request, error) {
	if err := s.Allow(ctx, model.ActDeliver); err != nil {
		return model.Request{}, err
	}
	how := Closing{Way: way, To: strings.TrimSpace(to)}
	if err := how.check(); err != nil {
		return model.Request{}, err
	}
	return s.Change(ctx, model.ActDeliver, rev, desk.ByHolder, func(c *desk.Change) error {
		l, err := leaving(c, id)
		if err != nil {
			return err
		}
		if letter.Kind(l.Kind).Answers() {
			return ErrAnswerCloses
		}
		if err := mayLeave(c.Tx.View, c.Request.ID, l); err != nil {
			return err
		}
		c.Detail["what"], c.Detail["letter"], c.Detail["way"] = "letter", l.Kind, way
		if err := deliver(c,
			model.Delivery{What: model.DeliveredLetter, Letter: id, Channel: way, To: how.To, At: s.Now(),
				By: s.Staff().ID}, elsewhere); err != nil {
			return err
		}
		return followDelivery(c, l)
	})
}

// leaving reads a letter of an open request that is to go out; change.ErrNoLetter where there is none.
func leaving(c *desk.Change, id string) (papers.Letter, error) {
	l, err := papers.ReadLetter(c.Tx.View, c.Request.ID, id)
	if errors.Is(err, store.ErrNotFound) || err == nil && !c.Request.Open() {
		err = change.ErrNoLetter
	}
	return l, err
}

// followDelivery does what follows from the person having been told.
func followDelivery(c *desk.Change, l papers.Letter) error {
	if letter.Kind(l.Kind) == letter.IdentityNeeded {
		c.AskedIdentity()
	}
	list, err := proposals(c.Tx.View, c.Request.ID)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(list, func(p model.Proposal) bool { return p.ID == l.ID && !p.Waits() })
	if i < 0 {
		return nil // nothing follows, or the extension was taken back
	}
	kept, err := openKept(l)
	if err != nil {
		return err
	}
	return errors.Join(extend(c, kept.Facts), keepProposals(c, slices.Delete(list, i, i+1)))
}

// told reports whether a letter went out to the person.
func told(sent []model.Delivery, id string) bool {
	return slices.ContainsFunc(sent, func(d model.Delivery) bool {
		return d.What == model.DeliveredLetter && d.Letter == id
	})
}
