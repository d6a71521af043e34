package sqlite

import (
	"bytes"
	"database/sql/driver"
	"errors"
	"strings"
	"sync"
	"sync/atomic"

	"modernc.org/sqlite"

	"orangelab.cn/rightsdesk/app/source/sqldb"
)

// SQLite runs in this process, so an UPDATE can compare each row with the preview at the moment it writes it, through
// a function of ours. That spares a reading of every row, which costs more than the writing. When not every row is as
// previewed, the batch is taken back and done the ordinary way, which says what is the matter.

const (
	// asSeenFunction is called with the number of an expectation and every column of a row.
	asSeenFunction = "rightsdesk_as_seen"
	// plannedFunction is called with the number of an expectation, which of the written columns is meant, and the row's
	// key.
	plannedFunction = "rightsdesk_planned"
)

// errNotExpected stops a statement that writes a row of which nothing is known: the condition of the statement is
// wrong.
var errNotExpected = errors.New("a row that was not expected would be written")

// RegisterExpectations makes the functions that compare rows known to every connection that is opened after it. What
// they are given lies in the memory of SQLite and is theirs for the call alone.
var RegisterExpectations = sync.OnceValue(func() error {
	err := sqlite.RegisterFunction(asSeenFunction, &sqlite.FunctionImpl{NArgs: -1, VolatileArgs: true, Scalar: asSeen})
	if err != nil {
		return err
	}
	return sqlite.RegisterFunction(plannedFunction,
		&sqlite.FunctionImpl{NArgs: -1, VolatileArgs: true, Scalar: planned})
})

func asSeen(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
	if e := expectationOf(args); e != nil && e.met(args[1:]) {
		return int64(1), nil
	}
	return int64(0), nil
}

func planned(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
	e := expectationOf(args)
	if e == nil || len(args) < 3 {
		return nil, errNotExpected
	}
	n, _ := args[1].(int64)
	e.asked = appendKey(e.asked[:0], args[2:])
	row := e.Look(e.asked)
	if row == nil || n < 0 || int(n) >= len(row.After) {
		return nil, errNotExpected
	}
	return e.native(row.After[n].Value), nil
}

// expectations are those of the batches under way, by number.
var (
	expectations sync.Map
	lastExpected atomic.Int64
)

// expectation is how the rows of a batch were previewed and what they are to become. A connection uses it alone.
type expectation struct {
	dialect
	sqldb.ExpectedRows
	number  int64
	columns []sqldb.Column
	key     []int
	row     []any
	asked   []byte
	scratch []byte
}

func expectationOf(args []driver.Value) *expectation {
	if len(args) == 0 {
		return nil
	}
	number, _ := args[0].(int64)
	e, _ := expectations.Load(number)
	known, _ := e.(*expectation)
	return known
}

// appendKey writes a key as EncodeKey does.
func appendKey(b []byte, values []driver.Value) []byte {
	for _, v := range values {
		b = sqldb.AppendEncoded(b, v)
	}
	return b
}

func (e *expectation) met(args []driver.Value) bool {
	if len(args) != len(e.columns) {
		return false
	}
	e.asked = e.asked[:0]
	for _, i := range e.key {
		e.asked = sqldb.AppendEncoded(e.asked, args[i])
	}
	expected := e.Look(e.asked)
	if expected == nil {
		return false
	}
	for i, v := range args {
		e.row[i] = v
	}
	var whole sqldb.Fingerprint
	whole, e.scratch = sqldb.FingerprintRow(e.columns, e.row, e.scratch)
	clear(e.row) // what it held is no longer there after the call
	return bytes.Equal(whole[:], expected.Seen)
}

func (d dialect) expect(columns []sqldb.Column, key []int, rows []sqldb.ExpectedRow) sqldb.Expectation {
	e := &expectation{dialect: d, ExpectedRows: sqldb.Expected(rows), number: lastExpected.Add(1), columns: columns,
		key: key, row: make([]any, len(columns))}
	expectations.Store(e.number, e)
	return e
}

func (e *expectation) AsSeen(args *[]any) string {
	names := make([]string, len(e.columns))
	for i, c := range e.columns {
		names[i] = e.Quote(c.Name)
	}
	*args = append(*args, e.number)
	return asSeenFunction + "(?, " + strings.Join(names, ", ") + ")"
}

func (e *expectation) Planned(n int, args *[]any) string {
	names := make([]string, len(e.key))
	for i, k := range e.key {
		names[i] = e.Quote(e.columns[k].Name)
	}
	*args = append(*args, e.number, int64(n))
	return plannedFunction + "(?, ?, " + strings.Join(names, ", ") + ")"
}

func (e *expectation) Done() { expectations.Delete(e.number) }
