package postgres

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"strconv"
	"strings"

	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/value"
)

func (dialect) Fold(n sqldb.TableName) sqldb.TableName { return n }

func (dialect) LockSQL() string { return "" } // see OneMoment

func (dialect) Untouched(*sqldb.Table, []sqldb.Column) []string { return nil }

func (d dialect) Equals(c sqldb.Column, n int) string {
	if !c.Nullable {
		return d.Quote(c.Name) + " = " + d.Placeholder(n)
	}
	return d.Quote(c.Name) + " IS NOT DISTINCT FROM " + d.Placeholder(n)
}

func (d dialect) Traits(ctx context.Context, q sqldb.Querier, t *sqldb.Table) (sqldb.TableTraits, error) {
	// A row keeps its place while the transaction holds it; partitions each count their places by themselves.
	out := sqldb.TableTraits{
		RowLocator: []sqldb.Column{{Name: "tableoid", Class: value.ClassInteger, Base: "oid", Primary: 1},
			{Name: "ctid", Class: value.ClassOther, Base: "tid", Primary: 2}}}
	name := sqldb.TableSQL(d, t)
	err := sqldb.EachRow(ctx, q,
		`SELECT relkind IN ('v', 'm'), relkind <> 'r' OR relhasrules OR EXISTS (SELECT FROM pg_trigger WHERE tgrelid = c.oid AND NOT tgisinternal)
		FROM pg_class c WHERE oid = to_regclass($1)`, []any{name}, []any{&out.View, &out.HasTriggers}, func() error { return nil })
	if err != nil {
		return out, err
	}
	var keys sqldb.UniqueKeys
	var key string
	var column *string
	err = sqldb.EachRow(ctx, q,
		`SELECT i.indexrelid::text, a.attname FROM pg_index i CROSS JOIN generate_series(0, i.indnkeyatts - 1) AS p
		LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[p] AND a.attnum > 0
		WHERE i.indrelid = to_regclass($1) AND i.indisunique AND i.indisvalid AND i.indpred IS NULL
			AND NOT EXISTS (SELECT FROM pg_inherits h JOIN pg_class k ON k.oid = i.indrelid WHERE h.inhparent = k.oid AND k.relkind = 'r') ORDER BY i.indexrelid, p`,
		[]any{name}, []any{&key, &column}, func() error {
			keys.Add(key, column)
			return nil
		})
	out.Unique = keys.All()
	return out, err
}

func (d dialect) Dependencies(ctx context.Context, q sqldb.Querier) ([]sqldb.Dependency, error) {
	actions := map[string]string{"a": "NO ACTION", "r": "RESTRICT", "c": "CASCADE", "n": "SET NULL", "d": "SET DEFAULT"}
	var out []sqldb.Dependency
	var id, onDelete, onUpdate, column, refColumn, last string
	var child, parent sqldb.TableName
	var deferred, full bool
	err := sqldb.EachRow(ctx, q,
		`SELECT k.oid::text, cs.nspname, c.relname, ps.nspname, p.relname, k.confdeltype::text, k.confupdtype::text, a.attname, b.attname,
			k.condeferred, k.confmatchtype = 'f'
		FROM pg_constraint k CROSS JOIN LATERAL unnest(k.conkey, k.confkey) WITH ORDINALITY AS u(here, there, n)
		JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace cs ON cs.oid = c.relnamespace
		JOIN pg_class p ON p.oid = k.confrelid JOIN pg_namespace ps ON ps.oid = p.relnamespace
		JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.here
		JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = u.there
		WHERE k.contype = 'f' AND k.conparentid = 0 ORDER BY k.oid, u.n`, nil,
		[]any{&id, &child.Schema, &child.Name, &parent.Schema, &parent.Name, &onDelete, &onUpdate, &column, &refColumn,
			&deferred, &full}, func() error {
			if id != last {
				last = id
				out = append(out, sqldb.Dependency{Child: child, Parent: parent, OnDelete: actions[onDelete],
					OnUpdate: actions[onUpdate], Deferred: deferred, Full: full})
			}
			dep := &out[len(out)-1]
			dep.Columns, dep.RefColumns = append(dep.Columns, column), append(dep.RefColumns, refColumn)
			return nil
		})
	return out, err
}

