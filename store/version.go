package store

import "errors"

// stillNewest fails with ErrConflict where the newest version in a table of the desk's own, which row is of, is not the one that was
// seen.
func (tx *Tx) stillNewest(row any, seen int64) error {
	var last int64
	if err := tx.ofDesk().Model(row).Select("COALESCE(MAX(version), 0)").Scan(&last).Error; err != nil {
		return mapError(err)
	}
	if last != seen {
		return ErrConflict
	}
	return nil
}

// createNext creates the row of the next version; ErrConflict where another desktop was faster.
func (tx *Tx) createNext(row any) error {
	err := mapError(tx.db.Create(row).Error)
	if errors.Is(err, ErrDuplicate) {
		err = ErrConflict
	}
	return err
}
