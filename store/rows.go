package store

import (
	"errors"
	"time"

	"gorm.io/gorm"
)

// Millis is an instant as the database holds it; the zero time is 0.
func Millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// Moment is the instant that the database holds as a number.
func Moment(v int64) time.Time {
	if v == 0 {
		return time.Time{}
	}
	return time.UnixMilli(v).UTC()
}

// One is ErrConflict unless exactly one row was meant.
func One(res *gorm.DB) error {
	if res.Error == nil && res.RowsAffected != 1 {
		return ErrConflict
	}
	return MapError(res.Error)
}

// rowsAStatement is how many rows one statement inserts.
const rowsAStatement = 100

// InsertAll inserts rows, many a statement.
func InsertAll[T any](db *gorm.DB, rows []T) error {
	if len(rows) == 0 {
		return nil
	}
	return MapError(db.CreateInBatches(&rows, rowsAStatement).Error)
}

// StillNewest fails with ErrConflict where the newest version in a table of the desk's own, which row is of, is not the one that was
// seen.
func (tx *Tx) StillNewest(row any, seen int64) error {
	var last int64
	if err := tx.DeskRows().Model(row).Select("COALESCE(MAX(version), 0)").Scan(&last).Error; err != nil {
		return MapError(err)
	}
	if last != seen {
		return ErrConflict
	}
	return nil
}

// CreateNext creates the row of the next version; ErrConflict where another desktop was faster.
func (tx *Tx) CreateNext(row any) error {
	err := MapError(tx.db.Create(row).Error)
	if errors.Is(err, ErrDuplicate) {
		err = ErrConflict
	}
	return err
}

func Texts[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = string(v)
	}
	return out
}
