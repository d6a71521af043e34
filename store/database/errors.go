package database

import (
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/gorm"
	sqlite3 "modernc.org/sqlite"
	sqlitelib "modernc.org/sqlite/lib"
)

// Errors of a database, mapped once from both engines.
var (
	ErrNotFound  = errors.New("not found")
	ErrConflict  = errors.New("somebody else changed this meanwhile")
	ErrDuplicate = errors.New("already there")
	ErrEngineOld = errors.New("the SQLite engine is older than " + MinimumSQLite + " and could corrupt the desk; install a newer Rightsdesk")
	ErrDiskFull  = errors.New("the disk is full, nothing was changed; free some space there and try again")
	ErrSchema    = errors.New("the tables are not those that the desk's list of migrations says: the database was changed outside the program; restore a backup")
	ErrDamaged   = errors.New("the file is damaged, or is no database of a desk; restore the newest backup")
	ErrLogBroken = errors.New("the audit log was changed outside the program")
	// ErrNeedsRetry says that another desktop was faster, and the transaction may be run again.
	ErrNeedsRetry = errors.New("retry")
)

// MapError turns the engines' errors into our own.
func MapError(err error) error {
	var pg *pgconn.PgError
	var lite *sqlite3.Error
	switch {
	case err == nil:
		return nil
	case errors.Is(err, gorm.ErrRecordNotFound):
		return ErrNotFound
	case errors.As(err, &lite) && (lite.Code()&0xff == sqlitelib.SQLITE_NOTADB || lite.Code()&0xff == sqlitelib.SQLITE_CORRUPT):
		return &placeError{ErrDamaged.Error(), errors.Join(ErrDamaged, err)}
	case collision(err) != nil:
		return collision(err)
	case errors.As(err, &pg) && (pg.Code == "40001" || pg.Code == "40P01"):
		return ErrNeedsRetry
	case errors.As(err, &pg) && pg.Code == "53100",
		errors.As(err, &lite) && (lite.Code() == sqlitelib.SQLITE_FULL || lite.Code() == sqlitelib.SQLITE_IOERR_SHMSIZE):
		return fmt.Errorf("%w: %w", ErrDiskFull, err)
	}
	return err
}
