package source

import (
	"context"
	"strings"
)

// facts are what changing rows needs to know of a table beyond its columns.
type facts struct {
	view        bool
	noRollback  bool
	history     bool      // the table keeps what its rows held before
	triggers    bool      // a trigger or a rule may have its own way with a written row
	fires       []trigger // those that are known
	constraints []constraint
	unique      [][]string        // the columns of each unique key, the primary one among them
	collations  map[string]string // SQLite: by which the columns of unique keys are compared; nothing means by their bytes
	place       []Column          // what names a row for the length of a transaction; empty when nothing does
}

// dependency is a foreign key seen with both its ends.
type dependency struct {
	child, parent       tableName
	columns, refColumns []string
	onDelete, onUpdate  string // CASCADE, SET NULL, SET DEFAULT, RESTRICT or NO ACTION
}

// changing is what differs between the engines in changing rows.
type changing interface {
	facts(ctx context.Context, q querier, t *Table) (facts, error)
	// triggers gives the triggers and rules of the table that an update or a deletion may fire.
	triggers(ctx context.Context, q querier, t *Table) ([]trigger, error)
	// constraints gives what a plan cannot judge and the engine will, as far as it tells.
	constraints(ctx context.Context, q querier, t *Table) ([]constraint, error)
	// wrote gives what the engine has counted as written on this connection.
	wrote(ctx context.Context, q querier) (writtenRows, error)
	// immediately is a statement that makes happen what would wait for the commit; empty where nothing waits.
	immediately() string
	// dependencies gives every foreign key of the database, its tables named as inspect answers.
	dependencies(ctx context.Context, q querier) ([]dependency, error)
	// fold gives equal names for names that mean one table.
	fold(n tableName) tableName
	// exact turns what the driver gave into a value that finds the row again.
	exact(c Column, raw any) any
	// stored is how a planned value will come back as an exact one.
	stored(c Column, v any) any
	// keeps says whether the engine promises to hold a written value exactly as it is, or to fail.
	keeps(c Column, v any) bool
	// comparable says whether exact values of the column can be compared by the engine without loss.
	comparable(c Column) bool
	// rowsIn gives a condition that is true for the rows whose columns hold one of the tuples; none holds nil.
	rowsIn(columns []Column, tuples [][]any, args *[]any) string
	// set gives the right side of an assignment.
	set(c Column, v any, args *[]any) string
	// setEach gives one statement that writes values of its own into each row; false when the engine or a value
	// needs a statement for each row. A tuple names the row by its place.
	setEach(t *Table, place []Column, tuples [][]any, columns []Column, values [][]any) (string, []any, bool)
	// together is how many rows setEach takes at once.
	together() int
	// untouched gives assignments that keep the engine from writing columns by itself.
	untouched(t *Table, written []Column) []string
	// lock ends a SELECT whose rows are about to be changed.
	lock() string
	// refuses says why nothing can be written at all; empty when it can.
	refuses(ctx context.Context, q querier) (string, error)
	// equals compares a column with the n-th parameter so that NULL equals NULL, for people to read.
	equals(c Column, n int) string
}

// where gives the condition for rows by tuples that may hold nil: the tuples are sorted by what is nil in them.
func where(d dialect, columns []Column, tuples [][]any, args *[]any) string {
	type pattern struct {
		columns []Column
		nulls   []string
		tuples  [][]any
	}
	patterns := map[string]*pattern{}
	var order []*pattern
	for _, tuple := range tuples {
		var key strings.Builder
		for _, v := range tuple {
			if v == nil {
				key.WriteByte('n')
			} else {
				key.WriteByte('v')
			}
		}
		p := patterns[key.String()]
		if p == nil {
			p = &pattern{}
			for i, v := range tuple {
				if v == nil {
					p.nulls = append(p.nulls, d.quote(columns[i].Name)+" IS NULL")
				} else {
					p.columns = append(p.columns, columns[i])
				}
			}
			patterns[key.String()] = p
			order = append(order, p)
		}
		values := tuple
		if len(p.nulls) > 0 {
			values = make([]any, 0, len(p.columns))
			for _, v := range tuple {
				if v != nil {
					values = append(values, v)
				}
			}
		}
		p.tuples = append(p.tuples, values)
	}
	var conditions []string
	for _, p := range order {
		parts := p.nulls
		if len(p.columns) > 0 {
			parts = append([]string{d.rowsIn(p.columns, p.tuples, args)}, p.nulls...)
		}
		conditions = append(conditions, strings.Join(parts, " AND "))
	}
	if len(conditions) == 1 {
		return conditions[0]
	}
	return "(" + strings.Join(conditions, ") OR (") + ")"
}

// keysOf are the columns of the table's primary key in key order.
func keysOf(t *Table) []Column {
	var out []Column
	for _, name := range t.Keys() {
		if c, ok := t.column(name); ok {
			out = append(out, c)
		}
	}
	return out
}

// uniqueKeys gathers the columns of unique keys from rows of (key, column); a key over an expression comes as a
// column without a name and is left out.
type uniqueKeys struct {
	names   []string
	columns map[string][]string
	partial map[string]bool
}

func (u *uniqueKeys) add(key string, column *string) {
	if u.columns == nil {
		u.columns, u.partial = map[string][]string{}, map[string]bool{}
	}
	if len(u.columns[key]) == 0 && !u.partial[key] {
		u.names = append(u.names, key)
	}
	if column == nil {
		u.partial[key] = true
		return
	}
	u.columns[key] = append(u.columns[key], *column)
}

func (u *uniqueKeys) all() [][]string {
	var out [][]string
	for _, name := range u.names {
		if !u.partial[name] {
			out = append(out, u.columns[name])
		}
	}
	return out
}
