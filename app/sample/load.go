// Package sample makes the sample desk: an invented shop with its sources, and a desk with staff and requests about its
// customers, all of it through the same functions that staff use.
package sample

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net"
	"net/url"
	"path/filepath"
	"strings"

	"github.com/go-sql-driver/mysql"
	_ "github.com/jackc/pgx/v5/stdlib" // registers the driver "pgx"
	_ "modernc.org/sqlite"             // registers the driver "sqlite"

	assets "orangelab.cn/rightsdesk/assets/sample"
	"orangelab.cn/rightsdesk/private"
)

// Sources are the keys of the sources that are databases, in the order in which they can be loaded.
var Sources = []string{"shop", "usage", "support"}

// Dataset is the dataset file of a source.
func Dataset(source string) (string, error) {
	text, err := assets.Files.ReadFile(source + ".yml")
	if err != nil {
		return "", fmt.Errorf("dataset file of the sample source %q: %w", source, err)
	}
	return string(text), nil
}

// LoadShop writes the sources into a folder as shop.sqlite, usage.sqlite and support.sqlite. A file that is already
// there is an error.
func LoadShop(ctx context.Context, dir string) error {
	if err := private.Folder(dir); err != nil {
		return fmt.Errorf("folder of the sample sources: %w", err)
	}
	for _, source := range Sources {
		if err := LoadInto(ctx, "sqlite", "sqlite:"+filepath.Join(dir, source+".sqlite"), source); err != nil {
			return err
		}
	}
	return nil
}

// dialect is what a database wants different. Types that it calls by another name are replaced where they stand as
// words.
type dialect struct {
	open   func(dsn string) (*sql.DB, error)
	types  *strings.Replacer
	suffix string // after CREATE TABLE (…)
	number bool   // placeholders are $1, $2, …
}

var dialects = map[string]dialect{
	"sqlite": {open: openSQLite, types: strings.NewReplacer()},
	"postgres": {open: func(dsn string) (*sql.DB, error) { return sql.Open("pgx", dsn) },
		types: strings.NewReplacer(" JSON", " JSONB"), number: true},
	// A TIMESTAMP of MariaDB ends in 2038 and may change by itself.
	"mysql": {open: openMySQL, types: strings.NewReplacer(" TIMESTAMP", " DATETIME"), suffix: " CHARACTER SET utf8mb4"},
}

// LoadInto makes the tables of a source (shop, usage or support) in a database and fills them in one transaction.
// engine is sqlite, postgres or mysql (MariaDB too), dsn the address as the data map writes it: sqlite:PATH,
// postgres://…, mysql://user:password@host:port/db.
func LoadInto(ctx context.Context, engine, dsn string, source string) (err error) {
	d, ok := dialects[engine]
	if !ok {
		return fmt.Errorf("the sample cannot be loaded into %q; choose sqlite, postgres or mysql", engine)
	}
	schema, err := assets.Files.ReadFile(source + ".sql")
	if err != nil {
		return fmt.Errorf("the sample has no source %q; it has %s", source, strings.Join(Sources, ", "))
	}
	list, err := tables(source)
	if err != nil {
		return err
	}
	db, err := d.open(dsn)
	if err != nil {
		return fmt.Errorf("open the database for the sample source %s: %w", source, err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("reach the database for the sample source %s: %w", source, err)
	}
	if err := d.load(ctx, tx, string(schema), list); err != nil {
		return errors.Join(fmt.Errorf("load the sample source %s: %w", source, err), tx.Rollback())
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("load the sample source %s: %w", source, err)
	}
	return nil
}

func (d dialect) load(ctx context.Context, tx *sql.Tx, schema string, list []*table) error {
	for _, statement := range strings.Split(schema, ";\n") {
		statement = d.types.Replace(strings.TrimSpace(statement))
		if statement == "" {
			continue
		}
		if strings.HasPrefix(statement, "CREATE TABLE") {
			statement += d.suffix
		}
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			name, _, _ := strings.Cut(statement, "(")
			return fmt.Errorf("%s: %w", strings.TrimSpace(name), err)
		}
	}
	for _, t := range list {
		if err := d.fill(ctx, tx, t); err != nil {
			return fmt.Errorf("fill %s: %w", t.name, err)
		}
	}
	return nil
}

// together is how many rows one INSERT carries, so that a distant server is not asked for each.
const together = 100

func (d dialect) fill(ctx context.Context, tx *sql.Tx, t *table) error {
	for from := 0; from < len(t.rows); from += together {
		rows := t.rows[from:min(from+together, len(t.rows))]
		var values []string
		var args []any
		for _, row := range rows {
			marks := make([]string, len(row))
			for i := range row {
				marks[i] = "?"
				if d.number {
					marks[i] = fmt.Sprintf("$%d", len(args)+i+1)
				}
			}
			values, args = append(values, "("+strings.Join(marks, ",")+")"), append(args, row...)
		}
		statement := "INSERT INTO " + t.name + " (" + strings.Join(t.columns, ", ") + ") VALUES " +
			strings.Join(values, ", ")
		if _, err := tx.ExecContext(ctx, statement, args...); err != nil {
			return err
		}
	}
	return nil
}

func openSQLite(dsn string) (*sql.DB, error) {
	path := strings.TrimPrefix(dsn, "sqlite:")
	// SQLite would create the file for everyone to read, and would add to one that is there.
	f, err := private.Create(path)
	if err != nil {
		return nil, err
	}
	if err := f.Close(); err != nil {
		return nil, err
	}
	return sql.Open("sqlite", "file:"+url.PathEscape(path)+"?_pragma=foreign_keys(1)")
}

func openMySQL(dsn string) (*sql.DB, error) {
	u, err := url.Parse(dsn)
	if err != nil || u.Host == "" {
		// the cause would repeat the password
		return nil, errors.New("write the address as mysql://user:password@host:port/database")
	}
	cfg := mysql.NewConfig()
	cfg.User = u.User.Username()
	cfg.Passwd, _ = u.User.Password()
	cfg.Net, cfg.Addr = "tcp", u.Host
	if u.Port() == "" {
		cfg.Addr = net.JoinHostPort(u.Hostname(), "3306")
	}
	cfg.DBName, cfg.Collation = strings.TrimPrefix(u.Path, "/"), "utf8mb4_general_ci"
	connector, err := mysql.NewConnector(cfg)
	if err != nil {
		return nil, fmt.Errorf("mysql address: %w", err)
	}
	return sql.OpenDB(connector), nil
}
