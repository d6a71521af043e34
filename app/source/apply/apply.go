package apply

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/source/change"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/value"
)

// Applied counts what Apply did.
type Applied struct{ Updated, Deleted, Already int64 }

// ChangedError reports that a row is neither as it was previewed nor as it was to become. Nothing was written.
type ChangedError struct {
	dataset.Address
	Key     []value.Cell
	Columns []string // those of Before that differ, where that is known; never values
}

// Error names the row's collection and columns, and never a value.
func (e *ChangedError) Error() string {
	what := "a row has changed"
	if len(e.Columns) > 0 {
		what += " in " + strings.Join(e.Columns, ", ")
	}
	return fmt.Sprintf("%s: %s since the preview; nothing was written; make the preview again", e.Address, what)
}

// Sentence marks the text as one of ours.
func (e *ChangedError) Sentence() {}

// CountError reports that a key names more rows than were previewed. Nothing was written.
type CountError struct {
	dataset.Address
	Key             []value.Cell
	Planned, Actual int64
}

// Error names the collection and both numbers, and never a value.
func (e *CountError) Error() string {
	return fmt.Sprintf("%s: a key names %d row(s) and %d were previewed; nothing was written; make the preview again",
		e.Address, e.Actual, e.Planned)
}

// Sentence marks the text as one of ours.
func (e *CountError) Sentence() {}

// Changes writes the given rows of one source in one transaction: all of them or none. Rows come in ascending Order.
// Every row is locked and compared with the preview first. As previewed, it is written and then read again: a database
// that cuts, rounds or changes anything else in the row is an error, and so is one that counts more rows written than
// are planned (a *UnplannedWritesError): a trigger then has changed what nobody signed. Already as planned, or gone
// where it was to be deleted, it counts as Already, so that Apply may be repeated after a crash. Anything else is a
// *ChangedError, and a key that names more rows than planned a *CountError. Progress is told how many rows are done,
// after each batch; until Apply returns without an error none of them is final.
func Changes(ctx context.Context, w *sqldb.Writer, datasets []*dataset.Dataset, rows iter.Seq2[change.RowChange, error],
	progress func(done int64)) (applied Applied, err error) {
	conn, tx, err := w.Begin(ctx)
	if err != nil {
		return Applied{}, err
	}
	defer func() {
		if err != nil {
			// A COMMIT that fails may leave the transaction open on its connection; closing that takes everything back.
			applied = Applied{}
			err = errors.Join(err,
				w.Source.Wrap(w.Source.DropEnded(tx.Rollback()),
					"the changes cannot be taken back; closing the connection does"),
				w.Source.DropEnded(conn.Raw(func(any) error { return driver.ErrBadConn })))
			return
		}
		err = w.Source.Wrap(w.Source.DropEnded(conn.Close()), "the connection cannot be given back")
	}()
	a := &applying{source: w.Source, conn: conn, tx: tx, datasets: datasets,
		mappedTables: map[dataset.Address]*sqldb.MappedTable{}, rewritten: map[sqldb.TableName]map[string]rewriting{},
		fires: map[*sqldb.MappedTable]bool{}}
	if a.begun, err = w.Source.Dialect.CountWritten(ctx, tx); err != nil {
		return Applied{}, w.Source.Wrap(err, "what it has written cannot be counted")
	}
	if err := a.all(ctx, rows, progress); err != nil {
		if ctx.Err() != nil {
			return Applied{}, ctx.Err()
		}
		return Applied{}, err
	}
	if err := tx.Commit(); err != nil {
		return Applied{}, w.Source.Wrap(err, "the changes cannot be committed")
	}
	return a.applied, nil
}

// applying is one Apply under way.
type applying struct {
	source       *sqldb.Source
	conn         *sql.Conn
	tx           *sql.Tx
	datasets     []*dataset.Dataset
	mappedTables map[dataset.Address]*sqldb.MappedTable
	// rows written so far of tables that several collections share
	rewritten map[sqldb.TableName]map[string]rewriting
	applied   Applied
	order     int
	begun     sqldb.WrittenRows           // before the first row
	undone    int64                       // rows that the engine counts and that were taken back
	recounted int64                       // how often it counted planned rows more than once
	fires     map[*sqldb.MappedTable]bool // tables of which a trigger ran, or nobody knows
	// room that one batch leaves to the next
	writings []writing
	expected []sqldb.ExpectedRow
	keys     []byte
}

// rewriting is a row of a table that several collections share, before and after this Apply wrote it.
type rewriting struct{ was, is sqldb.Fingerprint }

