package store_test

import (
	"bufio"
	"bytes"
	"database/sql"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	sqlite3 "modernc.org/sqlite"
	sqlitelib "modernc.org/sqlite/lib"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
	"orangelab.cn/rightsdesk/store/lists"
	"orangelab.cn/rightsdesk/store/runs"
	"orangelab.cn/rightsdesk/store/storetest"
)

// A setting misspelt in the address of a connection is passed over without a word, so what is in force is looked at.
func TestTheSettingsTheDeskLeansOnAreInForce(t *testing.T) {
	d := newDesk(t, "sqlite")
	for pragma, want := range map[string]string{"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1",
		"secure_delete":      "1",
		"recursive_triggers": "1", "busy_timeout": "10000", "temp_store": "2", "analysis_limit": "400"} {
		if got := column[string](t, d, "PRAGMA "+pragma); got != want {
			t.Errorf("%s is %s, want %s", pragma, got, want)
		}
	}
	if err := d.RawReader().Exec("UPDATE desk SET name = 'mine'").Error; err == nil {
		t.Error("a reader writes")
	}
	for _, statement := range []string{
		"PRAGMA writable_schema = 1; UPDATE sqlite_master SET sql = replace(sql, 'ABORT', 'IGNORE') WHERE name = 'entry_kept'",
		"PRAGMA writable_schema = 1; DELETE FROM sqlite_master WHERE name = 'entry_kept'"} {
		if err := d.Raw().Exec(statement).Error; err == nil {
			t.Errorf("the schema was rewritten by %s", statement)
		}
	}
}

// A transaction that takes its lock only with its first write is turned away, busy, where two desktops write at once.
func TestAWriteHoldsTheLockFromItsBeginning(t *testing.T) {
	dir := storetest.Migrated(t, "sqlite")
	s, err := store.Open(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	d := setUp(t, s)
	other, err := sql.Open("sqlite", "file:"+filepath.Join(dir, store.File)+"?_pragma=busy_timeout(0)")
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	d.must(t, func(*store.Tx) error {
		_, err := other.ExecContext(ctx, "BEGIN IMMEDIATE")
		if busy := (*sqlite3.Error)(nil); !errors.As(err, &busy) || busy.Code() != sqlitelib.SQLITE_BUSY {
			t.Errorf("another writer begins beside it: %v", err)
		}
		return nil
	})
}

func TestSeveralProcessesThatWriteAtOnceAreNeverTurnedAway(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		address := storetest.Migrated(t, engine)
		s, err := store.Open(ctx, address)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		d := setUp(t, s)
		const processes, each = 3, 30
		var writers []*exec.Cmd
		reports := make(chan string)
		for range processes {
			w := exec.Command(os.Args[0], "-test.run=^$")
			w.Env = append(os.Environ(), writerAddress+"="+address)
			var problem bytes.Buffer
			w.Stderr = &problem
			out, err := w.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := w.Start(); err != nil {
				t.Fatal(err)
			}
			writers = append(writers, w)
			go func() {
				n, lines := 0, bufio.NewScanner(out)
				for ; n < each && lines.Scan(); n++ {
				}
				if n < each {
					reports <- "after " + name("entry", n) + ": " + problem.String()
				} else {
					reports <- ""
				}
				for lines.Scan() { // a full pipe would stop it
				}
			}()
		}
		for range processes {
			if problem := <-reports; problem != "" {
				t.Errorf("a writer gave up %s", problem)
			}
		}
		for _, w := range writers {
			if err := w.Process.Kill(); err != nil {
				t.Error(err)
			}
			if err := w.Wait(); err == nil {
				t.Error("a writer ended by itself")
			}
		}
		if v, err := d.VerifyLog(ctx); err != nil || len(v.Problems) > 0 || v.Entries < 1+processes*each {
			t.Errorf("log: %+v, %v", v, err)
		}
	})
}

