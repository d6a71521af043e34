package source

import (
	"context"
	"encoding/hex"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

type sqliteDialect struct{}

func (sqliteDialect) engine() string { return "SQLite" }

func (d sqliteDialect) capabilities() capabilities {
	return capabilities{lenient: true, probe: "SELECT 1 FROM sqlite_schema LIMIT 1", referencesCompareBy: "BINARY", expect: d.expectRows}
}

func (sqliteDialect) limit() int             { return 100_000 }
func (sqliteDialect) placeholder(int) string { return "?" }
func (sqliteDialect) quote(id string) string { return `"` + strings.ReplaceAll(id, `"`, `""`) + `"` }

// The unary plus takes the declared type away, which the driver would use to turn integers into times and booleans.
func (d sqliteDialect) expression(c Column) string { return "+" + d.quote(c.Name) }

// manyValues is where one JSON parameter becomes cheaper than a parameter for each value.
const manyValues = 200

func (d sqliteDialect) in(c Column, values []any, args *[]any) string {
	if len(values) > manyValues {
		return d.inList(c, values, args)
	}
	*args = append(*args, values...)
	return d.quote(c.Name) + " IN (?" + strings.Repeat(",?", len(values)-1) + ")"
}

// inList passes the values as JSON. Bytes, and text that is not valid UTF-8, do not pass through JSON as they are and go
// in hexadecimal.
func (d sqliteDialect) inList(c Column, values []any, args *[]any) string {
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
			conditions = append(conditions, d.quote(c.Name)+" IN (SELECT "+part.item+" FROM json_each(?))")
		}
	}
	return "(" + strings.Join(conditions, " OR ") + ")"
}

// collates is true of every column: any may hold text, and NOCASE and RTRIM are collations.
func (sqliteDialect) collates(Column) bool { return true }

func (sqliteDialect) inDocument(Column, []string, []any, *[]any) (string, bool) { return "", false }

func (sqliteDialect) unparsed(Column) string { return "" }

func (sqliteDialect) settings() []string { return nil }

