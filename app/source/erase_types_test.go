package source_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/source"
	"orangelab.cn/rightsdesk/app/source/apply"
	"orangelab.cn/rightsdesk/app/source/change"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/trial"
)

// Each row of these tables is named by keys of unusual types, and masked beside columns of unusual types.
func TestRowsAreNamedByKeysOfAnyType(t *testing.T) {
	for engine, types := range map[string]map[string][2]string{
		"PostgreSQL": {
			"uuid":        {"'6fa459ea-ee8a-3ca4-894e-db77e160355e'", "'6fa459ea-ee8a-3ca4-894e-db77e160355f'"},
			"date":        {"'2024-01-02'", "'2024-01-03'"},
			"timestamp":   {"'2024-01-02 03:04:05.123456'", "'2024-01-02 03:04:05.123457'"},
			"timestamptz": {"'2024-01-02 03:04:05.1+03'", "'2024-01-02 03:04:05.1+02'"},
			"time":        {"'03:04:05'", "'03:04:06'"}, "bytea": {`'\x00ff'`, `'\x00fe'`}, "numeric": {"1.10", "1.11"},
			"numeric(20,4)": {"12345678901234.5678", "12345678901234.5679"}, "float8": {"0.1", "0.2"},
			"float4": {"0.1", "0.2"},
			"bool":   {"true", "false"}, "char(9)": {"'ab'", "'ac'"}, "varchar(9)": {"'a '", "'a'"},
			"inet": {"'10.0.0.1/8'", "'10.0.0.2'"}, "int2": {"1", "2"},
			"int8":  {"9007199254740993", "9007199254740992"},
			"jsonb": {`'{"a": 1}'`, `'{"a": 2}'`}, "int[]": {"'{1,2}'", "'{1,3}'"},
			"text[]": {`'{"a,b",NULL}'`, `'{a,b}'`}, "mood": {"'sad'", "'glad'"}, "interval": {"'1 day'", "'2 days'"},
			"citext2": {"'A'", "'b'"},
		},
		"MySQL": {
			"BIGINT UNSIGNED": {"18446744073709551615", "18446744073709551614"},
			"DECIMAL(30,10)":  {"12345678901234567.0000000001", "12345678901234567.0000000002"},
			"DATE":            {"'2024-01-02'", "'2024-01-03'"},
			"DATETIME(6)":     {"'2024-01-02 03:04:05.123456'", "'2024-01-02 03:04:05.123457'"},
			"TIMESTAMP":       {"'2024-01-02 03:04:05'", "'2024-01-02 03:04:06'"}, "TIME": {"'03:04:05'", "'03:04:06'"},
			"YEAR":               {"2024", "2025"},
			"ENUM('sad','glad')": {"'sad'", "'glad'"}, "SET('a','b')": {"'a,b'", "'a'"}, "BIT(8)": {"b'101'", "b'100'"},
			"BIT(1)": {"b'1'", "b'0'"}, "BOOLEAN": {"1", "0"}, "TINYINT": {"5", "6"},
			"VARBINARY(9)": {"x'00ff'", "x'00fe'"},
			"CHAR(9)":      {"'ab'", "'ac'"}, "VARCHAR(9)": {"'b'", "'ç'"},
			"UUID":  {"'6fa459ea-ee8a-3ca4-894e-db77e160355e'", "'6fa459ea-ee8a-3ca4-894e-db77e160355f'"},
			"INET6": {"'::1'", "'::2'"},
		},
		"SQLite": {
			"": {"1", "'1'"}, "BLOB": {"x'00ff'", "'a'"}, "REAL": {"0.1", "1"}, "NUMERIC": {"1.5", "'x'"},
			"TEXT": {"'a'", "'A'"}, "BOOLEAN": {"1", "'true'"},
			"DATETIME": {"'2024-01-02T03:04:05Z'", "'2024-01-02 03:04:05'"},
			"INT":      {"9007199254740993", "9007199254740992"}, "VARCHAR(3) COLLATE NOCASE": {"'ab'", "'ac'"},
			"DATE": {"'2024-01-02'", "19724"},
		},
	} {
		for typ, values := range types {
			for name, key := range map[string]string{"single": "PRIMARY KEY (k)", "composite": "PRIMARY KEY (k, n)",
				"none": ""} {
				t.Run(engine+"/"+typ+"/"+name, func(t *testing.T) {
					db := map[string]func(testing.TB) *testDB{"PostgreSQL": postgresDB, "MySQL": mysqlDB,
						"SQLite": sqliteDB}[engine](t)
					if db == nil {
						t.Skip("no server given")
					}
					if engine == "PostgreSQL" {
						db.exec(t,
							"CREATE TYPE mood AS ENUM ('sad', 'glad');\nCREATE DOMAIN citext2 AS varchar(5) CHECK (value <> 'x')")
					}
					keyless := key == ""
					if !keyless {
						key = ", " + key
					}
					meta := pk
					if keyless {
						meta = ""
					}
					db.exec(t,
						fmt.Sprintf("CREATE TABLE p (k %s, n INT NOT NULL, who VARCHAR(9), name VARCHAR(90)%s);\nINSERT INTO p VALUES (%s, 1, 'x', 'Ann'), (%s, 1, 'x', 'Bob')", typ, key, values[0], values[1]))
					second := ""
					if name == "composite" {
						second = pk
					}
					datasets := linked(t,
						d("m", c("p", "", f("k", meta), f("n", second), f("who", "identity: who"),
							cat("user.name", f("name", "")))))
					before := db.dump(t, "SELECT k, who FROM p")
					// A row that nobody treats must stay whatever its key shares with others.
					db.exec(t, "UPDATE p SET who = 'y' WHERE name = 'Bob'")
					result, report := erased(t, db, datasets, dataset.Identities{"who": {"x"}}, "string_rewrite", true)
					if got := countsText(result.Counts); got != "m:p=1" || len(report.Obstacles) > 0 {
						t.Errorf("counts are %s, %v", got, report.Obstacles)
					}
					if got := db.dump(t, "SELECT who, name FROM p"); got != "x MASKED|y Bob" {
						t.Errorf("got %s", got)
					}
					db.exec(t, "UPDATE p SET who = 'x'")
					_, report = erased(t, db, datasets, dataset.Identities{"who": {"x"}}, "hash", true)
					if after := db.dump(t, "SELECT k, who FROM p"); after != before || len(report.Obstacles) > 0 {
						t.Errorf("keys were %s and are %s, %v", before, after, report.Obstacles)
					}
					if got := db.dump(t, "SELECT length(name) FROM p"); got != "64|64" {
						t.Errorf("got %s", got)
					}
				})
			}
		}
	}
}

