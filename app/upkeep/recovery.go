package upkeep

import (
	"context"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/seal"
	"orangelab.cn/rightsdesk/store/setup"
)

// drillEvery is how long a recovery key may go untried before an administrator is reminded: a print that nobody finds
// is found missing while everybody still has a password.
const drillEvery = 182 * 24 * time.Hour

// Recovery is when the recovery key was made or last tried, and whether it is time to try it again.
type Recovery struct {
	Tried time.Time
	Due   bool
}

// ReadRecovery reads when the recovery key was last tried.
func ReadRecovery(ctx context.Context, s *desk.Session) (r Recovery, err error) {
	err = s.Read(ctx, model.ActTryPrint, func(v *store.View) error {
		r.Tried, err = setup.RecoveryTried(v)
		return err
	})
	r.Due = err == nil && s.Now().Sub(r.Tried) > drillEvery
	return r, err
}

// TryRecovery is a drill: it shows that a recovery key, or two shares of it, opens the desk, and changes nothing. The
// log tells of one that did.
func TryRecovery(ctx context.Context, s *desk.Session, print string) error {
	if err := s.Allow(ctx, model.ActTryPrint); err != nil {
		return err
	}
	id, err := seal.ParseRecovery(print)
	if err != nil {
		return err
	}
	return s.Write(ctx, model.ActTryPrint, func(tx *store.Tx, _ *model.Entry) error {
		_, err := tx.OpenKeys("", id)
		return err
	})
}
