package source_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/residue"
	"orangelab.cn/rightsdesk/app/source/sqldb"
)

// notes fills a table with so many rows.
func notes(t *testing.T, db *testDB, rows int) residue.SearchOptions {
	t.Helper()
	var values []string
	for i := range rows {
		values = append(values, fmt.Sprintf("(%d, 'note %d of ann.lee@x.com')", i, i))
	}
	db.exec(t,
		"CREATE TABLE note (id INT PRIMARY KEY, body VARCHAR(200));\nINSERT INTO note VALUES "+strings.Join(values,
			", "))
	return residue.SearchOptions{Datasets: linked(t, d("m", c("note", "", f("id", pk)))),
		Sources:    map[string]*sqldb.Source{"m": opened(t, db)},
		Identities: dataset.Identities{"email": {"ann.lee@x.com"}}}
}

func TestASearchWaitsWhileItIsPausedAndMissesNothing(t *testing.T) {
	const rows = 1000
	opts := notes(t, sqliteDB(t), rows)
	opts.Pace = &residue.Pace{}
	opts.Pace.Pause()
	over := make(chan residue.SearchReport, 1)
	go func() {
		report, err := residue.Search(context.Background(), opts)
		if err != nil {
			t.Error(err)
		}
		over <- report
	}()
	select {
	case r := <-over:
		t.Fatalf("it did not wait: %+v", r)
	case <-time.After(100 * time.Millisecond):
	}
	opts.Pace.Resume()
	if r := <-over; len(r.Hits) != 1 || r.Hits[0].Rows != rows || len(r.Failed) > 0 {
		t.Errorf("%+v", r)
	}
	opts.Pace.Pause()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := residue.Search(residue.WithPace(ctx, opts.Pace), opts); !errors.Is(err, context.Canceled) {
		t.Errorf("a paused search that is stopped: %v", err)
	}
}

func TestASearchKeepsToItsRate(t *testing.T) {
	opts := notes(t, sqliteDB(t), 1000)
	opts.Pace = &residue.Pace{}
	opts.Pace.Limit(5000)
	began := time.Now()
	if _, err := residue.Search(context.Background(), opts); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(began); took < 150*time.Millisecond {
		t.Errorf("1,000 rows at 5,000 a second took %s", took)
	}
}

func TestASourceSaysHowMuchASearchWouldRead(t *testing.T) {
	onEngines(t, func(t *testing.T, db *testDB) {
		opts := notes(t, db, 500)
		switch db.engine {
		case "MySQL":
			db.exec(t, "ANALYZE TABLE note")
		default:
			db.exec(t, "ANALYZE")
		}
		list := residue.Measure(context.Background(), opts.Datasets, opts.Sources)
		if len(list) != 1 || list[0].Err != nil || list[0].Source != "m" || list[0].Tables < 1 ||
			list[0].Bytes < 8000 || list[0].Rows < 400 {
			t.Errorf("%+v", list)
		}
	})
}
