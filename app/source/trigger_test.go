package source_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/source"
	"orangelab.cn/rightsdesk/app/source/apply"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/trial"
)

// triggered is a table whose writing the engines answer with code of their own.
type triggered struct {
	name   string
	only   string            // engine; empty means all
	fires  map[string]string // engine → what makes the trigger tr, after the tables p and h
	erase  string            // the override of p
	named  bool              // whoever signs is told of tr
	beyond bool              // the trigger changes more than is planned
}

const (
	strangerSQLite = "UPDATE p SET name = NULL WHERE id = 2; INSERT INTO h VALUES (old.name);"
	copySQL        = "INSERT INTO h VALUES (old.name);"
	otherSQL       = "UPDATE h SET o = NULL;"
	emptySQL       = "DELETE FROM h;"
)

// postgresFires makes a trigger function and its trigger; statements inside are kept together.
func postgresFires(when, body string) string {
	return "CREATE FUNCTION g() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN " + body +
		" RETURN NULL; END $$;\nCREATE " + when + " FOR EACH ROW EXECUTE FUNCTION g()"
}

var triggereds = []triggered{
	{name: "an update that changes a stranger's row and copies a name", named: true, beyond: true,
		fires: map[string]string{
			"SQLite": "CREATE TRIGGER tr AFTER UPDATE ON p WHEN new.id = 1 BEGIN " + strangerSQLite + " END",
			"PostgreSQL": postgresFires("TRIGGER tr AFTER UPDATE ON p",
				"IF new.id = 1 THEN "+strangerSQLite+" END IF;"),
		}},
	{name: "an update of strangers' rows of another table", named: true, beyond: true, fires: map[string]string{
		"SQLite":     "CREATE TRIGGER tr AFTER UPDATE ON p BEGIN " + otherSQL + " END",
		"PostgreSQL": postgresFires("TRIGGER tr AFTER UPDATE ON p", otherSQL),
		"MySQL":      "CREATE TRIGGER tr AFTER UPDATE ON p FOR EACH ROW " + otherSQL,
	}},
	{name: "a deletion of strangers' rows of another table", erase: "masking_strategy_override: {strategy: delete}",
		named: true, beyond: true, fires: map[string]string{
			"SQLite":     "CREATE TRIGGER tr BEFORE DELETE ON p BEGIN " + emptySQL + " END",
			"PostgreSQL": postgresFires("TRIGGER tr AFTER DELETE ON p", emptySQL),
			"MySQL":      "CREATE TRIGGER tr BEFORE DELETE ON p FOR EACH ROW " + emptySQL,
		}},
	{name: "one that replaces strangers' rows through a procedure", only: "MySQL", named: true, beyond: true,
		fires: map[string]string{
			"MySQL": "CREATE OR REPLACE PROCEDURE g() BEGIN REPLACE INTO h (o) VALUES ('C'); DELETE FROM h WHERE o = 'C'; END;\n" +
				"CREATE TRIGGER tr AFTER UPDATE ON p FOR EACH ROW CALL g()",
		}},
	{name: "one that truncates another table", only: "PostgreSQL", named: true, beyond: true, fires: map[string]string{
		"PostgreSQL": postgresFires("TRIGGER tr AFTER UPDATE ON p", "TRUNCATE h;"),
	}},
	{name: "one that truncates and hides it in a block", only: "PostgreSQL", named: true, beyond: true,
		fires: map[string]string{
			"PostgreSQL": postgresFires("TRIGGER tr AFTER UPDATE ON p",
				"BEGIN EXECUTE 'TRUNCATE h'; EXCEPTION WHEN division_by_zero THEN NULL; END;"),
		}},
	{name: "one that drops another table", only: "PostgreSQL", named: true, beyond: true, fires: map[string]string{
		"PostgreSQL": postgresFires("TRIGGER tr AFTER UPDATE ON p", "DROP TABLE h;"),
	}},
	{name: "one that locks, and uses a table of its own", only: "PostgreSQL", named: true, fires: map[string]string{
		"PostgreSQL": postgresFires("TRIGGER tr AFTER UPDATE ON p",
			"LOCK TABLE h; CREATE TEMPORARY TABLE w (n INT) ON COMMIT DROP;"),
	}},
	{name: "one that fills a partitioned table", only: "MySQL", named: true, beyond: true, fires: map[string]string{
		"MySQL": "ALTER TABLE p PARTITION BY HASH(id) PARTITIONS 3;\nCREATE TRIGGER tr AFTER UPDATE ON p FOR EACH ROW " + copySQL,
	}},
	{name: "one that only looks at a partitioned table", only: "MySQL", named: true, fires: map[string]string{
		"MySQL": "ALTER TABLE p PARTITION BY HASH(id) PARTITIONS 3;\nCREATE TRIGGER tr AFTER UPDATE ON p FOR EACH ROW SET @seen = 1",
	}},
	{name: "a copy into another table", named: true, beyond: true, fires: map[string]string{
		"SQLite": "CREATE TRIGGER IF NOT EXISTS \"tr\" AFTER UPDATE OF \"name\", mail ON p BEGIN " + copySQL +
			" END",
		"PostgreSQL": postgresFires("TRIGGER tr AFTER UPDATE OF name ON p", copySQL),
		"MySQL":      "CREATE TRIGGER tr AFTER UPDATE ON p FOR EACH ROW " + copySQL,
	}},
	{name: "a copy of what is deleted", erase: "masking_strategy_override: {strategy: delete}", named: true,
		beyond: true, fires: map[string]string{
			"SQLite":     "CREATE TRIGGER tr BEFORE DELETE ON p BEGIN " + copySQL + " END",
			"PostgreSQL": postgresFires("TRIGGER tr AFTER DELETE ON p", copySQL),
			"MySQL":      "CREATE TRIGGER tr AFTER DELETE ON p FOR EACH ROW " + copySQL,
		}},
	{name: "one that waits for the commit", only: "PostgreSQL", named: true, beyond: true, fires: map[string]string{
		"PostgreSQL": postgresFires("CONSTRAINT TRIGGER tr AFTER UPDATE ON p DEFERRABLE INITIALLY DEFERRED", copySQL),
	}},
	{name: "a rule", only: "PostgreSQL", named: true, beyond: true, fires: map[string]string{
		"PostgreSQL": "CREATE RULE tr AS ON UPDATE TO p DO ALSO INSERT INTO h VALUES (old.name)",
	}},
	{name: "one that only looks", named: true, fires: map[string]string{
		"SQLite":     "CREATE TRIGGER tr AFTER UPDATE ON p BEGIN SELECT 1; END",
		"PostgreSQL": postgresFires("TRIGGER tr AFTER UPDATE ON p", ""),
		"MySQL":      "CREATE TRIGGER tr AFTER UPDATE ON p FOR EACH ROW SET @seen = 1",
	}},
	{name: "one that the plan does not fire", fires: map[string]string{
		"SQLite":     "CREATE TRIGGER tr AFTER DELETE ON p BEGIN " + copySQL + " END",
		"PostgreSQL": postgresFires("TRIGGER tr AFTER DELETE ON p", copySQL),
		"MySQL":      "CREATE TRIGGER tr AFTER DELETE ON p FOR EACH ROW " + copySQL,
	}},
	{name: "one for another column", fires: map[string]string{
		"SQLite":     "CREATE TRIGGER tr AFTER UPDATE OF id ON p BEGIN " + copySQL + " END",
		"PostgreSQL": postgresFires("TRIGGER tr AFTER UPDATE OF id ON p", copySQL),
	}},
	{name: "one that is switched off", only: "PostgreSQL", fires: map[string]string{
		"PostgreSQL": postgresFires("TRIGGER tr AFTER UPDATE ON p", copySQL) + ";\nALTER TABLE p DISABLE TRIGGER tr",
	}},
}

