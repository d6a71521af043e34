package source_test

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/source"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/trial"
	"orangelab.cn/rightsdesk/app/source/value"
)

// testDB is a database of its own on one engine, dropped after the test.
type testDB struct {
	engine string
	dsn    string
	db     *sql.DB
}

func (d *testDB) exec(tb testing.TB, script string) {
	tb.Helper()
	for _, stmt := range strings.Split(script, ";\n") {
		if strings.TrimSpace(stmt) == "" {
			continue
		}
		if _, err := d.db.Exec(stmt); err != nil {
			tb.Fatalf("%s: %s: %v", d.engine, stmt, err)
		}
	}
}

var testNumber atomic.Int64

func sqliteDB(tb testing.TB) *testDB {
	tb.Helper()
	path := filepath.Join(tb.TempDir(), "a b%.db")
	db, err := sql.Open("sqlite", "file:"+strings.NewReplacer("%", "%25", " ", "%20").Replace(path))
	if err != nil {
		tb.Fatal(err)
	}
	if _, err := db.Exec("CREATE TABLE _here (x)"); err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { closed(tb, db) })
	return &testDB{"SQLite", "sqlite:" + path, db}
}

// ownDatabase returns the tests of this package a database of their own on the PostgreSQL server. A source is read as a
// whole, and tests of other packages make and drop tables in the one that the variable names.
func ownDatabase() (drop func() error, err error) {
	base := os.Getenv("RIGHTSDESK_TEST_POSTGRES")
	if base == "" {
		return func() error { return nil }, nil
	}
	admin, err := sql.Open("pgx", base)
	if err != nil {
		return nil, err
	}
	u, err := url.Parse(base)
	if err != nil {
		return nil, err
	}
	name := fmt.Sprintf("source_%d", os.Getpid())
	if _, err := admin.Exec("CREATE DATABASE " + name + " TEMPLATE template0"); err != nil {
		return nil, err
	}
	u.Path = "/" + name
	return func() error {
		_, err := admin.Exec("DROP DATABASE " + name + " WITH (FORCE)")
		return errors.Join(err, admin.Close())
	}, os.Setenv("RIGHTSDESK_TEST_POSTGRES", u.String())
}

func postgresDB(tb testing.TB) *testDB {
	tb.Helper()
	base := os.Getenv("RIGHTSDESK_TEST_POSTGRES")
	if base == "" {
		return nil
	}
	name := fmt.Sprintf("source_%d_%d", os.Getpid(), testNumber.Add(1))
	admin, err := sql.Open("pgx", base)
	if err != nil {
		tb.Fatal(err)
	}
	if _, err := admin.Exec("CREATE SCHEMA " + name); err != nil {
		tb.Fatal(err)
	}
	u, err := url.Parse(base)
	if err != nil {
		tb.Fatal(err)
	}
	q := u.Query()
	q.Set("search_path", name)
	u.RawQuery = q.Encode()
	db, err := sql.Open("pgx", u.String())
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		closed(tb, db)
		if _, err := admin.Exec("DROP SCHEMA " + name + " CASCADE"); err != nil {
			tb.Error(err)
		}
		closed(tb, admin)
	})
	return &testDB{"PostgreSQL", u.String(), db}
}

func mysqlDB(tb testing.TB) *testDB {
	tb.Helper()
	base := os.Getenv("RIGHTSDESK_TEST_MYSQL")
	if base == "" {
		return nil
	}
	u, err := url.Parse(base)
	if err != nil {
		tb.Fatal(err)
	}
	password, _ := u.User.Password()
	server := fmt.Sprintf("%s:%s@tcp(%s)/", u.User.Username(), password, u.Host)
	name := fmt.Sprintf("source_%d_%d", os.Getpid(), testNumber.Add(1))
	admin, err := sql.Open("mysql", server)
	if err != nil {
		tb.Fatal(err)
	}
	if _, err := admin.Exec("CREATE DATABASE " + name); err != nil {
		tb.Fatal(err)
	}
	// one script for every engine
	db, err := sql.Open("mysql", server+name+"?sql_mode=%27ANSI_QUOTES%2CSTRICT_TRANS_TABLES%27")
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		closed(tb, db)
		if _, err := admin.Exec("DROP DATABASE " + name); err != nil {
			tb.Error(err)
		}
		closed(tb, admin)
	})
	u.Path = "/" + name
	return &testDB{"MySQL", u.String(), db}
}

func closed(tb testing.TB, db io.Closer) {
	if err := db.Close(); err != nil {
		tb.Error(err)
	}
}

// onEngines runs a test on every engine that is at hand.
func onEngines(t *testing.T, test func(t *testing.T, db *testDB)) {
	t.Run("SQLite", func(t *testing.T) { test(t, sqliteDB(t)) })
	for name, open := range map[string]func(testing.TB) *testDB{"PostgreSQL": postgresDB, "MySQL": mysqlDB} {
		t.Run(name, func(t *testing.T) {
			db := open(t)
			if db == nil {
				t.Skip("no server given")
			}
			test(t, db)
		})
	}
}

func opened(tb testing.TB, db *testDB) *sqldb.Source {
	tb.Helper()
	s, err := source.Open(context.Background(), db.dsn)
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

// linked parses dataset texts and fails on any error.
func linked(tb testing.TB, texts ...string) []*dataset.Dataset {
	tb.Helper()
	var all []*dataset.Dataset
	for i, text := range texts {
		ds, ps := dataset.Parse(fmt.Sprintf("map%d.yml", i), []byte(text))
		if err := ps.Err(); err != nil {
			tb.Fatal(err)
		}
		all = append(all, ds...)
	}
	if err := dataset.Link(all).Err(); err != nil {
		tb.Fatal(err)
	}
	return all
}

// noWait tries again at once.
func noWait(ctx context.Context, _ time.Duration) error { return ctx.Err() }

// trial runs an access with every dataset on one database and gives its JSON, compacted.
func accessed(tb testing.TB, db *testDB, datasets []*dataset.Dataset, ids dataset.Identities,
	categories ...string) map[string]string {
	tb.Helper()
	src := opened(tb, db)
	opts := search.Options{Datasets: datasets, Sources: map[string]*sqldb.Source{}, Identities: ids,
		Categories: categories, Wait: noWait}
	for _, d := range datasets {
		opts.Sources[d.Key] = src
	}
	rows, _, err := trial.Access(context.Background(), opts)
	if err != nil {
		tb.Fatal(err)
	}
	return compact(tb, rows)
}

func compact(tb testing.TB, rows map[string][]value.Row) map[string]string {
	tb.Helper()
	out := map[string]string{}
	for at, rs := range rows {
		var b bytes.Buffer
		enc := json.NewEncoder(&b)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(rs); err != nil {
			tb.Fatal(err)
		}
		out[at] = strings.TrimSpace(b.String())
	}
	return out
}

func expect(tb testing.TB, got map[string]string, want map[string]string) {
	tb.Helper()
	for at, w := range want {
		if got[at] != w {
			tb.Errorf("%s:\n got %s\nwant %s", at, got[at], w)
		}
	}
	for at := range got {
		if _, ok := want[at]; !ok {
			tb.Errorf("unexpected collection %s: %s", at, got[at])
		}
	}
}

func readTestdata(tb testing.TB, name string) string {
	tb.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		tb.Fatal(err)
	}
	return string(b)
}
