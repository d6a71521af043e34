package identity

import (
	"bytes"
	"context"
	"errors"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/proven"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/identifier"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
)

// Document is an identity document under inspection. Its picture is sealed and goes with the decision.
type Document struct {
	Number string
	Name   string
}

// Inspection is what the program itself finds about a document.
type Inspection struct {
	Birth    time.Time // zero where the number does not tell
	Age      int       // -1 where the birth date is not known
	Problems []identifier.IDProblem
	// MatchesName and MatchesNumber compare with the sources.
	MatchesName   bool
	MatchesNumber bool
	// is reports whether a record is of whom the document names; held is what was on file.
	is   func(FileRecord) bool
	held Held
}

// Inspect checks the number and compares name and number with what the sources hold.
func Inspect(d Document, held Held, now time.Time) Inspection {
	birth, problems := identifier.CheckIDNumber(d.Number, now)
	in := Inspection{Birth: birth, Age: -1, Problems: problems, MatchesName: held.Matches("name", d.Name),
		MatchesNumber: held.Matches("id_number", d.Number),
		held:          held, is: func(r FileRecord) bool {
			return r.matches("name", d.Name) || r.matches("id_number", d.Number)
		}}
	if !birth.IsZero() {
		in.Age = identifier.Age(birth, now)
	}
	return in
}

// MaxPicture is the largest picture of a document, in bytes.
const MaxPicture = 16 << 20

// ErrPicture says that a picture is too large to be kept.
var ErrPicture = errors.New("the picture is larger than 16 MiB")

// KeepPicture seals the picture of a document until the decision, which is taken on the request as it then stands, or
// until the check of the identity ends without one.
func KeepPicture(ctx context.Context, s *desk.Session, rev model.Revision,
	picture []byte) (blob string, r model.Request, err error) {
	if err := s.Allow(ctx, model.ActDocument); err != nil {
		return blob, r, err
	}
	if len(picture) > MaxPicture {
		return "", r, ErrPicture
	}
	r, err = s.Change(ctx, model.ActDocument, rev, desk.ByHolder, func(c *desk.Change) error {
		if c.Request.Status != model.Verifying {
			return &model.TransitionError{From: c.Request.Status, On: model.LevelReached}
		}
		c.Detail["step"], c.Detail["bytes"] = "picture_kept", len(picture)
		blob, err = casefile.SavePicture(c.Tx, rev.Request, bytes.NewReader(picture))
		return err
	})
	return blob, r, err
}

// Picture opens the sealed picture of a document.
func Picture(ctx context.Context, s *desk.Session, rev model.Revision, blob string) ([]byte, error) {
	var out bytes.Buffer
	err := s.Disclose(ctx, model.ActReveal, rev, func(c *desk.Change) error {
		c.Detail["what"] = "document_picture"
		out.Reset()
		if is, err := casefile.IsPicture(c.Tx.View, rev.Request, blob); err != nil || !is {
			return errors.Join(err, store.ErrNotFound)
		}
		return casefile.ReadBlob(c.Tx.View, rev.Request, blob, &out)
	})
	return out.Bytes(), err
}

// JudgeDocument keeps the decision on a document and deletes its picture, and any that was left without a decision, in
// the same transaction (GB/T 35273, 8.5 e). blob is the picture that was looked at, empty where there was none. It
// speaks for those records whose name or number are the document's.
func JudgeDocument(ctx context.Context, s *desk.Session, rev model.Revision, in Inspection, blob string, passed bool,
	note string) (model.Request, error) {
	return change(ctx, s, model.ActDocument, rev, func(c *desk.Change, _ Standing) error {
		result := model.Failed
		if passed {
			result = model.Passed
		}
		c.Detail["step"], c.Detail["result"] = "judged", string(result)
		if blob != "" {
			if is, err := casefile.IsPicture(c.Tx.View, rev.Request, blob); err != nil || !is {
				return errors.Join(err, store.ErrNotFound)
			}
		}
		if err := c.DropPictures(); err != nil {
			return err
		}
		id, err := casefile.AddEvidence(c.Tx, rev.Request,
			model.Evidence{Kind: model.EvidenceDocument, Point: "document", Result: result, At: s.Now(),
				By: s.Staff().ID}, time.Time{}, "", note)
		if err != nil || !passed {
			return err
		}
		var of []proven.Spoken
		if in.is != nil && in.held.Request == rev.Request {
			of = in.held.spoken(c.Request.Subject, in.is)
		}
		return speaks(c, id, of)
	})
}
