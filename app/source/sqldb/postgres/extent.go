package postgres

import (
	"context"

	"orangelab.cn/rightsdesk/app/source/sqldb"
)

// Extent goes by pg_class, which ANALYZE and VACUUM keep; of a table in parts its parts are counted.
func (dialect) Extent(ctx context.Context, q sqldb.Querier) (e sqldb.Extent, err error) {
	err = sqldb.EachRow(ctx, q,
		`SELECT count(*) FILTER (WHERE NOT r.relispartition), COALESCE(sum(CASE WHEN r.relkind <> 'p' AND r.reltuples > 0 THEN r.reltuples END), 0)::bigint,
		COALESCE(sum(CASE WHEN r.relkind <> 'p' THEN pg_table_size(r.oid) END), 0)::bigint, count(*) FILTER (WHERE r.relkind <> 'p' AND r.reltuples < 0)
		FROM pg_class r JOIN pg_namespace s ON s.oid = r.relnamespace
		WHERE (r.relkind IN ('r', 'p') OR r.relkind = 'm' AND r.relispopulated) AND s.nspname NOT LIKE 'pg\_%' AND s.nspname <> 'information_schema' AND has_schema_privilege(s.oid, 'USAGE')`,
		nil, []any{&e.Tables, &e.Rows, &e.Bytes, &e.Unknown}, func() error { return nil })
	return e, err
}
