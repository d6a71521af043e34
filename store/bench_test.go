package store_test

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/identifier"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/lists"
	"orangelab.cn/rightsdesk/store/requests"
)

type benchFilter struct {
	name   string
	filter lists.Filter
}

// open are the statuses of a request that needs somebody.
var open = []model.Status{model.Received, model.Verifying, model.Working, model.Waiting, model.Review, model.Running,
	model.Answering}

// benchFilters are the lists of the navigation.
var benchFilters = []benchFilter{
	{"next", lists.Filter{For: "fang", Holders: []string{"fang", ""}, Statuses: open}},
	{"received", lists.Filter{Statuses: []model.Status{model.Received}, Holders: []string{"fang", ""}}},
	{"export", lists.Filter{Kinds: []model.Kind{model.Access, model.Export}}},
	{"review", lists.Filter{Second: true}},
	{"all", lists.Filter{Closed: true}},
}

// benchNarrowings are what each list can be narrowed by on its screen, one by one, together, and by what nothing
// carries, which walks a whole index.
var benchNarrowings = []struct {
	name   string
	narrow func(*lists.Filter)
}{
	{"kind", func(f *lists.Filter) { f.Kinds = []model.Kind{model.Export} }},
	{"state", func(f *lists.Filter) { f.Statuses = []model.Status{model.Working} }},
	{"regime", func(f *lists.Filter) { f.Regimes = []string{"eu"} }},
	{"due", func(f *lists.Filter) { f.DueBefore = start.AddDate(0, 0, 3) }},
	{"assignee", func(f *lists.Filter) { f.Holders = []string{"jing"} }},
	{"tag", func(f *lists.Filter) { f.Tags = []string{"court"} }},
	{"channel", func(f *lists.Filter) { f.Channels = []model.Channel{model.ByPhone} }},
	{"product", func(f *lists.Filter) { f.Products = []string{"app"} }},
	{"tag-of-none", func(f *lists.Filter) { f.Tags = []string{"none"} }},
	{"all-but-one", func(f *lists.Filter) {
		f.Kinds, f.Statuses, f.Holders = []model.Kind{model.Export, model.Access}, open, []string{"jing", ""}
		f.Channels, f.Tags, f.Regimes = []model.Channel{model.ByPhone, model.ByMail}, []string{"court",
			"press"}, []string{"eu", ""}
	}},
}

// allFilters are the lists of the navigation, and the three that differ in how they are found, narrowed in every way.
func allFilters() (list []benchFilter) {
	list = slices.Clone(benchFilters)
	for _, of := range []benchFilter{benchFilters[1], {"open", lists.Filter{}}, benchFilters[4]} {
		for _, by := range benchNarrowings {
			narrowed := benchFilter{of.name + "+" + by.name, of.filter}
			by.narrow(&narrowed.filter)
			list = append(list, narrowed)
		}
	}
	return list
}

// deep is a cursor in the middle of what a desk of n requests holds.
func deep(n int) model.Cursor {
	return model.Cursor{At: start.Add(time.Duration(n/2) * time.Second).UnixMilli(), ID: int64(n / 2)}
}

