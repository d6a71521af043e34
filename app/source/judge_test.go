package source_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/source/change"
	"orangelab.cn/rightsdesk/app/source/trial"
)

// judged is a table whose engine has something to say about what is put in the place of name, phone or ref.
type judged struct {
	what     string
	only     string // engines, parted by blanks; empty means all
	make     string // what the table has beside id, mail, name and phone
	name     string // the type of name
	rest     string // statements after it
	strategy string
	reason   string // of the obstacle; empty where the plan can be written
	place    string // its column or constraint
}

const toMasked = `string_rewrite:{"rewrite_value":"MASKED"}`

var judgements = []judged{
	{what: "a check on the length", make: "CONSTRAINT k CHECK (length(name) < 5)", strategy: toMasked,
		reason: change.Refused, place: "k"},
	{what: "a check on the length that holds", make: "CONSTRAINT k CHECK (length(name) < 50)", strategy: toMasked},
	{what: "a check by LIKE", make: "CONSTRAINT k CHECK (name LIKE 'A%')", strategy: toMasked,
		reason: change.Refused, place: "k"},
	{what: "a check of two columns", make: "CONSTRAINT k CHECK (name <> phone)", strategy: toMasked,
		reason: change.Refused, place: "k"},
	{what: "a check of two columns by null", make: "CONSTRAINT k CHECK (name IS NOT NULL OR mail IS NULL)",
		strategy: "null_rewrite", reason: change.Refused, place: "k"},
	{what: "a check by typeof", only: "SQLite", make: "CONSTRAINT k CHECK (typeof(name) = 'text')",
		strategy: "null_rewrite", reason: change.Refused, place: "k"},
	{what: "a check by GLOB that holds", only: "SQLite", make: "CONSTRAINT k CHECK (name GLOB '[A-Z]*')",
		strategy: toMasked},
	{what: "a check by a pattern", only: "PostgreSQL", make: "CONSTRAINT k CHECK (name ~ '^[A-Z]$')",
		strategy: toMasked, reason: change.Refused, place: "k"},
	{what: "a check by REGEXP", only: "MySQL", make: "CONSTRAINT k CHECK (name REGEXP '^[A-Z]$')",
		strategy: toMasked, reason: change.Refused, place: "k"},
	{what: "a check that casts", only: "PostgreSQL", make: "CONSTRAINT k CHECK (name::int > 0)",
		rest: "", strategy: toMasked, reason: change.Refused, place: "k"},
	{what: "a strict table", only: "SQLite", name: "BLOB", make: "STRICT", strategy: toMasked,
		reason: change.BadValue, place: "name"},
	{what: "a strict table with text", only: "SQLite", name: "TEXT", make: "STRICT", strategy: toMasked},
	{what: "a unique expression that another has", only: "SQLite PostgreSQL",
		rest:     "CREATE UNIQUE INDEX k ON p (lower(name));\nINSERT INTO p (id, mail, name) VALUES (9, 'z', 'masked')",
		strategy: toMasked, reason: change.UniqueValue, place: "k"},
	{what: "a unique expression of two of the person's", only: "SQLite PostgreSQL",
		rest:     "CREATE UNIQUE INDEX k ON p (lower(name));\nINSERT INTO p (id, mail, name) VALUES (9, 'a@x', '7')",
		strategy: toMasked, reason: change.UniqueValue, place: "k"},
	{what: "a unique expression that holds", only: "SQLite PostgreSQL",
		rest:     "CREATE UNIQUE INDEX k ON p (lower(name));\nINSERT INTO p (id, mail, name) VALUES (9, 'z', 'other')",
		strategy: toMasked},
	{what: "a unique index of some rows", only: "SQLite PostgreSQL",
		rest:     "CREATE UNIQUE INDEX k ON p (name) WHERE id > 0;\nINSERT INTO p (id, mail, name) VALUES (9, 'z', 'MASKED')",
		strategy: toMasked, reason: change.UniqueValue, place: "k"},
	{what: "a unique index of other rows", only: "SQLite PostgreSQL",
		rest:     "CREATE UNIQUE INDEX k ON p (name) WHERE id > 5;\nINSERT INTO p (id, mail, name) VALUES (9, 'z', 'MASKED')",
		strategy: toMasked},
	{what: "a computed column that is unique", make: "g VARCHAR(90) GENERATED ALWAYS AS (lower(name)) STORED, UNIQUE (g)",
		rest: "INSERT INTO p (id, mail, name) VALUES (9, 'z', 'masked')", strategy: toMasked, reason: change.UniqueValue,
		place: "g"},
	{what: "a virtual column that is unique", only: "SQLite MySQL",
		make: "g VARCHAR(90) GENERATED ALWAYS AS (lower(name)) VIRTUAL, UNIQUE (g)",
		rest: "INSERT INTO p (id, mail, name) VALUES (9, 'a@x', '7')", strategy: toMasked, reason: change.UniqueValue,
		place: "g"},
	{what: "a computed column that is too short", only: "PostgreSQL MySQL",
		make:     "g VARCHAR(4) GENERATED ALWAYS AS (lower(name)) STORED",
		strategy: toMasked, reason: change.BadValue, place: "g"},
	{what: "a computed column that takes no null", only: "SQLite PostgreSQL",
		make: "g VARCHAR(90) GENERATED ALWAYS AS (lower(name)) STORED NOT NULL", strategy: "null_rewrite",
		reason: change.BadValue, place: "g"},
	{what: "a computed column that holds", make: "g VARCHAR(90) GENERATED ALWAYS AS (lower(name)) STORED",
		strategy: toMasked},
	{what: "a computed column that fails", only: "PostgreSQL",
		make: "g INT GENERATED ALWAYS AS (name::int) STORED", strategy: toMasked,
		reason: change.BadValue, place: "name"},
	{what: "a name that is cut", only: "PostgreSQL", name: "name",
		strategy: `string_rewrite:{"rewrite_value":"` + strings.Repeat("x", 70) + `"}`,
		reason:   change.BadValue, place: "name"},
	{what: "texts of a list that are too long", only: "PostgreSQL", name: "VARCHAR(3)[]",
		rest:     "UPDATE p SET name = '{a,b}' WHERE id = 1",
		strategy: toMasked, reason: change.BadValue, place: "name"},
	{what: "texts of a list that fit", only: "PostgreSQL", name: "VARCHAR(30)[]",
		rest:     "UPDATE p SET name = '{a,b}' WHERE id = 1",
		strategy: toMasked},
	{what: "a domain of a list", only: "PostgreSQL", name: "shorts",
		rest:     "UPDATE p SET name = '{a,b}' WHERE id = 1",
		strategy: toMasked, reason: change.Refused, place: "few"},
	{what: "a domain that takes no null", only: "PostgreSQL", name: "needed", strategy: "null_rewrite",
		reason: change.NotNullable, place: "name"},
	{what: "a domain with a check", only: "PostgreSQL", name: "needed", strategy: toMasked, reason: change.Refused,
		place: "lower"},
	{what: "an exclusion of another row", only: "PostgreSQL", make: "CONSTRAINT k EXCLUDE USING btree (name WITH =)",
		rest: "INSERT INTO p (id, mail, name) VALUES (9, 'z', 'MASKED')", strategy: toMasked,
		reason: change.UniqueValue, place: "k"},
	{what: "an exclusion of two of the person's", only: "PostgreSQL",
		make: "CONSTRAINT k EXCLUDE USING btree (lower(name) WITH =)",
		rest: "INSERT INTO p (id, mail, name) VALUES (9, 'a@x', '7')", strategy: toMasked,
		reason: change.UniqueValue, place: "k"},
	{what: "nulls that are one value", only: "PostgreSQL", make: "CONSTRAINT k UNIQUE NULLS NOT DISTINCT (name)",
		rest: "INSERT INTO p (id, mail) VALUES (9, 'z')", strategy: "null_rewrite",
		reason: change.UniqueValue, place: "k"},
	{what: "a value that the other table lacks", rest: `CREATE TABLE c (name VARCHAR(40) PRIMARY KEY);
INSERT INTO c VALUES ('A');
CREATE TABLE p (id INT PRIMARY KEY, mail VARCHAR(9), name VARCHAR(40), FOREIGN KEY (name) REFERENCES c (name));
INSERT INTO p VALUES (1, 'a@x', 'A')`, strategy: toMasked, reason: change.NoParent, place: "name"},
	{what: "a value that the other table has", rest: `CREATE TABLE c (name VARCHAR(40) PRIMARY KEY);
INSERT INTO c VALUES ('A'), ('MASKED');
CREATE TABLE p (id INT PRIMARY KEY, mail VARCHAR(9), name VARCHAR(40), FOREIGN KEY (name) REFERENCES c (name));
INSERT INTO p VALUES (1, 'a@x', 'A')`, strategy: toMasked},
	{what: "a key of the table that others refer to", rest: `CREATE TABLE p (id INT PRIMARY KEY, mail VARCHAR(9), name VARCHAR(40) UNIQUE);
INSERT INTO p VALUES (1, 'a@x', 'A');
CREATE TABLE c (id INT PRIMARY KEY, name VARCHAR(40), FOREIGN KEY (name) REFERENCES p (name));
INSERT INTO c VALUES (1, 'A')`, strategy: toMasked, reason: change.Dangling, place: "name"},
	{what: "no partition for a text", only: "PostgreSQL", rest: `CREATE TABLE p (id INT, mail TEXT, name TEXT) PARTITION BY LIST (name);
CREATE TABLE p1 PARTITION OF p FOR VALUES IN ('A');
INSERT INTO p VALUES (1, 'a@x', 'A')`, strategy: toMasked, reason: change.Refused, place: "p PARTITION BY"},
	{what: "a partition for every text", only: "PostgreSQL", rest: `CREATE TABLE p (id INT, mail TEXT, name TEXT) PARTITION BY LIST (name);
CREATE TABLE p1 PARTITION OF p FOR VALUES IN ('A');
CREATE TABLE p2 PARTITION OF p DEFAULT;
INSERT INTO p VALUES (1, 'a@x', 'A')`, strategy: toMasked},
	{what: "no partition of a list", only: "MySQL", rest: `CREATE TABLE p (id INT, mail VARCHAR(9), name VARCHAR(40)) PARTITION BY
LIST COLUMNS (name) (PARTITION a VALUES IN ('A', 'x)'), PARTITION b VALUES IN ('B''('));
INSERT INTO p VALUES (1, 'a@x', 'A')`, strategy: toMasked, reason: change.Refused, place: "PARTITION BY"},
	{what: "a partition of a list", only: "MySQL", rest: `CREATE TABLE p (id INT, mail VARCHAR(9), name VARCHAR(40)) PARTITION BY
LIST COLUMNS (name) (PARTITION a VALUES IN ('A'), PARTITION b VALUES IN ('masked', 'B'));
INSERT INTO p VALUES (1, 'a@x', 'A')`, strategy: toMasked},
	{what: "a partition for nothing", only: "MySQL", rest: `CREATE TABLE p (id INT, mail VARCHAR(9), name VARCHAR(40)) PARTITION BY
LIST COLUMNS (name) (PARTITION a VALUES IN ('A', NULL));
INSERT INTO p VALUES (1, 'a@x', 'A')`, strategy: "null_rewrite"},
	{what: "a partition that takes the rest of a list", only: "MySQL", rest: `CREATE TABLE p (id INT, mail VARCHAR(9), name VARCHAR(40)) PARTITION BY
LIST COLUMNS (name) (PARTITION a VALUES IN ('A'), PARTITION b DEFAULT);
INSERT INTO p VALUES (1, 'a@x', 'A')`, strategy: toMasked},
	{what: "no partition above a range", only: "MySQL", rest: `CREATE TABLE p (id INT, mail VARCHAR(9), name VARCHAR(40)) PARTITION BY
RANGE COLUMNS (name) (PARTITION a VALUES LESS THAN ('B'), PARTITION b VALUES LESS THAN ('L'));
INSERT INTO p VALUES (1, 'a@x', 'A')`, strategy: toMasked, reason: change.Refused, place: "PARTITION BY"},
	{what: "a partition below a range", only: "MySQL", rest: `CREATE TABLE p (id INT, mail VARCHAR(9), name VARCHAR(40)) PARTITION BY
RANGE COLUMNS (name) (PARTITION a VALUES LESS THAN ('B'), PARTITION b VALUES LESS THAN ('N'));
INSERT INTO p VALUES (1, 'a@x', 'A')`, strategy: toMasked},
	{what: "the lowest partition for nothing", only: "MySQL", rest: `CREATE TABLE p (id INT, mail VARCHAR(9), name INT) PARTITION BY
RANGE (name) (PARTITION a VALUES LESS THAN (10), PARTITION b VALUES LESS THAN (20));
INSERT INTO p VALUES (1, 'a@x', 5)`, strategy: "null_rewrite"},
	{what: "a partition without an end", only: "MySQL", rest: `CREATE TABLE p (id INT, mail VARCHAR(9), name INT) PARTITION BY
RANGE (name) (PARTITION a VALUES LESS THAN (10), PARTITION b VALUES LESS THAN MAXVALUE);
INSERT INTO p VALUES (1, 'a@x', 5)`, strategy: "null_rewrite"},
}

