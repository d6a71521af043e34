package desk

import (
	"context"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/seal"
)

// RenewRecovery makes another recovery key and returns its text, to be printed, or those of its three shares, any two
// of which open the desk; they are shown this once, and the older print is worth nothing from then on. Only an
// administrator may, and their password is asked for again.
func (s *Session) RenewRecovery(ctx context.Context, password string, shared bool) (prints []string, err error) {
	if err := s.Allow(ctx, model.ActRenewPrint); err != nil {
		return nil, err
	}
	if _, _, err := s.desk.judge(ctx, s.staff.Login, password); err != nil {
		return nil, ofPassword(err)
	}
	id, err := seal.NewIdentity()
	prints = []string{""}
	if shared {
		id, prints, err = seal.NewShared()
	} else if err == nil {
		prints[0] = id.RecoveryText()
	}
	if err != nil {
		return nil, err
	}
	err = s.Write(ctx, model.ActRenewPrint, func(tx *store.Tx, entry *model.Entry) error {
		if shared {
			entry.Detail["shares"] = len(prints)
		}
		if err := tx.ForgetGuesses(s.staff.ID); err != nil {
			return err
		}
		return tx.RenewRecovery(id, s.Now())
	})
	if err != nil {
		return nil, err
	}
	return prints, s.desk.remember(ctx)
}
