package sqldb

import (
	"fmt"
	"strings"

	"orangelab.cn/rightsdesk/app/source/value"
)

// Table is a table or view as the database describes it.
type Table struct {
	Schema      string // empty on SQLite's main database
	Name        string
	Columns     []Column
	ForeignKeys []ForeignKey // filled by Source.Schema only
	Unreadable  bool         // it is known that it cannot be read; whoever reads it is told why
	Why         string       // it cannot be read, in a sentence of ours; empty where that shows only when it is read

	Asked TableName // the name it was found by; without a schema when the connection's own
}

// Column is one column as the database describes it.
type Column struct {
	Name     string
	Type     string // in the database's own words: character varying(100), int4, …
	Nullable bool
	Primary  int // place in the primary key from 1; 0 when not part of it

	Class       value.Class
	Bits        int         // of integers and floats; 0 for integers without a sign
	Cast        string      // PostgreSQL: the element type that values are compared as
	Base        string      // PostgreSQL: the type's own name without its limits
	Elem        value.Class // of arrays
	Zoned       bool        // of timestamps: the column holds moments, not times of day
	Absent      bool        // no row has it now: the source keeps no list of its fields
	Generated   bool        // the database computes it
	Computed    string      // PostgreSQL, MySQL: the expression that it is computed by; empty where it is numbered
	Under       string      // PostgreSQL: Base below all domains; text for a name, which would be cut
	Limited     string      // PostgreSQL: Under with its limits
	Fixed       bool        // the source lets nobody change it in a row that is there
	AutoUpdated bool        // MySQL: set to the current time by every update that does not name it
	Limit       int         // how many characters a text column takes; 0 where it says nothing
	Octets      int         // MySQL: how many bytes it takes
	// what the server calls the character set of a text column; empty where it takes every character
	Charset   string
	Values    []string // of an enumeration: all that it takes
	Collation string   // SQLite: by which a key is compared; empty for the column's own
	Padded    bool     // blanks at the end are filling, and no part of a value
	Digits    int      // MySQL: whole numbers are filled with zeros to so many (ZEROFILL), as people know them
	Bytewise  bool     // MySQL: compared by its bytes, not by its collation
}

// narrow reports whether a value of the right kind may not fit the type, or be changed by it: by limits that no other
// rule knows.
func (c Column) narrow() bool {
	switch {
	case c.Limited == "" || c.Class == value.ClassText && c.Limit > 0:
		return false
	case c.Class == value.ClassOther || c.Class == value.ClassArray:
		return true
	}
	return c.Limited != c.Under
}

// Shown returns a value of the column as people know it: a whole number of a column that is filled with zeros has them.
func (c Column) Shown(v any) any {
	if n, ok := v.(int64); ok {
		if s, filled := Filled(n, c.Digits); filled {
			return s
		}
	}
	return v
}

// Filled returns a number with zeros before it, to so many digits, and false where it takes none.
func Filled(n int64, digits int) (string, bool) {
	if n < 0 || digits <= 0 {
		return "", false
	}
	s := fmt.Sprintf("%0*d", digits, n)
	return s, s[0] == '0' && len(s) > 1
}

// ForeignKey is a declared reference between tables.
type ForeignKey struct {
	Columns    []string
	RefTable   string
	RefSchema  string
	RefColumns []string
}

// PrimaryKey returns the names of the primary key's columns in key order.
func (t *Table) PrimaryKey() []string {
	keys := make([]string, 0, 2)
	for place := 1; ; place++ {
		before := len(keys)
		for _, c := range t.Columns {
			if c.Primary == place {
				keys = append(keys, c.Name)
			}
		}
		if len(keys) == before {
			return keys
		}
	}
}

// Column returns a column by its exact name, else by the only one that differs in case.
func (t *Table) Column(name string) (Column, bool) {
	var near []Column
	for _, c := range t.Columns {
		if c.Name == name {
			return c, true
		}
		if strings.EqualFold(c.Name, name) {
			near = append(near, c)
		}
	}
	if len(near) == 1 {
		return near[0], true
	}
	return Column{}, false
}

// TableName is a table's name with its schema; the schema is empty for the connection's own.
type TableName struct{ Schema, Name string }
