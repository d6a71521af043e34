package source

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"strings"
)

// Writer is one of the organisation's databases, opened with the credential that may change rows. It is safe for
// concurrent use; each Apply is a transaction of its own.
type Writer struct{ source *Source }

// OpenWriter prepares a source for writing; Ping or Apply connects. It takes the addresses that Open takes, and never
// creates a SQLite file. No error repeats the password.
func OpenWriter(ctx context.Context, dsn string) (*Writer, error) {
	s, err := open(ctx, dsn, true)
	if err != nil {
		return nil, err
	}
	return &Writer{s}, nil
}

// Close releases the connections.
func (w *Writer) Close() error { return w.source.Close() }

// Where describes the source for people, without its password.
func (w *Writer) Where() string { return w.source.Where() }

// Ping tries the connection and says whether anything may be written there at all: a file that is read-only, a server
// that only follows another. It writes nothing. Permissions on single tables show in Apply.
func (w *Writer) Ping(ctx context.Context) error {
	conn, tx, err := w.begin(ctx)
	if err != nil {
		return err
	}
	why, err := w.source.dialect.refuses(ctx, tx)
	err = w.source.wrap(errors.Join(err, w.source.ended(tx.Rollback()), w.source.ended(conn.Close())), "cannot be asked whether it may be written")
	if err == nil && why != "" {
		err = fmt.Errorf("%s: %s; name the database that takes changes", w.source.where, why)
	}
	return err
}

// begin starts the one transaction of an Apply. On SQLite it takes the write lock at once.
func (w *Writer) begin(ctx context.Context) (*sql.Conn, *sql.Tx, error) {
	opts := &sql.TxOptions{Isolation: sql.LevelReadCommitted}
	if w.source.dialect.capabilities().probe != "" {
		opts = nil // a file has one writer at a time
	}
	conn, err := w.source.db.Conn(ctx)
	if err != nil {
		return nil, nil, w.source.wrap(err, "cannot be reached; check that it runs and that the address and password are right")
	}
	tx, err := conn.BeginTx(ctx, opts)
	if err != nil {
		err = errors.Join(err, w.source.ended(conn.Close()))
		return nil, nil, w.source.wrap(err, "a transaction for writing cannot be begun; check that it runs, that address and password are right, and that it may be written")
	}
	if err := w.source.settle(ctx, tx); err != nil {
		return nil, nil, errors.Join(err, w.source.ended(tx.Rollback()), w.source.ended(conn.Close()))
	}
	return conn, tx, nil
}

func (sqliteDialect) refuses(context.Context, querier) (string, error) {
	return "", nil // the write lock that begins the transaction is the proof
}

func (postgresDialect) refuses(ctx context.Context, q querier) (why string, err error) {
	var recovery, readOnly bool
	err = eachRow(ctx, q, `SELECT pg_is_in_recovery(), current_setting('transaction_read_only')::bool`, nil, []any{&recovery, &readOnly}, func() error { return nil })
	switch {
	case recovery:
		why = "the server only follows another one"
	case readOnly:
		why = "the database is set to read-only transactions"
	}
	return why, err
}

func (mysqlDialect) refuses(ctx context.Context, q querier) (why string, err error) {
	var readOnly string
	err = eachRow(ctx, q, `SELECT CAST(@@global.read_only AS CHAR)`, nil, []any{&readOnly}, func() error { return nil })
	if readOnly != "" && readOnly != "0" && readOnly != "OFF" {
		why = "the server is set to read-only"
	}
	return why, err
}

// sqliteAddress is the file with the settings of a reader or a writer. Neither creates a file.
func sqliteAddress(path string, write bool) string {
	escaped := strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(path)
	settings := url.Values{"_pragma": {"busy_timeout(5000)", "trusted_schema(0)"}}
	if write {
		settings.Set("mode", "rw")
		settings.Set("_txlock", "immediate")
		settings.Add("_pragma", "foreign_keys(1)")
		// Pages written before the commit would each wait for the disk: up to 64 MiB of them stay in memory, and what
		// statements set aside does too.
		settings.Add("_pragma", "cache_size(-65536)")
		settings.Add("_pragma", "temp_store(2)")
	} else {
		settings.Set("mode", "ro")
		settings.Add("_pragma", "query_only(1)")
	}
	return "file:" + escaped + "?" + settings.Encode()
}
