package source_test

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/app/source/sqldb"
)

// chain is a shop of twelve collections, six below the customer and five below those, with rows for many people.
func chain(tb testing.TB, db *testDB) []*dataset.Dataset {
	const people, each = 1000, 5
	var script strings.Builder
	script.WriteString(
		"CREATE TABLE c0 (id INT PRIMARY KEY, email VARCHAR(50), name VARCHAR(50));\nCREATE INDEX i0 ON c0 (email);\n")
	collections := []string{c("c0", "", f("id", pk), f("email", email), f("name", ""))}
	for i := 1; i < 12; i++ {
		parent := 0
		if i > 6 {
			parent = i - 6
		}
		fmt.Fprintf(&script,
			"CREATE TABLE c%d (id INT PRIMARY KEY, parent INT, note VARCHAR(50), amount DECIMAL(9,2), at_ TIMESTAMP NULL);\nCREATE INDEX i%d ON c%d (parent);\n", i, i, i)
		collections = append(collections,
			c(fmt.Sprintf("c%d", i), "", f("id", pk), f("parent", ref("m", fmt.Sprintf("c%d.id", parent), "from")),
				f("note", ""), f("amount", ""), f("at_", "")))
	}
	rows := make([][]string, 12)
	for p := range people {
		rows[0] = append(rows[0], fmt.Sprintf("(%d, 'p%d@x', 'Person %d')", p, p, p))
		for i := 1; i < 12; i++ {
			for n := range each {
				rows[i] = append(rows[i],
					fmt.Sprintf("(%d, %d, 'note %d', 12.50, '2024-01-02 03:04:05')", p*each+n,
						map[bool]int{true: p, false: p*each + n}[i <= 6], n))
			}
		}
	}
	for i := range rows {
		fmt.Fprintf(&script, "INSERT INTO c%d VALUES %s;\n", i, strings.Join(rows[i], ", "))
	}
	db.exec(tb, script.String())
	return linked(tb, d("m", collections...))
}

// bare reads the same rows with twelve statements written by hand, inside one transaction of the same connection.
func bare(b *testing.B, s *sqldb.Source, engine string) int {
	session, err := s.Begin(context.Background())
	if err != nil {
		b.Fatal(err)
	}
	n := 0
	ask := func(query string, columns int, args ...any) (ids []any) {
		values, dest := make([]any, columns), make([]any, columns)
		for i := range dest {
			dest[i] = &values[i]
		}
		err := sqldb.EachRow(context.Background(), session.Tx, query, args, dest, func() error {
			n++
			ids = append(ids, values[0])
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
		return ids
	}
	list := func(ids []any) string {
		var marks []string
		for i := range ids {
			if engine == "PostgreSQL" {
				marks = append(marks, fmt.Sprintf("$%d", i+1))
			} else {
				marks = append(marks, "?")
			}
		}
		return strings.Join(marks, ",")
	}
	found := make([][]any, 12)
	found[0] = ask("SELECT id, email, name FROM c0 WHERE email = "+list([]any{1}), 3, "p500@x")
	for i := 1; i < 12; i++ {
		ids := found[max(0, i-6)]
		if i <= 6 {
			ids = found[0]
		}
		found[i] = ask(fmt.Sprintf("SELECT id, parent, note, amount, at_ FROM c%d WHERE parent IN (%s)", i, list(ids)),
			5, ids...)
	}
	if err := session.End(); err != nil {
		b.Fatal(err)
	}
	return n
}

// BenchmarkCollect compares a run over twelve collections with the bare SQL; DESIGN asks for at most twice its time.
func BenchmarkCollect(b *testing.B) {
	for name, open := range map[string]func(testing.TB) *testDB{"SQLite": sqliteDB, "PostgreSQL": postgresDB,
		"MySQL": mysqlDB} {
		b.Run(name, func(b *testing.B) {
			db := open(b)
			if db == nil {
				b.Skip("no server given")
			}
			datasets := chain(b, db)
			src := opened(b, db)
			const rows = 1 + 11*5
			b.Run("bare", func(b *testing.B) {
				for b.Loop() {
					if n := bare(b, src, name); n != rows {
						b.Fatalf("%d rows", n)
					}
				}
			})
			b.Run("access", func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					n := 0
					report, err := search.Access(context.Background(),
						search.Options{Datasets: datasets, Sources: map[string]*sqldb.Source{"m": src},
							Identities: dataset.Identities{"email": {"p500@x"}}},
						func(search.Finding) error { n++; return nil })
					if err != nil || report.Err() != nil || n != rows {
						b.Fatalf("%d rows, %v, %v", n, err, report.Err())
					}
				}
			})
		})
	}
}

// BenchmarkStream reads a collection of a million rows for one person; memory must not grow with the rows.
func BenchmarkStream(b *testing.B) {
	db := sqliteDB(b)
	db.exec(b, `CREATE TABLE p (id INTEGER PRIMARY KEY, email TEXT);
CREATE TABLE l (id INTEGER PRIMARY KEY, pid INT, note TEXT);
INSERT INTO p VALUES (1, 'a@x');
INSERT INTO l WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000) SELECT i, 1, 'note ' || i FROM n`)
	opts := search.Options{Datasets: linked(b,
		d("m", c("p", "", f("id", pk), f("email", email)),
			c("l", "", f("id", pk), f("pid", ref("m", "p.id", "from")), f("note", "")))),
		Sources: map[string]*sqldb.Source{"m": opened(b, db)}, Identities: dataset.Identities{"email": {"a@x"}}}
	b.Run("bare", func(b *testing.B) {
		for b.Loop() {
			var id, pid sql.NullInt64
			var note sql.NullString
			err := sqldb.EachRow(context.Background(), opts.Sources["m"].DB,
				"SELECT id, pid, note FROM l WHERE pid = ?", []any{1}, []any{&id, &pid, &note}, func() error {
					return nil
				})
			if err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("access", func(b *testing.B) {
		for b.Loop() {
			n := 0
			if _, err := search.Access(context.Background(), opts, func(search.Finding) error {
				n++
				return nil
			}); err != nil || n != 1000001 {
				b.Fatal(n, err)
			}
		}
	})
}
