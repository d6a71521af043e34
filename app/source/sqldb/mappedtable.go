package sqldb

import (
	"context"
	"fmt"
	"slices"
	"sort"
	"strconv"
	"strings"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/value"
)

// MappedTable is a collection of the data map together with its table, for changing rows. A raw row is what the driver
// gave for every column of the table, in the table's order.
type MappedTable struct {
	*dataset.Collection
	Table      *Table
	Traits     TableTraits
	Dialect    Dialect
	Declared   []*dataset.Field // by column of the table; nil where the data map does not name it
	treated    map[string]*TreatedField
	FieldNames []string // by column: the field's name, else the column's own
}

// TreatedField is what a treatment names: a column, or a path below one that holds a document.
type TreatedField struct {
	Dotted string
	Column int
	Path   []string
	Field  *dataset.Field // nil where the data map does not name it
}

// MapTable reads what changing rows of t needs to know and ties the fields of c to its columns. A field without a
// column is a *MismatchError; other errors are the engine's.
func MapTable(ctx context.Context, q Querier, d Dialect, c *dataset.Collection, t *Table) (*MappedTable, error) {
	known, err := d.Traits(ctx, q, t)
	if err != nil {
		return nil, err
	}
	if known.Triggers, err = d.Triggers(ctx, q, t); err != nil {
		return nil, err
	}
	if !known.View {
		if known.Constraints, err = d.Constraints(ctx, q, t); err != nil {
			return nil, err
		}
	}
	known.HasTriggers = known.HasTriggers || len(known.Triggers) > 0
	b := &MappedTable{Collection: c, Table: t, Traits: known, Dialect: d,
		Declared: make([]*dataset.Field, len(t.Columns)),
		treated:  map[string]*TreatedField{}, FieldNames: make([]string, len(t.Columns))}
	for i, column := range t.Columns {
		b.FieldNames[i] = column.Name
	}
	for _, f := range c.Fields {
		column, ok := t.Column(f.Name)
		if !ok {
			return nil, Mismatch(NoColumnsError(d, c, t, []string{strconv.Quote(f.Name)}))
		}
		if i := b.ColumnIndex(column.Name); b.Declared[i] == nil {
			b.Declared[i], b.FieldNames[i] = f, f.Name
		}
	}
	return b, nil
}

// UndeclaredCollection returns a collection for a table that the data map does not name.
func UndeclaredCollection(d *dataset.Dataset, t *Table, name string) *dataset.Collection {
	c := &dataset.Collection{Dataset: d, Name: name}
	for _, column := range t.Columns {
		c.Fields = append(c.Fields, &dataset.Field{Collection: c, Name: column.Name})
	}
	return c
}

// TableName returns a name that is equal for every way to write the name of the table.
func (b *MappedTable) TableName() TableName {
	return b.Dialect.Fold(TableName{b.Table.Schema, b.Table.Name})
}

// ColumnIndex returns the place of the column with exactly this name in the table; -1 where there is none.
func (b *MappedTable) ColumnIndex(name string) int {
	return slices.IndexFunc(b.Table.Columns, func(c Column) bool { return c.Name == name })
}

// ColumnOf returns the place of the column of a cell by the name that the cell has in a change.
func (b *MappedTable) ColumnOf(name string) (int, bool) {
	if i := slices.Index(b.FieldNames, name); i >= 0 {
		return i, true
	}
	column, ok := b.Table.Column(name)
	return b.ColumnIndex(column.Name), ok
}

// Value returns what the row holds in a column, decoded where the data map or the column's type says so.
func (b *MappedTable) Value(i int, raw any) any {
	return FieldValue(b.Dialect, b.Table.Columns[i], b.Declared[i], raw)
}

// treatedField resolves a treatment's field: as the data map declares it, else as a column of the table, else as a path
// below the longest column name that begins it.
func (b *MappedTable) treatedField(dotted string) (*TreatedField, error) {
	if l := b.treated[dotted]; l != nil {
		return l, nil
	}
	l := &TreatedField{Dotted: dotted, Column: -1}
	if f := b.Collection.Field(dotted); f != nil {
		l.Field, l.Path = f, f.Path()[1:]
		l.Column, _ = b.ColumnOf(f.Column().Name)
	} else if i, ok := b.ColumnOf(dotted); ok {
		l.Column, l.Field = i, b.Declared[i]
	} else {
		longest := 0
		for i, name := range b.FieldNames {
			if rest, ok := strings.CutPrefix(dotted, name+"."); ok && len(name) > longest {
				l.Column, l.Path, longest = i, strings.Split(rest, "."), len(name)
			}
		}
	}
	if l.Column < 0 {
		return nil, fmt.Errorf("%s: a treatment names %q, which the table does not have; correct the name", b.Address(),
			dotted)
	}
	b.treated[dotted] = l
	return l, nil
}

