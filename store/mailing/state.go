package mailing

import (
	"errors"
	"time"

	"orangelab.cn/rightsdesk/model/mailwork"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"

	"gorm.io/gorm/clause"
)

type mailStateRow struct {
	Name      string `gorm:"primaryKey"`
	Holder    string
	Till      int64
	CheckedAt int64
	Why       string
	Validity  int64
	UID       int64 `gorm:"column:uid"`
	NewestAt  int64
}

func (mailStateRow) TableName() string { return "mail_state" }

// State reads how far sending or reading mail is; the zero value before it began.
func State(v *store.View, which mailwork.Work) (s mailwork.State, err error) {
	var row mailStateRow
	err = database.MapError(v.DeskRows().Where("name = ?", string(which)).First(&row).Error)
	if errors.Is(err, store.ErrNotFound) {
		return mailwork.State{Work: which}, nil
	}
	s = mailwork.State{Work: which, Holder: row.Holder, Till: database.Moment(row.Till), Why: row.Why,
		Validity: uint32(row.Validity), UID: uint32(row.UID)}
	if row.CheckedAt != 0 {
		s.CheckedAt = database.Moment(row.CheckedAt)
	}
	if row.NewestAt != 0 {
		s.NewestAt = database.Moment(row.NewestAt)
	}
	return s, err
}

// SaveState keeps how far sending or reading mail is.
func SaveState(tx *store.Tx, s mailwork.State) error {
	if err := tx.DeskRows().Where("name = ?", string(s.Work)).Delete(&mailStateRow{}).Error; err != nil {
		return database.MapError(err)
	}
	return database.MapError(tx.DB().Clauses(clause.OnConflict{DoNothing: true}).
		Create(&mailStateRow{Name: string(s.Work), Holder: s.Holder, Till: msOrZero(s.Till),
			CheckedAt: msOrZero(s.CheckedAt),
			Why:       s.Why, Validity: int64(s.Validity), UID: int64(s.UID), NewestAt: msOrZero(s.NewestAt)}).Error)
}

// msOrZero is a moment as the database keeps it, 0 where there is none.
func msOrZero(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return database.Millis(t)
}
