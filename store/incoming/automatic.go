// Package incoming keeps what came in and waits for somebody: files with records to decide, automatic mail, and which
// records came before.
package incoming

import (
	"encoding/json"
	"fmt"
	"time"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/seal"

	"github.com/google/uuid"
)

// AutomaticRow is a mail that waits among the automatic ones, as the database holds it.
type AutomaticRow struct {
	ID         string `gorm:"primaryKey"`
	RecordHash []byte
	Kind       string
	At         int64
	ByStaff    string
	DoneAt     int64
	// DismissedAt and DismissedBy are zero while it waits.
	DismissedAt int64
	DismissedBy string
	HeadSealed  seal.Sealed
	MailSealed  seal.Sealed
}

func (AutomaticRow) TableName() string { return "automatic_mail" }

// AddAutomatic keeps a mail for later, sealed under the desk key. ErrDuplicate where the same record is there or was
// dismissed.
func AddAutomatic(tx *store.Tx, m model.AutomaticMail, record string, mail []byte) (id string, err error) {
	if there, err := HasRecord(tx.View, record); err != nil || there {
		if err == nil {
			err = store.ErrDuplicate
		}
		return "", err
	}
	head, err := json.Marshal(m.Head)
	if err != nil {
		return "", fmt.Errorf("automatic mail: %w", err)
	}
	row := AutomaticRow{ID: uuid.NewString(), RecordHash: tx.Keys().RecordHash(record), Kind: m.Kind,
		At: database.Millis(m.At), ByStaff: m.By}
	if row.HeadSealed, err = tx.Keys().SealDesk("automatic_mail", "head", row.ID, head); err != nil {
		return "", err
	}
	if row.MailSealed, err = tx.Keys().SealDesk("automatic_mail", "mail", row.ID, mail); err != nil {
		return "", err
	}
	return row.ID, database.MapError(tx.DB().Create(&row).Error)
}

// maxAutomatic is how many automatic mails are listed at once.
const maxAutomatic = 200

// AutomaticMails lists the automatic mail that waits, the oldest first, at most 200.
func AutomaticMails(v *store.View) ([]model.AutomaticMail, error) {
	return automaticMails(v, "dismissed_at = 0", "at, id")
}

// DismissedMails lists the automatic mail that was dismissed and can be brought back, the last dismissed first, at most
// 200.
func DismissedMails(v *store.View) ([]model.AutomaticMail, error) {
	return automaticMails(v, "dismissed_at <> 0", "dismissed_at DESC, id")
}

func automaticMails(v *store.View, which, order string) ([]model.AutomaticMail, error) {
	var rows []AutomaticRow
	if err := v.DeskRows().Select("id", "kind", "at", "by_staff", "dismissed_at", "dismissed_by", "head_sealed").
		Where("done_at = 0 AND " + which).Order(order).Limit(maxAutomatic).Find(&rows).Error; err != nil {
		return nil, database.MapError(err)
	}
	out := make([]model.AutomaticMail, len(rows))
	for i, r := range rows {
		head, err := v.Keys().OpenDesk("automatic_mail", "head", r.ID, r.HeadSealed)
		if err != nil {
			return nil, err
		}
		out[i] = model.AutomaticMail{ID: r.ID, Kind: r.Kind, At: database.Moment(r.At), By: r.ByStaff,
			DismissedBy: r.DismissedBy}
		if r.DismissedAt != 0 {
			out[i].DismissedAt = database.Moment(r.DismissedAt)
		}
		if err := json.Unmarshal(head, &out[i].Head); err != nil {
			return nil, fmt.Errorf("automatic mail: %w", err)
		}
	}
	return out, nil
}

// CountAutomatic counts the automatic mail that waits.
func CountAutomatic(v *store.View) (n int64, err error) {
	err = v.DeskRows().Model(&AutomaticRow{}).Where("done_at = 0 AND dismissed_at = 0").Count(&n).Error
	return n, database.MapError(err)
}

// Automatic opens a mail that waits or was dismissed. ErrNotFound where it was taken in, or dismissed too long ago.
func Automatic(v *store.View, id string) ([]byte, error) {
	var row AutomaticRow
	if err := v.DeskRows().Where("id = ? AND done_at = 0", id).First(&row).Error; err != nil {
		return nil, database.MapError(err)
	}
	return v.Keys().OpenDesk("automatic_mail", "mail", id, row.MailSealed)
}

// keptDismissed is how long what a dismissed mail says is kept.
const keptDismissed = 30 * 24 * time.Hour

// DismissAutomatic takes a mail from those that wait; for 30 days it can be brought back, and then what it says goes.
// ErrConflict where somebody else ended its waiting.
func DismissAutomatic(tx *store.Tx, id, by string, now time.Time) error {
	old := tx.DeskRows().Model(&AutomaticRow{}).
		Where("done_at = 0 AND dismissed_at <> 0 AND dismissed_at < ?", database.Millis(now.Add(-keptDismissed))).
		Updates(map[string]any{"done_at": database.Millis(now), "head_sealed": nil, "mail_sealed": nil})
	if old.Error != nil {
		return database.MapError(old.Error)
	}
	return moveAutomatic(tx, "dismissed_at = 0", id, by, database.Millis(now))
}

// BringBackAutomatic lets a dismissed mail wait again. ErrConflict where it is not among those that were dismissed.
func BringBackAutomatic(tx *store.Tx, id string) error {
	return moveAutomatic(tx, "dismissed_at <> 0", id, "", 0)
}

func moveAutomatic(tx *store.Tx, from, id, by string, at int64) error {
	res := tx.DeskRows().Model(&AutomaticRow{}).Where("id = ? AND done_at = 0 AND "+from, id).
		Updates(map[string]any{"dismissed_at": at, "dismissed_by": by})
	if res.Error == nil && res.RowsAffected == 0 {
		return store.ErrConflict
	}
	return database.MapError(res.Error)
}

// EndAutomatic ends the waiting of a mail: what it says goes, and only the hash that recognises it stays. ErrConflict
// where somebody else ended it.
func EndAutomatic(tx *store.Tx, id string, now time.Time) error {
	res := tx.DeskRows().Model(&AutomaticRow{}).Where("id = ? AND done_at = 0 AND dismissed_at = 0", id).
		Updates(map[string]any{"done_at": database.Millis(now), "head_sealed": nil, "mail_sealed": nil})
	if res.Error == nil && res.RowsAffected == 0 {
		return store.ErrConflict
	}
	return database.MapError(res.Error)
}
