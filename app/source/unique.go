package source

import (
	"context"
	"slices"
)

// uniqueWatch notices rows that would get the same value where the table promises that no two rows have it, and keys
// of the data map that name more than one row.
type uniqueWatch struct {
	obstacles *obstacles
	values    map[uniqueKey]*watchedValues
	keys      map[*bound]*watchedKey
}

type uniqueKey struct {
	bound *bound
	n     int // which of the table's unique keys
}

// watchedValues are what the columns of a unique key become.
type watchedValues struct {
	seen    map[string]bool
	columns []Column
	tuples  [][]any
}

// watchedKey is a primary key of the data map that the table does not enforce.
type watchedKey struct {
	columns []int
	tuples  [][]any
}

func newUniqueWatch(o *obstacles) *uniqueWatch {
	return &uniqueWatch{obstacles: o, values: map[uniqueKey]*watchedValues{}, keys: map[*bound]*watchedKey{}}
}

// update looks at what a row becomes.
func (u *uniqueWatch) update(b *bound, raw []any, changed []rewritten) {
	if len(changed) == 0 {
		return
	}
	for n, names := range b.facts.unique {
		touched := false
		tuple, spelled, columns := make([]any, len(names)), make([]any, len(names)), make([]Column, len(names))
		for k, name := range names {
			i := b.columnNamed(name)
			columns[k] = b.table.Columns[i]
			tuple[k] = b.dialect.exact(columns[k], raw[i])
			if at := slices.IndexFunc(changed, func(w rewritten) bool { return w.column == i }); at >= 0 {
				touched = true
				tuple[k] = b.dialect.stored(columns[k], changed[at].after)
			}
			spelled[k], _ = canonical(tuple[k])
		}
		if !touched || slices.Contains(tuple, nil) {
			continue
		}
		key := uniqueKey{b, n}
		if u.values[key] == nil {
			u.values[key] = &watchedValues{seen: map[string]bool{}, columns: columns}
		}
		w, id := u.values[key], keyed(spelled)
		if w.seen[id] {
			u.obstacles.add(b.Address(), names[len(names)-1], uniqueValue, true)
			continue
		}
		w.seen[id] = true
		w.tuples = append(w.tuples, tuple)
	}
}

// key remembers the key of a planned row where only the data map promises that it names one row.
func (u *uniqueWatch) key(b *bound, columns []int, raw []any) {
	w := u.keys[b]
	if w == nil {
		w = &watchedKey{columns: columns}
		u.keys[b] = w
	}
	tuple := make([]any, len(columns))
	for n, i := range columns {
		tuple[n] = b.dialect.exact(b.table.Columns[i], raw[i])
	}
	w.tuples = append(w.tuples, tuple)
}

// close counts the rows that such keys really name, and those that hold already what must be unique.
func (u *uniqueWatch) close(ctx context.Context, q querier) error {
	for key, w := range u.values {
		b := key.bound
		for part := range slices.Chunk(w.tuples, portion(len(w.columns))) {
			var args []any
			text := b.selection() + "(" + where(b.dialect, w.columns, part, &args) + ")"
			err := b.each(ctx, q, text, args, 0, func([]any) error {
				u.obstacles.add(b.Address(), w.columns[len(w.columns)-1].Name, uniqueValue, true)
				return nil
			})
			if err != nil {
				return err
			}
		}
	}
	for b, w := range u.keys {
		columns := make([]Column, len(w.columns))
		for n, i := range w.columns {
			columns[n] = b.table.Columns[i]
		}
		count := map[string]int{}
		size := portion(len(columns))
		for from := 0; from < len(w.tuples); from += size {
			var args []any
			text := b.selection() + "(" + where(b.dialect, columns, w.tuples[from:min(from+size, len(w.tuples))], &args) + ")"
			err := b.each(ctx, q, text, args, 0, func(raw []any) error {
				tuple := make([]any, len(w.columns))
				for n, i := range w.columns {
					tuple[n] = b.dialect.exact(b.table.Columns[i], raw[i])
				}
				id := keyed(tuple)
				if count[id]++; count[id] == 2 {
					u.obstacles.add(b.Address(), b.names[w.columns[len(w.columns)-1]], keyNotUnique, true)
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
