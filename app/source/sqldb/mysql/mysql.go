package mysql

import (
	"context"
	"math/big"
	"strconv"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/value"
	"orangelab.cn/rightsdesk/model/pattern"
)

// dialect is what differs from the other engines; sqldb.Dialect documents the methods.
type dialect struct{}

func (dialect) Engine() string { return "MySQL" }

func (dialect) Capabilities() sqldb.Capabilities {
	return sqldb.Capabilities{Discreet: true, SelfReferenceBlocks: true, Fired: fired,
		KeyText: "COALESCE(HEX(WEIGHT_STRING(%[1]s)), CAST(%[1]s AS CHAR))"}
}

func (dialect) MaxValues() int { return 10_000 }

func (dialect) Placeholder(int) string { return "?" }

func (dialect) Quote(id string) string { return "`" + strings.ReplaceAll(id, "`", "``") + "`" }

// Expression asks for a FLOAT as the number it is, which the server would round to six digits as text, and for a place
// as text with the number of its reference system.
func (d dialect) Expression(c sqldb.Column) string {
	name := d.Quote(c.Name)
	switch {
	case c.Class == value.ClassFloat && c.Bits == 32:
		return name + " + 0E0"
	case c.Class == value.ClassPlace:
		return "CONCAT('SRID=', ST_SRID(" + name + "), ';', ST_AsText(" + name + "))"
	}
	return name
}

func (d dialect) In(c sqldb.Column, values []any, args *[]any) string {
	*args = append(*args, values...)
	return d.Quote(c.Name) + " IN (?" + strings.Repeat(",?", len(values)-1) + ")"
}

// Collates is true of every text: é and e, 😀 and 😎, a and A, "a" and "a " are equal by the usual collations.
func (dialect) Collates(c sqldb.Column) bool {
	return c.Class == value.ClassText || c.Class == value.ClassOther
}

func (dialect) InDocument(sqldb.Column, []string, []any, *[]any) (string, bool) { return "", false }

func (dialect) Unparsed(sqldb.Column) string { return "" }

func (dialect) Settings() []string { return nil }

// Bind returns each column its own kind of literal: MySQL would otherwise compare text with numbers as floats, where
// '1 apple' equals 1.
func (dialect) Bind(c sqldb.Column, v any) []any {
	if c.Class == value.ClassBytes {
		if b, ok := v.([]byte); ok {
			return []any{b}
		}
		if s, is := v.(string); is && c.Octets == 16 {
			if b, ok := value.UUIDBytes(s); ok {
				return []any{b}
			}
		}
	}
	if c.Class == value.ClassBoolean {
		// BOOLEAN is tinyint(1) here, which may well hold 5.
		if s, ok := value.Text(v); ok {
			if n, ok := value.AsInteger(s, v); ok && value.AsWritten(c.Class, s, v) {
				return []any{n}
			}
		}
	}
	if c.Class == value.ClassPlace {
		return nil
	}
	s, ok := value.TextAs(c.Class, c.Bits, false, v)
	if !ok || !value.Storable(c.Charset, s) {
		return nil // the server refuses the whole statement for one character that the column could never hold
	}
	switch c.Class {
	case value.ClassTimestamp:
		if !value.Placed(c.Zoned, v) {
			return nil
		}
	case value.ClassInteger, value.ClassBits:
		if n, err := strconv.ParseInt(s, 10, 64); err == nil {
			if n > 0 && n < 1901 && strings.HasPrefix(strings.ToLower(c.Type), "year") {
				return nil // which is another number: to the server 21 and 2021 are one year
			}
			return []any{n}
		}
		if n, err := strconv.ParseUint(s, 10, 64); err == nil {
			return []any{n}
		}
		return nil
	case value.ClassFloat:
		f, err := strconv.ParseFloat(s, 64)
		if err != nil {
			return nil
		}
		if c.Bits == 32 {
			f = float64(float32(f)) // the number that the column would hold
		}
		return []any{f}
	case value.ClassBoolean:
		if s == "true" {
			return []any{int64(1)}
		}
		return []any{int64(0)}
	case value.ClassUUID:
		return []any{s[:8] + "-" + s[8:12] + "-" + s[12:16] + "-" + s[16:20] + "-" + s[20:]}
	}
	return []any{s}
}

