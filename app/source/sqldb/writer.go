package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// Writer is one of the organisation's databases, opened with the credential that may change rows. It is safe for
// concurrent use; each Apply is a transaction of its own.
type Writer struct{ Source *Source }

// Close releases the connections.
func (w *Writer) Close() error { return w.Source.Close() }

// Ping tries the connection and says whether anything may be written there at all: a file that is read-only, a server
// that only follows another. It writes nothing. Permissions on single tables show in Apply.
func (w *Writer) Ping(ctx context.Context) error {
	conn, tx, err := w.Begin(ctx)
	if err != nil {
		return err
	}
	why, err := w.Source.Dialect.Refuses(ctx, tx)
	err = w.Source.Wrap(errors.Join(err, w.Source.DropEnded(tx.Rollback()), w.Source.DropEnded(conn.Close())),
		"cannot be asked whether it may be written")
	if err == nil && why != "" {
		err = fmt.Errorf("%s: %s; name the database that takes changes", w.Source.where, why)
	}
	return err
}

// Begin starts the one transaction of an Apply. On SQLite it takes the write lock at once.
func (w *Writer) Begin(ctx context.Context) (*sql.Conn, *sql.Tx, error) {
	opts := &sql.TxOptions{Isolation: sql.LevelReadCommitted}
	switch able := w.Source.Dialect.Capabilities(); {
	case able.Probe != "":
		opts = nil // a file has one writer at a time
	case able.OneMoment:
		opts.Isolation = sql.LevelRepeatableRead
	}
	conn, err := w.Source.DB.Conn(ctx)
	if err != nil {
		return nil, nil,
			w.Source.Wrap(err, "cannot be reached; check that it runs and that the address and password are right")
	}
	tx, err := conn.BeginTx(ctx, opts)
	if err != nil {
		err = errors.Join(err, w.Source.DropEnded(conn.Close()))
		return nil, nil,
			w.Source.Wrap(err,
				"a transaction for writing cannot be begun; check that it runs, that address and password are right, and that it may be written")
	}
	err = w.Source.settle(ctx, tx)
	if prepare := w.Source.Dialect.Capabilities().Prepare; err == nil && prepare != "" {
		_, err = tx.ExecContext(ctx, prepare)
		err = w.Source.Wrap(err, "a transaction cannot be set up; check the version of the server")
	}
	if err != nil {
		return nil, nil, errors.Join(err, w.Source.DropEnded(tx.Rollback()), w.Source.DropEnded(conn.Close()))
	}
	return conn, tx, nil
}
