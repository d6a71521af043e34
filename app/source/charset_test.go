package source_test

import (
	"context"
	"strconv"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/source/change"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/value"
)

// What a column cannot hold is said before anybody signs, and nothing is written.
func TestAMaskThatTheColumnCannotHoldIsAnObstacle(t *testing.T) {
	const deleted, emoji = `string_rewrite:{"rewrite_value": "已删除"}`, `string_rewrite:{"rewrite_value": "🗑"}`
	for _, tt := range []struct{ engine, column, held, strategy, reason string }{
		{"MySQL", "VARCHAR(80) CHARACTER SET latin1", "'Wang'", deleted, change.Charset},
		{"MySQL", "VARCHAR(80) CHARACTER SET latin1", "'Wang'", `string_rewrite:{"rewrite_value": "supprimé"}`, ""},
		{"MySQL", "VARCHAR(80) CHARACTER SET ascii", "'Wang'", deleted, change.Charset},
		{"MySQL", "TEXT CHARACTER SET utf8mb3", "'Wang'", deleted, ""},
		{"MySQL", "TEXT CHARACTER SET utf8mb3", "'Wang'", emoji, change.Charset},
		{"MySQL", "TEXT CHARACTER SET ucs2", "'Wang'", emoji, change.Charset},
		{"MySQL", "TEXT CHARACTER SET gbk", "'Wang'", deleted, ""},
		{"MySQL", "TEXT CHARACTER SET gb2312", "'Wang'", deleted, ""},
		{"MySQL", "TEXT CHARACTER SET gb2312", "'Wang'", `string_rewrite:{"rewrite_value": "刪除"}`, change.Charset},
		{"MySQL", "TEXT CHARACTER SET big5", "'Wang'", emoji, change.Charset},
		{"MySQL", "TEXT CHARACTER SET big5", "'Wang'", deleted, change.Charset},
		{"MySQL", "TEXT CHARACTER SET big5", "'Wang'", `string_rewrite:{"rewrite_value": "已刪除"}`, ""},
		{"MySQL", "TEXT CHARACTER SET gb2312", "'Wang'", `string_rewrite:{"rewrite_value": "—"}`, change.Charset},
		{"MySQL", "JSON", "'{}'", deleted, change.NoDocument},
		{"MySQL", "JSON", "'{}'", "hash", change.NoDocument},
		{"MySQL", "JSON", "'{\"a\": 1}'", `string_rewrite:{"rewrite_value": "{}"}`, ""},
		{"MySQL", "JSON", "'{}'", "null_rewrite", ""},
		{"SQLite", "TEXT CHECK (json_valid(v))", "'{}'", deleted, change.NoDocument},
		{"SQLite", "TEXT CHECK (json_valid(v))", "'{}'", "null_rewrite", ""},
		{"MySQL", "TEXT CHARACTER SET armscii8", "'Wang'", deleted, change.Charset},
		{"MySQL", "TEXT", "'Wang'", emoji, ""},
		{"MySQL", "VARCHAR(80) CHARACTER SET latin1", "'Wang'", "hash", ""},
		{"MySQL", "VARCHAR(10)", "'Wang'", "hash", change.TooLong},
		{"MySQL", "TINYTEXT", "'Wang'", `random_string_rewrite:{"length": 300}`, change.TooLong},
		{"MySQL", "TINYTEXT", "'Wang'", "hash", ""},
		{"MySQL", "ENUM('Wang','Li') NOT NULL", "'Wang'", "null_rewrite", change.NotNullable},
		{"MySQL", "ENUM('Wang','Li')", "'Wang'", "null_rewrite", ""},
		{"MySQL", "POINT", "ST_GeomFromText('POINT(1 2)')", "null_rewrite", ""},
		{"MySQL", "BIT(8)", "b'101'", "null_rewrite", ""},
		{"PostgreSQL", "varchar(10)", "'Wang'", "hash", change.TooLong},
		{"PostgreSQL", "short", "'Wang'", "hash", change.TooLong},
		{"PostgreSQL", "text", "'Wang'", emoji, ""},
		{"PostgreSQL", "text NOT NULL", "'Wang'", "null_rewrite", change.NotNullable},
		{"PostgreSQL", "xml", "'<a/>'", "null_rewrite", ""},
		{"SQLite", "VARCHAR(3)", "'Wang'", deleted, ""},
		{"SQLite", "TEXT", "CAST(x'cdf5d0a1c3f7' AS TEXT)", "hash", ""},
		{"SQLite", "TEXT", "CAST(x'cdf5d0a1c3f7' AS TEXT)", "null_rewrite", ""},
	} {
		t.Run(tt.engine+" "+tt.column+" "+tt.strategy, func(t *testing.T) {
			db := engineNamed(t, tt.engine)
			if tt.engine == "PostgreSQL" {
				db.exec(t, "CREATE DOMAIN short AS varchar(10)")
			}
			db.exec(t,
				"CREATE TABLE p (id INT PRIMARY KEY, mail VARCHAR(9), v "+tt.column+");\nINSERT INTO p VALUES (1, 'a@x', "+tt.held+")")
			before := db.dump(t, "SELECT * FROM p")
			file := trialFile(t, d("m", c("p", "", f("id", pk), f("mail", email), cat("user.name", f("v", "")))))
			code, out, says := tried(t, "--dataset", file, "--source", "m="+db.dsn, "--identity", "email=a@x",
				"--erase", "--strategy", tt.strategy, "--write")
			after := db.dump(t, "SELECT * FROM p")
			if tt.reason == "" {
				if code != 0 || after == before {
					t.Errorf("gives %d, left is %s: %s", code, after, says)
				}
				return
			}
			if code == 0 || after != before || !strings.Contains(out, `"reason": "`+tt.reason+`"`) ||
				!strings.Contains(says, "m:p.v") {
				t.Errorf("gives %d, left is %s: %s%s", code, after, says, out)
			}
		})
	}
}

