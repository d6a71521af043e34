package source_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/source/change"
	"orangelab.cn/rightsdesk/app/source/dataset"
)

// An answer from which the server leaves rows out would say that nothing is held.
func TestRowsHiddenByAPolicyAreAnErrorAndNoEmptyAnswer(t *testing.T) {
	db := engineNamed(t, "PostgreSQL")
	u, err := url.Parse(db.dsn)
	if err != nil {
		t.Fatal(err)
	}
	schema := u.Query().Get("search_path")
	db.exec(t,
		"CREATE TABLE p (id INT PRIMARY KEY, mail TEXT);\nINSERT INTO p VALUES (1, 'a@x');\nALTER TABLE p ENABLE ROW LEVEL SECURITY;\nCREATE TABLE q (id INT PRIMARY KEY, mail TEXT);\n"+
			fmt.Sprintf("CREATE ROLE %s LOGIN PASSWORD 's3cret';\nGRANT USAGE ON SCHEMA %s TO %s;\nGRANT ALL ON ALL TABLES IN SCHEMA %s TO %s", schema, schema, schema, schema, schema))
	t.Cleanup(func() { dropRole(t, schema) })
	u.User = url.UserPassword(schema, "s3cret")
	file := trialFile(t,
		d("m", c("p", "", f("id", pk), cat("user.contact", f("mail", email))),
			c("q", "", f("id", pk), f("mail", email))))
	base := []string{"--dataset", file, "--identity", "email=a@x"}
	for _, verb := range [][]string{{"--access"}, {"--erase", "--strategy", "null_rewrite"},
		{"--erase", "--strategy", "null_rewrite", "--write"}} {
		code, out, says := tried(t, append(append(base, "--source", "m="+u.String()), verb...)...)
		if code == 0 || !strings.Contains(says, "row-level security") ||
			strings.Contains(says, "query would be affected") {
			t.Errorf("%v gives %d: %s%s", verb, code, out, says)
		}
	}
	if code, out, says := tried(t, append(base, "--source", "m="+db.dsn, "--access")...); code != 0 ||
		!strings.Contains(out, "a@x") {
		t.Errorf("who may see all rows is given %d: %s%s", code, out, says)
	}
}

// One document that the type jsonb cannot hold must not hide everybody else's.
func TestADocumentThatTheServerCannotTakeApartCostsNobodyElse(t *testing.T) {
	db := engineNamed(t, "PostgreSQL")
	db.exec(t, `CREATE TABLE p (id INT PRIMARY KEY, info JSON);
INSERT INTO p VALUES (1, '{"mail": "a@x", "note": "\u0000"}'), (2, '{"mail": "a@x"}'), (3, '{"mail": "b@x", "note": "\u0000"}'),
	(4, '{"mail": "a@x", "note": "\ud83d\ude00"}'), (5, '{"mail": "a@x", "n": 1e400000}'), (6, NULL), (7, '{"mail": "b@x"}')`)
	datasets := linked(t, d("m", c("p", "", f("id", pk), nested("info", f("mail", email)))))
	want :=
		`[{"id":1,"info":{"mail":"a@x","note":"\u0000"}},{"id":2,"info":{"mail":"a@x"}},{"id":4,"info":{"mail":"a@x","note":"😀"}},{"id":5,"info":{"mail":"a@x","n":1e400000}}]`
	if got := accessed(t, db, datasets, dataset.Identities{"email": {"a@x"}})["m:p"]; got != want {
		t.Errorf("got %s", got)
	}
}

func TestATableWithADotInItsNameIsUsed(t *testing.T) {
	for _, tt := range []struct{ table, collection string }{
		{`"a.b"`, "a.b"}, {`"public.customer"`, "public.customer"}, {"customer", "public.customer"},
		{"customer", "main.customer"}, {`"a.b.c"`, "a.b.c"},
	} {
		t.Run(tt.table+" as "+tt.collection, func(t *testing.T) {
			db := sqliteDB(t)
			db.exec(t,
				"CREATE TABLE "+tt.table+" (id INT PRIMARY KEY, mail TEXT);\nINSERT INTO "+tt.table+" VALUES (1, 'a@x'), (2, 'b@x');\nCREATE TABLE o (id INT PRIMARY KEY, k INT);\nINSERT INTO o VALUES (7, 1), (8, 2)")
			maps := linked(t, d("m", c(tt.collection, "", f("id", pk), cat("user.contact", f("mail", email))),
				c("o", "after: [m."+tt.collection+"]", f("id", pk), f("k", ref("m", tt.collection+".id", "from")))))
			expect(t, accessed(t, db, maps, dataset.Identities{"email": {"a@x"}}),
				map[string]string{"m:" + tt.collection: `[{"id":1,"mail":"a@x"}]`, "m:o": `[{"id":7,"k":1}]`})
			result, report := erased(t, db, maps, dataset.Identities{"email": {"a@x"}}, "null_rewrite", true)
			if got := db.dump(t, "SELECT * FROM "+tt.table); got != "1 -|2 b@x" || len(report.Obstacles) > 0 {
				t.Errorf("left is %s, %v, %v", got, result.Counts, report.Obstacles)
			}
		})
	}
}

// A document may hold one name twice, which every reader takes in its own way: each value is looked for and shown, and
// nothing is written that would make a list of them.
func TestANameThatADocumentHoldsTwiceLosesNoValue(t *testing.T) {
	for _, name := range []string{"SQLite", "PostgreSQL", "MySQL"} {
		t.Run(name, func(t *testing.T) {
			db := engineNamed(t, name)
			db.exec(t, `CREATE TABLE p (id INT PRIMARY KEY, info JSON, note VARCHAR(20));
INSERT INTO p VALUES (1, '{"mail": "a@x", "mail": "b@x", "n": ":"}', 'n'), (2, '{"mail": "c@x", "in": [{"mail": "a@x"}]}', 'n'), (3, '{"in": {"k": "1", "k": {"mail": "z"}, "k": [2]}, "mail": "d@x"}', 'n')`)
			datasets := linked(t,
				d("m", c("p", "", f("id", pk), cat("user.content", f("note", "")),
					nested("info", f("mail", email), cat("user.content", f("in", ""))))))
			for mail, want := range map[string]string{
				"a@x": `[{"id":1,"note":"n","info":{"mail":["a@x","b@x"],"n":":"}}]`,
				"b@x": `[{"id":1,"note":"n","info":{"mail":["a@x","b@x"],"n":":"}}]`,
				"d@x": `[{"id":3,"note":"n","info":{"in":{"k":["1",{"mail":"z"},[2]]},"mail":"d@x"}}]`} {
				if got := accessed(t, db, datasets, dataset.Identities{"email": {mail}})["m:p"]; got != want {
					t.Errorf("%s: got %s", mail, got)
				}
			}
			_, report := erased(t, db, datasets, dataset.Identities{"email": {"d@x"}}, "null_rewrite", false)
			if len(report.Obstacles) != 1 || report.Obstacles[0].Reason != change.NamedTwice ||
				!report.Obstacles[0].Blocking {
				t.Errorf("%v", report.Obstacles)
			}
		})
	}
}
