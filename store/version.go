package store

import (
	"errors"
	"fmt"

	"orangelab.cn/rightsdesk/store/database"
)

// ErrNewer says that a colleague saved a newer version of something that the desk keeps in versions: its policy, its
// rules, what it says of itself, the text of a notice. It is an ErrConflict.
var ErrNewer = fmt.Errorf("%w: a newer version was saved", ErrConflict)

// StillNewest fails with ErrNewer where the newest version in a table of the desk's own, which row is of, is not the
// one that was seen.
func (tx *Tx) StillNewest(row any, seen int64) error {
	var last int64
	if err := tx.DeskRows().Model(row).Select("COALESCE(MAX(version), 0)").Scan(&last).Error; err != nil {
		return database.MapError(err)
	}
	if last != seen {
		return ErrNewer
	}
	return nil
}

// CreateNext creates the row of the next version; ErrNewer where another desktop was faster.
func (tx *Tx) CreateNext(row any) error { return newer(database.MapError(tx.db.Create(row).Error)) }

// newer is what it means that the number of the next version is given already.
func newer(err error) error {
	if errors.Is(err, ErrDuplicate) || errors.Is(err, ErrTaken) {
		return ErrNewer
	}
	return err
}
