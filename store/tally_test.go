package store_test

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/dispatch"
	"orangelab.cn/rightsdesk/model/incident"
	"orangelab.cn/rightsdesk/model/mailwork"
	"orangelab.cn/rightsdesk/model/mapreview"
	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
	"orangelab.cn/rightsdesk/store/covered"
	"orangelab.cn/rightsdesk/store/factor"
	"orangelab.cn/rightsdesk/store/guesses"
	"orangelab.cn/rightsdesk/store/incidents"
	"orangelab.cn/rightsdesk/store/incoming"
	"orangelab.cn/rightsdesk/store/lists"
	"orangelab.cn/rightsdesk/store/mailing"
	"orangelab.cn/rightsdesk/store/notices"
	"orangelab.cn/rightsdesk/store/papers"
	"orangelab.cn/rightsdesk/store/requests"
	"orangelab.cn/rightsdesk/store/runs"
	"orangelab.cn/rightsdesk/store/setup"
	"orangelab.cn/rightsdesk/store/storetest"
)

// everyRow gives a request a row in every table that decides about it. Whoever makes another such table writes a row of
// it here.
func everyRow(tx *store.Tx, r model.Request, opened int64) error {
	later := start.Add(time.Hour)
	blob, blobErr := casefile.SaveBlob(tx, r.ID, bytes.NewReader([]byte("a picture")))
	_, evidenceErr := casefile.AddEvidence(tx, r.ID,
		model.Evidence{Kind: model.EvidencePhoneCode, Result: model.Pending, Point: "phone", At: start, By: "staff"},
		later, "123456", blob)
	run, runErr := runs.StartRun(tx, r.ID, "staff", start, later,
		[]model.RunSource{{Source: "shop", State: model.SourceRunning, Reason: "a reason"}})
	plan, planErr := runs.StartPlan(tx, r.ID, "staff", start, later,
		[]model.PlanSource{{Source: "shop", State: model.WriteWaiting, Updates: 3}})
	_, commentErr := casefile.AddComment(tx, r.ID, "staff", start, "a comment")
	_, taskErr := casefile.AddTask(tx, r.ID,
		model.Task{Kind: model.TaskErase, Who: "shop", DueAt: later, What: "erase"})
	return errors.Join(blobErr, evidenceErr, runErr, planErr, commentErr, taskErr,
		runs.AddFindings(tx, r.ID, run,
			[]model.Finding{{Seq: 1, Source: "shop", Dataset: "shop", Collection: "account", Decision: model.Undecided,
				Row: []byte("{}")}}),
		runs.AddPlanLines(tx, r.ID, plan.ID,
			[]model.PlanLine{{Seq: 1, Source: "shop", Dataset: "shop", Collection: "account", Row: []byte("{}")}}),
		incoming.SaveRecordNumber(tx, r.ID, "7"),
		papers.SavePacket(tx, r.ID,
			papers.Packet{ID: fmt.Sprint("packet ", r.ID), Form: "zip", Manifest: []byte(`{}`), CreatedAt: start,
				By: "staff", ExpiresAt: later}),
		papers.AddDelivery(tx, r.ID,
			model.Delivery{What: "letter", Channel: "email", To: "wang@163.com", At: start, By: "staff"}),
		papers.SaveLetter(tx, r.ID,
			papers.Letter{ID: fmt.Sprint("letter ", r.ID), Kind: "fulfilled", Lang: "en", At: start, By: "staff",
				Data: []byte(`{}`)}),
		requests.AddMovedDue(tx,
			model.MovedDue{Request: r.ID, Count: 1, Clock: model.ClockAnswer, Was: start, Is: later, Why: "cn/2027"}),
		casefile.AddLink(tx, r.ID, opened, model.CauseMinor),
		mailing.Add(tx, dispatch.Outgoing{ID: fmt.Sprint("message ", r.ID), Request: r.ID, What: "letter",
			State: dispatch.Queued, MessageID: fmt.Sprint(r.ID, "@desk.test"), At: start, By: "staff", Due: later}),
		casefile.SavePart(tx, r.ID, casefile.PartScope, model.Scope{}),
		casefile.AddHold(tx,
			casefile.Hold{RequestID: r.ID, Reference: r.Reference, Rule: "orders", Until: later, ConfirmedBy: "staff",
				What: []byte(`{}`)}),
		requests.AddErased(tx, r.Subject, r.Reference, start),
		casefile.AddConsent(tx, r.ID, r.Subject,
			model.Consent{Purpose: "news", Event: model.ConsentGiven, Channel: "phone", At: start, By: "staff"}),
		papers.AddCertificate(tx, r.ID,
			papers.Certificate{Number: r.Reference + "-1", At: start, By: "staff", Data: []byte(`{}`)}),
		tx.Approve(r.ID, model.ActSignRoster, "", "digest", start))
}

