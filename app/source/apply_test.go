package source_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/source"
	"orangelab.cn/rightsdesk/app/source/apply"
	"orangelab.cn/rightsdesk/app/source/change"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/value"
)

// plan makes a preview of one database in which every row found gets one treatment.
func plan(tb testing.TB, db *testDB, datasets []*dataset.Dataset, ids dataset.Identities, treatment dataset.Treatment,
	only map[dataset.Address][][]value.Cell) ([]change.RowChange, change.Report) {
	tb.Helper()
	var changes []change.RowChange
	opts := change.Options{Options: search.Options{Datasets: datasets, Sources: map[string]*sqldb.Source{},
		Identities: ids}, Only: only,
		Decide: func(search.Finding) (dataset.Treatment, error) { return treatment, nil }}
	src := opened(tb, db)
	for _, d := range datasets {
		opts.Sources[d.Key] = src
	}
	report, err := change.Preview(context.Background(), opts, func(c change.RowChange) error {
		changes = append(changes, c)
		return nil
	})
	if err = errors.Join(err, report.Err()); err != nil {
		tb.Fatal(err)
	}
	slices.SortStableFunc(changes, func(a, b change.RowChange) int { return a.Order - b.Order })
	return changes, report
}

func writer(tb testing.TB, db *testDB) *sqldb.Writer {
	tb.Helper()
	w, err := source.OpenWriter(context.Background(), db.dsn)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := w.Close(); err != nil {
			tb.Error(err)
		}
	})
	return w
}

func TestAPlanNamesWhatWasAndWhatWillBe(t *testing.T) {
	onEngines(t, func(t *testing.T, db *testDB) {
		db.exec(t,
			"CREATE TABLE p (id INT PRIMARY KEY, email VARCHAR(50), age INT, born DATE);\nINSERT INTO p VALUES (1, 'a@x', 30, '2001-02-03')")
		datasets := linked(t, d("m", c("p", "", f("id", pk), f("email", email), f("age", ""), f("born", ""))))
		changes, report := plan(t, db, datasets, dataset.Identities{"email": {"a@x"}},
			dataset.Treatment{Set: map[string]any{"age": "31", "born": "2001-02-04", "email": "a@x"}}, nil)
		if len(report.Obstacles) > 0 || len(changes) != 1 {
			t.Fatal(changes, report.Obstacles)
		}
		got := changes[0]
		if said := fmt.Sprint(got.Address, got.Key, got.Before, got.After, got.How,
			got.Rows); said != "m:p [{id 1}] [{age 30} {born 2001-02-03}] [{age 31} {born 2001-02-04}] [set set] 1" {
			t.Error(said)
		}
		if _, err := apply.Changes(context.Background(), writer(t, db), datasets, each(changes), nil); err != nil {
			t.Fatal(err)
		}
		if changes, _ = plan(t, db, datasets, dataset.Identities{"email": {"a@x"}},
			dataset.Treatment{Set: map[string]any{"age": "31", "born": "2001-02-04"}}, nil); len(changes) > 0 {
			t.Errorf("what is so already is planned again: %v", changes)
		}
	})
}

func TestWhatACorrectionMustNotWriteIsAnObstacle(t *testing.T) {
	onEngines(t, func(t *testing.T, db *testDB) {
		db.exec(t,
			"CREATE TABLE p (id INT PRIMARY KEY, email VARCHAR(50), age INT, name VARCHAR(50) NOT NULL);\nINSERT INTO p VALUES (1, 'a@x', 30, 'Ann')")
		datasets := linked(t,
			d("m", c("p", "", f("id", pk), f("email", email+", read_only: true"), f("age", ""), f("name", ""))))
		for _, tt := range []struct {
			set    map[string]any
			reason string
		}{
			{map[string]any{"email": "b@x"}, change.ReadOnly}, {map[string]any{"id": 2}, change.PrimaryKey},
			{map[string]any{"age": "old"}, change.BadValue}, {map[string]any{"name": nil}, change.NotNullable},
			{map[string]any{"age.years": 5}, change.BadValue},
		} {
			_, report := plan(t, db, datasets, dataset.Identities{"email": {"a@x"}}, dataset.Treatment{Set: tt.set},
				nil)
			if blocked := report.Blocked(); len(blocked) != 1 || blocked[0].Reason != tt.reason ||
				!strings.Contains(blocked[0].String(), "m:p.") {
				t.Errorf("%v: %v", tt.set, report.Obstacles)
			}
		}
		_, err := change.Preview(context.Background(),
			change.Options{Options: search.Options{Datasets: datasets,
				Sources:    map[string]*sqldb.Source{"m": opened(t, db)},
				Identities: dataset.Identities{"email": {"a@x"}}},
				Decide: func(search.Finding) (dataset.Treatment, error) {
					return dataset.Treatment{Set: map[string]any{"shoe": 1}}, nil
				}}, func(change.RowChange) error { return nil })
		if err == nil || !strings.Contains(err.Error(), `"shoe"`) {
			t.Errorf("an unknown field gives %v", err)
		}
	})
}

