package source_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/source/change"
	"orangelab.cn/rightsdesk/app/source/trial"
)

// Whoever signs a plan is told of every constraint that may refuse it, and where one does the source is left as it was.
func TestAConstraintThatMayRefuseIsNamedBeforeAnybodySigns(t *testing.T) {
	masked := `string_rewrite:{"rewrite_value":"MASKED"}`
	for _, tt := range []struct {
		name, only, make, strategy string
		named                      string // empty where the plan names none
		refused                    bool
	}{
		{name: "a check of the table", make: "CONSTRAINT adult CHECK (name IN ('A', 'B'))", strategy: masked,
			named: "adult", refused: true},
		{name: "a check that lets the text pass", make: "CONSTRAINT adult CHECK (length(name) < 40)", strategy: masked,
			named: "adult"},
		{name: "a check that nothing passes", make: "CONSTRAINT adult CHECK (mail IS NULL OR name IS NOT NULL)",
			strategy: "null_rewrite", named: "adult", refused: true},
		{name: "a check that is unknown of nothing", make: "CONSTRAINT adult CHECK (name IN ('A', 'B'))",
			strategy: "null_rewrite"},
		{name: "a check of another column", make: "CONSTRAINT adult CHECK (mail <> 'name')", strategy: masked},
		{name: "a unique index over an expression", only: "PostgreSQL",
			make: "mark INT);\nCREATE UNIQUE INDEX adult ON p (lower(name)", strategy: masked, named: "adult",
			refused: true},
		{name: "a unique index over some rows", only: "PostgreSQL",
			make: "mark INT);\nCREATE UNIQUE INDEX adult ON p (name) WHERE (id > 0", strategy: masked, named: "adult",
			refused: true},
		{name: "an exclusion", only: "PostgreSQL", make: "CONSTRAINT adult EXCLUDE USING btree (name WITH =)",
			strategy: masked, named: "adult", refused: true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			onEngines(t, func(t *testing.T, db *testDB) {
				if tt.only != "" && db.engine != tt.only {
					t.Skip("only " + tt.only)
				}
				rows := ";\nINSERT INTO p (id, mail, name) VALUES (1, 'a@x', 'A')"
				if tt.only != "" {
					rows += ", (2, 'b@x', 'MASKED')"
				}
				db.exec(t, "CREATE TABLE p (id INT PRIMARY KEY, mail VARCHAR(9), name VARCHAR(40), "+tt.make+")"+rows)
				before := db.dump(t, "SELECT id, mail, name FROM p")
				file := trialFile(t, d("m", c("p", "", f("id", pk), f("mail", email), cat("user.name", f("name", "")))))
				status, stdout, stderr := tried(t, "--dataset", file, "--source", "m="+db.dsn, "--identity",
					"email=a@x", "--erase", "--strategy", tt.strategy, "--write")
				var result trial.Erasure
				if err := json.Unmarshal([]byte(stdout), &result); err != nil {
					t.Fatal(err, stderr)
				}
				named := slices.ContainsFunc(result.Obstacles, func(o trial.Obstacle) bool {
					return o.Constraint == "adult" && o.Reason == "constraint" && o.Collection == "m:p" &&
						o.Rows == 1 && !o.Blocking
				})
				if named != (tt.named != "") || len(result.Obstacles) > 1 {
					t.Errorf("the obstacles are %+v", result.Obstacles)
				}
				left := db.dump(t, "SELECT id, mail, name FROM p")
				switch {
				case tt.refused && (status != 1 || left != before || !strings.Contains(stderr, "left as it was") ||
					!strings.Contains(stderr, "m:p cannot be changed") || !strings.Contains(stderr, `adult`)):
					t.Errorf("status %d, left is %s\n%s", status, left, stderr)
				case !tt.refused && (status != 0 || left == before):
					t.Errorf("status %d, left is %s\n%s", status, left, stderr)
				}
			})
		})
	}
}

// A domain, and a domain of a domain, asks of its columns what the column itself does not.
func TestADomainThatMustNotBeEmptyIsForeseen(t *testing.T) {
	db := postgresDB(t)
	if db == nil {
		t.Skip("no server given")
	}
	db.exec(t, `CREATE DOMAIN kept AS VARCHAR(6) NOT NULL;
CREATE DOMAIN short AS kept CONSTRAINT few CHECK (VALUE <> 'MASKED');
CREATE TABLE p (id INT PRIMARY KEY, mail TEXT, name short);
INSERT INTO p VALUES (1, 'a@x', 'A')`)
	file := trialFile(t, d("m", c("p", "", f("id", pk), f("mail", email), cat("user.name", f("name", "")))))
	for strategy, reason := range map[string]string{
		"null_rewrite": change.NotNullable, `string_rewrite:{"rewrite_value":"MASKED"}`: change.MayRefuse,
		`string_rewrite:{"rewrite_value":"MASKED TEXT"}`: change.TooLong,
	} {
		status, stdout, stderr := tried(t, "--dataset", file, "--source", "m="+db.dsn, "--identity", "email=a@x",
			"--erase", "--strategy", strategy, "--write")
		var result trial.Erasure
		if err := json.Unmarshal([]byte(stdout), &result); err != nil {
			t.Fatal(err, stderr)
		}
		named := slices.ContainsFunc(result.Obstacles, func(o trial.Obstacle) bool {
			return o.Reason == reason && (o.Column == "name" || o.Constraint == "few")
		})
		if !named || status != 1 {
			t.Errorf("%s gives %d: %+v\n%s", strategy, status, result.Obstacles, stderr)
		}
	}
}

