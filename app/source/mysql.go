package source

import (
	"context"
	"math/big"
	"regexp"
	"strconv"
	"strings"
	"time"
)

type mysqlDialect struct{}

func (mysqlDialect) engine() string { return "MySQL" }

func (mysqlDialect) capabilities() capabilities {
	return capabilities{discreet: true, selfReferenceBlocks: true}
}

func (mysqlDialect) limit() int             { return 10_000 }
func (mysqlDialect) placeholder(int) string { return "?" }
func (mysqlDialect) quote(id string) string { return "`" + strings.ReplaceAll(id, "`", "``") + "`" }

// expression asks for a FLOAT as the number it is, which the server would round to six digits as text, and for a place
// as text with the number of its reference system.
func (d mysqlDialect) expression(c Column) string {
	name := d.quote(c.Name)
	switch {
	case c.class == classFloat && c.bits == 32:
		return name + " + 0E0"
	case c.class == classPlace:
		return "CONCAT('SRID=', ST_SRID(" + name + "), ';', ST_AsText(" + name + "))"
	}
	return name
}

func (d mysqlDialect) in(c Column, values []any, args *[]any) string {
	*args = append(*args, values...)
	return d.quote(c.Name) + " IN (?" + strings.Repeat(",?", len(values)-1) + ")"
}

// collates is true of every text: é and e, 😀 and 😎, a and A, "a" and "a " are equal by the usual collations.
func (mysqlDialect) collates(c Column) bool { return c.class == classText || c.class == classOther }

func (mysqlDialect) inDocument(Column, []string, []any, *[]any) (string, bool) { return "", false }

func (mysqlDialect) unparsed(Column) string { return "" }

func (mysqlDialect) settings() []string { return nil }

// bind gives each column its own kind of literal: MySQL would otherwise compare text with numbers as floats, where
// '1 apple' equals 1.
func (mysqlDialect) bind(c Column, v any) []any {
	if c.class == classBytes {
		if b, ok := v.([]byte); ok {
			return []any{b}
		}
	}
	if c.class == classBoolean {
		// BOOLEAN is tinyint(1) here, which may well hold 5.
		if s, ok := text(v); ok {
			if n, ok := asInteger(s, v); ok {
				return []any{n}
			}
		}
	}
	if c.class == classPlace {
		return nil
	}
	s, ok := fit(c.class, c.bits, false, v)
	if !ok || !storable(c.charset, s) {
		return nil // the server refuses the whole statement for one character that the column could never hold
	}
	switch c.class {
	case classInteger, classBits:
		if n, err := strconv.ParseInt(s, 10, 64); err == nil {
			return []any{n}
		}
		if n, err := strconv.ParseUint(s, 10, 64); err == nil {
			return []any{n}
		}
		return nil
	case classFloat:
		f, err := strconv.ParseFloat(s, 64)
		if err != nil {
			return nil
		}
		if c.bits == 32 {
			f = float64(float32(f)) // the number that the column would hold
		}
		return []any{f}
	case classBoolean:
		if s == "true" {
			return []any{int64(1)}
		}
		return []any{int64(0)}
	case classUUID:
		return []any{s[:8] + "-" + s[8:12] + "-" + s[12:16] + "-" + s[16:20] + "-" + s[20:]}
	}
	return []any{s}
}

