package sqlite

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/value"
)

func (d dialect) Fold(n sqldb.TableName) sqldb.TableName {
	if strings.EqualFold(n.Schema, "main") {
		n.Schema = ""
	}
	return sqldb.TableName{Schema: strings.ToLower(n.Schema), Name: strings.ToLower(n.Name)}
}

func (dialect) LockSQL() string { return "" } // the transaction holds the only write lock from its beginning

func (dialect) Untouched(*sqldb.Table, []sqldb.Column) []string { return nil }

func (d dialect) Equals(c sqldb.Column, _ int) string {
	if !c.Nullable {
		return d.Quote(c.Name) + " = ?"
	}
	return d.Quote(c.Name) + " IS ?"
}

func (d dialect) Traits(ctx context.Context, q sqldb.Querier, t *sqldb.Table) (sqldb.TableTraits, error) {
	schema := t.Schema
	if schema == "" {
		schema = "main"
	}
	var out sqldb.TableTraits
	var kind string
	var withoutRowID bool
	err := sqldb.EachRow(ctx, q,
		`SELECT type, wr, strict FROM pragma_table_list WHERE schema = ? COLLATE NOCASE AND name = ? COLLATE NOCASE`,
		[]any{schema, t.Name}, []any{&kind, &withoutRowID, &out.Strict}, func() error { return nil })
	if err != nil {
		return out, err
	}
	out.View = kind == "view"
	var keys sqldb.UniqueKeys
	var key, collation string
	var column *string
	out.Collations = map[string]string{}
	err = sqldb.EachRow(ctx, q,
		`SELECT l.name, i.name, i.coll FROM pragma_index_list(?, ?) AS l JOIN pragma_index_xinfo(l.name, ?) AS i
		WHERE l."unique" AND NOT l.partial AND i.key ORDER BY l.seq, i.seqno`, []any{t.Name, schema, schema}, []any{&key, &column, &collation}, func() error {
			keys.Add(key, column)
			if column != nil {
				out.Collations[*column] = collation
			}
			return nil
		})
	out.Unique = keys.All()
	if own := t.PrimaryKey(); len(own) > 0 {
		out.Unique = append(out.Unique, own)
	}
	if withoutRowID {
		out.RowLocator = sqldb.PrimaryKeyColumns(t)
		for i, c := range out.RowLocator {
			out.RowLocator[i].Collation = out.Collations[c.Name]
		}
		return out, err
	}
	for _, name := range []string{"rowid", "_rowid_", "oid"} {
		if _, taken := t.Column(name); !taken {
			out.RowLocator = []sqldb.Column{{Name: name, Class: value.ClassInteger}}
			return out, err
		}
	}
	return out, err
}

func (d dialect) Dependencies(ctx context.Context, q sqldb.Querier) ([]sqldb.Dependency, error) {
	var out []sqldb.Dependency
	var child, parent, from, onDelete, onUpdate, last string
	var id int
	var to *string
	err := sqldb.EachRow(ctx, q, `SELECT t.name, f.id, f."table", f."from", f."to", f.on_delete, f.on_update
		FROM sqlite_schema AS t JOIN pragma_foreign_key_list(t.name) AS f WHERE t.type = 'table' ORDER BY t.name, f.id, f.seq`,
		nil, []any{&child, &id, &parent, &from, &to, &onDelete, &onUpdate}, func() error {
			if key := child + "\x00" + strconv.Itoa(id); key != last {
				last = key
				out = append(out, sqldb.Dependency{Child: sqldb.TableName{Schema: "", Name: child},
					Parent: sqldb.TableName{Schema: "", Name: parent}, OnDelete: onDelete, OnUpdate: onUpdate})
			}
			dep := &out[len(out)-1]
			dep.Columns = append(dep.Columns, from)
			if to != nil { // without a name the parent's primary key is meant
				dep.RefColumns = append(dep.RefColumns, *to)
			}
			return nil
		})
	return out, err
}

// Exact is what the file holds: any conversion would lose how a value was spelled.
func (dialect) Exact(_ sqldb.Column, raw any) any { return raw }

// Stored follows the affinity of the column, as the file does.
func (d dialect) Stored(c sqldb.Column, v any) any {
	v = d.native(v)
	s, isText := v.(string)
	switch c.Class {
	case value.ClassInteger, value.ClassFloat, value.ClassDecimal, value.ClassBoolean, value.ClassDate,
		value.ClassTimestamp:
		if isText && value.IsNumber(s) {
			v = sqliteNumber(s, v, false)[0]
		}
		if f, ok := v.(float64); ok && c.Class != value.ClassFloat && f == math.Trunc(f) && math.Abs(f) < 1<<51 {
			return int64(f)
		}
		if n, ok := v.(int64); ok && c.Class == value.ClassFloat {
			return float64(n)
		}
	}
	return v
}

// HoldsExactly follows sqlite.org/datatype3.html: text stays text in a column of text affinity or of none.
func (dialect) HoldsExactly(c sqldb.Column, v any) bool {
	_, isText := v.(string)
	return v == nil || (isText && (c.Class == value.ClassText || c.Class == value.ClassUntyped))
}

