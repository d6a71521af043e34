package source_test

import (
	"context"
	"testing"

	"orangelab.cn/rightsdesk/app/source/apply"
	"orangelab.cn/rightsdesk/app/source/change"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/app/source/sqldb"
)

// What staff type as the right value is written as both people saw it, or stands in the way before anybody signs: no
// engine makes another value of it, and none refuses it only at the run.
func TestACorrectionIsWrittenAsItWasSeenOrNotSigned(t *testing.T) {
	for engine, columns := range map[string]map[string][]string{
		"MySQL": {
			"SET('a','b','c')":       {"a", "b,a", "a,b", "a,a", "A", "x", "a, b", "", "3", "a,"},
			"ENUM('sad','glad','1')": {"glad", "GLAD", "3", "1", "2", "", "glad ", "0"},
			"BIT(8)":                 {"5", "256", "b'101'", "101", "-1", "1.0", "true", ""},
			"BIT(1)":                 {"0", "2", "true"},
			"YEAR":                   {"2025", "21", "0", "70", "1900", "2156", "0021", "'25"},
			"POINT":                  {"POINT(1 2)", "1 2", "x"},
			"POLYGON":                {"POLYGON((0 0,1 0,1 1,0 0))"},
			"TIME":                   {"25:00:00", "12:30", "-01:00:00", "839:00:00", "1230", "12:30:15.5", "noon"},
			"DATE":                   {"2025-02-29", "2024-02-29", "29.02.2024", "0000-00-00", "2024-02-00", "24-1-2", "20240102"},
			"DATETIME": {"2024-01-02 03:04", "2024-01-02T03:04:05Z",
				"2024-01-02 24:00:00", "2024-01-02 03:04:05.9", "20240102"},
			"TIMESTAMP NULL": {"2024-01-02 03:04:05", "2024-01-02 03:04:05+08:00",
				"1969-01-01 00:00:00", "2039-01-01 00:00:00"},
			"DECIMAL(5,2)":                    {"1.5", "1.555", "1000", "1e2", "1,5", "0x10", " 1.5"},
			"FLOAT":                           {"0.1", "16777217", "1e39", "NaN"},
			"TINYINT":                         {"128", "127", "1.5", "-0", "007"},
			"TINYINT UNSIGNED":                {"255", "256", "-1"},
			"BIGINT UNSIGNED":                 {"18446744073709551615", "18446744073709551616", "-1"},
			"INT(5) ZEROFILL":                 {"42", "00042", "-1"},
			"BOOLEAN":                         {"true", "false", "1", "5", "yes"},
			"VARCHAR(3)":                      {"abc", "abcd", "abc ", "\U0001F600\U0001F600\U0001F600", "a\x00b"},
			"CHAR(3)":                         {"ab ", "ab", " ab"},
			"BINARY(3)":                       {"ab", "abc", "abcd"},
			"UUID":                            {"00112233-4455-6677-8899-AABBCCDDEEFF", "x", "00112233445566778899aabbccddeeff"},
			"INET6":                           {"::1", "::0001", "1.2.3.4", "x"},
			"JSON":                            {`{"a": 1}`, `{"a": 1, "a": 2}`, "plain", "1.0", `"x"`},
			"TEXT CHARACTER SET gbk":          {"王", "\U0001F600", "é"},
			"VARCHAR(9) CHARACTER SET latin1": {"€", "王", "ÿ"},
		},
		"PostgreSQL": {
			"mood": {"glad", "Glad", "x", ""}, "bit(4)": {"0101", "5", "01", "2"}, "varbit(4)": {"01", "01011", "x"},
			"int[]": {"{1,2}", "[1,2]", "1", "{a}"}, "text[]": {`["a","b"]`, "a", "{a,NULL}"},
			"inet": {"10.0.0.1", "10.0.0.1/8", "x"}, "cidr": {"10.0.0.0/8", "10.0.0.1/8"},
			"macaddr": {"08:00:2b:01:02:03", "x"}, "money": {"12.34", "x"},
			"interval": {"1 day", "P1D", "x"}, "xml": {"<a/>", "<a>"}, "int4range": {"[1,3)", "[1,2]", "x"},
			"point": {"(1,2)", "1,2", "x"}, "tsvector": {"a b", "'a'"}, "hstore2": {"x"},
			"date": {"2024-02-29", "2025-02-29", "infinity", "29.02.2024", "20240102"},
			"time": {"24:00:00", "12:30", "12:30:15.5", "25:00"}, "timetz": {"12:30+08", "12:30"},
			"timestamp":    {"2024-01-02 03:04", "2024-01-02T03:04:05Z", "2024-01-02 03:04:05.1234567"},
			"timestamptz":  {"2024-01-02 03:04:05", "2024-01-02 03:04:05+08:00", "2024-01-02"},
			"numeric(5,2)": {"1.5", "1.555", "1000", "NaN", "1e2"}, "real": {"0.1", "16777217", "1e39"},
			"smallint": {"32768", "32767", "1.5"}, "boolean": {"true", "yes", "2", "t"},
			"uuid": {"00112233-4455-6677-8899-AABBCCDDEEFF", "x"}, "bytea": {"ab", `\x6162`}, "\"char\"": {"a", "ab"},
			"name": {"ab"}, "varchar(3)": {"abc", "abcd", "abc "}, "char(3)": {"ab ", "ab"},
			"citext2": {"abc", "x", "abcdef"},
			"json":    {`{"a": 1, "a": 2}`, "plain"}, "jsonb": {`{"a": 1.0}`, "plain"}, "oid": {"1", "-1"},
		},
		"SQLite": {
			"INTEGER": {"5", "5.0", "x", "9223372036854775808", "007"}, "REAL": {"0.1", "1", "x", "1e400"},
			"NUMERIC": {"1.50", "x", "1e2"}, "TEXT": {"1", "a"}, "BLOB": {"a", "1"}, "": {"1", "a"},
			"BOOLEAN": {"true", "yes", "2"}, "DATE": {"2024-02-29", "2025-02-29", "19724"},
			"DATETIME": {"2024-01-02 03:04", "2024-01-02T03:04:05Z", "x"}, "DECIMAL(5,2)": {"1.555",
				"12345678901234567.89"},
		},
	} {
		t.Run(engine, func(t *testing.T) {
			db := engineNamed(t, engine)
			if engine == "PostgreSQL" {
				db.exec(t,
					"CREATE TYPE mood AS ENUM ('sad', 'glad');\nCREATE DOMAIN citext2 AS varchar(5) CHECK (value <> 'x');\nCREATE DOMAIN hstore2 AS text")
			}
			tried, written := 0, 0
			for typ, values := range columns {
				tried += len(values)
				t.Run(typ, func(t *testing.T) {
					src, w := openedBoth(t, db)
					for _, v := range values {
						db.exec(t, "DROP TABLE IF EXISTS p;\nCREATE TABLE p (id INT PRIMARY KEY, mail VARCHAR(9), k "+typ+
							");\nINSERT INTO p (id, mail) VALUES (1, 'a@x'), (2, 'b@x')")
						if corrected(t, src, w, v) {
							written++
						}
						if got := db.dump(t, "SELECT COUNT(*) FROM p WHERE id = 2 AND k IS NULL"); got != "1" {
							t.Errorf("%q: another's row was written", v)
						}
					}
				})
			}
			if written < tried/3 {
				t.Errorf("%d of %d were written", written, tried)
			}
		})
	}
}

