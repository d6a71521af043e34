package source_test

import (
	"context"
	"errors"
	"fmt"
	"sort"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/source"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/residue"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/value"
)

func TestSearchFindsThePersonInEveryTable(t *testing.T) {
	onEngines(t, func(t *testing.T, db *testDB) {
		db.exec(t, `CREATE TABLE p (id INT PRIMARY KEY, email VARCHAR(50), remark VARCHAR(200), amount INT);
CREATE TABLE stray (note VARCHAR(200), body VARCHAR(200));
CREATE TABLE clean (note VARCHAR(200));
INSERT INTO p VALUES (1, 'Ann.Lee@X.com', 'call +39 06 1234-5678', 3), (2, 'b@x', 'Bann.Lee@x.com', 4);
INSERT INTO stray VALUES ('from Ann  LEE', '{"to": ["ann.lee@x.com"], "n": {"tel": "0612345678"}}'), ('Joann Lee', NULL), ('ann lee', NULL);
INSERT INTO clean VALUES ('nothing here'), (NULL)`)
		var done []residue.SearchProgress
		report, err := residue.Search(context.Background(), residue.SearchOptions{
			Datasets: linked(t,
				d("m", c("p", "", f("id", pk), cat("user.contact", f("email", email)), f("remark", "")))),
			Sources:    map[string]*sqldb.Source{"m": opened(t, db)},
			Identities: dataset.Identities{"email": {"ann.lee@x.com"}, "phone_number": {"+390612345678"}},
			Names:      []string{"Ann Lee"},
			Progress:   func(p residue.SearchProgress) { done = append(done, p) }})
		if err != nil || len(report.Failed) > 0 {
			t.Fatal(err, report.Failed)
		}
		var got []string
		for _, h := range report.Hits {
			got = append(got, fmt.Sprintf("%s.%s %s %d %t %t", h.Address, h.Column, h.Kind, h.Rows, h.Mapped,
				h.Categorised))
		}
		sort.Strings(got)
		want := []string{"m:p.email email 1 true true", "m:p.remark phone_number 1 true false",
			"m:stray.body.n.tel phone_number 1 false false", "m:stray.body.to email 1 false false",
			"m:stray.note name 2 false false"}
		if strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		// The server may hold more than this test put there.
		if report.Tables < 3 || len(done) != report.Tables || done[len(done)-1].Done != done[0].Total ||
			report.Texts < 10 {
			t.Errorf("%d tables, %d texts, %v", report.Tables, report.Texts, done)
		}
	})
}

// What a system wrote before UTF-8 is found like any other text.
func TestSearchFindsThePersonInTextThatIsNoUTF8(t *testing.T) {
	db := sqliteDB(t)
	db.exec(t,
		"CREATE TABLE note (body TEXT);\nINSERT INTO note VALUES (CAST(x'd6c2cdf5d0a1c3f7' AS TEXT)), (CAST(x'd6c2c0eecbc4' AS TEXT))")
	report, err := residue.Search(context.Background(),
		residue.SearchOptions{Datasets: linked(t, d("m", c("p", "", f("id", pk)))),
			Sources: map[string]*sqldb.Source{"m": opened(t, db)}, Names: []string{"王小明"}})
	if err != nil || len(report.Hits) != 1 || report.Hits[0].Column != "body" || report.Hits[0].Rows != 1 {
		t.Errorf("found %v, %v", report.Hits, err)
	}
}

func TestASourceThatCannotBeSearchedIsNamedAndStopsNobodyElse(t *testing.T) {
	db := sqliteDB(t)
	db.exec(t, "CREATE TABLE p (email TEXT);\nINSERT INTO p VALUES ('a@x.com')")
	down, err := source.Open(context.Background(), "postgres://nobody:s3cret@127.0.0.1:1/none?sslmode=disable")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closed(t, down.DB) })
	report, err := residue.Search(context.Background(),
		residue.SearchOptions{Datasets: linked(t, d("down", c("q", "", f("email", email))),
			d("m", c("p", "", f("email", email)))),
			Sources:    map[string]*sqldb.Source{"m": opened(t, db), "down": down},
			Identities: dataset.Identities{"email": {"a@x.com"}}})
	if err != nil || len(report.Hits) != 1 || len(report.Failed) != 1 || report.Failed[0].Dataset != "down" ||
		strings.Contains(report.Failed[0].Err.Error(), "s3cret") {
		t.Errorf("%v %+v", err, report)
	}
}

