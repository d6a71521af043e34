package mysql

import (
	"context"

	"orangelab.cn/rightsdesk/app/source/sqldb"
)

func (dialect) Remarks(ctx context.Context, q sqldb.Querier) ([]sqldb.Remark, error) {
	var out []sqldb.Remark
	var r sqldb.Remark
	err := sqldb.EachRow(ctx, q,
		`SELECT TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME, COLUMN_COMMENT FROM information_schema.COLUMNS
			WHERE TABLE_SCHEMA = DATABASE() AND COLUMN_COMMENT <> ''
		UNION ALL SELECT TABLE_SCHEMA, TABLE_NAME, '', TABLE_COMMENT FROM information_schema.TABLES
			WHERE TABLE_SCHEMA = DATABASE() AND TABLE_COMMENT <> '' AND TABLE_TYPE <> 'VIEW'`, nil, []any{&r.Schema, &r.Table, &r.Column, &r.Text}, func() error {
			out = append(out, r)
			return nil
		})
	return out, err
}
