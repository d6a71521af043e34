package source_test

import (
	"context"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/source/change"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/app/source/sqldb"
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
			db.exec(t, "CREATE TABLE p (id INT PRIMARY KEY, mail VARCHAR(9), v "+tt.column+");\nINSERT INTO p VALUES (1, 'a@x', "+tt.held+")")
			before := db.dump(t, "SELECT * FROM p")
			file := trialFile(t, d("m", c("p", "", f("id", pk), f("mail", email), cat("user.name", f("v", "")))))
			code, out, says := tried(t, "--dataset", file, "--source", "m="+db.dsn, "--identity", "email=a@x", "--erase", "--strategy", tt.strategy, "--write")
			after := db.dump(t, "SELECT * FROM p")
			if tt.reason == "" {
				if code != 0 || after == before {
					t.Errorf("gives %d, left is %s: %s", code, after, says)
				}
				return
			}
			if code == 0 || after != before || !strings.Contains(out, `"reason": "`+tt.reason+`"`) || !strings.Contains(says, "m:p.v") {
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
			db.exec(t, "CREATE TABLE p (id INT PRIMARY KEY, mail VARCHAR(9), v "+tt.column+");\nINSERT INTO p VALUES (1, 'a@x', 'a')")
			for value, fits := range map[string]bool{"b'c": true, "z": false} {
				opts := search.Options{Datasets: linked(t, d("m", c("p", "", f("id", pk), f("mail", email), f("v", "")))), Sources: map[string]*sqldb.Source{"m": opened(t, db)}, Identities: dataset.Identities{"email": {"a@x"}}}
				report, err := change.Preview(context.Background(), change.Options{Options: opts, Decide: func(search.Finding) (dataset.Treatment, error) {
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