// A change beside columns of every kind leaves those as they are.
func TestUnusualTablesAreWrittenExactly(t *testing.T) {
	for _, tt := range []erasure{
		{name: "generated columns follow, are never written and never compared", only: "SQLite",
			sql: "CREATE TABLE p (id INT PRIMARY KEY, email TEXT, low TEXT GENERATED ALWAYS AS (lower(email)) VIRTUAL, up TEXT AS (upper(email)) STORED);\nINSERT INTO p (id, email) VALUES (1, 'a@x')",
			maps: []string{d("m",
				c("p", "", f("id", pk), cat("user.contact", f("email", email)), cat("user.contact", f("low", ""))))},
			strategy: "string_rewrite", counts: "m:p=1",
			want: map[string]string{"SELECT * FROM p": "1 MASKED masked MASKED"}},
		{name: "generated columns follow", only: "PostgreSQL",
			sql: "CREATE TABLE p (id INT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email TEXT, up TEXT GENERATED ALWAYS AS (upper(email)) STORED);\nINSERT INTO p (email) VALUES ('a@x')",
			maps: []string{d("m",
				c("p", "", f("id", pk), cat("user.contact", f("email", email)), cat("user.contact", f("up", ""))))},
			strategy: "string_rewrite", counts: "m:p=1", want: map[string]string{"SELECT * FROM p": "1 MASKED MASKED"}},
		{name: "a column that the server sets to now by itself stays", only: "MySQL",
			sql:      "CREATE TABLE p (id INT PRIMARY KEY, email VARCHAR(9), at TIMESTAMP DEFAULT '2020-01-01 00:00:00' ON UPDATE CURRENT_TIMESTAMP, up VARCHAR(9) AS (upper(email)) VIRTUAL);\nINSERT INTO p (id, email) VALUES (1, 'a@x')",
			maps:     []string{d("m", c("p", "", f("id", pk), cat("user.contact", f("email", email))))},
			strategy: "string_rewrite", counts: "m:p=1",
			want: map[string]string{"SELECT id, email, DATE(at), up FROM p": "1 MASKED 2020-01-01 MASKED"}},
		{name: "without rowid", only: "SQLite",
			sql: "CREATE TABLE p (a TEXT, b INT, email TEXT, name TEXT, PRIMARY KEY (a, b)) WITHOUT ROWID;\nINSERT INTO p VALUES ('u', 1, 'a@x', 'Ann'), ('u', 2, 'b@x', 'Bob'), ('v', 1, 'a@x', 'Cid')",
			maps: []string{d("m",
				c("p", "", f("a", pk), f("b", pk), f("email", email), cat("user.name", f("name", ""))))},
			strategy: "string_rewrite", counts: "m:p=2",
			want: map[string]string{"SELECT * FROM p": "u 1 a@x MASKED|u 2 b@x Bob|v 1 a@x MASKED"}},
		{name: "columns called rowid", only: "SQLite",
			sql:      "CREATE TABLE p (rowid TEXT, email TEXT, name TEXT);\nINSERT INTO p VALUES ('r', 'a@x', 'Ann'), ('r', 'b@x', 'Bob')",
			maps:     []string{d("m", c("p", "", f("email", email), cat("user.name", f("name", ""))))},
			strategy: "null_rewrite", counts: "m:p=1", want: map[string]string{"SELECT * FROM p": "r a@x -|r b@x Bob"}},
		{name: "values of another type than declared", only: "SQLite",
			sql: "CREATE TABLE p (id INT PRIMARY KEY, email TEXT, note, score INT);\nINSERT INTO p VALUES (1, 'a@x', 5, 'high'), (2, 'a@x', x'6869', 3), (3, 'a@x', 1.5, NULL)",
			maps: []string{d("m",
				c("p", "", f("id", pk), f("email", email), cat("user.content", f("note", "data_type: string")),
					cat("user.content", f("score", "data_type: string"))))},
			strategy: "string_rewrite", counts: "m:p=3",
			want: map[string]string{"SELECT * FROM p": "1 a@x MASKED MASKED|2 a@x MASKED MASKED|3 a@x MASKED -"}},
		{name: "a view blocks", only: "SQLite",
			sql:      "CREATE TABLE b (id INT, email TEXT);\nCREATE VIEW p AS SELECT * FROM b;\nINSERT INTO b VALUES (1, 'a@x')",
			maps:     []string{d("m", c("p", "", f("id", pk), cat("user.contact", f("email", email))))},
			strategy: "null_rewrite", counts: "m:p=1", blocked: change.IsView},
		{name: "a view blocks", only: "PostgreSQL",
			sql:      "CREATE TABLE b (id INT, email TEXT);\nCREATE VIEW p AS SELECT * FROM b;\nINSERT INTO b VALUES (1, 'a@x')",
			maps:     []string{d("m", c("p", "", f("id", pk), cat("user.contact", f("email", email))))},
			strategy: "null_rewrite", counts: "m:p=1", blocked: change.IsView},
		{name: "an engine without transactions blocks", only: "MySQL",
			sql:      "CREATE TABLE p (id INT PRIMARY KEY, email VARCHAR(9)) ENGINE=MyISAM;\nINSERT INTO p VALUES (1, 'a@x')",
			maps:     []string{d("m", c("p", "", f("id", pk), cat("user.contact", f("email", email))))},
			strategy: "null_rewrite", counts: "m:p=1", blocked: change.NoRollback},
		{name: "a text longer than its column blocks", only: "PostgreSQL",
			sql:  "CREATE TABLE p (id INT PRIMARY KEY, email VARCHAR(9));\nINSERT INTO p VALUES (1, 'a@x')",
			maps: []string{d("m", c("p", "", f("id", pk), cat("user.contact", f("email", email))))}, strategy: "hash",
			counts: "m:p=1", blocked: change.TooLong},
		{name: "jsonb, arrays and padded texts", only: "PostgreSQL",
			sql: `CREATE TABLE p (id INT PRIMARY KEY, mails TEXT[], info JSONB, code CHAR(9), kids INT[], grid TEXT[][]);` + "\n" + `INSERT INTO p VALUES (1, '{a@x,b@x,NULL}', '{"name": "Ann", "n": 1.50}', 'ab', '{1,2}', '{{"q r",s},{NULL,"t\"u"}}'), (2, '{b@x}', NULL, 'ab', NULL, NULL)`,
			maps: []string{d("m",
				c("p", "", f("id", pk), cat("user.contact", f("mails", "identity: email, data_type: 'string[]'")),
					nested("info", cat("user.name", f("name", ""))), cat("user.x", f("code", "")),
					cat("user.x", f("kids", "")), cat("user.x", f("grid", "data_type: 'string[]'"))))},
			strategy: "string_rewrite", counts: "m:p=1",
			want: map[string]string{
				"SELECT * FROM p": `1 {MASKED,b@x,NULL} {"n": 1.50, "name": "MASKED"} MASKED    {1,2} {{MASKED,MASKED},{NULL,MASKED}}|2 {b@x} - ab        - -`}},
		{name: "a null among the elements of an array", only: "PostgreSQL",
			sql: `CREATE TABLE p (id INT PRIMARY KEY, email TEXT, kids INT[], info JSON);` + "\n" +
				`INSERT INTO p VALUES (1, 'a@x', '{1,2}', '{"a": 1}')`,
			maps: []string{d("m",
				c("p", "", f("id", pk), f("email", email), cat("user.x", f("kids", "data_type: 'integer[]'")),
					cat("user.x", f("info", ""))))},
			strategy: "null_rewrite", counts: "m:p=1",
			want: map[string]string{"SELECT * FROM p": `1 a@x {NULL,NULL} -`}},
		{name: "a partitioned table", only: "PostgreSQL",
			sql:      "CREATE TABLE p (id INT, email TEXT, name TEXT) PARTITION BY RANGE (id);\nCREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);\nCREATE TABLE p2 PARTITION OF p FOR VALUES FROM (10) TO (20);\nINSERT INTO p VALUES (1, 'a@x', 'Ann'), (11, 'a@x', 'Ann'), (12, 'b@x', 'Bob')",
			maps:     []string{d("m", c("p", "", f("email", email), cat("user.name", f("name", ""))))},
			strategy: "hash:{\"salt\": \"\"}", counts: "m:p=2",
			want: map[string]string{"SELECT id, left(name, 3) FROM p": "1 172|11 172|12 Bob"}},
		{name: "names differ in case and carry their schema", only: "PostgreSQL",
			sql:      "CREATE TABLE people (id INT PRIMARY KEY, email TEXT);\nINSERT INTO people VALUES (1, 'a@x')",
			maps:     []string{d("m", c("People", "", f("ID", pk), cat("user.contact", f("Email", email))))},
			strategy: "null_rewrite", counts: "m:People=1", want: map[string]string{"SELECT * FROM people": "1 -"}},
		{name: "names differ in case", only: "SQLite",
			sql: "CREATE TABLE people (id INT PRIMARY KEY, email TEXT);\nCREATE TABLE o (id INTEGER PRIMARY KEY, pid REFERENCES People ON DELETE CASCADE);\nINSERT INTO people VALUES (1, 'a@x');\nINSERT INTO o VALUES (5, 1)",
			maps: []string{d("m",
				c("PEOPLE", "masking_strategy_override: {strategy: delete}", f("ID", pk),
					cat("user.contact", f("Email", email))))},
			strategy: "null_rewrite", counts: "m:PEOPLE=1 m:o=1",
			want: map[string]string{"SELECT * FROM people": "", "SELECT * FROM o": ""}},
	} {
		t.Run(tt.name+"/"+tt.only, func(t *testing.T) {
			db := map[string]func(testing.TB) *testDB{"PostgreSQL": postgresDB, "MySQL": mysqlDB,
				"SQLite": sqliteDB}[tt.only](t)
			if db == nil {
				t.Skip("no server given")
			}
			tt.ids = dataset.Identities{"email": {"a@x"}}
			tt.run(t, db)
		})
	}
}

