package search

import (
	"context"
	"errors"
	"fmt"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/sqldb"
)

// EachRow delivers every row of a collection of a source that meets a condition, all where it is nil, as the declared
// columns hold it, in one snapshot, and calls begin once before them. The row is reused. An error of begin or deliver
// stops the reading and is returned as it is.
func EachRow(ctx context.Context, src *sqldb.Source, c *dataset.Collection, where *dataset.Where,
	begin func(*Reading) error, deliver func(row []any) error) (err error) {
	session, err := src.Begin(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, session.End()) }()
	tables, err := src.Resolve(ctx, session.Tx, []*dataset.Collection{c})
	if err != nil {
		return err
	}
	if tables[c] == nil {
		return src.NoTableError(c)
	}
	rd, err := NewReading(c, tables[c], src.Dialect, false)
	if err != nil {
		return err
	}
	if err := begin(rd); err != nil {
		return err
	}
	q := Query{Text: rd.SelectSQL() + "1 = 1"}
	q.Text += rd.narrowed(where, &q.Args)
	err = rd.Each(ctx, session.Tx, []Query{q}, func(row, _ []any) error {
		if !rd.Meets(where, row) {
			return nil
		}
		if err := deliver(row); err != nil {
			return sqldb.Fatal(err)
		}
		return nil
	})
	var stop sqldb.FatalError
	switch {
	case errors.As(err, &stop):
		return stop.Cause
	case err != nil && ctx.Err() == nil:
		return src.Wrap(err, fmt.Sprintf("collection %q cannot be read", c.Name))
	}
	return err
}
