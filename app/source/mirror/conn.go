package mirror

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"slices"
	"time"

	engine "modernc.org/sqlite"

	"orangelab.cn/rightsdesk/app/source/value"
)

// engineConn is a connection of the embedded engine.
type engineConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
	driver.Pinger
}

// connector opens copies: each connection is a copy of its own.
type connector struct {
	origin Origin
	write  bool
	asked  *asked
}

// Driver is that of the embedded engine.
func (c *connector) Driver() driver.Driver {
	db, err := sql.Open("sqlite", "")
	if err != nil {
		return &engine.Driver{}
	}
	defer db.Close()
	return db.Driver()
}

// Connect reads the origin.
func (c *connector) Connect(ctx context.Context) (driver.Conn, error) {
	settings := "?_pragma=temp_store(2)"
	if c.write {
		settings += "&_txlock=immediate"
	}
	opened, err := c.Driver().Open("file::memory:" + settings)
	if err != nil {
		return nil, err
	}
	inner, fits := opened.(engineConn)
	hooks, hooked := opened.(engine.HookRegisterer)
	if !fits || !hooked {
		return nil, errors.Join(errors.New("the embedded engine has changed"), opened.Close())
	}
	out := &conn{engineConn: inner, made: time.Now(), touched: map[place]*Change{}}
	if out.snapshot, err = c.fill(ctx, inner); err != nil {
		return nil, errors.Join(err, inner.Close())
	}
	if c.write {
		hooks.RegisterPreUpdateHook(out.touch)
	} else if _, err := inner.ExecContext(ctx, "PRAGMA query_only(1)", nil); err != nil {
		return nil, errors.Join(err, inner.Close())
	}
	return out, nil
}

func (c *connector) fill(ctx context.Context, inner engineConn) (Snapshot, error) {
	into := &Copy{conn: inner, names: map[string]bool{}, asked: c.asked}
	for _, text := range []string{
		"CREATE TEMP TABLE rightsdesk_column (tbl TEXT, name TEXT, charset TEXT, fixed INTEGER, remark TEXT)",
		"CREATE TEMP TABLE rightsdesk_closed (tbl TEXT, why TEXT)", "CREATE TEMP TABLE rightsdesk_hidden (tbl TEXT)",
		"CREATE TEMP TABLE rightsdesk_unreadable (tbl TEXT, instead TEXT, why TEXT)", "BEGIN"} {
		if err := into.exec(ctx, text); err != nil {
			return nil, err
		}
	}
	snapshot, err := c.origin.Read(ctx, into)
	if err != nil {
		return nil, err
	}
	return snapshot, into.exec(ctx, "COMMIT")
}

// place names a row of the copy.
type place struct {
	table string
	row   int64
}

// conn is one copy.
type conn struct {
	engineConn
	snapshot Snapshot
	made     time.Time
	spent    bool // it was written, and what is in the source may be spelled otherwise
	touched  map[place]*Change
	order    []place
	broken   error
}

// ResetSession has a copy read anew that has served its time.
func (c *conn) ResetSession(context.Context) error {
	if c.spent || time.Since(c.made) > fresh {
		return driver.ErrBadConn
	}
	return nil
}

// IsValid reports whether the copy may serve once more.
func (c *conn) IsValid() bool { return !c.spent }

// touch remembers a row as it was before it was written first.
func (c *conn) touch(d engine.SQLitePreUpdateData) {
	at := place{d.TableName, d.OldRowID}
	if d.DatabaseName != "main" || c.touched[at] != nil {
		return
	}
	old := make([]any, d.Count())
	if err := d.Old(old...); err != nil {
		c.broken = err
		return
	}
	c.touched[at] = &Change{Table: d.TableName, Row: d.OldRowID, Old: old}
	c.order = append(c.order, at)
}

// BeginTx begins a transaction of the copy.
func (c *conn) BeginTx(ctx context.Context, opts driver.TxOptions) (driver.Tx, error) {
	inner, err := c.engineConn.BeginTx(ctx, opts)
	if err != nil {
		return nil, err
	}
	return &transaction{Tx: inner, conn: c, ctx: context.WithoutCancel(ctx)}, nil
}

// transaction is one of a copy: its commit is the writing of the source.
type transaction struct {
	driver.Tx
	conn *conn
	ctx  context.Context // for the writing, which is not cut short
}

// Commit writes what was changed back to where it came from.
func (t *transaction) Commit() error {
	changes, err := t.conn.changes(t.ctx)
	if err == nil && len(changes) > 0 {
		t.conn.spent = true
		err = t.conn.snapshot.Write(t.ctx, changes)
	}
	if err != nil {
		return errors.Join(err, t.Rollback())
	}
	return t.Tx.Commit()
}

// changes returns what became of the rows that were touched, in the order in which they were.
func (c *conn) changes(ctx context.Context) ([]Change, error) {
	if c.broken != nil {
		return nil, &value.Error{Message: "what was changed cannot be told; nothing was written", Cause: c.broken}
	}
	var out []Change
	for _, at := range c.order {
		made := *c.touched[at]
		rows, err := c.QueryContext(ctx, "SELECT * FROM "+quote(at.table)+" WHERE rowid = ?",
			[]driver.NamedValue{{Ordinal: 1, Value: at.row}})
		if err != nil {
			return nil, err
		}
		made.Columns = rows.Columns()
		now := make([]driver.Value, len(made.Columns))
		err = rows.Next(now)
		if closed := rows.Close(); err == nil {
			err = closed
		}
		switch {
		case errors.Is(err, io.EOF):
			made.Deleted = true
		case err != nil:
			return nil, err
		default:
			for i, v := range now {
				if flag, is := v.(bool); is { // the driver gives a column of flags as such, the hook as numbers
					v = int64(0)
					if flag {
						v = int64(1)
					}
				}
				made.New = append(made.New, v)
				now[i] = v
			}
			if slices.Equal(made.Old, made.New) {
				continue
			}
		}
		out = append(out, made)
	}
	return out, nil
}