func TestAnUndeclaredColumnCanBeMasked(t *testing.T) {
	onEngines(t, func(t *testing.T, db *testDB) {
		db.exec(t,
			"CREATE TABLE p (id INT PRIMARY KEY, email VARCHAR(50), remark VARCHAR(50));\nINSERT INTO p VALUES (1, 'a@x', 'write to a@x')")
		datasets := linked(t, d("m", c("p", "", f("id", pk), f("email", email))))
		changes, _ := plan(t, db, datasets, dataset.Identities{"email": {"a@x"}},
			dataset.Treatment{Mask: map[string]dataset.Masking{"remark": {Strategy: dataset.StringRewrite}}}, nil)
		if _, err := apply.Changes(context.Background(), writer(t, db), datasets, each(changes), nil); err != nil {
			t.Fatal(err)
		}
		if got := db.dump(t, "SELECT * FROM p"); got != "1 a@x MASKED" {
			t.Error(got)
		}
	})
}

func TestAKeyThatNamesMoreRowsThanPlannedStopsEverything(t *testing.T) {
	onEngines(t, func(t *testing.T, db *testDB) {
		db.exec(t,
			"CREATE TABLE p (id INT, email VARCHAR(50));\nCREATE TABLE l (email VARCHAR(50), n INT);\nINSERT INTO p VALUES (1, 'a@x'), (2, 'a@x');\nINSERT INTO l VALUES ('a@x', 1), ('a@x', 1)")
		datasets := linked(t,
			d("m", c("p", "", f("id", pk), f("email", email)), c("l", "", f("email", email), f("n", ""))))
		changes, report := plan(t, db, datasets, dataset.Identities{"email": {"a@x"}},
			dataset.Treatment{Set: map[string]any{"email": nil}}, nil)
		if len(changes) != 3 || len(report.Obstacles) > 0 {
			t.Fatal(changes, report.Obstacles)
		}
		for _, more := range []string{"INSERT INTO p VALUES (2, 'c@x')", "INSERT INTO l VALUES ('a@x', 1)"} {
			db.exec(t, more)
			before := db.dump(t, "SELECT id, email FROM p UNION ALL SELECT n, email FROM l")
			var count *apply.CountError
			if _, err := apply.Changes(context.Background(), writer(t, db), datasets, each(changes),
				nil); !errors.As(err, &count) {
				t.Errorf("%s: %v", more, err)
			}
			if now := db.dump(t, "SELECT id, email FROM p UNION ALL SELECT n, email FROM l"); now != before {
				t.Errorf("%s: got %s, want %s", more, now, before)
			}
			db.exec(t, "DELETE FROM p WHERE email = 'c@x'")
		}
		db.exec(t, "INSERT INTO p VALUES (2, 'd@x')")
		if _, report := plan(t, db, datasets, dataset.Identities{"email": {"a@x"}},
			dataset.Treatment{Set: map[string]any{"email": nil}}, nil); len(report.Blocked()) != 1 ||
			report.Blocked()[0].Reason != change.KeyNotUnique {
			t.Errorf("obstacles are %v", report.Obstacles)
		}
	})
}

func TestAChangedRowIsNamedByItsColumnsNotItsValues(t *testing.T) {
	onEngines(t, func(t *testing.T, db *testDB) {
		db.exec(t,
			"CREATE TABLE p (id INT PRIMARY KEY, email VARCHAR(50), name VARCHAR(50));\nINSERT INTO p VALUES (1, 'a@x', 'Ann')")
		datasets := linked(t, d("m", c("p", "", f("id", pk), f("email", email), f("name", ""))))
		changes, _ := plan(t, db, datasets, dataset.Identities{"email": {"a@x"}},
			dataset.Treatment{Set: map[string]any{"name": "Bea", "email": nil}}, nil)
		db.exec(t, "UPDATE p SET name = 'Secret'")
		_, err := apply.Changes(context.Background(), writer(t, db), datasets, each(changes), nil)
		var changed *apply.ChangedError
		if !errors.As(err, &changed) || fmt.Sprint(changed.Columns) != "[name]" ||
			strings.Contains(err.Error(), "Secret") {
			t.Errorf("got %v", err)
		}
		db.exec(t, "DELETE FROM p")
		if _, err = apply.Changes(context.Background(), writer(t, db), datasets, each(changes), nil); !errors.As(err,
			&changed) {
			t.Errorf("a row that is gone gives %v", err)
		}
	})
}

