package change

import (
	"context"
	"slices"

	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/value"
)

// uniqueWatch notices rows that would get the same value where the table promises that no two rows have it, and keys
// of the data map that name more than one row.
type uniqueWatch struct {
	obstacles *obstacles
	values    map[uniqueKey]*watchedValues
	keys      map[*sqldb.MappedTable]*watchedKey
}

type uniqueKey struct {
	table *sqldb.MappedTable
	n     int // which of the table's unique keys
}

// watchedValues are what the columns of a unique key become.
type watchedValues struct {
	seen    map[string]bool
	columns []sqldb.Column
	tuples  [][]any
}

// watchedKey is a primary key of the data map that the table does not enforce.
type watchedKey struct {
	columns []int
	tuples  [][]any
}

func newUniqueWatch(o *obstacles) *uniqueWatch {
	return &uniqueWatch{obstacles: o, values: map[uniqueKey]*watchedValues{},
		keys: map[*sqldb.MappedTable]*watchedKey{}}
}

// update looks at what a row becomes.
func (u *uniqueWatch) update(b *sqldb.MappedTable, raw []any, changed []rewritten) {
	if len(changed) == 0 {
		return
	}
	for n, names := range b.Traits.Unique {
		touched := false
		tuple, spelled, columns := make([]any, len(names)), make([]any, len(names)), make([]sqldb.Column, len(names))
		for k, name := range names {
			i := b.ColumnIndex(name)
			columns[k] = b.Table.Columns[i]
			tuple[k] = b.Dialect.Exact(columns[k], raw[i])
			if at := slices.IndexFunc(changed, func(w rewritten) bool { return w.column == i }); at >= 0 {
				touched = true
				tuple[k] = b.Dialect.Stored(columns[k], changed[at].after)
			}
			spelled[k], _ = value.Canonical(tuple[k])
		}
		if !touched || slices.Contains(tuple, nil) {
			continue
		}
		key := uniqueKey{b, n}
		if u.values[key] == nil {
			u.values[key] = &watchedValues{seen: map[string]bool{}, columns: columns}
		}
		w, id := u.values[key], sqldb.EncodeKey(spelled)
		if w.seen[id] {
			u.obstacles.add(b.Address(), names[len(names)-1], UniqueValue, true)
			continue
		}
		w.seen[id] = true
		w.tuples = append(w.tuples, tuple)
	}
}

// key remembers the key of a planned row where only the data map promises that it names one row.
func (u *uniqueWatch) key(b *sqldb.MappedTable, columns []int, raw []any) {
	w := u.keys[b]
	if w == nil {
		w = &watchedKey{columns: columns}
		u.keys[b] = w
	}
	tuple := make([]any, len(columns))
	for n, i := range columns {
		tuple[n] = b.Dialect.Exact(b.Table.Columns[i], raw[i])
	}
	w.tuples = append(w.tuples, tuple)
}

// close counts the rows that such keys really name, and those that hold already what must be unique.
func (u *uniqueWatch) close(ctx context.Context, q sqldb.Querier) error {
	for key, w := range u.values {
		b := key.table
		for part := range slices.Chunk(w.tuples, sqldb.BatchSize(len(w.columns))) {
			var args []any
			text := b.SelectSQL() + "(" + sqldb.RowsWhere(b.Dialect, w.columns, part, &args) + ")"
			err := b.Each(ctx, q, text, args, 0, func([]any) error {
				u.obstacles.add(b.Address(), w.columns[len(w.columns)-1].Name, UniqueValue, true)
				return nil
			})
			if err != nil {
				return err
			}
		}
	}
	for b, w := range u.keys {
		columns := make([]sqldb.Column, len(w.columns))
		for n, i := range w.columns {
			columns[n] = b.Table.Columns[i]
		}
		count := map[string]int{}
		size := sqldb.BatchSize(len(columns))
		for from := 0; from < len(w.tuples); from += size {
			var args []any
			text := b.SelectSQL() + "(" + sqldb.RowsWhere(b.Dialect, columns,
				w.tuples[from:min(from+size, len(w.tuples))], &args) + ")"
			err := b.Each(ctx, q, text, args, 0, func(raw []any) error {
				tuple := make([]any, len(w.columns))
				for n, i := range w.columns {
					tuple[n] = b.Dialect.Exact(b.Table.Columns[i], raw[i])
				}
				id := sqldb.EncodeKey(tuple)
				if count[id]++; count[id] == 2 {
					u.obstacles.add(b.Address(), b.FieldNames[w.columns[len(w.columns)-1]], KeyNotUnique, true)
				}
				return nil
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}
