package desk

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store/casefile"
)

// Errors of a complaint about a request.
var (
	ErrNoComplaint = errors.New("only an open complaint can be about another request")
	ErrOtherPerson = errors.New(
		"the complaint and the request share no identifier: they are not known to be one person's")
	ErrNotAbout     = errors.New("the complaint is not linked to this request")
	ErrStillOpen    = errors.New("the request is open: there is nothing to reopen")
	ErrWhyReopen    = errors.New("say what was wrong with the answer: whoever works on it again needs the reason")
	ErrAboutAlready = errors.New("the two requests are linked already")
)

// maxReopen bounds the reason in bytes.
const maxReopen = 4 << 10

// LinkComplaint says which request a complaint is about, both as they were seen; each names the other from then on. The
// two must share an identifier: nobody complains their way into another person's request.
func (s *Session) LinkComplaint(ctx context.Context, complaint, about model.Revision) (model.Request, error) {
	return s.Change(ctx, model.ActLinkComplaint, complaint, ByHolder, func(c *Change) error {
		other, err := s.second(c, about)
		if err != nil {
			return err
		}
		links, err := casefile.Links(c.Tx.View, c.Request.ID)
		switch {
		case err != nil:
			return err
		case c.Request.Kind != model.Complaint || !c.Request.Open() || other.ID == c.Request.ID:
			return ErrNoComplaint
		case len(c.Request.Subject.Shared(other.Subject)) == 0:
			return ErrOtherPerson
		case slices.ContainsFunc(links, func(l model.Link) bool { return l.Request == other.ID }):
			return ErrAboutAlready
		}
		c.Detail["about"] = other.Reference
		if err := casefile.TieTogether(c.Tx, c.Request.ID, model.TieAbout, other.ID, model.TieComplaint); err != nil {
			return err
		}
		return c.Other(other.ID, model.ActLinkComplaint, func(o *Change) (bool, error) {
			o.Detail["complaint"] = c.Request.Reference
			return true, nil
		})
	})
}

// Reopen opens a closed request again on a complaint that is linked to it, both as they were seen. Its history stays,
// its clock is what it was, and its identity counts as far as it was proven.
func (s *Session) Reopen(ctx context.Context, complaint, about model.Revision, reason string) (model.Request, error) {
	reason = strings.TrimSpace(reason)
	if reason == "" || len(reason) > maxReopen {
		return model.Request{}, errors.Join(s.Allow(ctx, model.ActReopen), ErrWhyReopen)
	}
	return s.Change(ctx, model.ActReopen, complaint, ByHolder, func(c *Change) error {
		other, err := s.second(c, about)
		if err != nil {
			return err
		}
		tied, err := casefile.Tied(c.Tx.View, c.Request.ID, model.TieAbout, other.ID)
		switch {
		case err != nil:
			return err
		case !tied:
			return ErrNotAbout
		case !c.Request.Open():
			return ErrNoComplaint
		case other.Open():
			return ErrStillOpen
		}
		if _, err := casefile.AddComment(c.Tx, other.ID, s.staff.ID, s.Now(), reason); err != nil {
			return err
		}
		c.Detail["reopened"] = other.Reference
		return c.Other(other.ID, model.ActReopen, func(o *Change) (bool, error) {
			o.Detail["by_complaint"], o.Detail["outcome_was"] = c.Request.Reference, string(o.Request.Outcome)
			if err := o.Move(model.ReopenedByVoice); err != nil {
				return false, err
			}
			o.Request.Outcome, o.Request.ClosedAt, o.Request.Holder = model.NoOutcome, time.Time{}, ""
			// What went out so far belongs to the answer that the complaint is about.
			return true, casefile.SavePart(c.Tx, other.ID, casefile.PartReopened, s.Now())
		})
	})
}
