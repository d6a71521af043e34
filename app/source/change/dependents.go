package change

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/value"
)

// close adds what the foreign keys of the database would do by themselves, so that they find nothing left to do.
func (s *sourcePlan) close(ctx context.Context, q sqldb.Querier) error {
	if err := s.uniques.close(ctx, q); err != nil {
		return err
	}
	if len(s.dependencies) > 0 {
		if err := s.pointers(ctx, q); err != nil {
			return err
		}
	}
	return s.judge(ctx, q)
}

// pointers treats the foreign keys: rows that point at what goes away, and values that point at nothing.
func (s *sourcePlan) pointers(ctx context.Context, q sqldb.Querier) error {
	for _, row := range s.held {
		if row.deleted {
			s.fresh = append(s.fresh, row)
		}
	}
	var open []pointing
	for len(s.fresh) > 0 {
		deleted := map[sqldb.TableName][]*plannedRow{}
		for _, row := range s.fresh {
			n := s.nameOf(row.table.Table)
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
		row := s.rows[s.nameOf(p.child.Table)][p.id]
		if row == nil || !(row.deleted || row.leaves(p.columns)) {
			s.obstacles.add(p.child.Address(), p.child.FieldNames[p.columns[0]], Dangling, true)
		}
	}
	return s.movedTo(ctx, q)
}

// pointing is a row that points at one that goes away, and that the database would not let dangle.
type pointing struct {
	child   *sqldb.MappedTable
	id      string
	columns []int
}

// leaves reports whether the planned update takes the row's pointer elsewhere.
func (r *plannedRow) leaves(columns []int) bool {
	for _, i := range columns {
		if after, moved := r.moved[i]; moved &&
			!sqldb.Equal(r.table.Table.Columns[i], after, r.table.Value(i, r.raw[i])) {
			return true
		}
	}
	return false
}

// follow treats the rows that point at newly deleted rows. What it deletes is held and followed in the next round.
func (s *sourcePlan) follow(ctx context.Context, q sqldb.Querier,
	deleted map[sqldb.TableName][]*plannedRow) ([]pointing, error) {
	var open []pointing
	for _, d := range s.dependencies {
		rows := deleted[d.Parent]
		if len(rows) == 0 {
			continue
		}
		e, err := s.end(ctx, q, d, rows[0].table)
		if err != nil || e == nil {
			if err != nil {
				return nil, err
			}
			continue
		}
		err = e.pointers(ctx, q, rows, func(parents []*plannedRow, raw []any) error {
			whole, _ := sqldb.FingerprintRow(e.child.Table.Columns, raw, nil)
			id := e.child.RowID(raw, whole)
			row := s.rows[d.Child][id]
			if row != nil && slices.Contains(parents, row) && len(parents) == 1 {
				if s.dialect.Capabilities().SelfReferenceBlocks {
					s.obstacles.add(e.child.Address(), e.child.FieldNames[e.columns[0]], Dangling, true)
				}
				return nil
			}
			switch {
			case row != nil && row.deleted:
			case d.OnDelete == "CASCADE":
				key := e.child.KeyColumns(e.columns)
				change := s.deletion(e.child, key, raw, howCascade)
				s.formatWrite(e.child, key, nil)
				row = s.cascaded(e.child, raw, whole, change)
			case d.OnDelete == "SET NULL" && (row == nil || !row.leaves(e.columns)):
				row = s.detached(e, raw, whole)
			default:
				open = append(open, pointing{e.child, id, e.columns})
			}
			if row == nil {
				return nil
			}
			if s.order.place[d.Child] > s.order.place[d.Parent] {
				return sqldb.Fatal(
					fmt.Errorf("%s is erased after %s, but a foreign key of the database needs it the other way round; remove the erase_after",
						e.child.Address(), rows[0].table.Address()))
			}
			if row.deleted && s.order.circle[d.Child] {
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
func (s *sourcePlan) cascaded(b *sqldb.MappedTable, raw []any, whole sqldb.Fingerprint, c RowChange) *plannedRow {
	row := s.planned(b, raw, whole)
	s.hold(row, c, nil)
	s.fresh = append(s.fresh, row)
	return row
}

// detached plans the update that ON DELETE SET NULL would make, together with what the row gets anyway.
func (s *sourcePlan) detached(e *ends, raw []any, whole sqldb.Fingerprint) *plannedRow {
	var changed []rewritten
	for _, i := range e.columns {
		w := rewritten{column: i, before: e.child.Value(i, raw[i]), how: howCascade}
		s.rewriter.fits(e.child, w)
		changed = append(changed, w)
	}
	s.formatWrite(e.child, e.child.KeyColumns(e.columns), e.columns)
	row := s.planned(e.child, raw, whole)
	if row.key == nil {
		row.key = e.child.KeyColumns(e.columns)
	}
	if len(row.changes) == 0 {
		s.hold(row, s.update(e.child, e.child.KeyColumns(e.columns), raw, changed), changed)
		return row
	}
	c := row.changes[0]
	for _, w := range changed {
		name := row.table.FieldNames[w.column]
		if _, has := c.After.Get(name); !has {
			c.Before, c.After, c.How = append(c.Before, value.Cell{Name: name, Value: w.before}), append(c.After,
				value.Cell{Name: name, Value: nil}), append(c.How, howCascade)
		}
		if row.moved == nil {
			row.moved = map[int]any{}
		}
		row.moved[w.column] = nil
	}
	return row
}

// movedFrom returns the rows that point at a value which an update takes away.
func (s *sourcePlan) movedFrom(ctx context.Context, q sqldb.Querier) ([]pointing, error) {
	var open []pointing
	for _, d := range s.dependencies {
		var e *ends
		var rows []*plannedRow
		for _, row := range s.held {
			if row.deleted || len(row.moved) == 0 || s.nameOf(row.table.Table) != d.Parent {
				continue
			}
			if e == nil {
				var err error
				if e, err = s.end(ctx, q, d, row.table); err != nil {
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
			whole, _ := sqldb.FingerprintRow(e.child.Table.Columns, raw, nil)
			open = append(open, pointing{e.child, e.child.RowID(raw, whole), e.columns})
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
	child               *sqldb.MappedTable
	columns, refColumns []int
}

// end ties a foreign key to its tables; nil where a column of it does not exist.
func (s *sourcePlan) end(ctx context.Context, q sqldb.Querier, d sqldb.Dependency,
	parent *sqldb.MappedTable) (*ends, error) {
	child, err := s.mappedByName(ctx, q, d.Child, parent.Dataset)
	if err != nil {
		return nil, err
	}
	e := &ends{child: child}
	refs := d.RefColumns
	if len(refs) == 0 {
		refs = parent.Table.PrimaryKey()
	}
	if child == nil || len(refs) != len(d.Columns) {
		return nil, nil
	}
	for n := range refs {
		here, okHere := child.Table.Column(d.Columns[n])
		there, okThere := parent.Table.Column(refs[n])
		if !okHere || !okThere {
			return nil, nil
		}
		e.columns, e.refColumns = append(e.columns, child.ColumnIndex(here.Name)), append(e.refColumns,
			parent.ColumnIndex(there.Name))
	}
	return e, nil
}

// mappedByName returns the collection of a table, or one made for a table that the data map does not name.
func (s *sourcePlan) mappedByName(ctx context.Context, q sqldb.Querier, n sqldb.TableName,
	d *dataset.Dataset) (*sqldb.MappedTable, error) {
	c := s.byTable[n]
	if c == nil {
		found, err := s.dialect.Inspect(ctx, q, []sqldb.TableName{n, {Schema: "", Name: n.Name}})
		if err != nil {
			return nil, err
		}
		t := found[n]
		if t == nil {
			return nil, nil
		}
		name := t.Name
		if own := found[sqldb.TableName{Schema: "", Name: n.Name}]; d.Schema != "" ||
			(t.Schema != "" && (own == nil || own.Schema != t.Schema)) {
			name = t.Schema + "." + t.Name
		}
		c = sqldb.UndeclaredCollection(d, t, strings.TrimPrefix(name, "."))
		s.byTable[n] = c
		return s.mapped(ctx, q, c, t)
	}
	if b := s.mappedTables[c]; b != nil {
		return b, nil
	}
	tables, err := s.source.Resolve(ctx, q, []*dataset.Collection{c})
	if err != nil {
		return nil, err
	}
	return s.mapped(ctx, q, c, tables[c])
}

// pointers delivers every row of the child table that points at one of the rows, with those it points at.
func (e *ends) pointers(ctx context.Context, q sqldb.Querier, rows []*plannedRow,
	yield func(parents []*plannedRow, raw []any) error) error {
	byValue := map[string][]*plannedRow{}
	var tuples [][]any
	for _, row := range rows {
		tuple := make([]any, len(e.refColumns))
		for n, i := range e.refColumns {
			tuple[n] = row.table.Dialect.Exact(row.table.Table.Columns[i], row.raw[i])
		}
		if slices.Contains(tuple, nil) {
			continue
		}
		id := spelled(row.table, e.refColumns, row.raw)
		if byValue[id] == nil {
			tuples = append(tuples, tuple)
		}
		byValue[id] = append(byValue[id], row)
	}
	columns := make([]sqldb.Column, len(e.columns))
	for n, i := range e.columns {
		columns[n] = e.child.Table.Columns[i]
		if len(rows) > 0 {
			parent := rows[0].table
			columns[n] = parent.Traits.Referring(e.child.Dialect, columns[n],
				parent.Table.Columns[e.refColumns[n]].Name)
		}
	}
	size := sqldb.BatchSize(len(columns))
	for from := 0; from < len(tuples); from += size {
		var args []any
		text := e.child.SelectSQL() + "(" + sqldb.RowsWhere(e.child.Dialect, columns,
			tuples[from:min(from+size, len(tuples))], &args) + ")"
		err := e.child.Each(ctx, q, text, args, 0, func(raw []any) error {
			parents := byValue[spelled(e.child, e.columns, raw)]
			if parents == nil {
				// equal by the collation of the key, which the foreign key goes by: it may be any of them
				parents = rows
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
func spelled(b *sqldb.MappedTable, columns []int, raw []any) string {
	tuple := make([]any, len(columns))
	for n, i := range columns {
		tuple[n] = raw[i]
	}
	return spelledTuple(b, columns, tuple)
}

func spelledTuple(b *sqldb.MappedTable, columns []int, tuple []any) string {
	var out strings.Builder
	for n, i := range columns {
		c, _ := value.Canonical(b.Dialect.Scan(b.Table.Columns[i], tuple[n]))
		fmt.Fprintf(&out, "%d:%s;", len(c), c)
	}
	return out.String()
}
