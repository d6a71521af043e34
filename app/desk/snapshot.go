package desk

import (
	"context"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
)

// snapshot is a view of the desk that several readings share, and who reads.
type snapshot struct {
	session *Session
	view    *store.View
	staff   model.Staff
}

type snapshotKey struct{}

// AtOnce runs fn if the role may do the action. Whatever fn reads through s with the context it is given comes from one
// and the same state of the desk, in one transaction, and each reading still needs its own permission. The context is
// worth nothing once fn has returned, and of one goroutine alone.
func (s *Session) AtOnce(ctx context.Context, action model.Action, fn func(context.Context) error) error {
	return s.Read(ctx, action, func(v *store.View) error {
		st, err := v.Staff(s.staff.ID)
		if err != nil {
			return err
		}
		return fn(context.WithValue(ctx, snapshotKey{}, &snapshot{s, v, st}))
	})
}

// shared returns the view that a reading of s shares with others, nil where it needs one of its own.
func (s *Session) shared(ctx context.Context, action model.Action) (*store.View, error) {
	snap, _ := ctx.Value(snapshotKey{}).(*snapshot)
	switch {
	case snap == nil || snap.session != s:
		return nil, nil
	case !snap.staff.Role.May(action):
		return nil, ErrForbidden
	}
	return snap.view, s.gate.Check(snap.view, snap.staff, action, s.date())
}