func TestEveryIdentityIsDeliveredWithItsKey(t *testing.T) {
	onEngines(t, func(t *testing.T, db *testDB) {
		db.exec(t, `CREATE TABLE p (id INT PRIMARY KEY, email VARCHAR(50), phones VARCHAR(99));
INSERT INTO p VALUES (1, 'a@x', '["1", "2"]'), (2, NULL, NULL), (3, '', '[]')`)
		datasets := linked(t,
			d("m", c("p", "", f("id", pk), f("email", email),
				f("phones", "identity: phone_number, data_type: 'string[]'"))))
		var got []string
		take := func(a dataset.Address, key []value.Cell, kind, value string) error {
			got = append(got, fmt.Sprintf("%s %v %s %s", a, key, kind, value))
			return nil
		}
		if err := search.EachIdentityValue(context.Background(), datasets, map[string]*sqldb.Source{"m": opened(t, db)},
			take); err != nil {
			t.Fatal(err)
		}
		sort.Strings(got)
		if said := strings.Join(got, "|"); said !=
			"m:p [{id 1}] email a@x|m:p [{id 1}] phone_number 1|m:p [{id 1}] phone_number 2" {
			t.Error(said)
		}
		full := errors.New("disk full")
		if err := search.EachIdentityValue(context.Background(), datasets, map[string]*sqldb.Source{"m": opened(t, db)},
			func(dataset.Address, []value.Cell, string, string) error { return full }); !errors.Is(err, full) {
			t.Errorf("got %v", err)
		}
	})
}

// Older programs keep text in columns of bytes and telephone numbers in columns of numbers, newer ones in documents, as
// values and as the names of values. What still stands there still stands.
func TestWhatStandsInColumnsOfAnyTypeIsFound(t *testing.T) {
	for engine, columns := range map[string][][2]string{
		"SQLite": {{"BLOB", "CAST('from A@X.org' AS BLOB)"}, {"INTEGER", "13812345678"}, {"REAL", "13812345678.0"},
			{"TEXT", `'{"tel": 8613812345678}'`}, {"TEXT", `'{"a@x.org": {"n": 1}}'`}},
		"PostgreSQL": {{"BYTEA", "CONVERT_TO('from A@X.org', 'UTF8')"}, {"BIGINT", "13812345678"},
			{"NUMERIC(20)", "13812345678"}, {"NUMERIC", "8613812345678.00"}, {"DOUBLE PRECISION", "13812345678"},
			{"JSONB", `'{"tel": 13812345678}'`}, {"JSON", `'{"a@x.org": {"n": 1}}'`}, {"BIGINT[]", "'{13812345678}'"},
			{"TEXT[]", "'{a@x.org}'"}},
		"MySQL": {{"VARBINARY(300)", "CAST('from A@X.org' AS BINARY)"},
			{"LONGBLOB", "CAST('from A@X.org' AS BINARY)"}, {"BIGINT UNSIGNED", "13812345678"},
			{"DECIMAL(20,2)", "13812345678"}, {"DOUBLE", "13812345678"}, {"JSON", `'{"tel": 13812345678}'`},
			{"LONGTEXT", `'{"a@x.org": {"n": 1}}'`}},
	} {
		t.Run(engine, func(t *testing.T) {
			db := engineNamed(t, engine)
			src := opened(t, db)
			people := c("p", "", f("id", pk))
			db.exec(t, "CREATE TABLE p (id INTEGER PRIMARY KEY)")
			for i, c := range columns {
				for j, beside := range []string{"", ", word VARCHAR(9)"} {
					table := fmt.Sprintf("q%d_%d", i, j)
					db.exec(t,
						"CREATE TABLE "+table+" (id INTEGER PRIMARY KEY, held "+c[0]+beside+");\nINSERT INTO "+
							table+" (id, held) VALUES (1, "+c[1]+"), (2, NULL)")
					report, err := residue.Search(context.Background(),
						residue.SearchOptions{Datasets: linked(t, d("m", people)),
							Sources: map[string]*sqldb.Source{"m": src},
							Identities: dataset.Identities{"email": {"a@x.org"}, "phone_number": {"+86 138 1234 5678"},
								"account": {"1"}}})
					if err != nil || len(report.Failed) > 0 || len(report.Hits) != 1 || report.Hits[0].Rows != 1 ||
						strings.Contains(report.Hits[0].Column, "@") {
						t.Errorf("%s%s of %s: %+v %v %v", c[0], beside, c[1], report.Hits, report.Failed, err)
					}
					db.exec(t, "DROP TABLE "+table)
				}
			}
		})
	}
}
