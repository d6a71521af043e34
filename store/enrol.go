package store

import (
	"time"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/roster"
	"orangelab.cn/rightsdesk/store/seal"
)

// Enrolled says what Enrol did.
type Enrolled struct {
	FirstRoster bool // the first roster was signed, from the rows as they were found
	OwnKeys     bool // who signed in has keys of their own now
}

// Enrol brings whoever has just signed in with a password up to the roster, on a desk that is older than it: an
// administrator, or who holds the recovery print, signs the first roster from the rows as they stand, and every member
// of staff makes a signing key of their own. It does nothing where that was done.
func (tx *Tx) Enrol(password string, now time.Time) (done Enrolled, err error) {
	if tx.chain == nil {
		if keeper, err := tx.keeper(); !keeper || err != nil {
			return done, err
		}
		if err := tx.firstRoster(now); err != nil {
			return done, err
		}
		done.FirstRoster = true
	}
	if tx.keys.id.SignsByItself() || tx.keys.me == RecoveryRecipient {
		return done, nil
	}
	done.OwnKeys = true
	return done, tx.RenewKeys(password, now)
}

// keeper reports whether the transaction belongs to who keeps the desk, by the rows of a desk without a roster.
func (tx *Tx) keeper() (bool, error) {
	if tx.keys.me == RecoveryRecipient {
		return true, nil
	}
	st, err := tx.Staff(tx.keys.me)
	return st.Role == model.RoleAdmin && !st.Disabled, err
}

// firstRoster signs the rows of the staff and of the desk as they are found. What somebody changed in them before is
// signed with them: nothing tells it.
func (tx *Tx) firstRoster(now time.Time) error {
	desk, err := DeskAsFound(tx.db)
	if err != nil {
		return err
	}
	var rows []StaffRow
	if err := tx.db.Order("created_at, id").Find(&rows).Error; err != nil {
		return database.MapError(err)
	}
	r := &Roster{Version: 1, AsFound: true, Epoch: tx.keys.current, Keys: map[uint32][]byte{},
		AuditKey: string(desk.AuditPub), Recovery: desk.RecoveryPub}
	for epoch, key := range tx.keys.desk {
		r.Keys[epoch] = roster.KeyMark(epoch, key)
	}
	for _, row := range rows {
		signing, err := seal.Verifier(row.Pub)
		if err != nil {
			return err
		}
		r.Staff = append(r.Staff,
			Member{ID: row.ID, Login: row.Login, Name: row.Name, Role: model.Role(row.Role), Sealing: row.Pub,
				Signing:    signing,
				DisabledAt: row.DisabledAt, CreatedAt: row.CreatedAt})
	}
	if err := tx.RowsAcross().Table("request").
		Where("status IN ?", []model.Status{model.Working, model.Review, model.Running, model.Answering}).
		Order("id").Pluck("id", &r.Requests).Error; err != nil {
		return database.MapError(err)
	}
	if err := tx.RowsAcross().Table("request").Select("COALESCE(MAX(id), 0)").Scan(&r.LastRequest).Error; err != nil {
		return database.MapError(err)
	}
	return tx.signRoster(r, now)
}
