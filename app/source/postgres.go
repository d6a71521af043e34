package source

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"
)

type postgresDialect struct{}

func (postgresDialect) engine() string { return "PostgreSQL" }

func (postgresDialect) capabilities() capabilities { return capabilities{} }

func (postgresDialect) limit() int               { return 100_000 }
func (postgresDialect) placeholder(n int) string { return "$" + strconv.Itoa(n) }
func (postgresDialect) quote(id string) string   { return `"` + strings.ReplaceAll(id, `"`, `""`) + `"` }

func (d postgresDialect) expression(c Column) string {
	if c.class == classArray {
		return "to_json(" + d.quote(c.Name) + ")"
	}
	return d.quote(c.Name)
}

// settings make the server refuse a query from which a row-level security policy would hide rows: an empty answer would
// look as if nothing were held.
func (postgresDialect) settings() []string { return []string{"SET LOCAL row_security = off"} }

// fewValues is up to where values are listed singly: the planner knows their number then and chooses better than for
// an array of unknown length.
const fewValues = 16

// in passes many values as one array, so their number has no limit. A few are listed, filled up with repeats to a
// power of two, so that the server meets few different statements.
func (d postgresDialect) in(c Column, values []any, args *[]any) string {
	if len(values) <= fewValues && c.cast != "" && c.class != classArray {
		var b strings.Builder
		b.WriteString(d.quote(c.Name) + " IN (")
		size := 1
		for size < len(values) {
			size *= 2
		}
		for i := range size {
			if i > 0 {
				b.WriteByte(',')
			}
			*args = append(*args, values[min(i, len(values)-1)])
			b.WriteString(d.placeholder(len(*args)) + "::" + c.cast)
		}
		b.WriteByte(')')
		return b.String()
	}
	*args = append(*args, arrayLiteral(values))
	p := d.placeholder(len(*args))
	switch {
	case c.class == classArray && c.cast == "":
		return d.quote(c.Name) + "::text[] && " + p + "::text[]"
	case c.class == classArray:
		return d.quote(c.Name) + " && " + p + "::" + c.cast + "[]"
	case c.cast == "":
		return d.quote(c.Name) + "::text = ANY(" + p + "::text[])"
	}
	return d.quote(c.Name) + " = ANY(" + p + "::" + c.cast + "[])"
}

// collates knows that a text may have a collation by which different texts are equal, as citext does by itself; that
// char(n) is filled up, and that a name is cut.
func (postgresDialect) collates(c Column) bool {
	return c.class == classText || (c.class == classArray && c.elem == classText)
}

// inDocument uses the lax mode of SQL/JSON paths, which steps through arrays at every level by itself.
func (d postgresDialect) inDocument(c Column, path []string, values []any, args *[]any) (string, bool) {
	if c.class != classJSON {
		return "", false
	}
	var b strings.Builder
	b.WriteString("lax $")
	for _, key := range path {
		b.WriteString(".")
		b.WriteString(strconv.QuoteToASCII(key))
	}
	b.WriteString("[*][*]")
	if strings.Contains(b.String(), `\U`) || strings.Contains(b.String(), `\a`) || strings.Contains(b.String(), `\x`) {
		return "", false // an escape that SQL/JSON does not share with Go
	}
	*args = append(*args, b.String(), arrayLiteral(values))
	found := "EXISTS (SELECT 1 FROM jsonb_path_query(" + d.quote(c.Name) + "::jsonb, " + d.placeholder(len(*args)-1) +
		"::jsonpath) AS e(v) WHERE (e.v #>> '{}') = ANY(" + d.placeholder(len(*args)) + "::text[]))"
	if alien := d.unparsed(c); alien != "" {
		found = "CASE WHEN " + alien + " THEN FALSE ELSE " + found + " END"
	}
	return found, true
}

// unparsed knows what the type json accepts and jsonb does not: the zero character, halves of surrogate pairs, numbers
// without end. One such document must not cost everybody the whole collection.
func (d postgresDialect) unparsed(c Column) string {
	if c.base != "json" {
		return ""
	}
	return "(" + d.quote(c.Name) + `::text ~* '\\u(0000|d[89a-f])|e[+-]?[0-9]{3}|[0-9]{255}')`
}

