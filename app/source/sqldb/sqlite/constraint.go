package sqlite

import (
	"context"
	"strings"

	"orangelab.cn/rightsdesk/app/source/sqldb"
)

// Constraints are the CHECKs in the statement that made a table, and its unique indexes over expressions or some rows.
func (dialect) Constraints(ctx context.Context, q sqldb.Querier, t *sqldb.Table) (out []sqldb.Constraint, err error) {
	var name, text string
	err = sqldb.EachRow(ctx, q,
		`SELECT name, sql FROM sqlite_schema WHERE tbl_name = ? COLLATE NOCASE AND sql IS NOT NULL
		AND (type = 'table' OR type = 'index' AND sql LIKE 'CREATE UNIQUE%') ORDER BY type DESC, name`,
		[]any{t.Name}, []any{&name, &text}, func() error {
			if strings.HasPrefix(text, "CREATE UNIQUE") {
				if k, ok := sqldb.ParseUniqueIndex(name, text, t); ok {
					out = append(out, k)
				}
				return nil
			}
			out = append(out, sqldb.ParseChecks(text, t)...)
			return nil
		})
	return out, err
}
