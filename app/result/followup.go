package result

import (
	"context"
	"errors"
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
)

// Errors of answering a complaint or a call for help.
var (
	ErrNoFollowUp = errors.New("write down what was looked into and done")
	ErrVerdict    = errors.New(
		"say what the complaint came to: upheld and put right, upheld in part, not upheld, or not settled")
)

// checkVerdict refuses a complaint without a verdict, and a verdict about anything else.
func checkVerdict(kind model.Kind, v model.Verdict) error {
	if (kind == model.Complaint) != slices.Contains(model.Verdicts, v) {
		return ErrVerdict
	}
	return nil
}

// FollowUpOf returns what was done about a complaint or a call for help; ErrNoFollowUp where nothing is written down.
func FollowUpOf(v *store.View, request int64) (done model.FollowUp, err error) {
	there, err := casefile.Part(v, request, casefile.PartFollowUp, &done)
	if err == nil && !there {
		err = ErrNoFollowUp
	}
	return done, err
}

// FollowUp takes down what was done about a complaint or a call for help, which no plan carries out, and hands it to a
// second person: a complaint is looked at by somebody independent (statement CTC-6, ACC-5).
func FollowUp(ctx context.Context, s *desk.Session, rev model.Revision, done model.FollowUp) (model.Request, error) {
	if err := s.Allow(ctx, model.ActFollowUp); err != nil {
		return model.Request{}, err
	}
	if done.Done = strings.TrimSpace(done.Done); done.Done == "" {
		return model.Request{}, ErrNoFollowUp
	}
	return s.Change(ctx, model.ActFollowUp, rev, desk.ByHolder, func(c *desk.Change) error {
		if !c.Request.Kind.FollowsUp() {
			return errors.New("this kind of request is carried out step by step")
		}
		if err := checkVerdict(c.Request.Kind, done.Verdict); err != nil {
			return err
		}
		if done.Verdict != "" {
			c.Detail["verdict"] = string(done.Verdict)
		}
		if err := casefile.SavePart(c.Tx, rev.Request, casefile.PartFollowUp, done); err != nil {
			return err
		}
		c.Request.PreparedBy, c.Request.ReviewedBy, c.Request.Holder = s.Staff().ID, "", ""
		return c.Move(model.SentToReview)
	})
}

// ApproveFollowUp lets the answer be written: by a second person, who has seen exactly this.
func ApproveFollowUp(ctx context.Context, s *desk.Session, rev model.Revision,
	seenDigest string) (model.Request, error) {
	return s.Change(ctx, model.ActApproveFollowUp, rev, desk.BySecond, func(c *desk.Change) error {
		digest, err := change.Approve(c, model.StepApproveAnswer, model.ApprovedFollowUp, seenDigest)
		if err != nil {
			return err
		}
		c.Detail["digest"] = digest
		done, err := FollowUpOf(c.Tx.View, rev.Request)
		if err != nil {
			return err
		}
		if err := checkVerdict(c.Request.Kind, done.Verdict); err != nil {
			return err
		}
		c.Request.ReviewedBy, c.Request.Holder = s.Staff().ID, c.Request.PreparedBy
		return c.Move(model.ApprovedFollowUp)
	})
}

// ReadFollowUp reads what was done about a complaint or a call for help; empty before.
func ReadFollowUp(ctx context.Context, s *desk.Session, request int64) (done model.FollowUp, err error) {
	err = s.Read(ctx, model.ActReadRequest, func(v *store.View) error {
		_, err := casefile.Part(v, request, casefile.PartFollowUp, &done)
		return err
	})
	return done, err
}
