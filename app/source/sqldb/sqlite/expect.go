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

// RegisterExpectations makes the functions that compare rows known to every connection that is opened after it.
var RegisterExpectations = sync.OnceValue(func() error {
	err := sqlite.RegisterScalarFunction(asSeenFunction, -1,
		func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
			if e := expectationOf(args); e != nil && e.met(args[1:]) {
				return int64(1), nil
			}
			return int64(0), nil
		})
	if err != nil {
		return err
	}
	return sqlite.RegisterScalarFunction(plannedFunction, -1,
		func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
			e := expectationOf(args)
			if e == nil || len(args) < 3 {
				return nil, errNotExpected
			}
			n, _ := args[1].(int64)
			e.asked = appendKey(e.asked[:0], args[2:])
			if !bytes.Equal(e.asked, e.keyed) && !e.look(e.asked) || n < 0 || int(n) >= len(e.last.After) {
				return nil, errNotExpected
			}
			return e.native(e.last.After[n]), nil
		})
})

// expectations are those of the batches under way, by number.
var (
	expectations sync.Map
	lastExpected atomic.Int64
)

// expectation is how the rows of a batch were previewed and what they are to become, by key. A connection uses it
// alone.
type expectation struct {
	dialect
	number  int64
	columns []sqldb.Column
	key     []int
	rows    map[string]sqldb.ExpectedRow
	row     []any
	keyed   []byte            // the key that was looked up last
	last    sqldb.ExpectedRow // and what was found
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

// look takes up the expected row of a key and reports whether there is one.
func (e *expectation) look(key []byte) bool {
	e.keyed = append(e.keyed[:0], key...)
	row, expected := e.rows[string(key)]
	e.last = row
	return expected
}

func (e *expectation) met(args []driver.Value) bool {
	if len(args) != len(e.columns) {
		return false
	}
	e.asked = e.asked[:0]
	for _, i := range e.key {
		e.asked = sqldb.AppendEncoded(e.asked, args[i])
	}
	if !e.look(e.asked) {
		return false
	}
	for i, v := range args {
		e.row[i] = v
	}
	var whole sqldb.Fingerprint
	whole, e.scratch = sqldb.FingerprintRow(e.columns, e.row, e.scratch)
	return bytes.Equal(whole[:], e.last.Seen)
}

func (d dialect) expect(columns []sqldb.Column, key []int, rows map[string]sqldb.ExpectedRow) sqldb.Expectation {
	e := &expectation{dialect: d, number: lastExpected.Add(1), columns: columns, key: key, rows: rows,
		row: make([]any, len(columns))}
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
