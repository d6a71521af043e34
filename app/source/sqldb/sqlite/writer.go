package sqlite

import (
	"context"

	"orangelab.cn/rightsdesk/app/source/sqldb"
)

func (dialect) Refuses(context.Context, sqldb.Querier) (string, error) {
	return "", nil // the write lock that begins the transaction is the proof
}
