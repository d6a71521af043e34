package source

import (
	"context"
	"database/sql"
	"encoding/hex"
	"net/netip"
	"strings"
	"time"
	"unicode/utf8"
)

// Table is a table or view as the database describes it.
type Table struct {
	Schema      string // empty on SQLite's main database
	Name        string
	Columns     []Column
	ForeignKeys []ForeignKey // filled by Source.Schema only

	asked tableName // the name it was found by; without a schema when the connection's own
}

// Column is one column as the database describes it.
type Column struct {
	Name     string
	Type     string // in the database's own words: character varying(100), int4, …
	Nullable bool
	Primary  int // place in the primary key from 1; 0 when not part of it

	class     class
	bits      int      // of integers and floats; 0 for integers without a sign
	cast      string   // PostgreSQL: the element type that values are compared as
	base      string   // PostgreSQL: the type's own name without its limits
	elem      class    // of arrays
	zoned     bool     // of timestamps: the column holds moments, not times of day
	generated bool     // the database computes it
	touched   bool     // MySQL: set to the current time by every update that does not name it
	limit     int      // how many characters a text column takes; 0 where it says nothing
	octets    int      // MySQL: how many bytes it takes
	charset   string   // what the server calls the character set of a text column; empty where it takes every character
	values    []string // of an enumeration: all that it takes
	collation string   // SQLite: by which a key is compared; empty for the column's own
	padded    bool     // blanks at the end are filling, and no part of a value
	bytewise  bool     // MySQL: compared by its bytes, not by its collation
}

// ForeignKey is a declared reference between tables.
type ForeignKey struct {
	Columns    []string
	RefTable   string
	RefSchema  string
	RefColumns []string
}

