package store_test

import (
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"reflect"
	"slices"
	"strconv"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
	"orangelab.cn/rightsdesk/store/requests"
	"orangelab.cn/rightsdesk/store/storetest"
)

const (
	// benchRequests names how many requests the benchmarks' desk has: RIGHTSDESK_BENCH_REQUESTS=1000000 is the design
	// size.
	benchRequests = "RIGHTSDESK_BENCH_REQUESTS"
	// benchFolder names a folder that keeps the desk: filled where it is empty, opened again by later runs.
	benchFolder = "RIGHTSDESK_BENCH_DESK"
	// benchServer names a database of PostgreSQL that keeps the desk in the same way; without it one is made on the
	// server of the tests.
	benchServer = "RIGHTSDESK_BENCH_POSTGRES"

	benchPassword = "a long password"
)

// benchDesk is the desk of an engine that all benchmarks share.
type benchDesk struct {
	*desk
	address string
	n       int
	drop    func() error
}

// benchDesks are those that were opened, by engine.
var benchDesks = map[string]*benchDesk{}

// eachFullDesk runs a benchmark on the desk of each engine. A tenth of its requests is open.
func eachFullDesk(b *testing.B, fn func(b *testing.B, d *benchDesk)) {
	for _, engine := range []string{"sqlite", "postgres"} {
		b.Run(engine, func(b *testing.B) { fn(b, fullDesk(b, engine)) })
	}
}

// fullDesk opens the benchmarks' desk of an engine, and fills it where it is empty.
func fullDesk(b *testing.B, engine string) *benchDesk {
	b.Helper()
	if d := benchDesks[engine]; d != nil {
		return d
	}
	address, drop := benchFolderOf(b), func() error { return nil }
	switch {
	case engine == "postgres":
		address, drop = benchSchema(b)
	case os.Getenv(benchFolder) == "":
		drop = func() error { return os.RemoveAll(address) }
	}
	fillDesk(b, address)
	s, err := store.Open(ctx, address)
	if err != nil {
		b.Fatal(err)
	}
	d := &benchDesk{desk: &desk{Store: s}, address: address, drop: func() error {
		return errors.Join(s.Close(), drop())
	}}
	if d.keys, err = d.signIn("fang", benchPassword); err != nil {
		b.Fatal(err)
	}
	d.n = column[int](b, d.desk, "SELECT COUNT(*) FROM request")
	benchDesks[engine] = d
	return d
}

// benchFolderOf is where the desk of SQLite lies.
func benchFolderOf(b *testing.B) string {
	dir := os.Getenv(benchFolder)
	if dir == "" {
		var err error
		if dir, err = os.MkdirTemp("", "rightsdesk-bench-"); err != nil {
			b.Fatal(err)
		}
	}
	return dir
}

// benchSchema makes a schema on the server of the tests, and drops it when all benchmarks have run; a desk that is kept
// stands in a database of its own.
func benchSchema(b *testing.B) (address string, drop func() error) {
	if kept := os.Getenv(benchServer); kept != "" {
		return kept, func() error { return nil }
	}
	server := os.Getenv(storetest.Postgres)
	if server == "" {
		b.Skipf("%s names no server", storetest.Postgres)
	}
	db, err := sql.Open("pgx", server)
	if err != nil {
		b.Fatal(err)
	}
	if _, err := db.Exec("CREATE SCHEMA bench"); err != nil {
		b.Fatal(err)
	}
	u, err := url.Parse(server)
	if err != nil {
		b.Fatal(err)
	}
	q := u.Query()
	q.Set("search_path", "bench")
	u.RawQuery = q.Encode()
	return u.String(), func() error {
		_, err := db.Exec("DROP SCHEMA bench CASCADE")
		return errors.Join(err, db.Close())
	}
}

// fillDesk sets a desk up at an address that has none and fills it, without waiting for the disk.
func fillDesk(b *testing.B, address string) {
	b.Helper()
	s, err := store.Open(ctx, address)
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	if _, err := s.Desk(ctx); !errors.Is(err, store.ErrNoDesk) {
		return
	}
	n := 20000
	if text := os.Getenv(benchRequests); text != "" {
		if n, err = strconv.Atoi(text); err != nil {
			b.Fatal(err)
		}
	}
	began := time.Now()
	d := setUp(b, s)
	d.must(b, func(tx *store.Tx) error {
		_, err := tx.AddStaff(model.Staff{Login: "fang", Name: "Fang", Role: model.RoleAgent, CreatedAt: start},
			benchPassword)
		return err
	})
	if !store.IsShared(address) {
		d.raw(b, "PRAGMA synchronous=OFF")
		d.raw(b, "PRAGMA cache_size=-1000000")
	}
	const step = 5000
	for i := 0; i < n; i += step {
		var list []casefile.Filling
		for j := i; j < min(i+step, n); j++ {
			list = append(list, casefile.Filling{Request: numbered(j)})
		}
		d.must(b, func(tx *store.Tx) error { _, err := casefile.Fill(tx, list, time.UTC); return err })
	}
	if store.IsShared(address) {
		d.raw(b, "ANALYZE")
	} else {
		d.raw(b, "PRAGMA optimize(0x10002)")
	}
	b.Logf("%d requests stored in %s", n, time.Since(began).Round(time.Second))
}

