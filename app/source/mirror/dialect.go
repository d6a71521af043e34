package mirror

import (
	"context"
	"errors"
	"strings"

	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/sqldb/sqlite"
)

// dialect is that of the embedded engine, but for what the source itself says.
type dialect struct {
	sqlite.Dialect
	kind   Kind
	origin Origin
	asked  *asked
}

// Engine is the name of the kind for people.
func (d dialect) Engine() string { return d.kind.Name }

// Capabilities are those of the embedded engine.
func (d dialect) Capabilities() sqldb.Capabilities {
	c := d.Dialect.Capabilities()
	c.Piecewise = d.kind.Piecewise
	return c
}

// List names what cannot be read too: whoever asks for it is told why.
func (d dialect) List(ctx context.Context, q sqldb.Querier) ([]sqldb.TableName, error) {
	var out []sqldb.TableName
	var name string
	err := sqldb.EachRow(ctx, q,
		`SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT IN (SELECT tbl FROM temp.rightsdesk_hidden) ORDER BY name`, nil, []any{&name}, func() error {
			out = append(out, sqldb.TableName{Name: name})
			return nil
		})
	return out, err
}

// Inspect adds what the source says of its columns, and why what is asked for cannot be read.
func (d dialect) Inspect(ctx context.Context, q sqldb.Querier,
	names []sqldb.TableName) (map[sqldb.TableName]*sqldb.Table, error) {
	tables, err := d.Dialect.Inspect(ctx, q, names)
	var view string
	err = errors.Join(err,
		sqldb.EachRow(ctx, q, `SELECT name FROM sqlite_schema WHERE type = 'view'`, nil, []any{&view}, func() error {
			for _, t := range tables {
				t.Unreadable = t.Unreadable || strings.EqualFold(t.Name, view)
			}
			return nil
		}))
	var held, instead, why string
	err = errors.Join(err,
		sqldb.EachRow(ctx, q, `SELECT tbl, instead, why FROM temp.rightsdesk_unreadable`, nil,
			[]any{&held, &instead, &why}, func() error {
				for _, t := range tables {
					if strings.EqualFold(t.Name, held) {
						t.Unreadable, t.Why = true, why
					}
				}
				for _, n := range names {
					if low := strings.ToLower(n.Name); tables[n] == nil && instead != "" &&
						(low == strings.ToLower(instead) || strings.HasPrefix(low, strings.ToLower(instead)+"/")) {
						tables[n] = &sqldb.Table{Name: held, Unreadable: true, Why: why, Asked: n}
					}
				}
				return nil
			}))
	for _, t := range tables {
		var name, charset string
		var fixed bool
		err = errors.Join(err,
			sqldb.EachRow(ctx, q,
				`SELECT name, charset, fixed FROM temp.rightsdesk_column WHERE tbl = ? COLLATE NOCASE`, []any{t.Name},
				[]any{&name, &charset, &fixed}, func() error {
					for i := range t.Columns {
						if t.Columns[i].Name == name {
							t.Columns[i].Charset, t.Columns[i].Fixed = charset, fixed
						}
					}
					return nil
				}))
	}
	return tables, err
}

// Traits adds why nothing of a table can be written.
func (d dialect) Traits(ctx context.Context, q sqldb.Querier, t *sqldb.Table) (sqldb.TableTraits, error) {
	out, err := d.Dialect.Traits(ctx, q, t)
	if err != nil {
		return out, err
	}
	return out, sqldb.EachRow(ctx, q, `SELECT why FROM temp.rightsdesk_closed WHERE tbl = ? COLLATE NOCASE`,
		[]any{t.Name}, []any{&out.Closed}, func() error { return nil })
}

// Remarks are what the source says of its columns.
func (d dialect) Remarks(ctx context.Context, q sqldb.Querier) ([]sqldb.Remark, error) {
	var out []sqldb.Remark
	var r sqldb.Remark
	err := sqldb.EachRow(ctx, q, `SELECT tbl, name, remark FROM temp.rightsdesk_column WHERE remark <> ''`, nil,
		[]any{&r.Table, &r.Column, &r.Text}, func() error {
			out = append(out, r)
			return nil
		})
	return out, err
}

// Refuses asks the origin.
func (d dialect) Refuses(ctx context.Context, _ sqldb.Querier) (string, error) {
	return d.origin.Refuses(ctx)
}

// FailureOf says why something of the source cannot be read.
func (d dialect) FailureOf(err error) sqldb.Failure {
	f := d.Dialect.FailureOf(err)
	if _, reason, is := strings.Cut(err.Error(), unreadableMark); is && f.Answered {
		if at := strings.LastIndex(reason, " ("); at > 0 {
			reason = reason[:at]
		}
		f.Reason = reason
	}
	return f
}
