package change

import (
	"context"
	"fmt"
	"slices"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/value"
)

// sourcePlan is the part of a plan that lies in one source. Rows that no foreign key concerns and that their key names
// exactly go out at once; the others are held until the whole source has been read.
type sourcePlan struct {
	planning     *planning
	source       *sqldb.Source
	dialect      sqldb.Dialect
	rewriter     *rewriter
	obstacles    *obstacles
	order        *tableOrder
	dependencies []sqldb.Dependency
	mappedTables map[*dataset.Collection]*sqldb.MappedTable
	byTable      map[sqldb.TableName]*dataset.Collection // the first declared collection of each table
	shared       map[sqldb.TableName]bool                // tables that several collections name
	rows         map[sqldb.TableName]map[string]*plannedRow
	held         []*plannedRow
	fresh        []*plannedRow // deleted rows whose pointers are not followed yet
	uniques      *uniqueWatch
	judgements   map[*sqldb.MappedTable]*sqldb.Judgement
	judging      []*sqldb.Judgement
	missing      map[dataset.Address]func() []RowKey
	gone         []RowKey
	scratch      []byte
}

// plannedRow is a row that is held back.
type plannedRow struct {
	table   *sqldb.MappedTable
	key     []int // the columns that find it
	raw     []any
	changes []*RowChange // of each collection that shares the table; one where the row is deleted
	deleted bool
	moved   map[int]any   // columns that an update changes, with their new values
	before  []*plannedRow // deleted rows that point at this one
	depth   int
	visited bool
}

