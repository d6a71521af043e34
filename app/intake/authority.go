package intake

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"orangelab.cn/rightsdesk/app/charset"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/incident"
	"orangelab.cn/rightsdesk/app/intake/mail"
	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/model"
	rules "orangelab.cn/rightsdesk/model/incident"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/incoming"
	"orangelab.cn/rightsdesk/store/mailing"
	"orangelab.cn/rightsdesk/store/notices"
)

// authority writes a mail into the record of the incident that it is surely about, receipts that a machine sent too. It
// returns the references of those that it may be about where that is for a person to say.
func (h *hearing) authority(ctx context.Context, v Shown, data []byte) (done bool, named []string, err error) {
	if len(v.Rows) != 1 || len(data) > MaxFile || v.Rows[0].Known == record.Same {
		return false, nil, nil
	}
	row := v.Rows[0]
	sub := row.Submission
	if sub == nil {
		sub = row.left // what is no request may answer a report all the same
	}
	if sub == nil || sub.Channel != model.ByMail || sub.Automatic == record.Bounce {
		return false, nil, nil
	}
	said := *sub
	said.Source = data
	var about []incident.About
	if err := h.s.Read(ctx, model.ActHearMail, func(view *store.View) (err error) {
		if _, err = mailing.Named(view, said.MessageID); err == nil || !errors.Is(err, store.ErrNotFound) {
			return err // whose that is, is asked elsewhere
		}
		if about, err = incident.AboutOf(view, said); err != nil || len(about) == 0 {
			return err
		}
		if toPeople, err := answersPeople(view, said); err != nil || toPeople {
			about = slices.DeleteFunc(about, func(a incident.About) bool { return !a.Answers })
			return err
		}
		return nil
	}); err != nil {
		return false, nil, err
	}
	var sure []incident.About
	for _, a := range about {
		if a.Sure() {
			sure = append(sure, a)
		}
		named = append(named, a.Reference)
	}
	if len(sure) != 1 {
		return false, named, nil
	}
	err = h.s.Write(ctx, model.ActHearMail, func(tx *store.Tx, entry *model.Entry) error {
		entry.Detail["incident"], entry.Detail["joined"] = sure[0].Reference, true
		return incident.Hear(tx, sure[0], said, h.s.Staff().ID, h.s.Now())
	})
	if errors.Is(err, store.ErrConflict) { // somebody writes into the record just now: a person joins it
		return false, named, nil
	}
	return err == nil || errors.Is(err, rules.ErrAnswered), named, heard(err)
}

// answersPeople reports whether a mail answers a letter or a notice of the desk's. Such a notice names its incident,
// and whoever answers it quotes the name: that is no authority's mail.
func answersPeople(v *store.View, sub record.Submission) (bool, error) {
	for _, id := range sub.Answers[:min(len(sub.Answers), maxThread)] {
		if _, _, ours := notices.OfMessage(v, id); ours {
			return true, nil
		}
		if _, err := mailing.Named(v, id); err == nil || !errors.Is(err, store.ErrNotFound) {
			return err == nil, err
		}
	}
	return false, nil
}

// heard passes over that the record has a mail already.
func heard(err error) error {
	if errors.Is(err, rules.ErrAnswered) {
		return nil
	}
	return err
}

// JoinIncident writes a mail that waits into the record of an incident that it answers or names, as whoever read it
// says.
func JoinIncident(ctx context.Context, s *desk.Session, file, reference string) error {
	if err := s.Allow(ctx, model.ActNoteIncident); err != nil {
		return err
	}
	t, err := trust(ctx, s)
	if err != nil {
		return err
	}
	return incident.JoinAnswer(ctx, s, file, reference, func(data []byte) (record.Submission, error) {
		return readMail(data, t)
	})
}

// readMail reads a mail, also one that is no request.
func readMail(data []byte, t record.Trust) (sub record.Submission, err error) {
	sub, _, err = mail.ReadMail(data, t)
	if err == nil {
		sub.Source = data
		return sub, nil
	}
	for _, row := range ReadAs("mail.eml", data, t, record.As{}).rows() {
		if left := cmp.Or(row.Submission, row.left); left != nil {
			sub = *left
			sub.Source = data
			return sub, nil
		}
	}
	return sub, err
}

// WaitingText returns the words of a mail that waits, to be read before anything is decided; ErrNotWaiting where it
// waits no more.
func WaitingText(ctx context.Context, s *desk.Session, file string) (text string, err error) {
	if err := s.Allow(ctx, model.ActReadRequest); err != nil {
		return "", err
	}
	t, err := trust(ctx, s)
	if err != nil {
		return "", err
	}
	err = s.Read(ctx, model.ActReadRequest, func(v *store.View) error {
		_, data, _, err := incoming.WaitingFile(v, file)
		if errors.Is(err, store.ErrNotFound) {
			return ErrNotWaiting
		}
		if err != nil {
			return err
		}
		sub, err := readMail(data, t)
		if text = cmp.Or(sub.Own, sub.Body); err != nil {
			text = record.CleanText(charset.Escape(data[:min(len(data), record.MaxBody)]))
		}
		return nil
	})
	return text, err
}
