package source

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync"

	_ "modernc.org/sqlite" // registers the driver "sqlite"
)

// Source is one of the organisation's databases, opened for reading only. It is safe for concurrent use.
type Source struct {
	db      *sql.DB
	dialect dialect
	where   string // for people; never holds a password
	secret  string

	mu     sync.Mutex
	tables map[tableName]*Table // nil for a name that does not exist
}

// newSource is a source behind an opened database: where it is for people, and the password that no error may repeat.
func newSource(db *sql.DB, d dialect, where, secret string) *Source {
	return &Source{db: db, dialect: d, where: where, secret: secret, tables: map[tableName]*Table{}}
}

// Open prepares a source; Ping or the first reading connects. DSNs are sqlite:PATH, postgres://…, and
// mysql://user:password@host:port/db, which serves MariaDB too. No error repeats the password.
func Open(ctx context.Context, dsn string) (*Source, error) { return open(ctx, dsn, false) }

func open(ctx context.Context, dsn string, write bool) (*Source, error) {
	scheme, rest, ok := strings.Cut(dsn, ":")
	if !ok {
		return nil, errors.New(`the source address has no scheme; write sqlite:PATH, postgres://… or mysql://…`)
	}
	var s *Source
	var err error
	switch strings.ToLower(scheme) {
	case "sqlite":
		s, err = openSQLite(strings.TrimPrefix(rest, "//"), write)
	case "postgres", "postgresql":
		s, err = openPostgres(dsn)
	case "mysql", "mariadb":
		s, err = openMySQL(dsn, write)
	default:
		return nil, fmt.Errorf("a source address cannot begin with %q; write sqlite:PATH, postgres://… or mysql://…", scheme)
	}
	if err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// Close releases the connections.
func (s *Source) Close() error { return s.db.Close() }

// Engine is "SQLite", "PostgreSQL" or "MySQL".
func (s *Source) Engine() string { return s.dialect.engine() }

// Where describes the source for people, without its password.
func (s *Source) Where() string { return s.where }

// Ping tries the connection.
func (s *Source) Ping(ctx context.Context) error {
	session, err := s.begin(ctx)
	if err != nil {
		return err
	}
	return session.end()
}

// wrap names the source in an error and says the reason in a sentence of ours.
func (s *Source) wrap(err error, doing string) error {
	if err == nil {
		return nil
	}
	return &sourceError{message: fmt.Sprintf("%s: %s: %s", s.where, doing, scrub(s.reason(err), s.secret)), cause: err}
}

// sourceError keeps the cause for errors.Is while its text is ours.
type sourceError struct {
	message string
	cause   error
}

func (e *sourceError) Error() string { return e.message }
func (e *sourceError) Unwrap() error { return e.cause }
func (e *sourceError) sentence()     {}

func scrub(message, secret string) string {
	if secret == "" {
		return message
	}
	return strings.NewReplacer(secret, "…", url.QueryEscape(secret), "…").Replace(message)
}

// session is one read-only transaction, so that every reading of a run sees the same moment.
type session struct {
	source *Source
	conn   *sql.Conn
	tx     *sql.Tx
}

func (s *Source) begin(ctx context.Context) (*session, error) {
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return nil, s.wrap(err, "cannot be reached; check that it runs and that the address and password are right")
	}
	opts := &sql.TxOptions{ReadOnly: true, Isolation: sql.LevelRepeatableRead}
	probe := s.dialect.capabilities().probe
	if probe != "" {
		opts.Isolation = sql.LevelDefault // a transaction of a file is a snapshot by itself
	}
	tx, err := conn.BeginTx(ctx, opts)
	if err != nil {
		return nil, errors.Join(s.wrap(err, "a read-only transaction cannot be begun"), conn.Close())
	}
	if probe != "" {
		// A deferred transaction touches the file at its first statement only; look now, so that a file that is no
		// database is said at once and the snapshot begins here.
		if _, err := tx.ExecContext(ctx, probe); err != nil {
			return nil, errors.Join(s.wrap(err, fmt.Sprintf("cannot be read; check that it is a %s database", s.Engine())), tx.Rollback(), conn.Close())
		}
	}
	if err := s.settle(ctx, tx); err != nil {
		return nil, errors.Join(err, s.ended(tx.Rollback()), s.ended(conn.Close()))
	}
	return &session{source: s, conn: conn, tx: tx}, nil
}