func (j judged) script(engine string) string {
	if strings.Contains(j.rest, "CREATE TABLE p ") {
		return j.rest
	}
	name, more, end := j.name, "", ")"
	if name == "" {
		name = "VARCHAR(99)"
	}
	id, mail := "INT", "VARCHAR(9)"
	if j.make == "STRICT" {
		mail, end = "TEXT", ") STRICT"
	} else if j.make != "" {
		more = ", " + j.make
	}
	phone := "VARCHAR(9)"
	if j.make == "STRICT" {
		phone = "TEXT"
	}
	held := "'A'"
	switch {
	case strings.Contains(j.make, "::int"), strings.Contains(j.what, "fails"):
		held = "7"
	case strings.HasSuffix(name, "[]"), name == "shorts":
		held = "'{a}'"
	case name == "BLOB":
		held = "x'41'"
	case name == "needed":
		held = "'a'"
	}
	out := ""
	if engine == "PostgreSQL" {
		out = "CREATE DOMAIN shorts AS VARCHAR(9)[] CONSTRAINT few CHECK (VALUE[1] <> 'MASKED');\n" +
			"CREATE DOMAIN needed AS TEXT NOT NULL CONSTRAINT lower CHECK (lower(VALUE) = VALUE);\n"
	}
	out += fmt.Sprintf("CREATE TABLE p (id %s PRIMARY KEY, mail %s, name %s, phone %s%s%s;\n", id, mail, name, phone,
		more, end)
	return out + "INSERT INTO p (id, mail, name, phone) VALUES (1, 'a@x', " + held + ", 'MASKED');\n" + j.rest
}