// TreatedFields returns what a treatment names, in the order of the table.
func (b *MappedTable) TreatedFields(t dataset.Treatment) ([]*TreatedField, error) {
	out := make([]*TreatedField, 0, len(t.Mask)+len(t.Set))
	for dotted := range t.Mask {
		if _, twice := t.Set[dotted]; twice {
			continue
		}
		l, err := b.treatedField(dotted)
		if err != nil {
			return nil, err
		}
		out = append(out, l)
	}
	for dotted := range t.Set {
		l, err := b.treatedField(dotted)
		if err != nil {
			return nil, err
		}
		out = append(out, l)
	}
	sort.Slice(out, func(i, j int) bool {
		if out[i].Column != out[j].Column {
			return out[i].Column < out[j].Column
		}
		return out[i].Dotted < out[j].Dotted
	})
	return out, nil
}

// InKey reports whether a column is part of the primary key of the data map or of the table.
func (b *MappedTable) InKey(i int) bool {
	return b.Table.Columns[i].Primary > 0 || (b.Declared[i] != nil && b.Declared[i].PrimaryKey)
}

// KeyColumns returns the columns of the WHERE: the primary key as the data map declares it, else the columns of the
// query. Where the table does not promise that they name one row, its own primary key makes them precise, and where it
// has none and the data map neither, so does every other column that the engine can compare.
func (b *MappedTable) KeyColumns(queried []int) []int {
	var key []int
	add := func(i int) {
		if i >= 0 && !slices.Contains(key, i) {
			key = append(key, i)
		}
	}
	for _, f := range b.PrimaryKey() {
		i, _ := b.ColumnOf(f.Name)
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
	if b.NamesOneRow(key) {
		return key
	}
	own := b.Table.PrimaryKey()
	for _, name := range own {
		add(b.ColumnIndex(name))
	}
	if len(own) > 0 || declared {
		return key
	}
	for i := range b.Table.Columns {
		if b.plain(i) {
			add(i)
		}
	}
	return key
}

// plain reports whether a column can stand in a WHERE without loss.
func (b *MappedTable) plain(i int) bool {
	return b.Dialect.ComparesExactly(b.Table.Columns[i]) &&
		(b.Declared[i] == nil || !dataset.HoldsDocument(b.Declared[i]))
}

// NamesOneRow reports whether the table promises that the columns name one row.
func (b *MappedTable) NamesOneRow(key []int) bool {
	for _, columns := range b.Traits.Unique {
		held := true
		for _, name := range columns {
			i := b.ColumnIndex(name)
			held = held && slices.Contains(key, i) && (!b.Table.Columns[i].Nullable || b.Table.Columns[i].Primary > 0)
		}
		if held {
			return true
		}
	}
	return false
}

// KeyCells returns the cells of the given columns of a raw row, with values that find the row again.
func (b *MappedTable) KeyCells(columns []int, raw []any) []value.Cell {
	out := make([]value.Cell, len(columns))
	for n, i := range columns {
		out[n] = value.Cell{Name: b.FieldNames[i], Value: b.Dialect.Exact(b.Table.Columns[i], raw[i])}
	}
	return out
}

// RowID returns what tells a raw row from every other of the table within one reading: its primary key, else the
// fingerprint of the whole row. It is no text to be shown.
func (b *MappedTable) RowID(raw []any, whole Fingerprint) string {
	own := b.Table.PrimaryKey()
	if len(own) == 0 {
		return string(whole[:])
	}
	values := make([]any, len(own))
	for n, name := range own {
		values[n] = raw[b.ColumnIndex(name)]
	}
	return EncodeKey(values)
}

// SelectSQL returns a SELECT of the given columns and after them every column of the table, up to and including the
// WHERE.
func (b *MappedTable) SelectSQL(before ...Column) string {
	var columns []string
	for _, c := range append(before, b.Table.Columns...) {
		columns = append(columns, b.Dialect.Expression(c))
	}
	return "SELECT " + strings.Join(columns, ", ") + " FROM " + TableSQL(b.Dialect, b.Table) + " WHERE "
}

// Each runs a query made with SelectSQL and delivers what the driver gave for every row; the first columns of a row are
// those that were put before the table's own. The slice is reused, its values are not.
func (b *MappedTable) Each(ctx context.Context, q Querier, text string, args []any, before int,
	yield func(raw []any) error) error {
	raw, dest := make([]any, before+len(b.Table.Columns)), make([]any, before+len(b.Table.Columns))
	for i := range raw {
		dest[i] = &raw[i]
	}
	return EachRow(ctx, q, text, args, dest, func() error { return yield(raw) })
}
