package store_test

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/identifier"
	"orangelab.cn/rightsdesk/store"
)

var benchFilters = []struct {
	name   string
	filter store.QueueFilter
}{
	{"next", store.QueueFilter{For: "fang", Holders: []string{"fang", ""}, Statuses: []model.Status{model.Received, model.Verifying, model.Working, model.Review, model.Running, model.Answering}}},
	{"received", store.QueueFilter{Statuses: []model.Status{model.Received}, Holders: []string{"fang", ""}}},
	{"export", store.QueueFilter{Kinds: []model.Kind{model.Access, model.Export}}},
	{"all", store.QueueFilter{Closed: true}},
}

// deep is a cursor in the middle of what a desk of n requests holds.
func deep(n int) model.Cursor {
	return model.Cursor{At: start.Add(time.Duration(n/2) * time.Second).UnixMilli(), ID: int64(n / 2)}
}

func BenchmarkQueuePage(b *testing.B) {
	d, dir, n := fullDesk(b)
	bare, err := sql.Open("sqlite", "file:"+filepath.Join(dir, store.File)+"?mode=ro")
	if err != nil {
		b.Fatal(err)
	}
	defer bare.Close()
	shell := newSQLiteShell(b, filepath.Join(dir, store.File))
	b.Run("nothing/shell", func(b *testing.B) { // the way to the shell and back
		for b.Loop() {
			shell.run(b, "SELECT 1")
		}
	})
	for _, f := range benchFilters {
		for where, after := range map[string]model.Cursor{"first": {}, "deep": deep(n)} {
			b.Run(f.name+"/"+where+"/desk", func(b *testing.B) {
				for b.Loop() {
					if err := d.read(func(v *store.View) error {
						rows, err := v.Queue(f.filter, after, 50)
						if err == nil && len(rows) != 50 {
							err = fmt.Errorf("%d rows", len(rows))
						}
						return err
					}); err != nil {
						b.Fatal(err)
					}
				}
			})
			b.Run(f.name+"/"+where+"/bare", func(b *testing.B) {
				query, args := f.filter.SQL(after, 50)
				statement, err := bare.Prepare(query)
				if err != nil {
					b.Fatal(err)
				}
				defer statement.Close()
				for b.Loop() {
					if err := drain(statement, args); err != nil {
						b.Fatal(err)
					}
				}
			})
			b.Run(f.name+"/"+where+"/shell", func(b *testing.B) {
				query, args := f.filter.SQL(after, 50)
				text := literal(query, args)
				for b.Loop() {
					shell.run(b, text)
				}
			})
		}
	}
}

// drain reads every column of every row.
func drain(statement *sql.Stmt, args []any) error {
	rows, err := statement.Query(args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	into := make([]any, len(columns))
	for i := range into {
		into[i] = new(sql.RawBytes)
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
	}
	return rows.Err()
}

func BenchmarkCounts(b *testing.B) {
	d, _, _ := fullDesk(b)
	for b.Loop() {
		if err := d.read(func(v *store.View) error { _, err := v.Counts(); return err }); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLookup(b *testing.B) {
	d, _, n := fullDesk(b)
	for _, l := range []struct {
		kind  identifier.LookupKind
		value string
	}{{identifier.LookupEmail, fmt.Sprintf("person%d@example.com", n/3)}, {identifier.LookupPhone, fmt.Sprintf("+86138%08d", n/3)}, {identifier.LookupAccount, fmt.Sprintf("a%d", n/3)}} {
		b.Run(string(l.kind), func(b *testing.B) {
			for b.Loop() {
				if err := d.read(func(v *store.View) error {
					ids, err := v.Lookup(l.kind, l.value)
					if err == nil && len(ids) != 1 {
						err = fmt.Errorf("%d found", len(ids))
					}
					return err
				}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("reference", func(b *testing.B) {
		for b.Loop() {
			if err := d.read(func(v *store.View) error {
				_, err := v.RequestByReference(model.FormatReference(2026, int64(n/3)))
				return err
			}); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkOpenRequest(b *testing.B) {
	d, _, n := fullDesk(b)
	for b.Loop() {
		if _, err := d.request(int64(n / 2)); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSignInToFirstPage is what a person waits for: password, keys, first page and counts.
func BenchmarkSignInToFirstPage(b *testing.B) {
	d, _, _ := fullDesk(b)
	for b.Loop() {
		keys, err := d.signIn("fang", benchPassword)
		if err != nil {
			b.Fatal(err)
		}
		if err := d.Read(ctx, keys, func(v *store.View) error {
			if _, err := v.Queue(benchFilters[0].filter, model.Cursor{}, 50); err != nil {
				return err
			}
			_, err := v.Counts()
			return err
		}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkNames is the reading of every name by one reader; after sign-in every core reads a part.
func BenchmarkNames(b *testing.B) {
	d, _, n := fullDesk(b)
	for b.Loop() {
		read := 0
		if err := d.read(func(v *store.View) error { return v.Names(0, int64(n), func(int64, string) { read++ }) }); err != nil {
			b.Fatal(err)
		}
		if read != n {
			b.Fatalf("%d names of %d", read, n)
		}
	}
	b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "names/s")
}

func BenchmarkVerifyLog(b *testing.B) {
	s, err := store.Open(ctx, b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	d := setUp(b, s)
	const entries = 50000
	for range entries / 5000 {
		if err := s.Write(ctx, d.keys, func(tx *store.Tx) error {
			for i := range 5000 {
				tx.Append(entry(name("entry", i)))
			}
			return nil
		}); err != nil {
			b.Fatal(err)
		}
	}
	b.ResetTimer()
	for b.Loop() {
		if v, err := s.VerifyLog(ctx); err != nil || len(v.Problems) > 0 {
			b.Fatal(v, err)
		}
	}
	b.ReportMetric(float64(entries+1)*float64(b.N)/b.Elapsed().Seconds(), "entries/s")
}

func BenchmarkTakeRequest(b *testing.B) {
	s, err := store.Open(ctx, b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	d := setUp(b, s)
	for i := 0; b.Loop(); i++ {
		d.must(b, func(tx *store.Tx) error { _, err := tx.CreateRequest(numbered(i), ""); return err })
	}
}