// settle makes a transaction behave as every one must.
func (s *Source) settle(ctx context.Context, tx *sql.Tx) error {
	for _, statement := range s.dialect.settings() {
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			return s.wrap(err, "a transaction cannot be set up; check the version of the server")
		}
	}
	return nil
}

// end gives the snapshot up.
func (s *session) end() error {
	return s.source.wrap(errors.Join(s.source.ended(s.tx.Rollback()), s.source.ended(s.conn.Close())), "the reading cannot be closed")
}

// discard ends the session and closes its connection for good, with the statements prepared on it.
func (s *session) discard() error {
	err := s.source.ended(s.tx.Rollback())
	return s.source.wrap(errors.Join(err, s.source.ended(s.conn.Raw(func(any) error { return driver.ErrBadConn }))), "the reading cannot be closed")
}

// resolve finds the tables of collections, asking the database only for names it has not been asked for.
func (s *Source) resolve(ctx context.Context, q querier, collections []*Collection) (map[*Collection]*Table, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var ask []tableName
	for _, c := range collections {
		for _, n := range namesOf(c) {
			if _, known := s.tables[n]; !known {
				s.tables[n] = nil
				ask = append(ask, n)
			}
		}
	}
	if len(ask) > 0 {
		found, err := s.dialect.inspect(ctx, q, ask)
		if err != nil {
			for _, n := range ask {
				delete(s.tables, n)
			}
			return nil, s.wrap(err, "its tables cannot be listed")
		}
		for n, t := range found {
			s.tables[n] = t
		}
	}
	out := map[*Collection]*Table{}
	for _, c := range collections {
		for _, n := range namesOf(c) {
			if t := s.tables[n]; t != nil {
				out[c] = t
				break
			}
		}
	}
	// Only what exists is remembered: a missing table may be created while the source stays open.
	for _, n := range ask {
		if s.tables[n] == nil {
			delete(s.tables, n)
		}
	}
	return out, nil
}

// forget drops what is known of a collection's table, so that the next run looks again: the table may be altered
// while the source stays open.
func (s *Source) forget(c *Collection) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, n := range namesOf(c) {
		delete(s.tables, n)
	}
}

// namesOf gives the ways to read a collection's name, best first: as written, in lower case, and as schema.table.
func namesOf(c *Collection) []tableName {
	schema := c.Dataset.Schema
	names := []tableName{{schema, c.Name}}
	if low := strings.ToLower(c.Name); low != c.Name {
		names = append(names, tableName{schema, low})
	}
	if s, t, ok := strings.Cut(c.Name, "."); ok && s != "" && t != "" {
		names = append(names, tableName{s, t}, tableName{strings.ToLower(s), strings.ToLower(t)})
	}
	return names
}

// Schema describes every table of the source with its foreign keys.
func (s *Source) Schema(ctx context.Context) ([]*Table, error) {
	session, err := s.begin(ctx)
	if err != nil {
		return nil, err
	}
	tables, err := s.schema(ctx, session.tx)
	return tables, errors.Join(err, session.end())
}

func (s *Source) schema(ctx context.Context, q querier) ([]*Table, error) {
	names, err := s.dialect.list(ctx, q)
	if err != nil {
		return nil, s.wrap(err, "its tables cannot be listed")
	}
	found, err := s.dialect.inspect(ctx, q, names)
	if err != nil {
		return nil, s.wrap(err, "its tables cannot be described")
	}
	var out []*Table
	for _, n := range names {
		t := found[n]
		if t == nil {
			continue
		}
		t.asked = n
		if t.ForeignKeys, err = s.dialect.foreignKeys(ctx, q, t); err != nil {
			return nil, s.wrap(err, "the foreign keys of "+t.Name+" cannot be read")
		}
		out = append(out, t)
	}
	return out, nil
}

// tableSQL is the quoted, qualified name.
func tableSQL(d dialect, t *Table) string {
	if t.Schema == "" {
		return d.quote(t.Name)
	}
	return d.quote(t.Schema) + "." + d.quote(t.Name)
}

// eachRow runs a query and calls scan for every row; scan reads into the given destinations.
func eachRow(ctx context.Context, q querier, query string, args []any, dest []any, scan func() error) error {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	for rows.Next() {
		if err = rows.Scan(dest...); err == nil {
			err = scan()
		}
		if err != nil {
			return errors.Join(err, rows.Close())
		}
	}
	return errors.Join(rows.Err(), rows.Close())
}
