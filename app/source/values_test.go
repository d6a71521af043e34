package source_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/source/dataset"
)

// engineNamed opens a database on one engine, or skips the test.
func engineNamed(t *testing.T, name string) *testDB {
	t.Helper()
	db := map[string]func(testing.TB) *testDB{"PostgreSQL": postgresDB, "MySQL": mysqlDB, "SQLite": sqliteDB}[name](t)
	if db == nil {
		t.Skip("no server given")
	}
	return db
}

// What a column holds is written so that a person reads it as it is, or in base64 where it is no text.
func TestValuesComeOutAsTheyAre(t *testing.T) {
	const gbk, gbkWanted = "CAST(x'cdf5d0a1c3f7' AS TEXT)", `{"unreadable":"not UTF-8; read as GB18030 it would say 王小明","base64":"zfXQocP3"}`
	for engine, columns := range map[string][][3]string{
		"SQLite": {
			{"DATETIME", "'2026-11-05 23:30:00'", `"2026-11-05T23:30:00"`},
			{"TIMESTAMP", "'2026-11-05T23:30:00+08:00'", `"2026-11-05T23:30:00+08:00"`},
			{"TIMESTAMP", "'2026-11-05 23:30:00.120+0800'", `"2026-11-05T23:30:00.12+08:00"`},
			{"TIMESTAMP", "'2026-11-05 23:30:00Z'", `"2026-11-05T23:30:00Z"`},
			{"DATETIME", "1762356600", `1762356600`},
			{"DATETIME", "'0000-00-00 00:00:00'", `"0000-00-00 00:00:00"`},
			{"DATE", "'2026-11-05'", `"2026-11-05"`},
			{"DATE", "20397", `20397`},
			{"TEXT", gbk, gbkWanted},
			{"DATETIME", gbk, gbkWanted},
			{"JSON", gbk, gbkWanted},
			{"TEXT", "CAST(x'ff00fe' AS TEXT)", `{"unreadable":"not UTF-8","base64":"/wD+"}`},
			{"JSON", `'{"name":"\ud83d"}'`, `"{\"name\":\"\\ud83d\"}"`},
			{"JSON", `'{"name":"\ud83d\ude00 \\ud83d"}'`, `{"name":"😀 \\ud83d"}`},
			{"BLOB", "x'cdf5d0a1c3f7'", `"zfXQocP3"`},
			{"BLOB", "'text'", `"text"`},
			{"INTEGER", "9007199254740993", `9007199254740993`},
			{"REAL", "3", `3`},
			{"INTEGER", "'high'", `"high"`},
			{"TEXT", "x'6869'", `"hi"`},
			{"BLOB", "x'686900'", `"aGkA"`},
			{"BLOB", "x''", `""`},
			{"", "9e999", `"Inf"`},
			{"BOOLEAN", "2", `2`},
		},
		"MySQL": {
			{"DATETIME", "'2026-11-05 23:30:00'", `"2026-11-05T23:30:00"`},
			{"DATETIME(3)", "'2026-11-05 23:30:00.5'", `"2026-11-05T23:30:00.5"`},
			{"TIMESTAMP", "'2026-11-05 23:30:00'", `"2026-11-05T23:30:00Z"`},
			{"DATETIME", "'0000-00-00 00:00:00'", `"0000-00-00 00:00:00"`},
			{"DATE", "'2026-00-00'", `"2026-00-00"`},
			{"TIME", "'-838:59:59'", `"-838:59:59"`},
			{"YEAR", "2024", `2024`},
			{"POINT", "ST_GeomFromText('POINT(116.4 39.9)')", `"POINT(116.4 39.9)"`},
			{"POINT", "ST_GeomFromText('POINT(116.4 39.9)', 4326)", `"SRID=4326;POINT(116.4 39.9)"`},
			{"POLYGON", "ST_GeomFromText('POLYGON((0 0,1 1,2 0,0 0))')", `"POLYGON((0 0,1 1,2 0,0 0))"`},
			{"GEOMETRY", "NULL", `null`},
			{"BIT(8)", "b'10100101'", `165`},
			{"BIT(64)", "b'1111111111111111111111111111111111111111111111111111111111111111'", `18446744073709551615`},
			{"BIT(1)", "b'1'", `true`},
			{"FLOAT", "16777216", `16777216`},
			{"FLOAT", "0.1", `0.1`},
			{"DOUBLE", "123456789012345680000", `123456789012345680000`},
			{"DECIMAL(60,30)", "123456789012345678901234567890.012345678901234567890123456789",
				`123456789012345678901234567890.012345678901234567890123456789`},
			{"BIGINT UNSIGNED", "18446744073709551615", `18446744073709551615`},
			{"SET('a','b')", "'a,b'", `"a,b"`},
			{"ENUM('男','女')", "'女'", `"女"`},
			{"BLOB", "x'cdf5'", `"zfU="`},
			{"VARBINARY(9)", "'王'", `"王"`},
			{"INT(6) ZEROFILL", "42", `"000042"`},
			{"BIGINT(20) UNSIGNED ZEROFILL", "18446744073709551615", `18446744073709551615`},
			{"DECIMAL(8,2) ZEROFILL", "4.5", `"000004.50"`},
			{"VARCHAR(9) CHARACTER SET gbk", "'王小明'", `"王小明"`},
		},
		"PostgreSQL": {
			{"timestamp", "'2026-11-05 23:30:00'", `"2026-11-05T23:30:00"`},
			{"timestamptz", "'2026-11-05 23:30:00+08'", `"2026-11-05T15:30:00Z"`},
			{"timestamp", "'infinity'", `"infinity"`},
			{"date", "'2026-11-05'", `"2026-11-05"`},
			{"timetz", "'03:04:05+02'", `"03:04:05+02"`},
			{"interval", "'1 day 02:03:04'", `"1 day 02:03:04"`},
			{"xml", "'<a>王</a>'", `"<a>王</a>"`},
			{"bytea", `'\x00ff'`, `"AP8="`},
			{"bytea", `'\x686921'`, `"hi!"`},
			{"date", "'0044-03-15 BC'", `"0044-03-15 BC"`},
			{"date", "'0001-02-29 BC'", `"0001-02-29 BC"`},
			{"timestamp", "'0044-03-15 10:00:00 BC'", `"0044-03-15T10:00:00 BC"`},
			{"timestamptz", "'0044-03-15 10:00:00+00 BC'", `"0044-03-15T10:00:00Z BC"`},
			{"timestamp[]", "'{0044-03-15 10:00:00 BC}'", `["0044-03-15T10:00:00 BC"]`},
			{"date", "'12026-11-05'", `"12026-11-05"`},
			{"bit(4)", "B'1010'", `"1010"`},
			{"point", "'(116.4,39.9)'", `"(116.4,39.9)"`},
			{"money", "'12.50'", `"$12.50"`},
			{"numeric", "'NaN'", `"NaN"`},
			{"numeric(40,10)", "123456789012345678901234567890.0123456789",
				`123456789012345678901234567890.0123456789`},
			{"float8", "'-Infinity'", `"-Infinity"`},
			{"float4", "0.1", `0.1`},
			{"int8", "9007199254740993", `9007199254740993`},
			{"timestamp[]", "'{2021-01-01 10:00:00,NULL}'", `["2021-01-01T10:00:00",null]`},
			{"int4range", "'[1,5)'", `"[1,5)"`},
			{"inet", "'10.0.0.1/8'", `"10.0.0.1/8"`},
			{"tsvector", "'a b'", `"'a' 'b'"`},
			{"uuid", "'6fa459ea-ee8a-3ca4-894e-db77e160355e'", `"6fa459ea-ee8a-3ca4-894e-db77e160355e"`},
			{"json", `'{"a":"\u0000"}'`, `{"a":"\u0000"}`},
			{"json", `'{"a":"\ud83d"}'`, `"{\"a\":\"\\ud83d\"}"`},
		},
	} {
		for _, column := range columns {
			t.Run(engine+"/"+column[0]+"/"+column[1], func(t *testing.T) {
				db := engineNamed(t, engine)
				if engine == "MySQL" {
					db.exec(t, "SET SESSION sql_mode = ''")
				}
				db.exec(t,
					"CREATE TABLE p (id INT PRIMARY KEY, mail VARCHAR(9), v "+column[0]+" NULL);\nINSERT INTO p VALUES (1, 'a@x', "+column[1]+")")
				file := trialFile(t, d("m", c("p", "", f("id", pk), f("mail", email), f("v", ""))))
				code, out, says := tried(t, "--dataset", file, "--source", "m="+db.dsn, "--identity", "email=a@x",
					"--access")
				var rows map[string][]struct {
					V json.RawMessage `json:"v"`
				}
				if err := json.Unmarshal([]byte(out), &rows); code != 0 || err != nil || len(rows["m:p"]) != 1 {
					t.Fatalf("gives %d, %v: %s%s", code, err, out, says)
				}
				var got bytes.Buffer
				if err := json.Compact(&got, rows["m:p"][0].V); err != nil {
					t.Fatal(err)
				}
				if got.String() != column[2] || strings.Contains(out, "\ufffd") {
					t.Errorf("got %s, want %s", got.String(), column[2])
				}
			})
		}
	}
}

