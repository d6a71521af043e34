package draft

import (
	"context"
	"fmt"

	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/value"
)

// asker asks the source whether values of one column stand in another.
type asker struct {
	source *sqldb.Source
	q      sqldb.Querier
}

// included returns how many of the values the column holds.
func (a *asker) included(ctx context.Context, f *field, values []string) (int, error) {
	d := a.source.Dialect
	var binds []any
	for _, v := range values {
		binds = append(binds, d.Bind(f.Column, v)...)
	}
	if len(binds) == 0 {
		return 0, nil
	}
	var args []any
	query := fmt.Sprintf("SELECT DISTINCT %s FROM %s WHERE %s LIMIT %d", d.Expression(f.Column),
		sqldb.TableSQL(d, f.table.Table), d.In(f.Column, binds, &args), len(values))
	sought := map[string]bool{}
	for _, v := range values {
		sought[v] = true
	}
	found := 0
	var raw any
	err := sqldb.EachRow(ctx, a.q, query, args, []any{&raw}, func() error {
		if held, ok := value.Text(d.Scan(f.Column, raw)); ok && sought[held] {
			found++
		}
		return nil
	})
	return found, a.source.Wrap(err, fmt.Sprintf("table %q cannot be compared", f.table.Name))
}