func TestRowsAreReadAgainByKey(t *testing.T) {
	onEngines(t, func(t *testing.T, db *testDB) {
		db.exec(t,
			"CREATE TABLE p (id INT PRIMARY KEY, email VARCHAR(50), name VARCHAR(50));\nINSERT INTO p VALUES (1, 'a@x', 'Ann'), (2, 'b@x', 'Bob'), (3, 'c@x', 'Cid')")
		datasets := linked(t, d("m", c("p", "", f("id", pk), f("email", email), f("name", ""))))
		only := map[dataset.Address][][]value.Cell{{Dataset: "m", Collection: "p"}: {{{Name: "id", Value: int64(3)}},
			{{Name: "id", Value: int64(1)}}, {{Name: "id", Value: int64(9)}}}}
		changes, report := plan(t, db, datasets, nil, dataset.Treatment{Set: map[string]any{"name": nil}}, only)
		if len(changes) != 2 || len(report.Gone) != 1 || fmt.Sprint(report.Gone[0].Key) != "[{id 9}]" {
			t.Errorf("%v, gone %v", changes, report.Gone)
		}
		if _, err := apply.Changes(context.Background(), writer(t, db), datasets, each(changes), nil); err != nil {
			t.Fatal(err)
		}
		if got := db.dump(t, "SELECT * FROM p"); got != "1 a@x -|2 b@x Bob|3 c@x -" {
			t.Error(got)
		}
	})
}

func TestReadAgainAnArrayKeepsWhatIsOfOthers(t *testing.T) {
	onEngines(t, func(t *testing.T, db *testDB) {
		db.exec(t, `CREATE TABLE p (id INT PRIMARY KEY, mails VARCHAR(99));
INSERT INTO p VALUES (1, '["a@x", "b@x"]'), (2, '["b@x"]')`)
		datasets := linked(t, d("m", c("p", "", f("id", pk), f("mails", "identity: email, data_type: 'string[]'"))))
		only := map[dataset.Address][][]value.Cell{
			{Dataset: "m", Collection: "p"}: {{{Name: "id", Value: int64(1)}}, {{Name: "id", Value: int64(2)}}}}
		changes, _ := plan(t, db, datasets, dataset.Identities{"email": {"a@x"}},
			dataset.Treatment{Mask: map[string]dataset.Masking{"mails": {Strategy: dataset.StringRewrite}}}, only)
		if _, err := apply.Changes(context.Background(), writer(t, db), datasets, each(changes), nil); err != nil {
			t.Fatal(err)
		}
		if got := db.dump(t, "SELECT * FROM p"); got != `1 ["MASKED","b@x"]|2 ["b@x"]` {
			t.Error(got)
		}
	})
}

func TestCancellingTakesEverythingBack(t *testing.T) {
	onEngines(t, func(t *testing.T, db *testDB) {
		var rows []string
		for n := range 2*sqldb.WalkRows + 1 {
			rows = append(rows, fmt.Sprintf("(%d, 'a@x')", n))
		}
		db.exec(t, "CREATE TABLE p (id INT PRIMARY KEY, email VARCHAR(50));\nINSERT INTO p VALUES "+strings.Join(rows,
			", "))
		datasets := linked(t, d("m", c("p", "", f("id", pk), f("email", email))))
		changes, _ := plan(t, db, datasets, dataset.Identities{"email": {"a@x"}},
			dataset.Treatment{Set: map[string]any{"email": nil}}, nil)
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		var done []int64
		_, err := apply.Changes(ctx, writer(t, db), datasets, each(changes), func(n int64) {
			done = append(done, n)
			cancel()
		})
		if !errors.Is(err, context.Canceled) || len(done) != 1 {
			t.Errorf("%v after %v", err, done)
		}
		if got := db.dump(t, "SELECT count(*) FROM p WHERE email IS NULL"); got != "0" {
			t.Errorf("%s rows are written", got)
		}
		applied, err := apply.Changes(context.Background(), writer(t, db), datasets, each(changes), nil)
		if err != nil || applied.Updated != int64(len(rows)) {
			t.Error(applied, err)
		}
	})
}

