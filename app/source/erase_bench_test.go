//go:build linux

package source_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"orangelab.cn/rightsdesk/app/source"
	"orangelab.cn/rightsdesk/app/source/apply"
	"orangelab.cn/rightsdesk/app/source/change"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/trial"
)

// wideShop is four collections of 25,000 rows of one person each, beside as many of other people.
func wideShop(b *testing.B, db *testDB,
	strategy dataset.Masking) (datasets []*dataset.Dataset, changes []change.RowChange) {
	collections := []string{c("p", "", f("id", pk), f("email", email))}
	db.exec(b, "CREATE TABLE p (id INT PRIMARY KEY, email VARCHAR(50));\nINSERT INTO p VALUES (2, 'a@x'), (1, 'b@x')")
	numbers := "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000) SELECT i, 1 + i % 2, "
	if db.engine != "SQLite" {
		numbers = "SELECT i, 1 + i % 2, "
	}
	for n := range 4 {
		from := " FROM n"
		if db.engine == "PostgreSQL" {
			from = " FROM generate_series(1, 50000) AS i"
		}
		text := "'note ' || i, 'Person ' || i, 'Street ' || i"
		if db.engine == "MySQL" {
			from = " FROM (SELECT seq AS i FROM seq_1_to_50000) AS n"
			text = "CONCAT('note ', i), CONCAT('Person ', i), CONCAT('Street ', i)"
		}
		db.exec(b,
			fmt.Sprintf("CREATE TABLE l%d (id INT PRIMARY KEY, pid INT, note VARCHAR(200), name VARCHAR(200), street VARCHAR(200));\nINSERT INTO l%d %s%s%s;\nCREATE INDEX i%d ON l%d (pid)",
				n, n, numbers, text, from, n, n))
		collections = append(collections,
			c(fmt.Sprintf("l%d", n), "", f("id", pk), f("pid", ref("m", "p.id", "from")), f("note", ""),
				cat("user.name", f("name", "")), cat("user.contact", f("street", ""))))
	}
	datasets = linked(b, d("m", collections...))
	trial := trial.NewErasing(search.Options{Datasets: datasets, Sources: map[string]*sqldb.Source{"m": opened(b, db)},
		Identities: dataset.Identities{"email": {"a@x"}}}, map[string]string{"m": db.dsn}, strategy)
	if _, err := trial.Preview(context.Background()); err != nil {
		b.Fatal(err)
	}
	changes = trial.Changes[db.dsn]
	slices.SortStableFunc(changes, func(a, b change.RowChange) int { return a.Order - b.Order })
	if len(changes) != 100_000 {
		b.Fatalf("%d changes", len(changes))
	}
	return datasets, changes
}

// BenchmarkErase compares a plan of 100,000 rows in four collections with one UPDATE each, written by hand; by
// processor time of both sides together, in turn.
func BenchmarkErase(b *testing.B) {
	for name, open := range map[string]func(testing.TB) *testDB{"SQLite": sqliteDB, "PostgreSQL": postgresDB,
		"MySQL": mysqlDB} {
		for _, strategy := range []string{dataset.NullRewrite, dataset.Hash} {
			b.Run(name+"/"+strategy, func(b *testing.B) {
				db := open(b)
				if db == nil {
					b.Skip("no server given")
				}
				datasets, changes := wideShop(b, db, dataset.Masking{Strategy: strategy})
				w, err := source.OpenWriter(context.Background(), db.dsn)
				if err != nil {
					b.Fatal(err)
				}
				b.Cleanup(func() { closed(b, w.Source.DB) })
				restore := func() {
					for n := range 4 {
						set := "name = 'Person ' || id, street = 'Street ' || id"
						if name == "MySQL" {
							set = "name = CONCAT('Person ', id), street = CONCAT('Street ', id)"
						}
						db.exec(b, fmt.Sprintf("UPDATE l%d SET %s WHERE pid = 2", n, set))
						if name == "PostgreSQL" {
							db.exec(b, fmt.Sprintf("VACUUM l%d", n)) // what the last one left behind is nobody's cost
						}
					}
				}
				bare := func() {
					conn, tx, err := w.Begin(context.Background())
					if err != nil {
						b.Fatal(err)
					}
					for n := range 4 {
						set := "name = NULL, street = NULL"
						if strategy == dataset.Hash {
							const digits = "c1f0a2d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f"
							set = "name = 'b3" + digits + "' || id, street = 'c3" + digits + "' || id"
							if name == "MySQL" {
								set = "name = CONCAT('b3" + digits + "', id), street = CONCAT('c3" + digits + "', id)"
							}
						}
						if _, err := tx.Exec(fmt.Sprintf("UPDATE l%d SET %s WHERE pid = 2", n, set)); err != nil {
							b.Fatal(err)
						}
					}
					if err := errors.Join(tx.Commit(), conn.Close()); err != nil {
						b.Fatal(err)
					}
				}
				inTurn(b, db, restore, bare, func() {
					applied, err := apply.Changes(context.Background(), w, datasets, each(changes), nil)
					if err != nil || applied.Updated != 100_000 {
						b.Fatal(applied, err)
					}
				})
			})
		}
	}
}
