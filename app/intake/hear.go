package intake

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/app/mail"
	"orangelab.cn/rightsdesk/app/outbox"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/dispatch"
	"orangelab.cn/rightsdesk/model/mailwork"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/incoming"
	"orangelab.cn/rightsdesk/store/mailing"
	"orangelab.cn/rightsdesk/store/setup"
)

// Hear reads what arrived in the mailbox, one desktop at a time. Each mail is kept before it is marked as read: as part
// of the request or in the record of the incident that it surely belongs to, as automatic mail, or as a proposal that
// waits for a person. A mail that is read again makes nothing new.
func Hear(ctx context.Context, s *desk.Session) error {
	if err := s.Allow(ctx, model.ActHearMail); err != nil {
		return err
	}
	h := &hearing{s: s.Job()}
	if err := s.Read(ctx, model.ActHearMail, func(v *store.View) (err error) {
		h.settings, err = setup.MailSettings(v)
		return err
	}); err != nil || !h.settings.Reads() {
		return err
	}
	var err error
	if h.lease, err = outbox.HoldIn(ctx, h.s); err != nil || h.lease == nil {
		return err
	}
	failure := h.all(ctx)
	return errors.Join(failure, h.lease.End(ctx, failure, nil))
}

// hearing is one look at the mailbox.
type hearing struct {
	s        *desk.Session
	settings dispatch.Settings
	lease    *outbox.Lease
	inbox    *mail.Reader
}

// overlap is how far before the newest mail that was read everything is read again where the server numbers its mails
// anew.
const overlap = 48 * time.Hour

func (h *hearing) all(ctx context.Context) (err error) {
	if h.inbox, err = mail.OpenReader(ctx, h.settings.In, MaxFile); err != nil {
		return err
	}
	defer h.inbox.Close()
	state := h.lease.State
	switch {
	case state.Validity == h.inbox.Validity:
		return h.through(ctx, func(after uint32) ([]mail.Listed, error) {
			return h.inbox.After(ctx, max(after, state.UID))
		})
	case state.Validity == 0:
		// What was read before the desk heard of the mailbox was somebody's already.
		err = h.through(ctx, func(after uint32) ([]mail.Listed, error) { return h.inbox.Unread(ctx, after) })
	default:
		// Whatever day the server gives a mail, nobody has read it who did not hear it.
		err = h.through(ctx, func(after uint32) ([]mail.Listed, error) {
			return h.inbox.Since(ctx, heardUntil(state).Add(-overlap), after)
		})
		if err == nil {
			err = h.through(ctx, func(after uint32) ([]mail.Listed, error) { return h.inbox.Unread(ctx, after) })
		}
	}
	if err != nil {
		return err
	}
	_, err = h.lease.Note(ctx, func(m *mailwork.State) {
		m.Validity, m.UID = h.inbox.Validity, max(h.inbox.Next, 1)-1
	})
	return err
}

// heardUntil is the day until which the mailbox was surely read: that of the newest mail, unless it lies behind the
// last look.
func heardUntil(state mailwork.State) time.Time {
	if !state.CheckedAt.IsZero() && state.CheckedAt.Before(state.NewestAt) {
		return state.CheckedAt
	}
	return state.NewestAt
}

// through keeps what a list names, and what it names after that, until it names nothing.
func (h *hearing) through(ctx context.Context, list func(after uint32) ([]mail.Listed, error)) error {
	for after := uint32(0); ; {
		mails, err := list(after)
		if err != nil || len(mails) == 0 {
			return err
		}
		for _, m := range mails {
			after = m.UID
			if err := h.one(ctx, m); err != nil {
				return err
			}
			if mine, err := h.lease.Keep(ctx); err != nil || !mine {
				return err
			}
		}
	}
}

// beginning is how much is kept of a mail that is larger than what is taken, in bytes.
const beginning = 256 << 10

