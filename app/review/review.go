package review

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store/casefile"
	"orangelab.cn/rightsdesk/store/runs"
)

// Decide settles what happens with a row that may be somebody else's: include it, leave it out, or mask columns.
func Decide(ctx context.Context, s *desk.Session, rev model.Revision, row collect.Row, d model.Decision,
	choice collect.Choice) (model.Request, error) {
	if err := s.Allow(ctx, model.ActDecide); err != nil {
		return model.Request{}, err
	}
	choice.Reason = strings.TrimSpace(choice.Reason)
	if choice.Reason == "" {
		return model.Request{}, collect.ErrReason
	}
	if !slices.Contains(model.Decisions, d) {
		return model.Request{}, fmt.Errorf("%q is no decision", d)
	}
	if (d == model.MaskSome) != (len(choice.Columns) > 0 || choice.Detach) {
		return model.Request{}, errors.New("name the columns to mask, and only then")
	}
	raw, err := json.Marshal(choice)
	if err != nil {
		return model.Request{}, fmt.Errorf("keep the choice: %w", err)
	}
	return s.Change(ctx, model.ActDecide, rev, desk.ByHolder, func(c *desk.Change) error {
		if c.Request.Status != model.Working {
			return &model.TransitionError{From: c.Request.Status, On: model.SentToReview}
		}
		f, run, err := sharedFinding(c, row)
		if err != nil {
			return err
		}
		if err := mayDecide(c, f, d, choice); err != nil {
			return err
		}
		if choice.Detach && !c.Request.Kind.Erases() {
			return errors.New("a copy has nothing to let go of: leave the row out, or mask columns")
		}
		if err := runs.DropPlan(c.Tx, rev.Request); err != nil {
			return err
		}
		for _, column := range choice.Columns {
			if !slices.Contains(f.Found.Columns, column) {
				return fmt.Errorf("%s has no column %q", f.Collection, column)
			}
		}
		c.Detail["finding"], c.Detail["source"], c.Detail["collection"], c.Detail["decision"], c.Detail["columns"] =
			f.Seq, f.Source, f.Collection, string(d), len(choice.Columns)
		return runs.Decide(c.Tx, rev.Request, run, f.Seq, d, s.Staff().ID, raw)
	})
}

func sharedFinding(c *desk.Change, row collect.Row) (collect.Finding, string, error) {
	run, err := runs.LatestRun(c.Tx.View, c.Request.ID)
	if err != nil {
		return collect.Finding{}, "", collect.ErrNoRun
	}
	if !run.Done {
		return collect.Finding{}, "", collect.ErrBusy
	}
	f, err := collect.ShownFinding(c, run.ID, row)
	return f, run.ID, err
}

// mayDecide reports whether a row is decided by itself: one that may be somebody else's, and in a copy one against
// which a reason of its own stands.
func mayDecide(c *desk.Change, f collect.Finding, d model.Decision, choice collect.Choice) error {
	switch {
	case f.Shared > 0 && choice.Why == "":
		return nil
	case f.Shared == 0 && c.Request.Kind.Copies() && (d == model.Include) == (choice.Why == "") &&
		(choice.Why == "" || slices.Contains(model.ByHand, choice.Why)):
		return nil
	}
	return collect.ErrNotShared
}

// Agree says that the second person agrees with the choice for a shared row.
func Agree(ctx context.Context, s *desk.Session, rev model.Revision, row collect.Row) (model.Request, error) {
	return s.Change(ctx, model.ActAgree, rev, desk.BySecond, func(c *desk.Change) error {
		if c.Request.Status != model.Review {
			return &model.TransitionError{From: c.Request.Status, On: model.ReleasedCopy}
		}
		f, run, err := sharedFinding(c, row)
		if err != nil {
			return err
		}
		if f.Decision == model.Undecided {
			return collect.ErrShared
		}
		c.Detail["finding"], c.Detail["source"], c.Detail["collection"] = f.Seq, f.Source, f.Collection
		return runs.Agree(c.Tx, rev.Request, run, f.Seq, s.Staff().ID, s.Now())
	})
}

