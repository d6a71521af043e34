// Package database opens SQLite or PostgreSQL for a desk, brings its schema up to date, watches what it does by itself,
// and says what an error of either engine means. It knows nothing of what the tables hold.
package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"sync/atomic"
	"time"

	"github.com/glebarez/sqlite"
	"github.com/gofrs/flock"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"
	sqlite3 "modernc.org/sqlite"
	sqlitelib "modernc.org/sqlite/lib"

	"orangelab.cn/rightsdesk/private"
	"orangelab.cn/rightsdesk/store/migrations"
)

// MinimumSQLite is the oldest engine the desk opens on: older ones can corrupt a database when its WAL is reset
// (3.7.0 to 3.51.2).
const MinimumSQLite = "3.51.3"

// File is the name of the database inside a desk's folder.
const File = "desk.sqlite"

// LockSuffix is of the empty file beside the database that a process locks while it opens it.
const LockSuffix = "-lock"

// Database is an open database of a desk. It is safe for concurrent use.
type Database struct {
	Write, Read *gorm.DB
	Postgres    bool
	Place       string       // for errors
	rules       atomic.Int64 // the state of the schema whose rules were compared, see RulesKept
	address     string       // of a shared desk's server, for the connection that listens
	channel     string       // what the desktops of a shared desk tell one another goes by, see Tell
}

// Dialect is the name of the folder of its migrations.
func (d *Database) Dialect() string {
	if d.Postgres {
		return "postgres"
	}
	return "sqlite"
}

// IsShared reports whether an address names a shared desk on PostgreSQL rather than a folder.
func IsShared(address string) bool {
	return strings.HasPrefix(address, "postgres://") || strings.HasPrefix(address, "postgresql://")
}

// Open opens the database of the desk in a folder or at a postgres:// address and brings its schema up to date. A
// folder that does not exist is made, readable by its owner alone. guard is hung into every connection.
func Open(ctx context.Context, address string, guard func(*gorm.DB) error) (*Database, error) {
	if IsShared(address) {
		return OpenShared(ctx, address, guard)
	}
	return OpenFolder(ctx, address, Newest, guard)
}

// Newest stands for the newest migration in place of a number.
const Newest = 0

// GormConfig is how gorm is set up for a desk, of either engine.
func GormConfig() *gorm.Config {
	return &gorm.Config{
		// statements carry keyed hashes and times; errors are returned, not printed
		Logger:                 logger.Discard,
		SkipDefaultTransaction: true,
		PrepareStmt:            true,
	}
}

// OpenFolder opens the database in the folder of a desk and brings its schema to a migration. guard is hung into every
// connection.
func OpenFolder(ctx context.Context, dir string, upTo int64, guard func(*gorm.DB) error) (opened *Database, err error) {
	path := filepath.Join(dir, File)
	_, known := os.Stat(path)
	if err := deskFolder(dir, errors.Is(known, fs.ErrNotExist)); err != nil {
		return nil, err
	}
	free, err := LockForOpening(ctx, path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, free()) }()
	// SQLite would create the file for everyone to read.
	f, err := private.OpenFile(path, os.O_CREATE|os.O_RDWR)
	if err == nil {
		err = f.Close()
	}
	if err != nil {
		return nil, AtPlace(err, "%s cannot be opened", path)
	}
	// a backslash too: a path of a network drive would else begin with the server of an address
	escaped := url.PathEscape(path)
	write, err := gorm.Open(sqlite.Open("file:"+escaped+"?_time_format=sqlite&_txlock=immediate&_defensive=1"+
		"&_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)"+
		"&_pragma=secure_delete(1)&_pragma=recursive_triggers(1)&_pragma=temp_store(2)&_pragma=cache_size(-65536)"),
		GormConfig())
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, MapError(err))
	}
	s := &Database{Write: write, Place: dir}
	if err := guard(write); err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	db, err := write.DB()
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	db.SetMaxOpenConns(1)
	if err := s.gateEngine(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	if err := migrate(ctx, db, goose.DialectSQLite3, upTo); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	read, err := gorm.Open(sqlite.Open("file:"+escaped+"?mode=ro&_time_format=sqlite&_pragma=busy_timeout(10000)"+
		"&_pragma=query_only(1)&_pragma=temp_store(2)&_pragma=cache_size(-16384)"), GormConfig())
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open %s for reading: %w", path, err), s.Close())
	}
	s.Read = read
	if err := guard(read); err != nil {
		return nil, errors.Join(fmt.Errorf("open %s for reading: %w", path, err), s.Close())
	}
	rdb, err := read.DB()
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open %s for reading: %w", path, err), s.Close())
	}
	rdb.SetMaxOpenConns(4)
	// A full ANALYZE turns the queue page into a sort; the limit keeps the pinned plans.
	if err := write.WithContext(ctx).Exec("PRAGMA analysis_limit=400").Error; err != nil {
		return nil, errors.Join(MapError(err), s.Close())
	}
	return s, nil
}

