package mysql

import (
	"context"

	"orangelab.cn/rightsdesk/app/source/sqldb"
)

// Wrote counts nothing: what MySQL says of a session counts its own working tables too.
func (Dialect) Wrote(context.Context, sqldb.Querier) (sqldb.WrittenRows, error) { return nil, nil }

func (Dialect) Immediately() string { return "" }
