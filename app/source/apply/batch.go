package apply

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/app/source/change"
	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/value"
)

// stored is a row as it lies in the table, locked by the transaction.
type stored struct {
	place []any
	raw   []any // by column of the table
	whole sqldb.Fingerprint
	used  bool // one change has claimed it
}

// writing is a change with the rows it is about to write.
type writing struct {
	*change.RowChange
	rows    []*stored
	columns []int // of After
}

// batch compares, writes and reads again a few rows of one table that are named by the same columns.
func (a *applying) batch(ctx context.Context, changes []change.RowChange) error {
	b, err := a.mapped(ctx, changes[0].Address)
	if err != nil {
		return err
	}
	key, err := b.CellColumns(changes[0].Key)
	if err != nil {
		return err
	}
	if len(key) == 0 {
		return fmt.Errorf("%s: a change names no key, and nothing is written without one", b.Address())
	}
	if done, err := a.compareAndWrite(ctx, b, key, changes); done || err != nil {
		return err
	}
	for part := range slices.Chunk(changes, sqldb.BatchRows) {
		if err := a.rowByRow(ctx, b, key, part); err != nil {
			return err
		}
	}
	return nil
}

// rowByRow reads the rows of a batch, compares them, writes them and reads them again.
func (a *applying) rowByRow(ctx context.Context, b *sqldb.MappedTable, key []int, changes []change.RowChange) error {
	todo, err := a.compare(ctx, b, key, changes)
	if err != nil || len(todo) == 0 {
		return err
	}
	if changes[0].Delete {
		return a.remove(ctx, b, todo)
	}
	for part := range slices.Chunk(todo, sqldb.BatchSize(len(b.Traits.RowLocator))) {
		if err := a.update(ctx, b, byPlace(b), part); err != nil {
			return err
		}
	}
	return a.verify(ctx, b, key, slices.DeleteFunc(todo, func(w *writing) bool { return a.sure(b, w) }))
}

// sure reports whether a written row need not be read again: no trigger has a say in it, no other collection will ask
// for it, and the engine promises to hold each of the values or to fail.
func (a *applying) sure(b *sqldb.MappedTable, w *writing) bool {
	return !b.Traits.HasTriggers && a.held(b, w)
}

// held is sure but for triggers.
func (a *applying) held(b *sqldb.MappedTable, w *writing) bool {
	if a.rewritten[b.TableName()] != nil {
		return false
	}
	for n, i := range w.columns {
		if !b.Dialect.HoldsExactly(b.Table.Columns[i], w.After[n].Value) {
			return false
		}
	}
	return true
}

// loosely is keyed for values that the database may spell in its own way once they are written.
func loosely(b *sqldb.MappedTable, key []int) func([]any) string {
	return func(values []any) string {
		spelled := make([]any, len(values))
		for n, v := range values {
			if s, ok := value.Canonical(b.Dialect.Scan(b.Table.Columns[key[n]], v)); ok {
				if value.IsNumber(s) {
					s = value.PlainNumber(s)
				}
				spelled[n] = strings.TrimRight(s, " ")
			}
		}
		return sqldb.EncodeKey(spelled)
	}
}

