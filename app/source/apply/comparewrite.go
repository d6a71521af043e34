package apply

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/source/change"
	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/value"
)

// A table is walked from its beginning to its end where at least one of so many of its rows is written: seeking each of
// them by its key then costs more than looking at the others.
const walkShare = 4

// compareAndWrite writes a batch whose rows are all as previewed; false when it leaves the batch as it was, because
// the engine cannot do it, the rows must be read again anyway, or a row is not as previewed.
func (a *applying) compareAndWrite(ctx context.Context, b *sqldb.MappedTable, key []int,
	changes []change.RowChange) (bool, error) {
	able := b.Dialect.Capabilities()
	if able.Expect == nil && !able.OneMoment && able.Fired == nil || changes[0].Delete || !b.NamesOneRow(key) ||
		b.Traits.HasTriggers && (able.Fired == nil || len(b.Traits.Triggers) > 0 || a.fires[b]) {
		return false, nil
	}
	groups, err := a.grouped(b, changes)
	if err != nil || groups == nil {
		return false, err
	}
	if able.OneMoment {
		return a.readAndWrite(ctx, b, key, groups, changes)
	}
	if able.Expect != nil && len(b.Table.Columns) >= 100 {
		return false, nil
	}
	if _, err := a.tx.ExecContext(ctx, "SAVEPOINT batch"); err != nil {
		return false, a.failed(b.Address(), err)
	}
	counted, err := b.Dialect.CountWritten(ctx, a.tx)
	if err != nil {
		return false, a.failed(b.Address(), err)
	}
	before, recounted, done := a.applied.Updated, a.recounted, false
	if able.Expect != nil {
		done, err = a.writeGroups(ctx, b, key, groups)
	} else {
		done, err = a.writeUnlessFired(ctx, b, key, groups, changes)
	}
	if err != nil {
		return false, err
	}
	if done {
		_, err = a.tx.ExecContext(ctx, "RELEASE SAVEPOINT batch")
		return err == nil, a.failed(b.Address(), err)
	}
	a.applied.Updated, a.recounted = before, recounted
	now, err := b.Dialect.CountWritten(ctx, a.tx)
	if err == nil {
		a.undone += now.Since(counted)
		_, err = a.tx.ExecContext(ctx, "ROLLBACK TO SAVEPOINT batch")
	}
	return false, a.failed(b.Address(), err)
}

// writeGroups writes rows as their engine compares them; false where one is not as previewed.
func (a *applying) writeGroups(ctx context.Context, b *sqldb.MappedTable, key []int, groups []*together) (bool, error) {
	for _, g := range groups {
		err := a.writeAsSeen(ctx, b, key, g)
		var miscount *miscountError
		if errors.As(err, &miscount) {
			return false, nil
		}
		if err != nil {
			return false, err
		}
	}
	return true, nil
}

// writeUnlessFired writes rows that are locked; false where one is not as previewed, and where a trigger ran that
// nobody was told of: then what the rows hold now must be read.
func (a *applying) writeUnlessFired(ctx context.Context, b *sqldb.MappedTable, key []int, groups []*together,
	changes []change.RowChange) (bool, error) {
	fired := b.Dialect.Capabilities().Fired
	earlier, known, err := fired(ctx, a.tx)
	if err != nil || !known {
		a.fires[b] = true
		return false, a.failed(b.Address(), err)
	}
	if done, err := a.readAndWrite(ctx, b, key, groups, changes); err != nil || !done {
		return false, err
	}
	now, _, err := fired(ctx, a.tx)
	a.fires[b] = now != earlier
	return now == earlier, a.failed(b.Address(), err)
}

// grouped puts the rows of a batch together by the columns that are written; nil where a row must be read again.
func (a *applying) grouped(b *sqldb.MappedTable, changes []change.RowChange) (groups []*together, err error) {
	var columns []int
	a.writings = slices.Grow(a.writings[:0], len(changes))[:len(changes)]
	for n := range changes {
		c := &changes[n]
		if n == 0 || !alikeNames(c.After, changes[n-1].After) {
			if columns, err = b.CellColumns(c.After); err != nil {
				return nil, err
			}
		}
		w := &a.writings[n]
		*w = writing{RowChange: c, columns: columns}
		if !a.held(b, w) || c.Rows != 1 {
			return nil, nil
		}
		groups = joined(groups, w)
	}
	return groups, nil
}

