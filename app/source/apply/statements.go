package apply

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/sqldb"
)

// naming is how the statements of a batch name its rows.
type naming struct {
	columns []sqldb.Column
	of      func(w *writing) [][]any // a tuple for each row of a change
}

// byPlace names rows that have been compared.
func byPlace(b *sqldb.MappedTable) naming {
	return naming{columns: b.Traits.RowLocator, of: func(w *writing) [][]any {
		out := make([][]any, len(w.rows))
		for n, row := range w.rows {
			out[n] = row.place
		}
		return out
	}}
}

// tuples names rows for a statement. Where nothing but the whole row names it, rows alike are named once.
func (n naming) tuples(todo []*writing) (tuples [][]any, rows int) {
	tuples = make([][]any, 0, len(todo))
	for _, w := range todo {
		tuples = append(tuples, n.of(w)...)
	}
	rows = len(tuples)
	if !n.columns[0].Bytewise {
		return tuples, rows
	}
	known := make(map[string]bool, rows)
	return slices.DeleteFunc(tuples, func(p []any) bool {
		id := sqldb.EncodeKey(p)
		twice := known[id]
		known[id] = true
		return twice
	}), rows
}

// miscountError reports that a statement did not write the rows that it names.
type miscountError struct {
	dataset.Address
	wrote   int64
	planned int
}

func (e *miscountError) Error() string {
	return fmt.Sprintf("%s: the database wrote %d row(s) where %d were planned; nothing was written; look for a trigger or a rule on the table", e.Address, e.wrote, e.planned)
}

func (e *miscountError) Sentence() {}

func (a *applying) exec(ctx context.Context, b *sqldb.MappedTable, rows int, text string, args []any) error {
	result, err := a.tx.ExecContext(ctx, text, args...)
	if err != nil {
		return a.failed(b.Address(), err)
	}
	n, err := result.RowsAffected()
	if err != nil {
		return a.failed(b.Address(), err)
	}
	if n != int64(rows) {
		return &miscountError{b.Address(), n, rows}
	}
	a.recounted += n * b.Traits.Recounted
	return nil
}

func (a *applying) remove(ctx context.Context, b *sqldb.MappedTable, todo []*writing) error {
	for part := range slices.Chunk(todo, sqldb.BatchSize(len(b.Traits.RowLocator))) {
		tuples, rows := byPlace(b).tuples(part)
		var args []any
		text := "DELETE FROM " + sqldb.TableSQL(b.Dialect, b.Table) + " WHERE " +
			sqldb.RowsWhere(b.Dialect, b.Traits.RowLocator, tuples, &args)
		if err := a.exec(ctx, b, rows, text, args); err != nil {
			return err
		}
		a.applied.Deleted += int64(rows)
	}
	return nil
}

// fewGroups is up to which share of the rows different values are written by a statement for each.
const fewGroups = 20

// update writes rows: one statement for rows that get the same values, one for many rows with values of their own.
func (a *applying) update(ctx context.Context, b *sqldb.MappedTable, by naming, todo []*writing) error {
	var groups []*group
	for _, w := range todo {
		at := slices.IndexFunc(groups, func(g *group) bool { return slices.Equal(g.columns, w.columns) })
		if at < 0 {
			at = len(groups)
			groups = append(groups, &group{columns: w.columns, at: map[string]int{}})
		}
		groups[at].add(w)
	}
	for _, g := range groups {
		if len(g.alike) > 1 && len(g.alike) > len(g.rows)/fewGroups {
			done, err := a.updateEach(ctx, b, by, g.columns, g.rows)
			if err != nil {
				return err
			}
			if done {
				continue
			}
		}
		for _, rows := range g.alike {
			if err := a.updateAlike(ctx, b, by, g.columns, rows); err != nil {
				return err
			}
		}
	}
	return nil
}

// group is rows of which the same columns are written.
type group struct {
	columns []int
	rows    []*writing
	alike   [][]*writing // by the values that are written
	at      map[string]int
	scratch []byte
}

func (g *group) add(w *writing) {
	g.rows = append(g.rows, w)
	g.scratch = g.scratch[:0]
	for _, cell := range w.After {
		g.scratch = sqldb.AppendEncoded(g.scratch, cell.Value)
	}
	n, known := g.at[string(g.scratch)]
	if !known {
		n = len(g.alike)
		g.at[string(g.scratch)] = n
		g.alike = append(g.alike, nil)
	}
	g.alike[n] = append(g.alike[n], w)
}

func (a *applying) updateAlike(ctx context.Context, b *sqldb.MappedTable, by naming, columns []int,
	rows []*writing) error {
	var args []any
	var sets []string
	var written []sqldb.Column
	for n, i := range columns {
		c := b.Table.Columns[i]
		written = append(written, c)
		sets = append(sets, b.Dialect.Quote(c.Name)+" = "+b.Dialect.Set(c, rows[0].After[n].Value, &args))
	}
	sets = append(sets, b.Dialect.Untouched(b.Table, written)...)
	tuples, n := by.tuples(rows)
	text := "UPDATE " + sqldb.TableSQL(b.Dialect, b.Table) + " SET " + strings.Join(sets, ", ") + " WHERE (" +
		sqldb.RowsWhere(b.Dialect, by.columns, tuples, &args) + ")"
	a.applied.Updated += int64(n)
	return a.exec(ctx, b, n, text, args)
}

// updateEach reports whether the engine could write the rows in one statement.
func (a *applying) updateEach(ctx context.Context, b *sqldb.MappedTable, by naming, columns []int,
	rows []*writing) (bool, error) {
	written := make([]sqldb.Column, len(columns))
	for n, i := range columns {
		written[n] = b.Table.Columns[i]
	}
	for part := range slices.Chunk(rows, b.Dialect.MaxRowsTogether(by.columns)) {
		var tuples, values [][]any
		for _, w := range part {
			for _, tuple := range by.of(w) {
				tuples, values = append(tuples, tuple), append(values, cellValues(w.After))
			}
		}
		text, args, ok := b.Dialect.SetEach(b.Table, by.columns, tuples, written, values)
		if !ok {
			return false, nil
		}
		if err := a.exec(ctx, b, len(values), text, args); err != nil {
			return false, err
		}
		a.applied.Updated += int64(len(values))
	}
	return true, nil
}
