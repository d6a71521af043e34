package source

import (
	"bytes"
	"context"
	"database/sql/driver"
	"errors"
	"strings"
	"sync"
	"sync/atomic"

	"modernc.org/sqlite"
)

// SQLite runs in this process, so an UPDATE can compare each row with the preview at the moment it writes it, through
// a function of ours. That spares a reading of every row, which costs more than the writing. When not every row is as
// previewed, the portion is taken back and done the ordinary way, which says what is the matter.

// asSeenFunction is called with the number of an expectation and every column of a row.
const asSeenFunction = "rightsdesk_as_seen"

var registerAsSeen = sync.OnceValue(func() error {
	return sqlite.RegisterScalarFunction(asSeenFunction, -1, func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
		if len(args) > 0 {
			number, _ := args[0].(int64)
			if e, known := expectations.Load(number); known && e.(*expectation).met(args[1:]) {
				return int64(1), nil
			}
		}
		return int64(0), nil
	})
})

// expectations are those of the portions under way, by number.
var (
	expectations sync.Map
	lastExpected atomic.Int64
)

// expectation is how the rows of a portion were previewed, by key.
type expectation struct {
	columns []Column
	key     []int
	seen    map[string][]byte
	row     []any
	scratch []byte
}

func (e *expectation) met(args []driver.Value) bool {
	if len(args) != len(e.columns) {
		return false
	}
	for i, v := range args {
		e.row[i] = v
	}
	tuple := make([]any, len(e.key))
	for n, i := range e.key {
		tuple[n] = e.row[i]
	}
	var whole imprint
	whole, e.scratch = seen(e.columns, e.row, e.scratch)
	return bytes.Equal(whole[:], e.seen[keyed(tuple)])
}

// compareAndWrite writes a portion whose rows are all as previewed; false when it leaves the portion as it was, because
// the engine cannot do it, the rows must be read again anyway, or a row is not as previewed.
func (a *applying) compareAndWrite(ctx context.Context, b *bound, key []int, changes []RowChange) (bool, error) {
	if _, lite := b.dialect.(sqliteDialect); !lite || changes[0].Delete || !b.unique(key) || len(b.table.Columns) >= 100 {
		return false, nil
	}
	e := &expectation{columns: b.table.Columns, key: key, seen: make(map[string][]byte, len(changes)), row: make([]any, len(b.table.Columns))}
	todo := make([]*writing, len(changes))
	var columns []int
	for n := range changes {
		c := &changes[n]
		if n == 0 || !alikeNames(c.After, changes[n-1].After) {
			var err error
			if columns, err = b.cells(c.After); err != nil {
				return false, err
			}
		}
		todo[n] = &writing{RowChange: c, columns: columns}
		if !a.sure(b, todo[n]) || c.Rows != 1 {
			return false, nil
		}
		e.seen[keyed(cellValues(c.Key))] = c.Seen
	}
	number := lastExpected.Add(1)
	expectations.Store(number, e)
	defer expectations.Delete(number)
	by := naming{of: func(w *writing) [][]any { return [][]any{cellValues(w.Key)} }, also: func(row string, args *[]any) string {
		*args = append(*args, number)
		return asSeenFunction + "(?, " + row + "." + strings.Join(quotedNames(b), ", "+row+".") + ")"
	}}
	for _, i := range key {
		by.columns = append(by.columns, b.table.Columns[i])
	}
	if _, err := a.tx.ExecContext(ctx, "SAVEPOINT portion"); err != nil {
		return false, a.failed(b.Address(), err)
	}
	counted, err := b.dialect.wrote(ctx, a.tx)
	if err != nil {
		return false, a.failed(b.Address(), err)
	}
	before := a.applied.Updated
	for from := 0; from < len(todo); from += portion(len(key)) {
		err := a.update(ctx, b, by, todo[from:min(from+portion(len(key)), len(todo))])
		var miscount *miscountError
		if errors.As(err, &miscount) {
			a.applied.Updated = before
			now, err := b.dialect.wrote(ctx, a.tx)
			if err == nil {
				a.undone += now.since(counted)
				_, err = a.tx.ExecContext(ctx, "ROLLBACK TO portion")
			}
			return false, a.failed(b.Address(), err)
		}
		if err != nil {
			return false, err
		}
	}
	_, err = a.tx.ExecContext(ctx, "RELEASE portion")
	return err == nil, a.failed(b.Address(), err)
}

func quotedNames(b *bound) []string {
	out := make([]string, len(b.table.Columns))
	for i, c := range b.table.Columns {
		out[i] = b.dialect.quote(c.Name)
	}
	return out
}
