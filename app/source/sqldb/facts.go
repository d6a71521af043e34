package sqldb

import (
	"slices"
	"strings"
)

// Facts are what changing rows needs to know of a table beyond its columns.
type Facts struct {
	View        bool
	NoRollback  bool
	History     bool      // the table keeps what its rows held before
	Triggers    bool      // a trigger or a rule may have its own way with a written row
	Fires       []Trigger // those that are known
	Constraints []Constraint
	Unique      [][]string        // the columns of each unique key, the primary one among them
	Collations  map[string]string // SQLite: by which the columns of unique keys are compared; nothing means by their bytes
	Place       []Column          // what names a row for the length of a transaction; empty when nothing does
}

// Dependency is a foreign key seen with both its ends.
type Dependency struct {
	Child, Parent       TableName
	Columns, RefColumns []string
	OnDelete, OnUpdate  string // CASCADE, SET NULL, SET DEFAULT, RESTRICT or NO ACTION
}

// KeysOf are the columns of the table's primary key in key order.
func KeysOf(t *Table) []Column {
	var out []Column
	for _, name := range t.Keys() {
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
