package fulfil

import (
	"context"
	"errors"
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
	"orangelab.cn/rightsdesk/store/papers"
)

// ErrMailed says that a delivery was recorded by the desk, which handed the message to a mail server.
var ErrMailed = errors.New("the desk sent this by mail and recorded it itself: there is nothing to put right")

// CorrectDelivery puts right how something went out, and to whom, where that was recorded wrongly. The log has the old
// way and the new one, the remarks of the request the old addressee. A letter that told the old way is to be written
// again before the request closes.
func CorrectDelivery(ctx context.Context, s *desk.Session, rev model.Revision, id, way, to string,
	elsewhere model.Elsewhere) (model.Request, error) {
	if err := s.Allow(ctx, model.ActDeliver); err != nil {
		return model.Request{}, err
	}
	how := Closing{Way: way, To: strings.TrimSpace(to)}
	if err := how.check(); err != nil {
		return model.Request{}, err
	}
	return s.Change(ctx, model.ActDeliver, rev, desk.ByHolder, func(c *desk.Change) error {
		if !c.Request.Open() {
			return &model.TransitionError{From: c.Request.Status, On: model.Delivered}
		}
		sent, err := papers.Deliveries(c.Tx.View, rev.Request)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(sent, func(d model.Delivery) bool { return d.ID == id })
		switch {
		case i < 0:
			return store.ErrNotFound
		case sent[i].Mail != "":
			return ErrMailed
		}
		was := sent[i]
		others, err := onTheWay(c.Tx.View, rev.Request)
		if err != nil || sameWay(append(slices.Delete(sent, i, i+1), others...), was.What, way) {
			return errors.Join(err, collect.ErrSameWay)
		}
		now := was
		now.Channel, now.To = way, how.To
		why, err := reasonFor(c, now, elsewhere)
		if err != nil {
			return err
		}
		c.Detail["what"], c.Detail["way"], c.Detail["way_was"] = was.What, way, was.Channel
		return errors.Join(papers.CorrectDelivery(c.Tx, rev.Request, now), keepReason(c, now, why),
			tellCorrected(c, was))
	})
}

// tellCorrected keeps the old addressee among the remarks, and that what a letter says of packet and password is out of
// date.
func tellCorrected(c *desk.Change, was model.Delivery) error {
	if was.To != "" {
		if _, err := casefile.AddComment(c.Tx, c.Request.ID, c.Session.Staff().ID, c.Session.Now(),
			was.To); err != nil {
			return err
		}
	}
	if was.What == model.DeliveredLetter {
		return nil
	}
	return casefile.SavePart(c.Tx, c.Request.ID, casefile.PartCorrected, c.Session.Now())
}
