package outbox

import (
	"context"
	"errors"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/mail"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/dispatch"
	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/mailing"
	"orangelab.cn/rightsdesk/store/notices"
)

// rest makes uncertain what waited in the back-up that the desk was restored from: the desk that was backed up may have
// sent it since, or still does. A notice rests; its message in flight is uncertain.
func (o *sender) rest(ctx context.Context) error {
	var list []mailing.Ref
	var notices []int64
	err := o.s.Read(ctx, model.ActDeliver, func(v *store.View) (err error) {
		if list, err = mailing.RestoredOutgoing(v); err != nil {
			return err
		}
		notices, err = mailing.RestoredNotices(v)
		return err
	})
	if err != nil {
		return err
	}
	for _, ref := range list {
		if err := o.restOne(ctx, ref); err != nil && !o.leave(ref.ID, err) {
			return err
		}
	}
	for _, id := range notices {
		if err := o.restNotice(ctx, id); err != nil && !o.leave(noticeKey(id), err) {
			return err
		}
	}
	return nil
}

func (o *sender) restOne(ctx context.Context, ref mailing.Ref) error {
	r, err := o.s.Request(ctx, ref.RequestID)
	if err != nil {
		return err
	}
	_, err = o.s.Conclude(ctx, model.ActSendMail, r.Revision(), func(c *desk.Change) error {
		m, err := outgoingOf(c.Tx.View, ref.RequestID, ref.ID, dispatch.Queued, dispatch.Sending)
		if err != nil {
			return err
		}
		before := m.State
		m.State, m.Why, m.SentAt, m.Sender = dispatch.Uncertain, string(mail.Restored), o.s.Now(), ""
		c.Detail["mail"], c.Detail["what"], c.Detail["result"], c.Detail["why"] = m.ID, m.What, string(m.State), m.Why
		return errors.Join(mailing.Move(c.Tx, m, before), mailing.EndRest(c.Tx, ref))
	})
	if errors.Is(err, ErrNoMessage) { // somebody decided about it meanwhile
		return o.s.Progress(ctx, model.ActDeliver, func(tx *store.Tx) error { return mailing.EndRest(tx, ref) })
	}
	return err
}

func (o *sender) restNotice(ctx context.Context, id int64) error {
	return o.s.Write(ctx, model.ActSendNotice, func(tx *store.Tx, entry *model.Entry) error {
		n, run, err := running(tx.View, id)
		if err != nil {
			return err
		}
		entry.Detail["notice"], entry.Detail["why"] = n.Reference, HeldRestored
		if run.InFlight != 0 {
			if err := lose(tx, &run, mail.Restored, o.s.Now()); err != nil {
				return err
			}
		}
		if n.State == notice.Sending {
			run.Paused, run.Why = true, HeldRestored
			entry.Detail["paused"] = true
		}
		return errors.Join(notices.SaveRun(tx, run), mailing.EndNoticeRest(tx, id))
	})
}
