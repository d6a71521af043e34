package mysql

import (
	"context"

	"orangelab.cn/rightsdesk/app/source/sqldb"
)

func (dialect) Triggers(ctx context.Context, q sqldb.Querier, t *sqldb.Table) ([]sqldb.Trigger, error) {
	var out []sqldb.Trigger
	var name, event string
	err := sqldb.EachRow(ctx, q, `SELECT TRIGGER_NAME, EVENT_MANIPULATION FROM information_schema.TRIGGERS
		WHERE EVENT_OBJECT_SCHEMA = ? AND EVENT_OBJECT_TABLE = ? AND EVENT_MANIPULATION <> 'INSERT' ORDER BY TRIGGER_NAME`,
		[]any{t.Schema, t.Name}, []any{&name, &event}, func() error {
			out = append(out, sqldb.Trigger{Name: name, OnUpdate: event == "UPDATE", OnDelete: event == "DELETE"})
			return nil
		})
	return out, err
}

// fired reads what MariaDB counts for the session, of triggers too that this login is not told of. MySQL does not.
func fired(ctx context.Context, q sqldb.Querier) (n int64, known bool, err error) {
	var name string
	err = sqldb.EachRow(ctx, q, `SHOW SESSION STATUS LIKE 'Executed_triggers'`, nil, []any{&name, &n}, func() error {
		known = true
		return nil
	})
	return n, known, err
}
