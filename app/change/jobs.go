package change

import (
	"context"
	"errors"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/holds"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/runs"
)

// Sweep does what falls due by itself: collects and plans whose desktop died go back to the queue, and the parts whose
// duty to keep has ended come back as deletions. It is a job, see Jobs.
func Sweep(ctx context.Context, s *desk.Session) error {
	var collects, plans, waited []model.Revision
	if err := s.Read(ctx, model.ActCollect, func(v *store.View) (err error) {
		if collects, err = runs.DeadRuns(v, s.Now()); err != nil {
			return err
		}
		if plans, err = runs.DeadPlans(v, s.Now()); err != nil {
			return err
		}
		waited, err = runs.Waited(v, s.Now())
		return err
	}); err != nil {
		return err
	}
	for _, dead := range collects {
		if err := sweep(ctx, s, model.ActCollect, dead, func(tx *store.Tx) error {
			return runs.DropRuns(tx, dead.Request)
		}); err != nil {
			return err
		}
	}
	for _, dead := range plans {
		if err := sweep(ctx, s, model.ActPlan, dead, func(tx *store.Tx) error {
			return runs.FreePlan(tx, dead.Request)
		}); err != nil {
			return err
		}
	}
	for _, over := range waited {
		if err := gone(bringBack(ctx, s, over)); err != nil {
			return err
		}
	}
	return holds.Return(ctx, s)
}

// bringBack takes up again a request whose person has not answered within the time of waiting: nothing waits unseen.
func bringBack(ctx context.Context, s *desk.Session, over model.Revision) error {
	_, err := s.Change(ctx, model.ActPersonAnswered, over, desk.ByAnyone, func(c *desk.Change) error {
		return goOn(c, false)
	})
	return err
}

// sweep frees a request whose desktop died. Where somebody has taken it up meanwhile, nothing is dead there any more.
func sweep(ctx context.Context, s *desk.Session, act model.Action, dead model.Revision,
	free func(*store.Tx) error) error {
	_, err := s.Change(ctx, act, dead, desk.ByAnyone, func(c *desk.Change) error {
		c.Detail["step"] = "given_up"
		return free(c.Tx)
	})
	return gone(err)
}

// gone drops the error of a request that somebody took up meanwhile.
func gone(err error) error {
	var moved *desk.MovedOnError
	if errors.As(err, &moved) {
		return nil
	}
	return err
}
