package desk

import (
	"context"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/seal"
)

// keysAStep is how many request keys one transaction moves: others write in between.
const keysAStep = 500

// MoveKeys moves the keys of requests under the newest desk key, step by step. What a step moved stays moved, so that
// whoever signs in next goes on where another stopped. It does nothing where nothing is left.
func (s *Session) MoveKeys(ctx context.Context) error {
	for {
		moved := 0
		if err := s.Progress(ctx, model.ActSignIn, func(tx *store.Tx) (err error) {
			moved, err = tx.RewrapRequests(keysAStep)
			return err
		}); err != nil || moved < keysAStep {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
}

// RenewRecovery makes another recovery key and returns its text, to be printed; it is shown this once, and the older print
// is worth nothing from then on. Only an administrator may, and their password is asked for again.
func (s *Session) RenewRecovery(ctx context.Context, password string) (print string, err error) {
	if err := s.Allow(ctx, model.ActRenewPrint); err != nil {
		return "", err
	}
	if _, _, err := s.desk.judge(ctx, s.staff.Login, password); err != nil {
		return "", err
	}
	id, err := seal.NewIdentity()
	if err != nil {
		return "", err
	}
	err = s.Write(ctx, model.ActRenewPrint, func(tx *store.Tx, _ *model.Entry) error {
		if err := tx.ForgetGuesses(s.staff.ID); err != nil {
			return err
		}
		return tx.RenewRecovery(id, s.Now())
	})
	if err != nil {
		return "", err
	}
	return id.RecoveryText(), s.desk.remember(ctx)
}