func (d dialect) Exact(c sqldb.Column, raw any) any { return d.Scan(c, raw) }

func (dialect) Stored(_ sqldb.Column, v any) any { return v }

// HoldsExactly knows that too long a text is an error, unless what is too much are blanks, which are cut.
func (dialect) HoldsExactly(c sqldb.Column, v any) bool {
	s, isText := v.(string)
	return v == nil || (isText && (c.Cast == "text" || c.Cast == "varchar") && !strings.HasSuffix(s, " "))
}

func (dialect) MaxRowsTogether([]sqldb.Column) int { return sqldb.WalkRows }

func (dialect) ComparesExactly(c sqldb.Column) bool {
	return c.Class != value.ClassJSON && c.Class != value.ClassArray
}

// compared is the type in which values of the column are compared; empty means as text, which never fails.
func (dialect) compared(c sqldb.Column) string {
	if c.Primary > 0 || c.Class == value.ClassArray {
		return c.Base
	}
	return c.Cast
}

// literal is a value as the text that every type of the server reads.
func (d dialect) literal(c sqldb.Column, v any) string {
	switch v := v.(type) {
	case []byte:
		if c.Class == value.ClassBytes {
			return `\x` + hex.EncodeToString(v)
		}
		return string(v)
	case value.Timestamp:
		if c.Zoned {
			return v.UTC().Format("2006-01-02 15:04:05.999999Z07:00")
		}
		return v.UTC().Format("2006-01-02 15:04:05.999999")
	case value.JSON:
		if list, ok := v.Value.([]any); ok && c.Class == value.ClassArray {
			return d.arrayText(c, list)
		}
		b, err := value.Marshal(v)
		if err != nil {
			return "null"
		}
		return string(b)
	}
	s, _ := value.Text(v)
	if c.Class == value.ClassBytes {
		return `\x` + hex.EncodeToString([]byte(s))
	}
	if c.Class == value.ClassJSON {
		b, err := value.Marshal(v)
		if err != nil {
			return "null"
		}
		return string(b)
	}
	return s
}

// arrayText writes a list, nested where it has more dimensions, the way the server writes arrays.
func (d dialect) arrayText(c sqldb.Column, list []any) string {
	parts := make([]string, len(list))
	for i, e := range list {
		switch e := e.(type) {
		case nil:
			parts[i] = "NULL"
		case []any:
			if c.Elem != value.ClassJSON {
				parts[i] = d.arrayText(c, e)
				continue
			}
			parts[i] = quotedItem(value.DocumentText(e))
		case json.Number:
			parts[i] = quotedItem(e.String())
		case string:
			if c.Elem == value.ClassJSON {
				parts[i] = quotedItem(value.DocumentText(e))
			} else {
				parts[i] = quotedItem(e)
			}
		default:
			parts[i] = quotedItem(value.DocumentText(e))
		}
	}
	return "{" + strings.Join(parts, ",") + "}"
}

func quotedItem(s string) string { return `"` + arrayEscape.Replace(s) + `"` }

// list is one parameter for the values of one column, a list of a type; nil becomes NULL. Texts and whole numbers go
// as they are, which the server takes up faster than a list that is spelled out.
func (d dialect) list(c sqldb.Column, of string, tuples [][]any, i int) any {
	switch of {
	case "text", "varchar":
		texts := make([]string, len(tuples))
		for n, tuple := range tuples {
			if tuple[i] == nil {
				return d.listed(c, tuples, i)
			}
			if s, is := tuple[i].(string); is && c.Class == value.ClassText {
				texts[n] = s
			} else {
				texts[n] = d.literal(c, tuple[i])
			}
		}
		return texts
	case "int2", "int4", "int8":
		numbers := make([]int64, len(tuples))
		for n, tuple := range tuples {
			number, whole := tuple[i].(int64)
			if !whole {
				return d.listed(c, tuples, i)
			}
			numbers[n] = number
		}
		return numbers
	}
	return d.listed(c, tuples, i)
}

