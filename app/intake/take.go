package intake

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
)

// Take makes a request of a submission; it is held by nobody. ErrDuplicate where the very same record came in before. A
// record that carries the number of an earlier one and says something else is a request of its own, named as doubtful.
func Take(ctx context.Context, s *desk.Session, sub Submission) (model.Request, error) {
	return take(ctx, s, "", &sub)
}

// TakeByHand is Take for what a member of staff types in while they hear or read it: without a way to reach the person, or to
// find them, nobody could ever answer, so it is asked for while they can still be asked; and so is when it came in, which a letter
// that is typed in days later does not tell by itself.
func TakeByHand(ctx context.Context, s *desk.Session, sub Submission) (model.Request, error) {
	if err := s.Allow(ctx, model.ActTakeRequest); err != nil {
		return model.Request{}, err
	}
	if sub.ReceivedAt.IsZero() {
		return model.Request{}, errors.Join(sub.Check(s.Now()), wrong("received", "say when it came in: every period is counted from there"))
	}
	if err := checkReceipt(sub.ReceivedAt, s.Now()); err != nil {
		return model.Request{}, errors.Join(sub.Check(s.Now()), err)
	}
	if p := sub.Subject; len(p.Emails())+len(p.Phones())+len(p.Accounts()) == 0 && p.IDNumber+sub.RequesterContact == "" {
		return model.Request{}, errors.Join(sub.Check(s.Now()), wrong("phone", "give a way to reach or find the person: phone, e-mail, account or identity number"))
	}
	return Take(ctx, s, sub)
}

func take(ctx context.Context, s *desk.Session, file string, sub *Submission) (saved model.Request, err error) {
	if err := s.Allow(ctx, model.ActTakeRequest); err != nil {
		return model.Request{}, err
	}
	if err := sub.Check(s.Now()); err != nil {
		return model.Request{}, err
	}
	err = s.Write(ctx, model.ActTakeRequest, func(tx *store.Tx, entry *model.Entry) (err error) {
		saved, err = takeIn(tx, entry, s, file, sub)
		return err
	})
	if errors.Is(err, store.ErrDuplicate) {
		return model.Request{}, ErrDuplicate
	}
	return saved, err
}

// takeIn makes the request inside a transaction, with what came with it. What it adds to the submission is what the desk
// knows of it; a transaction that is tried again begins anew.
func takeIn(tx *store.Tx, entry *model.Entry, s *desk.Session, file string, submission *Submission) (saved model.Request, err error) {
	now, sub := s.Now(), *submission
	if sub.ReceivedAt.IsZero() {
		sub.ReceivedAt = now
	} else {
		entry.Detail["received"] = entryTime(sub.ReceivedAt)
	}
	ref, err := tx.NextReference(sub.ReceivedAt.In(s.Rules().Location()).Year())
	if err != nil {
		return saved, err
	}
	r := model.Request{Reference: ref, Kind: sub.Kind, Status: model.Received, Channel: sub.Channel, RequesterKind: sub.Requester,
		Sensitive: sub.Sensitive, AskedWithout: sub.AskedWithout, ReceivedAt: sub.ReceivedAt.UTC(), Subject: sub.Subject,
		Requester: model.Requester{Name: sub.RequesterName, Contact: sub.RequesterContact}, Body: sub.Body, LevelNeeded: sub.level(s.Rules(), now)}
	if err := desk.Begin(tx, s, &r); err != nil {
		return saved, err
	}
	r.Step = model.NextStep(r, model.Facts{})
	record := ""
	if sub.External != "" {
		if record, err = submission.record(); err != nil { // as it came, without the time that was put in
			return saved, err
		}
		known, references, err := knownTo(&tx.View, *submission)
		if err != nil {
			return saved, err
		}
		if known == Same {
			return saved, store.ErrDuplicate
		}
		submission.known = known
		if known == OtherContent {
			sub.Doubts = append(slices.Clone(sub.Doubts), numberDoubt(references))
			entry.Detail["number_known"] = references[0]
		}
	}
	if saved, err = tx.CreateRequest(r, record); err != nil {
		return saved, err
	}
	if sub.External != "" {
		if err := tx.SaveRecordNumber(saved.ID, sub.External); err != nil {
			return saved, err
		}
	}
	entry.RequestID = saved.ID
	entry.Detail["reference"], entry.Detail["kind"], entry.Detail["channel"] = ref, string(r.Kind), string(r.Channel)
	if n := len(sub.Attachments); n > 0 {
		entry.Detail["attachments"] = n
	}
	if len(sub.typed) > 0 {
		entry.Detail["typed"] = strings.Join(sub.typed, " ")
	}
	return saved, errors.Join(sub.waits.settle(tx, now), sub.arrive(tx, saved.ID, file))
}

