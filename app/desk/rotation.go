package desk

import (
	"context"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/seal"
)

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