// Whoever signs a plan is told of every trigger that it fires; where the engine counts more rows written than are
// planned, nothing is written.
func TestATriggerIsNamedBeforeAnybodySignsAndStopsWhatIsBeyondThePlan(t *testing.T) {
	onEngines(t, func(t *testing.T, db *testDB) {
		for _, tt := range triggereds {
			fires := tt.fires[db.engine]
			if fires == "" {
				continue
			}
			t.Run(tt.name, func(t *testing.T) {
				db.exec(t, "DROP TABLE IF EXISTS p;\nDROP TABLE IF EXISTS h")
				if db.engine == "PostgreSQL" {
					db.exec(t, "DROP FUNCTION IF EXISTS g")
				}
				db.exec(t,
					"CREATE TABLE p (id INT PRIMARY KEY, mail VARCHAR(50), name VARCHAR(50));\nCREATE TABLE h (o VARCHAR(50));\nINSERT INTO p VALUES (1, 'a@x', 'A'), (2, 'b@x', 'B');\nINSERT INTO h VALUES ('B')")
				if _, err := db.db.Exec(strings.Split(fires, ";\n")[0]); err != nil {
					t.Fatal(err)
				}
				for _, more := range strings.Split(fires, ";\n")[1:] {
					if _, err := db.db.Exec(more); err != nil {
						t.Fatal(err)
					}
				}
				file := trialFile(t,
					d("m", c("p", tt.erase, f("id", pk), f("mail", email), cat("user.name", f("name", "")))))
				status, stdout, stderr := tried(t, "--dataset", file, "--source", "m="+db.dsn, "--identity",
					"email=a@x", "--erase", "--strategy", "null_rewrite", "--write")
				var result trial.Erasure
				if err := json.Unmarshal([]byte(stdout), &result); err != nil {
					t.Fatal(err, stderr)
				}
				named := slices.ContainsFunc(result.Obstacles, func(o trial.Obstacle) bool {
					return o.Trigger == "tr" && o.Collection == "m:p" && o.Rows == 1 && !o.Blocking &&
						o.Reason == "trigger"
				})
				if named != tt.named || named != strings.Contains(stderr, `m:p, trigger "tr"`) {
					t.Errorf("obstacles are %v\n%s", result.Obstacles, stderr)
				}
				people, copies := db.dump(t, "SELECT * FROM p"), db.dump(t, "SELECT * FROM h")
				switch {
				case tt.beyond:
					if status != 1 || people != "1 a@x A|2 b@x B" || copies != "B" ||
						!strings.Contains(stderr, "nobody has seen; nothing was written") {
						t.Errorf("status %d, left is %s and %s\n%s", status, people, copies, stderr)
					}
				case status != 0 || strings.Contains(people, "A") || !strings.Contains(people, "2 b@x B"):
					t.Errorf("status %d, left is %s and %s\n%s", status, people, copies, stderr)
				}
			})
		}
	})
}