// What the engine would refuse is an obstacle of the plan, with its place, and never a failure of the run; and what it
// takes is no obstacle.
func TestWhatTheEngineWouldRefuseIsAnObstacle(t *testing.T) {
	for _, tt := range judgements {
		t.Run(tt.what, func(t *testing.T) {
			onEngines(t, func(t *testing.T, db *testDB) {
				if tt.only != "" && !slices.Contains(strings.Fields(tt.only), db.engine) {
					t.Skip("only " + tt.only)
				}
				db.exec(t, tt.script(db.engine))
				kind := ""
				if tt.name == "BLOB" {
					kind = "\n            fides_meta: {data_type: string}"
				}
				file := trialFile(t, d("m", c("p", "", f("id", pk), f("mail", email),
					cat("user.name", f("name", ""))+kind)))
				before := db.dump(t, "SELECT id, mail, name FROM p")
				status, stdout, stderr := tried(t, "--dataset", file, "--source", "m="+db.dsn, "--identity",
					"email=a@x", "--erase", "--strategy", tt.strategy, "--write")
				var result trial.Erasure
				if err := json.Unmarshal([]byte(stdout), &result); err != nil {
					t.Fatal(err, stderr)
				}
				if strings.Contains(stderr, "left as it was") {
					t.Errorf("the run failed: %s", stderr)
				}
				if tt.reason == "" {
					if status != 0 || len(result.Obstacles) > 0 ||
						db.dump(t, "SELECT id, mail, name FROM p") == before {
						t.Errorf("status %d, %+v\n%s", status, result.Obstacles, stderr)
					}
					return
				}
				named := slices.ContainsFunc(result.Obstacles, func(o trial.Obstacle) bool {
					return o.Reason == tt.reason && (o.Column == tt.place || o.Constraint == tt.place) && o.Blocking &&
						o.Rows > 0
				})
				if !named || len(result.Obstacles) != 1 || status != 1 {
					t.Errorf("status %d, %+v\n%s", status, result.Obstacles, stderr)
				}
				if left := db.dump(t, "SELECT id, mail, name FROM p"); left != before {
					t.Errorf("left is %s", left)
				}
			})
		})
	}
}
