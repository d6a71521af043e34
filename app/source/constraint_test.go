package source_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/source/change"
	"orangelab.cn/rightsdesk/app/source/trial"
)

// Of what the engine cannot be asked about beforehand whoever signs a plan is told: a check of an heir, whose rows a
// statement on the table writes too. Where it refuses one the source is left as it was.
func TestAConstraintThatMayRefuseIsNamedBeforeAnybodySigns(t *testing.T) {
	for value, refused := range map[string]bool{"MASKED": true, "B": false} {
		db := engineNamed(t, "PostgreSQL")
		db.exec(t, `CREATE TABLE p (id INT, mail TEXT, name TEXT);
CREATE TABLE heir (CONSTRAINT adult CHECK (name IN ('A', 'B'))) INHERITS (p);
INSERT INTO heir VALUES (1, 'a@x', 'A')`)
		file := trialFile(t, d("m", c("p", "", f("id", pk), f("mail", email), cat("user.name", f("name", "")))))
		status, stdout, stderr := tried(t, "--dataset", file, "--source", "m="+db.dsn, "--identity",
			"email=a@x", "--erase", "--strategy", `string_rewrite:{"rewrite_value":"`+value+`"}`, "--write")
		var result trial.Erasure
		if err := json.Unmarshal([]byte(stdout), &result); err != nil {
			t.Fatal(err, stderr)
		}
		if len(result.Obstacles) != 1 || result.Obstacles[0].Constraint != "adult" ||
			result.Obstacles[0].Reason != change.MayRefuse || result.Obstacles[0].Blocking {
			t.Errorf("%s: the obstacles are %+v", value, result.Obstacles)
		}
		left := db.dump(t, "SELECT name FROM p")
		if refused && (status != 1 || left != "A" || !strings.Contains(stderr, "left as it was")) ||
			!refused && (status != 0 || left != "B") {
			t.Errorf("%s: status %d, left is %s\n%s", value, status, left, stderr)
		}
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
		"null_rewrite": change.NotNullable, `string_rewrite:{"rewrite_value":"MASKED"}`: change.Refused,
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

// So is whoever signs told that no partition may take a row as it will be.
func TestWhatTakesNoNullIsNamedBeforeAnybodySigns(t *testing.T) {
	t.Run("MySQL", func(t *testing.T) {
		takesNoNull(t, engineNamed(t, "MySQL"), "refused", map[string]string{
			"no partition for what is empty": "CREATE TABLE p (id INT, mail VARCHAR(9), name VARCHAR(9)) PARTITION BY LIST COLUMNS (name) (PARTITION p1 VALUES IN ('A'), PARTITION p2 VALUES IN ('B'))",
		})
	})
	t.Run("PostgreSQL", func(t *testing.T) {
		takesNoNull(t, engineNamed(t, "PostgreSQL"), "refused", postgresTakesNoNull)
	})
}

var postgresTakesNoNull = map[string]string{
	"no partition for what is empty": "CREATE TABLE p (id INT, mail TEXT, name TEXT) PARTITION BY LIST (name);\nCREATE TABLE p1 PARTITION OF p FOR VALUES IN ('A');\nCREATE TABLE p2 PARTITION OF p FOR VALUES IN ('B')",
	"a partition of a partition":     "CREATE TABLE p (id INT, mail TEXT, name TEXT) PARTITION BY LIST (id);\nCREATE TABLE p1 PARTITION OF p DEFAULT PARTITION BY LIST (lower(name));\nCREATE TABLE p2 PARTITION OF p1 FOR VALUES IN ('a', 'b')",
}

func takesNoNull(t *testing.T, db *testDB, reason string, makes map[string]string) {
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
		if len(result.Obstacles) != 1 || result.Obstacles[0].Reason != reason || result.Obstacles[0].Rows != 1 {
			t.Errorf("%s: the obstacles are %+v", what, result.Obstacles)
		}
	}
}