// signIn opens the keys as a member of staff does.
func (d *desk) signIn(login, password string) (keys *store.Keys, err error) {
	var record store.SignInRecord
	if err := d.Read(ctx, nil, func(v *store.View) (err error) {
		record, err = v.SignInRecord(login)
		return err
	}); err != nil {
		return nil, err
	}
	id, err := record.Unlock(password)
	if err != nil {
		return nil, err
	}
	err = d.Read(ctx, nil, func(v *store.View) (err error) { keys, err = v.OpenKeys(record.Staff.ID, id); return err })
	return keys, err
}

// numbered is the i-th request of the benchmarks' desk.
func numbered(i int) model.Request {
	r := newRequest()
	r.Reference = model.FormatReference(2026, int64(i))
	r.Kind = model.Kinds[i%3]
	if i%10 != 0 {
		r.Status = model.Closed
	} else {
		r.Status = model.Statuses[i/10%5]
		r.PreparedBy = []string{"fang", "jing"}[i/200%2]
	}
	r.Holder = []string{"", "fang", "jing", "lei"}[i/10%4]
	r.ReceivedAt = start.Add(time.Duration(i) * time.Second)
	r.NextDueAt = r.ReceivedAt.Add(time.Duration(i%40) * time.Hour)
	r.Channel = model.Channels[i/10%len(model.Channels)]
	r.Product = []string{"", "shop", "app", "", "rare"}[min(i/10%4, i%999)] // the last of few
	if i%7 == 0 {
		r.Tags = []string{[]string{"press", "court", "union"}[i/7%3]}
	}
	if i%6 == 0 {
		r.Regimes = []string{"cn", []string{"eu", "uk", "us-ca"}[i/6%3]}
	}
	r.Subject = model.Subject{Name: name("person", i), Email: fmt.Sprintf("person%d@example.com", i),
		Phone: fmt.Sprintf("138%08d", i), Account: fmt.Sprintf("A%d", i)}
	return r
}

// dropBenchDesks closes the benchmarks' desks, and takes away those that are not to be kept; TestMain calls it.
func dropBenchDesks() (err error) {
	for _, d := range benchDesks {
		err = errors.Join(err, d.drop())
	}
	return err
}

func TestAFilledDeskIsLikeOneThatTookItsRequestsIn(t *testing.T) {
	d := newDesk(t, "sqlite")
	const n = 300
	var list []casefile.Filling
	for i := range n {
		list = append(list, casefile.Filling{Request: numbered(i)})
	}
	d.must(t, func(tx *store.Tx) error { _, err := casefile.Fill(tx, list, time.UTC); return err })
	again := func(i int) model.Request {
		r := numbered(i)
		r.Reference = model.FormatReference(2027, int64(i))
		return r
	}
	d.must(t, func(tx *store.Tx) error {
		for i := range n {
			if _, err := requests.Create(tx, again(i), ""); err != nil {
				return err
			}
		}
		return nil
	})
	for i := range n {
		filled, err := d.request(int64(1 + i))
		if err != nil {
			t.Fatal(err)
		}
		taken, err := d.request(int64(1 + n + i))
		if err != nil {
			t.Fatal(err)
		}
		taken.ID, taken.Reference = filled.ID, filled.Reference
		if !reflect.DeepEqual(filled, taken) {
			t.Fatalf("filled %+v\ntaken  %+v", filled, taken)
		}
		for _, l := range filled.Subject.Lookups() {
			var ids []int64
			if err := d.read(func(v *store.View) (err error) {
				ids, err = requests.Lookup(v, l.Kind, l.Value)
				return err
			}); err != nil {
				t.Fatal(err)
			}
			if want := []int64{int64(1 + n + i), int64(1 + i)}; !slices.Equal(ids, want) {
				t.Fatalf("%s finds %v, want %v", l.Kind, ids, want)
			}
		}
	}
	// Whatever the schema gains later must be filled too.
	for _, table := range tablesOf(t, d) {
		owner := "request_id"
		if table == "request" {
			owner = "id"
		}
		filled := column[int64](t, d, "SELECT COUNT(*) FROM "+table+" WHERE "+owner+" BETWEEN 1 AND ?", n)
		taken := column[int64](t, d, "SELECT COUNT(*) FROM "+table+" WHERE "+owner+" > ?", n)
		if !reflect.DeepEqual(filled, taken) {
			t.Errorf("%s holds %d rows of the filled requests, %d of those taken in", table, filled, taken)
		}
	}
}

// tablesOf are request and the tables whose rows belong to one.
func tablesOf(tb testing.TB, d *desk) []string {
	tb.Helper()
	var names []string
	err := d.Raw().
		Raw("SELECT m.name FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c WHERE m.type = 'table' AND c.name = 'request_id'").
		Scan(&names).Error
	if err != nil || !slices.Contains(names, "lookup") {
		tb.Fatalf("the tables of a request are not only %v, %v", names, err)
	}
	return append(names, "request")
}
