package intake

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/attached"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
	"orangelab.cn/rightsdesk/store/incoming"
	"orangelab.cn/rightsdesk/store/requests"
	"orangelab.cn/rightsdesk/store/setup"
)

// Take makes a request of a submission; it is held by nobody. ErrDuplicate where the very same record came in before. A
// record that carries the number of an earlier one and says something else is a request of its own, named as doubtful.
func Take(ctx context.Context, s *desk.Session, sub record.Submission) (model.Request, error) {
	return take(ctx, s, "", &sub)
}

// TakeByHand is Take for what a member of staff types in while they hear or read it: without a way to reach the person,
// or to find them, nobody could ever answer, so it is asked for while they can still be asked; and so is when it came
// in, which a letter that is typed in days later does not tell by itself.
func TakeByHand(ctx context.Context, s *desk.Session, sub record.Submission) (model.Request, error) {
	if err := s.Allow(ctx, model.ActTakeRequest); err != nil {
		return model.Request{}, err
	}
	if err := record.CheckReceipt(sub.ReceivedAt, s.Now()); err != nil {
		return model.Request{}, errors.Join(sub.Check(s.Now()), err)
	}
	if p := sub.Subject; len(p.Emails())+len(p.Phones())+len(p.Accounts()) == 0 &&
		p.IDNumber+sub.RequesterContact == "" {
		return model.Request{},
			errors.Join(sub.Check(s.Now()),
				record.Wrong("phone",
					"give a way to reach or find the person: phone, e-mail, account or identity number"))
	}
	return Take(ctx, s, sub)
}

func take(ctx context.Context, s *desk.Session, file string, sub *record.Submission) (saved model.Request, err error) {
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
		return model.Request{}, record.ErrDuplicate
	}
	return saved, err
}

// takeIn makes the request inside a transaction, with what came with it. What it adds to the submission is what the
// desk knows of it; a transaction that is tried again begins anew.
func takeIn(tx *store.Tx, entry *model.Entry, s *desk.Session, file string,
	submission *record.Submission) (saved model.Request, err error) {
	now, sub := s.Now(), *submission
	if sub.ReceivedAt.IsZero() {
		sub.ReceivedAt = now
	} else {
		entry.Detail["received"] = entryTime(sub.ReceivedAt)
	}
	ref, err := requests.NextReference(tx, sub.ReceivedAt.In(s.Rules().Location()).Year())
	if err != nil {
		return saved, err
	}
	r := model.Request{Reference: ref, Kind: sub.Kind, Status: model.Received, Channel: sub.Channel,
		RequesterKind: sub.Requester,
		Sensitive:     sub.Sensitive, AskedWithout: sub.AskedWithout, ReceivedAt: sub.ReceivedAt.UTC(),
		Subject:   sub.Subject,
		Requester: model.Requester{Name: sub.RequesterName, Contact: sub.RequesterContact}, Body: sub.Body,
		LevelNeeded: levelOf(s.Rules(), sub.Kind, sub.Sensitive, sub.Requester, sub.Subject, now)}
	if err := label(tx.View, &r, sub.Labels, entry.Detail); err != nil {
		return saved, err
	}
	if err := desk.Begin(tx, s, &r); err != nil {
		return saved, err
	}
	r.Step = model.NextStep(r, model.Facts{})
	rec := ""
	if sub.External != "" {
		if rec, err = submission.Record(); err != nil { // as it came, without the time that was put in
			return saved, err
		}
		known, references, err := knownTo(tx.View, *submission)
		if err != nil {
			return saved, err
		}
		if known == record.Same {
			return saved, store.ErrDuplicate
		}
		submission.Known = known
		if known == record.OtherContent {
			sub.Doubts = append(slices.Clone(sub.Doubts), numberDoubt(references))
			entry.Detail["number_known"] = references[0]
		}
	}
	if saved, err = requests.Create(tx, r, rec); err != nil {
		return saved, err
	}
	if sub.External != "" {
		if err := incoming.SaveRecordNumber(tx, saved.ID, sub.External); err != nil {
			return saved, err
		}
	}
	entry.RequestID = saved.ID
	if err := desk.NoteTwins(tx, saved, entry.Detail); err != nil {
		return saved, err
	}
	entry.Detail["reference"], entry.Detail["kind"], entry.Detail["channel"] = ref, string(r.Kind), string(r.Channel)
	if n := len(sub.Attachments); n > 0 {
		entry.Detail["attachments"] = n
	}
	if len(sub.Typed) > 0 {
		entry.Detail["typed"] = strings.Join(sub.Typed, " ")
	}
	return saved, errors.Join(settleWaiting(tx, sub.Waits, now), arrive(tx, sub, saved.ID, file))
}

