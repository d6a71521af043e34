package source

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// close adds what the foreign keys of the database would do by themselves, so that they find nothing left to do.
func (s *sourcePlan) close(ctx context.Context, q querier) error {
	if err := s.uniques.close(ctx, q); err != nil {
		return err
	}
	if len(s.dependencies) == 0 {
		return nil
	}
	for _, row := range s.held {
		if row.deleted {
			s.fresh = append(s.fresh, row)
		}
	}
	var open []pointing
	for len(s.fresh) > 0 {
		deleted := map[tableName][]*plannedRow{}
		for _, row := range s.fresh {
			n := s.nameOf(row.bound.table)
			deleted[n] = append(deleted[n], row)
		}
		s.fresh = nil
		found, err := s.follow(ctx, q, deleted)
		if err != nil {
			return err
		}
		open = append(open, found...)
	}
	moved, err := s.movedFrom(ctx, q)
	if err != nil {
		return err
	}
	for _, p := range append(open, moved...) {
		row := s.rows[s.nameOf(p.child.table)][p.id]
		if row == nil || !(row.deleted || row.leaves(p.columns)) {
			s.obstacles.add(p.child.Address(), p.child.names[p.columns[0]], dangling, true)
		}
	}
	return nil
}

// pointing is a row that points at one that goes away, and that the database would not let dangle.
type pointing struct {
	child   *bound
	id      string
	columns []int
}

// leaves says whether the planned update takes the row's pointer elsewhere.
func (r *plannedRow) leaves(columns []int) bool {
	for _, i := range columns {
		if after, moved := r.moved[i]; moved && !same(r.bound.table.Columns[i], after, r.bound.value(i, r.raw[i])) {
			return true
		}
	}
	return false
}