// expectedOf returns what is expected of rows; it is good until it is asked for others.
func (a *applying) expectedOf(rows iter.Seq[*change.RowChange]) []sqldb.ExpectedRow {
	a.expected, a.keys = a.expected[:0], a.keys[:0]
	for c := range rows {
		begin := len(a.keys)
		for _, cell := range c.Key {
			a.keys = sqldb.AppendEncoded(a.keys, cell.Value)
		}
		a.expected = append(a.expected,
			sqldb.ExpectedRow{Key: a.keys[begin:len(a.keys):len(a.keys)], Seen: c.Seen, After: c.After})
	}
	return a.expected
}

// readAndWrite reads the rows of a batch and writes them by their keys where all are as previewed. The engine itself
// writes none that somebody changes in between.
func (a *applying) readAndWrite(ctx context.Context, b *sqldb.MappedTable, key []int, groups []*together,
	changes []change.RowChange) (bool, error) {
	by := naming{columns: make([]sqldb.Column, len(key)), of: func(w *writing) [][]any {
		return [][]any{cellValues(w.Key)}
	}}
	for n, i := range key {
		by.columns[n] = b.Table.Columns[i]
	}
	if slices.ContainsFunc(key, func(i int) bool { return !b.Dialect.ComparesExactly(b.Table.Columns[i]) }) ||
		slices.ContainsFunc(groups, func(g *together) bool {
			return slices.ContainsFunc(g.columns, func(i int) bool { return slices.Contains(key, i) })
		}) {
		return false, nil // what names the rows is compared otherwise, or changes while they are written
	}
	rows := sqldb.BatchSize(len(key))
	if b.Dialect.Capabilities().OneMoment {
		rows = sqldb.WalkRows // they come in one list
	}
	for part := range slices.Chunk(changes, rows) {
		if same, err := a.asPreviewed(ctx, b, key, by.columns, part); err != nil || !same {
			return false, err
		}
	}
	for _, g := range groups {
		for rows := range slices.Chunk(g.rows, rows) {
			if g.alike {
				if err := a.updateAlike(ctx, b, by, g.columns, rows); err != nil {
					return false, err
				}
			} else if done, err := a.updateEach(ctx, b, by, g.columns, rows); err != nil {
				return false, err
			} else if !done {
				if err := a.update(ctx, b, by, rows); err != nil {
					return false, err
				}
			}
		}
	}
	return true, nil
}

// asPreviewed reports whether every row is there once and whole as previewed.
func (a *applying) asPreviewed(ctx context.Context, b *sqldb.MappedTable, key []int, columns []sqldb.Column,
	changes []change.RowChange) (bool, error) {
	tuples := make([][]any, len(changes))
	for n := range changes {
		tuples[n] = cellValues(changes[n].Key)
	}
	expected := sqldb.Expected(a.expectedOf(func(yield func(*change.RowChange) bool) {
		for n := range changes {
			if !yield(&changes[n]) {
				return
			}
		}
	}))
	var args []any
	text := b.SelectSQL() + "(" + sqldb.RowsWhere(b.Dialect, columns, tuples, &args) + ")" + b.Dialect.LockSQL()
	var asked, scratch []byte
	var whole sqldb.Fingerprint
	same, strange := 0, false
	err := sqldb.RawRows(ctx, a.conn, text, args, len(b.Table.Columns), func(raw []any) error {
		asked = asked[:0]
		for _, i := range key {
			asked = sqldb.AppendEncoded(asked, b.Dialect.Exact(b.Table.Columns[i], raw[i]))
		}
		whole, scratch = sqldb.FingerprintRow(b.Table.Columns, raw, scratch)
		if row := expected.Look(asked); row != nil && bytes.Equal(whole[:], row.Seen) {
			same++
		} else {
			strange = true
		}
		return nil
	})
	return same == len(changes) && !strange, a.failed(b.Address(), err)
}