// corrected plans a correction, writes it where it may be signed, and sees that the source then holds what was signed.
func corrected(t *testing.T, src *sqldb.Source, w *sqldb.Writer, v string) (written bool) {
	t.Helper()
	datasets := linked(t, d("m", c("p", "", f("id", pk), f("mail", email), f("k", ""))))
	planned := func() (changes []change.RowChange, report change.Report) {
		report, err := change.Preview(context.Background(),
			change.Options{Options: search.Options{Datasets: datasets, Sources: map[string]*sqldb.Source{"m": src},
				Identities: dataset.Identities{"email": {"a@x"}}},
				Decide: func(search.Finding) (dataset.Treatment, error) {
					return dataset.Treatment{Set: map[string]any{"k": v}}, nil
				}}, func(c change.RowChange) error { changes = append(changes, c); return nil })
		if err != nil {
			t.Fatal(err)
		}
		return changes, report
	}
	changes, report := planned()
	if len(report.Blocked()) > 0 || len(changes) == 0 {
		return false
	}
	if _, err := apply.Changes(context.Background(), w, datasets, each(changes), nil); err != nil {
		t.Errorf("%q: signed as %v, and then %v", v, changes[0].After, err)
		return false
	}
	if again, _ := planned(); len(again) > 0 {
		t.Errorf("%q: signed as %v, and it reads %v", v, changes[0].After, again[0].Before)
	}
	return true
}
