package change

import (
	"context"
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/source/sqldb"
)

// newPointer is a row whose foreign key is to hold another value.
type newPointer struct {
	column int
	tuple  []any
}

// movedTo notices new values of a foreign key that no row of the other table has. A row of the plan that goes away, or
// gets the value only then, does not count, unless the database looks when all is written.
func (s *sourcePlan) movedTo(ctx context.Context, q sqldb.Querier) error {
	for _, d := range s.dependencies {
		var e *ends
		var parent *sqldb.MappedTable
		pointers := map[string][]newPointer{}
		for _, row := range s.held {
			if row.deleted || len(row.moved) == 0 || s.nameOf(row.table.Table) != d.Child {
				continue
			}
			if e == nil {
				var err error
				if parent, err = s.mappedByName(ctx, q, d.Parent, row.table.Dataset); err != nil {
					return err
				}
				if parent != nil {
					if e, err = s.end(ctx, q, d, parent); err != nil {
						return err
					}
				}
				if e == nil {
					break
				}
			}
			if !row.leaves(e.columns) {
				continue
			}
			p := newPointer{column: -1, tuple: make([]any, len(e.columns))}
			for n, i := range e.columns {
				p.tuple[n] = row.raw[i]
				if v, moved := row.moved[i]; moved {
					p.column, p.tuple[n] = i, row.table.Dialect.Stored(row.table.Table.Columns[i], v)
				}
			}
			if empty := slices.Contains(p.tuple, nil); empty && (!d.Full || sameEmptiness(p.tuple)) {
				continue
			} else if empty {
				s.obstacles.add(row.table.Address(), row.table.FieldNames[p.column], NoParent, true)
				continue
			}
			id := spelledTuple(row.table, e.columns, p.tuple)
			pointers[id] = append(pointers[id], p)
		}
		if len(pointers) == 0 {
			continue
		}
		if err := s.pointAtNothing(ctx, q, d, e, parent, pointers); err != nil {
			return err
		}
	}
	return nil
}

func sameEmptiness(tuple []any) bool {
	return !slices.ContainsFunc(tuple, func(v any) bool { return v != nil })
}

// pointAtNothing names those of the new values that no row has.
func (s *sourcePlan) pointAtNothing(ctx context.Context, q sqldb.Querier, d sqldb.Dependency, e *ends,
	parent *sqldb.MappedTable, pointers map[string][]newPointer) error {
	columns := make([]sqldb.Column, len(e.refColumns))
	for n, i := range e.refColumns {
		columns[n] = parent.Table.Columns[i]
	}
	var tuples [][]any
	for _, list := range pointers {
		tuples = append(tuples, list[0].tuple)
	}
	going := map[string]bool{}
	for _, row := range s.held {
		if s.nameOf(row.table.Table) != d.Parent || !row.deleted && !row.leaves(e.refColumns) {
			continue
		}
		if !row.deleted && d.Deferred {
			after := slices.Clone(row.raw)
			for i, v := range row.moved {
				after[i] = v
			}
			delete(pointers, spelled(row.table, e.refColumns, after))
		}
		going[spelled(row.table, e.refColumns, row.raw)] = true
	}
	for part := range slices.Chunk(tuples, sqldb.BatchSize(len(columns))) {
		var args []any
		text := parent.SelectSQL() + "(" + sqldb.RowsWhere(parent.Dialect, columns, part, &args) + ")"
		err := parent.Each(ctx, q, text, args, 0, func(raw []any) error {
			id := spelled(parent, e.refColumns, raw)
			if going[id] {
				return nil
			}
			if _, exact := pointers[id]; !exact {
				// The collation of the key calls it equal to one of them, which is enough for the database.
				for other := range pointers {
					if strings.EqualFold(other, id) {
						id = other
					}
				}
			}
			delete(pointers, id)
			return nil
		})
		if err != nil {
			return err
		}
	}
	for _, list := range pointers {
		for _, p := range list {
			s.obstacles.add(e.child.Address(), e.child.FieldNames[p.column], NoParent, true)
		}
	}
	return nil
}
