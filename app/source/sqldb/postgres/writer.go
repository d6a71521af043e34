package postgres

import (
	"context"

	"orangelab.cn/rightsdesk/app/source/sqldb"
)

func (dialect) Refuses(ctx context.Context, q sqldb.Querier) (why string, err error) {
	var recovery, readOnly bool
	err = sqldb.EachRow(ctx, q, `SELECT pg_is_in_recovery(), current_setting('transaction_read_only')::bool`, nil,
		[]any{&recovery, &readOnly}, func() error { return nil })
	switch {
	case recovery:
		why = "the server only follows another one"
	case readOnly:
		why = "the database is set to read-only transactions"
	}
	return why, err
}
