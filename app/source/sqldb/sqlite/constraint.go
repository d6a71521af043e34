package sqlite

import (
	"context"

	"orangelab.cn/rightsdesk/app/source/sqldb"
)

func (dialect) Constraints(ctx context.Context, q sqldb.Querier, t *sqldb.Table) (out []sqldb.Constraint, err error) {
	var text string
	err = sqldb.EachRow(ctx, q,
		`SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ? COLLATE NOCASE AND sql IS NOT NULL`,
		[]any{t.Name}, []any{&text}, func() error {
			out = sqldb.ParseChecks(text, t)
			return nil
		})
	return out, err
}
