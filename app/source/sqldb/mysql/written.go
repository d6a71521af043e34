package mysql

import (
	"context"

	"orangelab.cn/rightsdesk/app/source/sqldb"
)

// CountWritten reads what MariaDB counts for the session, which leaves its working tables out. MySQL has one count for
// both, so that nothing is told of it. Where the server keeps its log of statements in a table, each statement counts
// as a row inserted, and only the rows updated and deleted are told.
func (dialect) CountWritten(ctx context.Context, q sqldb.Querier) (sqldb.WrittenRows, error) {
	counts := map[string]int64{}
	var name string
	var n int64
	err := sqldb.EachRow(ctx, q,
		`SHOW SESSION STATUS WHERE Variable_name IN ('Handler_update', 'Handler_delete', 'Handler_write', 'Handler_tmp_write')`, nil,
		[]any{&name, &n}, func() error {
			counts[name] = n
			return nil
		})
	if _, apart := counts["Handler_tmp_write"]; !apart || err != nil {
		return nil, err
	}
	var logged bool
	err = sqldb.EachRow(ctx, q,
		`SELECT @@global.log_output LIKE '%TABLE%' AND (@@global.general_log OR @@global.slow_query_log)`, nil,
		[]any{&logged}, func() error { return nil })
	t := sqldb.TableWrites{Inserted: counts["Handler_write"], Updated: counts["Handler_update"],
		Deleted: counts["Handler_delete"]}
	if logged {
		t.Inserted = 0
	}
	return sqldb.WrittenRows{"": t}, err
}

// Emptied names nothing: MySQL and MariaDB refuse it in a trigger.
func (dialect) Emptied(context.Context, sqldb.Querier) ([]string, error) { return nil, nil }

func (dialect) ImmediateSQL() string { return "" }
