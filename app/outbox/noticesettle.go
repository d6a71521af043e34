package outbox

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/mail"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/notices"
	"orangelab.cn/rightsdesk/store/setup"
)

// SettleNotice writes down what a person decided about the message of a notice that did not reach somebody, or may not
// have; ErrNoMessage where its last receipt is not the one that was seen.
func SettleNotice(tx *store.Tx, id int64, seen notice.Receipt, d Decision, reason string, now time.Time) error {
	last, err := notices.LastReceipt(tx.View, id, seen.Recipient)
	if err != nil {
		return err
	}
	run, err := notices.ReadRun(tx.View, id)
	if err != nil {
		return err
	}
	x := notice.Receipt{Recipient: seen.Recipient, Round: last.Round, Channel: last.Channel, At: now}
	notReached := last.Result == notice.Failed || last.Result == notice.Returned
	switch {
	case last.Number != seen.Number:
		return ErrNoMessage
	case d == Arrived && last.Result == notice.Uncertain:
		x.Result = notice.Arrived
	case d == Leave && (last.Result == notice.Uncertain || notReached):
		x.Result = notice.Left
	case d == Next && last.Result == notice.Uncertain:
		x.Result, x.Why = notice.Failed, last.Why
	case d == Announce && (last.Result == notice.Uncertain || notReached):
		if x.Said = strings.TrimSpace(reason); x.Said == "" {
			return ErrNoReason
		}
		if err := announced(tx.View, id); err != nil {
			return err
		}
		x.Result = notice.Announced
	default:
		return ErrNoMessage
	}
	write := func() error { return notices.Supersede(tx, &run, last.Result, x) }
	if d == Leave && notReached { // what is left at that counts as it did
		write = func() error { return notices.AddReceipt(tx, &run, x) }
	}
	if err := write(); err != nil {
		return err
	}
	if x.Result != notice.Failed {
		return notices.SaveRun(tx, run)
	}
	n, err := notices.Read(tx.View, id)
	if err != nil {
		return err
	}
	return fall(tx, n, &run, seen.Recipient, last.Channel, now)
}

// announced fails with notice.ErrNotShown where nobody wrote down that the public announcement was shown: of a notice,
// or of another one about the same incident.
func announced(v *store.View, id int64) error {
	n, err := notices.Read(v, id)
	if err != nil || len(n.Shown) > 0 {
		return err
	}
	if n.Content.Incident == "" {
		return notice.ErrNotShown
	}
	all, err := notices.All(v)
	if err == nil && !slices.ContainsFunc(all, func(o notice.Notice) bool {
		return o.Content.Incident == n.Content.Incident && len(o.Shown) > 0
	}) {
		err = notice.ErrNotShown
	}
	return err
}

// fall keeps a run whose newest receipt says that a way did not reach somebody. Where the desk sends by the next way
// itself, a notice that was through with everybody goes on for them.
func fall(tx *store.Tx, n notice.Notice, run *notices.Run, recipient int64, channel notice.Channel,
	now time.Time) error {
	if n.State == notice.Sent {
		settings, err := setup.MailSettings(tx.View)
		if err != nil {
			return err
		}
		people, first, err := notices.AudiencePart(tx.View, n.ID, recipient)
		if err != nil {
			return err
		}
		if way := n.Content.Way(people[recipient-first], channel); way != "" && slices.Contains(Sends(settings), way) {
			n.State, run.Due = notice.Sending, now
			if _, err := notices.Move(tx, n); err != nil {
				return err
			}
		}
	}
	return notices.SaveRun(tx, *run)
}

// returnedNotice writes down that the message of a notice came back. It returns the reference of the notice; empty
// where the report names no message of one, or it came back before.
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
		entry.Detail["notice"], entry.Detail["recipient"], entry.Detail["result"], entry.Detail["status"] =
			n.Reference, recipient, string(notice.Returned), r.Status
		last, err := notices.LastReceipt(tx.View, id, recipient)
		if err != nil {
			return err
		}
		run, err := notices.ReadRun(tx.View, id)
		if err != nil {
			return err
		}
		if last.Channel != notice.Email ||
			!slices.Contains([]notice.Result{notice.Handed, notice.Arrived, notice.Uncertain}, last.Result) {
			return ErrNoMessage // it was known before, and who it is may have been sent another way since
		}
		reference = n.Reference
		if err := notices.Supersede(tx, &run, last.Result,
			notice.Receipt{Recipient: recipient, Round: last.Round, Channel: notice.Email, Result: notice.Returned,
				At: s.Now(), Why: string(mail.Recipient), Said: r.Said}); err != nil {
			return err
		}
		return fall(tx, n, &run, recipient, notice.Email, s.Now())
	})
	if errors.Is(err, ErrNoMessage) || errors.Is(err, store.ErrNotFound) {
		return "", nil
	}
	return reference, err
}