// together are rows that one statement writes: the same columns of each.
type together struct {
	columns []int
	rows    []*writing
	alike   bool // all get the same values
}

// joined puts a row to those of which the same columns are written: a plan names only columns that change, so rows of
// one table take turns between a few sets of them.
func joined(groups []*together, w *writing) []*together {
	at := slices.IndexFunc(groups, func(g *together) bool { return slices.Equal(g.columns, w.columns) })
	if at < 0 {
		at = len(groups)
		groups = append(groups, &together{columns: w.columns, alike: true})
	}
	groups[at].add(w)
	return groups
}

func (g *together) add(w *writing) {
	if g.alike && len(g.rows) > 0 {
		// nil or a text, see sure
		g.alike = slices.EqualFunc(w.After, g.rows[0].After, func(a, b value.Cell) bool { return a.Value == b.Value })
	}
	g.rows = append(g.rows, w)
}

// writeAsSeen writes the rows of a group that are as previewed. It finds them by their keys, or walks the table where
// they are a good part of it.
func (a *applying) writeAsSeen(ctx context.Context, b *sqldb.MappedTable, key []int, g *together) error {
	expected := b.Dialect.Capabilities().Expect(b.Table.Columns, key,
		a.expectedOf(func(yield func(*change.RowChange) bool) {
			for _, w := range g.rows {
				if !yield(w.RowChange) {
					return
				}
			}
		}))
	defer expected.Done()
	var given []any
	var sets []string
	for n, i := range g.columns {
		c := b.Table.Columns[i]
		set := ""
		if g.alike {
			set = b.Dialect.Set(c, g.rows[0].After[n].Value, &given)
		} else {
			set = expected.Planned(n, &given)
		}
		sets = append(sets, b.Dialect.Quote(c.Name)+" = "+set)
	}
	text := "UPDATE " + sqldb.TableSQL(b.Dialect, b.Table) + " SET " + strings.Join(sets, ", ") + " WHERE "
	walk, err := a.walks(ctx, b, len(g.rows))
	if err != nil {
		return err
	}
	if walk {
		condition := expected.AsSeen(&given)
		a.applied.Updated += int64(len(g.rows))
		return a.exec(ctx, b, len(g.rows), text+condition, given)
	}
	var columns []sqldb.Column
	for _, i := range key {
		columns = append(columns, b.Table.Columns[i])
	}
	for part := range slices.Chunk(g.rows, sqldb.BatchSize(len(key))) {
		args := slices.Clone(given)
		tuples := make([][]any, len(part))
		for n, w := range part {
			tuples[n] = cellValues(w.Key)
		}
		named := "(" + sqldb.RowsWhere(b.Dialect, columns, tuples, &args) + ")"
		a.applied.Updated += int64(len(part))
		if err := a.exec(ctx, b, len(part), text+named+" AND "+expected.AsSeen(&args), args); err != nil {
			return err
		}
	}
	return nil
}

// walks reports whether so many rows are a good part of the table: at once where the numbers of its rows do not reach
// far enough for more, else by counting.
func (a *applying) walks(ctx context.Context, b *sqldb.MappedTable, rows int) (bool, error) {
	limit := walkShare*rows + 1
	table := sqldb.TableSQL(b.Dialect, b.Table)
	if place := b.Traits.RowLocator; len(place) == 1 && place[0].Primary == 0 {
		var reach float64
		name := b.Dialect.Quote(place[0].Name)
		err := a.tx.QueryRowContext(ctx, fmt.Sprintf(
			"SELECT coalesce((SELECT max(%s) FROM %s) - (SELECT min(%s) FROM %s), 0)", name, table, name, table)).
			Scan(&reach)
		if err != nil {
			return false, a.failed(b.Address(), err)
		}
		if reach < float64(limit)-1 {
			return true, nil
		}
	}
	var there int
	err := a.tx.QueryRowContext(ctx, fmt.Sprintf("SELECT count(*) FROM (SELECT 1 FROM %s LIMIT %d)", table, limit)).
		Scan(&there)
	if err != nil {
		return false, a.failed(b.Address(), err)
	}
	return there < limit, nil
}
