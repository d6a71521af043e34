package mirror

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"

	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/value"
)

// asked are the fields by which a data map knows the tables of a source that keeps no list of them (Kind.Schemaless).
// Every copy has a column for each: a field that no document has at the moment is empty, and not missing.
type asked struct {
	mu     sync.Mutex
	fields map[string][]string // by the name of a table
}

// besides returns the fields of a table that are asked for and are none of its columns.
func (a *asked) besides(table string, columns []Column) (out []string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, name := range a.fields[table] {
		if !slices.ContainsFunc(columns, func(c Column) bool { return strings.EqualFold(c.Name, name) }) {
			out = append(out, name)
		}
	}
	return out
}

// note remembers fields of a table, but for more than a table can have.
func (a *asked) note(table string, names []string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.fields == nil {
		a.fields = map[string][]string{}
	}
	for _, name := range names {
		if held := a.fields[table]; len(held) < maxColumns && strings.TrimSpace(name) != "" &&
			!slices.ContainsFunc(held, func(h string) bool { return strings.EqualFold(h, name) }) {
			a.fields[table] = append(held, name)
		}
	}
}

// added returns what gives a table columns that no row of it fills. It writes no row, of which the engine would count
// one too many.
func added(table string, names []string) (out []string) {
	for _, name := range names {
		out = append(out, "ALTER TABLE "+quote(table)+" ADD COLUMN "+quote(name)+" "+string(Text))
	}
	return out
}

func quotedNames(columns []Column) []string {
	out := make([]string, len(columns))
	for i, c := range columns {
		out[i] = quote(c.Name)
	}
	return out
}

// Admit gives a table a column for each field that the data map asks for, in this copy and in every later one.
func (d dialect) Admit(ctx context.Context, q sqldb.Querier, t *sqldb.Table, names []string) (*sqldb.Table, error) {
	if !d.kind.Schemaless || t.Unreadable {
		return t, nil
	}
	d.asked.note(t.Name, names)
	var have []Column
	var name string
	if err := sqldb.EachRow(ctx, q, "SELECT name FROM pragma_table_info(?)", []any{t.Name}, []any{&name}, func() error {
		have = append(have, Column{Name: name})
		return nil
	}); err != nil {
		return nil, err
	}
	if more := d.asked.besides(t.Name, have); len(more) > 0 {
		var closed bool
		if err := sqldb.EachRow(ctx, q, "PRAGMA query_only", nil, []any{&closed},
			func() error { return nil }); err != nil {
			return nil, err
		}
		texts := added(t.Name, more)
		if closed {
			texts = append(append([]string{"PRAGMA query_only(0)"}, texts...), "PRAGMA query_only(1)")
		}
		for _, text := range texts {
			if err := run(ctx, q, text); err != nil {
				return nil, err
			}
		}
	}
	out := *t
	for _, name := range names {
		if _, there := out.Column(name); !there {
			out.Columns = append(slices.Clone(out.Columns), sqldb.Column{Name: name, Type: string(Text), Nullable: true,
				Class: value.ClassText, Absent: true})
		}
	}
	return &out, nil
}

// run runs a statement that gives no rows.
func run(ctx context.Context, q sqldb.Querier, text string) error {
	rows, err := q.QueryContext(ctx, text)
	if err != nil {
		return err
	}
	for rows.Next() {
	}
	return errors.Join(rows.Err(), rows.Close())
}
