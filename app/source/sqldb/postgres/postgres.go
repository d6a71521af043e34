package postgres

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/value"
)

// dialect is what differs from the other engines; sqldb.Dialect documents the methods.
type dialect struct{}

func (dialect) Engine() string { return "PostgreSQL" }

func (dialect) Capabilities() sqldb.Capabilities {
	return sqldb.Capabilities{KeyText: "(%s)::text", OneMoment: true, Prepare: roomForMany}
}

// roomForMany lets the server join a list of many values in memory, where its own setting is small, and compile nothing
// for a statement that runs once.
const roomForMany = `SELECT set_config(name, CASE name WHEN 'jit' THEN 'off' ELSE '64MB' END, true)
	FROM pg_settings WHERE name = 'jit' OR name = 'work_mem' AND setting::int < 65536`

func (dialect) MaxValues() int { return 100_000 }

func (dialect) Placeholder(n int) string { return "$" + strconv.Itoa(n) }

func (dialect) Quote(id string) string { return `"` + strings.ReplaceAll(id, `"`, `""`) + `"` }

func (d dialect) Expression(c sqldb.Column) string {
	if c.Class == value.ClassArray {
		return "to_json(" + d.Quote(c.Name) + ")"
	}
	return d.Quote(c.Name)
}

// Settings make the server refuse a query from which a row-level security policy would hide rows: an empty answer would
// look as if nothing were held.
func (dialect) Settings() []string { return []string{"SET LOCAL row_security = off"} }

// fewValues is up to where values are listed singly: the planner knows their number then and chooses better than for
// an array of unknown length.
const fewValues = 16

// In passes many values as one array, so their number has no limit. A few are listed, filled up with repeats to a
// power of two, so that the server meets few different statements.
func (d dialect) In(c sqldb.Column, values []any, args *[]any) string {
	if len(values) <= fewValues && c.Cast != "" && c.Class != value.ClassArray {
		var b strings.Builder
		b.WriteString(d.Quote(c.Name) + " IN (")
		size := 1
		for size < len(values) {
			size *= 2
		}
		for i := range size {
			if i > 0 {
				b.WriteByte(',')
			}
			*args = append(*args, values[min(i, len(values)-1)])
			b.WriteString(d.Placeholder(len(*args)) + "::" + c.Cast)
		}
		b.WriteByte(')')
		return b.String()
	}
	*args = append(*args, arrayLiteral(values))
	p := d.Placeholder(len(*args))
	switch {
	case c.Class == value.ClassArray && c.Cast == "":
		return d.Quote(c.Name) + "::text[] && " + p + "::text[]"
	case c.Class == value.ClassArray:
		return d.Quote(c.Name) + " && " + p + "::" + c.Cast + "[]"
	case c.Cast == "":
		return d.Quote(c.Name) + "::text = ANY(" + p + "::text[])"
	}
	return d.Quote(c.Name) + " = ANY(" + p + "::" + c.Cast + "[])"
}

// Collates knows that a text may have a collation by which different texts are equal, as citext does by itself; that
// char(n) is filled up, and that a name is cut.
func (dialect) Collates(c sqldb.Column) bool {
	return c.Class == value.ClassText || (c.Class == value.ClassArray && c.Elem == value.ClassText)
}

