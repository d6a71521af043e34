package store_test

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
)

// benchRequests names how many requests the benchmarks' desk has: RIGHTSDESK_BENCH_REQUESTS=1000000 is the design size.
const benchRequests = "RIGHTSDESK_BENCH_REQUESTS"

var benchDesk struct {
	*desk
	dir   string
	n     int
	staff model.Staff
}

const benchPassword = "a long password"

// fullDesk is one desk for all benchmarks: a tenth of its requests is open.
func fullDesk(b *testing.B) (*desk, string, int) {
	b.Helper()
	if benchDesk.desk != nil {
		return benchDesk.desk, benchDesk.dir, benchDesk.n
	}
	n := 20000
	if text := os.Getenv(benchRequests); text != "" {
		var err error
		if n, err = strconv.Atoi(text); err != nil {
			b.Fatal(err)
		}
	}
	dir, err := os.MkdirTemp("", "rightsdesk-bench-")
	if err != nil {
		b.Fatal(err)
	}
	s, err := store.Open(ctx, dir)
	if err != nil {
		b.Fatal(err)
	}
	d := setUp(b, s)
	d.must(b, func(tx *store.Tx) error {
		var err error
		benchDesk.staff, err = tx.AddStaff(model.Staff{Login: "fang", Name: "Fang", Role: model.RoleAgent, CreatedAt: start}, benchPassword)
		return err
	})
	began := time.Now()
	for i := 0; i < n; {
		err := s.Write(context.Background(), d.keys, func(tx *store.Tx) error {
			for range 1000 {
				if i == n {
					break
				}
				if err := addNumbered(tx, i); err != nil {
					return err
				}
				i++
			}
			tx.Append(entry("a thousand"))
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	d.raw(b, "PRAGMA optimize(0x10002)")
	b.Logf("%d requests stored in %s", n, time.Since(began).Round(time.Second))
	benchDesk.desk, benchDesk.dir, benchDesk.n = d, dir, n
	return d, dir, n
}

func addNumbered(tx *store.Tx, i int) error {
	r := newRequest()
	r.Reference = model.FormatReference(2026, int64(i))
	r.Kind = model.Kinds[i%3]
	if i%10 != 0 {
		r.Status = model.Closed
	} else {
		r.Status = model.Statuses[i/10%4]
	}
	r.Holder = []string{"", "fang", "jing", "lei"}[i/10%4]
	r.ReceivedAt = start.Add(time.Duration(i) * time.Second)
	r.NextDueAt = r.ReceivedAt.Add(time.Duration(i%40) * time.Hour)
	r.Subject = model.Subject{Name: name("person", i), Email: fmt.Sprintf("person%d@example.com", i), Phone: fmt.Sprintf("138%08d", i), Account: fmt.Sprintf("A%d", i)}
	_, err := tx.CreateRequest(r, "")
	return err
}

// dropBenchDesk takes the benchmarks' desk away again; TestMain calls it.
func dropBenchDesk() error {
	if benchDesk.desk == nil {
		return nil
	}
	if err := benchDesk.Close(); err != nil {
		return err
	}
	return os.RemoveAll(benchDesk.dir)
}

var benchFilters = []struct {
	name   string
	filter store.QueueFilter
}{
	{"next", store.QueueFilter{Holders: []string{"fang", ""}, Statuses: []model.Status{model.Received, model.Verifying, model.Working, model.Waiting, model.Review, model.Running, model.Answering}}},
	{"received", store.QueueFilter{Statuses: []model.Status{model.Received}, Holders: []string{"fang", ""}}},
	{"export", store.QueueFilter{Kinds: []model.Kind{model.Access, model.Export}}},
	{"all", store.QueueFilter{Closed: true}},
}

// deep is a cursor in the middle of what a desk of n requests holds.
func deep(n int) store.Cursor {
	return store.Cursor{At: start.Add(time.Duration(n/2) * time.Second).UnixMilli(), ID: int64(n / 2)}
}

func BenchmarkQueuePage(b *testing.B) {
	d, dir, n := fullDesk(b)
	bare, err := sql.Open("sqlite", "file:"+filepath.Join(dir, store.File)+"?mode=ro")
	if err != nil {
		b.Fatal(err)
	}
	defer bare.Close()
	for _, f := range benchFilters {
		for where, after := range map[string]store.Cursor{"first": {}, "deep": deep(n)} {
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
		kind  model.LookupKind
		value string
	}{{model.LookupEmail, fmt.Sprintf("person%d@example.com", n/3)}, {model.LookupPhone, fmt.Sprintf("+86138%08d", n/3)}, {model.LookupAccount, fmt.Sprintf("a%d", n/3)}} {
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
		var record store.SignInRecord
		var keys *store.Keys
		if err := d.Read(ctx, nil, func(v *store.View) (err error) { record, err = v.SignInRecord("fang"); return err }); err != nil {
			b.Fatal(err)
		}
		id, err := record.Unlock(benchPassword)
		if err != nil {
			b.Fatal(err)
		}
		if err := d.Read(ctx, nil, func(v *store.View) (err error) { keys, err = v.OpenKeys(benchDesk.staff.ID, id); return err }); err != nil {
			b.Fatal(err)
		}
		if err := d.Read(ctx, keys, func(v *store.View) error {
			if _, err := v.Queue(benchFilters[0].filter, store.Cursor{}, 50); err != nil {
				return err
			}
			_, err := v.Counts()
			return err
		}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkNames is the reading of every name after sign-in, in the background.
func BenchmarkNames(b *testing.B) {
	d, _, n := fullDesk(b)
	for b.Loop() {
		read := 0
		for last := int64(0); ; {
			var rows []store.NameRow
			if err := d.read(func(v *store.View) (err error) { rows, err = v.Names(last, 5000); return err }); err != nil {
				b.Fatal(err)
			}
			read += len(rows)
			if len(rows) < 5000 {
				break
			}
			last = rows[len(rows)-1].ID
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
		d.must(b, func(tx *store.Tx) error { return addNumbered(tx, i) })
	}
}