// What the database does on its own to a written row is noticed, and everything is taken back.
func TestATriggerThatTouchesTheRowIsNoticed(t *testing.T) {
	for engine, trigger := range map[string]string{
		"SQLite":     "CREATE TRIGGER g AFTER UPDATE OF email ON p BEGIN UPDATE p SET name = 'seen' WHERE id = new.id; END",
		"PostgreSQL": "CREATE FUNCTION g() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.name := 'seen' ; RETURN NEW ; END $$;\nCREATE TRIGGER g BEFORE UPDATE ON p FOR EACH ROW EXECUTE FUNCTION g()",
		"MySQL":      "CREATE TRIGGER g BEFORE UPDATE ON p FOR EACH ROW SET NEW.name = 'seen'",
	} {
		t.Run(engine, func(t *testing.T) {
			db := map[string]func(testing.TB) *testDB{"PostgreSQL": postgresDB, "MySQL": mysqlDB,
				"SQLite": sqliteDB}[engine](t)
			if db == nil {
				t.Skip("no server given")
			}
			db.exec(t,
				"CREATE TABLE p (id INT PRIMARY KEY, email VARCHAR(50), name VARCHAR(50));\nINSERT INTO p VALUES (1, 'a@x', 'Ann');\n"+trigger)
			datasets := linked(t, d("m", c("p", "", f("id", pk), cat("user.contact", f("email", email)))))
			trial := trial.NewErasing(search.Options{Datasets: datasets,
				Sources:    map[string]*sqldb.Source{"m": opened(t, db)},
				Identities: dataset.Identities{"email": {"a@x"}}}, map[string]string{"m": db.dsn},
				dataset.Masking{Strategy: dataset.NullRewrite})
			if _, err := trial.Preview(context.Background()); err != nil {
				t.Fatal(err)
			}
			if err := trial.Write(context.Background()); err == nil || !strings.Contains(err.Error(), "name") ||
				!strings.Contains(err.Error(), "trigger") {
				t.Errorf("the error is %v", err)
			}
			if got := db.dump(t, "SELECT * FROM p"); got != "1 a@x Ann" {
				t.Errorf("got %s", got)
			}
		})
	}
}