// arrive keeps how the request came in: words, doubts, and what came with it.
func (s Submission) arrive(tx *store.Tx, request int64, file string) error {
	a := model.Arrival{File: file, FileDigest: s.digest, Words: s.Words, ForwardedBy: s.ForwardedBy}
	for _, d := range s.Doubts {
		a.Doubts = append(a.Doubts, model.ArrivalDoubt{Field: d.Field, Text: d.Reason.Text, Values: d.Reason.Values})
	}
	files, err := s.keepFiles(tx, request)
	if err != nil {
		return err
	}
	a.Attachments = files
	if len(a.Doubts)+len(a.Attachments) == 0 && a.File+a.Words+a.ForwardedBy == "" {
		return nil
	}
	return tx.SavePart(request, store.PartArrival, a)
}

// keepFiles keeps what came with a record, sealed with a request.
func (s Submission) keepFiles(tx *store.Tx, request int64) (list []model.Attachment, err error) {
	for _, f := range s.Attachments {
		blob, err := tx.SaveBlob(request, bytes.NewReader(f.Data))
		if err != nil {
			return nil, err
		}
		list = append(list, model.Attachment{Name: f.Name, Type: f.Type, Size: len(f.Data), Blob: blob})
	}
	return list, nil
}

// record is all that a record says, together with its number: the same text is the same record. When a mail came in is no
// part of it, since one mail can reach two addresses, nor is what this program makes of it.
func (s Submission) record() (string, error) {
	if s.came != "" {
		return s.came, nil
	}
	said := struct {
		Kind                            model.Kind
		Requester                       model.RequesterKind
		RequesterName, RequesterContact string
		Subject                         model.Subject
		Sensitive                       bool
		Body                            string
		Received                        time.Time
		Attachments                     []string
	}{s.Kind, s.Requester, s.RequesterName, s.RequesterContact, s.Subject, s.Sensitive, s.Body, s.ReceivedAt.UTC(), nil}
	if s.Channel == model.ByMail {
		said.Kind, said.Received = "", time.Time{}
	}
	for _, a := range s.Attachments {
		if !a.original {
			sum := sha256.Sum256(a.Data)
			said.Attachments = append(said.Attachments, a.Name+":"+hex.EncodeToString(sum[:]))
		}
	}
	raw, err := json.Marshal(said)
	if err != nil {
		return "", fmt.Errorf("compare a record: %w", err)
	}
	sum := sha256.Sum256(raw)
	return s.External + "\x00" + hex.EncodeToString(sum[:]), nil
}

// knownTo returns what a desk knows of a record, and the requests that carry its number.
func knownTo(v *store.View, s Submission) (Known, []string, error) {
	record, err := s.record()
	if err != nil {
		return NotAsked, nil, err
	}
	if there, err := v.HasRecord(record); err != nil || there {
		return Same, nil, err
	}
	references, err := v.Numbered(s.External)
	if err != nil || len(references) == 0 {
		return New, nil, err
	}
	return OtherContent, references, nil
}

func numberDoubt(references []string) Doubt {
	return doubt("id", "carries the number of {{.A}}, but says something else: find out whether both are one", references[0])
}

// Arrival reads how a request came in; the zero value where it was taken by hand.
func Arrival(ctx context.Context, s *desk.Session, request int64) (a model.Arrival, err error) {
	err = s.Read(ctx, model.ActReadRequest, func(v *store.View) error {
		_, err := v.Part(request, store.PartArrival, &a)
		return err
	})
	return a, err
}

// ErrNoAttachment says that a request has no such attachment.
var ErrNoAttachment = errors.New("the request has no such attachment")

// Open opens an attachment of a request; it leaves an entry.
func Open(ctx context.Context, s *desk.Session, rev model.Revision, blob string) ([]byte, error) {
	var out bytes.Buffer
	err := s.Disclose(ctx, model.ActReveal, rev, func(c *desk.Change) error {
		out.Reset()
		c.Detail["what"] = "attachment"
		var a model.Arrival
		if _, err := c.Tx.Part(rev.Request, store.PartArrival, &a); err != nil {
			return err
		}
		for _, f := range a.Attachments {
			if f.Blob == blob {
				return c.Tx.ReadBlob(rev.Request, blob, &out)
			}
		}
		return ErrNoAttachment
	})
	return out.Bytes(), err
}