func (dialect) Scan(c sqldb.Column, raw any) any {
	switch v := raw.(type) {
	case uint64:
		if v <= 1<<63-1 {
			return int64(v)
		}
		return value.Decimal(strconv.FormatUint(v, 10))
	case float32:
		return value.ShortestNumber(float64(v), 32, "Infinity")
	case float64:
		return value.ShortestNumber(v, c.Bits, "Infinity")
	case int64:
		if c.Class == value.ClassBoolean && (v == 0 || v == 1) {
			return v == 1
		}
	case time.Time:
		return value.Timestamp{Time: v.UTC(), Local: !c.Zoned}
	case []byte:
		return mysqlText(c, v)
	}
	return raw
}

// bitsOf reads a BIT column, whose bytes begin with the highest, as the number it is.
func bitsOf(v []byte) any {
	n := new(big.Int).SetBytes(v)
	if n.IsInt64() {
		return n.Int64()
	}
	return value.Decimal(n.String())
}

func mysqlText(c sqldb.Column, v []byte) any {
	s := string(v)
	switch c.Class {
	case value.ClassBoolean:
		switch s {
		case "0", "\x00":
			return false
		case "1", "\x01":
			return true
		}
		if n, err := strconv.ParseInt(s, 10, 64); err == nil {
			return n
		}
	case value.ClassInteger:
		if n, err := strconv.ParseInt(s, 10, 64); err == nil {
			return n
		}
		return value.Decimal(s)
	case value.ClassFloat:
		if f, err := strconv.ParseFloat(s, 64); err == nil {
			return value.ShortestNumber(f, c.Bits, "Infinity")
		}
	case value.ClassBits:
		return bitsOf(v)
	case value.ClassPlace:
		return strings.TrimPrefix(s, "SRID=0;")
	case value.ClassDecimal:
		return value.Decimal(s)
	case value.ClassTimestamp:
		if t, err := time.Parse("2006-01-02 15:04:05.999999", s); err == nil {
			return value.Timestamp{Time: t, Local: !c.Zoned}
		}
	case value.ClassJSON:
		if doc, ok := value.ParseJSON(v); ok {
			return doc
		}
	case value.ClassBytes:
		return v
	}
	return s
}

func (dialect) Inspect(ctx context.Context, q sqldb.Querier,
	names []sqldb.TableName) (map[sqldb.TableName]*sqldb.Table, error) {
	out := map[sqldb.TableName]*sqldb.Table{}
	if len(names) == 0 {
		return out, nil
	}
	var args []any
	for _, n := range names {
		args = append(args, n.Schema, n.Name)
	}
	var schema, table, name, base, typ, nullable, extra, charset, computed string
	var primary int
	var characters, octets int64
	var here bool
	found := map[sqldb.TableName]*sqldb.Table{}
	query :=
		`SELECT c.TABLE_SCHEMA, c.TABLE_NAME, c.COLUMN_NAME, c.DATA_TYPE, c.COLUMN_TYPE, c.IS_NULLABLE, COALESCE(k.ORDINAL_POSITION, 0),
			c.TABLE_SCHEMA <=> DATABASE(), LOWER(c.EXTRA), COALESCE(c.CHARACTER_SET_NAME, ''), COALESCE(c.CHARACTER_MAXIMUM_LENGTH, 0), COALESCE(c.CHARACTER_OCTET_LENGTH, 0),
			COALESCE(c.GENERATION_EXPRESSION, '')
		FROM information_schema.COLUMNS c LEFT JOIN information_schema.KEY_COLUMN_USAGE k ON k.TABLE_SCHEMA = c.TABLE_SCHEMA
			AND k.TABLE_NAME = c.TABLE_NAME AND k.COLUMN_NAME = c.COLUMN_NAME AND k.CONSTRAINT_NAME = 'PRIMARY'
		WHERE (c.TABLE_SCHEMA, c.TABLE_NAME) IN ((COALESCE(NULLIF(?, ''), DATABASE()), ?)` +
			strings.Repeat(`, (COALESCE(NULLIF(?, ''), DATABASE()), ?)`, len(names)-1) +
			`) ORDER BY 1, 2, c.ORDINAL_POSITION`
	err := sqldb.EachRow(ctx, q, query, args,
		[]any{&schema, &table, &name, &base, &typ, &nullable, &primary, &here, &extra, &charset, &characters, &octets,
			&computed},
		func() error {
			key := sqldb.TableName{Schema: schema, Name: table}
			t := found[key]
			if t == nil {
				t = &sqldb.Table{Schema: schema, Name: table}
				found[key] = t
				if here {
					found[sqldb.TableName{Schema: "", Name: table}] = t
				}
			}
			c := sqldb.Column{Name: name, Type: typ, Nullable: nullable == "YES", Primary: primary,
				Generated: strings.Contains(extra, " generated"), AutoUpdated: strings.Contains(extra, "on update"),
				Computed: computed}
			c.Class, c.Bits = mysqlClass(strings.ToLower(base), strings.ToLower(typ))
			c.Padded = strings.EqualFold(base, "char")
			c.Zoned, c.Charset = strings.EqualFold(base, "timestamp"), charset
			if filled := zeros.FindStringSubmatch(typ); filled != nil {
				c.Digits, _ = strconv.Atoi(filled[1])
			}
			switch {
			case c.Class != value.ClassText && c.Class != value.ClassJSON && c.Class != value.ClassBytes:
			case strings.HasSuffix(strings.ToLower(base), "char"):
				c.Limit = int(characters)
			default:
				c.Octets = int(octets)
			}
			if strings.EqualFold(base, "enum") {
				c.Values = enumerated(typ)
			}
			t.Columns = append(t.Columns, c)
			return nil
		})
	if err != nil {
		return nil, err
	}
	for _, n := range names {
		if t := found[n]; t != nil {
			out[n] = t
			continue
		}
		for key, t := range found { // a server that folds names answers in its own case
			if strings.EqualFold(key.Schema, n.Schema) && strings.EqualFold(key.Name, n.Name) {
				out[n] = t
			}
		}
	}
	return out, nil
}

