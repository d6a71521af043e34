package source

import (
	"context"
	"strconv"
	"strings"
)

func (mysqlDialect) fold(n tableName) tableName { return n }

func (mysqlDialect) lock() string { return " FOR UPDATE" }

func (d mysqlDialect) equals(c Column, _ int) string {
	if !c.Nullable {
		return d.quote(c.Name) + " = ?"
	}
	return d.quote(c.Name) + " <=> ?"
}

func (d mysqlDialect) facts(ctx context.Context, q querier, t *Table) (facts, error) {
	out := facts{triggers: true} // who may not see triggers is told that there are none
	var kind, engine string
	err := eachRow(ctx, q, `SELECT TABLE_TYPE, LOWER(COALESCE(ENGINE, '')) FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?`,
		[]any{t.Schema, t.Name}, []any{&kind, &engine}, func() error { return nil })
	if err != nil {
		return out, err
	}
	out.history = kind == "SYSTEM VERSIONED"
	out.view = strings.HasSuffix(kind, "VIEW")
	out.noRollback = engine == "myisam" || engine == "aria" || engine == "memory" || engine == "csv"
	var keys uniqueKeys
	var key string
	var column *string
	err = eachRow(ctx, q, `SELECT INDEX_NAME, COLUMN_NAME FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND NON_UNIQUE = 0
		ORDER BY INDEX_NAME, SEQ_IN_INDEX`, []any{t.Schema, t.Name}, []any{&key, &column}, func() error {
		keys.add(key, column)
		return nil
	})
	out.unique = keys.all()
	if out.place = keysOf(t); len(out.place) == 0 {
		// Nothing names a row of a table without a key but all that it holds.
		for _, c := range t.Columns {
			if d.comparable(c) {
				c.bytewise = true
				out.place = append(out.place, c)
			}
		}
	}
	return out, err
}

func (d mysqlDialect) dependencies(ctx context.Context, q querier) ([]dependency, error) {
	var out []dependency
	var id, column, refColumn, onDelete, onUpdate, last string
	var child, parent tableName
	err := eachRow(ctx, q, `SELECT k.CONSTRAINT_NAME, k.TABLE_SCHEMA, k.TABLE_NAME, k.REFERENCED_TABLE_SCHEMA, k.REFERENCED_TABLE_NAME,
			r.DELETE_RULE, r.UPDATE_RULE, k.COLUMN_NAME, k.REFERENCED_COLUMN_NAME
		FROM information_schema.REFERENTIAL_CONSTRAINTS r JOIN information_schema.KEY_COLUMN_USAGE k
			ON k.CONSTRAINT_SCHEMA = r.CONSTRAINT_SCHEMA AND k.CONSTRAINT_NAME = r.CONSTRAINT_NAME AND k.TABLE_NAME = r.TABLE_NAME
		WHERE (r.CONSTRAINT_SCHEMA = DATABASE() OR r.UNIQUE_CONSTRAINT_SCHEMA = DATABASE()) AND k.REFERENCED_TABLE_NAME IS NOT NULL
		ORDER BY k.TABLE_SCHEMA, k.TABLE_NAME, k.CONSTRAINT_NAME, k.ORDINAL_POSITION`, nil,
		[]any{&id, &child.schema, &child.name, &parent.schema, &parent.name, &onDelete, &onUpdate, &column, &refColumn}, func() error {
			if key := child.schema + "\x00" + child.name + "\x00" + id; key != last {
				last = key
				out = append(out, dependency{child: child, parent: parent, onDelete: onDelete, onUpdate: onUpdate})
			}
			dep := &out[len(out)-1]
			dep.columns, dep.refColumns = append(dep.columns, column), append(dep.refColumns, refColumn)
			return nil
		})
	return out, err
}

func (d mysqlDialect) exact(c Column, raw any) any { return d.scan(c, raw) }

func (mysqlDialect) stored(_ Column, v any) any { return v }

func (mysqlDialect) keeps(_ Column, v any) bool { return v == nil }

// together is small: the statement tries the rows of a portion one by one.
func (mysqlDialect) together() int { return 100 }

// comparable leaves floats out: MySQL does not find 0.1 again in a FLOAT.
func (mysqlDialect) comparable(c Column) bool {
	return c.class != classJSON && c.class != classFloat && c.class != classPlace
}

// native is the value as the driver takes it.
func (d mysqlDialect) native(v any) any {
	switch v := v.(type) {
	case Decimal:
		if n, err := strconv.ParseUint(string(v), 10, 64); err == nil {
			return n
		}
		return string(v)
	case Timestamp:
		return v.UTC().Format("2006-01-02 15:04:05.999999")
	case JSON:
		return documentText(v.Value)
	}
	return v
}

// compared gives the two sides of a comparison that is exact for the column.
func (d mysqlDialect) compared(c Column, v any) (left, right string, value any) {
	left, right, value = d.quote(c.Name), "?", d.native(v)
	switch {
	case c.class == classBits, c.class == classBoolean && strings.HasPrefix(c.Type, "bit"):
		left = "CAST(" + left + " AS UNSIGNED)"
	case c.class == classDecimal:
		right = "CAST(? AS DECIMAL(65,30))"
	case c.bytewise && (c.class == classText || c.class == classOther):
		left, right = "CAST(CONVERT("+left+" USING utf8mb4) AS BINARY)", "CAST(? AS BINARY)"
	}
	return left, right, value
}

func (d mysqlDialect) rowsIn(columns []Column, tuples [][]any, args *[]any) string {
	left := make([]string, len(columns))
	rows := make([]string, len(tuples))
	for n, tuple := range tuples {
		right := make([]string, len(columns))
		for i, c := range columns {
			var value any
			left[i], right[i], value = d.compared(c, tuple[i])
			*args = append(*args, value)
		}
		rows[n] = "(" + strings.Join(right, ",") + ")"
	}
	return "(" + strings.Join(left, ", ") + ") IN (" + strings.Join(rows, ",") + ")"
}

func (d mysqlDialect) set(c Column, v any, args *[]any) string {
	if v == nil {
		return "NULL"
	}
	*args = append(*args, d.native(v))
	return "?"
}

// setEach chooses among values by the primary key. Without one the written columns would be part of the choice, and
// MySQL sees them changed halfway through the statement.
func (d mysqlDialect) setEach(t *Table, place []Column, tuples [][]any, columns []Column, values [][]any) (string, []any, bool) {
	for _, c := range place {
		if c.Primary == 0 {
			return "", nil, false
		}
	}
	var args []any
	var sets []string
	for i, c := range columns {
		var b strings.Builder
		b.WriteString(d.quote(c.Name) + " = CASE")
		for n, tuple := range tuples {
			b.WriteString(" WHEN " + d.rowsIn(place, [][]any{tuple}, &args))
			b.WriteString(" THEN " + d.set(c, values[n][i], &args))
		}
		b.WriteString(" ELSE " + d.quote(c.Name) + " END")
		sets = append(sets, b.String())
	}
	return "UPDATE " + tableSQL(d, t) + " SET " + strings.Join(append(sets, d.untouched(t, columns)...), ", ") + " WHERE " + d.rowsIn(place, tuples, &args), args, true
}

// untouched names the columns that the server would set to the current time, so that it leaves them alone.
func (d mysqlDialect) untouched(t *Table, written []Column) []string {
	var out []string
	for _, c := range t.Columns {
		named := false
		for _, w := range written {
			named = named || w.Name == c.Name
		}
		if c.touched && !named {
			out = append(out, d.quote(c.Name)+" = "+d.quote(c.Name))
		}
	}
	return out
}
