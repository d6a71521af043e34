package notice

import (
	"context"
	"errors"
	"fmt"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/mailwork"
	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/incoming"
	"orangelab.cn/rightsdesk/store/notices"
)

// Errors of answers by mail.
var (
	ErrNoReply     = errors.New("this mail does not wait any more as the answer that was shown")
	ErrOtherSender = errors.New("this mail comes from another address than the notice went to: ask the person, and record by hand what they answer")
	ErrLaterAnswer = errors.New("an answer of this person that is not older than this mail is recorded already: record by hand what is their last word")
)

// Reply is a mail that waits and answers a notice which asks for express consent.
type Reply struct {
	File string // of the waiting mail
	mailwork.ConsentReply
	Received time.Time
	To       Person // to whom the notice went, masked
	// Before is what the person answered before, at BeforeAt; empty where they did not.
	Before   notice.Result
	BeforeAt time.Time
}

// replyOf reads a mail that waits; ErrNoReply where it waits no more, or answers no such notice.
func replyOf(v *store.View, file string, now time.Time) (r Reply, places []int, err error) {
	f, _, places, err := incoming.WaitingFile(v, file)
	if errors.Is(err, store.ErrNotFound) || err == nil && (f.Head.Mail == nil || f.Head.Mail.Consent == nil) {
		return r, nil, ErrNoReply
	}
	if err != nil {
		return r, nil, err
	}
	r = Reply{File: file, ConsentReply: *f.Head.Mail.Consent, Received: f.Head.Mail.Received}
	if r.Received.IsZero() || r.Received.After(now) { // a server's clock that goes ahead
		r.Received = f.At
	}
	part, first, err := notices.AudiencePart(v, r.Notice, r.Recipient)
	if err != nil {
		return r, nil, err
	}
	r.To = Person{Recipient: masked(part[r.Recipient-first]), Number: r.Recipient}
	last, err := notices.LastAnswer(v, r.Notice, r.Recipient)
	if errors.Is(err, store.ErrNotFound) {
		return r, places, nil
	}
	r.Before, r.BeforeAt = last.Result, last.At
	return r, places, err
}

// ReadReply reads a mail that waits as the answer that it is; ErrNoReply where it waits no more.
func ReadReply(ctx context.Context, s *desk.Session, file string) (r Reply, err error) {
	err = s.Read(ctx, model.ActReadNotice, func(v *store.View) error {
		r, _, err = replyOf(v, file, s.Now())
		return err
	})
	return r, err
}

// AnswerReply writes down what a person answered by a mail that waits, with its words; goesOn says that the mail asks
// for something else as well and goes on waiting. Nothing is written down from a mail that comes from another address
// than the notice went to, nor from one that is not younger than an answer that is recorded.
func AnswerReply(ctx context.Context, s *desk.Session, seen Reply, agrees, goesOn bool) error {
	return s.Write(ctx, model.ActAnswerNotice, func(tx *store.Tx, entry *model.Entry) error {
		now, places, err := replyOf(tx.View, seen.File, s.Now())
		if err != nil {
			return err
		}
		switch {
		case now.ConsentReply != seen.ConsentReply:
			return ErrNoReply
		case !now.Own:
			return ErrOtherSender
		case now.Before != "" && !now.BeforeAt.Before(now.Received):
			return ErrLaterAnswer
		}
		n, err := notices.Read(tx.View, now.Notice)
		if err != nil {
			return err
		}
		if err := asks(n); err != nil {
			return err
		}
		entry.Detail["notice"], entry.Detail["recipient"], entry.Detail["agrees"], entry.Detail["by"] =
			n.Reference, now.Recipient, agrees, string(notice.Email)
		said := said{now.Recipient, agrees, fmt.Sprintf("“%s” <%s>", now.Words, now.MessageID)}
		if err := answered(tx, n, said, notice.Email, now.Received); err != nil {
			return err
		}
		if goesOn {
			return nil
		}
		for _, place := range places {
			if err := incoming.Decided(tx, now.File, place, s.Now()); err != nil {
				return err
			}
		}
		return nil
	})
}
