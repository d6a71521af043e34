package sqlite

import (
	"context"
	"strings"

	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/model/pattern"
)

// sqliteTrigger is how SQLite keeps the beginning of a trigger, up to what fires it.
var sqliteTrigger = pattern.New(
	"(?is)^CREATE\\s+TRIGGER\\s+(?:\"(?:[^\"]|\"\")*\"|\\[[^]]*\\]|`(?:[^`]|``)*`|'(?:[^']|'')*'|[^\\s\"'`\\[]+)\\s+" +
		"(?:(?:BEFORE|AFTER|INSTEAD\\s+OF)\\s+)?(INSERT|DELETE|UPDATE)\\s+(?:OF\\s+([\\w\\s,\"]+?)\\s+)?ON\\s")

// readSQLiteTrigger returns what fires a trigger, by its text. Where the text is not understood, every change does.
func readSQLiteTrigger(name, text string) sqldb.Trigger {
	m := sqliteTrigger.FindStringSubmatch(text)
	if m == nil {
		return sqldb.Trigger{Name: name, OnUpdate: true, OnDelete: true}
	}
	event := strings.ToUpper(m[1])
	t := sqldb.Trigger{Name: name, OnUpdate: event == "UPDATE", OnDelete: event == "DELETE"}
	if m[2] != "" {
		for column := range strings.SplitSeq(m[2], ",") {
			t.Columns = append(t.Columns, strings.Trim(strings.TrimSpace(column), `"`))
		}
	}
	return t
}

func (dialect) Triggers(ctx context.Context, q sqldb.Querier, t *sqldb.Table) ([]sqldb.Trigger, error) {
	var out []sqldb.Trigger
	var name, text string
	err := sqldb.EachRow(ctx, q,
		`SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ? COLLATE NOCASE ORDER BY name`,
		[]any{t.Name}, []any{&name, &text}, func() error {
			out = append(out, readSQLiteTrigger(name, text))
			return nil
		})
	return out, err
}