// read locks and gives the rows by key.
func (a *applying) read(ctx context.Context, b *sqldb.MappedTable, key []int, tuples [][]any,
	id func([]any) string) (map[string][]*stored, error) {
	columns := make([]sqldb.Column, len(key))
	for n, i := range key {
		columns[n] = b.Table.Columns[i]
	}
	out := make(map[string][]*stored, len(tuples))
	places := len(b.Traits.RowLocator)
	tuple := make([]any, len(key))
	var scratch []byte
	for part := range slices.Chunk(tuples, sqldb.BatchSize(len(key))) {
		var args []any
		text := b.SelectSQL(b.Traits.RowLocator...) + "(" + sqldb.RowsWhere(b.Dialect, columns, part, &args) + ")" +
			b.Dialect.LockSQL()
		err := sqldb.RawRows(ctx, a.conn, text, args, places+len(b.Table.Columns), func(held []any) error {
			raw := slices.Clone(held)
			for i, v := range raw {
				if bytewise, ok := v.([]byte); ok {
					raw[i] = bytes.Clone(bytewise)
				}
			}
			row := &stored{raw: raw[places:], place: raw[:places:places]}
			for n, c := range b.Traits.RowLocator {
				row.place[n] = b.Dialect.Exact(c, raw[n])
			}
			row.whole, scratch = sqldb.FingerprintRow(b.Table.Columns, row.raw, scratch)
			for n, i := range key {
				tuple[n] = b.Dialect.Exact(b.Table.Columns[i], row.raw[i])
			}
			at := id(tuple)
			out[at] = append(out[at], row)
			return nil
		})
		if err != nil {
			return nil, a.failed(b.Address(), err)
		}
	}
	return out, nil
}

func cellValues(cells []value.Cell) []any {
	out := make([]any, len(cells))
	for i, c := range cells {
		out[i] = c.Value
	}
	return out
}

// keysAfter are the keys by which rows are found once they are written, and what tells such keys apart.
func keysAfter(b *sqldb.MappedTable, key []int, todo []*writing) (tuples [][]any, id func([]any) string) {
	id = sqldb.EncodeKey
	for _, w := range todo {
		tuple := cellValues(w.Key)
		for n, cell := range w.Key {
			if v, written := w.After.Get(cell.Name); written {
				tuple[n] = b.Dialect.Stored(b.Table.Columns[key[n]], v)
				id = loosely(b, key)
			}
		}
		tuples = append(tuples, tuple)
	}
	return tuples, id
}

// compare sorts the changes into those to write and those that are done already; anything else is an error.
func (a *applying) compare(ctx context.Context, b *sqldb.MappedTable, key []int,
	changes []change.RowChange) ([]*writing, error) {
	tuples := make([][]any, len(changes))
	for n := range changes {
		tuples[n] = cellValues(changes[n].Key)
	}
	found, err := a.read(ctx, b, key, tuples, sqldb.EncodeKey)
	if err != nil {
		return nil, err
	}
	single := len(b.PrimaryKey()) > 0 || b.NamesOneRow(key)
	var todo, open []*writing
	var columns []int
	for n := range changes {
		w := &writing{RowChange: &changes[n]}
		if n == 0 || !alikeNames(w.After, changes[n-1].After) {
			if columns, err = b.CellColumns(w.After); err != nil {
				return nil, err
			}
		}
		w.columns = columns
		rows := found[sqldb.EncodeKey(tuples[n])]
		if single && len(rows) > w.Rows {
			return nil, &CountError{w.Address, w.Key, int64(w.Rows), int64(len(rows))}
		}
		matching := 0
		for _, row := range rows {
			if !row.used && a.asSeen(b, row, w.Seen) {
				matching++
				if matching <= w.Rows {
					w.rows, row.used = append(w.rows, row), true
				}
			}
		}
		switch {
		case matching == w.Rows:
			todo = append(todo, w)
		case matching > w.Rows:
			return nil, &CountError{w.Address, w.Key, int64(w.Rows), int64(matching)}
		case matching > 0, w.Delete && len(rows) > 0:
			return nil, a.changed(b, w, rows)
		case w.Delete:
			a.applied.Already += int64(w.Rows)
		default:
			open = append(open, w)
		}
	}
	return todo, a.already(ctx, b, key, open, found)
}

// asSeen reports whether a row is as previewed, or as this very Apply left it for another collection of the same table.
func (a *applying) asSeen(b *sqldb.MappedTable, row *stored, as []byte) bool {
	if bytes.Equal(row.whole[:], as) {
		return true
	}
	earlier, written := a.rewritten[b.TableName()][b.RowID(row.raw, row.whole)]
	return written && earlier.is == row.whole && bytes.Equal(earlier.was[:], as)
}

