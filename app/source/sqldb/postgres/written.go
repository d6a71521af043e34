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
	err := sqldb.EachRow(ctx, q,
		`SELECT coalesce(pg_partition_root(relid), relid)::oid::text, sum(n_tup_ins)::bigint, sum(n_tup_upd)::bigint, sum(n_tup_del)::bigint,
			bool_or(pg_partition_root(relid) IS NOT NULL)
		FROM pg_stat_xact_user_tables GROUP BY 1 HAVING sum(n_tup_ins + n_tup_upd + n_tup_del) > 0`, nil,
		[]any{&table, &t.Inserted, &t.Updated, &t.Deleted, &t.Partitioned}, func() error {
			out[table] = t
			return nil
		})
	return out, err
}

// Emptied goes by the locks that only such a statement takes (TRUNCATE, DROP, ALTER), of tables whose entry in the
// catalogue is this transaction's own, or gone.
func (dialect) Emptied(ctx context.Context, q sqldb.Querier) ([]string, error) {
	var out []string
	var table string
	err := sqldb.EachRow(ctx, q, `SELECT coalesce(n.nspname || '.' || c.relname, 'number ' || l.relation)
		FROM pg_locks l LEFT JOIN pg_class c ON c.oid = l.relation LEFT JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE l.pid = pg_backend_pid() AND l.locktype = 'relation' AND l.mode = 'AccessExclusiveLock'
			AND (c.oid IS NULL OR c.relkind IN ('r', 'p', 'm') AND c.relpersistence <> 't' AND age(c.xmin) <= 0)
		ORDER BY 1`, nil, []any{&table}, func() error {
		out = append(out, table)
		return nil
	})
	return out, err
}

// ImmediateSQL makes the triggers run that wait for the commit, so that what they write is counted.
func (dialect) ImmediateSQL() string { return "SET CONSTRAINTS ALL IMMEDIATE" }
