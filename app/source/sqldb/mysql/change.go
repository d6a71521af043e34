package mysql

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/value"
)

func (dialect) Fold(n sqldb.TableName) sqldb.TableName { return n }

func (dialect) LockSQL() string { return " FOR UPDATE" }

func (d dialect) Equals(c sqldb.Column, _ int) string {
	if !c.Nullable {
		return d.Quote(c.Name) + " = ?"
	}
	return d.Quote(c.Name) + " <=> ?"
}

func (d dialect) Traits(ctx context.Context, q sqldb.Querier, t *sqldb.Table) (sqldb.TableTraits, error) {
	out := sqldb.TableTraits{HasTriggers: true} // who may not see triggers is told that there are none
	var kind, engine string
	var parted bool
	err := sqldb.EachRow(ctx, q,
		`SELECT TABLE_TYPE, LOWER(COALESCE(ENGINE, '')), COALESCE(CREATE_OPTIONS, '') LIKE '%partitioned%'
		FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?`, []any{t.Schema, t.Name}, []any{&kind, &engine, &parted}, func() error { return nil })
	if err != nil {
		return out, err
	}
	out.History = kind == "SYSTEM VERSIONED"
	out.View = strings.HasSuffix(kind, "VIEW")
	switch {
	case parted && len(sqldb.PrimaryKeyColumns(t)) > 0:
		out.Recounted = 1 // for the table, and for the partition
	case parted:
		out.Recounted = 2 // columns that choose the partition may be written too, and then the row moves
	}
	out.NoRollback = engine == "myisam" || engine == "aria" || engine == "memory" || engine == "csv"
	var keys sqldb.UniqueKeys
	var key string
	var column *string
	err = sqldb.EachRow(ctx, q,
		`SELECT INDEX_NAME, COLUMN_NAME FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND NON_UNIQUE = 0
		ORDER BY INDEX_NAME, SEQ_IN_INDEX`, []any{t.Schema, t.Name}, []any{&key, &column}, func() error {
			keys.Add(key, column)
			return nil
		})
	out.Unique = keys.All()
	if out.RowLocator = sqldb.PrimaryKeyColumns(t); len(out.RowLocator) == 0 {
		// Nothing names a row of a table without a key but all that it holds.
		for _, c := range t.Columns {
			if d.ComparesExactly(c) {
				c.Bytewise = true
				out.RowLocator = append(out.RowLocator, c)
			}
		}
	}
	return out, err
}

func (d dialect) Dependencies(ctx context.Context, q sqldb.Querier) ([]sqldb.Dependency, error) {
	var out []sqldb.Dependency
	var id, column, refColumn, onDelete, onUpdate, last string
	var child, parent sqldb.TableName
	err := sqldb.EachRow(ctx, q,
		`SELECT k.CONSTRAINT_NAME, k.TABLE_SCHEMA, k.TABLE_NAME, k.REFERENCED_TABLE_SCHEMA, k.REFERENCED_TABLE_NAME,
			r.DELETE_RULE, r.UPDATE_RULE, k.COLUMN_NAME, k.REFERENCED_COLUMN_NAME
		FROM information_schema.REFERENTIAL_CONSTRAINTS r JOIN information_schema.KEY_COLUMN_USAGE k
			ON k.CONSTRAINT_SCHEMA = r.CONSTRAINT_SCHEMA AND k.CONSTRAINT_NAME = r.CONSTRAINT_NAME AND k.TABLE_NAME = r.TABLE_NAME
		WHERE (r.CONSTRAINT_SCHEMA = DATABASE() OR r.UNIQUE_CONSTRAINT_SCHEMA = DATABASE()) AND k.REFERENCED_TABLE_NAME IS NOT NULL
		ORDER BY k.TABLE_SCHEMA, k.TABLE_NAME, k.CONSTRAINT_NAME, k.ORDINAL_POSITION`, nil,
		[]any{&id, &child.Schema, &child.Name, &parent.Schema, &parent.Name, &onDelete, &onUpdate, &column, &refColumn},
		func() error {
			if key := child.Schema + "\x00" + child.Name + "\x00" + id; key != last {
				last = key
				out = append(out, sqldb.Dependency{Child: child, Parent: parent, OnDelete: onDelete,
					OnUpdate: onUpdate})
			}
			dep := &out[len(out)-1]
			dep.Columns, dep.RefColumns = append(dep.Columns, column), append(dep.RefColumns, refColumn)
			return nil
		})
	return out, err
}

func (d dialect) Exact(c sqldb.Column, raw any) any { return d.Scan(c, raw) }

func (dialect) Stored(_ sqldb.Column, v any) any { return v }

// HoldsExactly knows that too long a text, or a character that the column has no place for, is an error, unless what is
// too much are blanks, which are cut.
func (dialect) HoldsExactly(c sqldb.Column, v any) bool {
	s, isText := v.(string)
	return v == nil || isText && c.Class == value.ClassText && !c.Padded && !strings.HasSuffix(s, " ") &&
		(c.Charset == "" || plain(s) && value.Storable(c.Charset, s))
}

