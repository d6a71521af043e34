package source_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/residue"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/trial"
	"orangelab.cn/rightsdesk/app/source/value"
)

// blanks are what schemas hold where there is no value.
var blanks = map[string]string{"empty": "", "a blank": " ", "blanks": "   ", "a tab": "\t",
	"wide blanks": "\u3000\u00a0", "unseen": "\u200b"}

// People who have no value in a field have nothing in common: what an empty key names is nobody's.
func TestAnEmptyKeyLinksNothing(t *testing.T) {
	documents := map[string]string{"SQLite": "TEXT", "PostgreSQL": "JSONB", "MySQL": "JSON"}
	onEngines(t, func(t *testing.T, db *testDB) {
		for name, blank := range blanks {
			for kind, how := range map[string]struct{ own, other, ownMeta, otherMeta, held string }{
				"texts":        {"VARCHAR(20)", "VARCHAR(20)", "", "", blank},
				"padded texts": {"CHAR(20)", "CHAR(20)", "", "", blank},
				"strings":      {"VARCHAR(20)", "VARCHAR(20)", "data_type: string", "data_type: string, ", blank},
				"an account":   {"VARCHAR(20)", "VARCHAR(20)", "identity: account", "", blank},
				"a document": {"VARCHAR(20)", documents[db.engine], "", "data_type: 'string[]', ",
					`["` + blank + `", "x"]`},
				"a list of two": {documents[db.engine], "VARCHAR(20)", "data_type: 'string[]'", "", blank},
			} {
				own := blank
				if kind == "a list of two" {
					own = `["` + blank + `", "mine"]`
				}
				if blank == "\t" && (own != blank || how.held != blank) {
					continue // JSON has no such character in a text
				}
				t.Run(name+"/"+kind, func(t *testing.T) {
					db.exec(t,
						"DROP TABLE IF EXISTS p;\nDROP TABLE IF EXISTS l;\nCREATE TABLE p (id INT PRIMARY KEY, mail VARCHAR(20), code "+how.own+");\nCREATE TABLE l (id INT PRIMARY KEY, pcode "+how.other+")")
					db.exec(t,
						fmt.Sprintf("INSERT INTO p VALUES (1, 'a@x', %s), (2, 'b@x', %[1]s);\nINSERT INTO l VALUES (2, %s), (3, %[2]s)", literal(own), literal(how.held)))
					datasets := linked(t,
						d("m", c("p", "", f("id", pk), f("mail", email), f("code", how.ownMeta)),
							c("l", "", f("id", pk), f("pcode", how.otherMeta+ref("m", "p.code", "")))))
					for _, spellings := range []bool{false, true} {
						opts := search.Options{Datasets: datasets,
							Sources:    map[string]*sqldb.Source{"m": opened(t, db)},
							Identities: dataset.Identities{"email": {"a@x"}}, Spellings: spellings}
						rows, _, err := trial.Access(context.Background(), opts)
						if err != nil || len(rows["m:p"]) != 1 || len(rows["m:l"]) != 0 {
							t.Errorf("spellings %v: %v, %v", spellings, rows, err)
						}
						if got := sharedOf(t, opts); len(got) != 0 {
							t.Errorf("spellings %v: %v", spellings, got)
						}
					}
				})
			}
		}
	})
}

// Nor does an empty value count as shared where rows were found by something else.
func TestAnEmptyKeyIsSharedWithNobody(t *testing.T) {
	onEngines(t, func(t *testing.T, db *testDB) {
		db.exec(t,
			"CREATE TABLE p (id INT PRIMARY KEY, mail VARCHAR(20));\nCREATE TABLE a (id INT PRIMARY KEY, pid INT, code VARCHAR(20));\nCREATE TABLE l (id INT PRIMARY KEY, pcode VARCHAR(20), pid INT)")
		db.exec(t,
			"INSERT INTO p VALUES (1, 'a@x'), (2, 'b@x');\nINSERT INTO a VALUES (1, 1, ''), (2, 2, '');\nINSERT INTO l VALUES (1, '', 1), (2, '', 2)")
		datasets := linked(t,
			d("m", c("p", "", f("id", pk), f("mail", email)),
				c("a", "", f("id", pk), cat("user.name", f("code", "")), f("pid", ref("m", "p.id", "from"))),
				c("l", "", f("id", pk), cat("user.name", f("pcode", ref("m", "a.code", ""))),
					f("pid", ref("m", "p.id", "from")))))
		for _, spellings := range []bool{false, true} {
			opts := search.Options{Datasets: datasets, Sources: map[string]*sqldb.Source{"m": opened(t, db)},
				Identities: dataset.Identities{"email": {"a@x"}}, Spellings: spellings}
			if got := sharedOf(t, opts); len(got) != 0 {
				t.Errorf("spellings %v: %v", spellings, got)
			}
		}
	})
}

func TestAnEmptyValueIsNeitherLeftOverNorAnIdentity(t *testing.T) {
	onEngines(t, func(t *testing.T, db *testDB) {
		db.exec(t, "CREATE TABLE p (id INT PRIMARY KEY, mail VARCHAR(20), note VARCHAR(20))")
		var empty []string
		for _, blank := range blanks {
			empty = append(empty, blank)
		}
		slices.Sort(empty)
		for i, blank := range empty {
			db.exec(t, fmt.Sprintf("INSERT INTO p VALUES (%d, %s, %[2]s)", i, literal(blank)))
		}
		datasets, sources := linked(t,
			d("m", c("p", "", f("id", pk), f("mail", email), f("note", "")))), map[string]*sqldb.Source{
			"m": opened(t, db)}
		report, err := residue.Search(context.Background(),
			residue.SearchOptions{Datasets: datasets, Sources: sources,
				Identities: dataset.Identities{"email": empty, "account": empty}, Names: empty})
		if err != nil || len(report.Failed)+len(report.Hits) != 0 {
			t.Error(report, err)
		}
		err = search.EachIdentityValue(context.Background(), datasets, sources,
			func(_ dataset.Address, key []value.Cell, kind, held string) error {
				return fmt.Errorf("%v has %s %q", key, kind, held)
			})
		if err != nil {
			t.Error(err)
		}
	})
}