// AcceptMissing lets a second person, a lead, accept with a reason that a source's answer is missing from the copy.
func AcceptMissing(ctx context.Context, s *desk.Session, rev model.Revision, reason string) (model.Request, error) {
	if err := s.Allow(ctx, model.ActMissing); err != nil {
		return model.Request{}, err
	}
	reason = strings.TrimSpace(reason)
	if reason == "" {
		return model.Request{}, collect.ErrReason
	}
	return s.Change(ctx, model.ActMissing, rev, desk.ByAnyone, func(c *desk.Change) error {
		run, err := runs.LatestRun(c.Tx.View, rev.Request)
		if err != nil {
			return collect.ErrNoRun
		}
		if c.Request.Status != model.Working || !run.Done {
			return &model.TransitionError{From: c.Request.Status, On: model.SentToReview}
		}
		if !model.SecondPerson(s.Staff().ID, run.By) {
			return desk.ErrOwnWork
		}
		missing := []string{}
		for _, src := range run.Sources {
			if src.Answered() {
				continue
			}
			missing = append(missing, src.Source)
			if err := c.AcceptMissing(run, src.Source); err != nil {
				return err
			}
		}
		if len(missing) == 0 {
			return errors.New("every source has answered: nothing is missing")
		}
		c.Request.MissingBy = s.Staff().ID
		c.Detail["missing"] = missing
		_, err = casefile.AddComment(c.Tx, rev.Request, s.Staff().ID, s.Now(), reason)
		return err
	})
}

// SendToReview hands what was prepared to a second person: a copy with every source answered, or its absence accepted,
// and every shared row decided; a plan that can be written; a refusal with its grounds.
func SendToReview(ctx context.Context, s *desk.Session, rev model.Revision) (model.Request, error) {
	return s.Change(ctx, model.ActSendReview, rev, desk.ByHolder, func(c *desk.Change) error {
		if err := prepared(c); err != nil {
			return err
		}
		c.Request.PreparedBy, c.Request.ReviewedBy, c.Request.Holder = s.Staff().ID, "", ""
		return c.Move(model.SentToReview)
	})
}

func prepared(c *desk.Change) error {
	facts, err := c.Facts()
	switch {
	case err != nil:
		return err
	case facts.Refused:
		return nil
	}
	res, err := collect.ReadResults(c.Tx.View, c.Request.ID)
	if err != nil {
		return err
	}
	if len(res.OpenCarried) > 0 {
		return &collect.OpenCarriedError{List: res.OpenCarried}
	}
	if c.Request.Kind.Changes() {
		if err := change.Plannable(c); err != nil {
			return err
		}
		_, err := change.Reviewable(c)
		return err
	}
	return releasable(c, res, false)
}

// releasable says what still stands in the way of handing the copy out.
func releasable(c *desk.Change, res collect.Results, agreed bool) error {
	r := c.Request
	if r.LevelReached < r.LevelNeeded {
		return collect.ErrLevel
	}
	if !res.Run.Done {
		return collect.ErrNoRun
	}
	accepted, err := desk.MissingAccepted(c.Tx.View, r, res.Run)
	if err != nil {
		return err
	}
	for _, src := range res.Run.Sources {
		if !src.Answered() && !accepted {
			return fmt.Errorf("%w (%s)", collect.ErrMissing, src.Source)
		}
	}
	for _, n := range res.Counts {
		if n.Undecided > 0 || (agreed && n.Unagreed > 0) {
			return collect.ErrShared
		}
	}
	return nil
}

// Return sends the copy back to whoever prepared it, with a comment.
func Return(ctx context.Context, s *desk.Session, rev model.Revision, comment string) (model.Request, error) {
	if err := s.Allow(ctx, model.ActReturn); err != nil {
		return model.Request{}, err
	}
	comment = strings.TrimSpace(comment)
	if comment == "" {
		return model.Request{}, collect.ErrReason
	}
	return s.Change(ctx, model.ActReturn, rev, desk.BySecond, func(c *desk.Change) error {
		if err := c.Move(model.Returned); err != nil {
			return err
		}
		c.Request.Holder, c.Request.PreparedBy = c.Request.PreparedBy, ""
		_, err := casefile.AddComment(c.Tx, rev.Request, s.Staff().ID, s.Now(), comment)
		return err
	})
}

// Release lets the copy go out: by a second person, who has seen exactly this and agreed to every shared row.
func Release(ctx context.Context, s *desk.Session, rev model.Revision, seenDigest string) (model.Request, error) {
	return s.Change(ctx, model.ActReleaseCopy, rev, desk.BySecond, func(c *desk.Change) error {
		digest, err := change.Approve(c, model.StepRelease, model.ReleasedCopy, seenDigest)
		if err != nil {
			return err
		}
		res, err := collect.ReadResults(c.Tx.View, rev.Request)
		if err != nil {
			return err
		}
		if err := releasable(c, res, true); err != nil {
			return err
		}
		c.Request.ReviewedBy, c.Request.Holder = s.Staff().ID, c.Request.PreparedBy
		c.Detail["digest"] = digest
		return c.Move(model.ReleasedCopy)
	})
}
