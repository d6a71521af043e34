package sqlite

import (
	"context"

	"orangelab.cn/rightsdesk/app/source/sqldb"
)

func (dialect) CountWritten(ctx context.Context, q sqldb.Querier) (sqldb.WrittenRows, error) {
	var n int64
	err := sqldb.EachRow(ctx, q, `SELECT total_changes()`, nil, []any{&n}, func() error { return nil })
	return sqldb.WrittenRows{"": {Updated: n}}, err
}

// Emptied names nothing: SQLite has no such statement in a trigger.
func (dialect) Emptied(context.Context, sqldb.Querier) ([]string, error) { return nil, nil }

func (dialect) ImmediateSQL() string { return "" }
