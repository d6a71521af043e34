package upkeep

import (
	"context"
	"errors"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
)

// How many keys of requests, and how many tallies, one transaction moves: others write in between.
const (
	keysAStep    = 500
	talliesAStep = 200
)

// MoveKeys moves the keys of requests and the tallies under the newest desk key, step by step. What a step moved stays
// moved, so that whoever signs in next goes on where another stopped. It does nothing where nothing is left.
func MoveKeys(ctx context.Context, s *desk.Session) error {
	for moved := keysAStep; moved == keysAStep; {
		if err := s.Progress(ctx, model.ActSignIn, func(tx *store.Tx) (err error) {
			moved, err = tx.RewrapRequests(keysAStep)
			return err
		}); err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	return moveTallies(ctx, s)
}

// moveTallies moves the tallies. The roster then says that none lies under an older key, once an administrator's
// desktop went through all and every one held; otherwise the doctor names those that were left, which nobody vouches
// for.
func moveTallies(ctx context.Context, s *desk.Session) error {
	aged := false
	if err := s.Read(ctx, model.ActSignIn, func(v *store.View) error {
		aged = v.TalliesAged()
		return nil
	}); err != nil || !aged {
		return err
	}
	left := 0
	for after, seen := int64(-1), 1; seen > 0; {
		var some int
		next := after
		if err := s.Progress(ctx, model.ActSignIn, func(tx *store.Tx) (err error) {
			next, seen, some, err = tx.MoveTallies(after, talliesAStep)
			return err
		}); err != nil {
			return err
		}
		after, left = next, left+some
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	if left > 0 || !s.Staff().Role.May(model.ActMakeTallies) {
		return nil
	}
	err := s.Write(ctx, model.ActMakeTallies, func(tx *store.Tx, entry *model.Entry) error {
		entry.Detail["moved"] = true
		if !tx.TalliesAged() {
			return errEnded
		}
		if _, seen, _, err := tx.MoveTallies(-1, 1); err != nil || seen > 0 {
			return errors.Join(err, errEnded)
		}
		return tx.EndTallyMove(s.Now())
	})
	if errors.Is(err, errEnded) { // another desktop was faster, or began another key meanwhile
		return nil
	}
	return err
}

var errEnded = errors.New("the move is not for this desktop to end")