// enumerated returns the texts that enum('a','b') lists.
func enumerated(typ string) []string {
	var out []string
	for _, quoted := range enumText.FindAllString(typ, -1) {
		out = append(out, strings.ReplaceAll(quoted[1:len(quoted)-1], "''", "'"))
	}
	return out
}

// zeros is how wide a number of a column with ZEROFILL is.
var zeros = pattern.New(`(?i)^\w+\((\d{1,3})\).*zerofill`)

var enumText = pattern.New(`'(?:[^']|'')*'`)

func mysqlClass(base, full string) (value.Class, int) {
	switch base {
	case "tinyint":
		if strings.HasPrefix(full, "tinyint(1)") {
			return value.ClassBoolean, 0 // how MySQL and MariaDB write BOOLEAN
		}
		return value.ClassInteger, 64
	case "bit":
		if full == "bit(1)" {
			return value.ClassBoolean, 0
		}
		return value.ClassBits, 0
	case "smallint", "mediumint", "int", "bigint", "year":
		if strings.Contains(full, "unsigned") {
			return value.ClassInteger, 0
		}
		return value.ClassInteger, 64
	case "float":
		return value.ClassFloat, 32
	case "double":
		return value.ClassFloat, 64
	case "geometry", "point", "linestring", "polygon", "multipoint", "multilinestring", "multipolygon",
		"geometrycollection", "geomcollection":
		return value.ClassPlace, 0
	case "decimal":
		return value.ClassDecimal, 0
	case "char", "varchar", "tinytext", "text", "mediumtext", "longtext":
		return value.ClassText, 0
	case "date":
		return value.ClassDate, 0
	case "datetime", "timestamp":
		return value.ClassTimestamp, 0
	case "time":
		return value.ClassTime, 0
	case "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob":
		return value.ClassBytes, 0
	case "json":
		return value.ClassJSON, 0
	case "uuid":
		return value.ClassUUID, 0
	case "inet4", "inet6":
		return value.ClassNetwork, 0
	}
	return value.ClassOther, 0
}

func (dialect) List(ctx context.Context, q sqldb.Querier) ([]sqldb.TableName, error) {
	var out []sqldb.TableName
	var name string
	err := sqldb.EachRow(ctx, q,
		`SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED') ORDER BY TABLE_NAME`, nil, []any{&name}, func() error {
			out = append(out, sqldb.TableName{Schema: "", Name: name})
			return nil
		})
	return out, err
}

func (dialect) Copies(context.Context, sqldb.Querier) ([]sqldb.TableName, error) { return nil, nil }

func (dialect) ForeignKeys(ctx context.Context, q sqldb.Querier, t *sqldb.Table) ([]sqldb.ForeignKey, error) {
	var out []sqldb.ForeignKey
	var name, column, schema, table, target, last string
	err := sqldb.EachRow(ctx, q,
		`SELECT CONSTRAINT_NAME, COLUMN_NAME, REFERENCED_TABLE_SCHEMA, REFERENCED_TABLE_NAME, REFERENCED_COLUMN_NAME
		FROM information_schema.KEY_COLUMN_USAGE WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND REFERENCED_TABLE_NAME IS NOT NULL
		ORDER BY CONSTRAINT_NAME, ORDINAL_POSITION`, []any{t.Schema, t.Name}, []any{&name, &column, &schema, &table, &target}, func() error {
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
