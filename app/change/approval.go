package change

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
	"orangelab.cn/rightsdesk/store/requests"
	"orangelab.cn/rightsdesk/store/runs"
)

// ErrReviewChanged says that what stands in review is not any more what the second person had before their eyes.
var ErrReviewChanged = errors.New("what is to be approved changed since you looked at it: look again")

// Digest names exactly what stands in review: what the second person has before their eyes and approves. Every approval
// takes the digest that the screen was given, and refuses where it is another one now.
func Digest(ctx context.Context, s *desk.Session, request int64) (digest string, err error) {
	err = s.Read(ctx, model.ActReadRequest, func(v *store.View) error {
		r, err := requests.Read(v, request)
		if err != nil {
			return err
		}
		if r.LevelReached < r.LevelNeeded {
			return collect.ErrLevel
		}
		digest, err = reviewDigest(v, r)
		return err
	})
	return digest, err
}

// Approve reports, as the digest, what a second person approves, if that is the step that the review waits for and
// exactly what they saw. It is what every approval begins with.
func Approve(c *desk.Change, step model.Step, on model.Event, seenDigest string) (string, error) {
	facts, err := c.Facts()
	if err != nil {
		return "", err
	}
	switch due := model.NextStep(c.Request, facts); {
	case c.Request.Status == model.Review && due == model.StepAgreeShared && step != model.StepApproveRefusal:
		return "", collect.ErrShared
	case due != step:
		return "", &model.TransitionError{From: c.Request.Status, On: on}
	}
	digest, err := reviewDigest(c.Tx.View, c.Request)
	if err != nil {
		return "", err
	}
	if digest != seenDigest {
		return "", ErrReviewChanged
	}
	return digest, c.Sign(approvals[step], "", digest)
}

// approvals are the actions by which the steps of a review are approved.
var approvals = map[model.Step]model.Action{
	model.StepRelease: model.ActReleaseCopy, model.StepSignPlan: model.ActSignPlan,
	model.StepApproveRefusal: model.ActApproveRefusal, model.StepApproveAnswer: model.ActApproveFollowUp,
}

// Approved reports, as an error, that what is about to leave the desk is not what a second person signed: something was
// changed since outside the program, or the approval was. Where the answer is that a plan was carried out, the plan
// carries its own signature.
func Approved(v *store.View, r model.Request) error {
	var action model.Action
	switch {
	case r.Outcome == model.Refused:
		action = model.ActApproveRefusal
	case r.Outcome != model.NoOutcome:
		return nil // identity not proven, and the like: nothing of anybody's leaves
	case r.Kind.FollowsUp():
		action = model.ActApproveFollowUp
	case r.Kind.Copies():
		action = model.ActReleaseCopy
	default:
		return nil
	}
	digest, err := reviewDigest(v, r)
	if err != nil {
		return err
	}
	by, err := v.Approved(r.ID, action, "", digest)
	if err == nil && by != "" && (by != r.ReviewedBy || by == r.PreparedBy) {
		err = store.ErrNotApproved
	}
	return err
}

// reviewDigest covers what is asked, what was settled, the rows that go out or are decided, and the plan.
func reviewDigest(v *store.View, r model.Request) (string, error) {
	return v.Remembered(r.ID, "review", func() (string, error) { return digestReview(v, r) })
}

func digestReview(v *store.View, r model.Request) (string, error) {
	h := v.Digest("review")
	fmt.Fprintln(h, r.Reference, r.Kind, r.Sensitive, r.PreparedBy, r.MissingBy)
	for _, name := range casefile.PartsOfKind {
		var raw json.RawMessage
		if _, err := casefile.Part(v, r.ID, name, &raw); err != nil {
			return "", err
		}
		fmt.Fprintf(h, "%s %q\n", name, raw)
	}
	err := digestRows(h, v, r)
	if err == nil && r.Kind.Changes() {
		err = digestPlan(h, v, r.ID)
	}
	return hex.EncodeToString(h.Sum(nil)), err
}

// digestRows covers the findings of a copy, and of a change the rows that were decided one by one: the rest is its
// plan.
func digestRows(h io.Writer, v *store.View, r model.Request) error {
	run, err := runs.LatestRun(v, r.ID)
	if errors.Is(err, store.ErrNotFound) {
		return nil // nothing is collected for what is refused or followed up
	}
	if err != nil {
		return err
	}
	for _, src := range run.Sources {
		fmt.Fprintln(h, src.Source, src.State, src.Rows, src.Reason)
	}
	filter := model.FindingFilter{SharedOnly: !r.Kind.Copies()}
	fmt.Fprintln(h, run.ID)
	for after := int64(0); ; {
		list, err := runs.Findings(v, r.ID, run.ID, filter, after, pageSize)
		if err != nil {
			return err
		}
		for _, f := range list {
			fmt.Fprintf(h, "%d %q %q %q %q %d %d\n%s%s", f.Seq, f.Source, f.Collection, f.Decision, f.DecidedBy,
				len(f.Row), len(f.Choice), f.Row, f.Choice)
			after = f.Seq
		}
		if len(list) < pageSize {
			return nil
		}
	}
}

// digestPlan covers the plan by its own digest, which SignPlan compares with every row.
func digestPlan(h io.Writer, v *store.View, request int64) error {
	plan, err := runs.Plan(v, request)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err == nil {
		fmt.Fprintf(h, "%s %d %s %q\n", plan.ID, plan.Version, plan.Digest, plan.Notes)
	}
	return err
}
