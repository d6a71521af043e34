package sqldb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"

	"orangelab.cn/rightsdesk/app/source/value"
)

// RawRows runs a query and delivers what the driver gives for every row; the slice and the bytes in it are the
// receiver's until it returns. It goes past database/sql, whose conversions cost more than the reading where hundreds
// of thousands of rows are compared. Cancelling is up to the transaction the connection is in.
func RawRows(ctx context.Context, conn *sql.Conn, text string, args []any, columns int,
	yield func(row []any) error) error {
	named := make([]driver.NamedValue, len(args))
	for i, v := range args {
		named[i] = driver.NamedValue{Ordinal: i + 1, Value: v}
	}
	return conn.Raw(func(raw any) (err error) {
		queryer, ok := raw.(driver.QueryerContext)
		if !ok {
			return &value.Error{Message: "the database driver cannot be asked directly"}
		}
		rows, err := queryer.QueryContext(ctx, text, named)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, rows.Close()) }()
		dest, row := make([]driver.Value, columns), make([]any, columns)
		for {
			if err := rows.Next(dest); err == io.EOF {
				return nil
			} else if err != nil {
				return err
			}
			for i, v := range dest {
				row[i] = v
			}
			if err := yield(row); err != nil {
				return err
			}
		}
	})
}
