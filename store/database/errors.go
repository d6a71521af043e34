package database

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"

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
	ErrEngineOld = errors.New("the SQLite engine is older than " + MinimumSQLite +
		" and could corrupt the desk; install a newer Rightsdesk")
	// ErrEngineParts says that the engine was built with another C library than it was made for.
	ErrEngineParts = errors.New("the SQLite engine was built with another C library than it was made for and could corrupt the desk; install a Rightsdesk that was built by its own build files")
	ErrDiskFull    = errors.New("the disk is full, nothing was changed; free some space there and try again")
	ErrSchema      = errors.New("the tables are not those that the desk's list of migrations says: the database was changed outside the program; restore a back-up")
	ErrDamaged     = errors.New("the file is damaged, or is no database of a desk; restore the newest back-up")
	ErrLogBroken   = errors.New("the audit log was changed outside the program")
	// ErrNotGranted says that the login on the server of a shared desk has not the right that something needs.
	ErrNotGranted = errors.New(
		"the login on the server of the shared desk may not do this; its role there may be another than at the desk")
	// ErrOlder says that the tables of a shared desk are older than the program, and this login may not bring them up
	// to date.
	ErrOlder = errors.New(
		"the tables of the shared desk are of an older Rightsdesk; let its administrator run: rightsdesk team init")
	// ErrAway says that the server of a shared desk went away: what was begun there was undone by it.
	ErrAway = errors.New("the server of the shared desk does not answer at the moment")
	// ErrUncertain says that the server of a shared desk went away in the moment of saving, and did not come back to be
	// asked.
	ErrUncertain = errors.New(
		"the server of the shared desk went away while this was being saved, and nobody knows whether it was")
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
	case errors.Is(err, ErrAway), errors.Is(err, ErrUncertain):
		return err
	case away(err):
		return Said(ErrAway.Error(), errors.Join(ErrAway, err)) // the driver's own words repeat the address
	case Refused(err):
		return Said(ErrNotGranted.Error(), errors.Join(ErrNotGranted, err))
	case errors.Is(err, gorm.ErrRecordNotFound):
		return ErrNotFound
	case errors.As(err, &lite) &&
		(lite.Code()&0xff == sqlitelib.SQLITE_NOTADB || lite.Code()&0xff == sqlitelib.SQLITE_CORRUPT):
		return &placeError{ErrDamaged.Error(), errors.Join(ErrDamaged, err)}
	case collision(err) != nil:
		return collision(err)
	case errors.As(err, &pg) && (pg.Code == "40001" || pg.Code == "40P01"):
		return ErrNeedsRetry
	case errors.As(err, &pg) && pg.Code == "53100",
		errors.As(err, &lite) &&
			(lite.Code() == sqlitelib.SQLITE_FULL || lite.Code() == sqlitelib.SQLITE_IOERR_SHMSIZE):
		return fmt.Errorf("%w: %w", ErrDiskFull, err)
	}
	return err
}

// Refused reports whether a server says that whoever asks has not the right.
func Refused(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && pg.Code == "42501"
}

// away reports whether an error says that a server went away, closes down or starts, or has become one that only reads:
// the desks go on once it is back, or another has taken its place.
func away(err error) bool {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return strings.HasPrefix(pg.Code, "08") || strings.HasPrefix(pg.Code, "57P") || pg.Code == "25006"
	}
	var connect *pgconn.ConnectError
	var network *net.OpError
	return errors.As(err, &connect) || errors.As(err, &network) || errors.Is(err, driver.ErrBadConn) ||
		errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, net.ErrClosed) || strings.HasSuffix(err.Error(), "conn closed")
}
