//go:build linux

package source_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"

	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/trial"
)

// BenchmarkTrialAccess compares "datamap trial --access --json" of 20,000 rows with the statements that read them,
// written by hand.
func BenchmarkTrialAccess(b *testing.B) {
	for name, open := range map[string]func(testing.TB) *testDB{"SQLite": sqliteDB, "PostgreSQL": postgresDB,
		"MySQL": mysqlDB} {
		b.Run(name, func(b *testing.B) {
			db := open(b)
			if db == nil {
				b.Skip("no server given")
			}
			numbers := map[string]string{
				"SQLite":     "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) SELECT %s FROM n",
				"PostgreSQL": "SELECT %s FROM generate_series(1, 20000) AS i",
				"MySQL":      "SELECT %s FROM (SELECT seq AS i FROM seq_1_to_20000) n",
			}[name]
			cat := "concat('note ', i), concat('Person ', i), concat('Street ', i), 12.5, '2024-01-02 03:04:05'"
			if name == "SQLite" {
				cat = "'note ' || i, 'Person ' || i, 'Street ' || i, 12.5, '2024-01-02 03:04:05'"
			} else if name == "PostgreSQL" {
				cat += "::timestamp"
			}
			db.exec(b, `CREATE TABLE p (id INT PRIMARY KEY, email VARCHAR(50));
INSERT INTO p VALUES (2, 'a@x');
CREATE TABLE l (id INT PRIMARY KEY, pid INT, note VARCHAR(200), name VARCHAR(200), street VARCHAR(200), amount DECIMAL(9,2), at_ TIMESTAMP NULL);
INSERT INTO l `+fmt.Sprintf(numbers, "i, 2, "+cat)+`;
CREATE INDEX i1 ON l (pid)`)
			file := filepath.Join(b.TempDir(), "m.yml")
			maps := d("m", c("p", "", f("id", pk), f("email", email)), c("l", "", f("id", pk),
				f("pid", ref("m", "p.id", "from")), f("note", ""), f("name", ""), f("street", ""), f("amount", ""),
				f("at_", "")))
			if err := os.WriteFile(file, []byte(maps), 0o600); err != nil {
				b.Fatal(err)
			}
			src := opened(b, db)
			bare := func() {
				session, err := src.Begin(context.Background())
				if err != nil {
					b.Fatal(err)
				}
				values, dest := make([]any, 7), make([]any, 7)
				for i := range dest {
					dest[i] = &values[i]
				}
				n := 0
				err = sqldb.EachRow(context.Background(), session.Tx,
					"SELECT id, pid, note, name, street, amount, at_ FROM l WHERE pid = 2", nil, dest, func() error {
						n++
						return nil
					})
				if err = errors.Join(err, session.End()); err != nil || n != 20000 {
					b.Fatal(n, err)
				}
			}
			inTurn(b, db, func() {}, bare, func() {
				status := trial.Command(context.Background(), []string{"--dataset", file, "--source", "m=" + db.dsn,
					"--identity", "email=a@x", "--access", "--json"}, io.Discard, os.Stderr)
				if status != 0 {
					b.Fatal(status)
				}
			})
		})
	}
}
