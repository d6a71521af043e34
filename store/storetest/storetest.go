// Package storetest opens throw-away desks for tests: on SQLite always, on PostgreSQL where a server is named. A test
// that imports it pays next to nothing for a password.
package storetest

import (
	"context"
	"database/sql"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/uuid"
	_ "github.com/jackc/pgx/v5/stdlib" // the driver that makes and drops the test schemas

	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/internal/proving"
	"orangelab.cn/rightsdesk/store/internal/work"
)

func init() { work.Lower() }

// Postgres names the server tests may make schemas on; empty leaves PostgreSQL out.
const Postgres = "RIGHTSDESK_TEST_POSTGRES"

// Address is where a fresh desk of an engine can be opened: a folder, or a schema of its own dropped after the test.
func Address(tb testing.TB, engine string) string {
	tb.Helper()
	if engine == "sqlite" {
		return tb.TempDir()
	}
	server := os.Getenv(Postgres)
	if server == "" {
		tb.Skipf("%s names no server", Postgres)
	}
	db, err := sql.Open("pgx", server)
	if err != nil {
		tb.Fatal(err)
	}
	schema := "t" + strings.ReplaceAll(uuid.NewString(), "-", "")
	if _, err := db.Exec("CREATE SCHEMA " + schema); err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if _, err := db.Exec("DROP SCHEMA " + schema + " CASCADE"); err != nil {
			tb.Error(err)
		}
		if err := db.Close(); err != nil {
			tb.Error(err)
		}
	})
	u, err := url.Parse(server)
	if err != nil {
		tb.Fatal(err)
	}
	q := u.Query()
	q.Set("search_path", schema)
	u.RawQuery = q.Encode()
	return u.String()
}

// Open opens a fresh store of an engine and closes it after the test.
func Open(tb testing.TB, engine string) *store.Store {
	tb.Helper()
	s, err := store.Open(context.Background(), Migrated(tb, engine))
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := s.Close(); err != nil {
			tb.Error(err)
		}
	})
	return s
}

// Copy writes the database of a desk in a folder into a file of its own, as it is at one moment.
func Copy(tb testing.TB, dir, file string) {
	tb.Helper()
	db, err := sql.Open("sqlite", filepath.Join(dir, store.File))
	if err != nil {
		tb.Fatal(err)
	}
	_, err = db.Exec("VACUUM INTO ?", file)
	if err := errors.Join(err, db.Close()); err != nil {
		tb.Fatal(err)
	}
}

// FitTallies lets every tally fit the rows it covers until the end of the test, as somebody does who has a password:
// what they forge is then found by what another signed, or not at all.
func FitTallies(tb testing.TB) {
	proving.Set(false)
	tb.Cleanup(func() { proving.Set(true) })
}

// FitTalliesNow is FitTallies until back is called.
func FitTalliesNow() (back func()) {
	proving.Set(false)
	return func() { proving.Set(true) }
}

// Each runs a test on both engines.
func Each(t *testing.T, test func(t *testing.T, engine string)) {
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) { test(t, engine) })
	}
}
