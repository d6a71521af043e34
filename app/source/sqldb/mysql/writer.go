package mysql

import (
	"context"

	"orangelab.cn/rightsdesk/app/source/sqldb"
)

func (dialect) Refuses(ctx context.Context, q sqldb.Querier) (why string, err error) {
	var readOnly string
	err = sqldb.EachRow(ctx, q, `SELECT CAST(@@global.read_only AS CHAR)`, nil, []any{&readOnly}, func() error {
		return nil
	})
	if readOnly != "" && readOnly != "0" && readOnly != "OFF" {
		why = "the server is set to read-only"
	}
	return why, err
}
