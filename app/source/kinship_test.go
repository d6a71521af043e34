package source_test

import (
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/source/dataset"
)

// A link between columns of different types leads to the same rows on every engine: those whose values are equal, and
// not those that an engine would only convert into one another.
func TestALinkLeadsToWhatIsEqualAndNotToWhatConverts(t *testing.T) {
	for _, tt := range []struct{ name, from, to, given, held, found string }{
		{"a code with zeros", "VARCHAR(20)", "VARCHAR(20)", "'007'", "'7', '007', '007 ', '7.0', '0x7'", "007"},
		{"a number and texts", "INT", "VARCHAR(20)", "7", "'7', '007', '7 ', '7.0', '7abc', '7e0'", "7"},
		{"a number as text and numbers", "VARCHAR(20)", "INT", "'7'", "7, 70, 0", "7"},
		{"a text that only an exponent makes a number", "VARCHAR(20)", "INT", "'1e1'", "10, 1, 0", ""},
		{"a text that begins like a number", "VARCHAR(20)", "INT", "'7x'", "7, 0", ""},
		{"an empty text", "VARCHAR(20)", "INT", "''", "0, 1", ""},
		{"a whole decimal", "DECIMAL(9,2)", "INT", "7.00", "7, 0, 700", "7"},
		{"a broken decimal", "DECIMAL(9,2)", "INT", "7.50", "7, 8, 0", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			onEngines(t, func(t *testing.T, db *testDB) {
				db.exec(t,
					"CREATE TABLE p (id INT PRIMARY KEY, mail VARCHAR(9), k "+tt.from+");\nINSERT INTO p VALUES (1, 'a@x', "+tt.given+");\nCREATE TABLE o (k "+tt.to+")")
				for held := range strings.SplitSeq(tt.held, ", ") {
					db.exec(t, "INSERT INTO o VALUES ("+held+")")
				}
				maps := linked(t, d("m", c("p", "", f("id", pk), f("mail", email), f("k", "")),
					c("o", "", f("k", ref("m", "p.k", "from")))))
				found := accessed(t, db, maps, dataset.Identities{"email": {"a@x"}})["m:o"]
				found = strings.NewReplacer(`{"k":`, "", `"`, "", "[", "", "]", "", "}", "").Replace(found)
				if found != tt.found {
					t.Errorf("%s leads to %s", db.engine, found)
				}
			})
		})
	}
}

// A column of SQLite that has no type holds texts and numbers side by side, and a code is no number.
func TestAColumnWithoutATypeTellsTextsFromNumbers(t *testing.T) {
	for given, found := range map[string]string{"'007'": `007`, "7": `7,7,7`, "'7'": `7,7,7,7`, "'1e1'": `1e1`,
		"'7.5'": `7.5,7.5`} {
		db := sqliteDB(t)
		db.exec(t,
			"CREATE TABLE p (id INT PRIMARY KEY, mail TEXT, k);\nCREATE TABLE o (k);\nINSERT INTO p VALUES (1, 'a@x', "+given+");\nINSERT INTO o VALUES (7), ('7'), (7.0), ('007'), (10), ('1e1'), (7.5), ('7.5'), (x'37')")
		maps := linked(t, d("m", c("p", "", f("id", pk), f("mail", email), f("k", "")),
			c("o", "", f("k", ref("m", "p.k", "from")))))
		got := accessed(t, db, maps, dataset.Identities{"email": {"a@x"}})["m:o"]
		got = strings.NewReplacer(`{"k":`, "", `"`, "", "[", "", "]", "", "}", "").Replace(got)
		if got != found {
			t.Errorf("%s leads to %s", given, got)
		}
	}
}

// Infinity and "not a number" come out as the engine writes them.
func TestNumbersWithoutEndComeOutAsTheEngineWritesThem(t *testing.T) {
	onEngines(t, func(t *testing.T, db *testDB) {
		if db.engine == "MySQL" {
			t.Skip("has none")
		}
		column, given, want :=
			"n FLOAT8", "('Infinity'), ('-Infinity'), ('NaN')", `{"n":"Infinity"},{"n":"-Infinity"},{"n":"NaN"}`
		if db.engine == "SQLite" {
			column, given, want = "n REAL", "(9e999), (-9e999)", `{"n":"Inf"},{"n":"-Inf"}`
		}
		db.exec(t, "CREATE TABLE p ("+column+", mail VARCHAR(9) DEFAULT 'a@x');\nINSERT INTO p (n) VALUES "+given)
		got := accessed(t, db, linked(t, d("m", c("p", "", f("n", ""), f("mail", email)))),
			dataset.Identities{"email": {"a@x"}})["m:p"]
		if got = strings.ReplaceAll(got, `,"mail":"a@x"`, ""); got != "["+want+"]" {
			t.Errorf("%s", got)
		}
	})
}

// A server that hides what a login may not read is not said to lack it.
func TestAColumnThatTheLoginMayNotReadIsNotCalledAbsent(t *testing.T) {
	db := mysqlDB(t)
	if db == nil {
		t.Skip("no server given")
	}
	db.exec(t,
		"CREATE TABLE p (id INT PRIMARY KEY, mail VARCHAR(9), name VARCHAR(9));\nCREATE TABLE q (id INT PRIMARY KEY);\nINSERT INTO p VALUES (1, 'a@x', 'A')")
	name := db.dump(t, "SELECT DATABASE()")
	db.exec(t, "CREATE USER '"+name+"'@'%' IDENTIFIED BY 'pw';\nGRANT SELECT (id, mail) ON p TO '"+name+"'@'%'")
	t.Cleanup(func() { db.exec(t, "DROP USER '"+name+"'@'%'") })
	at := strings.Index(db.dsn, "@")
	limited := "mysql://" + name + ":pw" + db.dsn[at:]
	for collection, says := range map[string]string{
		c("p", "", f("id", pk), f("mail", email),
			f("name", "")): `no column for field "name", or this login may not read it`,
		c("q", "", f("id", pk), f("mail", email)): "no such table, or this login may not read it",
	} {
		status, _, stderr := tried(t, "--dataset", trialFile(t, d("m", collection)), "--source", "m="+limited,
			"--identity", "email=a@x", "--access")
		if status != 1 || !strings.Contains(stderr, says) || !strings.Contains(stderr, "grant SELECT") {
			t.Errorf("%d %s", status, stderr)
		}
	}
}
