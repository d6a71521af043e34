package mysql

import (
	"context"

	"orangelab.cn/rightsdesk/app/source/sqldb"
)

func (d dialect) Constraints(ctx context.Context, q sqldb.Querier, t *sqldb.Table) (out []sqldb.Constraint, err error) {
	var name, text string
	err = sqldb.EachRow(ctx, q, "SHOW CREATE TABLE "+sqldb.TableSQL(d, t), nil, []any{&name, &text}, func() error {
		out = sqldb.ParseChecks(text, t)
		return nil
	})
	return out, err
}