func newSourcePlan(ctx context.Context, p *planning, w *search.Worker) (*sourcePlan, error) {
	o := &obstacles{}
	s := &sourcePlan{planning: p, source: w.Source, dialect: w.Source.Dialect, obstacles: o,
		rewriter:     &rewriter{p.opts.Masker, o},
		mappedTables: map[*dataset.Collection]*sqldb.MappedTable{}, byTable: map[sqldb.TableName]*dataset.Collection{},
		shared: map[sqldb.TableName]bool{}, rows: map[sqldb.TableName]map[string]*plannedRow{},
		uniques: newUniqueWatch(o), judgements: map[*sqldb.MappedTable]*sqldb.Judgement{},
		missing: map[dataset.Address]func() []RowKey{}}
	var all []*dataset.Collection
	for _, d := range p.opts.Datasets {
		if p.opts.Sources[d.Key] == w.Source {
			all = append(all, d.Collections...)
		}
	}
	tables, err := w.Source.Resolve(ctx, w.Snapshot.Tx, all)
	if err != nil {
		return nil, err
	}
	table := func(c *dataset.Collection) (sqldb.TableName, bool) {
		t := tables[c]
		if t == nil {
			return sqldb.TableName{}, false
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
	if s.dependencies, err = s.dialect.Dependencies(ctx, w.Snapshot.Tx); err != nil {
		return nil, err
	}
	for i := range s.dependencies {
		d := &s.dependencies[i]
		d.Child, d.Parent = s.dialect.Fold(d.Child), s.dialect.Fold(d.Parent)
	}
	if s.order, err = newTableOrder(all, table, s.dependencies); err != nil {
		return nil, sqldb.Fatal(err)
	}
	return s, nil
}

func (s *sourcePlan) nameOf(t *sqldb.Table) sqldb.TableName {
	return s.dialect.Fold(sqldb.TableName{Schema: t.Schema, Name: t.Name})
}

// mapped ties a collection to its table and notes once what makes the table unfit for changes.
func (s *sourcePlan) mapped(ctx context.Context, q sqldb.Querier, c *dataset.Collection,
	t *sqldb.Table) (*sqldb.MappedTable, error) {
	if b := s.mappedTables[c]; b != nil {
		return b, nil
	}
	b, err := sqldb.MapTable(ctx, q, s.dialect, c, t)
	if err != nil {
		return nil, err
	}
	s.mappedTables[c] = b
	return b, nil
}

// related reports whether other changes may have a say in a row of the table: through a foreign key that leads to it or
// away from it, or because several collections share it.
func (s *sourcePlan) related(n sqldb.TableName) bool {
	return s.shared[n] || slices.ContainsFunc(s.dependencies, func(d sqldb.Dependency) bool {
		return d.Child == n || d.Parent == n
	})
}

// row plans one row that was found.
func (s *sourcePlan) row(b *sqldb.MappedTable, key []int, raw []any, marks map[int]*value.MatchTree,
	t dataset.Treatment) error {
	if t.Nothing() {
		return nil
	}
	if t.Delete {
		s.formatWrite(b, key, nil)
		return s.put(b, key, raw, s.deletion(b, key, raw, howDelete), nil)
	}
	changed, written, err := s.rewriter.rewrite(b, raw, marks, t)
	if err != nil {
		return err
	}
	if len(written) > 0 {
		s.formatWrite(b, key, written)
	}
	if len(changed) == 0 {
		return nil
	}
	return s.put(b, key, raw, s.update(b, key, raw, changed), changed)
}

func (s *sourcePlan) formatWrite(b *sqldb.MappedTable, key, written []int) {
	if s.planning.opts.OnFormatWrite != nil {
		s.planning.opts.OnFormatWrite(FormatWrite{Address: b.Address(), Table: b, key: key, written: written})
	}
}

func (s *sourcePlan) change(b *sqldb.MappedTable, key []int, raw []any) RowChange {
	var whole sqldb.Fingerprint
	whole, s.scratch = sqldb.FingerprintRow(b.Table.Columns, raw, s.scratch)
	return RowChange{Address: b.Address(), Order: s.order.place[s.nameOf(b.Table)], Key: b.KeyCells(key, raw),
		Seen: whole[:], Rows: 1}
}

func (s *sourcePlan) deletion(b *sqldb.MappedTable, key []int, raw []any, how string) RowChange {
	s.fired(b, true, nil)
	c := s.change(b, key, raw)
	c.Delete, c.How = true, []string{how}
	for _, f := range b.Collection.Fields {
		if i, ok := b.ColumnOf(f.Name); ok {
			c.Before = append(c.Before, value.Cell{Name: f.Name, Value: b.Value(i, raw[i])})
		}
	}
	return c
}

func (s *sourcePlan) update(b *sqldb.MappedTable, key []int, raw []any, changed []rewritten) RowChange {
	s.fired(b, false, changed)
	c := s.change(b, key, raw)
	for _, w := range changed {
		c.Before = append(c.Before, value.Cell{Name: b.FieldNames[w.column], Value: w.before})
		c.After = append(c.After, value.Cell{Name: b.FieldNames[w.column], Value: w.after})
		c.How = append(c.How, w.how)
	}
	return c
}

// put delivers a change, or holds it while foreign keys or rows alike may still have a say in it.
func (s *sourcePlan) put(b *sqldb.MappedTable, key []int, raw []any, c RowChange, changed []rewritten) error {
	if reason := whyUnfit(b, key); reason != "" {
		s.obstacles.add(c.Address, "", reason, true)
	}
	if s.dialect.Capabilities().Piecewise {
		s.obstacles.add(c.Address, "", Apart, false)
	}
	s.uniques.update(b, raw, changed)
	table := s.nameOf(b.Table)
	precise := b.NamesOneRow(key)
	if !precise && len(b.PrimaryKey()) > 0 {
		s.uniques.key(b, key, raw)
		precise = true
	}
	if precise && !s.related(table) {
		r := sqldb.NewRow{Raw: raw}
		for _, w := range changed {
			r.Columns, r.Values = append(r.Columns, w.column), append(r.Values, w.after)
		}
		s.judged(b, key, r)
		return s.planning.deliver(c)
	}
	row := s.planned(b, raw, sqldb.Fingerprint(c.Seen))
	row.key = key
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

// whyUnfit returns why nothing of the table can be changed; empty when it can.
func whyUnfit(b *sqldb.MappedTable, key []int) string {
	switch {
	case b.Traits.View:
		return IsView
	case b.Traits.NoRollback:
		return NoRollback
	case b.Traits.History:
		return KeepsHistory
	case b.Traits.Closed != "":
		return b.Traits.Closed
	case len(key) == 0 || len(b.Traits.RowLocator) == 0:
		return NoKey
	}
	return ""
}

// planned returns the held row, new where it is not held yet.
func (s *sourcePlan) planned(b *sqldb.MappedTable, raw []any, whole sqldb.Fingerprint) *plannedRow {
	table := s.nameOf(b.Table)
	if s.rows[table] == nil {
		s.rows[table] = map[string]*plannedRow{}
	}
	id := b.RowID(raw, whole)
	row := s.rows[table][id]
	if row == nil {
		row = &plannedRow{table: b, raw: slices.Clone(raw)}
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
			return fmt.Errorf("%s: rows point at one another over more than %d steps and cannot be deleted in order",
				row.table.Address(), levels)
		}
		for _, c := range row.changes {
			if row.deleted && s.order.circle[s.nameOf(row.table.Table)] {
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

// fired names the triggers that a planned change sets off, for whoever signs the plan.
func (s *sourcePlan) fired(b *sqldb.MappedTable, deleted bool, changed []rewritten) {
	if len(b.Traits.Triggers) == 0 {
		return
	}
	written := make([]string, len(changed))
	for n, w := range changed {
		written[n] = b.Table.Columns[w.column].Name
	}
	for _, t := range b.Traits.Triggers {
		if t.Fires(deleted, written) {
			s.obstacles.count(Obstacle{Address: b.Address(), Reason: FiresTrigger, Trigger: t.Name})
		}
	}
}
