package postgres

import (
	"context"
	"encoding/json"
	"strings"

	"orangelab.cn/rightsdesk/app/source/sqldb"
)

// Constraints are those of the table, of its partitions and heirs, and of the domains of its columns; unique indexes
// that take two nulls for one value, and what decides in which partition a row lies: there may be none for a new value.
func (d dialect) Constraints(ctx context.Context, q sqldb.Querier, t *sqldb.Table) ([]sqldb.Constraint, error) {
	var out []sqldb.Constraint
	var one sqldb.Constraint
	var kind, columns, definition, condition, keys, operators, where string
	var alike, own bool
	err := sqldb.EachRow(ctx, q, constraintsSQL, []any{sqldb.TableSQL(d, t)},
		[]any{&kind, &one.Name, &columns, &definition, &condition, &keys, &operators, &where, &alike, &own},
		func() error {
			k := sqldb.Constraint{Name: one.Name, Columns: strings.Split(columns, "\n"),
				Strict: kind != "partition" && !sqldb.JudgesNull(definition), Condition: condition}
			switch {
			case kind == "domain":
				k.Condition = ofColumns(condition, k.Columns, d.Quote)
			case kind == "index" && own:
				k.Over = &sqldb.UniqueOver{Where: where, NullsAlike: alike}
				if err := json.Unmarshal([]byte(keys), &k.Over.Keys); err != nil {
					return err
				}
				if err := json.Unmarshal([]byte(operators), &k.Over.Operators); err != nil {
					return err
				}
			}
			out = append(out, k)
			return nil
		})
	return out, err
}

// ofColumns writes the condition of a domain for each of the columns that have it.
func ofColumns(condition string, columns []string, quote func(string) string) string {
	var all []string
	for _, c := range columns {
		all = append(all, sqldb.ReplaceWord(condition, "VALUE", quote(c)))
	}
	return "(" + strings.Join(all, ") AND (") + ")"
}

// constraintsSQL leaves what only an heir or a partition demands without a condition: it holds for its rows alone, and
// a query of the whole table does not tell which those are.
const constraintsSQL = `WITH RECURSIVE family(oid) AS (SELECT to_regclass($1)::oid UNION SELECT inhrelid FROM pg_inherits JOIN family ON inhparent = family.oid),
	domains(attname, oid, base) AS (SELECT a.attname, y.oid, y.typbasetype FROM pg_attribute a JOIN pg_type y ON y.oid = a.atttypid
		WHERE a.attrelid = to_regclass($1) AND a.attnum > 0 AND NOT a.attisdropped AND y.typtype = 'd'
		UNION ALL SELECT domains.attname, y.oid, y.typbasetype FROM domains JOIN pg_type y ON y.oid = domains.base WHERE y.typtype = 'd')
SELECT 'check', conname::text, string_agg(DISTINCT attname, E'\n'), min(pg_get_constraintdef(k.oid)),
		CASE WHEN bool_or(conrelid = to_regclass($1)) THEN min(pg_get_expr(conbin, conrelid)) FILTER (WHERE conrelid = to_regclass($1)) ELSE '' END,
		'[]', '[]', '', FALSE, TRUE
	FROM pg_constraint k JOIN family ON conrelid = family.oid JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)
	WHERE contype = 'c' GROUP BY conname
UNION ALL SELECT 'domain', conname::text, string_agg(DISTINCT attname, E'\n'), min(pg_get_constraintdef(k.oid)), min(pg_get_expr(conbin, 0)),
		'[]', '[]', '', FALSE, TRUE
	FROM pg_constraint k JOIN domains ON contypid = domains.oid WHERE contype = 'c' GROUP BY conname
UNION ALL SELECT 'index', r.relname::text, string_agg(DISTINCT attname, E'\n'), min(pg_get_indexdef(i.indexrelid)), '',
		(SELECT json_agg(pg_get_indexdef(i.indexrelid, p, TRUE) ORDER BY p)::text FROM generate_series(1, i.indnkeyatts) AS p),
		COALESCE((SELECT json_agg(format('OPERATOR(%I.%s)', on_.nspname, o.oprname) ORDER BY n)::text FROM pg_constraint x CROSS JOIN LATERAL unnest(x.conexclop) WITH ORDINALITY AS e(op, n)
			JOIN pg_operator o ON o.oid = e.op JOIN pg_namespace on_ ON on_.oid = o.oprnamespace WHERE x.conindid = i.indexrelid AND x.contype = 'x'), '[]'),
		COALESCE(pg_get_expr(i.indpred, i.indrelid), ''), bool_or(pg_get_indexdef(i.indexrelid) LIKE '%NULLS NOT DISTINCT%'), bool_or(i.indrelid = to_regclass($1))
	FROM pg_index i JOIN family ON i.indrelid = family.oid JOIN pg_class r ON r.oid = i.indexrelid
	JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum > 0 AND (a.attnum = ANY (i.indkey) OR EXISTS (SELECT FROM pg_depend p
		WHERE p.classid = 'pg_class'::regclass AND p.objid = i.indexrelid AND p.refclassid = 'pg_class'::regclass AND p.refobjid = i.indrelid AND p.refobjsubid = a.attnum)
		OR EXISTS (SELECT FROM pg_constraint x WHERE x.conindid = i.indexrelid AND x.contype = 'x' AND a.attnum = ANY (x.conkey)))
	WHERE (i.indisunique AND (i.indexprs IS NOT NULL OR i.indpred IS NOT NULL OR pg_get_indexdef(i.indexrelid) LIKE '%NULLS NOT DISTINCT%')) OR i.indisexclusion
	GROUP BY r.relname, i.indexrelid, i.indnkeyatts, i.indpred, i.indrelid
UNION ALL SELECT 'partition', max(to_regclass($1)::oid::regclass::text) || ' PARTITION BY', string_agg(DISTINCT attname, E'\n'), 'PARTITION BY',
		COALESCE((SELECT string_agg('(' || COALESCE(pg_get_partition_constraintdef(leaf.oid), 'TRUE') || ')', ' OR ')
			FROM family JOIN pg_class leaf ON leaf.oid = family.oid WHERE leaf.relkind <> 'p'), 'FALSE'), '[]', '[]', '', FALSE, TRUE
	FROM pg_partitioned_table k JOIN family ON partrelid = family.oid JOIN pg_attribute a ON a.attrelid = partrelid AND a.attnum > 0
	WHERE a.attnum = ANY (partattrs) OR EXISTS (SELECT FROM pg_depend p WHERE p.classid = 'pg_class'::regclass AND p.objid = partrelid AND p.objsubid = a.attnum
		AND p.refclassid = 'pg_class'::regclass AND p.refobjid = partrelid AND p.refobjsubid = 0)
	HAVING count(*) > 0
ORDER BY 1, 2`