// The servers repeat values in their errors; ours do not.
func TestErrorsCarryNoValuesAndNoPassword(t *testing.T) {
	onEngines(t, func(t *testing.T, db *testDB) {
		db.exec(t,
			"CREATE TABLE p (id INT PRIMARY KEY, email VARCHAR(50) UNIQUE);\nINSERT INTO p VALUES (1, 'a@x'), (2, 'secret@y')")
		datasets := linked(t, d("m", c("p", "", f("id", pk), f("email", email))))
		var changes []change.RowChange
		_, err := change.Preview(context.Background(),
			change.Options{Options: search.Options{Datasets: datasets,
				Sources:    map[string]*sqldb.Source{"m": opened(t, db)},
				Identities: dataset.Identities{"email": {"a@x"}}},
				Decide: func(search.Finding) (dataset.Treatment, error) {
					return dataset.Treatment{Set: map[string]any{"email": "secret@y"}}, nil
				}},
			func(c change.RowChange) error { changes = append(changes, c); return nil })
		if err != nil {
			t.Fatal(err)
		}
		w, err := source.OpenWriter(context.Background(), db.dsn)
		if err != nil {
			t.Fatal(err)
		}
		defer closed(t, w.Source.DB)
		_, err = apply.Changes(context.Background(), w, datasets, each(changes), nil)
		if err == nil || strings.Contains(err.Error(), "secret") ||
			strings.Contains(err.Error(), "rightsdesk:rightsdesk") || !strings.Contains(err.Error(), "m:p") {
			t.Errorf("the error is %v", err)
		}
		var changed *apply.ChangedError
		if errors.As(err, &changed) {
			t.Error("a refused value is no changed row")
		}
	})
}

