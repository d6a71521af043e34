package source_test

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/trial"
)

// Thousands of keys take other statements than a few do: arrays on PostgreSQL, JSON on SQLite, several on MySQL.
func TestThousandsOfKeysLeadToExactlyTheirRows(t *testing.T) {
	onEngines(t, func(t *testing.T, db *testDB) {
		const n = 3000
		var p, i, s []string
		for k := range n {
			owner := "a@x"
			if k%3 == 0 {
				owner = "b@x"
			}
			p = append(p, fmt.Sprintf("(%d, '%s')", k, owner))
			i = append(i, fmt.Sprintf("(%d, %d)", k, k))
			s = append(s, fmt.Sprintf("(%d, '%d')", k, k))
		}
		db.exec(t,
			"CREATE TABLE p (id INT PRIMARY KEY, email VARCHAR(9));\nCREATE TABLE i (id INT PRIMARY KEY, pid INT);\nCREATE TABLE s (id INT PRIMARY KEY, pid VARCHAR(9));\nINSERT INTO p VALUES "+
				strings.Join(p, ",")+";\nINSERT INTO i VALUES "+strings.Join(i,
				",")+";\nINSERT INTO s VALUES "+strings.Join(s, ","))
		datasets := linked(t,
			d("m", c("p", "", f("id", pk), f("email", email)),
				c("i", "", f("id", pk), f("pid", ref("m", "p.id", "from"))),
				c("s", "", f("id", pk), f("pid", ref("m", "p.id", "from")))))
		src := opened(t, db)
		for _, chunk := range []int{0, 700} {
			rows, _, err := trial.Access(context.Background(),
				search.Options{Datasets: datasets, Sources: map[string]*sqldb.Source{"m": src},
					Identities: dataset.Identities{"email": {"a@x"}}, MaxValues: chunk})
			if err != nil {
				t.Fatal(err)
			}
			for at, found := range rows {
				if len(found) != n*2/3 {
					t.Errorf("%s has %d rows in chunks of %d", at, len(found), chunk)
				}
				for _, r := range found {
					if id, ok := r[0].Value.(int64); !ok || id%3 == 0 {
						t.Fatalf("%s has row %v", at, r)
					}
				}
			}
		}
	})
}

func TestMemoryDoesNotGrowWithTheRows(t *testing.T) {
	db := sqliteDB(t)
	db.exec(t, `CREATE TABLE p (id INTEGER PRIMARY KEY, email TEXT);
CREATE TABLE l (id INTEGER PRIMARY KEY, pid INT, note TEXT);
INSERT INTO p VALUES (1, 'a@x');
INSERT INTO l WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000) SELECT i, 1, printf('%0200d', i) FROM n`)
	held := func() int64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc)
	}
	var first, last int64
	n := 0
	_, err := search.Access(context.Background(),
		search.Options{Sources: map[string]*sqldb.Source{"m": opened(t, db)},
			Identities: dataset.Identities{"email": {"a@x"}},
			Datasets: linked(t, d("m", c("p", "", f("id", pk), f("email", email)),
				c("l", "", f("id", pk), f("pid", ref("m", "p.id", "from")), f("note", ""))))},
		func(search.Finding) error {
			switch n++; n {
			case 1000:
				first = held()
			case 200000:
				last = held()
			}
			return nil
		})
	if err != nil || n != 200001 {
		t.Fatal(n, err)
	}
	if grown := last - first; grown > 4<<20 {
		t.Errorf("%d bytes more are held after 200,000 rows", grown)
	}
}