// A key of a table does not hold for its heirs, whose rows a statement on the table writes too.
func TestAKeyThatHeirsDoNotShareIsForeseen(t *testing.T) {
	db := postgresDB(t)
	if db == nil {
		t.Skip("no server given")
	}
	db.exec(t, `CREATE TABLE p (id INT PRIMARY KEY, mail TEXT, name TEXT);
CREATE TABLE heir () INHERITS (p);
INSERT INTO p VALUES (1, 'a@x', 'A');
INSERT INTO heir VALUES (1, 'b@x', 'B')`)
	file := trialFile(t, d("m", c("p", "", f("id", pk), f("mail", email), cat("user.name", f("name", "")))))
	status, stdout, stderr := tried(t, "--dataset", file, "--source", "m="+db.dsn, "--identity", "email=a@x", "--erase",
		"--strategy", "null_rewrite", "--write")
	if left := db.dump(t, "SELECT name FROM p ORDER BY name"); status != 1 ||
		!strings.Contains(stdout, change.KeyNotUnique) || left != "A|B" {
		t.Errorf("status %d, left is %s\n%s", status, left, stderr)
	}
}

// So is whoever signs told that no partition may take a row as it will be, and that a unique key takes two nulls for
// one value.
func TestWhatTakesNoNullIsNamedBeforeAnybodySigns(t *testing.T) {
	t.Run("MySQL", func(t *testing.T) {
		takesNoNull(t, engineNamed(t, "MySQL"), map[string]string{
			"no partition for what is empty": "CREATE TABLE p (id INT, mail VARCHAR(9), name VARCHAR(9)) PARTITION BY LIST COLUMNS (name) (PARTITION p1 VALUES IN ('A'), PARTITION p2 VALUES IN ('B'))",
		})
	})
	t.Run("PostgreSQL", func(t *testing.T) {
		takesNoNull(t, engineNamed(t, "PostgreSQL"), postgresTakesNoNull)
	})
}

var postgresTakesNoNull = map[string]string{
	"no partition for what is empty": "CREATE TABLE p (id INT, mail TEXT, name TEXT) PARTITION BY LIST (name);\nCREATE TABLE p1 PARTITION OF p FOR VALUES IN ('A');\nCREATE TABLE p2 PARTITION OF p FOR VALUES IN ('B')",
	"a partition of a partition":     "CREATE TABLE p (id INT, mail TEXT, name TEXT) PARTITION BY LIST (id);\nCREATE TABLE p1 PARTITION OF p DEFAULT PARTITION BY LIST (lower(name));\nCREATE TABLE p2 PARTITION OF p1 FOR VALUES IN ('a', 'b')",
	"two nulls are one":              "CREATE TABLE p (id INT, mail TEXT, name TEXT, UNIQUE NULLS NOT DISTINCT (name));\nINSERT INTO p (id) VALUES (3)",
}

func takesNoNull(t *testing.T, db *testDB, makes map[string]string) {
	t.Helper()
	for what, make := range makes {
		db.exec(t, "DROP TABLE IF EXISTS p CASCADE;\n"+make+";\nINSERT INTO p VALUES (1, 'a@x', 'A'), (2, 'b@x', 'B')")
		file := trialFile(t, d("m", c("p", "", f("id", pk), f("mail", email), cat("user.name", f("name", "")))))
		status, stdout, stderr := tried(t, "--dataset", file, "--source", "m="+db.dsn, "--identity", "email=a@x",
			"--erase", "--strategy", "null_rewrite", "--write")
		var result trial.Erasure
		if err := json.Unmarshal([]byte(stdout), &result); err != nil || status != 1 {
			t.Fatal(what, status, err, stderr)
		}
		if len(result.Obstacles) != 1 || result.Obstacles[0].Reason != "constraint" || result.Obstacles[0].Rows != 1 {
			t.Errorf("%s: the obstacles are %+v", what, result.Obstacles)
		}
	}
}
