package store_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
	"orangelab.cn/rightsdesk/store/covered"
	"orangelab.cn/rightsdesk/store/papers"
	"orangelab.cn/rightsdesk/store/runs"
	"orangelab.cn/rightsdesk/store/setup"
	"orangelab.cn/rightsdesk/store/storetest"
)

// about runs a change that the log tells of as one about a request.
func (d *desk) about(tb testing.TB, request int64, change func(*store.Tx) error) {
	tb.Helper()
	err := d.Write(ctx, d.keys, func(tx *store.Tx) error {
		e := entry("change")
		e.RequestID = request
		tx.Append(e)
		return change(tx)
	})
	if err != nil {
		tb.Fatal(err)
	}
}

// tallyDesk is a desk with two requests, the first with a row in every table that decides, and without anything that
// the engine refuses by itself.
func tallyDesk(t *testing.T, engine string) (*desk, model.Request) {
	d := newDesk(t, engine)
	r, other := d.add(t, nil), d.add(t, nil)
	d.about(t, r.ID, func(tx *store.Tx) error { return everyRow(tx, r, other.ID) })
	d.must(t, everyDeskRow)
	for table, column := range covered.ByRequest() {
		if n := d.rowsOf(t, table, column, r.ID); n == 0 {
			t.Fatalf("no row of %s is tried: write one in everyRow", table)
		}
	}
	d.unbind(t, engine)
	return d, r
}

func (d *desk) rowsOf(tb testing.TB, table, column_ string, request int64) int64 {
	tb.Helper()
	return column[int64](tb, d, "SELECT COUNT(*) FROM "+table+" WHERE "+ofOne(column_), request)
}

// ofOne selects the rows of a request, or every row of the desk's where no column names one.
func ofOne(column string) string {
	if column == "" {
		return "CAST(? AS INTEGER) > 0"
	}
	return column + " = ?"
}

// unbind takes triggers, checks and references away, as somebody with the database in hand could.
func (d *desk) unbind(tb testing.TB, engine string) {
	tb.Helper()
	if engine == "sqlite" {
		d.raw(tb, "PRAGMA foreign_keys = OFF")
		d.raw(tb, "PRAGMA ignore_check_constraints = ON")
		var triggers []string
		if err := d.Raw().Raw("SELECT name FROM sqlite_master WHERE type = 'trigger'").Scan(&triggers).
			Error; err != nil {
			tb.Fatal(err)
		}
		for _, trigger := range triggers {
			d.raw(tb, "DROP TRIGGER "+trigger)
		}
		return
	}
	var tables []string
	if err := d.Raw().
		Raw("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace").
		Scan(&tables).Error; err != nil {
		tb.Fatal(err)
	}
	for _, table := range tables {
		d.raw(tb, "ALTER TABLE "+table+" DISABLE TRIGGER ALL")
	}
	var checks []struct{ Relname, Conname string }
	if err := d.Raw().Raw(`SELECT relname, conname FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid
		WHERE contype IN ('c', 'f') AND connamespace = current_schema()::regnamespace`).Scan(&checks).Error; err != nil {
		tb.Fatal(err)
	}
	for _, c := range checks {
		d.raw(tb, "ALTER TABLE "+c.Relname+" DROP CONSTRAINT "+c.Conname)
	}
}

// keep copies tables, and returns what puts them back as they were.
func (d *desk) keep(tb testing.TB, tables ...string) (back func()) {
	tb.Helper()
	for _, table := range tables {
		d.raw(tb, "DROP TABLE IF EXISTS kept_"+table)
		d.raw(tb, "CREATE TABLE kept_"+table+" AS SELECT * FROM "+table)
	}
	return func() {
		tb.Helper()
		for _, table := range tables {
			d.raw(tb, "DELETE FROM "+table)
			d.raw(tb, "INSERT INTO "+table+" SELECT * FROM kept_"+table)
		}
	}
}