// A trigger says what it likes under whatever code it likes: none of it is repeated.
func TestWhatATriggerSaysIsNotRepeated(t *testing.T) {
	triggers := map[string][]string{
		"SQLite": {"CREATE TRIGGER no BEFORE UPDATE ON p BEGIN SELECT RAISE(ABORT, 'secret of ' || old.name); END"},
		"PostgreSQL": {
			"CREATE OR REPLACE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'secret of %', old.name; END $$;\nCREATE TRIGGER no BEFORE UPDATE ON p FOR EACH ROW EXECUTE FUNCTION no()",
			"CREATE OR REPLACE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'secret of %', old.name USING ERRCODE = '23514'; END $$;\nCREATE TRIGGER no BEFORE UPDATE ON p FOR EACH ROW EXECUTE FUNCTION no()",
			"CREATE OR REPLACE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM ('secret of ' || old.name)::int; RETURN new; END $$;\nCREATE TRIGGER no BEFORE UPDATE ON p FOR EACH ROW EXECUTE FUNCTION no()",
		},
		"MySQL": {
			"CREATE TRIGGER no BEFORE UPDATE ON p FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'secret of'",
			"CREATE TRIGGER no BEFORE UPDATE ON p FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'secret of', MYSQL_ERRNO = 3819",
		},
	}
	onEngines(t, func(t *testing.T, db *testDB) {
		for i, trigger := range triggers[db.engine] {
			db.exec(t, "DROP TABLE IF EXISTS p")
			db.exec(t,
				"CREATE TABLE p (id INT PRIMARY KEY, name VARCHAR(50), email VARCHAR(50));\nINSERT INTO p VALUES (1, 'Ann', 'a@x')")
			db.exec(t, trigger)
			datasets := linked(t, d("m", c("p", "", f("id", pk), f("name", ""), f("email", email))))
			var changes []change.RowChange
			_, err := change.Preview(context.Background(),
				change.Options{Options: search.Options{Datasets: datasets,
					Sources:    map[string]*sqldb.Source{"m": opened(t, db)},
					Identities: dataset.Identities{"email": {"a@x"}}},
					Decide: func(search.Finding) (dataset.Treatment, error) {
						return dataset.Treatment{Set: map[string]any{"name": "gone"}}, nil
					}},
				func(c change.RowChange) error { changes = append(changes, c); return nil })
			if err != nil {
				t.Fatal(err)
			}
			w, err := source.OpenWriter(context.Background(), db.dsn)
			if err != nil {
				t.Fatal(err)
			}
			_, err = apply.Changes(context.Background(), w, datasets, each(changes), nil)
			closed(t, w.Source.DB)
			if err == nil || strings.Contains(err.Error(), "secret") || strings.Contains(err.Error(), "Ann") {
				t.Errorf("trigger %d: %v", i+1, err)
			}
		}
	})
}