func (dialect) MaxRowsTogether([]sqldb.Column) int { return sqldb.BatchRows }

func (dialect) ComparesExactly(c sqldb.Column) bool { return c.Class != value.ClassJSON }

// native is the value as the driver takes it.
func (dialect) native(v any) any {
	switch v := v.(type) {
	case bool:
		if v {
			return int64(1)
		}
		return int64(0)
	case value.Decimal, value.Timestamp, json.Number:
		s, _ := value.Text(v)
		return s
	case value.JSON:
		b, err := value.Marshal(v)
		if err != nil {
			return nil
		}
		return string(b)
	}
	return v
}

// document puts rows of values into one JSON parameter, the parts of a row side by side and a single value bare; false
// when a value does not pass through JSON unchanged, as bytes and floats do not.
func (d dialect) document(parts ...[][]any) (string, bool) {
	width := 0
	for _, part := range parts {
		width += len(part[0])
	}
	b := make([]byte, 0, 16*width*len(parts[0]))
	b = append(b, '[')
	for n := range parts[0] {
		if n > 0 {
			b = append(b, ',')
		}
		if width > 1 {
			b = append(b, '[')
		}
		first := true
		for _, part := range parts {
			for _, v := range part[n] {
				if !first {
					b = append(b, ',')
				}
				first = false
				var ok bool
				if b, ok = appendJSON(b, d.native(v)); !ok {
					return "", false
				}
			}
		}
		if width > 1 {
			b = append(b, ']')
		}
	}
	return string(append(b, ']')), true
}

// appendJSON writes a value that passes through JSON unchanged; false for any other.
func appendJSON(b []byte, v any) ([]byte, bool) {
	switch v := v.(type) {
	case nil:
		return append(b, "null"...), true
	case int64:
		return strconv.AppendInt(b, v, 10), true
	case string:
		if !utf8.ValidString(v) || strings.ContainsRune(v, 0) {
			return b, false
		}
		b = append(b, '"')
		for i := range len(v) {
			switch c := v[i]; {
			case c == '"' || c == '\\':
				b = append(b, '\\', c)
			case c < ' ':
				b = fmt.Appendf(b, "\\u%04x", c)
			default:
				b = append(b, c)
			}
		}
		return append(b, '"'), true
	}
	return b, false
}

// compared names a column as its key is compared.
func (d dialect) compared(c sqldb.Column) string {
	if c.Collation == "" {
		return d.Quote(c.Name)
	}
	return d.Quote(c.Name) + " COLLATE " + d.Quote(c.Collation)
}

func (d dialect) RowsIn(columns []sqldb.Column, tuples [][]any, args *[]any) string {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = d.compared(c)
	}
	if len(tuples) > 1 {
		if list, ok := d.document(tuples); ok {
			*args = append(*args, list)
			if len(columns) == 1 {
				return names[0] + " IN (SELECT value FROM json_each(?))"
			}
			return "(" + strings.Join(names, ", ") + ") IN (SELECT " + jsonItems(0, len(columns), "") +
				" FROM json_each(?))"
		}
	}
	row := "(?" + strings.Repeat(",?", len(columns)-1) + ")"
	for _, tuple := range tuples {
		for _, v := range tuple {
			*args = append(*args, d.native(v))
		}
	}
	return "(" + strings.Join(names, ", ") + ") IN (VALUES " + row + strings.Repeat(","+row, len(tuples)-1) + ")"
}

// jsonItems takes the items of a row that json_each gives, named by prefix and number where a prefix is given.
func jsonItems(from, to int, prefix string) string {
	var items []string
	for i := from; i < to; i++ {
		item := "json_extract(value, '$[" + strconv.Itoa(i) + "]')"
		if prefix != "" {
			item += " AS " + prefix + strconv.Itoa(i-from)
		}
		items = append(items, item)
	}
	return strings.Join(items, ", ")
}

func (d dialect) Set(_ sqldb.Column, v any, args *[]any) string {
	if v == nil {
		return "NULL"
	}
	*args = append(*args, d.native(v))
	return "?"
}

func (d dialect) SetEach(t *sqldb.Table, place []sqldb.Column, tuples [][]any, columns []sqldb.Column,
	values [][]any) (string, []any, bool) {
	list, ok := d.document(tuples, values)
	if !ok {
		return "", nil, false
	}
	var sets, match []string
	for i, c := range columns {
		sets = append(sets, d.Quote(c.Name)+" = v.c"+strconv.Itoa(i))
	}
	for i, c := range place {
		match = append(match, "r."+d.compared(c)+" = v.p"+strconv.Itoa(i))
	}
	return "UPDATE " + sqldb.TableSQL(d, t) + " AS r SET " + strings.Join(sets, ", ") + " FROM (SELECT " +
		jsonItems(0, len(place), "p") + ", " +
		jsonItems(len(place), len(place)+len(columns), "c") + " FROM json_each(?)) AS v WHERE " +
		strings.Join(match, " AND "), []any{list}, true
}