// OpenShared opens the database of a shared desk and brings its schema up to date. guard is hung into every connection.
func OpenShared(ctx context.Context, address string, guard func(*gorm.DB) error) (*Database, error) {
	secure, err := Encrypted(address)
	if err != nil {
		return nil, err
	}
	// GORM waits without end for a server that takes the connection and says nothing.
	if err := Reach(ctx, address); err != nil {
		return nil, err
	}
	db, err := gorm.Open(postgres.Open(secure), GormConfig())
	if err != nil {
		return nil, ReachError(err)
	}
	pool, err := db.DB()
	if err != nil {
		return nil, ReachError(err)
	}
	pool.SetMaxOpenConns(8)
	pool.SetConnMaxIdleTime(5 * time.Minute)
	if err := guard(db); err != nil {
		return nil, fmt.Errorf("open the shared desk: %w", err)
	}
	s := &Database{Write: db, Read: db, Postgres: true, Place: "the shared desk's server", address: secure}
	var schema string
	if err := db.WithContext(ctx).Raw("SELECT current_schema()").Scan(&schema).Error; err != nil {
		return nil, errors.Join(ReachError(err), s.Close())
	}
	s.channel = channelOf(schema)
	// The server lets one desktop at a time bring a schema up to date; the others wait and find it done.
	one, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 60))
	if err != nil {
		return nil, errors.Join(fmt.Errorf("migrations: %w", err), s.Close())
	}
	if err := migrate(ctx, pool, goose.DialectPostgres, Newest, goose.WithSessionLocker(one)); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// openingWait bounds how long a desktop waits for another that opens the desk and brings it up to date.
const openingWait = time.Minute

// LockForOpening waits until no other process opens the same file: SQLite neither turns to its WAL nor changes its
// schema twice at once. The lock goes with its process, whatever ends it.
func LockForOpening(ctx context.Context, path string) (free func() error, err error) {
	ctx, cancel := context.WithTimeout(ctx, openingWait)
	defer cancel()
	f := flock.New(path+LockSuffix, flock.SetPermissions(0o600))
	if _, err := f.TryLockContext(ctx, 20*time.Millisecond); err != nil && ctx.Err() == nil {
		return nil, AtPlace(err, "%s cannot be opened", path)
	} else if err != nil {
		return nil, fmt.Errorf("another program has been opening %s for a long time; close it and try again: %w", path,
			err)
	}
	return f.Close, nil
}

func migrate(ctx context.Context, db *sql.DB, dialect goose.Dialect, upTo int64,
	options ...goose.ProviderOption) error {
	folder := "sqlite"
	if dialect == goose.DialectPostgres {
		folder = "postgres"
	}
	files, err := fs.Sub(migrations.Files, folder)
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	p, err := goose.NewProvider(dialect, db, files, options...)
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	if upTo == Newest {
		_, err = p.Up(ctx)
	} else {
		_, err = p.UpTo(ctx, upTo)
	}
	if err != nil && skipped(ctx, p) {
		return &placeError{ErrSchema.Error(), errors.Join(ErrSchema, err)}
	}
	if err != nil {
		return schemaError(err)
	}
	return nil
}