// columnsOf are the columns of a table with the type of each.
func (d *desk) columnsOf(tb testing.TB, engine, table string) map[string]string {
	tb.Helper()
	query := "SELECT name, type FROM pragma_table_info(?)"
	if engine == "postgres" {
		query =
			"SELECT column_name AS name, data_type AS type FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = ?"
	}
	var list []struct{ Name, Type string }
	if err := d.Raw().Raw(query, table).Scan(&list).Error; err != nil || len(list) == 0 {
		tb.Fatalf("the columns of %s: %v", table, err)
	}
	columns := map[string]string{}
	for _, c := range list {
		columns[c.Name] = strings.ToLower(c.Type)
	}
	return columns
}

// another is an SQL expression of a value that a column does not hold.
func another(engine, column, kind string) string {
	switch {
	case kind == "text":
		return "COALESCE(" + column + ", '') || 'x'"
	case kind == "integer" || kind == "bigint":
		return "COALESCE(" + column + ", 0) + 1000"
	case engine == "postgres":
		return "COALESCE(" + column + `, '\x'::bytea) || '\x01'::bytea`
	}
	return "CAST(COALESCE(" + column + ", x'') || x'01' AS BLOB)"
}

// found reports whether a request whose rows of a table were forged is refused to who reads it, and named by the
// doctor.
func (d *desk) found(t *testing.T, how string, request int64, table string) {
	t.Helper()
	if err := d.read(func(v *store.View) error { return v.Prove(request, table) }); !errors.Is(err, store.ErrTampered) {
		t.Errorf("%s: who reads it gets %v", how, err)
	}
	if err := d.write(func(tx *store.Tx) error {
		_, err := casefile.AddComment(tx, request, "staff", start, "more")
		return err
	}); table == "comment" && !errors.Is(err, store.ErrTampered) {
		t.Errorf("%s: it was taken into the next tally, %v", how, err)
	}
	if said, err := d.ExamineTallies(ctx); err == nil {
		t.Errorf("%s: the doctor says %q", how, said)
	}
}

func TestEveryTableIsCoveredByATallyOrSaysWhyNot(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := newDesk(t, engine)
		query := "SELECT name FROM sqlite_master WHERE type = 'table'"
		if engine == "postgres" {
			query = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace"
		}
		var tables []string
		if err := d.Raw().Raw(query).Scan(&tables).Error; err != nil || len(tables) < 30 {
			t.Fatal(tables, err)
		}
		byRequest := covered.ByRequest()
		for _, table := range tables {
			request, is := byRequest[table]
			why, not := covered.Not[table]
			if is == not || not && why == "" {
				t.Errorf(
					"table %s: name it in Tables (store/covered/covered.go) with the column that names its request, "+
						"so that a tally covers its rows, or in Not with the reason why none need", table)
			} else if request != "" && d.columnsOf(t, engine, table)[request] == "" {
				t.Errorf("table %s has no column %s", table, request)
			}
		}
	})
}

func TestEveryForgedRowOfARequestIsRefusedAndFound(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d, r := tallyDesk(t, engine)
		if said, err := d.ExamineTallies(ctx); err != nil {
			t.Fatalf("before: %v, %v", said, err)
		}
		ways := 0
		for _, table := range slices.Sorted(maps.Keys(covered.ByRequest())) {
			request := covered.ByRequest()[table]
			whose := r.ID
			if request == "" {
				whose = 0
			}
			if err := d.read(func(v *store.View) error { return v.Prove(whose, table) }); err != nil {
				t.Fatalf("before: %s: %v", table, err)
			}
			back := d.keep(t, table)
			try := func(how, statement string, args ...any) {
				ways++
				d.raw(t, statement, args...)
				d.found(t, how, whose, table)
				back()
			}
			for column, kind := range d.columnsOf(t, engine, table) {
				try(table+": another "+column,
					fmt.Sprintf("UPDATE %s SET %s = %s WHERE %s", table, column, another(engine, column, kind),
						ofOne(request)), r.ID)
			}
			if table == "desk" {
				continue // there is but one
			}
			try(table+": a row taken away", "DELETE FROM "+table+" WHERE "+ofOne(request), r.ID)
			if table == "request" {
				continue
			}
			columns := slices.Sorted(maps.Keys(d.columnsOf(t, engine, table)))
			values := slices.Clone(columns)
			for i, c := range columns { // another row, which only its key tells from one that is there
				// what ended its waiting is not covered
				if c != request && c != store.Parents()[table] && c != "done_at" {
					values[i] = another(engine, c, d.columnsOf(t, engine, table)[c])
				}
			}
			try(table+": a row added",
				fmt.Sprintf("INSERT INTO %s (%s) SELECT %s FROM %s WHERE %s", table, strings.Join(columns, ", "),
					strings.Join(values, ", "), table, ofOne(request)), r.ID)
		}
		if said, err := d.ExamineTallies(ctx); err != nil {
			t.Errorf("after: %v, %v", said, err)
		}
		t.Logf("%d ways on %s", ways, engine)
	})
}

