package change

import (
	"context"
	"errors"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
	"orangelab.cn/rightsdesk/store/runs"
)

// ErrNoRefusal says that nothing is refused.
var ErrNoRefusal = errors.New("nothing is refused here")

// Refuse prepares the refusal of a whole request or, by its key, of one item, with its grounds. A second person must
// approve before the letter can be written. Items of a deletion are refused in its scope, see SetScope.
func Refuse(ctx context.Context, s *desk.Session, rev model.Revision, item string,
	refusal model.Refusal) (model.Request, error) {
	return changeRefusals(ctx, s, rev, func(c *desk.Change, all model.Refusals) error {
		if err := s.Rules().CheckRefusal(c.Request.Kind, s.Rules().RegimesOf(c.Request), refusal); err != nil {
			return err
		}
		var grounds []string
		for _, g := range refusal.Grounds {
			grounds = append(grounds, g.ID)
		}
		c.Detail["whole"], c.Detail["grounds"] = item == "", grounds
		all[item] = refusal
		return nil
	})
}

// TakeBackRefusal lets a refusal go that nobody approved yet.
func TakeBackRefusal(ctx context.Context, s *desk.Session, rev model.Revision, item string) (model.Request, error) {
	return changeRefusals(ctx, s, rev, func(c *desk.Change, all model.Refusals) error {
		if _, ok := all[item]; !ok {
			return ErrNoRefusal
		}
		c.Detail["taken_back"] = true
		delete(all, item)
		return nil
	})
}

func changeRefusals(ctx context.Context, s *desk.Session, rev model.Revision,
	change func(*desk.Change, model.Refusals) error) (model.Request, error) {
	return s.Change(ctx, model.ActRefuse, rev, desk.ByHolder, func(c *desk.Change) error {
		if c.Request.Status != model.Working {
			return &model.TransitionError{From: c.Request.Status, On: model.SentToReview}
		}
		all := model.Refusals{}
		if _, err := casefile.Part(c.Tx.View, rev.Request, casefile.PartRefusals, &all); err != nil {
			return err
		}
		if err := change(c, all); err != nil {
			return err
		}
		if err := runs.DropPlan(c.Tx, rev.Request); err != nil {
			return err
		}
		return casefile.SavePart(c.Tx, rev.Request, casefile.PartRefusals, all)
	})
}

// ReadRefusals reads what is refused of a request, by key.
func ReadRefusals(ctx context.Context, s *desk.Session, request int64) (all model.Refusals, err error) {
	err = s.Read(ctx, model.ActReadRequest, func(v *store.View) error {
		_, err := casefile.Part(v, request, casefile.PartRefusals, &all)
		return err
	})
	return all, err
}

// ApproveRefusal lets the refusal of a whole request be answered: by a second person, who has seen exactly this.
func ApproveRefusal(ctx context.Context, s *desk.Session, rev model.Revision,
	seenDigest string) (model.Request, error) {
	return s.Change(ctx, model.ActApproveRefusal, rev, desk.BySecond, func(c *desk.Change) error {
		digest, err := Approve(c, model.StepApproveRefusal, model.ApprovedRefusal, seenDigest)
		if err != nil {
			return err
		}
		c.Detail["digest"] = digest
		var all model.Refusals
		if _, err := casefile.Part(c.Tx.View, rev.Request, casefile.PartRefusals, &all); err != nil {
			return err
		}
		whole, ok := all[""]
		if !ok {
			return ErrNoRefusal
		}
		if err := s.Rules().CheckRefusal(c.Request.Kind, s.Rules().RegimesOf(c.Request), whole); err != nil {
			return err
		}
		c.Request.ReviewedBy, c.Request.Holder, c.Request.Outcome = s.Staff().ID, c.Request.PreparedBy, model.Refused
		return c.Move(model.ApprovedRefusal)
	})
}
