package intake

import (
	"context"
	"errors"

	"orangelab.cn/rightsdesk/app/charset"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/intake/mail"
	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/incoming"
)

// ErrAsideGone says that an automatic mail was taken in or dismissed by somebody else.
var ErrAsideGone = errors.New("somebody else took this mail in or dismissed it")

// maxHead is how much of an automatic mail's text its list shows, in characters.
const maxHead = 280

// setAside keeps an automatic mail in its own place: no request, no clock.
func setAside(ctx context.Context, s *desk.Session, file string, sub record.Submission) error {
	if err := s.Allow(ctx, model.ActSetAside); err != nil {
		return err
	}
	rec, err := sub.Record()
	if err != nil {
		return err
	}
	text := []rune(sub.Body)
	head := model.AutomaticHead{From: mail.Address{Name: sub.Subject.Name, Mail: sub.Subject.Email}.String(),
		Subject: sub.Title, Text: string(text[:min(len(text), maxHead)]), File: file, Received: sub.ReceivedAt}
	err = s.Write(ctx, model.ActSetAside, func(tx *store.Tx, entry *model.Entry) error {
		entry.Detail["kind"] = string(sub.Automatic)
		_, err := incoming.AddAutomatic(tx,
			model.AutomaticMail{Kind: string(sub.Automatic), At: s.Now(), By: s.Staff().ID, Head: head}, rec,
			sub.Source)
		return errors.Join(err, settleWaiting(tx, sub.Waits, s.Now()))
	})
	if errors.Is(err, store.ErrDuplicate) {
		return record.ErrDuplicate
	}
	return err
}

// AutomaticMails lists the automatic mail that waits, the oldest first.
func AutomaticMails(ctx context.Context, s *desk.Session) (list []model.AutomaticMail, err error) {
	err = s.Read(ctx, model.ActReadRequest, func(v *store.View) (err error) {
		list, err = incoming.AutomaticMails(v)
		return err
	})
	return list, err
}

// TakeAutomatic makes a request of an automatic mail after all; its clock runs from when it was received.
func TakeAutomatic(ctx context.Context, s *desk.Session, id string) (saved model.Request, err error) {
	if err := s.Allow(ctx, model.ActTakeRequest); err != nil {
		return saved, err
	}
	t, err := trust(ctx, s)
	if err != nil {
		return saved, err
	}
	err = s.Write(ctx, model.ActTakeRequest, func(tx *store.Tx, entry *model.Entry) error {
		data, err := incoming.Automatic(tx.View, id)
		if err != nil {
			return err
		}
		sub, _, err := mail.ReadMail(data, t)
		if err != nil {
			return err
		}
		if err := sub.Check(s.Now()); err != nil {
			return err
		}
		sub.Doubts = append(sub.Doubts,
			record.Doubtful("", "looks like automatic mail ({{.A}}); it was taken in by hand", string(sub.Automatic)))
		if err := incoming.EndAutomatic(tx, id, s.Now()); err != nil {
			return err
		}
		entry.Detail["from"] = "automatic_mail"
		// What was set aside is known by its hash, which the request does not take over: it is the same record.
		sub.External = ""
		saved, err = takeIn(tx, entry, s, "", &sub)
		return err
	})
	return saved, gone(err)
}

// DismissAutomatic ends the waiting of an automatic mail. For 30 days it can be brought back; then what it says is
// deleted.
func DismissAutomatic(ctx context.Context, s *desk.Session, id string) error {
	return gone(s.Write(ctx, model.ActDismissMail, func(tx *store.Tx, entry *model.Entry) error {
		entry.Detail["mail"] = id
		return incoming.DismissAutomatic(tx, id, s.Staff().ID, s.Now())
	}))
}

// BringBackAutomatic lets an automatic mail that was dismissed wait again.
func BringBackAutomatic(ctx context.Context, s *desk.Session, id string) error {
	return gone(s.Write(ctx, model.ActBringBack, func(tx *store.Tx, entry *model.Entry) error {
		entry.Detail["mail"] = id
		return incoming.BringBackAutomatic(tx, id)
	}))
}

// DismissedMails lists the automatic mail that was dismissed and can be brought back, the last dismissed first.
func DismissedMails(ctx context.Context, s *desk.Session) (list []model.AutomaticMail, err error) {
	err = s.Read(ctx, model.ActReadRequest, func(v *store.View) (err error) {
		list, err = incoming.DismissedMails(v)
		return err
	})
	return list, err
}

// AutomaticText returns the words of an automatic mail that waits or was dismissed, to be read before anything is
// decided.
func AutomaticText(ctx context.Context, s *desk.Session, id string) (text string, err error) {
	err = s.Read(ctx, model.ActReadRequest, func(v *store.View) error {
		data, err := incoming.Automatic(v, id)
		if err != nil {
			return err
		}
		sub, _, err := mail.ReadMail(data, record.Trust{Now: s.Now(), Zone: s.Rules().Location()})
		if text = sub.Body; err != nil {
			text = record.CleanText(charset.Escape(data[:min(len(data), record.MaxBody)]))
		}
		return nil
	})
	return text, gone(err)
}

func gone(err error) error {
	if errors.Is(err, store.ErrConflict) || errors.Is(err, store.ErrNotFound) {
		return ErrAsideGone
	}
	return err
}
