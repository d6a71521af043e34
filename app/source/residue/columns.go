package residue

import (
	"fmt"
	"strings"

	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/value"
)

const (
	// maxTextBytes is how long bytes are, at most, in which text is looked for: what is longer holds files.
	maxTextBytes = 1 << 16
	// leastNumber is the least number that is looked at, since shorter ones stand in every column by chance.
	leastNumber = 100_000_000
)

// numeric reports whether a column holds numbers that may be telephone, identity or account numbers.
func numeric(c sqldb.Column) bool {
	return c.Class == value.ClassInteger && (c.Bits == 0 || c.Bits > 16) || c.Class == value.ClassDecimal ||
		c.Class == value.ClassFloat
}

// searched reports whether a column may hold what is looked for. On SQLite any column may.
func searched(d sqldb.Dialect, c sqldb.Column) bool {
	switch c.Class {
	case value.ClassText, value.ClassOther, value.ClassJSON, value.ClassUntyped, value.ClassBytes, value.ClassUUID:
		return true
	case value.ClassArray:
		return c.Elem == value.ClassText || c.Elem == value.ClassJSON || c.Elem == value.ClassOther ||
			c.Elem == value.ClassInteger || c.Elem == value.ClassDecimal
	}
	return d.Capabilities().Lenient || numeric(c)
}

// selectSQL returns the query of the columns; bytes that are too long to be text stay where they are.
func selectSQL(b *sqldb.MappedTable, texts int) string {
	d := b.Dialect
	var columns, numbers []string
	onlyNumbers := !d.Capabilities().Lenient
	for i, c := range b.Table.Columns {
		expression := d.Expression(c)
		if c.Class == value.ClassBytes && i < texts && !d.Capabilities().Lenient {
			expression = fmt.Sprintf("CASE WHEN OCTET_LENGTH(%s) <= %d THEN %s END", d.Quote(c.Name), maxTextBytes,
				expression)
		}
		columns = append(columns, expression)
		if onlyNumbers = onlyNumbers && (i >= texts || numeric(c)); i < texts {
			numbers = append(numbers, fmt.Sprintf("%s >= %d", d.Quote(c.Name), leastNumber))
		}
	}
	// Every row is wanted, but for the rows of a table that holds nothing but small numbers, as most that join others
	// do.
	where := "1 = 1"
	if onlyNumbers {
		where = strings.Join(numbers, " OR ")
	}
	return "SELECT " + strings.Join(columns, ", ") + " FROM " + sqldb.TableSQL(d, b.Table) + " WHERE " + where
}