// already accepts changes whose rows hold what was planned, as after a crash whose COMMIT arrived.
func (a *applying) already(ctx context.Context, b *sqldb.MappedTable, key []int, open []*writing,
	found map[string][]*stored) error {
	if len(open) == 0 {
		return nil
	}
	tuples, id := keysAfter(b, key, open)
	now, err := a.read(ctx, b, key, tuples, id)
	if err != nil {
		return err
	}
	for n, w := range open {
		held := 0
		for _, row := range now[id(tuples[n])] {
			if held < w.Rows && !row.used && len(w.differing(b, row)) == 0 {
				row.used = true
				held++
			}
		}
		if held < w.Rows {
			return a.changed(b, w, found[sqldb.EncodeKey(cellValues(w.Key))])
		}
		a.applied.Already += int64(w.Rows)
	}
	return nil
}

// differing names the written columns that do not hold what was planned.
func (w *writing) differing(b *sqldb.MappedTable, row *stored) []string {
	var out []string
	for n, i := range w.columns {
		if !sqldb.Equal(b.Table.Columns[i], w.After[n].Value, b.Value(i, row.raw[i])) {
			out = append(out, w.After[n].Name)
		}
	}
	return out
}

func (a *applying) changed(b *sqldb.MappedTable, w *writing, rows []*stored) error {
	e := &ChangedError{Address: w.Address, Key: w.Key}
	if len(rows) == 1 {
		for _, cell := range w.Before {
			if i, ok := b.ColumnOf(cell.Name); ok &&
				!sqldb.Equal(b.Table.Columns[i], cell.Value, b.Value(i, rows[0].raw[i])) {
				e.Columns = append(e.Columns, cell.Name)
			}
		}
	}
	return e
}

// verify reads the written rows again: what was planned must stand there, and nothing else may have moved.
func (a *applying) verify(ctx context.Context, b *sqldb.MappedTable, key []int, todo []*writing) error {
	if len(todo) == 0 {
		return nil
	}
	tuples, id := keysAfter(b, key, todo)
	now, err := a.read(ctx, b, key, tuples, id)
	if err != nil {
		return err
	}
	shared := a.rewritten[b.TableName()]
	for n, w := range todo {
		for _, before := range w.rows {
			var wrong []string
			kept := false
			for _, row := range now[id(tuples[n])] {
				if row.used {
					continue
				}
				if wrong = w.strayed(b, before, row); len(wrong) == 0 {
					row.used, kept = true, true
					if shared != nil {
						earlier, again := shared[b.RowID(row.raw, row.whole)]
						if !again {
							earlier.was = before.whole
						}
						earlier.is = row.whole
						shared[b.RowID(row.raw, row.whole)] = earlier
					}
					break
				}
			}
			if !kept {
				return fmt.Errorf(
					"%s: the database does not hold column(s) %s as planned: it cuts or rounds the value, or a trigger "+
						"changes the row; nothing was written; give the field another strategy or a length, or leave it out",
					b.Address(), strings.Join(wrong, ", "))
			}
		}
	}
	return nil
}

// strayed names the columns of a written row that are not as they must be. Columns that the database computes follow
// the others.
func (w *writing) strayed(b *sqldb.MappedTable, before, after *stored) []string {
	out := w.differing(b, after)
	for i, c := range b.Table.Columns {
		if !c.Generated && !slices.Contains(w.columns, i) && !identical(before.raw[i], after.raw[i]) {
			out = append(out, b.FieldNames[i])
		}
	}
	return out
}

// identical compares what the driver gave for one column twice.
func identical(a, b any) bool {
	switch a := a.(type) {
	case []byte:
		b, ok := b.([]byte)
		return ok && bytes.Equal(a, b)
	case time.Time:
		b, ok := b.(time.Time)
		return ok && a.Equal(b)
	case float64:
		b, ok := b.(float64)
		return ok && (a == b || a != a && b != b)
	}
	return a == b
}
