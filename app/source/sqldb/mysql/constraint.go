package mysql

import (
	"context"
	"strings"

	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/model/pattern"
)

func (d dialect) Constraints(ctx context.Context, q sqldb.Querier, t *sqldb.Table) (out []sqldb.Constraint, err error) {
	var name, text string
	err = sqldb.EachRow(ctx, q, "SHOW CREATE TABLE "+sqldb.TableSQL(d, t), nil, []any{&name, &text}, func() error {
		out = append(sqldb.ParseChecks(text, t), partitioned(text, t)...)
		return nil
	})
	return out, err
}

// partitions is by which columns or expressions a table is parted where there need be no partition for every value.
var partitions = pattern.New(
	"(?is)\\bPARTITION BY\\s+(?:LIST|RANGE)(?:\\s+COLUMNS)?\\s*\\((.*?)\\)\\s*\\(\\s*PARTITION\\b")

// columnWord is a name in an expression, quoted or not.
var columnWord = pattern.New("`(?:[^`]|``)+`|[\\pL_$][\\pL\\pN_$]*")

// partitioned returns what decides in which partition a row lies, as a constraint: there may be none for a new value.
func partitioned(text string, t *sqldb.Table) []sqldb.Constraint {
	m := partitions.FindStringSubmatch(text)
	if m == nil {
		return nil
	}
	c := sqldb.Constraint{Name: "PARTITION BY"}
	for _, word := range columnWord.FindAllString(m[1], -1) {
		if column, ok := t.Column(strings.ReplaceAll(strings.Trim(word, "`"), "``", "`")); ok {
			c.Columns = append(c.Columns, column.Name)
		}
	}
	return []sqldb.Constraint{c}
}