// A correction is held to the column too.
func TestACorrectionThatAnEnumerationLacksIsAnObstacle(t *testing.T) {
	for _, tt := range []struct{ engine, column string }{{"MySQL", "ENUM('a','b''c')"}, {"PostgreSQL", "mood"}} {
		t.Run(tt.engine, func(t *testing.T) {
			db := engineNamed(t, tt.engine)
			if tt.engine == "PostgreSQL" {
				db.exec(t, "CREATE TYPE mood AS ENUM ('a', 'b''c')")
			}
			db.exec(t,
				"CREATE TABLE p (id INT PRIMARY KEY, mail VARCHAR(9), v "+tt.column+");\nINSERT INTO p VALUES (1, 'a@x', 'a')")
			for value, fits := range map[string]bool{"b'c": true, "z": false} {
				opts := search.Options{Datasets: linked(t,
					d("m", c("p", "", f("id", pk), f("mail", email), f("v", "")))),
					Sources:    map[string]*sqldb.Source{"m": opened(t, db)},
					Identities: dataset.Identities{"email": {"a@x"}}}
				report, err := change.Preview(context.Background(),
					change.Options{Options: opts, Decide: func(search.Finding) (dataset.Treatment, error) {
						return dataset.Treatment{Set: map[string]any{"v": value}}, nil
					}},
					func(change.RowChange) error { return nil })
				if err != nil {
					t.Fatal(err)
				}
				if (len(report.Blocked()) == 0) != fits {
					t.Errorf("%s gives %v", value, report.Obstacles)
				}
			}
		})
	}
}

// Of no character set is more believed than the server has: every character of the basic plane is asked of both.
func TestNothingIsStorableThatTheServerLacks(t *testing.T) {
	db := engineNamed(t, "MySQL")
	db.exec(t, "CREATE TABLE plane (n INT PRIMARY KEY, c VARCHAR(1) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)")
	db.exec(t,
		"INSERT INTO plane SELECT n, CONVERT(UNHEX(LPAD(HEX(n), 4, '0')) USING ucs2) FROM (SELECT seq AS n FROM seq_128_to_65535) s WHERE n < 55296 OR n > 57343")
	for _, set := range strings.Fields("latin1 latin2 latin5 latin7 greek hebrew cp850 cp852 cp866 cp1250 cp1251 cp1256 cp1257 koi8r koi8u macroman tis620 gbk gb2312 big5 sjis cp932 ujis eucjpms euckr") {
		has := db.dump(t,
			"SELECT GROUP_CONCAT(n) FROM (SELECT n FROM plane WHERE CONVERT(CONVERT(c USING "+set+") USING utf8mb4) COLLATE utf8mb4_bin = c) h")
		known := map[string]bool{}
		for _, n := range strings.FieldsFunc(has, func(r rune) bool { return r < '0' || r > '9' }) {
			known[n] = true
		}
		if len(known) < 80 {
			t.Fatalf("%s has %d characters: %.100s", set, len(known), has)
		}
		for r := rune(128); r < 0x10000; r++ {
			if (r < 0xD800 || r > 0xDFFF) && value.Storable(set, string(r)) && !known[strconv.Itoa(int(r))] {
				t.Errorf("%s: %c (U+%04X) passes for storable", set, r, r)
			}
		}
	}
}
