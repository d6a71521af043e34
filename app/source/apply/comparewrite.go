package apply

import (
	"context"
	"errors"
	"fmt"
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
	if b.Dialect.Capabilities().Expect == nil || changes[0].Delete || !b.NamesOneRow(key) ||
		len(b.Table.Columns) >= 100 {
		return false, nil
	}
	var groups []*together
	var columns []int
	a.writings = slices.Grow(a.writings[:0], len(changes))[:len(changes)]
	for n := range changes {
		c := &changes[n]
		if n == 0 || !alikeNames(c.After, changes[n-1].After) {
			var err error
			if columns, err = b.CellColumns(c.After); err != nil {
				return false, err
			}
		}
		w := &a.writings[n]
		*w = writing{RowChange: c, columns: columns}
		if !a.sure(b, w) || c.Rows != 1 {
			return false, nil
		}
		groups = joined(groups, w)
	}
	if _, err := a.tx.ExecContext(ctx, "SAVEPOINT batch"); err != nil {
		return false, a.failed(b.Address(), err)
	}
	counted, err := b.Dialect.CountWritten(ctx, a.tx)
	if err != nil {
		return false, a.failed(b.Address(), err)
	}
	before := a.applied.Updated
	for _, g := range groups {
		err := a.writeAsSeen(ctx, b, key, g)
		var miscount *miscountError
		if errors.As(err, &miscount) {
			a.applied.Updated = before
			now, err := b.Dialect.CountWritten(ctx, a.tx)
			if err == nil {
				a.undone += now.Since(counted)
				_, err = a.tx.ExecContext(ctx, "ROLLBACK TO batch")
			}
			return false, a.failed(b.Address(), err)
		}
		if err != nil {
			return false, err
		}
	}
	_, err = a.tx.ExecContext(ctx, "RELEASE batch")
	return err == nil, a.failed(b.Address(), err)
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
	a.expected, a.keys = a.expected[:0], a.keys[:0]
	for _, w := range g.rows {
		begin := len(a.keys)
		for _, cell := range w.Key {
			a.keys = sqldb.AppendEncoded(a.keys, cell.Value)
		}
		a.expected = append(a.expected,
			sqldb.ExpectedRow{Key: a.keys[begin:len(a.keys):len(a.keys)], Seen: w.Seen, After: w.After})
	}
	expected := b.Dialect.Capabilities().Expect(b.Table.Columns, key, a.expected)
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
