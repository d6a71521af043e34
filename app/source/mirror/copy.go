package mirror

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"strings"

	"orangelab.cn/rightsdesk/app/source/value"
)

// Bounds of a copy. All of it is held in memory: nothing of it is written to a disk of this machine.
const (
	MaxBytes   = 256 << 20
	maxColumns = 1000
)

// Type is what a column holds.
type Type string

// The types of columns.
const (
	Text     Type = "TEXT"
	Whole    Type = "INTEGER"
	Real     Type = "REAL"
	Flag     Type = "BOOLEAN"
	Document Type = "JSON" // the text of a JSON value
)

// Column is one column of a table.
type Column struct {
	Name    string
	Type    Type
	Charset string // in which it is kept, as value.Storable names it; empty where it holds every character
	Fixed   bool   // the source lets nobody change it
	Filled  bool   // it must not be empty
	Key     bool   // no two rows have one value in it
	Remark  string // what the source says of it
}

// Copy is what an origin hands its rows over to.
type Copy struct {
	conn  engineConn
	names map[string]bool // in small letters
	asked *asked
	bytes int
}

// Table is one table that is being filled.
type Table struct {
	copy    *Copy
	insert  driver.Stmt
	columns int
}

func (c *Copy) exec(ctx context.Context, text string, args ...any) error {
	named := make([]driver.NamedValue, len(args))
	for i, v := range args {
		named[i] = driver.NamedValue{Ordinal: i + 1, Value: v}
	}
	_, err := c.conn.ExecContext(ctx, text, named)
	return err
}

func quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// Fits returns why a table cannot have a name and columns, in a sentence of ours; empty where it can.
func (c *Copy) Fits(name string, columns []Column) string {
	seen := map[string]bool{}
	for _, col := range columns {
		low := strings.ToLower(col.Name)
		switch {
		case strings.TrimSpace(col.Name) == "":
			return "a column has no name"
		case seen[low]:
			return fmt.Sprintf("two columns are called %q", col.Name)
		}
		seen[low] = true
	}
	switch {
	case len(columns) == 0:
		return "it has no columns"
	case len(columns) > maxColumns:
		return fmt.Sprintf("it has more than %d columns", maxColumns)
	case c.names[strings.ToLower(name)]:
		return fmt.Sprintf("something else is called %q here too", name)
	}
	return ""
}

// Table begins a table, whose name and columns must fit. why, where it is not empty, is why nothing of it can be
// written: a key of change.ObstacleTexts.
func (c *Copy) Table(ctx context.Context, name string, columns []Column, why string) (*Table, error) {
	if wrong := c.Fits(name, columns); wrong != "" {
		return nil, errors.New(wrong)
	}
	c.names[strings.ToLower(name)] = true
	more := c.asked.besides(name, columns)
	defs, marks := make([]string, len(columns)), make([]string, len(columns))
	for i, col := range columns {
		defs[i], marks[i] = quote(col.Name)+" "+string(col.Type), "?"
		if col.Key { // as INTEGER it would be the number of the row
			defs[i] = quote(col.Name) + " " + strings.TrimSuffix(string(col.Type), "EGER") + " PRIMARY KEY"
		}
		if col.Filled {
			defs[i] += " NOT NULL"
		}
		if err := c.exec(ctx, "INSERT INTO temp.rightsdesk_column VALUES (?, ?, ?, ?, ?)", name, col.Name, col.Charset,
			col.Fixed, col.Remark); err != nil {
			return nil, err
		}
	}
	if why != "" {
		if err := c.exec(ctx, "INSERT INTO temp.rightsdesk_closed VALUES (?, ?)", name, why); err != nil {
			return nil, err
		}
	}
	if err := c.exec(ctx, "CREATE TABLE "+quote(name)+" ("+strings.Join(defs, ", ")+")"); err != nil {
		return nil, err
	}
	for _, text := range added(name, more) {
		if err := c.exec(ctx, text); err != nil {
			return nil, err
		}
	}
	insert, err := c.conn.PrepareContext(ctx, "INSERT INTO "+quote(name)+" ("+
		strings.Join(quotedNames(columns), ", ")+") VALUES ("+strings.Join(marks, ", ")+")")
	if err != nil {
		return nil, err
	}
	return &Table{copy: c, insert: insert, columns: len(columns)}, nil
}

// Hide keeps a table without rows from being listed: it is there for whoever asks for it by its name.
func (c *Copy) Hide(ctx context.Context, name string) error {
	return c.exec(ctx, "INSERT INTO temp.rightsdesk_hidden VALUES (?)", name)
}

// Unreadable names something of the source that cannot be read, and why: whoever asks for it is told.
func (c *Copy) Unreadable(ctx context.Context, name, why string) error {
	return c.UnreadableTable(ctx, name, "", why)
}

// UnreadableTable is Unreadable for what would hold a table, or several whose names begin with its name and a slash:
// whoever asks for one of them is told as well.
func (c *Copy) UnreadableTable(ctx context.Context, name, table, why string) error {
	for c.names[strings.ToLower(name)] {
		name += "'"
	}
	c.names[strings.ToLower(name)] = true
	if err := c.exec(ctx, "INSERT INTO temp.rightsdesk_unreadable VALUES (?, ?, ?)", name, table, why); err != nil {
		return err
	}
	literal := "'" + strings.ReplaceAll(why, "'", "''") + "'"
	return c.exec(ctx, "CREATE VIEW "+quote(name)+" AS SELECT "+unreadableFunction+"("+literal+") AS contents")
}

// Add hands over a row: by column nil, a string, an int64, a float64 or a bool.
func (t *Table) Add(ctx context.Context, row []any) error {
	named := make([]driver.NamedValue, t.columns)
	for i := range named {
		named[i] = driver.NamedValue{Ordinal: i + 1, Value: row[i]}
		t.copy.bytes += 16
		if s, is := row[i].(string); is {
			t.copy.bytes += len(s)
		}
	}
	if t.copy.bytes > MaxBytes {
		return &value.Error{
			Message: fmt.Sprintf("it holds more than %d MB, which is all that is read of such a source at once; keep it in a database, or split it into several sources", MaxBytes>>20)}
	}
	_, err := t.insert.(driver.StmtExecContext).ExecContext(ctx, named)
	return err
}

// Close ends the filling.
func (t *Table) Close() error { return t.insert.Close() }