// label gives a request the product and the tags that it came with. It fails with model.ErrUnknownLabel for a word that
// the organisation does not have.
func label(v *store.View, r *model.Request, given model.Labels, detail map[string]any) error {
	if given.Product == "" && len(given.Tags) == 0 {
		return nil
	}
	o, err := setup.Organisation(v)
	if err != nil {
		return err
	}
	if r.Labels, err = o.Labelled(given); err != nil {
		return err
	}
	detail["product"], detail["tags"] = r.Product, strings.Join(r.Tags, ",")
	return nil
}

// arrive keeps how the request came in: words, doubts, and what came with it.
func arrive(tx *store.Tx, s record.Submission, request int64, file string) error {
	a := model.Arrival{File: file, FileDigest: s.Digest, Words: s.Words, ForwardedBy: s.ForwardedBy,
		MessageID: s.MessageID}
	a.Doubts = arrivalDoubts(s.Doubts)
	files, err := keepFiles(tx, request, s.Attachments)
	if err != nil {
		return err
	}
	a.Attachments = files
	if len(a.Doubts)+len(a.Attachments) == 0 && a.File+a.Words+a.ForwardedBy+a.MessageID == "" {
		return nil
	}
	return casefile.SavePart(tx, request, casefile.PartArrival, a)
}

// arrivalDoubts are doubts as a request keeps them.
func arrivalDoubts(list []record.Doubt) (kept []model.ArrivalDoubt) {
	for _, d := range list {
		kept = append(kept, model.ArrivalDoubt{Field: d.Field, Text: d.Reason.Text, Values: d.Reason.Values})
	}
	return kept
}

// keepFiles keeps what came with a record, sealed with a request.
func keepFiles(tx *store.Tx, request int64, attachments []record.Attachment) (list []model.Attachment, err error) {
	for _, f := range attachments {
		blob, err := casefile.SaveBlob(tx, request, bytes.NewReader(f.Data))
		if err != nil {
			return nil, err
		}
		list = append(list, model.Attachment{Name: f.Name, Type: f.Type, Size: len(f.Data), Blob: blob,
			Looked: attached.Look(f.Name, f.Type, f.Data)})
	}
	return list, nil
}

// knownTo returns what a desk knows of a record, and the requests that carry its number.
func knownTo(v *store.View, s record.Submission) (record.Known, []string, error) {
	rec, err := s.Record()
	if err != nil {
		return record.NotAsked, nil, err
	}
	if there, err := incoming.HasRecord(v, rec); err != nil || there {
		return record.Same, nil, err
	}
	references, err := incoming.Numbered(v, s.External)
	if err != nil || len(references) == 0 {
		return record.New, nil, err
	}
	return record.OtherContent, references, nil
}

func numberDoubt(references []string) record.Doubt {
	return record.Doubtful("id", "carries the number of {{.A}}, but says something else: find out whether both are one",
		references[0])
}

// Arrival reads how a request came in; the zero value where it was taken by hand.
func Arrival(ctx context.Context, s *desk.Session, request int64) (a model.Arrival, err error) {
	err = s.Read(ctx, model.ActReadRequest, func(v *store.View) error {
		_, err := casefile.Part(v, request, casefile.PartArrival, &a)
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
		if _, err := casefile.Part(c.Tx.View, rev.Request, casefile.PartArrival, &a); err != nil {
			return err
		}
		for _, f := range a.Attachments {
			if f.Blob == blob {
				return casefile.ReadBlob(c.Tx.View, rev.Request, blob, &out)
			}
		}
		return ErrNoAttachment
	})
	return out.Bytes(), err
}