func (mysqlDialect) scan(c Column, raw any) any {
	switch v := raw.(type) {
	case uint64:
		if v <= 1<<63-1 {
			return int64(v)
		}
		return Decimal(strconv.FormatUint(v, 10))
	case float32:
		return shortest(float64(v), 32, "Infinity")
	case float64:
		return shortest(v, c.bits, "Infinity")
	case int64:
		if c.class == classBoolean && (v == 0 || v == 1) {
			return v == 1
		}
	case time.Time:
		return Timestamp{Time: v.UTC(), Local: !c.zoned}
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
	return Decimal(n.String())
}

func mysqlText(c Column, v []byte) any {
	s := string(v)
	switch c.class {
	case classBoolean:
		switch s {
		case "0", "\x00":
			return false
		case "1", "\x01":
			return true
		}
		if n, err := strconv.ParseInt(s, 10, 64); err == nil {
			return n
		}
	case classInteger:
		if n, err := strconv.ParseInt(s, 10, 64); err == nil {
			return n
		}
		return Decimal(s)
	case classFloat:
		if f, err := strconv.ParseFloat(s, 64); err == nil {
			return shortest(f, c.bits, "Infinity")
		}
	case classBits:
		return bitsOf(v)
	case classPlace:
		return strings.TrimPrefix(s, "SRID=0;")
	case classDecimal:
		return Decimal(s)
	case classTimestamp:
		if t, err := time.Parse("2006-01-02 15:04:05.999999", s); err == nil {
			return Timestamp{Time: t, Local: !c.zoned}
		}
	case classJSON:
		if doc, ok := parseDocument(v); ok {
			return JSON{doc}
		}
	case classBytes:
		return v
	}
	return s
}

func (mysqlDialect) inspect(ctx context.Context, q querier, names []tableName) (map[tableName]*Table, error) {
	out := map[tableName]*Table{}
	if len(names) == 0 {
		return out, nil
	}
	var args []any
	for _, n := range names {
		args = append(args, n.schema, n.name)
	}
	var schema, table, name, base, typ, nullable, extra, charset string
	var primary int
	var characters, octets int64
	var here bool
	found := map[tableName]*Table{}
	query := `SELECT c.TABLE_SCHEMA, c.TABLE_NAME, c.COLUMN_NAME, c.DATA_TYPE, c.COLUMN_TYPE, c.IS_NULLABLE, COALESCE(k.ORDINAL_POSITION, 0),
			c.TABLE_SCHEMA <=> DATABASE(), LOWER(c.EXTRA), COALESCE(c.CHARACTER_SET_NAME, ''), COALESCE(c.CHARACTER_MAXIMUM_LENGTH, 0), COALESCE(c.CHARACTER_OCTET_LENGTH, 0)
		FROM information_schema.COLUMNS c LEFT JOIN information_schema.KEY_COLUMN_USAGE k ON k.TABLE_SCHEMA = c.TABLE_SCHEMA
			AND k.TABLE_NAME = c.TABLE_NAME AND k.COLUMN_NAME = c.COLUMN_NAME AND k.CONSTRAINT_NAME = 'PRIMARY'
		WHERE (c.TABLE_SCHEMA, c.TABLE_NAME) IN ((COALESCE(NULLIF(?, ''), DATABASE()), ?)` +
		strings.Repeat(`, (COALESCE(NULLIF(?, ''), DATABASE()), ?)`, len(names)-1) + `) ORDER BY 1, 2, c.ORDINAL_POSITION`
	err := eachRow(ctx, q, query, args, []any{&schema, &table, &name, &base, &typ, &nullable, &primary, &here, &extra, &charset, &characters, &octets}, func() error {
		key := tableName{schema, table}
		t := found[key]
		if t == nil {
			t = &Table{Schema: schema, Name: table}
			found[key] = t
			if here {
				found[tableName{"", table}] = t
			}
		}
		c := Column{Name: name, Type: typ, Nullable: nullable == "YES", Primary: primary,
			generated: strings.Contains(extra, " generated"), touched: strings.Contains(extra, "on update")}
		c.class, c.bits = mysqlClass(strings.ToLower(base), strings.ToLower(typ))
		c.padded = strings.EqualFold(base, "char")
		c.zoned, c.charset = strings.EqualFold(base, "timestamp"), charset
		switch {
		case c.class != classText && c.class != classJSON:
		case strings.HasSuffix(strings.ToLower(base), "char"):
			c.limit = int(characters)
		default:
			c.octets = int(octets)
		}
		if strings.EqualFold(base, "enum") {
			c.values = enumerated(typ)
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
			if strings.EqualFold(key.schema, n.schema) && strings.EqualFold(key.name, n.name) {
				out[n] = t
			}
		}
	}
	return out, nil
}

// enumerated gives the texts that enum('a','b') lists.
func enumerated(typ string) []string {
	var out []string
	for _, quoted := range enumText.FindAllString(typ, -1) {
		out = append(out, strings.ReplaceAll(quoted[1:len(quoted)-1], "''", "'"))
	}
	return out
}

var enumText = regexp.MustCompile(`'(?:[^']|'')*'`)

func mysqlClass(base, full string) (class, int) {
	switch base {
	case "tinyint":
		if strings.HasPrefix(full, "tinyint(1)") {
			return classBoolean, 0 // how MySQL and MariaDB write BOOLEAN
		}
		return classInteger, 64
	case "bit":
		if full == "bit(1)" {
			return classBoolean, 0
		}
		return classBits, 0
	case "smallint", "mediumint", "int", "bigint", "year":
		if strings.Contains(full, "unsigned") {
			return classInteger, 0
		}
		return classInteger, 64
	case "float":
		return classFloat, 32
	case "double":
		return classFloat, 64
	case "geometry", "point", "linestring", "polygon", "multipoint", "multilinestring", "multipolygon", "geometrycollection", "geomcollection":
		return classPlace, 0
	case "decimal":
		return classDecimal, 0
	case "char", "varchar", "tinytext", "text", "mediumtext", "longtext":
		return classText, 0
	case "date":
		return classDate, 0
	case "datetime", "timestamp":
		return classTimestamp, 0
	case "time":
		return classTime, 0
	case "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob":
		return classBytes, 0
	case "json":
		return classJSON, 0
	case "uuid":
		return classUUID, 0
	case "inet4", "inet6":
		return classNetwork, 0
	}
	return classOther, 0
}

func (mysqlDialect) list(ctx context.Context, q querier) ([]tableName, error) {
	var out []tableName
	var name string
	err := eachRow(ctx, q, `SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED') ORDER BY TABLE_NAME`, nil, []any{&name}, func() error {
		out = append(out, tableName{"", name})
		return nil
	})
	return out, err
}

func (mysqlDialect) copies(context.Context, querier) ([]tableName, error) { return nil, nil }

func (mysqlDialect) foreignKeys(ctx context.Context, q querier, t *Table) ([]ForeignKey, error) {
	var out []ForeignKey
	var name, column, schema, table, target, last string
	err := eachRow(ctx, q, `SELECT CONSTRAINT_NAME, COLUMN_NAME, REFERENCED_TABLE_SCHEMA, REFERENCED_TABLE_NAME, REFERENCED_COLUMN_NAME
		FROM information_schema.KEY_COLUMN_USAGE WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND REFERENCED_TABLE_NAME IS NOT NULL
		ORDER BY CONSTRAINT_NAME, ORDINAL_POSITION`, []any{t.Schema, t.Name}, []any{&name, &column, &schema, &table, &target}, func() error {
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
