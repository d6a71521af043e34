package apply

import (
	"context"
	"errors"

	"orangelab.cn/rightsdesk/app/source/change"
	"orangelab.cn/rightsdesk/app/source/sqldb"
)

// compareAndWrite writes a batch whose rows are all as previewed; false when it leaves the batch as it was, because
// the engine cannot do it, the rows must be read again anyway, or a row is not as previewed.
func (a *applying) compareAndWrite(ctx context.Context, b *sqldb.MappedTable, key []int, changes []change.RowChange) (bool, error) {
	expect := b.Dialect.Capabilities().Expect
	if expect == nil || changes[0].Delete || !b.NamesOneRow(key) || len(b.Table.Columns) >= 100 {
		return false, nil
	}
	fingerprints := make(map[string][]byte, len(changes))
	todo := make([]*writing, len(changes))
	var columns []int
	for n := range changes {
		c := &changes[n]
		if n == 0 || !alikeNames(c.After, changes[n-1].After) {
			var err error
			if columns, err = b.CellColumns(c.After); err != nil {
				return false, err
			}
		}
		todo[n] = &writing{RowChange: c, columns: columns}
		if !a.sure(b, todo[n]) || c.Rows != 1 {
			return false, nil
		}
		fingerprints[sqldb.EncodeKey(cellValues(c.Key))] = c.Seen
	}
	asSeen, done := expect(b.Table.Columns, key, fingerprints)
	defer done()
	by := naming{of: func(w *writing) [][]any { return [][]any{cellValues(w.Key)} }, also: asSeen}
	for _, i := range key {
		by.columns = append(by.columns, b.Table.Columns[i])
	}
	if _, err := a.tx.ExecContext(ctx, "SAVEPOINT batch"); err != nil {
		return false, a.failed(b.Address(), err)
	}
	counted, err := b.Dialect.CountWritten(ctx, a.tx)
	if err != nil {
		return false, a.failed(b.Address(), err)
	}
	before := a.applied.Updated
	for from := 0; from < len(todo); from += sqldb.BatchSize(len(key)) {
		err := a.update(ctx, b, by, todo[from:min(from+sqldb.BatchSize(len(key)), len(todo))])
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