// one keeps a mail, then how far the mailbox is read, then marks the mail as read.
func (h *hearing) one(ctx context.Context, m mail.Listed) error {
	largest := MaxFile
	if m.Size > MaxFile {
		largest = beginning
	}
	data, err := h.inbox.Fetch(ctx, m.UID, largest)
	if errors.Is(err, mail.ErrGone) {
		return nil
	}
	var refused *mail.Failure
	switch {
	case errors.As(err, &refused) && !refused.Lost && refused.Class == mail.Permanent:
		err = h.nameRefused(ctx, m, refused) // whoever wrote after it is heard
	case err != nil:
		return err
	default:
		if err = h.keep(ctx, data, m); err != nil && ctx.Err() == nil {
			err = h.keepAside(ctx, data, m, err)
		}
	}
	if err != nil {
		return err
	}
	mine, err := h.lease.Note(ctx, func(state *mailwork.State) {
		if state.Validity == h.inbox.Validity {
			state.UID = max(state.UID, m.UID)
		}
		if now := h.s.Now(); state.NewestAt.After(now) { // by a clock that went ahead, as an older program kept it
			state.NewestAt = now
		}
		if m.Received.After(state.NewestAt) && !m.Received.After(h.s.Now()) {
			state.NewestAt = m.Received
		}
	})
	if err != nil || !mine || refused != nil {
		return err
	}
	return h.inbox.MarkRead(ctx, m.UID)
}

// nameRefused lets a person know of a mail that its own server does not hand over: it waits in its place, with all that
// is known of it. It stays unread in the mailbox.
func (h *hearing) nameRefused(ctx context.Context, m mail.Listed, why *mail.Failure) error {
	text :=
		fmt.Sprintf("The mail server does not hand this mail over. Read it in the mailbox itself.\r\n邮件服务器不交出这封邮件，请直接在邮箱中查看。\r\n\r\nUID %d/%d, %d bytes, %s\r\n%s\r\n",
			h.inbox.Validity, m.UID, m.Size, m.Received.UTC().Format(time.RFC3339), why.Said)
	v, err := readData(ctx, h.s, "mail.eml",
		[]byte("Subject: UID "+strconv.FormatUint(uint64(m.UID),
			10)+"\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"+text), record.As{})
	if err == nil {
		err = h.propose(ctx, v, m, TroubleRefused, nil)
	}
	if err != nil {
		return errors.Join(why, err)
	}
	return nil
}

// keep puts a mail where it belongs.
func (h *hearing) keep(ctx context.Context, data []byte, m mail.Listed) error {
	if report, failed := mail.ReadReport(data); failed {
		if _, err := outbox.Returned(ctx, h.s, report); err != nil {
			return err
		}
	}
	v, err := showData(ctx, h.s, "mail.eml", data, record.As{})
	if err != nil {
		return err
	}
	var about []string
	if m.Size <= MaxFile {
		var done bool
		if done, about, err = h.authority(ctx, v, data); done || err != nil {
			return err
		}
	}
	consent, err := h.consent(ctx, v)
	if err != nil {
		return err
	}
	var trouble string
	if consent == nil && len(v.Rows) == 1 && v.Rows[0].Submission != nil && v.Rows[0].Problem == nil &&
		m.Size <= MaxFile {
		var done bool
		if done, trouble, err = h.settled(ctx, v.Rows[0]); done || err != nil {
			return err
		}
	}
	return h.propose(ctx, v, m, trouble, consent, about...)
}

// keepAside lets a mail wait for a person that could not be put where it belongs, so that whoever wrote after it is
// heard. It fails with the failure of the mail where not even that can be written.
func (h *hearing) keepAside(ctx context.Context, data []byte, m mail.Listed, failure error) error {
	v, err := readData(ctx, h.s, "mail.eml", data, record.As{})
	if err != nil {
		return errors.Join(failure, err)
	}
	trouble := TroubleFailed
	if damaged(failure) {
		trouble = TroubleDamaged
	}
	if err := h.propose(ctx, v, m, trouble, nil); err != nil {
		return errors.Join(failure, err)
	}
	return nil
}

