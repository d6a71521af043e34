package desk

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
)

// Sign signs, by who makes the change and with their own key, that they approve what a digest names: the subject of an
// action on the request, the empty one where there is but one.
func (c *Change) Sign(action model.Action, subject, digest string) error {
	return c.Tx.Approve(c.Request.ID, action, subject, digest, c.Session.Now())
}

// missingSubject names a source whose answer is missing from a collect, among what is approved about a request.
func missingSubject(run model.Run, source string) string { return run.ID + "/" + source }

const missingDigest = "missing"

// AcceptMissing signs that the answer of a source is missing from a collect.
func (c *Change) AcceptMissing(run model.Run, source string) error {
	return c.Sign(model.ActMissing, missingSubject(run, source), missingDigest)
}

// MissingAccepted reports whether a second person, who is not who collected, signed for every source that is still
// without an answer.
func MissingAccepted(v *store.View, r model.Request, run model.Run) (bool, error) {
	if r.MissingBy == "" || !model.SecondPerson(r.MissingBy, run.By) {
		return false, nil
	}
	for _, src := range run.Sources {
		if src.Answered() {
			continue
		}
		if signed, err := signedBy(v, r.ID, model.ActMissing, missingSubject(run, src.Source), missingDigest,
			r.MissingBy); !signed || err != nil {
			return false, err
		}
	}
	return true, nil
}

// AgreeWaiver signs that the person gave something up, exactly as it was taken down.
func (c *Change) AgreeWaiver(b model.OpenBlocker) error {
	digest, err := waiverDigest(c.Tx.View, b)
	if err != nil {
		return err
	}
	return c.Sign(model.ActAgreeWaiver, digest, digest)
}

func waiverDigest(v *store.View, b model.OpenBlocker) (string, error) {
	b.AgreedBy = ""
	raw, err := json.Marshal(b)
	if err != nil {
		return "", fmt.Errorf("digest of a waiver: %w", err)
	}
	h := v.Digest("waiver")
	h.Write(raw)
	return hex.EncodeToString(h.Sum(nil)), nil
}

// Blockers reads what stands in the way of a request; a waiver is agreed with only where who is named signed it.
func Blockers(v *store.View, request int64) (all model.Blockers, err error) {
	if _, err := casefile.Part(v, request, casefile.PartBlockers, &all); err != nil {
		return all, err
	}
	for i, b := range all.List {
		if b.AgreedBy == "" {
			continue
		}
		digest, err := waiverDigest(v, b)
		if err != nil {
			return all, err
		}
		signed, err := signedBy(v, request, model.ActAgreeWaiver, digest, digest, b.AgreedBy)
		if err != nil {
			return all, err
		}
		if !signed {
			all.List[i].AgreedBy = ""
		}
	}
	return all, nil
}

// signedBy reports whether somebody signed what a digest names, or it was approved before anybody could sign.
func signedBy(v *store.View, request int64, action model.Action, subject, digest, who string) (bool, error) {
	by, err := v.Approved(request, action, subject, digest)
	if errors.Is(err, store.ErrNotApproved) {
		return false, nil
	}
	return by == "" || by == who, err
}
