package portable

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// table is one table of the schema, its columns by name and the columns of its primary key in their order.
type table struct {
	name    string
	columns []string
	key     []string
	texts   map[string]bool // the columns that hold texts
	owners  []string        // the tables that its rows point at
}

const (
	sqliteColumns = `SELECT m.name, c.name, c.pk, c.type = 'TEXT' FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c
		WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' AND m.name <> 'goose_db_version' ORDER BY m.name, c.name`
	sqliteOwners = `SELECT DISTINCT m.name, f."table" FROM sqlite_master AS m JOIN pragma_foreign_key_list(m.name) AS f
		WHERE m.type = 'table' ORDER BY 1, 2`
	postgresColumns = `SELECT t.relname, c.attname, COALESCE(array_position(i.indkey::int2[], c.attnum) + 1, 0), c.atttypid = 'text'::regtype
		FROM pg_class AS t JOIN pg_attribute AS c ON c.attrelid = t.oid AND c.attnum > 0 AND NOT c.attisdropped
		LEFT JOIN pg_index AS i ON i.indrelid = t.oid AND i.indisprimary
		WHERE t.relnamespace = current_schema()::regnamespace AND t.relkind = 'r' AND t.relname <> 'goose_db_version'
		ORDER BY t.relname COLLATE "C", c.attname COLLATE "C"`
	postgresOwners = `SELECT DISTINCT t.relname::text, o.relname::text FROM pg_constraint AS f JOIN pg_class AS t ON t.oid = f.conrelid
		JOIN pg_class AS o ON o.oid = f.confrelid WHERE f.contype = 'f' AND t.relnamespace = current_schema()::regnamespace ORDER BY 1, 2`
)

// tables reads the schema, what is pointed at before what points at it.
func (d Database) tables(ctx context.Context) ([]table, error) {
	columns, owners := sqliteColumns, sqliteOwners
	if d.Postgres {
		columns, owners = postgresColumns, postgresOwners
	}
	byName, err := d.columns(ctx, columns)
	if err != nil {
		return nil, err
	}
	if err := d.each(ctx, owners, func(scan func(...any) error) error {
		var name, owner string
		if err := scan(&name, &owner); err != nil {
			return err
		}
		if t := byName[name]; t != nil && owner != name {
			t.owners = append(t.owners, owner)
		}
		return nil
	}); err != nil {
		return nil, err
	}
	return inOrder(byName)
}

func (d Database) columns(ctx context.Context, query string) (map[string]*table, error) {
	byName, keys := map[string]*table{}, map[string]map[int]string{}
	err := d.each(ctx, query, func(scan func(...any) error) error {
		var name, column string
		var place int
		var isText bool
		if err := scan(&name, &column, &place, &isText); err != nil {
			return err
		}
		if byName[name] == nil {
			byName[name], keys[name] = &table{name: name, texts: map[string]bool{}}, map[int]string{}
		}
		byName[name].columns = append(byName[name].columns, column)
		byName[name].texts[column] = isText
		if place > 0 {
			keys[name][place] = column
		}
		return nil
	})
	for name, t := range byName {
		for i := range len(keys[name]) {
			t.key = append(t.key, keys[name][i+1])
		}
		if len(t.key) == 0 {
			return nil, fmt.Errorf("the table %s has no key", name)
		}
	}
	return byName, err
}

// inOrder puts owners first, and tables that wait for nothing by their names.
func inOrder(byName map[string]*table) (out []table, err error) {
	left := make([]string, 0, len(byName))
	for name := range byName {
		left = append(left, name)
	}
	slices.Sort(left)
	for len(left) > 0 {
		free := slices.IndexFunc(left, func(name string) bool {
			return !slices.ContainsFunc(byName[name].owners, func(owner string) bool {
				return slices.Contains(left, owner)
			})
		})
		if free < 0 {
			return nil, errors.New("tables point at one another in a ring")
		}
		out = append(out, *byName[left[free]])
		left = slices.Delete(left, free, free+1)
	}
	return out, nil
}

// each calls fn for every row of a query.
func (d Database) each(ctx context.Context, query string, fn func(scan func(...any) error) error) (err error) {
	rows, err := d.QueryContext(ctx, query)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		if err := fn(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

// quoted is a name in a statement; it comes out of a schema, never from a person.
func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

func quotedList(names []string) string {
	list := make([]string, len(names))
	for i, name := range names {
		list[i] = quoted(name)
	}
	return strings.Join(list, ", ")
}

// reading is the statement that reads a table in an order that both engines agree on: texts by their bytes.
func (d Database) reading(t table) string {
	order := make([]string, len(t.key))
	for i, column := range t.key {
		order[i] = quoted(column)
		if d.Postgres && t.texts[column] {
			order[i] += ` COLLATE "C"`
		}
	}
	return "SELECT " + quotedList(t.columns) + " FROM " + quoted(t.name) + " ORDER BY " + strings.Join(order, ", ")
}