var arrayEscape = strings.NewReplacer(`\`, `\\`, `"`, `\"`)

func arrayLiteral(values []any) string {
	var b strings.Builder
	b.WriteByte('{')
	for i, v := range values {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteByte('"')
		b.WriteString(arrayEscape.Replace(v.(string)))
		b.WriteByte('"')
	}
	b.WriteByte('}')
	return b.String()
}

// bind gives only texts that the column's type accepts, so that the server never fails on one.
func (postgresDialect) bind(c Column, v any) []any {
	kind := c.class
	if kind == classArray {
		kind = c.elem
	}
	if kind == classBytes {
		b, ok := v.([]byte)
		if !ok {
			s, isText := text(v)
			if !isText {
				return nil
			}
			b = []byte(s)
		}
		return []any{`\x` + hex.EncodeToString(b)}
	}
	s, ok := fit(kind, c.bits, c.zoned, v)
	if !ok || !storable(c.charset, s) {
		return nil
	}
	return []any{s}
}

func (postgresDialect) scan(c Column, raw any) any {
	switch v := raw.(type) {
	case time.Time:
		if c.class == classDate {
			return v.Format(time.DateOnly)
		}
		return Timestamp{Time: v.UTC(), Local: !c.zoned}
	case float64:
		return shortest(v, c.bits, "Infinity")
	case []byte:
		if c.class == classJSON || c.class == classArray {
			if doc, ok := parseDocument(v); ok {
				return JSON{doc}
			}
			return string(v)
		}
		if c.class != classBytes { // the driver gives xml as bytes
			return string(v)
		}
	case string:
		switch c.class {
		case classDecimal:
			return Decimal(v)
		case classJSON, classArray:
			if doc, ok := parseDocument([]byte(v)); ok {
				return JSON{doc}
			}
		}
	}
	return raw
}

func (d postgresDialect) inspect(ctx context.Context, q querier, names []tableName) (map[tableName]*Table, error) {
	wanted := make([]any, len(names))
	for i, n := range names {
		s := d.quote(n.name)
		if n.schema != "" {
			s = d.quote(n.schema) + "." + s
		}
		wanted[i] = s
	}
	const query = `SELECT w.n, s.nspname, r.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull OR up.required,
		bt.typname, bt.typtype::text, COALESCE(et.typname, ''), COALESCE(et.typtype::text, ''),
		COALESCE((SELECT p + 1 FROM generate_subscripts(i.indkey, 1) AS p WHERE i.indkey[p] = a.attnum), 0),
		quote_ident(bs.nspname) || '.' || quote_ident(bt.typname), format_type(a.atttypid, -1), a.attgenerated <> '' OR a.attidentity = 'a',
		COALESCE(information_schema._pg_char_max_length(bt.oid, up.typmod), 0), getdatabaseencoding(),
		COALESCE((SELECT json_agg(enumlabel ORDER BY enumsortorder)::text FROM pg_enum WHERE enumtypid = bt.oid), '[]')
	FROM unnest($1::text[]) WITH ORDINALITY AS w(name, n)
	JOIN pg_class r ON r.oid = to_regclass(w.name) AND r.relkind IN ('r', 'p', 'v', 'm', 'f')
	JOIN pg_namespace s ON s.oid = r.relnamespace
	JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
	JOIN pg_type t ON t.oid = a.atttypid
	JOIN LATERAL (WITH RECURSIVE domains(oid, base, required, typmod) AS (
			SELECT t.oid, t.typbasetype, t.typtype = 'd' AND t.typnotnull, CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END
			UNION ALL SELECT b.oid, b.typbasetype, domains.required OR b.typtype = 'd' AND b.typnotnull,
				CASE WHEN domains.typmod < 0 AND b.typtype = 'd' THEN b.typtypmod ELSE domains.typmod END FROM domains JOIN pg_type b ON b.oid = domains.base)
		SELECT oid, required, typmod FROM domains WHERE base = 0) AS up ON TRUE
	JOIN pg_type bt ON bt.oid = up.oid
	JOIN pg_namespace bs ON bs.oid = bt.typnamespace
	LEFT JOIN pg_type et ON et.oid = bt.typelem AND bt.typcategory = 'A'
	LEFT JOIN pg_index i ON i.indrelid = r.oid AND i.indisprimary
	ORDER BY w.n, a.attnum`
	out := map[tableName]*Table{}
	var n int
	var schema, table, name, typ, base, kind, elem, elemKind, qualified, own, encoding, labels string
	var notNull, generated bool
	var primary, limit int
	err := eachRow(ctx, q, query, []any{arrayLiteral(wanted)},
		[]any{&n, &schema, &table, &name, &typ, &notNull, &base, &kind, &elem, &elemKind, &primary, &qualified, &own, &generated, &limit, &encoding, &labels}, func() error {
			t := out[names[n-1]]
			if t == nil {
				t = &Table{Schema: schema, Name: table}
				out[names[n-1]] = t
			}
			c := Column{Name: name, Type: typ, Nullable: !notNull, Primary: primary, base: own, generated: generated, limit: limit, charset: encoding}
			if err := json.Unmarshal([]byte(labels), &c.values); err != nil {
				return &sourceError{message: fmt.Sprintf("the labels of type %s cannot be read", base), cause: err}
			}
			if elem != "" {
				c.class = classArray
				c.elem, c.bits, c.cast, c.zoned = postgresClass(elem)
			} else {
				c.class, c.bits, c.cast, c.zoned = postgresClass(base)
				if base == "citext" {
					c.class, c.cast = classText, qualified
				}
			}
			c.padded = c.cast == "bpchar"
			t.Columns = append(t.Columns, c)
			return nil
		})
	return out, err
}

// postgresClass gives the class of a type and the type its values are compared as; empty compares as text, which
// never fails.
func postgresClass(typname string) (c class, bits int, cast string, zoned bool) {
	switch typname {
	case "text", "varchar", "name":
		if typname == "varchar" {
			return classText, 0, "varchar", false
		}
		return classText, 0, typname, false
	case "bpchar":
		return classText, 0, "bpchar", false // blanks at the end do not count
	case "int2":
		return classInteger, 16, "int2", false
	case "int4":
		return classInteger, 32, "int4", false
	case "int8":
		return classInteger, 64, "int8", false
	case "float4":
		return classFloat, 32, "float4", false
	case "float8":
		return classFloat, 64, "float8", false
	case "numeric":
		return classDecimal, 0, "numeric", false
	case "bool":
		return classBoolean, 0, "bool", false
	case "uuid":
		return classUUID, 0, "uuid", false
	case "date":
		return classDate, 0, "date", false
	case "timestamp":
		return classTimestamp, 0, "timestamp", false
	case "timestamptz":
		return classTimestamp, 0, "timestamptz", true
	case "time":
		return classTime, 0, "time", false
	case "bytea":
		return classBytes, 0, "bytea", false
	case "inet":
		return classNetwork, 0, "inet", false
	case "json", "jsonb":
		return classJSON, 0, "", false
	}
	return classOther, 0, "", false
}

func (d postgresDialect) list(ctx context.Context, q querier) ([]tableName, error) {
	return d.relations(ctx, q, `r.relkind IN ('r', 'p') AND NOT r.relispartition`)
}

// copies are materialised views.
func (d postgresDialect) copies(ctx context.Context, q querier) ([]tableName, error) {
	return d.relations(ctx, q, `r.relkind = 'm' AND r.relispopulated`)
}

func (postgresDialect) relations(ctx context.Context, q querier, which string) ([]tableName, error) {
	var out []tableName
	var n tableName
	err := eachRow(ctx, q, `SELECT CASE WHEN s.nspname = current_schema() THEN '' ELSE s.nspname END, r.relname FROM pg_class r JOIN pg_namespace s ON s.oid = r.relnamespace
		WHERE `+which+` AND s.nspname NOT LIKE 'pg\_%' AND s.nspname <> 'information_schema'
		AND has_schema_privilege(s.oid, 'USAGE') ORDER BY s.nspname <> current_schema(), s.nspname, r.relname`,
		nil, []any{&n.schema, &n.name}, func() error {
			out = append(out, n)
			return nil
		})
	return out, err
}

func (d postgresDialect) foreignKeys(ctx context.Context, q querier, t *Table) ([]ForeignKey, error) {
	var out []ForeignKey
	var name, column, schema, table, target, last string
	err := eachRow(ctx, q, `SELECT k.conname, a.attname, s.nspname, r.relname, b.attname
		FROM pg_constraint k CROSS JOIN LATERAL unnest(k.conkey, k.confkey) WITH ORDINALITY AS u(here, there, n)
		JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.here
		JOIN pg_class r ON r.oid = k.confrelid JOIN pg_namespace s ON s.oid = r.relnamespace
		JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = u.there
		WHERE k.contype = 'f' AND k.conrelid = to_regclass($1) ORDER BY k.conname, u.n`,
		[]any{tableSQL(d, t)}, []any{&name, &column, &schema, &table, &target}, func() error {
			if name != last || len(out) == 0 {
				out = append(out, ForeignKey{RefSchema: schema, RefTable: table})
				last = name
			}
			fk := &out[len(out)-1]
			fk.Columns, fk.RefColumns = append(fk.Columns, column), append(fk.RefColumns, target)
			return nil
		})
	return out, err
}
