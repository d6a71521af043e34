package postgres

import (
	"context"
	"strings"

	"orangelab.cn/rightsdesk/app/source/sqldb"
)

// Constraints are those of the table, of its partitions and heirs, and of the domains of its columns; unique indexes
// that take two nulls for one value, and what decides in which partition a row lies: there may be none for a new value.
func (d dialect) Constraints(ctx context.Context, q sqldb.Querier, t *sqldb.Table) ([]sqldb.Constraint, error) {
	var out []sqldb.Constraint
	var one sqldb.Constraint
	var columns, definition string
	err := sqldb.EachRow(ctx, q,
		`WITH RECURSIVE family(oid) AS (SELECT to_regclass($1)::oid UNION SELECT inhrelid FROM pg_inherits JOIN family ON inhparent = family.oid),
			domains(attname, oid, base) AS (SELECT a.attname, y.oid, y.typbasetype FROM pg_attribute a JOIN pg_type y ON y.oid = a.atttypid
				WHERE a.attrelid = to_regclass($1) AND a.attnum > 0 AND NOT a.attisdropped AND y.typtype = 'd'
				UNION ALL SELECT domains.attname, y.oid, y.typbasetype FROM domains JOIN pg_type y ON y.oid = domains.base WHERE y.typtype = 'd')
		SELECT conname::text, string_agg(DISTINCT attname, E'\n'), min(pg_get_constraintdef(k.oid))
			FROM pg_constraint k JOIN family ON conrelid = family.oid JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)
			WHERE contype IN ('c', 'x') GROUP BY conname
		UNION ALL SELECT conname::text, string_agg(DISTINCT attname, E'\n'), min(pg_get_constraintdef(k.oid))
			FROM pg_constraint k JOIN domains ON contypid = domains.oid WHERE contype = 'c' GROUP BY conname
		UNION ALL SELECT r.relname::text, string_agg(DISTINCT attname, E'\n'), min(pg_get_indexdef(i.indexrelid))
			FROM pg_index i JOIN family ON i.indrelid = family.oid JOIN pg_class r ON r.oid = i.indexrelid
			JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum > 0 AND (a.attnum = ANY (i.indkey) OR EXISTS (SELECT FROM pg_depend p
				WHERE p.classid = 'pg_class'::regclass AND p.objid = i.indexrelid AND p.refclassid = 'pg_class'::regclass AND p.refobjid = i.indrelid AND p.refobjsubid = a.attnum))
			WHERE i.indisunique AND (i.indexprs IS NOT NULL OR i.indpred IS NOT NULL OR pg_get_indexdef(i.indexrelid) LIKE '%NULLS NOT DISTINCT%') GROUP BY r.relname
		UNION ALL SELECT r.relname::text || ' PARTITION BY', string_agg(DISTINCT attname, E'\n'), 'PARTITION BY'
			FROM pg_partitioned_table k JOIN family ON partrelid = family.oid JOIN pg_class r ON r.oid = partrelid JOIN pg_attribute a ON a.attrelid = partrelid AND a.attnum > 0
			WHERE a.attnum = ANY (partattrs) OR EXISTS (SELECT FROM pg_depend p WHERE p.classid = 'pg_class'::regclass AND p.objid = partrelid AND p.objsubid = a.attnum
				AND p.refclassid = 'pg_class'::regclass AND p.refobjid = partrelid AND p.refobjsubid = 0) GROUP BY r.relname
		ORDER BY 1`, []any{sqldb.TableSQL(d, t)}, []any{&one.Name, &columns, &definition}, func() error {
			one.Columns, one.Strict = strings.Split(columns, "\n"), definition != "PARTITION BY" &&
				!sqldb.JudgesNull(definition)
			out = append(out, one)
			return nil
		})
	return out, err
}