// skipped reports whether a migration was not applied though a later one was: goose then refuses, with words of its
// own.
func skipped(ctx context.Context, p *goose.Provider) bool {
	list, err := p.Status(ctx)
	if err != nil {
		return false
	}
	pending := false
	for _, m := range list { // in the order of their numbers
		if pending && m.State == goose.StateApplied {
			return true
		}
		pending = pending || m.State == goose.StatePending
	}
	return false
}

// schemaError is what a migration failed with. A statement that the schema itself refuses meets another schema than the
// list of what was applied says.
func schemaError(err error) error {
	var pg *pgconn.PgError
	var lite *sqlite3.Error
	if Refused(err) {
		return Said(ErrOlder.Error(), errors.Join(ErrOlder, err))
	}
	if errors.As(err, &pg) && strings.HasPrefix(pg.Code, "42") ||
		errors.As(err, &lite) && lite.Code() == sqlitelib.SQLITE_ERROR {
		return &placeError{ErrSchema.Error(), errors.Join(ErrSchema, err)}
	}
	return fmt.Errorf("bring the schema up to date: %w", MapError(err))
}

// EngineVersion tells the engine and its version, such as "SQLite 3.54.1".
func (d *Database) EngineVersion(ctx context.Context) (string, error) {
	var v string
	if d.Postgres {
		err := d.Read.WithContext(ctx).Raw("SHOW server_version").Scan(&v).Error
		return "PostgreSQL " + v, MapError(err)
	}
	err := d.Write.WithContext(ctx).Raw("SELECT sqlite_version()").Scan(&v).Error
	return "SQLite " + v, MapError(err)
}

func (d *Database) gateEngine(ctx context.Context) error {
	v, err := d.EngineVersion(ctx)
	if err != nil {
		return err
	}
	if VersionLess(strings.TrimPrefix(v, "SQLite "), MinimumSQLite) {
		return fmt.Errorf("%w (found %s)", ErrEngineOld, v)
	}
	info, known := debug.ReadBuildInfo()
	if !known {
		return nil
	}
	return PartsFit(info.Deps)
}

// EngineLibrary is the version of the C library that the engine of this program was made for: modernc.org/sqlite is C
// carried over to Go by one version of modernc.org/libc, and runs with no other. A test compares it with what the
// engine's own module asks for.
const EngineLibrary = "v1.79.0"

// PartsFit reports, as an error, that a program was built with another. What a test program is built of is not told.
func PartsFit(deps []*debug.Module) error {
	for _, d := range deps {
		if d.Path != "modernc.org/libc" {
			continue
		}
		if d.Replace != nil {
			d = d.Replace
		}
		if d.Version != EngineLibrary {
			return fmt.Errorf("%w (found %s, made for %s)", ErrEngineParts, d.Version, EngineLibrary)
		}
	}
	return nil
}

// VersionLess reports whether a version of an engine is older than another.
func VersionLess(a, b string) bool {
	var x, y [3]int
	fmt.Sscanf(a, "%d.%d.%d", &x[0], &x[1], &x[2])
	fmt.Sscanf(b, "%d.%d.%d", &y[0], &y[1], &y[2])
	for i := range x {
		if x[i] != y[i] {
			return x[i] < y[i]
		}
	}
	return false
}

// Close closes every connection.
func (d *Database) Close() error {
	var errs []error
	for _, db := range []*gorm.DB{d.Read, d.Write} {
		if db == nil {
			continue
		}
		pool, err := db.DB()
		if err == nil {
			err = pool.Close()
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}
