package store

import (
	"errors"

	"orangelab.cn/rightsdesk/store/database"
)

// StillNewest fails with ErrConflict where the newest version in a table of the desk's own, which row is of, is not the one that was
// seen.
func (tx *Tx) StillNewest(row any, seen int64) error {
	var last int64
	if err := tx.DeskRows().Model(row).Select("COALESCE(MAX(version), 0)").Scan(&last).Error; err != nil {
		return database.MapError(err)
	}
	if last != seen {
		return ErrConflict
	}
	return nil
}

// CreateNext creates the row of the next version; ErrConflict where another desktop was faster.
func (tx *Tx) CreateNext(row any) error {
	err := database.MapError(tx.db.Create(row).Error)
	if errors.Is(err, ErrDuplicate) {
		err = ErrConflict
	}
	return err
}