// follow treats the rows that point at newly deleted rows. What it deletes is held and followed in the next round.
func (s *sourcePlan) follow(ctx context.Context, q querier, deleted map[tableName][]*plannedRow) ([]pointing, error) {
	var open []pointing
	for _, d := range s.dependencies {
		rows := deleted[d.parent]
		if len(rows) == 0 {
			continue
		}
		e, err := s.end(ctx, q, d, rows[0].bound)
		if err != nil || e == nil {
			if err != nil {
				return nil, err
			}
			continue
		}
		err = e.pointers(ctx, q, rows, func(parents []*plannedRow, raw []any) error {
			whole, _ := seen(e.child.table.Columns, raw, nil)
			id := e.child.ident(raw, whole)
			row := s.rows[d.child][id]
			if row != nil && slices.Contains(parents, row) && len(parents) == 1 {
				if s.dialect.capabilities().selfReferenceBlocks {
					s.obstacles.add(e.child.Address(), e.child.names[e.columns[0]], dangling, true)
				}
				return nil
			}
			switch {
			case row != nil && row.deleted:
			case d.onDelete == "CASCADE":
				key := e.child.keyColumns(e.columns)
				change := s.deletion(e.child, key, raw, howCascade)
				s.note(e.child, key, nil)
				row = s.cascaded(e.child, raw, whole, change)
			case d.onDelete == "SET NULL" && (row == nil || !row.leaves(e.columns)):
				row = s.detached(e, raw, whole)
			default:
				open = append(open, pointing{e.child, id, e.columns})
			}
			if row == nil {
				return nil
			}
			if s.order.place[d.child] > s.order.place[d.parent] {
				return fatal(fmt.Errorf("%s is erased after %s, but a foreign key of the database needs it the other way round; remove the erase_after",
					e.child.Address(), rows[0].bound.Address()))
			}
			if row.deleted && s.order.circle[d.child] {
				for _, parent := range parents {
					if parent != row {
						parent.before = append(parent.before, row)
					}
				}
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return open, nil
}

// cascaded plans the deletion of a row that a foreign key takes along; what points at that row is followed next.
func (s *sourcePlan) cascaded(b *bound, raw []any, whole imprint, c RowChange) *plannedRow {
	row := s.planned(b, raw, whole)
	s.hold(row, c, nil)
	s.fresh = append(s.fresh, row)
	return row
}

// detached plans the update that ON DELETE SET NULL would make, together with what the row gets anyway.
func (s *sourcePlan) detached(e *ends, raw []any, whole imprint) *plannedRow {
	var changed []rewritten
	for _, i := range e.columns {
		w := rewritten{column: i, before: e.child.value(i, raw[i]), how: howCascade}
		s.rewriter.fits(e.child, w)
		changed = append(changed, w)
	}
	s.note(e.child, e.child.keyColumns(e.columns), e.columns)
	row := s.planned(e.child, raw, whole)
	if len(row.changes) == 0 {
		s.hold(row, s.update(e.child, e.child.keyColumns(e.columns), raw, changed), changed)
		return row
	}
	c := row.changes[0]
	for _, w := range changed {
		name := row.bound.names[w.column]
		if _, has := c.After.Get(name); !has {
			c.Before, c.After, c.How = append(c.Before, Cell{name, w.before}), append(c.After, Cell{name, nil}), append(c.How, howCascade)
		}
		if row.moved == nil {
			row.moved = map[int]any{}
		}
		row.moved[w.column] = nil
	}
	return row
}

// movedFrom gives the rows that point at a value which an update takes away.
func (s *sourcePlan) movedFrom(ctx context.Context, q querier) ([]pointing, error) {
	var open []pointing
	for _, d := range s.dependencies {
		var e *ends
		var rows []*plannedRow
		for _, row := range s.held {
			if row.deleted || len(row.moved) == 0 || s.nameOf(row.bound.table) != d.parent {
				continue
			}
			if e == nil {
				var err error
				if e, err = s.end(ctx, q, d, row.bound); err != nil {
					return nil, err
				}
				if e == nil {
					break
				}
			}
			if row.leaves(e.refColumns) {
				rows = append(rows, row)
			}
		}
		if len(rows) == 0 {
			continue
		}
		err := e.pointers(ctx, q, rows, func(_ []*plannedRow, raw []any) error {
			whole, _ := seen(e.child.table.Columns, raw, nil)
			open = append(open, pointing{e.child, e.child.ident(raw, whole), e.columns})
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return open, nil
}

// ends are the two tables of a foreign key with its columns.
type ends struct {
	child               *bound
	columns, refColumns []int
}

// end ties a foreign key to its tables; nil where a column of it does not exist.
func (s *sourcePlan) end(ctx context.Context, q querier, d dependency, parent *bound) (*ends, error) {
	child, err := s.tableBound(ctx, q, d.child, parent.Dataset)
	if err != nil {
		return nil, err
	}
	e := &ends{child: child}
	refs := d.refColumns
	if len(refs) == 0 {
		refs = parent.table.Keys()
	}
	if child == nil || len(refs) != len(d.columns) {
		return nil, nil
	}
	for n := range refs {
		here, okHere := child.table.column(d.columns[n])
		there, okThere := parent.table.column(refs[n])
		if !okHere || !okThere {
			return nil, nil
		}
		e.columns, e.refColumns = append(e.columns, child.columnNamed(here.Name)), append(e.refColumns, parent.columnNamed(there.Name))
	}
	return e, nil
}

// tableBound gives the collection of a table, or one made for a table that the data map does not name.
func (s *sourcePlan) tableBound(ctx context.Context, q querier, n tableName, d *Dataset) (*bound, error) {
	c := s.byTable[n]
	if c == nil {
		found, err := s.dialect.inspect(ctx, q, []tableName{n, {"", n.name}})
		if err != nil {
			return nil, err
		}
		t := found[n]
		if t == nil {
			return nil, nil
		}
		name := t.Name
		if own := found[tableName{"", n.name}]; d.Schema != "" || (t.Schema != "" && (own == nil || own.Schema != t.Schema)) {
			name = t.Schema + "." + t.Name
		}
		c = undeclared(d, t, strings.TrimPrefix(name, "."))
		s.byTable[n] = c
		return s.bound(ctx, q, c, t)
	}
	if b := s.bounds[c]; b != nil {
		return b, nil
	}
	tables, err := s.source.resolve(ctx, q, []*Collection{c})
	if err != nil {
		return nil, err
	}
	return s.bound(ctx, q, c, tables[c])
}

// pointers delivers every row of the child table that points at one of the rows, with those it points at.
func (e *ends) pointers(ctx context.Context, q querier, rows []*plannedRow, yield func(parents []*plannedRow, raw []any) error) error {
	byValue := map[string][]*plannedRow{}
	var tuples [][]any
	for _, row := range rows {
		tuple := make([]any, len(e.refColumns))
		for n, i := range e.refColumns {
			tuple[n] = row.bound.dialect.exact(row.bound.table.Columns[i], row.raw[i])
		}
		if slices.Contains(tuple, nil) {
			continue
		}
		id := spelled(row.bound, e.refColumns, row.raw)
		if byValue[id] == nil {
			tuples = append(tuples, tuple)
		}
		byValue[id] = append(byValue[id], row)
	}
	columns := make([]Column, len(e.columns))
	for n, i := range e.columns {
		columns[n] = e.child.table.Columns[i]
		if by := e.child.dialect.capabilities().referencesCompareBy; by != "" && len(rows) > 0 {
			// A foreign key compares as the key does that it refers to, whatever the column of the child says.
			parent := rows[0].bound
			if columns[n].collation = parent.facts.collations[parent.table.Columns[e.refColumns[n]].Name]; columns[n].collation == "" {
				columns[n].collation = by
			}
		}
	}
	size := portion(len(columns))
	for from := 0; from < len(tuples); from += size {
		var args []any
		text := e.child.selection() + "(" + where(e.child.dialect, columns, tuples[from:min(from+size, len(tuples))], &args) + ")"
		err := e.child.each(ctx, q, text, args, 0, func(raw []any) error {
			parents := byValue[spelled(e.child, e.columns, raw)]
			if parents == nil {
				parents = rows // equal by the collation of the key, which the foreign key goes by: it may be any of them
			}
			return yield(parents, raw)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// spelled writes the values of a foreign key alike on both its ends.
func spelled(b *bound, columns []int, raw []any) string {
	var out strings.Builder
	for _, i := range columns {
		c, _ := canonical(b.dialect.scan(b.table.Columns[i], raw[i]))
		fmt.Fprintf(&out, "%d:%s;", len(c), c)
	}
	return out.String()
}
