package sqldb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/value"
)

// Source is one of the organisation's databases, opened for reading only. It is safe for concurrent use.
type Source struct {
	DB      *sql.DB
	Dialect Dialect
	where   string // for people; never holds a password
	secret  string
	standby *Standby // nil where the address names none

	mu     sync.Mutex
	tables map[TableName]*Table // nil for a name that does not exist
}

// NewSource returns a source behind an opened database: where it is for people, and the password that no error may
// repeat.
func NewSource(db *sql.DB, d Dialect, where, secret string) *Source {
	return &Source{DB: db, Dialect: d, where: where, secret: secret, tables: map[TableName]*Table{}}
}

// Close releases the connections.
func (s *Source) Close() error {
	err := s.DB.Close()
	if s.standby != nil {
		err = errors.Join(err, s.standby.DB.Close())
	}
	return err
}

// Engine returns the product's name for people, such as "PostgreSQL".
func (s *Source) Engine() string { return s.Dialect.Engine() }

// Where returns what the source is called for people, without its password.
func (s *Source) Where() string { return s.where }

// Ping tries the connection.
func (s *Source) Ping(ctx context.Context) error {
	session, err := s.Begin(ctx)
	if err != nil {
		return err
	}
	return session.End()
}

// Wrap names the source in an error and says the reason in a sentence of ours.
func (s *Source) Wrap(err error, doing string) error {
	if err == nil {
		return nil
	}
	return &value.Error{Message: fmt.Sprintf("%s: %s: %s", s.where, doing, scrub(s.Reason(err), s.secret)), Cause: err}
}

func scrub(message, secret string) string {
	if secret == "" {
		return message
	}
	return strings.NewReplacer(secret, "…", url.QueryEscape(secret), "…").Replace(message)
}

// Snapshot is one read-only transaction, so that every reading of a run sees the same moment. It is for one goroutine
// at a time.
type Snapshot struct {
	source *Source
	conn   *sql.Conn
	Tx     *sql.Tx
}

// Begin starts a snapshot of the source. Where the source cannot be reached, or is no database of its kind, the error
// names the source, the reason and the remedy.
func (s *Source) Begin(ctx context.Context) (*Snapshot, error) { return s.begin(ctx, s.DB) }

func (s *Source) begin(ctx context.Context, db *sql.DB) (*Snapshot, error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, s.Wrap(err, "cannot be reached; check that it runs and that the address and password are right")
	}
	opts := &sql.TxOptions{ReadOnly: true, Isolation: sql.LevelRepeatableRead}
	probe := s.Dialect.Capabilities().Probe
	if probe != "" {
		opts.Isolation = sql.LevelDefault // a transaction of a file is a snapshot by itself
	}
	tx, err := conn.BeginTx(ctx, opts)
	if err != nil {
		return nil, errors.Join(s.Wrap(err, "a read-only transaction cannot be begun"), conn.Close())
	}
	if probe != "" {
		// A deferred transaction touches the file at its first statement only; look now, so that a file that is no
		// database is said at once and the snapshot begins here.
		if _, err := tx.ExecContext(ctx, probe); err != nil {
			return nil,
				errors.Join(s.Wrap(err, fmt.Sprintf("cannot be read; check that it is a %s database", s.Engine())),
					tx.Rollback(), conn.Close())
		}
	}
	if err := s.settle(ctx, tx); err != nil {
		return nil, errors.Join(err, s.DropEnded(tx.Rollback()), s.DropEnded(conn.Close()))
	}
	return &Snapshot{source: s, conn: conn, Tx: tx}, nil
}

// settle makes a transaction behave as every one must.
func (s *Source) settle(ctx context.Context, tx *sql.Tx) error {
	for _, statement := range s.Dialect.Settings() {
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			return s.Wrap(err, "a transaction cannot be set up; check the version of the server")
		}
	}
	return nil
}

// End returns the snapshot up.
func (s *Snapshot) End() error {
	return s.source.Wrap(errors.Join(s.source.DropEnded(s.Tx.Rollback()), s.source.DropEnded(s.conn.Close())),
		"the reading cannot be closed")
}

