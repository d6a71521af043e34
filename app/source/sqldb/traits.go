package sqldb

import (
	"cmp"
	"slices"
	"strings"
)

// TableTraits is what changing rows needs to know of a table beyond its columns.
type TableTraits struct {
	View       bool
	NoRollback bool
	History    bool // the table keeps what its rows held before
	// why nothing of the table can be written: a key of change.ObstacleTexts; empty where something can
	Closed      string
	Strict      bool      // SQLite: columns hold values of their type alone
	HasTriggers bool      // a trigger or a rule may have its own way with a written row
	Triggers    []Trigger // those that are known
	Constraints []Constraint
	Unique      [][]string // the columns of each unique key, the primary one among them
	// SQLite: by which the columns of unique keys are compared; nothing means by their bytes
	Collations map[string]string
	// how many times more than once the engine counts a row of the table that is written, at most
	Recounted  int64
	RowLocator []Column // what names a row for the length of a transaction; empty when nothing does
}

// Referring returns a column as a foreign key to a key of the table compares it: on some engines as the key does,
// whatever the column itself says.
func (t TableTraits) Referring(d Dialect, column Column, key string) Column {
	if by := d.Capabilities().ReferencesCompareBy; by != "" {
		column.Collation = cmp.Or(t.Collations[key], by)
	}
	return column
}

// Judges reports whether the engine must be asked about a row of which the columns are written: no rule of ours knows
// all that it may refuse.
func (t TableTraits) Judges(columns []Column, written []int) bool {
	return t.Strict || slices.ContainsFunc(columns, func(c Column) bool { return c.Generated && c.Primary == 0 }) ||
		slices.ContainsFunc(written, func(i int) bool { return columns[i].narrow() })
}

// Dependency is a foreign key seen with both its ends.
type Dependency struct {
	Child, Parent       TableName
	Columns, RefColumns []string
	OnDelete, OnUpdate  string // CASCADE, SET NULL, SET DEFAULT, RESTRICT or NO ACTION
	Deferred            bool   // it is looked at when the transaction ends
	Full                bool   // either all of its columns are empty or none (MATCH FULL)
}

// PrimaryKeyColumns returns the columns of the table's primary key in key order; none where it has no key.
func PrimaryKeyColumns(t *Table) []Column {
	var out []Column
	for _, name := range t.PrimaryKey() {
		if c, ok := t.Column(name); ok {
			out = append(out, c)
		}
	}
	return out
}

// UniqueKeys gathers the columns of unique keys from rows of (key, column); a key over an expression comes as a
// column without a name and is left out.
type UniqueKeys struct {
	names   []string
	columns map[string][]string
	partial map[string]bool
}

// Add takes one row of the catalogue: a column of the key, or nil for an expression.
func (u *UniqueKeys) Add(key string, column *string) {
	if u.columns == nil {
		u.columns, u.partial = map[string][]string{}, map[string]bool{}
	}
	if len(u.columns[key]) == 0 && !u.partial[key] {
		u.names = append(u.names, key)
	}
	if column == nil {
		u.partial[key] = true
		return
	}
	u.columns[key] = append(u.columns[key], *column)
}

// All returns the columns of each key, in the order in which the keys first came.
func (u *UniqueKeys) All() [][]string {
	var out [][]string
	for _, name := range u.names {
		if !u.partial[name] {
			out = append(out, u.columns[name])
		}
	}
	return out
}

// Trigger is code of the database that runs when rows of a table are written: a trigger, or a rule of PostgreSQL. What
// it does besides is in no preview.
type Trigger struct {
	Name               string
	OnUpdate, OnDelete bool
	Columns            []string // an update fires it only where it writes one of these; none means any
}

// Fires reports whether the trigger runs when a row is deleted, or when the given columns of it are written.
func (t Trigger) Fires(deleted bool, written []string) bool {
	if deleted {
		return t.OnDelete
	}
	return t.OnUpdate && (len(t.Columns) == 0 || slices.ContainsFunc(written, func(w string) bool {
		return slices.ContainsFunc(t.Columns, func(c string) bool { return strings.EqualFold(c, w) })
	}))
}
