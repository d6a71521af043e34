package source_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/source"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/trial"
)

func TestAMissingColumnIsNamed(t *testing.T) {
	onEngines(t, func(t *testing.T, db *testDB) {
		db.exec(t, "CREATE TABLE p (id INT, email VARCHAR(9))")
		src := opened(t, db)
		opts := search.Options{Datasets: linked(t,
			d("shop", c("p", "", f("id", ""), f("email", email), f("fone", "")))),
			Sources: map[string]*sqldb.Source{"shop": src}, Identities: dataset.Identities{"email": {"a"}}}
		_, _, err := trial.Access(context.Background(), opts)
		for _, word := range []string{`"shop"`, `"p"`, `"fone"`} {
			if err == nil || !strings.Contains(err.Error(), word) {
				t.Errorf("error does not name %s: %v", word, err)
			}
		}
		db.exec(t, "ALTER TABLE p ADD fone INT")
		if _, _, err := trial.Access(context.Background(), opts); err != nil {
			t.Errorf("the added column is not seen: %v", err)
		}
	})
}

func TestAMissingTableIsNamed(t *testing.T) {
	onEngines(t, func(t *testing.T, db *testDB) {
		src := opened(t, db)
		_, _, err := trial.Access(context.Background(),
			search.Options{Datasets: linked(t, d("shop", c("gone", "", f("email", email)))),
				Sources: map[string]*sqldb.Source{"shop": src}, Identities: dataset.Identities{"email": {"a"}}})
		if err == nil || !strings.Contains(err.Error(), `"gone"`) {
			t.Errorf("error is %v", err)
		}
	})
}

// A source that is down is tried again, named, and stops nobody else; what it leads to is marked incomplete.
func TestAFailedSourceIsNamedAndStopsNobodyElse(t *testing.T) {
	one, two := sqliteDB(t), sqliteDB(t)
	one.exec(t, "CREATE TABLE p (id INT, email TEXT);\nINSERT INTO p VALUES (1, 'a@x')")
	two.exec(t, "CREATE TABLE o (id INT, pid INT, tid INT);\nINSERT INTO o VALUES (5, 1, 1)")
	datasets := linked(t, d("one", c("p", "", f("id", pk), f("email", email))),
		d("two", c("o", "", f("id", pk), f("pid", ref("one", "p.id", "from")), f("tid", ref("down", "t.id", "from")))),
		d("down", c("t", "", f("id", pk), f("email", email)), c("u", "", f("tid", ref("down", "t.id", "from")))))
	down, err := source.Open(context.Background(), "postgres://nobody:s3cret@127.0.0.1:1/none?sslmode=disable")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closed(t, down.DB) })
	var waits []time.Duration
	var found []string
	report, err := search.Access(context.Background(), search.Options{
		Datasets: datasets, Sources: map[string]*sqldb.Source{"one": opened(t, one), "two": opened(t, two),
			"down": down}, Identities: dataset.Identities{"email": {"a@x"}},
		Retry: []time.Duration{1, 2, 4}, Wait: func(_ context.Context, d time.Duration) error {
			waits = append(waits, d)
			return nil
		},
	}, func(f search.Finding) error { found = append(found, f.Collection); return nil })
	if err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(waits) != "[1ns 2ns 4ns]" {
		t.Errorf("waited %v", waits)
	}
	if fmt.Sprint(found) != "[p o]" {
		t.Errorf("found %v", found)
	}
	if report.Complete() || report.Err() == nil {
		t.Error("the report calls the run complete")
	}
	for _, c := range report.Collections {
		switch c.Address.String() {
		case "one:p":
			if c.State != search.Read || c.Rows != 1 || len(c.Incomplete) != 0 {
				t.Errorf("%+v", c)
			}
		case "two:o":
			if c.State != search.Read || c.Rows != 1 || fmt.Sprint(c.Incomplete) != "[down:t]" {
				t.Errorf("%+v", c)
			}
		case "down:t", "down:u":
			if c.State != search.Failed || !strings.Contains(c.Err.Error(), "127.0.0.1:1") ||
				strings.Contains(c.Err.Error(), "s3cret") {
				t.Errorf("%+v", c)
			}
		}
	}
}