// settled reports whether a mail needs nobody: it is known, a machine's, the desk's own, or surely a request's.
func (h *hearing) settled(ctx context.Context, row Row) (done bool, trouble string, err error) {
	sub := *row.Submission
	if row.Known == record.Same {
		return true, "", nil
	}
	var list []Belongs
	ours := false
	if err := h.s.Read(ctx, model.ActHearMail, func(view *store.View) (err error) {
		if _, err = mailing.Named(view, sub.MessageID); err == nil || !errors.Is(err, store.ErrNotFound) {
			ours = err == nil
			return err
		}
		list, err = belongs(view, sub)
		return err
	}); err != nil {
		return false, "", err
	}
	switch {
	case ours && sameMail(sub.Sender, h.settings.From):
		return true, "", nil
	case ours: // whoever has a message of ours can give its name to one of their own
		return false, TroubleName, nil
	}
	if sub.Automatic != "" {
		err := setAside(ctx, h.s, fileName(sub), sub)
		return true, "", known(err)
	}
	var sure []Belongs
	for _, b := range list {
		switch {
		case b.Damaged:
			trouble = TroubleDamaged
		case b.sure():
			sure = append(sure, b)
		}
	}
	if len(sure) != 1 || trouble != "" || !sure[0].unasked(sub, list) {
		return false, trouble, nil
	}
	_, err = join(ctx, h.s, sure[0].Revision, fileName(sub), sub)
	var moved *desk.MovedOnError
	if errors.As(err, &moved) {
		return false, "", nil // somebody works on it just now: a person joins it
	}
	return true, "", known(err)
}

// known passes over that the desk has a mail already.
func known(err error) error {
	if errors.Is(err, record.ErrDuplicate) || errors.Is(err, store.ErrDuplicate) {
		return nil
	}
	return err
}

// maxTitle is how much of a subject names a mail, in characters.
const maxTitle = 60

// fileName is what a mail is called among files.
func fileName(sub record.Submission) string {
	title := []rune(strings.Join(strings.FieldsFunc(sub.Title,
		func(r rune) bool { return r < ' ' || strings.ContainsRune(`/\`, r) }), " "))
	if len(title) == 0 {
		title = []rune("mail")
	}
	return string(title[:min(len(title), maxTitle)]) + ".eml"
}

// Why a mail could not be put where it belongs by itself, see model.WaitingMail.
const (
	TroubleFailed  = "failed"
	TroubleDamaged = "damaged" // what it belongs to was changed outside the program
	TroubleRefused = "refused" // the mail server does not hand it over
	TroubleName    = "name"    // it has the Message-ID of a message of the desk's and is not from its address
)

// propose lets a mail wait for a person, with the references of the incidents that it may be about.
func (h *hearing) propose(ctx context.Context, v Shown, m mail.Listed, trouble string,
	consent *mailwork.ConsentReply, about ...string) error {
	head := &model.WaitingMail{Received: m.Received, Cut: m.Size > MaxFile, Trouble: trouble, Consent: consent,
		Incidents: about}
	for _, row := range v.Rows {
		if sub := row.Submission; sub != nil {
			head.From, head.Subject, head.Kind, head.Files, head.Lang = sub.Subject.Email, sub.Title, sub.Kind, len(
				sub.Attachments), cmp.Or(letter.LanguageOf(sub.Body), model.Languages[0])
			v.File = fileName(*sub)
			for _, e := range row.Earlier {
				head.Belongs = append(head.Belongs, e.Reference)
			}
		}
	}
	as, err := json.Marshal(v.As)
	if err != nil {
		return err
	}
	places := make([]int, len(v.Rows))
	for i, row := range v.Rows {
		places[i] = row.place
	}
	if len(places) == 0 {
		places = []int{0}
	}
	return known(h.s.Write(ctx, model.ActHearMail, func(tx *store.Tx, entry *model.Entry) error {
		entry.Detail["kind"], entry.Detail["records"] = string(head.Kind), len(v.Rows)
		if trouble != "" {
			entry.Detail["trouble"] = trouble
		}
		_, err := incoming.HearFile(tx,
			model.WaitingFile{At: h.s.Now(), By: h.s.Staff().ID,
				Head: model.WaitingHead{File: v.File, As: as, Digest: v.Digest, Mail: head}}, v.data, places)
		return err
	}))
}
