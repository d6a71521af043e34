package source_test

import (
	"context"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/draft"
	"orangelab.cn/rightsdesk/app/source/residue"
	"orangelab.cn/rightsdesk/app/source/sqldb"
)

// A table that keeps what its rows held before is not said to be erased, and is searched like any other.
func TestATableThatKeepsItsHistoryIsNotErasedWithoutAWord(t *testing.T) {
	db := mysqlDB(t)
	if db == nil {
		t.Skip("no server given")
	}
	db.exec(t,
		"CREATE TABLE p (id INT PRIMARY KEY, mail VARCHAR(9), name VARCHAR(9)) WITH SYSTEM VERSIONING;\nINSERT INTO p VALUES (1, 'a@x', 'Ann')")
	text := d("m", c("p", "", f("id", pk), f("mail", email), cat("user.name", f("name", ""))))
	for _, strategy := range []string{"null_rewrite", "hash"} {
		status, stdout, stderr := tried(t, "--dataset", trialFile(t, text), "--source", "m="+db.dsn, "--identity",
			"email=a@x", "--erase", "--strategy", strategy, "--write")
		if left := db.dump(t, "SELECT name FROM p FOR SYSTEM_TIME ALL"); status != 1 || left != "Ann" ||
			!strings.Contains(stdout, `"history"`) || !strings.Contains(stderr, "keeps every former row") {
			t.Errorf("%d, left is %s: %s", status, left, stderr)
		}
	}
	report, err := residue.Search(context.Background(),
		residue.SearchOptions{Datasets: linked(t, text), Sources: map[string]*sqldb.Source{"m": opened(t, db)},
			Identities: dataset.Identities{"email": {"a@x"}}})
	if err != nil || len(report.Hits) != 1 {
		t.Errorf("%+v, %v", report, err)
	}
}

// A materialised view holds the person's values until it is made anew, and the search says so.
func TestACopyThatAViewKeepsIsSearched(t *testing.T) {
	db := postgresDB(t)
	if db == nil {
		t.Skip("no server given")
	}
	db.exec(t, `CREATE TABLE p (id INT PRIMARY KEY, mail TEXT, name TEXT);
INSERT INTO p VALUES (1, 'ann@x.org', 'Ann');
CREATE MATERIALIZED VIEW kept AS SELECT mail FROM p;
CREATE MATERIALIZED VIEW empty AS SELECT mail FROM p WITH NO DATA;
UPDATE p SET mail = NULL`)
	text := d("m", c("p", "", f("id", pk), f("mail", email), f("name", "")))
	report, err := residue.Search(context.Background(),
		residue.SearchOptions{Datasets: linked(t, text), Sources: map[string]*sqldb.Source{"m": opened(t, db)},
			Identities: dataset.Identities{"email": {"ann@x.org"}}})
	if err != nil || len(report.Failed) > 0 || len(report.Hits) != 1 ||
		!strings.HasSuffix(report.Hits[0].Collection, "kept") || report.Hits[0].Mapped {
		t.Errorf("%+v, %v", report, err)
	}
	draft, err := draft.Propose(context.Background(), opened(t, db), "m")
	if err != nil || strings.Contains(draft, "kept") {
		t.Errorf("the draft proposes a copy: %s, %v", draft, err)
	}
}

// An identity is found in a binary column by its bytes, on every engine.
func TestAnIdentityInABinaryColumnIsFound(t *testing.T) {
	types := map[string]string{"SQLite": "BLOB", "PostgreSQL": "BYTEA", "MySQL": "VARBINARY(20)"}
	values := map[string]string{"SQLite": "x'614078'", "PostgreSQL": `'\x614078'`, "MySQL": "x'614078'"}
	onEngines(t, func(t *testing.T, db *testDB) {
		db.exec(t,
			"CREATE TABLE p (id INT PRIMARY KEY, mail "+types[db.engine]+
				");\nINSERT INTO p VALUES (1, "+values[db.engine]+"), (2, "+
				strings.Replace(values[db.engine], "6140", "4140", 1)+")")
		expect(t, accessed(t, db, linked(t, d("m", c("p", "", f("id", pk), f("mail", email)))),
			dataset.Identities{"email": {"a@x"}}), map[string]string{"m:p": `[{"id":1,"mail":"a@x"}]`})
	})
}
