// Package identity proves who asks: codes to a contact on file, data points compared without showing them, documents,
// call-backs, guardians and agents.
package identity

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/proven"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
	"orangelab.cn/rightsdesk/store/requests"
)

// Standing is what the Identity tab shows.
type Standing struct {
	Proof    model.Proof
	Evidence []model.EvidenceRecord
	Needed   model.Level
	Reached  model.Level
	// Lacks lists what is missing before the needed level.
	Lacks []model.Missing
	// Pending is the code that waits to be checked, nil where none does.
	Pending *model.EvidenceRecord
	// NoSource says that the desk has no source yet that tells what is on file: no code can be sent and nothing
	// compared.
	NoSource bool
}

// Errors of proving.
var (
	ErrCodeDigits   = errors.New("a code has six digits: nothing was counted")
	ErrCodeWrong    = errors.New("the code is wrong")
	ErrPointSpent   = errors.New("three wrong answers: nothing more is compared with this data point for this request")
	ErrAnswersSpent = errors.New("six wrong answers: nothing more is compared for this request, prove it another way")
	ErrCodeVoid     = errors.New("three wrong tries: the code is void, send another")
	ErrCodeExpired  = errors.New("the code is older than ten minutes: send another")
	ErrNoCode       = errors.New("no code is waiting to be checked")
	ErrNotOnFile    = errors.New("this contact is not on file in the sources: a code to it proves nothing")
	ErrNoContact    = errors.New("the request names no such contact")
	ErrContactMoved = errors.New("the request names another contact now: make a code for it")
	ErrOtherHeld    = errors.New("what the sources hold was read for another request: read it for this one")
	ErrLevel        = errors.New("the identity level this request needs is not reached")
)

// Read reads how far a request's identity is proven.
func Read(ctx context.Context, s *desk.Session, request int64) (st Standing, err error) {
	err = s.Read(ctx, model.ActReadRequest, func(v *store.View) error {
		r, err := requests.Read(v, request)
		if err != nil {
			return err
		}
		if st, err = standing(v, r, s.Today()); err != nil {
			return err
		}
		if err = datamap.Searchable(v); errors.Is(err, datamap.ErrNone) {
			st.NoSource, err = true, nil
		}
		return err
	})
	return st, err
}

func standing(v *store.View, r model.Request, today model.Day) (Standing, error) {
	list, err := casefile.EvidenceOf(v, r.ID)
	if err != nil {
		return Standing{}, err
	}
	st := Standing{Evidence: list, Needed: r.LevelNeeded}
	for i, e := range list {
		if e.Result == model.Pending {
			st.Pending = &list[i]
		}
	}
	proofs, err := proven.ProofsOf(v, r.ID)
	if err != nil {
		return Standing{}, err
	}
	// What proves one person proves no other: the level is that of the record for which most was proven.
	records := proofs.Records()
	if len(records) == 0 {
		records = []string{""}
	}
	for i, record := range records {
		proof := model.Proof{Requester: r.RequesterKind, Age: r.Subject.AgeOn(today),
			Evidence: proofs.For(record, list)}
		if reached, lacks := proof.Reached(), proof.Lacks(r.LevelNeeded); i == 0 || reached > st.Reached ||
			reached == st.Reached && len(lacks) < len(st.Lacks) {
			st.Proof, st.Reached, st.Lacks = proof, reached, lacks
		}
	}
	return st, nil
}

// change runs fn while the request is verifying, then moves it on where the needed level is reached, and those with it
// that the same person asked for together.
func change(ctx context.Context, s *desk.Session, action model.Action, rev model.Revision,
	fn func(*desk.Change, Standing) error) (model.Request, error) {
	return s.Change(ctx, action, rev, desk.ByHolder, func(c *desk.Change) error {
		if c.Request.Status != model.Verifying {
			return &model.TransitionError{From: c.Request.Status, On: model.LevelReached}
		}
		before, err := standing(c.Tx.View, c.Request, s.Today())
		if err != nil {
			return err
		}
		if err := fn(c, before); err != nil {
			return err
		}
		if err := reach(c); err != nil {
			return err
		}
		return share(c)
	})
}

// Spent returns why no more answers about a data point are judged: whoever may try as often as they like guesses a
// district in a few calls, and a date of birth in a few more. Nil where one is.
func (st Standing) Spent(point string) error {
	ofPoint, all := 0, 0
	for _, e := range st.Evidence {
		if e.Kind != model.EvidenceDataPoint || e.Result != model.Failed {
			continue
		}
		if all++; e.Point == point {
			ofPoint++
		}
	}
	switch {
	case all >= model.AnswerTries:
		return ErrAnswersSpent
	case ofPoint >= model.PointTries:
		return ErrPointSpent
	}
	return nil
}