// InDocument uses the lax mode of SQL/JSON paths, which steps through arrays at every level by itself.
func (d dialect) InDocument(c sqldb.Column, path []string, values []any, args *[]any) (string, bool) {
	if c.Class != value.ClassJSON {
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
	found := "EXISTS (SELECT 1 FROM jsonb_path_query(" + d.Quote(c.Name) + "::jsonb, " + d.Placeholder(len(*args)-1) +
		"::jsonpath) AS e(v) WHERE (e.v #>> '{}') = ANY(" + d.Placeholder(len(*args)) + "::text[]))"
	if alien := d.Unparsed(c); alien != "" {
		found = "CASE WHEN " + alien + " THEN FALSE ELSE " + found + " END"
	}
	return found, true
}

// Unparsed knows what the type json accepts and jsonb does not: the zero character, halves of surrogate pairs, numbers
// without end. One such document must not cost everybody the whole collection. Of a name that an object holds twice
// jsonb keeps the last value alone, and so has fewer quotation marks.
func (d dialect) Unparsed(c sqldb.Column) string {
	if c.Base != "json" {
		return ""
	}
	name := d.Quote(c.Name)
	quotes := func(text string) string { return "length(" + text + ") - length(replace(" + text + `, '"', ''))` }
	return "(CASE WHEN " + name + `::text ~* '\\u(0000|0022|d[89a-f])|e[+-]?[0-9]{3}|[0-9]{255}' THEN TRUE ELSE ` +
		quotes(name+"::text") + " <> " + quotes(name+"::jsonb::text") + " END)"
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

// Bind returns only texts that the column's type accepts, so that the server never fails on one.
func (dialect) Bind(c sqldb.Column, v any) []any {
	kind := c.Class
	if kind == value.ClassArray {
		kind = c.Elem
	}
	if kind == value.ClassBytes {
		b, ok := v.([]byte)
		if !ok {
			s, isText := value.Text(v)
			if !isText {
				return nil
			}
			b = []byte(s)
			if uuid, ok := value.UUIDBytes(s); ok { // which a column of any length may hold either way
				return []any{`\x` + hex.EncodeToString(b), `\x` + hex.EncodeToString(uuid)}
			}
		}
		return []any{`\x` + hex.EncodeToString(b)}
	}
	s, ok := value.TextAs(kind, c.Bits, c.Zoned, v)
	if !ok || !value.Storable(c.Charset, s) || kind == value.ClassTimestamp && !value.Placed(c.Zoned, v) {
		return nil
	}
	return []any{s}
}

func (dialect) Scan(c sqldb.Column, raw any) any {
	switch v := raw.(type) {
	case time.Time:
		if c.Class == value.ClassDate {
			return value.FormatTime(v, time.DateOnly)
		}
		return value.Timestamp{Time: v.UTC(), Local: !c.Zoned}
	case float64:
		return value.ShortestNumber(v, c.Bits, "Infinity")
	case []byte:
		if c.Class == value.ClassJSON || c.Class == value.ClassArray {
			if doc, ok := value.ParseJSON(v); ok {
				return doc
			}
			return string(v)
		}
		if c.Class != value.ClassBytes { // the driver gives xml as bytes
			return string(v)
		}
	case string:
		switch c.Class {
		case value.ClassDecimal:
			return value.Decimal(v)
		case value.ClassJSON, value.ClassArray:
			if doc, ok := value.ParseJSON([]byte(v)); ok {
				return doc
			}
		}
	}
	return raw
}

func (d dialect) Inspect(ctx context.Context, q sqldb.Querier,
	names []sqldb.TableName) (map[sqldb.TableName]*sqldb.Table, error) {
	wanted := make([]any, len(names))
	for i, n := range names {
		s := d.Quote(n.Name)
		if n.Schema != "" {
			s = d.Quote(n.Schema) + "." + s
		}
		wanted[i] = s
	}
	const query = `SELECT w.n, s.nspname, r.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull OR up.required,
		bt.typname, bt.typtype::text, COALESCE(et.typname, ''), COALESCE(et.typtype::text, ''),
		COALESCE((SELECT p + 1 FROM generate_subscripts(i.indkey, 1) AS p WHERE i.indkey[p] = a.attnum), 0),
		quote_ident(bs.nspname) || '.' || quote_ident(bt.typname), format_type(a.atttypid, -1), a.attgenerated <> '' OR a.attidentity = 'a',
		COALESCE(information_schema._pg_char_max_length(bt.oid, up.typmod), 0), getdatabaseencoding(),
		COALESCE((SELECT json_agg(enumlabel ORDER BY enumsortorder)::text FROM pg_enum WHERE enumtypid = bt.oid), '[]'),
		CASE WHEN bt.typname = 'name' THEN 'text' ELSE format_type(bt.oid, -1) END, format_type(bt.oid, up.typmod),
		CASE WHEN a.attgenerated <> '' THEN COALESCE((SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = r.oid AND adnum = a.attnum), '') ELSE '' END
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
	out := map[sqldb.TableName]*sqldb.Table{}
	var n int
	var schema, table, name, typ, base, kind, elem, elemKind, qualified, own, encoding, labels string
	var under, limited, computed string
	var notNull, generated bool
	var primary, limit int
	err := sqldb.EachRow(ctx, q, query, []any{arrayLiteral(wanted)},
		[]any{&n, &schema, &table, &name, &typ, &notNull, &base, &kind, &elem, &elemKind, &primary, &qualified, &own,
			&generated, &limit, &encoding, &labels, &under, &limited, &computed}, func() error {
			t := out[names[n-1]]
			if t == nil {
				t = &sqldb.Table{Schema: schema, Name: table}
				out[names[n-1]] = t
			}
			c := sqldb.Column{Name: name, Type: typ, Nullable: !notNull, Primary: primary, Base: own,
				Generated: generated, Limit: limit, Charset: encoding,
				Under: under, Limited: limited, Computed: computed}
			if err := json.Unmarshal([]byte(labels), &c.Values); err != nil {
				return &value.Error{Message: fmt.Sprintf("the labels of type %s cannot be read", base), Cause: err}
			}
			if elem != "" {
				c.Class = value.ClassArray
				c.Elem, c.Bits, c.Cast, c.Zoned = postgresClass(elem)
			} else {
				c.Class, c.Bits, c.Cast, c.Zoned = postgresClass(base)
				if base == "citext" {
					c.Class, c.Cast = value.ClassText, qualified
				}
			}
			c.Padded = c.Cast == "bpchar"
			t.Columns = append(t.Columns, c)
			return nil
		})
	return out, err
}

// postgresClass returns the class of a type and the type its values are compared as; empty compares as text, which
// never fails.
func postgresClass(typname string) (c value.Class, bits int, cast string, zoned bool) {
	switch typname {
	case "text", "varchar", "name":
		if typname == "varchar" {
			return value.ClassText, 0, "varchar", false
		}
		return value.ClassText, 0, typname, false
	case "bpchar":
		return value.ClassText, 0, "bpchar", false // blanks at the end do not count
	case "int2":
		return value.ClassInteger, 16, "int2", false
	case "int4":
		return value.ClassInteger, 32, "int4", false
	case "int8":
		return value.ClassInteger, 64, "int8", false
	case "float4":
		return value.ClassFloat, 32, "float4", false
	case "float8":
		return value.ClassFloat, 64, "float8", false
	case "numeric":
		return value.ClassDecimal, 0, "numeric", false
	case "bool":
		return value.ClassBoolean, 0, "bool", false
	case "uuid":
		return value.ClassUUID, 0, "uuid", false
	case "date":
		return value.ClassDate, 0, "date", false
	case "timestamp":
		return value.ClassTimestamp, 0, "timestamp", false
	case "timestamptz":
		return value.ClassTimestamp, 0, "timestamptz", true
	case "time":
		return value.ClassTime, 0, "time", false
	case "bytea":
		return value.ClassBytes, 0, "bytea", false
	case "inet":
		return value.ClassNetwork, 0, "inet", false
	case "json", "jsonb":
		return value.ClassJSON, 0, "", false
	}
	return value.ClassOther, 0, "", false
}

func (d dialect) List(ctx context.Context, q sqldb.Querier) ([]sqldb.TableName, error) {
	return d.relations(ctx, q, `r.relkind IN ('r', 'p') AND NOT r.relispartition`)
}

// Copies are materialised views.
func (d dialect) Copies(ctx context.Context, q sqldb.Querier) ([]sqldb.TableName, error) {
	return d.relations(ctx, q, `r.relkind = 'm' AND r.relispopulated`)
}

func (dialect) relations(ctx context.Context, q sqldb.Querier, which string) ([]sqldb.TableName, error) {
	var out []sqldb.TableName
	var n sqldb.TableName
	err := sqldb.EachRow(ctx, q,
		`SELECT CASE WHEN s.nspname = current_schema() THEN '' ELSE s.nspname END, r.relname FROM pg_class r JOIN pg_namespace s ON s.oid = r.relnamespace
		WHERE `+which+` AND s.nspname NOT LIKE 'pg\_%' AND s.nspname <> 'information_schema'
		AND has_schema_privilege(s.oid, 'USAGE') ORDER BY s.nspname <> current_schema(), s.nspname, r.relname`,
		nil, []any{&n.Schema, &n.Name}, func() error {
			out = append(out, n)
			return nil
		})
	return out, err
}

func (d dialect) ForeignKeys(ctx context.Context, q sqldb.Querier, t *sqldb.Table) ([]sqldb.ForeignKey, error) {
	var out []sqldb.ForeignKey
	var name, column, schema, table, target, last string
	err := sqldb.EachRow(ctx, q, `SELECT k.conname, a.attname, s.nspname, r.relname, b.attname
		FROM pg_constraint k CROSS JOIN LATERAL unnest(k.conkey, k.confkey) WITH ORDINALITY AS u(here, there, n)
		JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.here
		JOIN pg_class r ON r.oid = k.confrelid JOIN pg_namespace s ON s.oid = r.relnamespace
		JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = u.there
		WHERE k.contype = 'f' AND k.conrelid = to_regclass($1) ORDER BY k.conname, u.n`,
		[]any{sqldb.TableSQL(d, t)}, []any{&name, &column, &schema, &table, &target}, func() error {
			if name != last || len(out) == 0 {
				out = append(out, sqldb.ForeignKey{RefSchema: schema, RefTable: table})
				last = name
			}
			fk := &out[len(out)-1]
			fk.Columns, fk.RefColumns = append(fk.Columns, column), append(fk.RefColumns, target)
			return nil
		})
	return out, err
}
