package postgres

import (
	"context"

	"orangelab.cn/rightsdesk/app/source/sqldb"
)

// CountWritten reads what the server counts for its statistics; it counts nothing where track_counts is off.
func (dialect) CountWritten(ctx context.Context, q sqldb.Querier) (sqldb.WrittenRows, error) {
	out := sqldb.WrittenRows{}
	var table string
	var t sqldb.TableWrites
	err := sqldb.EachRow(ctx, q, `SELECT coalesce(pg_partition_root(relid), relid)::oid::text, sum(n_tup_ins)::bigint, sum(n_tup_upd)::bigint, sum(n_tup_del)::bigint,
			bool_or(pg_partition_root(relid) IS NOT NULL)
		FROM pg_stat_xact_user_tables GROUP BY 1 HAVING sum(n_tup_ins + n_tup_upd + n_tup_del) > 0`, nil,
		[]any{&table, &t.Inserted, &t.Updated, &t.Deleted, &t.Partitioned}, func() error {
			out[table] = t
			return nil
		})
	return out, err
}

// ImmediateSQL makes the triggers run that wait for the commit, so that what they write is counted.
func (dialect) ImmediateSQL() string { return "SET CONSTRAINTS ALL IMMEDIATE" }
