package result_test

import (
	"database/sql"
	"fmt"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/source"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/residue"
	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/store/storetest"
)

// What remains is looked for on a standby that has all of the source; one that lags, or that breaks the reading off,
// hides nothing.
func TestWhatRemainsIsLookedForOnAStandby(t *testing.T) {
	ctx := t.Context()
	first := storetest.NewServer(t)
	second := first.Standby(t, "second")
	direct := func(s *storetest.Server) *sql.DB {
		db, err := sql.Open("pgx",
			fmt.Sprintf("postgres://rightsdesk@127.0.0.1:%d/postgres?application_name=watch", s.Port))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = db.Close() })
		return db
	}
	primary, standby := direct(first), direct(second)
	run := func(db *sql.DB, statement string) {
		t.Helper()
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	run(primary, "CREATE TABLE note (id int PRIMARY KEY, body text)")
	run(primary, "INSERT INTO note SELECT n, 'note ' || n || ' of ann.lee@x.com' FROM generate_series(1, 1000) n")
	src, err := source.Open(ctx,
		fmt.Sprintf("postgres://rightsdesk@127.0.0.1:%d,127.0.0.1:%d/postgres", first.Port, second.Port))
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	begun := func() (onStandby bool, rows int) {
		t.Helper()
		s, aside, err := src.BeginLong(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Tx.QueryRow("SELECT pg_is_in_recovery(), (SELECT count(*) FROM note)").
			Scan(&onStandby, &rows); err != nil || aside != onStandby {
			t.Fatalf("aside %v, on a standby %v: %v", aside, onStandby, err)
		}
		if err := s.End(); err != nil {
			t.Fatal(err)
		}
		return onStandby, rows
	}
	if on, rows := begun(); !on || rows != 1000 {
		t.Errorf("on a standby: %v, with %d rows that were written just before", on, rows)
	}

	datasets, problems := dataset.Parse("m.yml",
		[]byte("dataset:\n- fides_key: m\n  name: m\n  collections:\n  - name: note\n    fields:\n    - name: id\n"))
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	opts := residue.SearchOptions{Datasets: datasets, Sources: map[string]*sqldb.Source{"m": src},
		Identities: dataset.Identities{"email": {"ann.lee@x.com"}}, Pace: &residue.Pace{}}
	found := func(r residue.SearchReport, want int64) {
		t.Helper()
		if len(r.Hits) != 1 || r.Hits[0].Rows != want || len(r.Failed) > 0 {
			t.Errorf("%+v, want %d rows", r, want)
		}
	}

	opts.Pace.Limit(2000) // so that it is broken off half way
	over := make(chan residue.SearchReport, 1)
	go func() {
		r, err := residue.Search(ctx, opts)
		if err != nil {
			t.Error(err)
		}
		over <- r
	}()
	ended := 0
	for until := time.Now().Add(20 * time.Second); ended == 0 &&
		time.Now().Before(until); time.Sleep(50 * time.Millisecond) {
		if err :=
			standby.QueryRow("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'rightsdesk' AND query LIKE '%note%' AND state <> 'idle'").Scan(&ended); err != nil {
			t.Fatal(err)
		}
	}
	if ended == 0 {
		t.Error("nothing was read on the standby")
	}
	opts.Pace.Limit(0)
	found(<-over, 1000)

	before := sqldb.FollowedFor
	sqldb.FollowedFor = 200 * time.Millisecond
	defer func() { sqldb.FollowedFor = before }()
	run(standby, "SELECT pg_wal_replay_pause()")
	run(primary, "INSERT INTO note VALUES (1001, 'a late one of ann.lee@x.com')")
	r, err := residue.Search(ctx, opts)
	if err != nil {
		t.Fatal(err)
	}
	found(r, 1001)
	second.Kill(t)
	if on, rows := begun(); on || rows != 1001 {
		t.Errorf("without a standby: %v, %d", on, rows)
	}
}
