package source

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"strconv"
	"strings"
)

func (postgresDialect) fold(n tableName) tableName { return n }

func (postgresDialect) lock() string { return " FOR UPDATE" }

func (postgresDialect) untouched(*Table, []Column) []string { return nil }

func (d postgresDialect) equals(c Column, n int) string {
	if !c.Nullable {
		return d.quote(c.Name) + " = " + d.placeholder(n)
	}
	return d.quote(c.Name) + " IS NOT DISTINCT FROM " + d.placeholder(n)
}

func (d postgresDialect) facts(ctx context.Context, q querier, t *Table) (facts, error) {
	// A row keeps its place while the transaction holds it; partitions each count their places by themselves.
	out := facts{place: []Column{{Name: "tableoid", class: classInteger, base: "oid", Primary: 1}, {Name: "ctid", class: classOther, base: "tid", Primary: 2}}}
	name := tableSQL(d, t)
	err := eachRow(ctx, q, `SELECT relkind IN ('v', 'm'), relkind <> 'r' OR relhasrules OR EXISTS (SELECT FROM pg_trigger WHERE tgrelid = c.oid AND NOT tgisinternal)
		FROM pg_class c WHERE oid = to_regclass($1)`, []any{name}, []any{&out.view, &out.triggers}, func() error { return nil })
	if err != nil {
		return out, err
	}
	var keys uniqueKeys
	var key string
	var column *string
	err = eachRow(ctx, q, `SELECT i.indexrelid::text, a.attname FROM pg_index i CROSS JOIN generate_series(0, i.indnkeyatts - 1) AS p
		LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[p] AND a.attnum > 0
		WHERE i.indrelid = to_regclass($1) AND i.indisunique AND i.indisvalid AND i.indpred IS NULL
			AND NOT EXISTS (SELECT FROM pg_inherits h JOIN pg_class k ON k.oid = i.indrelid WHERE h.inhparent = k.oid AND k.relkind = 'r') ORDER BY i.indexrelid, p`,
		[]any{name}, []any{&key, &column}, func() error {
			keys.add(key, column)
			return nil
		})
	out.unique = keys.all()
	return out, err
}

func (d postgresDialect) dependencies(ctx context.Context, q querier) ([]dependency, error) {
	actions := map[string]string{"a": "NO ACTION", "r": "RESTRICT", "c": "CASCADE", "n": "SET NULL", "d": "SET DEFAULT"}
	var out []dependency
	var id, onDelete, onUpdate, column, refColumn, last string
	var child, parent tableName
	err := eachRow(ctx, q, `SELECT k.oid::text, cs.nspname, c.relname, ps.nspname, p.relname, k.confdeltype::text, k.confupdtype::text, a.attname, b.attname
		FROM pg_constraint k CROSS JOIN LATERAL unnest(k.conkey, k.confkey) WITH ORDINALITY AS u(here, there, n)
		JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace cs ON cs.oid = c.relnamespace
		JOIN pg_class p ON p.oid = k.confrelid JOIN pg_namespace ps ON ps.oid = p.relnamespace
		JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.here
		JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = u.there
		WHERE k.contype = 'f' AND k.conparentid = 0 ORDER BY k.oid, u.n`, nil,
		[]any{&id, &child.schema, &child.name, &parent.schema, &parent.name, &onDelete, &onUpdate, &column, &refColumn}, func() error {
			if id != last {
				last = id
				out = append(out, dependency{child: child, parent: parent, onDelete: actions[onDelete], onUpdate: actions[onUpdate]})
			}
			dep := &out[len(out)-1]
			dep.columns, dep.refColumns = append(dep.columns, column), append(dep.refColumns, refColumn)
			return nil
		})
	return out, err
}

func (d postgresDialect) exact(c Column, raw any) any { return d.scan(c, raw) }

func (postgresDialect) stored(_ Column, v any) any { return v }

// keeps knows that too long a text is an error, unless what is too much are blanks, which are cut.
func (postgresDialect) keeps(c Column, v any) bool {
	s, isText := v.(string)
	return v == nil || (isText && (c.cast == "text" || c.cast == "varchar") && !strings.HasSuffix(s, " "))
}

func (postgresDialect) together() int { return portionRows }

func (postgresDialect) comparable(c Column) bool {
	return c.class != classJSON && c.class != classArray
}

// compared is the type in which values of the column are compared; empty means as text, which never fails.
func (postgresDialect) compared(c Column) string {
	if c.Primary > 0 || c.class == classArray {
		return c.base
	}
	return c.cast
}

// literal is a value as the text that every type of the server reads.
func (d postgresDialect) literal(c Column, v any) string {
	switch v := v.(type) {
	case []byte:
		if c.class == classBytes {
			return `\x` + hex.EncodeToString(v)
		}
		return string(v)
	case Timestamp:
		if c.zoned {
			return v.UTC().Format("2006-01-02 15:04:05.999999Z07:00")
		}
		return v.UTC().Format("2006-01-02 15:04:05.999999")
	case JSON:
		if list, ok := v.Value.([]any); ok && c.class == classArray {
			return d.arrayText(c, list)
		}
		b, err := marshal(v)
		if err != nil {
			return "null"
		}
		return string(b)
	}
	s, _ := text(v)
	if c.class == classBytes {
		return `\x` + hex.EncodeToString([]byte(s))
	}
	if c.class == classJSON {
		b, err := marshal(v)
		if err != nil {
			return "null"
		}
		return string(b)
	}
	return s
}

