package source

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"

	"github.com/go-sql-driver/mysql"
	"github.com/jackc/pgx/v5/pgconn"
)

// Nobody reads the words of a server or a driver, nor a value that they repeat.
func TestWhatFailedIsSaidInASentenceOfOurs(t *testing.T) {
	var number int
	for says, err := range map[string]error{
		"may not do it":         &pgconn.PgError{Code: "42501", Message: "permission denied for table p"},
		"row-level security":    &pgconn.PgError{Code: "42501", Message: "query would be affected", Routine: "check_enable_rls"},
		`(constraint "adult")`:  &pgconn.PgError{Code: "23514", Message: "Failing row contains (secret)", ConstraintName: "adult"},
		"refuses it":            &pgconn.PgError{Code: "ZZ999", Message: "secret"},
		`("name")`:              &mysql.MySQLError{Number: 1406, Message: "Data too long for column 'name' at row 1"},
		"must be unique":        &mysql.MySQLError{Number: 1062, Message: "Duplicate entry 'secret@x' for key 'mail'"},
		"error 9999":            &mysql.MySQLError{Number: 9999, Message: "secret"},
		"does not answer":       fmt.Errorf("wrapped: %w", mysql.ErrInvalidConn),
		"there is no such file": &fs.PathError{Op: "open", Path: "x", Err: fs.ErrNotExist},
		"stopped":               context.Canceled,
		"took too long":         context.DeadlineExceeded,
		"driver cannot use":     fmt.Errorf("sql: Scan error on column index 0: converting driver.Value type []uint8 (%q) to a %T", "secret", number),
		"a and b; stopped":      errors.Join(&sourceError{message: "a and b"}, &sourceError{message: "stopped"}),
	} {
		got := sourceOf(err).reason(err)
		if !strings.Contains(got, says) || strings.Contains(got, "secret") || strings.Contains(got, "uint8") || strings.Contains(got, "denied") || strings.Contains(got, "Duplicate") {
			t.Errorf("%v is said as %s", err, got)
		}
	}
	db, err := sql.Open("sqlite", filepath.Join(t.TempDir(), "a.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer closed(t, db)
	_, err = db.Exec("CREATE TABLE p (mail TEXT NOT NULL UNIQUE); INSERT INTO p VALUES ('secret'); INSERT INTO p VALUES ('secret')")
	if got := (&Source{dialect: sqliteDialect{}}).reason(err); got != uniqueReason+" (p.mail) (code 2067)" {
		t.Errorf("%v is said as %s", err, got)
	}
}

// sourceOf gives a source of the engine that an error is of.
func sourceOf(err error) *Source {
	var my *mysql.MySQLError
	if errors.As(err, &my) || errors.Is(err, mysql.ErrInvalidConn) {
		return &Source{dialect: mysqlDialect{}}
	}
	return &Source{dialect: postgresDialect{}}
}