// Discard ends the session and closes its connection for good, with the statements prepared on it.
func (s *Snapshot) Discard() error {
	err := s.source.DropEnded(s.Tx.Rollback())
	return s.source.Wrap(errors.Join(err, s.source.DropEnded(s.conn.Raw(func(any) error { return driver.ErrBadConn }))),
		"the reading cannot be closed")
}

// Resolve finds the tables of collections, asking the database only for names it has not been asked for.
func (s *Source) Resolve(ctx context.Context, q Querier,
	collections []*dataset.Collection) (map[*dataset.Collection]*Table, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var ask []TableName
	for _, c := range collections {
		for _, n := range namesOf(c) {
			if _, known := s.tables[n]; !known {
				s.tables[n] = nil
				ask = append(ask, n)
			}
		}
	}
	if len(ask) > 0 {
		found, err := s.Dialect.Inspect(ctx, q, ask)
		if err != nil {
			for _, n := range ask {
				delete(s.tables, n)
			}
			return nil, s.Wrap(err, "its tables cannot be listed")
		}
		for n, t := range found {
			s.tables[n] = t
		}
	}
	out := map[*dataset.Collection]*Table{}
	for _, c := range collections {
		for _, n := range namesOf(c) {
			if t := s.tables[n]; t != nil {
				out[c] = t
				break
			}
		}
	}
	if admits, is := s.Dialect.(Admitter); is {
		for c, t := range out {
			var names []string
			for _, f := range c.Fields {
				names = append(names, f.Name)
			}
			admitted, err := admits.Admit(ctx, q, t, names)
			if err != nil {
				return nil, s.Wrap(err, "the fields of the data map cannot be asked for")
			}
			out[c] = admitted
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

// Forget drops what is known of a collection's table, so that the next run looks again: the table may be altered
// while the source stays open.
func (s *Source) Forget(c *dataset.Collection) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, n := range namesOf(c) {
		delete(s.tables, n)
	}
}

// namesOf returns the ways to read a collection's name, best first: as written, in lower case, and as schema.table.
func namesOf(c *dataset.Collection) []TableName {
	schema := c.Dataset.Schema
	names := []TableName{{schema, c.Name}}
	if low := strings.ToLower(c.Name); low != c.Name {
		names = append(names, TableName{schema, low})
	}
	if s, t, ok := strings.Cut(c.Name, "."); ok && s != "" && t != "" {
		names = append(names, TableName{s, t}, TableName{strings.ToLower(s), strings.ToLower(t)})
	}
	return names
}

// describeAll describes every table of the source with its foreign keys.
func (s *Source) describeAll(ctx context.Context) ([]*Table, error) {
	session, err := s.Begin(ctx)
	if err != nil {
		return nil, err
	}
	tables, err := s.DescribeTables(ctx, session.Tx)
	return tables, errors.Join(err, session.End())
}

// DescribeTables returns every table of the source that is not the engine's own, with its columns and foreign keys, as
// q sees them. Views are among them.
func (s *Source) DescribeTables(ctx context.Context, q Querier) ([]*Table, error) {
	names, err := s.Dialect.List(ctx, q)
	if err != nil {
		return nil, s.Wrap(err, "its tables cannot be listed")
	}
	found, err := s.Dialect.Inspect(ctx, q, names)
	if err != nil {
		return nil, s.Wrap(err, "its tables cannot be described")
	}
	var out []*Table
	for _, n := range names {
		t := found[n]
		if t == nil {
			continue
		}
		t.Asked = n
		if t.ForeignKeys, err = s.Dialect.ForeignKeys(ctx, q, t); err != nil {
			return nil, s.Wrap(err, "the foreign keys of "+t.Name+" cannot be read")
		}
		out = append(out, t)
	}
	return out, nil
}

// TableSQL returns the quoted, qualified name.
func TableSQL(d Dialect, t *Table) string {
	if t.Schema == "" {
		return d.Quote(t.Name)
	}
	return d.Quote(t.Schema) + "." + d.Quote(t.Name)
}

// EachRow runs a query and calls scan for every row; scan reads into the given destinations.
func EachRow(ctx context.Context, q Querier, query string, args []any, dest []any, scan func() error) error {
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
