package sqldb_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"

	driver "github.com/go-sql-driver/mysql"
	"github.com/jackc/pgx/v5/pgconn"

	"orangelab.cn/rightsdesk/app/source"
	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/value"
)

// Nobody reads the words of a server or a driver, nor a value that they repeat.
func TestWhatFailedIsSaidInASentenceOfOurs(t *testing.T) {
	var number int
	for says, err := range map[string]error{
		"may not do it": &pgconn.PgError{Code: "42501", Message: "permission denied for table p"},
		"row-level security": &pgconn.PgError{Code: "42501", Message: "query would be affected",
			Routine: "check_enable_rls"},
		`(constraint "adult")`: &pgconn.PgError{Code: "23514", Message: "Failing row contains (secret)",
			ConstraintName: "adult"},
		"refuses it":            &pgconn.PgError{Code: "ZZ999", Message: "secret"},
		`("name")`:              &driver.MySQLError{Number: 1406, Message: "Data too long for column 'name' at row 1"},
		"must be unique":        &driver.MySQLError{Number: 1062, Message: "Duplicate entry 'secret@x' for key 'mail'"},
		"error 9999":            &driver.MySQLError{Number: 9999, Message: "secret"},
		"does not answer":       fmt.Errorf("wrapped: %w", driver.ErrInvalidConn),
		"there is no such file": &fs.PathError{Op: "open", Path: "x", Err: fs.ErrNotExist},
		"stopped":               context.Canceled,
		"took too long":         context.DeadlineExceeded,
		"driver cannot use": fmt.Errorf(
			"sql: Scan error on column index 0: converting driver.Value type []uint8 (%q) to a %T", "secret", number),
		"a and b; stopped": errors.Join(&value.Error{Message: "a and b"}, &value.Error{Message: "stopped"}),
	} {
		got := sourceOf(t, err).Reason(err)
		if !strings.Contains(got, says) || strings.Contains(got, "secret") || strings.Contains(got, "uint8") ||
			strings.Contains(got, "denied") || strings.Contains(got, "Duplicate") {
			t.Errorf("%v is said as %s", err, got)
		}
	}
	path := filepath.Join(t.TempDir(), "a.db")
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	_, err = db.Exec(
		"CREATE TABLE p (mail TEXT NOT NULL UNIQUE); INSERT INTO p VALUES ('secret'); INSERT INTO p VALUES ('secret')")
	if got := opened(t, "sqlite:"+path).Reason(err); got != sqldb.UniqueReason+" (p.mail) (code 2067)" {
		t.Errorf("%v is said as %s", err, got)
	}
}

// sourceOf returns a source of the engine that an error is of.
func sourceOf(t *testing.T, err error) *sqldb.Source {
	t.Helper()
	var my *driver.MySQLError
	if errors.As(err, &my) || errors.Is(err, driver.ErrInvalidConn) {
		return opened(t, "mysql://a@127.0.0.1/b")
	}
	return opened(t, "postgres://a@127.0.0.1/b")
}

// opened returns a source that nothing has connected to.
func opened(t *testing.T, address string) *sqldb.Source {
	t.Helper()
	s, err := source.Open(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}
