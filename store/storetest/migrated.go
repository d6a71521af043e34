package storetest

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"

	"orangelab.cn/rightsdesk/private"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/migrations"
)

// Migrated is Address of a desk whose schema is up to date already: a copy of one that store.Open brought there once. A
// test of how a schema is made begins with Address.
func Migrated(tb testing.TB, engine string) string {
	tb.Helper()
	if engine == "sqlite" {
		return migratedFolder(tb)
	}
	server := os.Getenv(Postgres)
	if server == "" {
		tb.Skipf("%s names no server", Postgres)
	}
	template, err := postgresTemplate()
	if err != nil {
		tb.Fatal(err)
	}
	db, err := sql.Open("pgx", server)
	if err != nil {
		tb.Fatal(err)
	}
	name := "t" + strings.ReplaceAll(uuid.NewString(), "-", "")
	if _, err := db.Exec("CREATE DATABASE " + name + " TEMPLATE " + template + " STRATEGY FILE_COPY"); err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if _, err := db.Exec("DROP DATABASE " + name + " WITH (FORCE)"); err != nil {
			tb.Error(err)
		}
		if err := db.Close(); err != nil {
			tb.Error(err)
		}
	})
	address, err := inDatabase(server, name)
	if err != nil {
		tb.Fatal(err)
	}
	return address
}

func inDatabase(server, name string) (string, error) {
	u, err := url.Parse(server)
	if err != nil {
		return "", err
	}
	u.Path = "/" + name
	return u.String(), nil
}

func migratedFolder(tb testing.TB) string {
	tb.Helper()
	file, err := sqliteTemplate()
	if err != nil {
		tb.Fatal(err)
	}
	dir := tb.TempDir()
	if err := errors.Join(private.Own(dir), os.WriteFile(filepath.Join(dir, store.File), file, 0o600)); err != nil {
		tb.Fatal(err)
	}
	return dir
}

// sqliteTemplate is the file of a desk in which nothing was written yet, made once by each test program.
var sqliteTemplate = sync.OnceValues(func() (file []byte, err error) {
	dir, err := os.MkdirTemp("", "rightsdesk-template")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	if err := migrate(dir); err != nil {
		return nil, err
	}
	return os.ReadFile(filepath.Join(dir, store.File))
})

func migrate(address string) error {
	s, err := store.Open(context.Background(), address)
	if err != nil {
		return err
	}
	return s.Close()
}

// postgresTemplate names the database that others are copied from. The first test program to ask makes it, and it stays
// as long as its server; its name says which migrations made it.
var postgresTemplate = sync.OnceValues(func() (name string, err error) {
	ctx, server := context.Background(), os.Getenv(Postgres)
	if name, err = templateName(); err != nil {
		return "", err
	}
	db, err := sql.Open("pgx", server)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	conn, err := db.Conn(ctx) // the lock is a session's
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	if _, err := conn.ExecContext(ctx, "SELECT pg_advisory_lock(7236811)"); err != nil {
		return "", err
	}
	defer func() {
		_, unlockErr := conn.ExecContext(ctx, "SELECT pg_advisory_unlock(7236811)")
		err = errors.Join(err, unlockErr)
	}()
	var there bool
	if err := conn.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)", name).
		Scan(&there); err != nil || there {
		return name, err
	}
	making := name + "_making"
	address, err := inDatabase(server, making)
	if err != nil {
		return "", err
	}
	for _, step := range []func() error{
		func() error { _, err := conn.ExecContext(ctx, "DROP DATABASE IF EXISTS "+making); return err },
		func() error {
			_, err := conn.ExecContext(ctx, "CREATE DATABASE "+making+" TEMPLATE template0")
			return err
		},
		func() error { return migrate(address) },
		func() error { _, err := conn.ExecContext(ctx, "ALTER DATABASE "+making+" RENAME TO "+name); return err },
	} {
		if err := step(); err != nil {
			return "", fmt.Errorf("make the template of test desks: %w", err)
		}
	}
	return name, nil
})

func templateName() (string, error) {
	files, err := fs.Glob(migrations.Files, "postgres/*.sql")
	if err != nil {
		return "", err
	}
	sum := sha256.New()
	for _, f := range files {
		text, err := migrations.Files.ReadFile(f)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(sum, "%s %d\n%s", f, len(text), text)
	}
	return fmt.Sprintf("template_%x", sum.Sum(nil)[:8]), nil
}
