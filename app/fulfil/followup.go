package fulfil

import (
	"context"
	"errors"
	"strings"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
)

// ErrNoFollowUp says that nothing was written down about a complaint or a call for help.
var ErrNoFollowUp = errors.New("write down what was looked into and done")

// FollowUp takes down what was done about a complaint or a call for help, which no plan carries out, and hands it to a
// second person: a complaint is looked at by somebody independent (statement CTC-6, ACC-5).
func FollowUp(ctx context.Context, s *desk.Session, rev model.Revision, done string) (model.Request, error) {
	if err := s.Allow(ctx, model.ActFollowUp); err != nil {
		return model.Request{}, err
	}
	done = strings.TrimSpace(done)
	if done == "" {
		return model.Request{}, ErrNoFollowUp
	}
	return s.Change(ctx, model.ActFollowUp, rev, desk.ByHolder, func(c *desk.Change) error {
		if !c.Request.Kind.FollowsUp() {
			return errors.New("this kind of request is carried out step by step")
		}
		if err := c.Tx.SavePart(rev.Request, store.PartFollowUp, done); err != nil {
			return err
		}
		c.Request.PreparedBy, c.Request.ReviewedBy, c.Request.Holder = s.Staff().ID, "", ""
		return c.Move(model.SentToReview)
	})
}

// ApproveFollowUp lets the answer be written: by a second person, who has seen exactly this.
func ApproveFollowUp(ctx context.Context, s *desk.Session, rev model.Revision, seenDigest string) (model.Request, error) {
	return s.Change(ctx, model.ActApproveFollowUp, rev, desk.BySecond, func(c *desk.Change) error {
		digest, err := approve(c, model.StepApproveAnswer, model.ApprovedFollowUp, seenDigest)
		if err != nil {
			return err
		}
		c.Detail["digest"] = digest
		if there, err := c.Tx.HasPart(rev.Request, store.PartFollowUp); err != nil || !there {
			return errors.Join(err, ErrNoFollowUp)
		}
		c.Request.ReviewedBy, c.Request.Holder = s.Staff().ID, c.Request.PreparedBy
		return c.Move(model.ApprovedFollowUp)
	})
}

// ReadFollowUp reads what was done about a complaint or a call for help; empty before.
func ReadFollowUp(ctx context.Context, s *desk.Session, request int64) (done string, err error) {
	err = s.Read(ctx, model.ActReadRequest, func(v *store.View) error {
		_, err := v.Part(request, store.PartFollowUp, &done)
		return err
	})
	return done, err
}

func followUpFacts(c drafting, d letter.Data, lang string) (letter.Data, error) {
	var done string
	if there, err := c.Tx.Part(c.Request.ID, store.PartFollowUp, &done); err != nil || !there {
		return d, errors.Join(err, ErrNoFollowUp)
	}
	d.Done = []letter.Done{{System: say(lang, "Our customer service", "我们的客服部门"), What: done}}
	return d, nil
}