// bind relies on column affinity, which converts the compared value the way it converted the stored one. A column
// without affinity converts nothing, so a number is looked for in both its forms.
func (sqliteDialect) bind(c Column, v any) []any {
	s, ok := text(v)
	if !ok {
		return nil
	}
	if b, isBytes := v.([]byte); isBytes && !utf8.Valid(b) {
		return []any{b, string(b)} // no text tells what they are, and the file may hold them as either
	}
	var out []any
	switch c.class {
	case classInteger, classFloat, classDecimal, classBoolean:
		if c.class == classInteger && shorthand(s, v) {
			return nil // the affinity of the column would make a number of it
		}
		out = sqliteNumber(s, v, c.class == classBoolean)
	case classDate, classTimestamp:
		out = append(out, s)
		if t, ok := v.(Timestamp); ok && t.Text == "" {
			// Fed by another engine: SQLite holds whatever spelling the application chose.
			for _, spelled := range t.spellings() {
				out = append(out, spelled)
			}
			if u := t.UTC(); u.Equal(u.Truncate(24 * time.Hour)) {
				out = append(out, u.Format(time.DateOnly))
			}
		}
	case classUntyped:
		out = append(out, s)
		if given, isText := v.(string); isText {
			out = append(out, []byte(given)) // as the binary columns of other engines find it
		}
		if n, ok := asInteger(s, v); ok && strconv.FormatInt(n.(int64), 10) == s {
			out = append(out, n)
		} else if isNumber(s) {
			f, err := strconv.ParseFloat(s, 64)
			_, isText := v.(string)
			if written, _ := text(f); err == nil && (!isText || written == s) {
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
		b, ok := asBoolean(s)
		if !ok {
			return []any{s}
		}
		if b.(bool) {
			return []any{int64(1), "true", "TRUE", "t"}
		}
		return []any{int64(0), "false", "FALSE", "f"}
	}
	if n, ok := asInteger(s, v); ok {
		return []any{n}
	}
	if isNumber(s) {
		if f, err := strconv.ParseFloat(s, 64); err == nil {
			return []any{f}
		}
	}
	return []any{s} // a numeric column may hold text in SQLite
}

func (sqliteDialect) scan(c Column, raw any) any {
	switch v := raw.(type) {
	case float64:
		return shortest(v, 64, "Inf")
	case time.Time:
		return Timestamp{Time: v}
	case int64:
		if c.class == classBoolean && (v == 0 || v == 1) {
			return v == 1
		}
	case []byte:
		if c.class == classJSON {
			if doc, ok := parseDocument(v); ok {
				return JSON{doc}
			}
		}
	case string:
		switch c.class {
		case classJSON:
			if doc, ok := parseDocument([]byte(v)); ok {
				return JSON{doc}
			}
		case classTimestamp:
			if t, ok := parseTime(v); ok && len(v) > len(time.DateOnly) {
				t.Text = v
				return t
			}
		case classBoolean:
			if strings.EqualFold(v, "true") || strings.EqualFold(v, "false") {
				return strings.EqualFold(v, "true")
			}
		}
	}
	return raw
}

func (d sqliteDialect) inspect(ctx context.Context, q querier, names []tableName) (map[tableName]*Table, error) {
	out := map[tableName]*Table{}
	attached := map[string]bool{}
	var file string
	if err := eachRow(ctx, q, `SELECT lower(name) FROM pragma_database_list`, nil, []any{&file}, func() error {
		attached[file] = true
		return nil
	}); err != nil {
		return nil, err
	}
	for _, n := range names {
		t := &Table{Schema: n.schema, Name: n.name}
		switch at := strings.ToLower(n.schema); {
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
		err := eachRow(ctx, q, `SELECT name, type, "notnull", pk, hidden FROM pragma_table_xinfo(?, ?)`, []any{n.name, schema},
			[]any{&name, &typ, &notNull, &primary, &hidden}, func() error {
				if hidden != 1 {
					t.Columns = append(t.Columns, Column{Name: name, Type: typ, Nullable: notNull == 0, Primary: primary, class: sqliteClass(typ),
						generated: hidden > 1})
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
func sqliteClass(declared string) class {
	t := strings.ToUpper(declared)
	base, _, _ := strings.Cut(t, "(")
	switch strings.TrimSpace(base) {
	case "BOOLEAN", "BOOL":
		return classBoolean
	case "DATE":
		return classDate
	case "DATETIME", "TIMESTAMP", "TIMESTAMPTZ", "TIMESTAMP WITH TIME ZONE", "TIMESTAMP WITHOUT TIME ZONE":
		return classTimestamp
	case "JSON", "JSONB":
		return classJSON
	}
	switch {
	case strings.Contains(t, "INT"):
		return classInteger
	case strings.Contains(t, "CHAR"), strings.Contains(t, "CLOB"), strings.Contains(t, "TEXT"):
		return classText
	case t == "", strings.Contains(t, "BLOB"):
		return classUntyped
	case strings.Contains(t, "REAL"), strings.Contains(t, "FLOA"), strings.Contains(t, "DOUB"):
		return classFloat
	}
	return classDecimal // NUMERIC affinity
}

func (sqliteDialect) copies(context.Context, querier) ([]tableName, error) { return nil, nil }

func (sqliteDialect) list(ctx context.Context, q querier) ([]tableName, error) {
	var out []tableName
	var name string
	err := eachRow(ctx, q, `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\' ORDER BY name`, nil, []any{&name}, func() error {
		out = append(out, tableName{"", name})
		return nil
	})
	return out, err
}

func (sqliteDialect) foreignKeys(ctx context.Context, q querier, t *Table) ([]ForeignKey, error) {
	var out []ForeignKey
	var id int
	var table, from string
	var to *string
	last := -1
	err := eachRow(ctx, q, `SELECT id, "table", "from", "to" FROM pragma_foreign_key_list(?) ORDER BY id, seq`, []any{t.Name}, []any{&id, &table, &from, &to}, func() error {
		if id != last {
			out = append(out, ForeignKey{RefTable: table})
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
