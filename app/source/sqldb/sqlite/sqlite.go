package sqlite

import (
	"context"
	"encoding/hex"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/value"
)

// dialect is what differs from the other engines; sqldb.Dialect documents the methods.
type dialect struct{}

// Dialect is that of the engine, for what is held in it while it is read.
type Dialect = dialect

func (dialect) Engine() string { return "SQLite" }

func (d dialect) Capabilities() sqldb.Capabilities {
	return sqldb.Capabilities{Lenient: true, Probe: "SELECT 1 FROM sqlite_schema LIMIT 1",
		ReferencesCompareBy: "BINARY", Expect: d.expect, Judge: d.judge}
}

func (dialect) MaxValues() int { return 100_000 }

func (dialect) Placeholder(int) string { return "?" }

func (dialect) Quote(id string) string { return `"` + strings.ReplaceAll(id, `"`, `""`) + `"` }

// Expression puts a plus before the column: that takes the declared type away, which the driver would use to turn
// integers into times and booleans.
func (d dialect) Expression(c sqldb.Column) string { return "+" + d.Quote(c.Name) }

// manyValues is where one JSON parameter becomes cheaper than a parameter for each value.
const manyValues = 200

func (d dialect) In(c sqldb.Column, values []any, args *[]any) string {
	if len(values) > manyValues {
		return d.inList(c, values, args)
	}
	*args = append(*args, values...)
	return d.compared(c) + " IN (?" + strings.Repeat(",?", len(values)-1) + ")"
}

// inList passes the values as JSON. Bytes, and text that is not valid UTF-8, do not pass through JSON as they are and
// go in hexadecimal.
func (d dialect) inList(c sqldb.Column, values []any, args *[]any) string {
	plain, texts, blobs := []byte("["), []byte("["), []byte("[")
	listed := func(list []byte, s string) []byte {
		if len(list) > 1 {
			list = append(list, ',')
		}
		return append(append(append(list, '"'), hex.EncodeToString([]byte(s))...), '"')
	}
	for _, v := range values {
		before := len(plain)
		if before > 1 {
			plain = append(plain, ',')
		}
		if f, isFloat := v.(float64); isFloat {
			plain = strconv.AppendFloat(plain, f, 'g', -1, 64)
			continue
		}
		var ok bool
		if plain, ok = appendJSON(plain, v); ok {
			continue
		}
		plain = plain[:before]
		switch v := v.(type) {
		case string:
			texts = listed(texts, v)
		case []byte:
			blobs = listed(blobs, string(v))
		}
	}
	var conditions []string
	for _, part := range []struct {
		list []byte
		item string
	}{{plain, "value"}, {texts, "CAST(UNHEX(value) AS TEXT)"}, {blobs, "UNHEX(value)"}} {
		if len(part.list) > 1 {
			*args = append(*args, string(append(part.list, ']')))
			conditions = append(conditions, d.Quote(c.Name)+" IN (SELECT "+part.item+" FROM json_each(?))")
		}
	}
	return "(" + strings.Join(conditions, " OR ") + ")"
}

// Collates is true of every column: any may hold text, and NOCASE and RTRIM are collations.
func (dialect) Collates(sqldb.Column) bool { return true }

func (dialect) InDocument(sqldb.Column, []string, []any, *[]any) (string, bool) { return "", false }

func (dialect) Unparsed(sqldb.Column) string { return "" }

func (dialect) Settings() []string { return nil }

// Bind relies on column affinity, which converts the compared value the way it converted the stored one. A column
// without affinity converts nothing, so a number is looked for in both its forms.
func (dialect) Bind(c sqldb.Column, v any) []any {
	s, ok := value.Text(v)
	if !ok {
		return nil
	}
	if b, isBytes := v.([]byte); isBytes && !utf8.Valid(b) {
		return []any{b, string(b)} // no text tells what they are, and the file may hold them as either
	}
	var out []any
	switch c.Class {
	case value.ClassInteger, value.ClassFloat, value.ClassDecimal, value.ClassBoolean:
		number := value.IsNumber(strings.TrimSpace(s))
		switch {
		case number && c.Class != value.ClassBoolean && !value.AsWritten(c.Class, s, v):
			return nil // the affinity of the column would make a number of it
		case number && c.Class == value.ClassFloat && !value.FloatHolds(s, 64):
			return nil // and here the nearest that it can hold
		}
		out = sqliteNumber(s, v, c.Class == value.ClassBoolean)
	case value.ClassDate, value.ClassTimestamp:
		out = append(out, s)
		if t, ok := v.(value.Timestamp); ok {
			// SQLite holds whatever spelling the application chose.
			for _, spelled := range t.Spellings() {
				out = append(out, spelled)
			}
			if u := t.UTC(); u.Equal(u.Truncate(24 * time.Hour)) {
				out = append(out, u.Format(time.DateOnly))
			}
		}
	case value.ClassUntyped:
		out = append(out, s)
		if given, isText := v.(string); isText {
			out = append(out, []byte(given)) // as the binary columns of other engines find it
			if b, ok := value.UUIDBytes(given); ok {
				out = append(out, b)
			}
		}
		if n, ok := value.AsInteger(s, v); ok && strconv.FormatInt(n.(int64), 10) == s {
			out = append(out, n)
		} else if value.IsNumber(s) {
			f, err := strconv.ParseFloat(s, 64)
			_, isText := v.(string)
			if written, _ := value.Text(f); err == nil && (!isText || written == s) {
				out = append(out, f)
			}
		}
	default:
		out = append(out, s)
	}
	if b, ok := v.([]byte); ok {
		out = append(out, b)
	}
	return out
}