// arrayText writes a list, nested where it has more dimensions, the way the server writes arrays.
func (d postgresDialect) arrayText(c Column, list []any) string {
	parts := make([]string, len(list))
	for i, e := range list {
		switch e := e.(type) {
		case nil:
			parts[i] = "NULL"
		case []any:
			if c.elem != classJSON {
				parts[i] = d.arrayText(c, e)
				continue
			}
			parts[i] = quotedItem(documentText(e))
		case json.Number:
			parts[i] = quotedItem(e.String())
		case string:
			if c.elem == classJSON {
				parts[i] = quotedItem(documentText(e))
			} else {
				parts[i] = quotedItem(e)
			}
		default:
			parts[i] = quotedItem(documentText(e))
		}
	}
	return "{" + strings.Join(parts, ",") + "}"
}

func documentText(v any) string {
	b, err := marshal(v)
	if err != nil {
		return "null"
	}
	return string(b)
}

func quotedItem(s string) string { return `"` + arrayEscape.Replace(s) + `"` }

// listed is one parameter for the values of one column; nil becomes NULL.
func (d postgresDialect) listed(c Column, tuples [][]any, i int) string {
	items := make([]string, len(tuples))
	for n, tuple := range tuples {
		if tuple[i] == nil {
			items[n] = "NULL"
		} else {
			items[n] = quotedItem(d.literal(c, tuple[i]))
		}
	}
	return "{" + strings.Join(items, ",") + "}"
}

func (d postgresDialect) rowsIn(columns []Column, tuples [][]any, args *[]any) string {
	if columns[len(columns)-1].Name == "ctid" {
		return d.placesIn(columns, tuples, args)
	}
	for _, c := range columns {
		if c.class == classArray {
			return d.rowsSingly(columns, tuples, args)
		}
	}
	left, right := make([]string, len(columns)), make([]string, len(columns))
	for i, c := range columns {
		*args = append(*args, d.listed(c, tuples, i))
		left[i], right[i] = d.quote(c.Name), d.placeholder(len(*args))+"::text[]"
		if as := d.compared(c); as != "" {
			right[i] = d.placeholder(len(*args)) + "::" + as + "[]"
		} else {
			left[i] += "::text"
		}
	}
	if len(columns) == 1 {
		return left[0] + " = ANY(" + right[0] + ")"
	}
	return "(" + strings.Join(left, ", ") + ") IN (SELECT * FROM unnest(" + strings.Join(right, ", ") + "))"
}

// placesIn asks for rows of each table or partition by their places, which needs no index.
func (d postgresDialect) placesIn(columns []Column, tuples [][]any, args *[]any) string {
	byTable := map[any][][]any{}
	var tables []any
	for _, tuple := range tuples {
		if byTable[tuple[0]] == nil {
			tables = append(tables, tuple[0])
		}
		byTable[tuple[0]] = append(byTable[tuple[0]], tuple)
	}
	var conditions []string
	for _, table := range tables {
		*args = append(*args, d.literal(columns[0], table), d.listed(columns[1], byTable[table], 1))
		conditions = append(conditions, "("+d.quote("tableoid")+" = "+d.placeholder(len(*args)-1)+"::oid AND "+d.quote("ctid")+" = ANY("+d.placeholder(len(*args))+"::tid[]))")
	}
	return "(" + strings.Join(conditions, " OR ") + ")"
}

func (d postgresDialect) rowsSingly(columns []Column, tuples [][]any, args *[]any) string {
	var rows []string
	for _, tuple := range tuples {
		var parts []string
		for i, c := range columns {
			*args = append(*args, d.literal(c, tuple[i]))
			left, as := d.quote(c.Name), d.compared(c)
			if as == "" {
				left, as = left+"::text", "text"
			}
			parts = append(parts, left+" = "+d.placeholder(len(*args))+"::"+as)
		}
		rows = append(rows, "("+strings.Join(parts, " AND ")+")")
	}
	return "(" + strings.Join(rows, " OR ") + ")"
}

// set names the type without its limits, so that a value too long is an error and never cut.
func (d postgresDialect) set(c Column, v any, args *[]any) string {
	if v == nil {
		return "NULL"
	}
	*args = append(*args, d.literal(c, v))
	return d.placeholder(len(*args)) + "::" + c.base
}

func (d postgresDialect) setEach(t *Table, place []Column, tuples [][]any, columns []Column, values [][]any) (string, []any, bool) {
	var args []any
	var lists, names, sets, match []string
	for i, c := range place {
		args = append(args, d.listed(c, tuples, i))
		n := strconv.Itoa(i)
		lists, names = append(lists, d.placeholder(len(args))+"::"+c.base+"[]"), append(names, "p"+n)
		match = append(match, "r."+d.quote(c.Name)+" = v.p"+n)
	}
	for i, c := range columns {
		args = append(args, d.listed(c, values, i))
		n := strconv.Itoa(i)
		lists, names = append(lists, d.placeholder(len(args))+"::text[]"), append(names, "c"+n)
		sets = append(sets, d.quote(c.Name)+" = v.c"+n+"::"+c.base)
	}
	return "UPDATE " + tableSQL(d, t) + " AS r SET " + strings.Join(sets, ", ") + " FROM unnest(" + strings.Join(lists, ", ") + ") AS v(" +
		strings.Join(names, ", ") + ") WHERE " + strings.Join(match, " AND "), args, true
}
