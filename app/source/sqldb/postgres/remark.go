package postgres

import (
	"context"

	"orangelab.cn/rightsdesk/app/source/sqldb"
)

func (dialect) Remarks(ctx context.Context, q sqldb.Querier) ([]sqldb.Remark, error) {
	var out []sqldb.Remark
	var r sqldb.Remark
	err := sqldb.EachRow(ctx, q, `SELECT s.nspname, r.relname, COALESCE(a.attname, ''), d.description
		FROM pg_description d JOIN pg_class r ON d.classoid = 'pg_class'::regclass AND r.oid = d.objoid JOIN pg_namespace s ON s.oid = r.relnamespace
		LEFT JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum = d.objsubid AND d.objsubid > 0
		WHERE r.relkind IN ('r', 'p') AND s.nspname NOT LIKE 'pg\_%' AND s.nspname <> 'information_schema'`, nil, []any{&r.Schema, &r.Table, &r.Column, &r.Text}, func() error {
		out = append(out, r)
		return nil
	})
	return out, err
}