func (a *applying) all(ctx context.Context, rows iter.Seq2[change.RowChange, error], progress func(int64)) error {
	if err := a.shared(ctx); err != nil {
		return err
	}
	most := sqldb.BatchRows
	if able := a.source.Dialect.Capabilities(); able.Expect != nil || able.OneMoment || able.Fired != nil {
		most = sqldb.WalkRows
	}
	var batch []change.RowChange
	done := int64(0)
	flush := func() error {
		if len(batch) == 0 {
			return nil
		}
		if err := a.batch(ctx, batch); err != nil {
			return err
		}
		done += int64(len(batch))
		batch = batch[:0]
		if progress != nil {
			progress(done)
		}
		return nil
	}
	for c, err := range rows {
		if err != nil {
			return fmt.Errorf("the plan cannot be read: %w", err)
		}
		if c.Order < a.order {
			return fmt.Errorf("%s: the rows of the plan are not in ascending order; nothing was written", c.Address)
		}
		if len(batch) > 0 && (len(batch) == most || c.Order != a.order || c.Address != batch[0].Address ||
			c.Delete != batch[0].Delete || !alikeNames(c.Key, batch[0].Key)) {
			if err := flush(); err != nil {
				return err
			}
		}
		a.order = c.Order
		if len(batch) == sqldb.BatchRows {
			batch = slices.Grow(batch, most-len(batch)) // it is a large one
		}
		batch = append(batch, c)
	}
	if err := flush(); err != nil {
		return err
	}
	return a.exact(ctx)
}

// alikeNames reports whether two keys or rows have the same columns.
func alikeNames(a, b []value.Cell) bool {
	return slices.EqualFunc(a, b, func(x, y value.Cell) bool { return x.Name == y.Name })
}

// mapped ties a change's collection to its table, by the data map or by the table's own name.
func (a *applying) mapped(ctx context.Context, at dataset.Address) (*sqldb.MappedTable, error) {
	if b := a.mappedTables[at]; b != nil {
		return b, nil
	}
	var c *dataset.Collection
	var d *dataset.Dataset
	for _, x := range a.datasets {
		if x.Key == at.Dataset {
			d, c = x, x.Collection(at.Collection)
		}
	}
	if d == nil {
		return nil, fmt.Errorf("the plan names dataset %q, which is not loaded; load its file", at.Dataset)
	}
	unnamed := c == nil
	if unnamed {
		c = &dataset.Collection{Dataset: d, Name: at.Collection}
	}
	tables, err := a.source.Resolve(ctx, a.tx, []*dataset.Collection{c})
	if err != nil {
		return nil, err
	}
	t := tables[c]
	if t == nil {
		return nil, fmt.Errorf("%s: %s has no such table; nothing was written", at, a.source.Where())
	}
	if unnamed {
		c = sqldb.UndeclaredCollection(d, t, at.Collection)
	}
	b, err := sqldb.MapTable(ctx, a.tx, a.source.Dialect, c, t)
	if err != nil {
		return nil, a.failed(at, err)
	}
	switch {
	case b.Traits.View:
		return nil, fmt.Errorf("%s is a view, and only tables can be changed; name the table in the data map", at)
	case b.Traits.NoRollback:
		return nil, fmt.Errorf("%s: the table's engine cannot take changes back; convert the table to InnoDB", at)
	case b.Traits.Closed != "":
		return nil, fmt.Errorf("%s: %s; nothing was written", at, change.ObstacleTexts[b.Traits.Closed][0])
	case len(b.Traits.RowLocator) == 0:
		return nil, fmt.Errorf("%s: nothing tells the rows of the table apart; give it a primary key", at)
	}
	a.mappedTables[at] = b
	return b, nil
}

// failed names the source and the collection in an error of the database.
func (a *applying) failed(at dataset.Address, err error) error {
	if err == nil {
		return nil
	}
	if a.source.Failure(err).Overtaken {
		return &ChangedError{Address: at}
	}
	return a.source.Wrap(err, fmt.Sprintf("%s cannot be changed", at))
}

// shared finds the tables that more than one collection names.
func (a *applying) shared(ctx context.Context) error {
	var all []*dataset.Collection
	for _, d := range a.datasets {
		all = append(all, d.Collections...)
	}
	tables, err := a.source.Resolve(ctx, a.tx, all)
	if err != nil {
		return err
	}
	named := map[sqldb.TableName]bool{}
	for _, t := range tables {
		n := a.source.Dialect.Fold(sqldb.TableName{Schema: t.Schema, Name: t.Name})
		if named[n] {
			a.rewritten[n] = map[string]rewriting{}
		}
		named[n] = true
	}
	return nil
}
