package sqlite

import (
	"bytes"
	"database/sql/driver"
	"strings"
	"sync"
	"sync/atomic"

	"modernc.org/sqlite"

	"orangelab.cn/rightsdesk/app/source/sqldb"
)

// SQLite runs in this process, so an UPDATE can compare each row with the preview at the moment it writes it, through
// a function of ours. That spares a reading of every row, which costs more than the writing. When not every row is as
// previewed, the batch is taken back and done the ordinary way, which says what is the matter.

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

// expectations are those of the batches under way, by number.
var (
	expectations sync.Map
	lastExpected atomic.Int64
)

// expectation is how the rows of a batch were previewed, by key.
type expectation struct {
	columns []sqldb.Column
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
	var whole sqldb.Fingerprint
	whole, e.scratch = sqldb.FingerprintRow(e.columns, e.row, e.scratch)
	return bytes.Equal(whole[:], e.seen[sqldb.EncodeKey(tuple)])
}

// expectRows puts the comparison of a batch's rows into the condition of a statement.
func (d dialect) expectRows(columns []sqldb.Column, key []int, fingerprints map[string][]byte) (condition func(row string, args *[]any) string, done func()) {
	number := lastExpected.Add(1)
	expectations.Store(number, &expectation{columns: columns, key: key, seen: fingerprints, row: make([]any, len(columns))})
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = d.Quote(c.Name)
	}
	return func(row string, args *[]any) string {
		*args = append(*args, number)
		return asSeenFunction + "(?, " + row + "." + strings.Join(names, ", "+row+".") + ")"
	}, func() { expectations.Delete(number) }
}