// Compare compares what the person says with what the sources hold; only match or no match is kept, never a value. A
// wrong answer is counted, and after some of them no answer is judged any more, right or wrong: the try is written down
// and says nothing.
func Compare(ctx context.Context, s *desk.Session, rev model.Revision, point, said string,
	held Held) (match bool, err error) {
	if err := s.Allow(ctx, model.ActCompare); err != nil {
		return match, err
	}
	if !Comparable(point) {
		return false, fmt.Errorf("%q is no data point that can be compared", point)
	}
	if held.Request != rev.Request {
		return false, ErrOtherHeld
	}
	is := func(r FileRecord) bool { return r.matches(point, said) }
	var verdict error
	_, err = change(ctx, s, model.ActCompare, rev, func(c *desk.Change, before Standing) error {
		if verdict, match = before.Spent(point), false; verdict != nil {
			c.Detail["point"], c.Detail["result"] = point, "refused"
			return nil
		}
		match = held.Matches(point, said)
		result := model.Failed
		if match {
			result = model.Passed
		}
		e := model.Evidence{Kind: model.EvidenceDataPoint, Point: point, Result: result, At: s.Now(), By: s.Staff().ID}
		c.Detail["point"], c.Detail["result"] = point, string(result)
		id, err := casefile.AddEvidence(c.Tx, rev.Request, e, time.Time{}, "", "")
		if err != nil || !match {
			return err
		}
		return speaks(c, id, held.spoken(c.Request.Subject, is))
	})
	if err != nil {
		return false, err
	}
	return match, verdict
}

// byHand are the proofs that a member of staff judges.
var byHand = []model.EvidenceKind{model.EvidenceStatement, model.EvidenceGuardianID, model.EvidenceRelationship,
	model.EvidenceOwnConsent,
	model.EvidenceGuardianYes, model.EvidenceAuthority}

// Controls are the proofs that a member of staff judges and that show control of what an identifier of the request led
// to.
var Controls = []model.EvidenceKind{model.EvidenceCallBack, model.EvidenceSignIn}

// Record keeps a proof that staff judged and that is about whoever asks: a signed statement or authority, the
// guardian's identity, relationship or consents. What was seen goes into the note, which is sealed.
func Record(ctx context.Context, s *desk.Session, rev model.Revision, kind model.EvidenceKind, passed bool,
	note string) (model.Request, error) {
	if err := s.Allow(ctx, model.ActIdentity); err != nil {
		return model.Request{}, err
	}
	if !slices.Contains(byHand, kind) {
		return model.Request{}, fmt.Errorf("%s is not judged by hand, or it is said for which identifier", kind)
	}
	return recordByHand(ctx, s, rev, kind, passed, note, nil)
}

// RecordControl keeps that staff called back a number on file, or saw the person signed in, of what an identifier of
// the request leads to. It proves this, and what one row holds together with it.
func RecordControl(ctx context.Context, s *desk.Session, rev model.Revision, kind model.EvidenceKind, of proven.Named,
	passed bool, note string, held Held) (model.Request, error) {
	if err := s.Allow(ctx, model.ActIdentity); err != nil {
		return model.Request{}, err
	}
	if !slices.Contains(Controls, kind) {
		return model.Request{}, fmt.Errorf("%s shows no control", kind)
	}
	if held.Request != rev.Request {
		return model.Request{}, ErrOtherHeld
	}
	return recordByHand(ctx, s, rev, kind, passed, note, func(who model.Subject) ([]proven.Spoken, error) {
		if !slices.Contains(proven.NamesOf(who), of) {
			return nil, ErrNoContact
		}
		return held.proves(who, of), nil
	})
}

func recordByHand(ctx context.Context, s *desk.Session, rev model.Revision, kind model.EvidenceKind, passed bool,
	note string, of func(model.Subject) ([]proven.Spoken, error)) (model.Request, error) {
	if strings.TrimSpace(note) == "" {
		return model.Request{}, errors.New("say what you saw or heard: an entry without it proves nothing later")
	}
	return change(ctx, s, model.ActIdentity, rev, func(c *desk.Change, _ Standing) error {
		result := model.Failed
		if passed {
			result = model.Passed
		}
		e := model.Evidence{Kind: kind, Result: result, At: s.Now(), By: s.Staff().ID}
		c.Detail["kind"], c.Detail["result"] = string(kind), string(result)
		var spoken []proven.Spoken
		if of != nil {
			var err error
			if spoken, err = of(c.Request.Subject); err != nil {
				return err
			}
		}
		id, err := casefile.AddEvidence(c.Tx, rev.Request, e, time.Time{}, "", note)
		if err != nil || of == nil {
			return err
		}
		return speaks(c, id, spoken)
	})
}

// speaks keeps which records a piece of evidence speaks for.
func speaks(c *desk.Change, id string, of []proven.Spoken) error {
	proofs, err := proven.ProofsOf(c.Tx.View, c.Request.ID)
	if err != nil {
		return err
	}
	proofs.Of[id] = of
	return casefile.SavePart(c.Tx, c.Request.ID, casefile.PartProofs, proofs)
}

// NotProven gives up: identity was not proven in time, and the letter says so.
func NotProven(ctx context.Context, s *desk.Session, rev model.Revision) (model.Request, error) {
	return s.Change(ctx, model.ActNotProven, rev, desk.ByHolder, func(c *desk.Change) error {
		c.Request.Outcome = model.NotVerified
		return c.Move(model.NotProven)
	})
}
