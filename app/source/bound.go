package source

import (
	"context"
	"fmt"
	"slices"
	"sort"
	"strconv"
	"strings"
)

// bound is a collection tied to its table for changing rows. A raw row is what the driver gave for every column of the
// table, in the table's order.
type bound struct {
	*Collection
	table   *Table
	facts   facts
	dialect dialect
	fields  []*Field // by column of the table; nil where the data map does not name it
	leaves  map[string]*leaf
	names   []string // by column: the field's name, else the column's own
}

// leaf is what a treatment names: a column, or a path below one that holds a document.
type leaf struct {
	dotted string
	column int
	path   []string
	field  *Field // nil where the data map does not name it
}

func bind(ctx context.Context, q querier, d dialect, c *Collection, t *Table) (*bound, error) {
	known, err := d.facts(ctx, q, t)
	if err != nil {
		return nil, err
	}
	if known.fires, err = d.triggers(ctx, q, t); err != nil {
		return nil, err
	}
	if !known.view {
		if known.constraints, err = d.constraints(ctx, q, t); err != nil {
			return nil, err
		}
	}
	known.triggers = known.triggers || len(known.fires) > 0
	b := &bound{Collection: c, table: t, facts: known, dialect: d, fields: make([]*Field, len(t.Columns)),
		leaves: map[string]*leaf{}, names: make([]string, len(t.Columns))}
	for i, column := range t.Columns {
		b.names[i] = column.Name
	}
	for _, f := range c.Fields {
		column, ok := t.column(f.Name)
		if !ok {
			return nil, mismatch(noColumns(d, c, t, []string{strconv.Quote(f.Name)}))
		}
		if i := b.columnNamed(column.Name); b.fields[i] == nil {
			b.fields[i], b.names[i] = f, f.Name
		}
	}
	return b, nil
}

// undeclared is a collection for a table that the data map does not name.
func undeclared(d *Dataset, t *Table, name string) *Collection {
	c := &Collection{Dataset: d, Name: name}
	for _, column := range t.Columns {
		c.Fields = append(c.Fields, &Field{Collection: c, Name: column.Name})
	}
	return c
}

// tableName tells tables apart however their names are written.
func (b *bound) tableName() tableName {
	return b.dialect.fold(tableName{b.table.Schema, b.table.Name})
}

func (b *bound) columnNamed(name string) int {
	return slices.IndexFunc(b.table.Columns, func(c Column) bool { return c.Name == name })
}

// at finds the column of a cell by the name that the cell has in a change.
func (b *bound) at(name string) (int, bool) {
	if i := slices.Index(b.names, name); i >= 0 {
		return i, true
	}
	column, ok := b.table.column(name)
	return b.columnNamed(column.Name), ok
}

// value is what the row holds in a column, decoded where the data map or the column's type says so.
func (b *bound) value(i int, raw any) any {
	return fieldValue(b.dialect, b.table.Columns[i], b.fields[i], raw)
}

// leaf resolves a treatment's field: as the data map declares it, else as a column of the table, else as a path below
// the longest column name that begins it.
func (b *bound) leaf(dotted string) (*leaf, error) {
	if l := b.leaves[dotted]; l != nil {
		return l, nil
	}
	l := &leaf{dotted: dotted, column: -1}
	if f := b.Collection.field(dotted); f != nil {
		l.field, l.path = f, f.Path()[1:]
		l.column, _ = b.at(f.Column().Name)
	} else if i, ok := b.at(dotted); ok {
		l.column, l.field = i, b.fields[i]
	} else {
		longest := 0
		for i, name := range b.names {
			if rest, ok := strings.CutPrefix(dotted, name+"."); ok && len(name) > longest {
				l.column, l.path, longest = i, strings.Split(rest, "."), len(name)
			}
		}
	}
	if l.column < 0 {
		return nil, fmt.Errorf("%s: a treatment names %q, which the table does not have; correct the name", b.Address(), dotted)
	}
	b.leaves[dotted] = l
	return l, nil
}