// A value leads on however the column that it leads to writes it down.
func TestLinksHoldOverColumnsOfDifferentKinds(t *testing.T) {
	for engine, links := range map[string][][4]string{
		"MySQL": {
			{"BIGINT UNSIGNED", "18446744073709551615", "BIGINT UNSIGNED", "18446744073709551615"},
			{"BIGINT UNSIGNED", "9223372036854775808", "VARCHAR(30)", "'9223372036854775808'"},
			{"VARCHAR(30)", "'18446744073709551615'", "BIGINT UNSIGNED", "18446744073709551615"},
			{"INT(6) ZEROFILL", "42", "INT", "42"},
			{"INT", "42", "INT(6) ZEROFILL", "42"},
			{"INT(6) ZEROFILL", "42", "INT(9) ZEROFILL", "42"},
			{"INT(6) ZEROFILL", "42", "VARCHAR(9)", "'42'"},
			{"INT(6) ZEROFILL", "42", "VARCHAR(9)", "'000042'"},
			{"VARCHAR(9)", "'000042'", "INT(6) ZEROFILL", "42"},
			{"FLOAT", "0.1", "FLOAT", "0.1"},
			{"FLOAT", "16777216", "INT", "16777216"},
			{"DECIMAL(9,3)", "0.1", "FLOAT", "0.1"},
			{"DATETIME", "'2021-01-06 01:00:00'", "VARCHAR(30)", "'2021-01-06 01:00:00'"},
			{"DATETIME", "'2021-01-06 01:00:00'", "VARCHAR(30)", "'2021-01-06T01:00:00'"},
			{"VARCHAR(30)", "'2021-01-06 01:00:00'", "DATETIME", "'2021-01-06 01:00:00'"},
			{"BIT(8)", "b'101'", "INT", "5"},
			{"INT", "5", "BIT(8)", "b'101'"},
			{"BIGINT", "9007199254740992", "DOUBLE", "9007199254740992"},
			{"UUID", "'00112233-4455-6677-8899-aabbccddeeff'", "CHAR(36)", "'00112233-4455-6677-8899-AABBCCDDEEFF'"},
			{"CHAR(36)", "'00112233-4455-6677-8899-AABBCCDDEEFF'", "UUID", "'00112233-4455-6677-8899-aabbccddeeff'"},
			{"UUID", "'00112233-4455-6677-8899-aabbccddeeff'", "UUID", "'00112233-4455-6677-8899-aabbccddeeff'"},
			{"UUID", "'00112233-4455-6677-8899-aabbccddeeff'", "CHAR(32)", "'00112233445566778899aabbccddeeff'"},
			{"CHAR(38)", "'{00112233-4455-6677-8899-AABBCCDDEEFF}'", "UUID", "'00112233-4455-6677-8899-aabbccddeeff'"},
			{"CHAR(36)", "'00112233-4455-6677-8899-aabbccddeeff'", "BINARY(16)", "X'00112233445566778899aabbccddeeff'"},
			{"CHAR(32)", "'00112233445566778899AABBCCDDEEFF'", "BINARY(16)", "X'00112233445566778899aabbccddeeff'"},
			{"UUID", "'00112233-4455-6677-8899-aabbccddeeff'", "BINARY(16)", "X'00112233445566778899aabbccddeeff'"},
			{"BINARY(16)", "X'00112233445566778899aabbccddeeff'", "UUID", "'00112233-4455-6677-8899-aabbccddeeff'"},
			{"BINARY(16)", "X'00112233445566778899aabbccddeeff'", "CHAR(36)",
				"'00112233-4455-6677-8899-AABBCCDDEEFF'"},
			{"VARBINARY(16)", "X'00112233445566778899aabbccddeeff'", "BINARY(16)",
				"X'00112233445566778899aabbccddeeff'"},
			{"DECIMAL(9,2)", "12.30", "VARCHAR(30)", "'12.30'"},
			{"DECIMAL(9,2)", "12.30", "VARCHAR(30)", "'12.3'"},
			{"DECIMAL(9,4)", "12.30", "VARCHAR(30)", "'12.300'"},
			{"DECIMAL(9,1)", "12.3", "VARCHAR(30)", "'12.30'"},
			{"DECIMAL(9,2)", "7", "VARCHAR(30)", "'7.00'"},
			{"VARCHAR(30)", "'12.30'", "DECIMAL(9,2)", "12.3"},
			{"VARCHAR(30)", "'12.3'", "DECIMAL(9,2)", "12.3"},
			{"DECIMAL(9,2)", "12.30", "DECIMAL(9,1)", "12.3"},
			{"DOUBLE", "12.3", "VARCHAR(30)", "'12.30'"},
			{"DATETIME(6)", "'2021-01-06 01:00:00.123456'", "VARCHAR(30)", "'2021-01-06 01:00:00.123456'"},
			{"DATETIME(6)", "'2021-01-06 01:00:00.123456'", "VARCHAR(30)", "'2021-01-06T01:00:00.123456'"},
			{"DATETIME(6)", "'2021-01-06 01:00:00.5'", "VARCHAR(30)", "'2021-01-06 01:00:00.500000'"},
			{"DATETIME(6)", "'2021-01-06 01:00:00.5'", "VARCHAR(30)", "'2021-01-06T01:00:00.500'"},
			{"DATETIME(6)", "'2021-01-06 01:00:00'", "VARCHAR(30)", "'2021-01-06 01:00:00.000000'"},
			{"VARCHAR(30)", "'2021-01-06T01:00:00.500'", "DATETIME(6)", "'2021-01-06 01:00:00.5'"},
			{"VARCHAR(30)", "'2021-01-06 01:00:00.123456'", "DATETIME(6)", "'2021-01-06 01:00:00.123456'"},
			{"TIMESTAMP(6)", "'2021-01-06 01:00:00.5'", "VARCHAR(40)", "'2021-01-06T01:00:00.500Z'"},
			{"DATE", "'2021-01-06'", "VARCHAR(30)", "'2021-01-06'"},
			{"VARCHAR(30)", "'2021-01-06'", "DATE", "'2021-01-06'"},
			{"DATE", "'2021-01-06'", "DATETIME", "'2021-01-06'"},
			{"BOOLEAN", "TRUE", "INT", "1"},
			{"INT", "1", "BOOLEAN", "TRUE"},
			{"BIT(1)", "b'1'", "TINYINT", "1"},
		},
		"PostgreSQL": {
			{"numeric", "18446744073709551615", "numeric", "18446744073709551615"},
			{"numeric", "18446744073709551615", "text", "'18446744073709551615'"},
			{"float4", "0.1", "float4", "0.1"},
			{"timestamp", "'2021-01-06 01:00:00'", "text", "'2021-01-06 01:00:00'"},
			{"timestamptz", "'2021-01-06 01:00:00+00'", "text", "'2021-01-06T01:00:00Z'"},
			{"text", "'2021-01-06 01:00:00'", "timestamp", "'2021-01-06 01:00:00'"},
			{"bigint", "9007199254740992", "float8", "9007199254740992"},
			{"uuid", "'00112233-4455-6677-8899-aabbccddeeff'", "text", "'00112233-4455-6677-8899-AABBCCDDEEFF'"},
			{"uuid[]", "'{00112233-4455-6677-8899-aabbccddeeff}'", "varchar(36)",
				"'00112233-4455-6677-8899-AABBCCDDEEFF'"},
			{"text", "'00112233-4455-6677-8899-AABBCCDDEEFF'", "uuid", "'00112233-4455-6677-8899-aabbccddeeff'"},
			{"text", "'{00112233-4455-6677-8899-AABBCCDDEEFF}'", "uuid", "'00112233-4455-6677-8899-aabbccddeeff'"},
			{"text", "'00112233445566778899AABBCCDDEEFF'", "uuid", "'00112233-4455-6677-8899-aabbccddeeff'"},
			{"uuid", "'00112233-4455-6677-8899-aabbccddeeff'", "text", "'00112233445566778899aabbccddeeff'"},
			{"uuid", "'00112233-4455-6677-8899-aabbccddeeff'", "text", "'{00112233-4455-6677-8899-AABBCCDDEEFF}'"},
			{"uuid", "'00112233-4455-6677-8899-aabbccddeeff'", "char(32)", "'00112233445566778899aabbccddeeff'"},
			{"uuid", "'00112233-4455-6677-8899-aabbccddeeff'", "bytea", `'\x00112233445566778899aabbccddeeff'`},
			{"text", "'00112233-4455-6677-8899-aabbccddeeff'", "bytea", `'\x00112233445566778899aabbccddeeff'`},
			{"bytea", `'\x00112233445566778899aabbccddeeff'`, "uuid", "'00112233-4455-6677-8899-aabbccddeeff'"},
			{"bytea", `'\x00112233445566778899aabbccddeeff'`, "text", "'00112233-4455-6677-8899-aabbccddeeff'"},
			{"uuid", "'00112233-4455-6677-8899-aabbccddeeff'", "text[]", "'{00112233-4455-6677-8899-AABBCCDDEEFF}'"},
			{"numeric(9,2)", "12.30", "text", "'12.30'"},
			{"numeric(9,2)", "12.30", "varchar(9)", "'12.3'"},
			{"numeric", "12.3", "text", "'12.30'"},
			{"numeric(9,2)", "7", "text", "'7.00'"},
			{"numeric(9,2)", "7", "text", "'7'"},
			{"text", "'12.30'", "numeric(9,1)", "12.3"},
			{"text", "'12.3'", "numeric(9,2)", "12.3"},
			{"float8", "12.3", "text", "'12.30'"},
			{"timestamp", "'2021-01-06 01:00:00.5'", "text", "'2021-01-06T01:00:00.500000'"},
			{"timestamp", "'2021-01-06 01:00:00.123456'", "text", "'2021-01-06 01:00:00.123456'"},
			{"timestamptz", "'2021-01-06 01:00:00.5+00'", "text", "'2021-01-06T01:00:00.500Z'"},
			{"text", "'2021-01-06T01:00:00.500'", "timestamp", "'2021-01-06 01:00:00.5'"},
			{"date", "'2021-01-06'", "text", "'2021-01-06'"},
			{"text", "'2021-01-06'", "date", "'2021-01-06'"},
			{"date", "'2021-01-06'", "timestamp", "'2021-01-06 00:00:00'"},
			{"boolean", "TRUE", "int", "1"},
			{"int", "1", "boolean", "TRUE"},
			{"boolean", "TRUE", "text", "'true'"},
			{"text", "'t'", "boolean", "TRUE"},
		},
		"SQLite": {
			{"NUMERIC", "'18446744073709551615'", "NUMERIC", "'18446744073709551615'"},
			{"DATETIME", "'2021-01-06 01:00:00'", "TEXT", "'2021-01-06 01:00:00'"},
			{"TEXT", "CAST(x'cdf5' AS TEXT)", "TEXT", "CAST(x'cdf5' AS TEXT)"},
			{"DECIMAL(9,2)", "12.30", "TEXT", "'12.30'"},
			{"DECIMAL(9,2)", "12.30", "TEXT", "'12.3'"},
			{"TEXT", "'12.30'", "DECIMAL(9,2)", "12.3"},
			{"REAL", "12.3", "TEXT", "'12.30'"},
			{"BLOB", "x'00112233445566778899aabbccddeeff'", "TEXT", "'00112233-4455-6677-8899-aabbccddeeff'"},
			{"TEXT", "'00112233-4455-6677-8899-AABBCCDDEEFF'", "BLOB", "x'00112233445566778899aabbccddeeff'"},
			{"DATETIME", "'2021-01-06 01:00:00.5'", "TEXT", "'2021-01-06T01:00:00.500'"},
			{"DATETIME", "'2021-01-06T01:00:00.500000'", "DATETIME", "'2021-01-06 01:00:00.5'"},
			{"DATE", "'2021-01-06'", "TEXT", "'2021-01-06'"},
			{"BOOLEAN", "1", "INT", "1"},
		},
	} {
		for _, link := range links {
			for _, typ := range []string{"", "data_type: string, ", "data_type: integer, "} {
				if typ == "data_type: string, " && (link[0] == "BOOLEAN" || link[0] == "boolean" ||
					link[0] == "BIT(1)" || link[0] == "DATETIME" && link[2] == "DATETIME") {
					continue // as texts they differ
				}
				if typ == "data_type: integer, " && (strings.Trim(link[3], "'0123456789") != "" ||
					strings.Contains(link[0], "FLOAT")) {
					continue
				}
				t.Run(engine+"/"+link[0]+" to "+link[2]+link[3]+"/"+typ, func(t *testing.T) {
					db := engineNamed(t, engine)
					db.exec(t,
						"CREATE TABLE p (id INT PRIMARY KEY, mail VARCHAR(9), k "+link[0]+");\nCREATE TABLE o (id INT PRIMARY KEY, k "+link[2]+");\n"+
							"INSERT INTO p VALUES (1, 'a@x', "+link[1]+");\nINSERT INTO o VALUES (7, "+link[3]+")")
					maps := d("m", c("p", "", f("id", pk), f("mail", email), f("k", "")),
						c("o", "", f("id", pk), f("k", typ+ref("m", "p.k", "from"))))
					if got := accessed(t, db, linked(t, maps),
						dataset.Identities{"email": {"a@x"}})["m:o"]; !strings.HasPrefix(got, `[{"id":7,`) {
						t.Errorf("got %s", got)
					}
				})
			}
		}
	}
}