func BenchmarkQueuePage(b *testing.B) {
	eachFullDesk(b, func(b *testing.B, d *benchDesk) {
		for _, f := range allFilters() {
			for where, after := range map[string]model.Cursor{"first": {}, "deep": deep(d.n)} {
				b.Run(f.name+"/"+where, func(b *testing.B) {
					for b.Loop() {
						if err := d.read(func(v *store.View) error {
							_, err := lists.Queue(v, f.filter, after, 50)
							return err
						}); err != nil {
							b.Fatal(err)
						}
					}
				})
			}
			if f.filter.Counted() {
				continue
			}
			b.Run(f.name+"/count", func(b *testing.B) {
				for b.Loop() {
					if err := d.read(func(v *store.View) error {
						_, err := lists.CountQueue(v, f.filter, 1000)
						return err
					}); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	})
}

// BenchmarkQueueSQL is the statement of a page by bare database/sql beside the C shell, on the same file.
func BenchmarkQueueSQL(b *testing.B) {
	d := fullDesk(b, "sqlite")
	file := filepath.Join(d.address, store.File)
	bare, err := sql.Open("sqlite", "file:"+file+"?mode=ro")
	if err != nil {
		b.Fatal(err)
	}
	defer bare.Close()
	shell := newSQLiteShell(b, file)
	b.Run("nothing/shell", func(b *testing.B) { // the way to the shell and back
		for b.Loop() {
			shell.run(b, "SELECT 1")
		}
	})
	for _, f := range allFilters() {
		for where, after := range map[string]model.Cursor{"first": {}, "deep": deep(d.n)} {
			query, args := spread(d.carried(b, f.filter).SQL(after, 50))
			b.Run(f.name+"/"+where+"/bare", func(b *testing.B) {
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
				text := literal(query, args)
				for b.Loop() {
					shell.run(b, text)
				}
			})
		}
	}
}

// BenchmarkServerSQL is the statement of a page, and of its count, by bare database/sql on PostgreSQL. It opens
// nothing, so that it also runs on a desk whose rows were multiplied inside the server.
func BenchmarkServerSQL(b *testing.B) {
	d := fullDesk(b, "postgres")
	bare, err := sql.Open("pgx", d.address)
	if err != nil {
		b.Fatal(err)
	}
	defer bare.Close()
	for _, f := range allFilters() {
		for where, after := range map[string]model.Cursor{"first": {}, "deep": deep(d.n)} {
			b.Run(f.name+"/"+where, func(b *testing.B) {
				query, args := spread(d.carried(b, f.filter).SQL(after, 50))
				for i := range args {
					query = strings.Replace(query, "?", fmt.Sprintf("$%d", i+1), 1)
				}
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
		if f.filter.Counted() {
			continue
		}
		b.Run(f.name+"/count", func(b *testing.B) {
			for b.Loop() {
				if err := d.read(func(v *store.View) error {
					_, err := lists.CountQueue(v, f.filter, 1000)
					return err
				}); err != nil {
					b.Fatal(err)
				}
			}
		})
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
	eachFullDesk(b, func(b *testing.B, d *benchDesk) {
		for b.Loop() {
			if err := d.read(func(v *store.View) error { _, err := lists.Counts(v); return err }); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkLookup(b *testing.B) {
	eachFullDesk(b, func(b *testing.B, d *benchDesk) {
		for _, l := range []struct {
			kind  identifier.LookupKind
			value string
		}{{identifier.LookupEmail, fmt.Sprintf("person%d@example.com", d.n/3)},
			{identifier.LookupPhone, fmt.Sprintf("+86138%08d", d.n/3)},
			{identifier.LookupAccount, fmt.Sprintf("a%d", d.n/3)}} {
			b.Run(string(l.kind), func(b *testing.B) {
				for b.Loop() {
					if err := d.read(func(v *store.View) error {
						ids, err := requests.Lookup(v, l.kind, l.value)
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
		reference := column[string](b, d.desk, fmt.Sprintf("SELECT reference FROM request WHERE id = %d", d.n/3))
		b.Run("reference", func(b *testing.B) {
			for b.Loop() {
				if err := d.read(func(v *store.View) error {
					_, err := requests.ByReference(v, reference)
					return err
				}); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run("beginning-of-reference", func(b *testing.B) {
			for b.Loop() {
				if err := d.read(func(v *store.View) error {
					_, err := lists.ReferencesFrom(v, reference[:len(reference)-2])
					return err
				}); err != nil {
					b.Fatal(err)
				}
			}
		})
	})
}

func BenchmarkOpenRequest(b *testing.B) {
	eachFullDesk(b, func(b *testing.B, d *benchDesk) {
		for b.Loop() {
			if _, err := d.request(int64(d.n / 2)); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkSignInToFirstPage is what a person waits for: password, keys, first page and counts.
func BenchmarkSignInToFirstPage(b *testing.B) {
	eachFullDesk(b, func(b *testing.B, d *benchDesk) {
		for b.Loop() {
			keys, err := d.signIn("fang", benchPassword)
			if err != nil {
				b.Fatal(err)
			}
			if err := d.Read(ctx, keys, func(v *store.View) error {
				if _, err := lists.Queue(v, benchFilters[0].filter, model.Cursor{}, 50); err != nil {
					return err
				}
				_, err := lists.Counts(v)
				return err
			}); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkNames is the reading of every name by one reader; after sign-in every core reads a part.
func BenchmarkNames(b *testing.B) {
	eachFullDesk(b, func(b *testing.B, d *benchDesk) {
		for b.Loop() {
			read := 0
			if err := d.read(func(v *store.View) error {
				return lists.Names(v, 0, int64(d.n), func(int64, string) { read++ })
			}); err != nil {
				b.Fatal(err)
			}
			if read != d.n {
				b.Fatalf("%d names of %d", read, d.n)
			}
		}
		b.ReportMetric(float64(d.n)*float64(b.N)/b.Elapsed().Seconds(), "names/s")
	})
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
		d.must(b, func(tx *store.Tx) error { _, err := requests.Create(tx, numbered(i), ""); return err })
	}
}