func plain(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// MaxRowsTogether is small where the statement tries the rows of a batch one by one.
func (dialect) MaxRowsTogether(place []sqldb.Column) int {
	if len(place) == 1 && place[0].Class == value.ClassInteger {
		return sqldb.BatchRows
	}
	return 100
}

// ComparesExactly leaves floats out: MySQL does not find 0.1 again in a FLOAT.
func (dialect) ComparesExactly(c sqldb.Column) bool {
	return c.Class != value.ClassJSON && c.Class != value.ClassFloat && c.Class != value.ClassPlace
}

// native is the value as the driver takes it.
func (d dialect) native(v any) any {
	switch v := v.(type) {
	case value.Decimal:
		if n, err := strconv.ParseUint(string(v), 10, 64); err == nil {
			return n
		}
		return string(v)
	case value.Timestamp:
		return v.UTC().Format("2006-01-02 15:04:05.999999")
	case value.JSON:
		return value.DocumentText(v.Value)
	}
	return v
}

// compared returns the two sides of a comparison that is exact for the column.
func (d dialect) compared(c sqldb.Column, v any) (left, right string, operand any) {
	left, right, operand = d.Quote(c.Name), "?", d.native(v)
	switch {
	case c.Class == value.ClassBits, c.Class == value.ClassBoolean && strings.HasPrefix(c.Type, "bit"):
		left = "CAST(" + left + " AS UNSIGNED)"
	case c.Class == value.ClassDecimal:
		right = "CAST(? AS DECIMAL(65,30))"
	case c.Bytewise && (c.Class == value.ClassText || c.Class == value.ClassOther):
		left, right = "CAST(CONVERT("+left+" USING utf8mb4) AS BINARY)", "CAST(? AS BINARY)"
	}
	return left, right, operand
}

func (d dialect) RowsIn(columns []sqldb.Column, tuples [][]any, args *[]any) string {
	if numbers, whole := numbersOf(columns, tuples); whole {
		return d.Quote(columns[0].Name) + " IN (" + listed(numbers) + ")"
	}
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

func (d dialect) Set(c sqldb.Column, v any, args *[]any) string {
	if v == nil {
		return "NULL"
	}
	*args = append(*args, d.native(v))
	return "?"
}

// numbersOf returns the values of a key that is one whole number; false for any other.
func numbersOf(columns []sqldb.Column, tuples [][]any) ([]int64, bool) {
	if len(columns) != 1 || columns[0].Class != value.ClassInteger {
		return nil, false
	}
	numbers := make([]int64, len(tuples))
	for n, tuple := range tuples {
		number, whole := tuple[0].(int64)
		if !whole {
			return nil, false
		}
		numbers[n] = number
	}
	return numbers, true
}

func listed(numbers []int64) string {
	b := make([]byte, 0, 10*len(numbers))
	for n, number := range numbers {
		if n > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendInt(b, number, 10)
	}
	return string(b)
}

// chosen returns, for each column, its value by the place of the row's number among all, which the server finds by
// halving; false where two rows have one number.
func (d dialect) chosen(place sqldb.Column, numbers []int64, columns []sqldb.Column, values [][]any,
	args *[]any) ([]string, bool) {
	order := make([]int, len(numbers))
	for n := range order {
		order[n] = n
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(numbers[a], numbers[b]) })
	ascending := make([]int64, len(numbers))
	for n, from := range order {
		ascending[n] = numbers[from]
		if n > 0 && ascending[n-1] == ascending[n] {
			return nil, false
		}
	}
	at := "(INTERVAL(" + d.Quote(place.Name) + "," + listed(ascending) + ")"
	sets := make([]string, len(columns))
	for i, c := range columns {
		var b strings.Builder
		b.WriteString(d.Quote(c.Name) + " = ELT" + at)
		for _, from := range order {
			b.WriteByte(',')
			b.WriteString(d.Set(c, values[from][i], args))
		}
		b.WriteByte(')')
		sets[i] = b.String()
	}
	return sets, true
}

// SetEach chooses among values by the primary key. Without one the written columns would be part of the choice, and
// MySQL sees them changed halfway through the statement.
func (d dialect) SetEach(t *sqldb.Table, place []sqldb.Column, tuples [][]any, columns []sqldb.Column,
	values [][]any) (string, []any, bool) {
	for _, c := range place {
		if c.Primary == 0 {
			return "", nil, false
		}
	}
	var args []any
	if numbers, whole := numbersOf(place, tuples); whole {
		if sets, apart := d.chosen(place[0], numbers, columns, values, &args); apart {
			return d.setting(t, sets, columns, place, tuples, &args), args, true
		}
	}
	if len(tuples) > 100 {
		return "", nil, false
	}
	var sets []string
	for i, c := range columns {
		var b strings.Builder
		b.WriteString(d.Quote(c.Name) + " = CASE")
		for n, tuple := range tuples {
			b.WriteString(" WHEN " + d.RowsIn(place, [][]any{tuple}, &args))
			b.WriteString(" THEN " + d.Set(c, values[n][i], &args))
		}
		b.WriteString(" ELSE " + d.Quote(c.Name) + " END")
		sets = append(sets, b.String())
	}
	return d.setting(t, sets, columns, place, tuples, &args), args, true
}

func (d dialect) setting(t *sqldb.Table, sets []string, columns, place []sqldb.Column, tuples [][]any,
	args *[]any) string {
	return "UPDATE " + sqldb.TableSQL(d, t) + " SET " + strings.Join(append(sets, d.Untouched(t, columns)...), ", ") +
		" WHERE " + d.RowsIn(place, tuples, args)
}

// Untouched names the columns that the server would set to the current time, so that it leaves them alone.
func (d dialect) Untouched(t *sqldb.Table, written []sqldb.Column) []string {
	var out []string
	for _, c := range t.Columns {
		named := false
		for _, w := range written {
			named = named || w.Name == c.Name
		}
		if c.AutoUpdated && !named {
			out = append(out, d.Quote(c.Name)+" = "+d.Quote(c.Name))
		}
	}
	return out
}