// What is nearly equal is another's, whichever way the engine would round or convert it.
func TestLinksHoldOnlyWhereTheValueIsEqual(t *testing.T) {
	types := map[string]map[string]string{
		"MySQL": {"float": "DOUBLE", "single": "FLOAT", "decimal": "DECIMAL(30,10)", "bytes": "BINARY(16)",
			"moment": "DATETIME(6)", "zoned": "TIMESTAMP(6)", "clock": "TIME(6)", "year": "YEAR",
			"choice":  "ENUM('a', 'b')",
			"several": "SET('a', 'b')", "label": "VARCHAR(99)", "address": "INET4", "uuid": "UUID"},
		"PostgreSQL": {"float": "DOUBLE PRECISION", "single": "REAL", "decimal": "NUMERIC", "bytes": "BYTEA",
			"moment": "TIMESTAMP", "zoned": "TIMESTAMPTZ", "clock": "TIME", "label": "NAME", "address": "INET",
			"uuid": "UUID"},
		"SQLite": {"float": "REAL", "single": "REAL", "decimal": "NUMERIC", "bytes": "BLOB", "moment": "DATETIME"},
	}
	onEngines(t, func(t *testing.T, db *testDB) {
		for _, link := range [][4]string{
			{"BIGINT", "9007199254740993", "float", "9007199254740992"},
			{"BIGINT", "9223372036854775807", "float", "9223372036854775808"},
			{"VARCHAR(30)", "'9007199254740993'", "float", "9007199254740992"},
			{"BIGINT", "16777217", "single", "16777216"},
			{"decimal", "0.1234567891", "single", "0.12345679"},
			{"VARCHAR(30)", "'01'", "INT", "1"},
			{"VARCHAR(30)", "'+1'", "INT", "1"},
			{"VARCHAR(30)", "'1.0'", "INT", "1"},
			{"VARCHAR(30)", "' 1'", "INT", "1"},
			{"VARCHAR(30)", "'-01'", "BIGINT", "-1"}, {"VARCHAR(30)", "'01'", "decimal", "1"},
			{"VARCHAR(30)", "'007.5'", "float", "7.5"},
			{"INT", "1", "VARCHAR(30)", "'01'"},
			{"INT", "12", "VARCHAR(30)", "'12.0'"},
			{"VARCHAR(30)", "'-0'", "INT", "0"}, {"VARCHAR(30)", "'-0'", "decimal", "0"},
			{"VARCHAR(30)", "'1e2'", "decimal", "100"},
			{"VARCHAR(30)", "'1E2'", "float", "100"},
			{"VARCHAR(30)", "'12e0'", "float", "12"},
			{"VARCHAR(40)", "'2021-01-06 01:00:00.1234567'", "moment", "'2021-01-06 01:00:00.123456'"},
			{"VARCHAR(40)", "'01:02:03.1234567'", "clock", "'01:02:03.123456'"},
			{"VARCHAR(40)", "'2021-01-06 24:00:00'", "moment", "'2021-01-07 00:00:00'"},
			{"VARCHAR(40)", "'2021-01-06 01:00:00'", "zoned", "'2021-01-06 01:00:00'"},
			{"VARCHAR(40)", "'2021-01-06'", "zoned", "'2021-01-06 00:00:00'"},
			{"DATE", "'2021-01-06'", "zoned", "'2021-01-06 00:00:00'"},
			{"moment", "'2021-01-06 01:00:00'", "zoned", "'2021-01-06 01:00:00'"},
			{"zoned", "'2021-01-06 01:00:00'", "moment", "'2021-01-06 01:00:00'"},
			{"zoned", "'2021-01-06 01:00:00'", "VARCHAR(40)", "'2021-01-06 01:00:00'"},
			{"VARCHAR(40)", "'2021-01-06 09:00:00+08:00'", "moment", "'2021-01-06 01:00:00'"},
			{"VARCHAR(40)", "'2021-02-30'", "DATE", "'2021-03-02'"},
			{"INT", "21", "year", "2021"},
			{"VARCHAR(9)", "'21'", "year", "2021"},
			{"INT", "0", "year", "2000"},
			{"VARCHAR(9)", "'1'", "choice", "'a'"},
			{"INT", "1", "choice", "'a'"}, {"INT", "1", "several", "'a'"},
			{"VARCHAR(99)", "'" + strings.Repeat("n", 64) + "'", "label", "'" + strings.Repeat("n", 63) + "'"},
			{"VARCHAR(20)", "'10.0.0.1'", "address", "'10.0.0.10'"},
			{"VARCHAR(20)", "'1.2.3'", "VARCHAR(20)", "'1.2.30'"},
			{"VARCHAR(20)", "'a'", "VARCHAR(20)", "'a '"}, {"VARCHAR(20)", "'a'", "VARCHAR(20)", "'A'"},
			{"VARCHAR(20)", "'ß'", "VARCHAR(20)", "'ss'"}, {"VARCHAR(20)", "'é'", "VARCHAR(20)", "'e'"},
			{"VARCHAR(20)", "'😀'", "VARCHAR(20)", "'😎'"}, {"VARCHAR(20)", "'ｕ1'", "VARCHAR(20)", "'u1'"},
			{"BOOLEAN", "TRUE", "INT", "2"},
			{"VARCHAR(20)", "'2'", "BOOLEAN", "TRUE"},
			{"VARCHAR(20)", "'0x10'", "INT", "16"}, {"VARCHAR(20)", "'1_000'", "INT", "1000"},
			{"VARCHAR(20)", "'1,000'", "INT", "1000"}, {"VARCHAR(20)", "'９'", "INT", "9"},
			{"VARCHAR(40)", "'00112233-4455-6677-8899-aabbccddeeff '", "bytes", "00112233445566778899aabbccddeeff"},
			{"VARCHAR(40)", "'{00112233-4455-6677-8899-aabbccddeeff'", "bytes", "00112233445566778899aabbccddeeff"},
			{"VARCHAR(40)", "'0-0112233-4455-6677-8899-aabbccddeeff'", "uuid",
				"'00112233-4455-6677-8899-aabbccddeeff'"},
			{"decimal", "12.3", "VARCHAR(30)", "'12.31'"}, {"decimal", "12.3", "VARCHAR(30)", "'012.3'"},
			{"VARCHAR(30)", "'12.30'", "VARCHAR(30)", "'12.3'"},
			{"VARCHAR(36)", "'00112233-4455-6677-8899-aabbccddeeff'", "VARCHAR(36)",
				"'00112233445566778899aabbccddeeff'"},
			{"VARCHAR(36)", "'00112233-4455-6677-8899-aabbccddeeff'", "bytes", "33221100554477668899aabbccddeeff"},
			{"VARCHAR(36)", "'00112233-4455-6677-8899-aabbccddeeff'", "bytes", "66774455001122338899aabbccddeeff"},
			{"VARCHAR(36)", "'00112233-4455-6677-8899-aabbccddeef'", "bytes", "00112233445566778899aabbccddeeff"},
			{"VARCHAR(30)", "'06/01/2021'", "DATE", "'2021-01-06'"},
			{"DATE", "'2021-01-06'", "VARCHAR(30)", "'06/01/2021'"},
			{"moment", "'2021-01-06 01:00:00.5'", "VARCHAR(40)", "'2021-01-06 01:00:00.6'"},
			{"moment", "'2021-01-06 01:00:00.5'", "VARCHAR(40)", "'2021-01-06 01:00:00'"},
			{"VARCHAR(30)", "'12345678901234567.3'", "decimal", "12345678901234567.4"},
			{"VARCHAR(30)", "'9007199254740993'", "decimal", "9007199254740992"},
			{"VARCHAR(36)", "'00112233-4455-6677-8899-aabbccddeeff'", "VARCHAR(36)",
				"'00112233-4455-6677-8899-AABBCCDDEEFF'"},
		} {
			of := func(typ string) string {
				if own := types[db.engine][typ]; own != "" {
					return own
				}
				return typ
			}
			if db.engine == "SQLite" && link[2] == "single" {
				continue // it has no float of 32 bits
			}
			if link[2] == "bytes" {
				before := map[bool]string{true: `'\x`, false: "X'"}[db.engine == "PostgreSQL"]
				link[3] = before + link[3] + "'"
			}
			if types[db.engine][link[2]] == "" && slices.Contains([]string{"clock", "year", "choice", "several",
				"label", "address", "uuid", "zoned"}, link[2]) ||
				db.engine == "SQLite" && link[0] == "zoned" ||
				db.engine == "PostgreSQL" && link[3] == "TRUE" && link[1] == "'2'" ||
				db.engine == "SQLite" && strings.Contains(link[3], ".4") {
				continue // it has no such type; NUMERIC of SQLite is a float, and so are both numbers
			}
			t.Run(link[0]+" "+link[1]+" to "+link[2]+" "+link[3], func(t *testing.T) {
				db.exec(t,
					"DROP TABLE IF EXISTS p;\nDROP TABLE IF EXISTS o;\nCREATE TABLE p (id INT PRIMARY KEY, mail VARCHAR(9), k "+of(link[0])+");\nCREATE TABLE o (id INT PRIMARY KEY, k "+of(link[2])+");\n"+
						"INSERT INTO p VALUES (1, 'a@x', "+link[1]+");\nINSERT INTO o VALUES (7, "+link[3]+")")
				maps := d("m", c("p", "", f("id", pk), f("mail", email), f("k", "")),
					c("o", "", f("id", pk), f("k", ref("m", "p.k", "from"))))
				got := accessed(t, db, linked(t, maps), dataset.Identities{"email": {"a@x"}})
				if got["m:o"] != "[]" || !strings.HasPrefix(got["m:p"], `[{"id":1,`) {
					t.Errorf("got %v", got)
				}
			})
		}
	})
}