// treated gives what a treatment names, in the order of the table.
func (b *bound) treated(t Treatment) ([]*leaf, error) {
	out := make([]*leaf, 0, len(t.Mask)+len(t.Set))
	for dotted := range t.Mask {
		if _, twice := t.Set[dotted]; twice {
			continue
		}
		l, err := b.leaf(dotted)
		if err != nil {
			return nil, err
		}
		out = append(out, l)
	}
	for dotted := range t.Set {
		l, err := b.leaf(dotted)
		if err != nil {
			return nil, err
		}
		out = append(out, l)
	}
	sort.Slice(out, func(i, j int) bool {
		if out[i].column != out[j].column {
			return out[i].column < out[j].column
		}
		return out[i].dotted < out[j].dotted
	})
	return out, nil
}

// inKey says whether a column is part of the primary key of the data map or of the table.
func (b *bound) inKey(i int) bool {
	return b.table.Columns[i].Primary > 0 || (b.fields[i] != nil && b.fields[i].PrimaryKey)
}

// keyColumns are the columns of the WHERE: the primary key as the data map declares it, else the columns of the query.
// Where the table does not promise that they name one row, its own primary key makes them precise, and where it has
// none and the data map neither, so does every other column that the engine can compare.
func (b *bound) keyColumns(queried []int) []int {
	var key []int
	add := func(i int) {
		if i >= 0 && !slices.Contains(key, i) {
			key = append(key, i)
		}
	}
	for _, f := range b.Keys() {
		i, _ := b.at(f.Name)
		add(i)
	}
	declared := len(key) > 0
	if !declared {
		for _, i := range queried {
			if b.plain(i) {
				add(i)
			}
		}
	}
	if b.unique(key) {
		return key
	}
	own := b.table.Keys()
	for _, name := range own {
		add(b.columnNamed(name))
	}
	if len(own) > 0 || declared {
		return key
	}
	for i := range b.table.Columns {
		if b.plain(i) {
			add(i)
		}
	}
	return key
}

// plain says whether a column can stand in a WHERE without loss.
func (b *bound) plain(i int) bool {
	return b.dialect.comparable(b.table.Columns[i]) && (b.fields[i] == nil || !holdsDocument(b.fields[i]))
}

// unique says whether the table promises that the columns name one row.
func (b *bound) unique(key []int) bool {
	for _, columns := range b.facts.unique {
		held := true
		for _, name := range columns {
			i := b.columnNamed(name)
			held = held && slices.Contains(key, i) && (!b.table.Columns[i].Nullable || b.table.Columns[i].Primary > 0)
		}
		if held {
			return true
		}
	}
	return false
}

func (b *bound) key(columns []int, raw []any) []Cell {
	out := make([]Cell, len(columns))
	for n, i := range columns {
		out[n] = Cell{b.names[i], b.dialect.exact(b.table.Columns[i], raw[i])}
	}
	return out
}

// ident tells the table's rows apart within one reading.
func (b *bound) ident(raw []any, whole imprint) string {
	own := b.table.Keys()
	if len(own) == 0 {
		return string(whole[:])
	}
	values := make([]any, len(own))
	for n, name := range own {
		values[n] = raw[b.columnNamed(name)]
	}
	return keyed(values)
}

// selection is a SELECT of every column of the table, after the given ones.
func (b *bound) selection(before ...Column) string {
	var columns []string
	for _, c := range append(before, b.table.Columns...) {
		columns = append(columns, b.dialect.expression(c))
	}
	return "SELECT " + strings.Join(columns, ", ") + " FROM " + tableSQL(b.dialect, b.table) + " WHERE "
}

// each runs a query made with selection and delivers what the driver gave for every row; the first columns of a row are
// those that were put before the table's own. The slice is reused, its values are not.
func (b *bound) each(ctx context.Context, q querier, text string, args []any, before int, yield func(raw []any) error) error {
	raw, dest := make([]any, before+len(b.table.Columns)), make([]any, before+len(b.table.Columns))
	for i := range raw {
		dest[i] = &raw[i]
	}
	return eachRow(ctx, q, text, args, dest, func() error { return yield(raw) })
}
