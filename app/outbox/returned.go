package outbox

import (
	"context"
	"errors"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/mail"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/dispatch"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/mailing"
	"orangelab.cn/rightsdesk/store/papers"
	"orangelab.cn/rightsdesk/store/requests"
)

// Returned writes down that a message came back: it did not reach the person, and its delivery does not count. It
// returns the reference of the request or of the notice; empty where no message of the desk's is named, or it came back
// before. Whoever knows the name of a message can say so: the server that had it, and who got it.
func Returned(ctx context.Context, s *desk.Session, r mail.Report) (reference string, err error) {
	if reference, err := returnedNotice(ctx, s, r); err != nil || reference != "" {
		return reference, err
	}
	if reference, err := returnedReport(ctx, s, r); err != nil || reference != "" {
		return reference, err
	}
	var ref mailing.Ref
	var about model.Request
	err = s.Read(ctx, model.ActHearMail, func(v *store.View) (err error) {
		if ref, err = mailing.Named(v, r.MessageID); err != nil {
			return err
		}
		about, err = requests.Read(v, ref.RequestID)
		return err
	})
	if errors.Is(err, store.ErrNotFound) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	_, err = s.Conclude(ctx, model.ActHearMail, about.Revision(), func(c *desk.Change) error {
		m, err := outgoingOf(c.Tx.View, ref.RequestID, ref.ID, dispatch.Handed, dispatch.Uncertain)
		if err == nil && m.Way != dispatch.ByEmail { // no mail server knows of it
			err = ErrNoMessage
		}
		if err != nil {
			return err
		}
		before := m.State
		m.State, m.SentAt, m.Why, m.Said = dispatch.Returned, s.Now(), string(mail.Recipient), r.Said
		c.Detail["mail"], c.Detail["what"], c.Detail["result"], c.Detail["status"] = m.ID, m.What, string(
			m.State), r.Status
		if err := papers.ReturnDelivery(c.Tx, ref.RequestID, m.ID, s.Now()); err != nil {
			return err
		}
		return mailing.Move(c.Tx, m, before)
	})
	if errors.Is(err, ErrNoMessage) {
		return "", nil
	}
	return about.Reference, err
}
