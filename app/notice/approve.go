package notice

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/outbox"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/identifier"
	"orangelab.cn/rightsdesk/model/incident"
	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/notices"
	"orangelab.cn/rightsdesk/store/setup"
)

var maskName, maskEmail, maskPhone = identifier.MaskName, identifier.MaskEmail, identifier.MaskPhone

// Approve signs, as a second person, exactly the text and the audience that were seen: digest is that of Open. From
// then on neither changes. It fails with ErrOwn for whoever wrote it, with an *IncompleteError where something is
// missing, and with store.ErrNewer where it is not what was seen.
func Approve(ctx context.Context, s *desk.Session, seen notice.Seen, digest string) error {
	return s.Write(ctx, model.ActApproveNotice, func(tx *store.Tx, entry *model.Entry) error {
		n, err := at(tx, seen)
		if err != nil {
			return err
		}
		if n.State != notice.Draft {
			return ErrState
		}
		if n.Content.OfDrill() {
			return incident.ErrDrill
		}
		o, err := open(tx.View, s, seen.ID)
		if err != nil {
			return err
		}
		me := s.Staff().ID
		if slices.Contains(o.Writers, me) ||
			slices.ContainsFunc(o.Writers, func(w string) bool { return !model.SecondPerson(me, w) }) {
			return ErrOwn
		}
		if o.Digest != digest {
			return store.ErrNewer
		}
		if o.Blocked() {
			return &IncompleteError{o.Problems}
		}
		audience, people, err := notices.AudienceDigest(tx.View, seen.ID)
		if err != nil {
			return err
		}
		if audience != n.Audience.Digest || people != n.Audience.Count {
			return store.ErrNewer
		}
		if err := tx.ApproveDeskAnew(model.ActApproveNotice, subject(n), o.Digest, s.Now()); err != nil {
			return err
		}
		n.State, n.ApprovedBy, n.ApprovedAt = notice.Approved, me, s.Now()
		_, err = notices.Move(tx, n)
		entry.Detail["notice"], entry.Detail["version"], entry.Detail["people"], entry.Detail["digest"] =
			n.Reference, n.Version, people, digest
		return err
	})
}

// TakeBack makes an approved notice a draft again, before any of it went out; it is then approved anew.
func TakeBack(ctx context.Context, s *desk.Session, seen notice.Seen) error {
	return s.Write(ctx, model.ActWriteNotice, func(tx *store.Tx, entry *model.Entry) error {
		n, err := at(tx, seen)
		if err != nil {
			return err
		}
		if n.State != notice.Approved {
			return ErrState
		}
		if len(n.Shown) > 0 {
			return notice.ErrWasShown
		}
		n.State, n.ApprovedBy, n.ApprovedAt = notice.Draft, "", time.Time{}
		entry.Detail["notice"], entry.Detail["taken_back"] = n.Reference, true
		_, err = notices.Move(tx, n)
		return err
	})
}

// Send lets an approved notice go: the outbox hands it over from then on. Nothing goes where less time is left by now
// than binds.
func Send(ctx context.Context, s *desk.Session, seen notice.Seen) error {
	return s.Write(ctx, model.ActSendNotice, func(tx *store.Tx, entry *model.Entry) error {
		n, err := at(tx, seen)
		if err != nil {
			return err
		}
		if n.State != notice.Approved {
			return ErrState
		}
		if n.Content.OfDrill() {
			return incident.ErrDrill
		}
		if err := asApproved(tx, n); err != nil {
			return err
		}
		if err := canMail(tx.View, n); err != nil {
			return err
		}
		if n.Content.TooLate(s.Rules(), s.Now()) {
			return ErrPromise
		}
		n.State = notice.Sending
		if _, err := notices.Move(tx, n); err != nil {
			return err
		}
		entry.Detail["notice"], entry.Detail["people"] = n.Reference, n.Audience.Count
		return notices.SaveRun(tx, notices.Run{Notice: n.ID, Progress: notice.Progress{Round: 1, Due: s.Now()}})
	})
}

// asApproved fails with ErrChanged, a store.ErrNotApproved, where a notice is not what was approved.
func asApproved(tx *store.Tx, n notice.Notice) error {
	_, err := outbox.ApprovedNotice(tx.View, n)
	if errors.Is(err, store.ErrNotApproved) {
		return fmt.Errorf("%w: %w", ErrChanged, err)
	}
	return err
}

// canMail is outbox.ErrNoMail where a notice goes by mail and the desk has no server for it.
func canMail(v *store.View, n notice.Notice) error {
	settings, err := setup.MailSettings(v)
	if err == nil && n.Content.Uses(notice.Email) && !settings.Sends() {
		err = outbox.ErrNoMail
	}
	return err
}

// Pause holds a notice that goes out, or lets it go on: what is asked before it is sent is asked again then, and it
// fails with outbox.ErrNoMail where the desk cannot send. The message that is being handed over is handed over.
func Pause(ctx context.Context, s *desk.Session, seen notice.Seen, paused bool) error {
	return s.Write(ctx, model.ActSendNotice, func(tx *store.Tx, entry *model.Entry) error {
		n, run, err := going(tx, seen)
		if err != nil {
			return err
		}
		if !paused {
			if err := canMail(tx.View, n); err != nil {
				return err
			}
			if err := asApproved(tx, n); err != nil {
				return err
			}
			if n.Content.TooLate(s.Rules(), s.Now()) {
				return ErrPromise
			}
		}
		run.Paused, run.Why = paused, ""
		entry.Detail["notice"], entry.Detail["paused"] = n.Reference, paused
		return notices.SaveRun(tx, run)
	})
}

// Stop ends a notice that goes out: nobody gets it any more who has not got it. Of the message that is in flight the
// sender writes down what became of it; where that one has ended, the next makes it uncertain.
func Stop(ctx context.Context, s *desk.Session, seen notice.Seen) error {
	return s.Write(ctx, model.ActSendNotice, func(tx *store.Tx, entry *model.Entry) error {
		n, run, err := going(tx, seen)
		if err != nil {
			return err
		}
		n.State, run.Paused = notice.Stopped, true
		if err := notices.SaveRun(tx, run); err != nil {
			return err
		}
		entry.Detail["notice"], entry.Detail["stopped"], entry.Detail["tried"] = n.Reference, true, run.Tried
		_, err = notices.Move(tx, n)
		return err
	})
}

// going is a notice that goes out, and how far it has.
func going(tx *store.Tx, seen notice.Seen) (n notice.Notice, run notices.Run, err error) {
	if n, err = at(tx, seen); err != nil {
		return n, run, err
	}
	if n.State != notice.Sending {
		return n, run, ErrState
	}
	run, err = notices.ReadRun(tx.View, seen.ID)
	return n, run, err
}
