package postgres

import (
	"context"
	"strings"

	"orangelab.cn/rightsdesk/app/source/sqldb"
)

// Triggers looks at the partitions and heirs of the table too, whose rows a statement on the table writes.
func (d dialect) Triggers(ctx context.Context, q sqldb.Querier, t *sqldb.Table) ([]sqldb.Trigger, error) {
	var out []sqldb.Trigger
	var one sqldb.Trigger
	var columns string
	err := sqldb.EachRow(ctx, q,
		`WITH RECURSIVE family(oid) AS (SELECT to_regclass($1)::oid UNION SELECT inhrelid FROM pg_inherits JOIN family ON inhparent = family.oid)
		SELECT tgname, bool_or(tgtype & 16 <> 0), bool_or(tgtype & 8 <> 0),
				coalesce(CASE WHEN bool_and(cardinality(tgattr::int2[]) > 0) THEN string_agg((SELECT string_agg(attname, E'\n') FROM pg_attribute a
					WHERE a.attrelid = tgrelid AND attnum = ANY (tgattr::int2[])), E'\n') END, '')
			FROM pg_trigger JOIN family ON tgrelid = family.oid
			WHERE NOT tgisinternal AND tgenabled IN ('O', 'A') AND tgtype & 24 <> 0 GROUP BY tgname
		UNION ALL SELECT rulename, bool_or(ev_type = '2'), bool_or(ev_type = '4'), ''
			FROM pg_rewrite JOIN family ON ev_class = family.oid
			WHERE ev_enabled IN ('O', 'A') AND ev_type IN ('2', '4') GROUP BY rulename
		ORDER BY 1`, []any{sqldb.TableSQL(d, t)}, []any{&one.Name, &one.OnUpdate, &one.OnDelete, &columns}, func() error {
			one.Columns = nil
			if columns != "" {
				one.Columns = strings.Split(columns, "\n")
			}
			out = append(out, one)
			return nil
		})
	return out, err
}