func TestWhatTheCommitRefusesIsTakenBackAndHoldsNoLock(t *testing.T) {
	onEngines(t, func(t *testing.T, db *testDB) {
		if db.engine == "MySQL" {
			t.Skip("it checks foreign keys at once")
		}
		db.exec(t,
			"CREATE TABLE p (id INT PRIMARY KEY);\nCREATE TABLE o (id INT PRIMARY KEY, email VARCHAR(9), pid INT REFERENCES p (id) DEFERRABLE INITIALLY DEFERRED);\nINSERT INTO p VALUES (1);\nINSERT INTO o VALUES (1, 'a@x', 1)")
		datasets := linked(t, d("m", c("o", "", f("id", pk), f("email", email), f("pid", ""))))
		w := writer(t, db)
		changes, _ := plan(t, db, datasets, dataset.Identities{"email": {"a@x"}},
			dataset.Treatment{Set: map[string]any{"pid": 7}}, nil)
		if _, err := apply.Changes(context.Background(), w, datasets, each(changes), nil); err == nil {
			t.Error("a row points at nothing")
		}
		if got := db.dump(t, "SELECT * FROM o"); got != "1 a@x 1" {
			t.Error(got)
		}
		db.exec(t, "INSERT INTO p VALUES (7)")
		if _, err := apply.Changes(context.Background(), w, datasets, each(changes), nil); err != nil {
			t.Error(err)
		}
	})
}

func TestABrokenPlanWritesNothing(t *testing.T) {
	db := sqliteDB(t)
	db.exec(t, "CREATE TABLE p (id INT PRIMARY KEY, email TEXT);\nINSERT INTO p VALUES (1, 'a@x'), (2, 'a@x')")
	datasets := linked(t, d("m", c("p", "", f("id", pk), f("email", email))))
	good, _ := plan(t, db, datasets, dataset.Identities{"email": {"a@x"}},
		dataset.Treatment{Set: map[string]any{"email": nil}}, nil)
	row := func(alter func(*change.RowChange)) []change.RowChange {
		c := good[1]
		alter(&c)
		return []change.RowChange{good[0], c}
	}
	for name, changes := range map[string][]change.RowChange{
		"not in ascending order": row(func(c *change.RowChange) { c.Order = -1 }),
		"names no key":           row(func(c *change.RowChange) { c.Key = nil }),
		"no such table":          row(func(c *change.RowChange) { c.Collection = "q" }),
		"is not loaded":          row(func(c *change.RowChange) { c.Dataset = "n" }),
		`column "shoe"`:          row(func(c *change.RowChange) { c.After = value.Row{{Name: "shoe", Value: nil}} }),
	} {
		if _, err := apply.Changes(context.Background(), writer(t, db), datasets, each(changes), nil); err == nil ||
			!strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
		if got := db.dump(t, "SELECT * FROM p"); got != "1 a@x|2 a@x" {
			t.Errorf("%s: got %s", name, got)
		}
	}
	broken := errors.New("disk full")
	_, err := apply.Changes(context.Background(), writer(t, db), datasets,
		func(yield func(change.RowChange, error) bool) {
			_ = yield(good[0], nil) && yield(change.RowChange{}, broken)
		}, nil)
	if !errors.Is(err, broken) || db.dump(t, "SELECT * FROM p") != "1 a@x|2 a@x" {
		t.Errorf("%v leaves %s", err, db.dump(t, "SELECT * FROM p"))
	}
}

func TestAWriterNeverCreatesAFileAndSaysWhatRefusesIt(t *testing.T) {
	if w, err := source.OpenWriter(context.Background(), "sqlite:"+filepath.Join(t.TempDir(), "none.db")); err == nil {
		t.Errorf("a file that is not there is opened: %v", w.Close())
	}
	onEngines(t, func(t *testing.T, db *testDB) {
		db.exec(t, "CREATE TABLE p (id INT)")
		before := db.dump(t, "SELECT * FROM p")
		if err := writer(t, db).Ping(context.Background()); err != nil || db.dump(t, "SELECT * FROM p") != before {
			t.Error(err)
		}
		if db.engine == "PostgreSQL" {
			readOnly := *db
			readOnly.dsn += "&default_transaction_read_only=on"
			if err := writer(t, &readOnly).Ping(context.Background()); err == nil ||
				!strings.Contains(err.Error(), "read-only") {
				t.Errorf("a read-only database gives %v", err)
			}
		}
	})
}

// each returns a list of changes as the sequence that apply.Changes takes.
func each(changes []change.RowChange) iter.Seq2[change.RowChange, error] {
	return func(yield func(change.RowChange, error) bool) {
		for _, c := range changes {
			if !yield(c, nil) {
				return
			}
		}
	}
}
