package change

import (
	"context"
	"errors"
	"fmt"

	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/runs"
)

// SignPlan approves exactly the plan that was looked at, by a second person: from now on it does not change and may be
// written. With it come what follows from the request: duties to keep, tasks of owners and recipients, the consent
// ledger and the deletion of what was collected on a consent.
func SignPlan(ctx context.Context, s *desk.Session, rev model.Revision, seenDigest string) (model.Request, error) {
	if err := s.Allow(ctx, model.ActSignPlan); err != nil {
		return model.Request{}, err
	}
	sources, err := datamap.List(ctx, s)
	if err != nil {
		return model.Request{}, err
	}
	datasets, _, err := datamap.Datasets(ctx, s)
	if err != nil {
		return model.Request{}, err
	}
	return s.Change(ctx, model.ActSignPlan, rev, desk.BySecond, func(c *desk.Change) error {
		digest, err := Approve(c, model.StepSignPlan, model.ApprovedPlan, seenDigest)
		if err != nil {
			return err
		}
		plan, err := Reviewable(c)
		if err != nil {
			return err
		}
		if digest, err := planDigest(c.Tx.View, rev.Request, plan.ID); err != nil || digest != plan.Digest {
			return errors.Join(err, ErrPlanChanged)
		}
		if !model.SecondPerson(s.Staff().ID, plan.MadeBy) {
			return desk.ErrOwnWork
		}
		if err := signUnmasked(c, plan); err != nil {
			return err
		}
		if err := runs.SignPlan(c.Tx, rev.Request, plan.ID, plan.Digest, s.Staff().ID, s.Now()); err != nil {
			return err
		}
		c.Request.ReviewedBy, c.Request.Holder = s.Staff().ID, c.Request.PreparedBy
		c.Detail["version"], c.Detail["digest"], c.Detail["review"] = plan.Version, plan.Digest, digest
		if err := follow(c, plan, sources, datasets); err != nil {
			return err
		}
		if err := c.Move(model.ApprovedPlan); err != nil {
			return err
		}
		return written(c) // where nothing is to be written, nothing is waited for
	})
}

// Reviewable reads the plan that stands for review.
func Reviewable(c *desk.Change) (model.Plan, error) {
	plan, err := runs.Plan(c.Tx.View, c.Request.ID)
	if errors.Is(err, store.ErrNotFound) || (err == nil && plan.State != model.PlanReady) {
		return plan, ErrNoPlan
	}
	if err != nil {
		return plan, err
	}
	for _, src := range plan.Sources {
		if src.State == model.WriteBlocked {
			return plan, fmt.Errorf("%w (%s: %s)", ErrPlanBlocked, src.Source, src.Reason)
		}
	}
	return plan, nil
}

// follow keeps what follows from a signed plan besides writing it.
func follow(c *desk.Change, plan model.Plan, sources []datamap.Entry, datasets []*dataset.Dataset) error {
	if plan.Version > 1 { // signed once already: only the rows left over are new
		if done, err := signedBefore(c, plan); err != nil || done {
			return err
		}
	}
	if err := taskOwners(c, plan, sources); err != nil {
		return err
	}
	return settlementOf(c.Request.Kind).follow(c, sources, datasets)
}

func signedBefore(c *desk.Change, plan model.Plan) (bool, error) {
	plans, err := runs.Plans(c.Tx.View, c.Request.ID)
	for _, p := range plans {
		if p.Version < plan.Version && p.Signed() {
			return true, err
		}
	}
	return false, err
}