// Keys are the names of the primary key's columns in key order.
func (t *Table) Keys() []string {
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

// column finds a column by its exact name, else by the only one that differs in case.
func (t *Table) column(name string) (Column, bool) {
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

// class is what a column's type means for comparing and showing values, whatever the database calls it.
type class int

const (
	classOther class = iota // compared as text
	classText
	classInteger
	classFloat
	classDecimal
	classBoolean
	classUUID
	classDate
	classTimestamp
	classTime
	classBits  // MySQL
	classPlace // MySQL: points, lines and areas, as well-known text
	classBytes
	classNetwork
	classJSON
	classArray
	classUntyped // SQLite columns without affinity: 1 and '1' differ there
)

// tableName is one way to understand a collection's name.
type tableName struct{ schema, name string }

// querier is a connection or a transaction.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// dialect is what differs between the database engines.
type dialect interface {
	// engine is the product's name for people.
	engine() string
	quote(identifier string) string
	// expression selects the column in a form that scan understands.
	expression(c Column) string
	// in gives a condition that is true where the column equals one of the values, or for arrays contains one.
	in(c Column, values []any, args *[]any) string
	// inDocument is in for a path below a JSON column; false when the engine leaves the comparing to us.
	inDocument(c Column, path []string, values []any, args *[]any) (string, bool)
	// collates says whether the engine may call values of the column equal that are not.
	collates(c Column) bool
	// folding says how the engine looks into the text of the column; false where the column holds no text.
	folding(c Column) (folding, bool)
	// bind converts a value to what the column is compared with; empty when it cannot equal anything there.
	bind(c Column, v any) []any
	// scan turns what the driver gave into a row value.
	scan(c Column, raw any) any
	// unparsed gives a condition that is true for the rows whose document the engine cannot take apart, so that inDocument
	// leaves them to us; empty where there are none.
	unparsed(c Column) string
	// limit is the greatest number of values in one query.
	limit() int
	// inspect describes the tables among names that exist.
	inspect(ctx context.Context, q querier, names []tableName) (map[tableName]*Table, error)
	// list names all tables that are not the engine's own.
	list(ctx context.Context, q querier) ([]tableName, error)
	// copies gives what holds rows of tables once more, until it is made anew: nothing writes there, and values stay.
	copies(ctx context.Context, q querier) ([]tableName, error)
	foreignKeys(ctx context.Context, q querier, t *Table) ([]ForeignKey, error)
	// place is a query for what tells this database from every other, and whether it is seen the same way.
	place() string
	// settings are statements that begin every transaction.
	settings() []string
	// capabilities are what only some engines do.
	capabilities() capabilities
	// failing reads an error of the engine or of its driver; the zero failure where it is neither's.
	failing(err error) failure
	// placeholder is the n-th parameter, from 1.
	placeholder(n int) string
	changing
}

// capabilities are what only some engines do, by name; nothing else asks which engine it has before it.
type capabilities struct {
	// lenient is set where any column may hold any value, whatever its type says.
	lenient bool
	// probe is a statement that reads the head of a database that is a file; empty where a server answers. A transaction on a
	// file is a snapshot by itself, and one writes at a time.
	probe string
	// discreet is set where a login is not told of tables and columns that it may not read.
	discreet bool
	// selfReferenceBlocks is set where a row that points at itself cannot be deleted.
	selfReferenceBlocks bool
	// referencesCompareBy is the collation by which a foreign key compares where the key it refers to names none; empty where
	// the columns themselves say it.
	referencesCompareBy string
	// expect lets a statement compare each row with how it was previewed at the moment that it writes it; nil where the
	// engine cannot. It takes the columns of the table, those of the key among them, and the fingerprints of the rows by
	// key, and gives the condition on a row that the statement calls by the given name. Done gives up what was expected.
	expect func(columns []Column, key []int, fingerprints map[string][]byte) (condition func(row string, args *[]any) string, done func())
}

// fit converts a value to the text form of a class; false when it has none, so that no database ever fails on a value.
func fit(c class, bits int, zoned bool, v any) (string, bool) {
	s, ok := text(v)
	if !ok || !utf8.ValidString(s) || strings.ContainsRune(s, 0) {
		return "", false
	}
	switch c {
	case classInteger, classBits:
		n, ok := asWhole(s, v)
		if !ok {
			return "", false
		}
		i, small := n.(int64)
		if bits > 0 && (!small || bits < 64 && (i >= 1<<(bits-1) || i < -1<<(bits-1))) {
			return "", false
		}
		return text(n)
	case classFloat, classDecimal:
		n, ok := asFloat(s, v)
		if !ok {
			return "", false
		}
		return text(n)
	case classBoolean:
		b, ok := asBoolean(s)
		if !ok {
			return "", false
		}
		return text(b)
	case classUUID:
		digits := strings.NewReplacer("-", "", "{", "", "}", "").Replace(s)
		if _, err := hex.DecodeString(digits); err != nil || len(digits) != 32 {
			return "", false
		}
		return digits, true
	case classDate:
		t, ok := timeOf(s, v)
		if !ok || t.Year() > 9999 || t.Year() < 1 || !t.Equal(t.Truncate(24*time.Hour)) {
			return "", false
		}
		return t.Format(time.DateOnly), true
	case classTimestamp:
		t, ok := timeOf(s, v)
		if !ok || t.Year() > 9999 || t.Year() < 1 {
			return "", false
		}
		if zoned {
			return t.UTC().Format("2006-01-02 15:04:05.999999Z07:00"), true
		}
		return t.UTC().Format("2006-01-02 15:04:05.999999"), true
	case classTime:
		for _, layout := range []string{"15:04:05.999999", "15:04"} {
			if t, err := time.Parse(layout, s); err == nil {
				return t.Format("15:04:05.999999"), true
			}
		}
		return "", false
	case classNetwork:
		if _, err := netip.ParseAddr(s); err == nil {
			return s, true
		}
		_, err := netip.ParsePrefix(s)
		return s, err == nil
	}
	return s, true
}

func timeOf(s string, v any) (time.Time, bool) {
	t, ok := v.(Timestamp)
	if !ok {
		t, ok = parseTime(strings.TrimSpace(s))
	}
	return t.Time, ok
}
