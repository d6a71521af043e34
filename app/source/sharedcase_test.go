package source_test

import (
	"slices"
	"testing"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/app/source/sqldb"
)

// A UUID has no letter case: another person's row that points at the same one in other letters must not stay unseen.
func TestRowsThatOthersPointAtInOtherLettersAreShared(t *testing.T) {
	const lower, upper = "'6fa459ea-ee8a-3ca4-894e-db77e160355e'", "'6FA459EA-EE8A-3CA4-894E-DB77E160355E'"
	onEngines(t, func(t *testing.T, db *testDB) {
		types := [][2]string{{"UUID", "CHAR(36)"}, {"UUID", "UUID"}}
		if db.engine == "SQLite" {
			types = [][2]string{{"CHAR(36)", "CHAR(36)"}}
		}
		for _, column := range types {
			for _, letters := range [][2]string{{lower, upper}, {upper, lower}, {upper, upper}} {
				db.exec(t,
					"DROP TABLE IF EXISTS p;\nDROP TABLE IF EXISTS a;\nCREATE TABLE p (id INT PRIMARY KEY, mail VARCHAR(20), home "+column[1]+");\nCREATE TABLE a (id "+column[0]+" PRIMARY KEY, street VARCHAR(20))")
				db.exec(t,
					"INSERT INTO a VALUES ("+lower+", 'one');\nINSERT INTO p VALUES (1, 'a@x', "+
						letters[0]+"), (2, 'b@x', "+letters[1]+")")
				datasets := linked(t,
					d("m", c("p", "", f("id", pk), f("mail", email), f("home", ref("m", "a.id", "to"))),
						c("a", "", f("id", pk), cat("user.contact.address", f("street", "")))))
				got := sharedOf(t, search.Options{Datasets: datasets,
					Sources:    map[string]*sqldb.Source{"m": fresh(t, db)},
					Identities: dataset.Identities{"email": {"a@x"}}})
				want := []string{"a 6fa459ea-ee8a-3ca4-894e-db77e160355e: referenced_by_others p.home 1/1"}
				if db.engine == "SQLite" && letters[0] == upper {
					want = nil // texts, of which one is not the other
				}
				if !slices.Equal(got, want) {
					t.Errorf("%v, %v: %q", column, letters, got)
				}
			}
		}
	})
}
