package source_test

import (
	"context"
	"fmt"
	"testing"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/trial"
)

// Letters that only fold to others belong to other mailboxes, and a domain in its own script is the same as coded.
func TestAMailboxIsFoundInItsSpellingsAndNoOther(t *testing.T) {
	onEngines(t, func(t *testing.T, db *testDB) {
		db.exec(t, "CREATE TABLE p (id INTEGER PRIMARY KEY, mail VARCHAR(60))")
		src := opened(t, db)
		datasets := linked(t, d("m", c("p", "", f("id", pk), f("mail", email))))
		for sought, held := range map[string]map[bool][]string{
			"ingrid@x.org": {true: {"Ingrid@X.org", "INGRID@x.org"},
				false: {"İngrid@x.org", "ıngrid@x.org", "ïngrid@x.org"}},
			"kiss@x.org": {true: {"KISS@x.org"}, false: {"kiſs@x.org", "\u212aiss@x.org"}},
			"a@bücher.de": {true: {"a@xn--bcher-kva.de", "A@BÜCHER.DE", "a@bücher.de", "A@XN--BCHER-KVA.DE"},
				false: {"a@bucher.de", "b@bücher.de"}},
			"a@xn--bcher-kva.de": {true: {"a@bücher.de", " A@Bücher.de"}, false: {"a@buecher.de"}},
			"wang@examples.cn": {true: {"wang@exampleｓ.cn", "ｗang@examples．cn", "wang@Examples。cn"},
				false: {"wang@example.cn"}},
		} {
			db.exec(t, "DELETE FROM p")
			id := 0
			for is, list := range held {
				for _, mail := range list {
					id++
					n := id
					if is {
						n += 1000
					}
					db.exec(t, fmt.Sprintf("INSERT INTO p VALUES (%d, %s)", n, literal(mail)))
				}
			}
			rows, _, err := trial.Access(context.Background(),
				search.Options{Datasets: datasets, Sources: map[string]*sqldb.Source{"m": src},
					Identities: dataset.Identities{"email": {sought}}, Spellings: true})
			if err != nil || len(rows["m:p"]) != len(held[true]) {
				t.Errorf("%s finds %v, %v", sought, rows["m:p"], err)
			}
			for _, row := range rows["m:p"] {
				if n, _ := row.Get("id"); n.(int64) < 1000 {
					t.Errorf("%s finds %v", sought, row)
				}
			}
		}
	})
}