// everyDeskRow gives a desk a row in every table that is no request's.
func everyDeskRow(tx *store.Tx) error {
	if err := everyPolicyRow(tx); err != nil {
		return err
	}
	_, mailErr := incoming.AddAutomatic(tx, model.AutomaticMail{Kind: "bounce", At: start, By: "staff"}, "a record",
		[]byte("a mail"))
	_, secondErr := incoming.AddAutomatic(tx, model.AutomaticMail{Kind: "reply", At: start.Add(time.Hour), By: "staff"},
		"another record", []byte("another mail"))
	_, fileErr := incoming.KeepFile(tx, model.WaitingFile{At: start, By: "staff"}, []byte("a file"), []int{1, 2, 5})
	_, factsErr := setup.SaveOrganisation(tx,
		model.Organisation{Name: model.Text{"en": "Orangelab"}, SavedAt: start, SavedBy: "staff"})
	_, holidaysErr := setup.AddRuleChange(tx,
		model.RuleChange{Kind: model.HolidaysImported, Calendar: "cn", Year: 2027, Body: `{"days":["2027-02-05"]}`,
			Why: "published", At: start, By: "staff"}, 0)
	_, rosterErr := incidents.SaveResponseRoster(tx,
		incident.Roster{Seats: []incident.Standby{{Seat: "legal", Person: "Somebody"}}, SavedAt: start,
			SavedBy: "staff"})
	_, serversErr := setup.SaveMailSettings(tx,
		dispatch.Settings{From: "support@desk.test", SavedAt: start, SavedBy: "staff"})
	_, viewErr := lists.SaveView(tx,
		model.SavedView{Owner: "staff", At: start, Name: "Mine", List: model.ListAsk{Queue: "all"}})
	_, askErr := lists.AskRegister(tx,
		model.RegisterAsk{By: "staff", At: start, List: model.ListAsk{Queue: "all"}, Form: "csv", Reason: "the audit"})
	n, factorErr := factor.Set(tx, factor.Factor{Secret: []byte("a secret of twenty bt")}, start)
	e := entry("staff.second_factor")
	e.Detail = map[string]any{factor.Detail: n}
	tx.Append(e)
	return errors.Join(factorErr, everyNoticeRow(tx), everyIncidentRow(tx), everyComplianceRow(tx), viewErr, askErr,
		mailErr, secondErr, fileErr, factsErr, holidaysErr, serversErr, rosterErr,
		mailing.SaveState(tx, mailwork.State{Work: mailwork.Out, Holder: "a", Till: start}),
		mailing.SaveState(tx, mailwork.State{Work: mailwork.In, UID: 7}),
		guesses.Save(tx, "staff", guesses.Guesses{Failed: 2, LockedTill: start}),
		lists.SaveAbsence(tx,
			model.Absence{Staff: "staff", From: start, Until: start.Add(48 * time.Hour), NotedBy: "staff",
				NotedAt: start}),
		tx.DB().Exec("INSERT INTO restored (what, id) VALUES ('outgoing', 'gone'), ('notice', '77')").Error,
		setup.SetBusinessID(tx, "orangelab"), setup.KeepRulePack(tx, "2026-01-01", "id: old", start),
		setup.SaveAgent(tx, model.DRPAgent{ID: "a", Name: "Agent", PublicKey: make([]byte, 32)}),
		setup.SaveAgent(tx, model.DRPAgent{ID: "b", Name: "Bgent", PublicKey: bytes.Repeat([]byte{1}, 32)}),
		setup.SaveReview(tx,
			mapreview.Table{Source: "crm", Name: "person", Columns: []mapreview.Column{{Name: "id", Type: "INTEGER"}},
				Settled: []mapreview.Settled{{By: "staff",
					Marks: []mapreview.Mark{{Column: "id", State: mapreview.NotPersonal}}}}}),
		setup.SaveReview(tx, mapreview.Table{Source: "crm", Name: "visit", Program: "WordPress"}),
		setup.SaveSource(tx,
			model.Source{Key: "shop", Name: "Shop", Engine: "manual", Dataset: "dataset: []", Days: 5}),
		setup.SaveSource(tx,
			model.Source{Key: "crm", Name: "CRM", Engine: "sqlite", Dataset: "dataset: [1]", Address: "sqlite:x",
				Days: 6}))
}

// everyNoticeRow is a notice that goes out, with a receipt, and one that is a draft.
func everyNoticeRow(tx *store.Tx) error {
	_, draftErr := notices.Add(tx, notice.Notice{Content: notice.Content{Kind: notice.Breach}}, start, time.UTC)
	n, err := notices.Add(tx, notice.Notice{Content: notice.Content{Kind: notice.Cessation}}, start, time.UTC)
	if err != nil {
		return err
	}
	err = notices.AddAudience(tx, n.ID,
		[]notice.Recipient{{Name: "Wang", Email: "wang@person.test"}, {Phone: "13812341234"}})
	run := notices.Run{Notice: n.ID, Progress: notice.Progress{Round: 1, Due: start}}
	return errors.Join(draftErr, err,
		notices.AddReceipt(tx, &run,
			notice.Receipt{Recipient: 1, Round: 1, Channel: notice.Email, Result: notice.Handed, At: start,
				Said: "taken"}),
		notices.AddReceipt(tx, &run,
			notice.Receipt{Recipient: 2, Round: 1, Channel: notice.Email, Result: notice.Later, At: start,
				Why: "busy"}), notices.SaveRun(tx, run), notices.Mark(tx, run),
		tx.ApproveDeskAnew(model.ActMakeTallies, n.Reference, "a digest", start))
}

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
