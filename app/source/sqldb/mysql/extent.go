package mysql

import (
	"context"

	"orangelab.cn/rightsdesk/app/source/sqldb"
)

// Extent goes by what InnoDB estimates.
func (dialect) Extent(ctx context.Context, q sqldb.Querier) (e sqldb.Extent, err error) {
	err = sqldb.EachRow(ctx, q,
		`SELECT COUNT(*), CAST(COALESCE(SUM(TABLE_ROWS), 0) AS SIGNED), CAST(COALESCE(SUM(DATA_LENGTH), 0) AS SIGNED), COUNT(*) - COUNT(TABLE_ROWS)
		FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED')`,
		nil, []any{&e.Tables, &e.Rows, &e.Bytes, &e.Unknown}, func() error { return nil })
	return e, err
}