// One row read halfway on a pool of one connection would block every later call for ever.
func TestEveryTransactionHasADeadline(t *testing.T) {
	d := newDesk(t, "sqlite")
	look := func(what string, v *store.View) {
		if _, ok := v.Context().Deadline(); !ok {
			t.Errorf("%s has none", what)
		}
	}
	for _, err := range []error{
		d.read(func(v *store.View) error { look("Read", v); return nil }),
		d.write(func(tx *store.Tx) error { look("Write", tx.View); return nil }),
		d.Progress(ctx, d.keys, func(tx *store.Tx) error { look("Progress", tx.View); return nil }),
	} {
		if err != nil {
			t.Error(err)
		}
	}
}

// Text and floating-point times from different zones sort wrongly, and a table that is not STRICT takes them anywhere.
func TestEveryInstantIsAWholeNumberByTheSchema(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := newDesk(t, engine)
		query := `SELECT m.name AS "table", c.name AS "column", lower(c.type) AS type, l.strict FROM sqlite_master AS m
			JOIN pragma_table_info(m.name) AS c JOIN pragma_table_list(m.name) AS l
			WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name <> 'goose_db_version'`
		if engine == "postgres" {
			query =
				`SELECT table_name AS "table", column_name AS "column", data_type AS type, true AS strict FROM information_schema.columns
				WHERE table_schema = current_schema() AND table_name <> 'goose_db_version'`
		}
		var columns []struct {
			Table, Column, Type string
			Strict              bool
		}
		if err := d.Raw().Raw(query).Scan(&columns).Error; err != nil {
			t.Fatal(err)
		}
		instants := 0
		for _, c := range columns {
			if !c.Strict {
				t.Errorf("%s is not strict", c.Table)
			}
			if c.Column != "at" && !strings.HasSuffix(c.Column, "_at") && !strings.HasSuffix(c.Column, "_till") {
				continue
			}
			instants++
			if c.Type != "integer" && c.Type != "bigint" || engine == "postgres" && c.Type == "integer" {
				t.Errorf("%s.%s is of type %s", c.Table, c.Column, c.Type)
			}
		}
		if instants < 20 {
			t.Errorf("only %d instants were looked at", instants)
		}
	})
}

// SQLite gives an empty blob back as NULL.
func TestWhatIsEmptyComesBackEmpty(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := newDesk(t, engine)
		r := d.add(t, func(r *model.Request) { r.Subject, r.Body = model.Subject{}, "" })
		var run string
		d.must(t, func(tx *store.Tx) (err error) {
			if _, err := casefile.AddComment(tx, r.ID, "fang", start, ""); err != nil {
				return err
			}
			if run, err = runs.StartRun(tx, r.ID, "fang", start, start, nil); err != nil {
				return err
			}
			return runs.AddFindings(tx, r.ID, run,
				[]model.Finding{{Seq: 1, Source: "shop", Dataset: "shop", Collection: "account",
					Decision: model.Include, Row: []byte{}}})
		})
		err := d.read(func(v *store.View) error {
			comments, commentsErr := casefile.Comments(v, r.ID)
			findings, findingsErr := runs.Findings(v, r.ID, run, model.FindingFilter{}, 0, 10)
			rows, queueErr := lists.Queue(v, lists.Filter{}, model.Cursor{}, 10)
			if len(comments) != 1 || comments[0].Text != "" || len(findings) != 1 || len(findings[0].Row) != 0 ||
				len(rows) != 1 || rows[0].Name != "" {
				t.Errorf("comments %+v, findings %+v, queue %+v", comments, findings, rows)
			}
			return errors.Join(commentsErr, findingsErr, queueErr)
		})
		if err != nil {
			t.Error(err)
		}
		if back, err := d.request(r.ID); err != nil || !reflect.DeepEqual(back.Subject, model.Subject{}) ||
			back.Body != "" {
			t.Errorf("%+v, %v", back, err)
		}
	})
}