func TestAnOlderStateOfARequestPutBackIsRefusedAndFound(t *testing.T) {
	all := []string{"tally"}
	for table, request := range covered.ByRequest() {
		if request != "" {
			all = append(all, table)
		}
	}
	change := func(tx *store.Tx, r model.Request) error {
		return papers.AddDelivery(tx, r.ID,
			model.Delivery{What: "letter", Channel: "email", To: "wang@163.com", At: start, By: "staff"})
	}
	for _, tt := range []struct {
		name  string
		forge func(t *testing.T, d *desk)
	}{
		{"its rows and its tally", func(*testing.T, *desk) {}},
		{"and a higher counter", func(t *testing.T, d *desk) { d.raw(t, "UPDATE tally SET counter = counter + 5") }},
		{"and no counter at all", func(t *testing.T, d *desk) { d.raw(t, "DELETE FROM tally") }},
	} {
		storetest.Each(t, func(t *testing.T, engine string) {
			t.Run(tt.name, func(t *testing.T) {
				d, r := tallyDesk(t, engine)
				back := d.keep(t, all...)
				d.about(t, r.ID, func(tx *store.Tx) error { return change(tx, r) })
				back()
				tt.forge(t, d)
				d.found(t, tt.name, r.ID, "delivery")
			})
		})
	}
}

func TestAnOlderDataMapPutBackIsFound(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d, _ := tallyDesk(t, engine)
		back := d.keep(t, "source", "tally")
		d.must(t, func(tx *store.Tx) error {
			return setup.SaveSource(tx, model.Source{Key: "hr", Name: "HR", Engine: "manual", Days: 5})
		})
		if said, err := d.ExamineTallies(ctx); err != nil {
			t.Fatalf("before: %s %v", said, err)
		}
		back()
		if said, err := d.ExamineTallies(ctx); err == nil {
			t.Errorf("the doctor says %q", said)
		}
	})
}

func TestNobodyMakesATallyWithoutSigningIt(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d, r := tallyDesk(t, engine)
		// A step of a job: no entry tells of it, so who made it signs.
		if err := d.Progress(ctx, d.keys, func(tx *store.Tx) error { return runs.DropRuns(tx, r.ID) }); err != nil {
			t.Fatal(err)
		}
		if said, err := d.ExamineTallies(ctx); err != nil {
			t.Fatalf("signed: %s %v", said, err)
		}
		back := d.keep(t, "tally")
		for _, forge := range []string{"UPDATE tally SET sig = NULL", "UPDATE tally SET staff = 'fang'",
			"UPDATE tally SET roster = 9", "UPDATE tally SET counter = counter + 1",
			"UPDATE tally SET sums = '' WHERE request_id = 1", "DELETE FROM tally",
			"INSERT INTO tally (request_id, counter, sums, mac) SELECT 77, counter, sums, mac FROM tally WHERE request_id = 1"} {
			d.raw(t, forge)
			if said, err := d.ExamineTallies(ctx); err == nil {
				t.Errorf("%s: the doctor says %q", forge, said)
			}
			back()
		}
	})
}

func TestNoStatementGoesPastTheTallyOfItsRequest(t *testing.T) {
	d := newDesk(t, "sqlite")
	for _, how := range []string{"read", "count", "change", "change those of all", "delete", "change in SQL",
		"add in SQL"} {
		for _, m := range []any{&commentRow{}, &[]commentRow{}} {
			err := d.write(func(tx *store.Tx) error { return tx.PastTally(how, m) })
			if !errors.Is(err, store.ErrPastTally) {
				t.Errorf("%s: %v", how, err)
			}
		}
	}
}
