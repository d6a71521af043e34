package outbox

import (
	"context"
	"errors"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/mail"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/notices"
)

// SettleNotice writes down what a person decided about the message of a notice that did not reach somebody, or may not have;
// ErrNoMessage where its last receipt is not the one that was seen.
func SettleNotice(tx *store.Tx, id int64, seen notice.Receipt, d Decision, now time.Time) error {
	if err := notices.ProveReceipts(tx.View, id); err != nil {
		return err
	}
	last, err := notices.LastReceipt(tx.View, id, seen.Recipient)
	if err != nil {
		return err
	}
	run, err := notices.ReadRun(tx.View, id)
	if err != nil {
		return err
	}
	x := notice.Receipt{Recipient: seen.Recipient, Round: last.Round, Channel: last.Channel, At: now}
	switch {
	case last.Number != seen.Number:
		return ErrNoMessage
	case d == Arrived && last.Result == notice.Uncertain:
		x.Result = notice.Arrived
		run.Uncertain--
		run.Handed++
	case d == Leave && last.Result == notice.Uncertain:
		x.Result = notice.Left
		run.Uncertain--
		run.Failed++
	case d == Leave && (last.Result == notice.Failed || last.Result == notice.Returned):
		x.Result = notice.Left
	default:
		return ErrNoMessage
	}
	if err := notices.AddReceipt(tx, &run, x); err != nil {
		return err
	}
	return notices.SaveRun(tx, run)
}

// returnedNotice writes down that the message of a notice came back. It returns the reference of the notice; empty where the report
// names no message of one, or it came back before.
func returnedNotice(ctx context.Context, s *desk.Session, r mail.Report) (reference string, err error) {
	var id, recipient int64
	var ours bool
	err = s.Read(ctx, model.ActHearMail, func(v *store.View) error {
		id, recipient, ours = notices.OfMessage(v, r.MessageID)
		return nil
	})
	if err != nil || !ours {
		return "", err
	}
	err = s.Write(ctx, model.ActHearMail, func(tx *store.Tx, entry *model.Entry) error {
		n, err := notices.Read(tx.View, id)
		if err != nil {
			return err
		}
		entry.Detail["notice"], entry.Detail["recipient"], entry.Detail["result"], entry.Detail["status"] = n.Reference, recipient, string(notice.Returned), r.Status
		last, err := notices.LastReceipt(tx.View, id, recipient)
		if err != nil {
			return err
		}
		run, err := notices.ReadRun(tx.View, id)
		if err != nil {
			return err
		}
		switch last.Result {
		case notice.Handed, notice.Arrived:
			run.Handed--
		case notice.Uncertain:
			run.Uncertain--
		default:
			return ErrNoMessage
		}
		run.Returned++
		reference = n.Reference
		if err := notices.AddReceipt(tx, &run, notice.Receipt{Recipient: recipient, Round: last.Round, Channel: notice.Email, Result: notice.Returned, At: s.Now(), Why: string(mail.Recipient), Said: r.Said}); err != nil {
			return err
		}
		return notices.SaveRun(tx, run)
	})
	if errors.Is(err, ErrNoMessage) || errors.Is(err, store.ErrNotFound) {
		return "", nil
	}
	return reference, err
}
