package mirror

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"sync"
	"time"

	engine "modernc.org/sqlite"

	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/sqldb/sqlite"
	"orangelab.cn/rightsdesk/app/source/value"
)

// Origin is where the rows come from.
type Origin interface {
	// Read hands over everything that the source holds. What it returns writes changes of these rows back.
	Read(ctx context.Context, into *Copy) (Snapshot, error)
	// Refuses returns why nothing can be written at all; empty when it can, as far as that shows without writing.
	Refuses(ctx context.Context) (string, error)
}

// Snapshot is an origin as it was read.
type Snapshot interface {
	// Write makes changes where the rows came from, in order, each only where the row is still as it was read. An error
	// says how many of them were made.
	Write(ctx context.Context, changes []Change) error
}

// Change is what becomes of one row.
type Change struct {
	Table   string
	Row     int64 // its number, from 1, in the order in which the rows of the table were handed over
	Deleted bool
	Columns []string // those of the table, in order, and behind them the fields that no row has (Kind.Schemaless)
	Old     []any    // by column, as it was handed over
	New     []any    // by column; nil where the row is deleted
}

// Kind is what the dialect of a kind of source says of itself.
type Kind struct {
	Name string // for people
	// Piecewise is set where changes are made one by one, so that those before one that fails stay made.
	Piecewise bool
	// Schemaless is set where nothing but the rows say what fields there are: one that none of them has is no mistake.
	Schemaless bool
}

// fresh is how long one copy serves the readings of one run.
const fresh = 2 * time.Second

// Open returns a source over an origin: where it is for people, and the password that no error may repeat. Nothing is
// read before the first reading.
func Open(origin Origin, kind Kind, where, secret string, write bool) (*sqldb.Source, error) {
	if err := prepare(); err != nil {
		return nil, &value.Error{Message: where +
			" cannot be opened: the engine that holds its copy cannot be prepared", Cause: err}
	}
	fields := &asked{}
	db := sql.OpenDB(&connector{origin: origin, write: write, asked: fields})
	db.SetMaxIdleConns(1)
	return sqldb.NewSource(db, dialect{kind: kind, origin: origin, asked: fields}, where, secret), nil
}

// unreadableFunction is called with the reason why something cannot be read.
const unreadableFunction = "rightsdesk_unreadable"

// unreadableError is why something of a source cannot be read.
type unreadableError struct{ reason string }

func (e *unreadableError) Error() string { return unreadableMark + e.reason }

const unreadableMark = "cannot be read: "

// prepare makes the functions known to every connection that is opened after it.
var prepare = sync.OnceValue(func() error {
	if err := sqlite.RegisterExpectations(); err != nil {
		return err
	}
	return engine.RegisterScalarFunction(unreadableFunction, 1,
		func(_ *engine.FunctionContext, args []driver.Value) (driver.Value, error) {
			return nil, &unreadableError{fmt.Sprint(args[0])}
		})
})
