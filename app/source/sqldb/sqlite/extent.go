package sqlite

import (
	"context"

	"orangelab.cn/rightsdesk/app/source/sqldb"
)

// Extent goes by the pages of the file; rows are known where ANALYZE has counted them.
func (dialect) Extent(ctx context.Context, q sqldb.Querier) (e sqldb.Extent, err error) {
	if err = sqldb.EachRow(ctx, q,
		`SELECT (SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\'), p.page_count * s.page_size FROM pragma_page_count p, pragma_page_size s`,
		nil, []any{&e.Tables, &e.Bytes}, func() error { return nil }); err != nil {
		return e, err
	}
	analysed := 0
	if err = sqldb.EachRow(ctx, q, `SELECT count(*) FROM sqlite_schema WHERE name = 'sqlite_stat1'`, nil,
		[]any{&analysed}, func() error { return nil }); err != nil || analysed == 0 {
		e.Unknown = e.Tables
		return e, err
	}
	known := 0
	err = sqldb.EachRow(ctx, q,
		`SELECT count(*), COALESCE(sum(n), 0) FROM (SELECT max(CAST(stat AS INTEGER)) AS n FROM sqlite_stat1 GROUP BY tbl)`, nil, []any{&known, &e.Rows}, func() error { return nil })
	e.Unknown = max(e.Tables-known, 0)
	return e, err
}
