package collect

import (
	"context"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
)

// GiveUp lets go of a job's own work that may not be kept because the request moved on under it.
func GiveUp(ctx context.Context, s *desk.Session, act model.Action, began model.Revision,
	free func(*store.Tx) error) error {
	_, err := s.Conclude(ctx, act, began, func(c *desk.Change) error {
		c.Detail["step"] = "given_up"
		return free(c.Tx)
	})
	return err
}
