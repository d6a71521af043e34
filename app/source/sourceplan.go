package source

import (
	"context"
	"fmt"
	"slices"
)

// sourcePlan is the part of a plan that lies in one source. Rows that no foreign key concerns and that their key names
// exactly go out at once; the others are held until the whole source has been read.
type sourcePlan struct {
	planning     *planning
	source       *Source
	dialect      dialect
	rewriter     *rewriter
	obstacles    *obstacles
	order        *tableOrder
	dependencies []dependency
	bounds       map[*Collection]*bound
	byTable      map[tableName]*Collection // the first declared collection of each table
	shared       map[tableName]bool        // tables that several collections name
	rows         map[tableName]map[string]*plannedRow
	held         []*plannedRow
	fresh        []*plannedRow // deleted rows whose pointers are not followed yet
	uniques      *uniqueWatch
	missing      map[Address]func() []RowKey
	gone         []RowKey
	scratch      []byte
}

// plannedRow is a row that is held back.
type plannedRow struct {
	bound   *bound
	raw     []any
	changes []*RowChange // of each collection that shares the table; one where the row is deleted
	deleted bool
	moved   map[int]any   // columns that an update changes, with their new values
	before  []*plannedRow // deleted rows that point at this one
	depth   int
	visited bool
}

func newSourcePlan(ctx context.Context, p *planning, w *worker) (*sourcePlan, error) {
	o := &obstacles{}
	s := &sourcePlan{planning: p, source: w.source, dialect: w.source.dialect, obstacles: o, rewriter: &rewriter{p.opts.Masker, o},
		bounds: map[*Collection]*bound{}, byTable: map[tableName]*Collection{}, shared: map[tableName]bool{}, rows: map[tableName]map[string]*plannedRow{},
		uniques: newUniqueWatch(o), missing: map[Address]func() []RowKey{}}
	var all []*Collection
	for _, d := range p.opts.Datasets {
		if p.opts.Sources[d.Key] == w.source {
			all = append(all, d.Collections...)
		}
	}
	tables, err := w.source.resolve(ctx, w.session.tx, all)
	if err != nil {
		return nil, err
	}
	table := func(c *Collection) (tableName, bool) {
		t := tables[c]
		if t == nil {
			return tableName{}, false
		}
		return s.nameOf(t), true
	}
	for _, c := range all {
		if n, ok := table(c); ok && s.byTable[n] == nil {
			s.byTable[n] = c
		} else if ok {
			s.shared[n] = true
		}
	}
	if s.dependencies, err = s.dialect.dependencies(ctx, w.session.tx); err != nil {
		return nil, err
	}
	for i := range s.dependencies {
		d := &s.dependencies[i]
		d.child, d.parent = s.dialect.fold(d.child), s.dialect.fold(d.parent)
	}
	if s.order, err = newTableOrder(all, table, s.dependencies); err != nil {
		return nil, fatal(err)
	}
	return s, nil
}

func (s *sourcePlan) nameOf(t *Table) tableName { return s.dialect.fold(tableName{t.Schema, t.Name}) }

// bound ties a collection to its table and notes once what makes the table unfit for changes.
func (s *sourcePlan) bound(ctx context.Context, q querier, c *Collection, t *Table) (*bound, error) {
	if b := s.bounds[c]; b != nil {
		return b, nil
	}
	b, err := bind(ctx, q, s.dialect, c, t)
	if err != nil {
		return nil, err
	}
	s.bounds[c] = b
	return b, nil
}

// related says whether other changes may have a say in a row of the table: through a foreign key that leads to it or
// away from it, or because several collections share it.
func (s *sourcePlan) related(n tableName) bool {
	return s.shared[n] || slices.ContainsFunc(s.dependencies, func(d dependency) bool { return d.child == n || d.parent == n })
}

// row plans one row that was found.
func (s *sourcePlan) row(b *bound, key []int, raw []any, marks map[int]*keep, t Treatment) error {
	if t.Nothing() {
		return nil
	}
	if t.Delete {
		s.note(b, key, nil)
		return s.put(b, key, raw, s.deletion(b, key, raw, howDelete), nil)
	}
	changed, written, err := s.rewriter.rewrite(b, raw, marks, t)
	if err != nil {
		return err
	}
	if len(written) > 0 {
		s.note(b, key, written)
	}
	if len(changed) == 0 {
		return nil
	}
	return s.put(b, key, raw, s.update(b, key, raw, changed), changed)
}

func (s *sourcePlan) note(b *bound, key, written []int) {
	if s.planning.opts.note != nil {
		s.planning.opts.note(note{b, key, written})
	}
}