func TestAFailedStatementLeavesTheRestOfTheSourceReadable(t *testing.T) {
	db := postgresDB(t)
	if db == nil {
		t.Skip("no server given")
	}
	db.exec(t, `CREATE TABLE base (id INT, email TEXT);
CREATE VIEW a AS SELECT 1 / (id - 1) AS id, email FROM base;
CREATE TABLE b (id INT, email TEXT);
INSERT INTO base VALUES (1, 'a@x');
INSERT INTO b VALUES (1, 'a@x')`)
	report, err := search.Access(context.Background(),
		search.Options{Datasets: linked(t,
			d("m", c("a", "", f("id", ""), f("email", email)), c("b", "", f("id", ""), f("email", email)))),
			Sources: map[string]*sqldb.Source{"m": opened(t, db)}, Identities: dataset.Identities{"email": {"a@x"}}},
		func(search.Finding) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	if a, b := report.Collections[0], report.Collections[1]; a.State != search.Failed || b.State != search.Read ||
		b.Rows != 1 {
		t.Errorf("report is %+v", report)
	}
}

func TestTheCallbackAndTheContextStopTheRun(t *testing.T) {
	onEngines(t, func(t *testing.T, db *testDB) {
		db.exec(t, "CREATE TABLE p (id INT, email VARCHAR(9));\nINSERT INTO p VALUES (1, 'a@x'), (2, 'a@x')")
		src := opened(t, db)
		opts := search.Options{Datasets: linked(t, d("m", c("p", "", f("id", pk), f("email", email)))),
			Sources: map[string]*sqldb.Source{"m": src}, Identities: dataset.Identities{"email": {"a@x"}}}
		full := errors.New("disk full")
		if _, err := search.Access(context.Background(), opts, func(search.Finding) error {
			return full
		}); !errors.Is(err, full) {
			t.Errorf("callback: %v", err)
		}
		ctx, cancel := context.WithCancel(context.Background())
		n := 0
		report, err := search.Access(ctx, opts, func(search.Finding) error { n++; cancel(); return nil })
		if !errors.Is(err, context.Canceled) || n != 1 || report.Complete() {
			t.Errorf("cancel: %v after %d, %+v", err, n, report)
		}
		if _, err := search.Access(context.Background(), opts, func(search.Finding) error { return nil }); err != nil {
			t.Errorf("the source is unusable afterwards: %v", err)
		}
	})
}

func TestSourcesAreReadOnlyAndSeeOneMoment(t *testing.T) {
	onEngines(t, func(t *testing.T, db *testDB) {
		db.exec(t, "CREATE TABLE p (id INT)")
		if db.engine == "SQLite" {
			db.exec(t, "PRAGMA journal_mode=WAL") // a rollback journal would make the writer below wait
		}
		src := opened(t, db)
		s, err := src.Begin(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		count := func() (n int) {
			if err := s.Tx.QueryRow("SELECT count(*) FROM p").Scan(&n); err != nil {
				t.Fatal(err)
			}
			return n
		}
		if count() != 0 {
			t.Error("the table is not empty")
		}
		db.exec(t, "INSERT INTO p VALUES (1)")
		if n := count(); n != 0 {
			t.Errorf("a later row is seen: %d", n)
		}
		if _, err := s.Tx.Exec("INSERT INTO p VALUES (2)"); err == nil {
			t.Error("a source can be written")
		}
		if err := s.End(); err != nil {
			t.Error(err)
		}
	})
}

func TestOpenSaysWhatIsWrongAndNeverThePassword(t *testing.T) {
	dir := t.TempDir()
	noDB := filepath.Join(dir, "text.db")
	if err := os.WriteFile(noDB, []byte(strings.Repeat("this is no database ", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ dsn, says string }{
		{"nothing", "no scheme"},
		{"oracle://x", "oracle"},
		{"sqlite:" + filepath.Join(dir, "none.db"), "check the path"},
		{"sqlite:" + dir, "folder"},
		{"sqlite:" + noDB, "check that it is a SQLite database"},
		{"postgres://u:s3cret@127.0.0.1:1/d?sslmode=disable", "check that it runs"},
		{"postgres://u:s3cret@host:port/d", "percent-encoded"},
		{"mysql://u:s3cret@127.0.0.1:1/d", "check that it runs"},
		{"mysql://u:s3%zzcret@host/d", "percent-encoded"},
	} {
		s, err := source.Open(context.Background(), tt.dsn)
		if err == nil {
			err = s.Ping(context.Background())
			closed(t, s.DB)
		}
		if err == nil || !strings.Contains(err.Error(), tt.says) || strings.Contains(err.Error(), "s3") {
			t.Errorf("%s gives %v", tt.dsn, err)
		}
	}
}

func TestARunNeedsASourceForEveryReachedDataset(t *testing.T) {
	db := sqliteDB(t)
	db.exec(t, "CREATE TABLE p (email TEXT)")
	datasets := linked(t, d("m", c("p", "", f("email", email))))
	src := opened(t, db)
	none := func(search.Finding) error { return nil }
	ids := dataset.Identities{"email": {"a"}}
	if _, err := search.Access(context.Background(), search.Options{Datasets: datasets, Identities: ids},
		none); err == nil || !strings.Contains(err.Error(), `"m"`) {
		t.Errorf("without a source: %v", err)
	}
	if _, err := search.Access(context.Background(),
		search.Options{Datasets: datasets, Identities: ids, Sources: map[string]*sqldb.Source{"m": src, "n": src}},
		none); err == nil || !strings.Contains(err.Error(), `"n"`) {
		t.Errorf("with a source too many: %v", err)
	}
}

func TestTrialCommand(t *testing.T) {
	db := sqliteDB(t)
	db.exec(t, "CREATE TABLE p (id INT, email TEXT);\nINSERT INTO p VALUES (1, 'a@x'), (2, 'b=c@x')")
	file := filepath.Join(t.TempDir(), "m.yml")
	if err := os.WriteFile(file, []byte(d("m", c("p", "", f("id", pk), f("email", email)), c("q", "", f("x", "")))),
		0o600); err != nil {
		t.Fatal(err)
	}
	base := []string{"--dataset", file, "--source", "m=" + db.dsn}
	for _, tt := range []struct {
		name     string
		args     []string
		code     int
		out, err string
	}{
		{"rows", append(base, "--identity", "email=a@x", "--identity=email=b=c@x", "--access", "--json"), 0,
			"{\n  \"m:p\": [\n    {\n      \"id\": 1,\n      \"email\": \"a@x\"\n    },\n    {\n      \"id\": 2,\n      \"email\": \"b=c@x\"\n    }\n  ],\n  \"m:q\": []\n}\n", "not-reached"},
		{"nobody named", append(base, "--access"), 1, "", "--identity KIND=VALUE"},
		{"erase without a strategy", append(base, "--erase", "--json"), 2, "", "--strategy null_rewrite"},
		{"erase with an unknown one", append(base, "--erase", "--strategy", "shred", "--json"), 2, "",
			"not a masking strategy"},
		{"both verbs", append(base, "--access", "--erase", "--strategy", "hash"), 2, "", "--access or --erase"},
		{"access that writes", append(base, "--access", "--write"), 2, "", "belong to --erase"},
		{"no verb", base, 2, "", "--access"},
		{"no dataset", []string{"--access", "--source", "m=" + db.dsn}, 2, "", "--dataset"},
		{"bad identity", append(base, "--access", "--identity", "email"), 2, "", "KIND=VALUE"},
		{"bad source", []string{"--dataset", file, "--access", "--source", "m"}, 2, "", "KEY=DSN"},
		{"unknown flag", append(base, "--axess"), 2, "", "axess"},
		{"unknown key", []string{"--dataset", file, "--access", "--identity", "email=a@x", "--source", "n=" + db.dsn},
			1, "", `"n"`},
		{"no such file", []string{"--dataset", file + "x", "--access", "--source", "m=" + db.dsn}, 1, "",
			"cannot be opened"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var out, errs strings.Builder
			code := trial.Command(context.Background(), tt.args, &out, &errs)
			if code != tt.code || out.String() != tt.out {
				t.Errorf("gives %d: %s%s", code, out.String(), errs.String())
			}
			if tt.name != "rows" && !strings.Contains(errs.String(), tt.err) {
				t.Errorf("says %s", errs.String())
			}
		})
	}
}
