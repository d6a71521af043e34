package residue

import (
	"fmt"
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/value"
)

// collectionsOn are the declared collections that lie in a table.
func collectionsOn(d sqldb.Dialect, t *sqldb.Table, declared []*dataset.Collection, mapped map[*dataset.Collection]*sqldb.Table) (out []*dataset.Collection) {
	for _, c := range declared {
		if m := mapped[c]; m != nil && d.Fold(sqldb.TableName{Schema: m.Schema, Name: m.Name}) == d.Fold(sqldb.TableName{Schema: t.Schema, Name: t.Name}) {
			out = append(out, c)
		}
	}
	return out
}

// fieldsOf returns the declared fields of a table by the name of their column.
func fieldsOf(t *sqldb.Table, collections []*dataset.Collection) map[string][]*dataset.Field {
	out := map[string][]*dataset.Field{}
	for _, c := range collections {
		for _, f := range c.Fields {
			if column, ok := t.Column(f.Name); ok {
				out[column.Name] = append(out[column.Name], f)
			}
		}
	}
	return out
}

// rowKey is where the primary key of a collection's rows lies among the columns that are read.
type rowKey struct {
	collection *dataset.Collection
	columns    []int
	fields     []*dataset.Field // nil where the table names the key and the data map does not
}

// rowKeys finds the keys by which findings of the collections are named, adding to read the columns that are missing.
func rowKeys(t *sqldb.Table, collections []*dataset.Collection, read *[]sqldb.Column) (keys []rowKey) {
	place := func(c sqldb.Column) int {
		i := slices.IndexFunc(*read, func(r sqldb.Column) bool { return r.Name == c.Name })
		if i < 0 {
			i, *read = len(*read), append(*read, c)
		}
		return i
	}
	for _, c := range collections {
		k := rowKey{collection: c}
		for _, f := range c.PrimaryKey() {
			if column, ok := t.Column(f.Name); ok {
				k.columns, k.fields = append(k.columns, place(column)), append(k.fields, f)
			}
		}
		if len(k.columns) == 0 {
			for _, name := range t.PrimaryKey() {
				column, _ := t.Column(name)
				k.columns, k.fields = append(k.columns, place(column)), append(k.fields, nil)
			}
		}
		keys = append(keys, k)
	}
	return keys
}

const (
	// maxTextBytes is how long bytes are, at most, in which text is looked for: what is longer holds files.
	maxTextBytes = 1 << 16
	// leastNumber is the least number that is looked at, since shorter ones stand in every column by chance.
	leastNumber = 100_000_000
)

// numeric reports whether a column holds numbers that may be telephone, identity or account numbers.
func numeric(c sqldb.Column) bool {
	return c.Class == value.ClassInteger && (c.Bits == 0 || c.Bits > 16) || c.Class == value.ClassDecimal || c.Class == value.ClassFloat
}

// searched reports whether a column may hold what is looked for. On SQLite any column may.
func searched(d sqldb.Dialect, c sqldb.Column) bool {
	switch c.Class {
	case value.ClassText, value.ClassOther, value.ClassJSON, value.ClassUntyped, value.ClassBytes, value.ClassUUID:
		return true
	case value.ClassArray:
		return c.Elem == value.ClassText || c.Elem == value.ClassJSON || c.Elem == value.ClassOther || c.Elem == value.ClassInteger || c.Elem == value.ClassDecimal
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
			expression = fmt.Sprintf("CASE WHEN OCTET_LENGTH(%s) <= %d THEN %s END", d.Quote(c.Name), maxTextBytes, expression)
		}
		columns = append(columns, expression)
		if onlyNumbers = onlyNumbers && (i >= texts || numeric(c)); i < texts {
			numbers = append(numbers, fmt.Sprintf("%s >= %d", d.Quote(c.Name), leastNumber))
		}
	}
	// Every row is wanted, but for the rows of a table that holds nothing but small numbers, as most that join others do.
	where := "1 = 1"
	if onlyNumbers {
		where = strings.Join(numbers, " OR ")
	}
	return "SELECT " + strings.Join(columns, ", ") + " FROM " + sqldb.TableSQL(d, b.Table) + " WHERE " + where
}
