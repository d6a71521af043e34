// Package drafts keeps what staff were typing into forms that belong to no request yet, or to none at all.
package drafts

import (
	"encoding/json"
	"fmt"
	"time"

	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/seal"
)

// kept is how long a form that nobody goes on with is kept: it may hold what a person said of themselves.
const kept = 30 * 24 * time.Hour

// Form is what one member of staff was typing into one form.
type Form struct {
	Name  string // tells it from their others; a code, no words of anybody
	At    time.Time
	Words map[string]string // by field
}

type formRow struct {
	Staff       string `gorm:"primaryKey"`
	Form        string `gorm:"primaryKey"`
	At          int64
	WordsSealed seal.Sealed
}

func (formRow) TableName() string { return "draft_form" }

// Save keeps a form of a member of staff in the place of the one of its name, and lets go of those of everybody that
// nobody went on with for 30 days.
func Save(tx *store.Tx, staff string, f Form) error {
	raw, err := json.Marshal(f.Words)
	if err != nil {
		return fmt.Errorf("keep what is being typed: %w", err)
	}
	row := formRow{Staff: staff, Form: f.Name, At: database.Millis(f.At)}
	if row.WordsSealed, err = tx.Keys().SealDesk("draft_form", "words", staff+" "+f.Name, raw); err != nil {
		return err
	}
	if err := tx.DeskRows().Where("at < ?", database.Millis(f.At.Add(-kept))).Delete(&formRow{}).Error; err != nil {
		return database.MapError(err)
	}
	return database.MapError(tx.DeskRows().Save(&row).Error)
}

// Drop forgets a form of a member of staff.
func Drop(tx *store.Tx, staff, name string) error {
	return database.MapError(tx.DeskRows().Where("staff = ? AND form = ?", staff, name).Delete(&formRow{}).Error)
}

// Of lists the forms of a member of staff that are kept at a moment, the newest first.
func Of(v *store.View, staff string, now time.Time) (list []Form, err error) {
	var rows []formRow
	if err := v.DeskRows().Where("staff = ? AND at >= ?", staff, database.Millis(now.Add(-kept))).
		Order("at DESC, form").Find(&rows).Error; err != nil {
		return nil, database.MapError(err)
	}
	for _, row := range rows {
		raw, err := v.Keys().OpenDesk("draft_form", "words", staff+" "+row.Form, row.WordsSealed)
		if err != nil {
			return nil, err
		}
		f := Form{Name: row.Form, At: database.Moment(row.At)}
		if err := json.Unmarshal(raw, &f.Words); err != nil {
			return nil, fmt.Errorf("what was being typed: %w", err)
		}
		list = append(list, f)
	}
	return list, nil
}
