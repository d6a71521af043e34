package source_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/source/apply"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/sqldb"
)

// untold is an engine as a login knows it that is told of no trigger.
type untold struct{ sqldb.Dialect }

func (untold) Triggers(context.Context, sqldb.Querier, *sqldb.Table) ([]sqldb.Trigger, error) {
	return nil, nil
}

// MariaDB counts that a trigger ran whoever is told of it: what the rows hold then is read, and not taken for what was
// written.
func TestATriggerThatNobodyIsToldOfDoesNotChangeWhatIsWritten(t *testing.T) {
	db := engineNamed(t, "MySQL")
	db.exec(t, `CREATE TABLE p (id INT PRIMARY KEY, mail VARCHAR(50), name VARCHAR(50), note VARCHAR(50));
INSERT INTO p VALUES (3, 'a@x', 'A', 'n'), (1, 'a@x', 'B', 'n'), (2, 'a@x', 'C', 'n')`)
	datasets := linked(t, d("m", c("p", "", f("id", pk), f("mail", email), cat("user.name", f("name", "")))))
	for _, tt := range []struct{ name, trigger, left, says string }{
		{"none", "", "1 b|2 b|3 b", ""},
		{"another column", "SET NEW.note = 'changed'", "1 B|2 C|3 A", "does not hold column(s) note as planned"},
		{"the column itself", "SET NEW.name = UPPER(NEW.name)", "1 B|2 C|3 A",
			"does not hold column(s) name as planned"},
		{"nothing", "SET @seen = 1", "1 b|2 b|3 b", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			db.exec(t, "DROP TRIGGER IF EXISTS tr;\nUPDATE p SET note = 'n', name = ELT(id, 'B', 'C', 'A')")
			if tt.trigger != "" {
				db.exec(t, "CREATE TRIGGER tr BEFORE UPDATE ON p FOR EACH ROW "+tt.trigger)
			}
			changes, _ := plan(t, db, datasets, dataset.Identities{"email": {"a@x"}},
				dataset.Treatment{Set: map[string]any{"name": "b"}}, nil)
			w := writer(t, db)
			w.Source.Dialect = untold{w.Source.Dialect}
			applied, err := apply.Changes(context.Background(), w, datasets, each(changes), nil)
			if said := fmt.Sprint(err); tt.says == "" && err != nil || !strings.Contains(said, tt.says) {
				t.Errorf("it says %q and wrote %d", said, applied.Updated)
			}
			if left := db.dump(t, "SELECT id, name FROM p ORDER BY id"); left != tt.left {
				t.Errorf("left is %s", left)
			}
		})
	}
}

// Each row gets its own values, whatever the order of the plan and however many rows one statement takes.
func TestEveryRowGetsItsOwnValues(t *testing.T) {
	onEngines(t, func(t *testing.T, db *testDB) {
		db.exec(t, "CREATE TABLE p (id INT PRIMARY KEY, mail VARCHAR(50), name VARCHAR(90), nick VARCHAR(90))")
		var rows []string
		const n = 4500
		for i := range n { // in no order, and some below nothing
			id := (i*7919)%n - n/2
			rows = append(rows, fmt.Sprintf("(%d, 'a@x', 'name %d', 'nick %d')", id, id, id))
		}
		db.exec(t, "INSERT INTO p VALUES "+strings.Join(rows, ", "))
		datasets := linked(t, d("m", c("p", "", f("id", pk), f("mail", email), cat("user.name", f("name", "")),
			cat("user.name", f("nick", "")))))
		changes, _ := plan(t, db, datasets, dataset.Identities{"email": {"a@x"}},
			dataset.Treatment{Mask: map[string]dataset.Masking{"name": {Strategy: dataset.Hash},
				"nick": {Strategy: dataset.Hash}}}, nil)
		for i := range changes { // the rows of a plan come as they were found
			j := (i * 31) % len(changes)
			changes[i], changes[j] = changes[j], changes[i]
		}
		applied, err := apply.Changes(context.Background(), writer(t, db), datasets, each(changes), nil)
		if err != nil || applied.Updated != n {
			t.Fatal(applied, err)
		}
		wanted := map[string]string{}
		for _, c := range changes {
			wanted[fmt.Sprint(c.Key[0].Value)] = fmt.Sprint(c.After[0].Value, " ", c.After[1].Value)
		}
		for _, line := range strings.Split(db.dump(t, "SELECT id, name, nick FROM p"), "|") {
			id, values, _ := strings.Cut(line, " ")
			if wanted[id] != values {
				t.Fatalf("row %s holds %q and not %q", id, values, wanted[id])
			}
			delete(wanted, id)
		}
		if len(wanted) != 0 {
			t.Errorf("%d rows are missing", len(wanted))
		}
	})
}