func (s *sourcePlan) change(b *bound, key []int, raw []any) RowChange {
	var whole imprint
	whole, s.scratch = seen(b.table.Columns, raw, s.scratch)
	return RowChange{Address: b.Address(), Order: s.order.place[s.nameOf(b.table)], Key: b.key(key, raw), Seen: whole[:], Rows: 1}
}

func (s *sourcePlan) deletion(b *bound, key []int, raw []any, how string) RowChange {
	s.fired(b, true, nil)
	c := s.change(b, key, raw)
	c.Delete, c.How = true, []string{how}
	for _, f := range b.Collection.Fields {
		if i, ok := b.at(f.Name); ok {
			c.Before = append(c.Before, Cell{f.Name, b.value(i, raw[i])})
		}
	}
	return c
}

func (s *sourcePlan) update(b *bound, key []int, raw []any, changed []rewritten) RowChange {
	s.fired(b, false, changed)
	s.doubted(b, changed)
	c := s.change(b, key, raw)
	for _, w := range changed {
		c.Before = append(c.Before, Cell{b.names[w.column], w.before})
		c.After = append(c.After, Cell{b.names[w.column], w.after})
		c.How = append(c.How, w.how)
	}
	return c
}

// put delivers a change, or holds it while foreign keys or rows alike may still have a say in it.
func (s *sourcePlan) put(b *bound, key []int, raw []any, c RowChange, changed []rewritten) error {
	if reason := whyUnfit(b, key); reason != "" {
		s.obstacles.add(c.Address, "", reason, true)
	}
	s.uniques.update(b, raw, changed)
	table := s.nameOf(b.table)
	precise := b.unique(key)
	if !precise && len(b.Keys()) > 0 {
		s.uniques.key(b, key, raw)
		precise = true
	}
	if precise && !s.related(table) {
		return s.planning.deliver(c)
	}
	row := s.planned(b, raw, imprint(c.Seen))
	for _, other := range row.changes {
		// Rows alike in a table without a key are one change.
		if !precise && other.Address == c.Address && other.Delete == c.Delete {
			other.Rows++
			return nil
		}
	}
	s.hold(row, c, changed)
	return nil
}

// whyUnfit gives why nothing of the table can be changed; empty when it can.
func whyUnfit(b *bound, key []int) string {
	switch {
	case b.facts.view:
		return isView
	case b.facts.noRollback:
		return noRollback
	case b.facts.history:
		return keepsHistory
	case len(key) == 0 || len(b.facts.place) == 0:
		return noKey
	}
	return ""
}

// planned gives the held row, new where it is not held yet.
func (s *sourcePlan) planned(b *bound, raw []any, whole imprint) *plannedRow {
	table := s.nameOf(b.table)
	if s.rows[table] == nil {
		s.rows[table] = map[string]*plannedRow{}
	}
	id := b.ident(raw, whole)
	row := s.rows[table][id]
	if row == nil {
		row = &plannedRow{bound: b, raw: slices.Clone(raw)}
		s.rows[table][id] = row
		s.held = append(s.held, row)
	}
	return row
}

// hold adds a change to a held row. A row that is deleted needs no other change.
func (s *sourcePlan) hold(row *plannedRow, c RowChange, changed []rewritten) {
	if row.deleted {
		return
	}
	if c.Delete {
		if len(row.changes) > 0 {
			c.Rows = row.changes[0].Rows
		}
		row.deleted, row.changes, row.moved = true, []*RowChange{&c}, nil
		return
	}
	row.changes = append(row.changes, &c)
	for _, w := range changed {
		if row.moved == nil {
			row.moved = map[int]any{}
		}
		row.moved[w.column] = w.after
	}
}

// release delivers what was held, each row with its place among those it must follow.
func (s *sourcePlan) release(ctx context.Context) error {
	for _, row := range s.held {
		deepest := row.rank()
		if deepest >= levels {
			return fmt.Errorf("%s: rows point at one another over more than %d steps and cannot be deleted in order", row.bound.Address(), levels)
		}
		for _, c := range row.changes {
			if row.deleted && s.order.circle[s.nameOf(row.bound.table)] {
				c.Order += 1 + row.depth
			}
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := s.planning.deliver(*c); err != nil {
				return err
			}
		}
	}
	return nil
}

// rank is the length of the longest chain of deleted rows that point at this one. A row on a circle stays where the
// walk meets it again: only the database can say whether such rows can be deleted at all.
func (r *plannedRow) rank() int {
	if r.visited {
		return r.depth
	}
	r.visited = true
	for _, b := range r.before {
		r.depth = max(r.depth, b.rank()+1)
	}
	return r.depth
}