// listed is the list spelled out.
func (d dialect) listed(c sqldb.Column, tuples [][]any, i int) string {
	list := make([]byte, 0, 40*len(tuples))
	list = append(list, '{')
	for n, tuple := range tuples {
		if n > 0 {
			list = append(list, ',')
		}
		switch v := tuple[i].(type) {
		case nil:
			list = append(list, "NULL"...)
		case int64:
			list = strconv.AppendInt(list, v, 10)
		default:
			list = append(list, '"')
			for text := d.literal(c, v); text != ""; {
				at := strings.IndexAny(text, `\"`)
				if at < 0 {
					list = append(list, text...)
					break
				}
				list = append(append(list, text[:at]...), '\\', text[at])
				text = text[at+1:]
			}
			list = append(list, '"')
		}
	}
	return string(append(list, '}'))
}

func (d dialect) RowsIn(columns []sqldb.Column, tuples [][]any, args *[]any) string {
	if columns[len(columns)-1].Name == "ctid" {
		return d.placesIn(columns, tuples, args)
	}
	for _, c := range columns {
		if c.Class == value.ClassArray {
			return d.rowsSingly(columns, tuples, args)
		}
	}
	left, right := make([]string, len(columns)), make([]string, len(columns))
	for i, c := range columns {
		*args = append(*args, d.list(c, d.compared(c), tuples, i))
		left[i], right[i] = d.Quote(c.Name), d.Placeholder(len(*args))+"::text[]"
		if as := d.compared(c); as != "" {
			right[i] = d.Placeholder(len(*args)) + "::" + as + "[]"
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
func (d dialect) placesIn(columns []sqldb.Column, tuples [][]any, args *[]any) string {
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
		conditions = append(conditions,
			"("+d.Quote("tableoid")+" = "+d.Placeholder(len(*args)-1)+"::oid AND "+d.Quote(
				"ctid")+" = ANY("+d.Placeholder(len(*args))+"::tid[]))")
	}
	return "(" + strings.Join(conditions, " OR ") + ")"
}

func (d dialect) rowsSingly(columns []sqldb.Column, tuples [][]any, args *[]any) string {
	var rows []string
	for _, tuple := range tuples {
		var parts []string
		for i, c := range columns {
			*args = append(*args, d.literal(c, tuple[i]))
			left, as := d.Quote(c.Name), d.compared(c)
			if as == "" {
				left, as = left+"::text", "text"
			}
			parts = append(parts, left+" = "+d.Placeholder(len(*args))+"::"+as)
		}
		rows = append(rows, "("+strings.Join(parts, " AND ")+")")
	}
	return "(" + strings.Join(rows, " OR ") + ")"
}

// Set names the type without its limits, so that a value too long is an error and never cut.
func (d dialect) Set(c sqldb.Column, v any, args *[]any) string {
	if v == nil {
		return "NULL"
	}
	*args = append(*args, d.literal(c, v))
	return d.Placeholder(len(*args)) + "::" + c.Base
}

func (d dialect) SetEach(t *sqldb.Table, place []sqldb.Column, tuples [][]any, columns []sqldb.Column,
	values [][]any) (string, []any, bool) {
	var args []any
	var lists, names, sets, match []string
	for i, c := range place {
		held, as := "r."+d.Quote(c.Name), d.compared(c)
		if as == "" {
			held, as = held+"::text", "text"
		}
		args = append(args, d.list(c, as, tuples, i))
		n := strconv.Itoa(i)
		lists, names = append(lists, d.Placeholder(len(args))+"::"+as+"[]"), append(names, "p"+n)
		match = append(match, held+" = v.p"+n)
	}
	for i, c := range columns {
		args = append(args, d.list(c, "text", values, i))
		n := strconv.Itoa(i)
		lists, names = append(lists, d.Placeholder(len(args))+"::text[]"), append(names, "c"+n)
		sets = append(sets, d.Quote(c.Name)+" = v.c"+n+"::"+c.Base)
	}
	return "UPDATE " + sqldb.TableSQL(d, t) + " AS r SET " + strings.Join(sets, ", ") + " FROM unnest(" +
		strings.Join(lists, ", ") + ") AS v(" +
		strings.Join(names, ", ") + ") WHERE " + strings.Join(match, " AND "), args, true
}