func sqliteNumber(s string, v any, boolean bool) []any {
	if boolean {
		b, ok := value.AsBoolean(s)
		if !ok {
			return []any{s}
		}
		if b.(bool) {
			return []any{int64(1), "true", "TRUE", "t"}
		}
		return []any{int64(0), "false", "FALSE", "f"}
	}
	if n, ok := value.AsInteger(s, v); ok {
		return []any{n}
	}
	if value.IsNumber(s) {
		if f, err := strconv.ParseFloat(s, 64); err == nil {
			return []any{f}
		}
	}
	return []any{s} // a numeric column may hold text in SQLite
}

func (dialect) Scan(c sqldb.Column, raw any) any {
	switch v := raw.(type) {
	case float64:
		return value.ShortestNumber(v, 64, "Inf")
	case time.Time:
		return value.Timestamp{Time: v}
	case int64:
		if c.Class == value.ClassBoolean && (v == 0 || v == 1) {
			return v == 1
		}
	case []byte:
		if c.Class == value.ClassJSON {
			if doc, ok := value.ParseJSON(v); ok {
				return doc
			}
		}
	case string:
		switch c.Class {
		case value.ClassJSON:
			if doc, ok := value.ParseJSON([]byte(v)); ok {
				return doc
			}
		case value.ClassTimestamp:
			if t, ok := value.ParseTime(v); ok && len(v) > len(time.DateOnly) {
				t.Text = v
				return t
			}
		case value.ClassBoolean:
			if strings.EqualFold(v, "true") || strings.EqualFold(v, "false") {
				return strings.EqualFold(v, "true")
			}
		}
	}
	return raw
}

func (d dialect) Inspect(ctx context.Context, q sqldb.Querier,
	names []sqldb.TableName) (map[sqldb.TableName]*sqldb.Table, error) {
	out := map[sqldb.TableName]*sqldb.Table{}
	attached := map[string]bool{}
	var file string
	if err := sqldb.EachRow(ctx, q, `SELECT lower(name) FROM pragma_database_list`, nil, []any{&file}, func() error {
		attached[file] = true
		return nil
	}); err != nil {
		return nil, err
	}
	for _, n := range names {
		t := &sqldb.Table{Schema: n.Schema, Name: n.Name}
		switch at := strings.ToLower(n.Schema); {
		case at == "public" && !attached[at]:
			t.Schema = "" // where a copy of a PostgreSQL database has its tables
		case at != "" && !attached[at]:
			continue
		}
		schema := t.Schema
		if schema == "" {
			schema = "main"
		}
		var name, typ string
		var notNull, primary, hidden int
		err := sqldb.EachRow(ctx, q, `SELECT name, type, "notnull", pk, hidden FROM pragma_table_xinfo(?, ?)`,
			[]any{n.Name, schema},
			[]any{&name, &typ, &notNull, &primary, &hidden}, func() error {
				if hidden != 1 {
					t.Columns = append(t.Columns,
						sqldb.Column{Name: name, Type: typ, Nullable: notNull == 0, Primary: primary,
							Class:     sqliteClass(typ),
							Generated: hidden > 1})
				}
				return nil
			})
		if err != nil {
			return nil, err
		}
		if len(t.Columns) > 0 {
			out[n] = t
		}
	}
	return out, nil
}

// sqliteClass follows the affinity rules (sqlite.org/datatype3.html, 3.1) after the names that mean more to people.
func sqliteClass(declared string) value.Class {
	t := strings.ToUpper(declared)
	base, _, _ := strings.Cut(t, "(")
	switch strings.TrimSpace(base) {
	case "BOOLEAN", "BOOL":
		return value.ClassBoolean
	case "DATE":
		return value.ClassDate
	case "DATETIME", "TIMESTAMP", "TIMESTAMPTZ", "TIMESTAMP WITH TIME ZONE", "TIMESTAMP WITHOUT TIME ZONE":
		return value.ClassTimestamp
	case "JSON", "JSONB":
		return value.ClassJSON
	}
	switch {
	case strings.Contains(t, "INT"):
		return value.ClassInteger
	case strings.Contains(t, "CHAR"), strings.Contains(t, "CLOB"), strings.Contains(t, "TEXT"):
		return value.ClassText
	case t == "", strings.Contains(t, "BLOB"):
		return value.ClassUntyped
	case strings.Contains(t, "REAL"), strings.Contains(t, "FLOA"), strings.Contains(t, "DOUB"):
		return value.ClassFloat
	}
	return value.ClassDecimal // NUMERIC affinity
}

func (dialect) Copies(context.Context, sqldb.Querier) ([]sqldb.TableName, error) { return nil, nil }

func (dialect) List(ctx context.Context, q sqldb.Querier) ([]sqldb.TableName, error) {
	var out []sqldb.TableName
	var name string
	err := sqldb.EachRow(ctx, q,
		`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\' ORDER BY name`,
		nil, []any{&name}, func() error {
			out = append(out, sqldb.TableName{Schema: "", Name: name})
			return nil
		})
	return out, err
}

func (dialect) ForeignKeys(ctx context.Context, q sqldb.Querier, t *sqldb.Table) ([]sqldb.ForeignKey, error) {
	var out []sqldb.ForeignKey
	var id int
	var table, from string
	var to *string
	last := -1
	err := sqldb.EachRow(ctx, q, `SELECT id, "table", "from", "to" FROM pragma_foreign_key_list(?) ORDER BY id, seq`,
		[]any{t.Name}, []any{&id, &table, &from, &to}, func() error {
			if id != last {
				out = append(out, sqldb.ForeignKey{RefTable: table})
				last = id
			}
			fk := &out[len(out)-1]
			fk.Columns = append(fk.Columns, from)
			if to != nil {
				fk.RefColumns = append(fk.RefColumns, *to)
			}
			return nil
		})
	return out, err
}
