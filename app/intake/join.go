package intake

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store/casefile"
	"orangelab.cn/rightsdesk/store/incoming"
)

// join adds what a record says to the request that carries its number: the same record from now on, and no request of
// its own.
func join(ctx context.Context, s *desk.Session, rev model.Revision, file string,
	sub record.Submission) (model.Request, error) {
	if err := s.Allow(ctx, model.ActTakeRequest); err != nil {
		return model.Request{}, err
	}
	rec, err := sub.Record()
	if err != nil {
		return model.Request{}, err
	}
	return s.Change(ctx, model.ActTakeRequest, rev, desk.ByAnyone, func(c *desk.Change) error {
		if known, _, err := knownTo(c.Tx.View, sub); err != nil || known == record.Same {
			return errors.Join(err, duplicate(known))
		}
		if err := incoming.SaveRecordNumber(c.Tx, c.Request.ID, rec); err != nil {
			return err
		}
		var a model.Arrival
		if _, err := casefile.Part(c.Tx.View, c.Request.ID, casefile.PartArrival, &a); err != nil {
			return err
		}
		files, err := keepFiles(c.Tx, c.Request.ID, sub.Attachments)
		if err != nil {
			return err
		}
		c.Detail["joined"] = true
		if err := settleWaiting(c.Tx, sub.Waits, s.Now()); err != nil {
			return err
		}
		a.Attachments = append(a.Attachments, files...)
		one := joined(sub, file, s.Now(), files)
		if sub.Channel == model.ByMail && !namesAddress(c.Request, sub.Sender) {
			one.From = cmp.Or(sub.Sender, sub.ForwardedBy, sub.Subject.Email)
		}
		a.Joined = append(a.Joined, one)
		return casefile.SavePart(c.Tx, c.Request.ID, casefile.PartArrival, a)
	})
}

func duplicate(k record.Known) error {
	if k == record.Same {
		return record.ErrDuplicate
	}
	return nil
}

// joined is what a request keeps of a record that was added to it.
func joined(s record.Submission, file string, at time.Time, files []model.Attachment) model.Joined {
	j := model.Joined{File: file, At: at, Received: s.ReceivedAt, Text: s.Body, Kind: s.Kind, Requester: s.Requester,
		Asks:    model.Requester{Name: s.RequesterName, Contact: s.RequesterContact},
		Subject: s.Subject, Sensitive: s.Sensitive, AskedWithout: s.AskedWithout, Channel: s.Channel,
		Number: s.External, MessageID: s.MessageID, Doubts: arrivalDoubts(s.Doubts)}
	for _, f := range files {
		j.Blobs = append(j.Blobs, f.Blob)
	}
	return j
}

// Errors of taking a record out of a request again.
var (
	ErrNotJoined  = errors.New("this record is not part of the request any more")
	ErrJoinedText = errors.New(
		"of this record nothing was kept but its text: take it in by hand as a request of its own")
)

// Separate makes a request of its own of a record that was added to another: whoever it is about, it was not theirs.
// Nothing of it stays where it was; its clock runs since the person asked.
func Separate(ctx context.Context, s *desk.Session, rev model.Revision, rec int) (own model.Request, err error) {
	if err := s.Allow(ctx, model.ActTakeRequest); err != nil {
		return own, err
	}
	_, err = s.Change(ctx, model.ActTakeRequest, rev, desk.ByAnyone, func(c *desk.Change) error {
		var a model.Arrival
		if _, err := casefile.Part(c.Tx.View, c.Request.ID, casefile.PartArrival, &a); err != nil {
			return err
		}
		if rec < 0 || rec >= len(a.Joined) {
			return ErrNotJoined
		}
		j := a.Joined[rec]
		if j.Kind == "" {
			return ErrJoinedText
		}
		sub := record.Submission{Kind: j.Kind, Channel: j.Channel, Requester: j.Requester, RequesterName: j.Asks.Name,
			RequesterContact: j.Asks.Contact, Subject: j.Subject,
			Sensitive: j.Sensitive, AskedWithout: j.AskedWithout, Body: j.Text, ReceivedAt: j.Received,
			Doubts: []record.Doubt{record.Doubtful("id", "carries the number of {{.A}}, to which it was added first",
				c.Request.Reference)}}
		for _, d := range j.Doubts {
			sub.Doubts = append(sub.Doubts, record.Doubtful(d.Field, d.Text, d.Values...))
		}
		if sub.ReceivedAt.IsZero() {
			sub.ReceivedAt = j.At
		}
		for _, f := range a.Attachments {
			if !slices.Contains(j.Blobs, f.Blob) {
				continue
			}
			var data bytes.Buffer
			if err := casefile.ReadBlob(c.Tx.View, c.Request.ID, f.Blob, &data); err != nil {
				return err
			}
			sub.Attachments = append(sub.Attachments, record.Attachment{Name: f.Name, Type: f.Type, Data: data.Bytes()})
		}
		entry := model.Entry{At: s.Now(), Staff: s.Staff().ID, Action: model.ActTakeRequest,
			Detail: map[string]any{"parted_from": c.Request.Reference}}
		if own, err = takeIn(c.Tx, &entry, s, j.File, &sub); err != nil {
			return err
		}
		if j.Number != "" {
			if err := incoming.SaveRecordNumber(c.Tx, own.ID, j.Number); err != nil {
				return err
			}
		}
		c.Tx.Append(entry)
		c.Detail["parted"] = own.Reference
		a.Joined = slices.Delete(a.Joined, rec, rec+1)
		a.Attachments = slices.DeleteFunc(a.Attachments, func(f model.Attachment) bool {
			return slices.Contains(j.Blobs, f.Blob)
		})
		return casefile.SavePart(c.Tx, c.Request.ID, casefile.PartArrival, a)
	})
	return own, err
}