// What a count says is not the trigger's fault where rows were written, taken back and written again.
func TestRowsThatWereTakenBackAreNotCountedAsBeyondThePlan(t *testing.T) {
	db := sqliteDB(t)
	db.exec(t,
		"CREATE TABLE p (id INT PRIMARY KEY, mail TEXT, name TEXT);\nINSERT INTO p VALUES (1, 'a@x', 'A'), (2, 'a@x', 'B')")
	datasets := linked(t, d("m", c("p", "", f("id", pk), f("mail", email), cat("user.name", f("name", "")))))
	erasing := trial.NewErasing(search.Options{Datasets: datasets,
		Sources: map[string]*sqldb.Source{"m": opened(t, db)}, Identities: dataset.Identities{"email": {"a@x"}}},
		map[string]string{"m": db.dsn}, dataset.Masking{Strategy: dataset.NullRewrite})
	if _, err := erasing.Preview(context.Background()); err != nil {
		t.Fatal(err)
	}
	db.exec(t, "UPDATE p SET name = NULL WHERE id = 1") // as after a crash: this one is done already
	w, err := source.OpenWriter(context.Background(), db.dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer closed(t, w.Source.DB)
	applied, err := apply.Changes(context.Background(), w, datasets, each(erasing.Changes[db.dsn]), nil)
	var beyond *apply.UnplannedWritesError
	if errors.As(err, &beyond) || err != nil || applied.Updated != 1 || applied.Already != 1 {
		t.Error(applied, err)
	}
}

// What the engine counts besides rows is no trigger's: partitions, and a log of statements that is kept in a table.
func TestAPlanWithoutTriggersIsNotBeyondItself(t *testing.T) {
	onEngines(t, func(t *testing.T, db *testDB) {
		shapes := map[string]string{"a key": "CREATE TABLE p (id INT PRIMARY KEY, mail VARCHAR(20), name VARCHAR(20))",
			"no key": "CREATE TABLE p (id INT, mail VARCHAR(20), name VARCHAR(20))"}
		switch db.engine {
		case "MySQL":
			shapes["partitions"] =
				"CREATE TABLE p (id INT PRIMARY KEY, mail VARCHAR(20), name VARCHAR(20)) PARTITION BY HASH(id) PARTITIONS 4"
			shapes["partitions of partitions"] =
				"CREATE TABLE p (id INT PRIMARY KEY, mail VARCHAR(20), name VARCHAR(20)) PARTITION BY RANGE(id) SUBPARTITION BY HASH(id) SUBPARTITIONS 2 (PARTITION a VALUES LESS THAN (10), PARTITION b VALUES LESS THAN MAXVALUE)"
			shapes["partitions that rows leave"] =
				"CREATE TABLE p (id INT, mail VARCHAR(20), name VARCHAR(20)) PARTITION BY LIST COLUMNS (name) (PARTITION a VALUES IN (NULL), PARTITION b DEFAULT)"
			shapes["a log in a table"] = "CREATE TABLE p (id INT PRIMARY KEY, mail VARCHAR(20), name VARCHAR(20))"
		case "PostgreSQL":
			shapes["partitions that rows leave"] =
				"CREATE TABLE p (id INT, mail VARCHAR(20), name VARCHAR(20)) PARTITION BY LIST (name);\nCREATE TABLE a PARTITION OF p FOR VALUES IN (NULL);\nCREATE TABLE b PARTITION OF p DEFAULT"
		}
		for name, shape := range shapes {
			for what, override := range map[string]string{"masked": "",
				"deleted": "masking_strategy_override: {strategy: delete}"} {
				t.Run(name+"/"+what, func(t *testing.T) {
					db.exec(t,
						"DROP TABLE IF EXISTS p;\n"+shape+";\nINSERT INTO p VALUES (1, 'a@x', 'A'), (2, 'a@x', 'B'), (3, 'a@x', 'C'), (11, 'a@x', 'D'), (12, 'b@x', 'E')")
					if name == "a log in a table" {
						db.exec(t, "SET GLOBAL log_output = 'TABLE';\nSET GLOBAL general_log = 1")
						defer db.exec(t, "SET GLOBAL general_log = 0;\nSET GLOBAL log_output = 'FILE'")
					}
					file := trialFile(t,
						d("m", c("p", override, f("id", ""), f("mail", email), cat("user.name", f("name", "")))))
					status, _, stderr := tried(t, "--dataset", file, "--source", "m="+db.dsn, "--identity", "email=a@x",
						"--erase", "--strategy", "null_rewrite", "--write")
					if left := db.dump(t, "SELECT name FROM p WHERE name IS NOT NULL"); status != 0 || left != "E" {
						t.Errorf("status %d, left is %s\n%s", status, left, stderr)
					}
				})
			}
		}
	})
}
