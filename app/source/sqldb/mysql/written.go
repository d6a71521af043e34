package mysql

import (
	"context"

	"orangelab.cn/rightsdesk/app/source/sqldb"
)

// CountWritten counts nothing: what MySQL says of a session counts its own working tables too.
func (dialect) CountWritten(context.Context, sqldb.Querier) (sqldb.WrittenRows, error) {
	return nil, nil
}

func (dialect) ImmediateSQL() string { return "" }
