package fulfil_test

import (
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/identity"
	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store/storetest"
)

const officeSQL = `
CREATE TABLE customer (id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT, phone TEXT, district TEXT, id_number TEXT, state TEXT NOT NULL, newsletter INTEGER NOT NULL);
INSERT INTO customer VALUES (1, '王小明', 'wang.ming@163.com', '13812341234', '朝阳区', '11010519491231002X', 'active', 1), (2, 'Mary Jones', 'mary@example.com', '13900000000', '海淀区', NULL, 'active', 1);
CREATE TABLE address (id INTEGER PRIMARY KEY, recipient TEXT, street TEXT);
INSERT INTO address VALUES (10, '王小明', '幸福路 1 号'), (11, 'Mary Jones', '和平路 2 号');
CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER, address_id INTEGER REFERENCES address (id), total TEXT, done_at TEXT);
INSERT INTO orders VALUES (100, 1, 10, '12.50', '2026-06-01'), (101, 1, 11, '99.00', '2026-09-01'), (102, 2, 11, '5.00', '2026-09-01');
CREATE TABLE wallet (customer_id INTEGER PRIMARY KEY REFERENCES customer (id), fen INTEGER);
INSERT INTO wallet VALUES (1, 3620), (2, 100);
CREATE TABLE login (id INTEGER PRIMARY KEY, customer_id INTEGER, provider TEXT);
INSERT INTO login VALUES (5, 1, 'wechat'), (6, 2, 'qq');
CREATE TABLE place_log (id INTEGER PRIMARY KEY, customer_id INTEGER, city TEXT);
INSERT INTO place_log VALUES (20, 1, '北京'), (21, 1, '上海'), (22, 2, '广州');
CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT);
INSERT INTO note VALUES (1, 'nothing of interest');`

const officeMap = `dataset:
  - fides_key: office
    collections:
      - name: customer
        fields:
          - {name: id, fides_meta: {primary_key: true}}
          - {name: name, data_categories: [user.name], fides_meta: {masking_strategy_override: {strategy: string_rewrite, configuration: {rewrite_value: gone}}}}
          - {name: email, data_categories: [user.contact.email], fides_meta: {identity: email}}
          - {name: phone, data_categories: [user.contact.phone_number], fides_meta: {identity: phone_number}}
          - {name: district, data_categories: [user.contact.address.district]}
          - {name: id_number, data_categories: [user.government_id], fides_meta: {immutable: it identifies the account}}
          - {name: state, data_categories: [system.operations], fides_meta: {disable: closed}}
          - {name: newsletter, data_categories: [user.privacy_preferences], fides_meta: {stop: {purpose: marketing, value: 0}, masking_strategy_override: {strategy: preserve}}}
      - name: orders
        fields:
          - {name: id, fides_meta: {primary_key: true}}
          - name: customer_id
            data_categories: [system.operations]
            fides_meta: {references: [{dataset: office, field: customer.id, direction: from}]}
          - {name: address_id, data_categories: [system.operations]}
          - {name: total, data_categories: [user.financial]}
          - {name: done_at, data_categories: [user.financial], fides_meta: {completed: true}}
      - name: address
        fields:
          - name: id
            fides_meta: {primary_key: true, references: [{dataset: office, field: orders.address_id, direction: from}]}
          - {name: recipient, data_categories: [user.name]}
          - {name: street, data_categories: [user.contact.address.street]}
      - name: wallet
        fides_meta:
          masking_strategy_override: {strategy: delete}
          blocker: {kind: wallet_balance, field: fen, when: positive, currency: CNY, per: 100}
        fields:
          - name: customer_id
            fides_meta: {primary_key: true, references: [{dataset: office, field: customer.id, direction: from}]}
          - {name: fen, data_categories: [user.account]}
      - name: login
        fides_meta:
          masking_strategy_override: {strategy: delete}
          logins: provider
        fields:
          - {name: id, fides_meta: {primary_key: true}}
          - name: customer_id
            fides_meta: {references: [{dataset: office, field: customer.id, direction: from}]}
          - {name: provider, data_categories: [user.account]}
      - name: place_log
        fides_meta:
          masking_strategy_override: {strategy: delete}
          consent: [location]
        fields:
          - {name: id, fides_meta: {primary_key: true}}
          - name: customer_id
            fides_meta: {references: [{dataset: office, field: customer.id, direction: from}]}
          - {name: city, data_categories: [user.location]}
`

// office is a desk with an office whose systems it may write.
type office struct {
	house
	path string
}

func newOffice(t testing.TB, engine string) office {
	t.Helper()
	d := desktest.New(t, engine)
	o := office{house{Desk: d, agent: d.Add(t, "fang", model.RoleAgent), lead: d.Add(t, "jing", model.RoleLead)}, filepath.Join(t.TempDir(), "office.sqlite")}
	o.exec(t, officeSQL)
	if err := datamap.Save(ctx, o.lead, model.Source{Key: "office", Owner: "IT", Address: "sqlite:" + o.path, WriteAddress: "sqlite:" + o.path, Dataset: officeMap}); err != nil {
		t.Fatal(err)
	}
	return o
}

func (o office) exec(t testing.TB, query string) {
	t.Helper()
	db, err := sql.Open("sqlite", o.path)
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.Exec(query)
	if err = errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
}

// dump is every row of every table as text, by table.
func (o office) dump(t testing.TB) map[string][]string {
	t.Helper()
	db, err := sql.Open("sqlite", o.path)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]string{}
	for _, table := range []string{"customer", "address", "orders", "wallet", "login", "place_log", "note"} {
		rows, err := db.Query("SELECT * FROM " + table + " ORDER BY 1")
		if err != nil {
			t.Fatal(err)
		}
		columns, err := rows.Columns()
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			values := make([]any, len(columns))
			for i := range values {
				values[i] = new(any)
			}
			if err := rows.Scan(values...); err != nil {
				t.Fatal(err)
			}
			var text []string
			for _, v := range values {
				text = append(text, fmt.Sprint(*v.(*any)))
			}
			out[table] = append(out[table], strings.Join(text, "|"))
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return out
}

// working takes a request of a kind up to what was collected for it.
func (o office) working(t testing.TB, kind model.Kind) model.Request {
	t.Helper()
	sub := desktest.Submission()
	sub.Kind = kind
	r := o.collected(t, sub)
	leaveCarried(t, o.agent, r.ID)
	return o.request(t, r.ID)
}

// collected takes a request in, proves who asks and collects for it.
func (o office) collected(t testing.TB, sub intake.Submission) model.Request {
	t.Helper()
	r, err := intake.Take(ctx, o.agent, sub)
	if err != nil {
		t.Fatal(err)
	}
	if err := prove(o.agent, r.ID, sub); err != nil {
		t.Fatal(err)
	}
	o.collect(t, r.ID)
	return r
}

func (o office) collect(t testing.TB, id int64) {
	t.Helper()
	if err := collect.Collect(ctx, o.agent, desktest.Seen(t, o.agent, id), nil); err != nil {
		t.Fatal(err)
	}
}

// run is the newest collect of a request.
func (o office) run(t testing.TB, id int64) string {
	t.Helper()
	res, err := collect.Read(ctx, o.agent, id)
	if err != nil {
		t.Fatal(err)
	}
	return res.Run.ID
}

func (o office) request(t testing.TB, id int64) model.Request {
	t.Helper()
	r, err := o.agent.Request(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// step fails unless this is what comes next.
func (o office) step(t testing.TB, id int64, want model.Step) model.Request {
	t.Helper()
	r := o.request(t, id)
	if r.Step != want {
		t.Fatalf("next comes %s (%s), want %s", r.Step, r.Status, want)
	}
	return r
}

// leaveShared decides every shared row to be left.
func (o office) leaveShared(t testing.TB, id int64) {
	t.Helper()
	list, err := collect.List(ctx, o.agent, id, model.FindingFilter{SharedOnly: true}, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range list {
		d, choice := model.LeaveOut, collect.Choice{Reason: "also Mary's"}
		if _, err := fulfil.Decide(ctx, o.agent, desktest.Seen(t, o.agent, id), f.Seen(), d, choice); err != nil {
			t.Fatal(err)
		}
	}
}

// settle confirms the scope as proposed, changed by fn.
func (o office) settle(t testing.TB, id int64, fn func(*model.ScopeLine)) model.Scope {
	t.Helper()
	scope, err := change.ReadScope(ctx, o.agent, id)
	if err != nil {
		t.Fatal(err)
	}
	for i := range scope.Lines {
		if fn != nil {
			fn(&scope.Lines[i])
		}
	}
	if _, err := change.SetScope(ctx, o.agent, desktest.Seen(t, o.agent, id), scope.Lines); err != nil {
		t.Fatal(err)
	}
	return scope
}

// signed makes the plan, has it agreed and signed by the second person.
func (o office) signed(t testing.TB, id int64) change.Plan {
	t.Helper()
	if err := change.MakePlan(ctx, o.agent, desktest.Seen(t, o.agent, id), nil); err != nil {
		t.Fatal(err)
	}
	plan, err := change.ReadPlan(ctx, o.agent, id)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := fulfil.SendToReview(ctx, o.agent, desktest.Seen(t, o.agent, id)); err != nil {
		t.Fatalf("%v; %+v", err, plan.Notes)
	}
	digest := digest(t, o.lead, id)
	if _, err := change.SignPlan(ctx, o.agent, desktest.Seen(t, o.agent, id), digest); !errors.Is(err, desk.ErrOwnWork) {
		t.Fatalf("who made the plan signed it: %v", err)
	}
	if r := o.request(t, id); r.Kind.Erases() {
		list, err := collect.List(ctx, o.lead, id, model.FindingFilter{SharedOnly: true}, 0, 100)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range list {
			if f.AgreedBy != "" {
				continue // to an earlier version of the plan
			}
			if _, err := change.SignPlan(ctx, o.lead, desktest.Seen(t, o.lead, id), digest); !errors.Is(err, collect.ErrShared) {
				t.Fatalf("signed without agreeing to the shared rows: %v", err)
			}
			if _, err := fulfil.Agree(ctx, o.lead, desktest.Seen(t, o.lead, id), f.Seen()); err != nil {
				t.Fatal(err)
			}
		}
	}
	if _, err := change.SignPlan(ctx, o.lead, desktest.Seen(t, o.lead, id), "another digest"); !errors.Is(err, change.ErrReviewChanged) {
		t.Fatalf("signed what was not seen: %v", err)
	}
	unmask(t, o.lead, id)
	if _, err := change.SignPlan(ctx, o.lead, desktest.Seen(t, o.lead, id), digest); err != nil {
		t.Fatal(err)
	}
	return plan
}

// digest is what stands in review, as a member of staff sees it.
func digest(t testing.TB, s *desk.Session, id int64) string {
	t.Helper()
	d, err := change.Digest(ctx, s, id)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func (o office) write(t testing.TB, id int64) {
	t.Helper()
	if err := change.WritePlan(ctx, o.agent, desktest.Seen(t, o.agent, id), nil); err != nil {
		t.Fatal(err)
	}
}

// endTasks takes down that everybody outside the desk has done what was asked.
func (o office) endTasks(t testing.TB, id int64) {
	t.Helper()
	tasks, err := change.Tasks(ctx, o.agent, id)
	if err != nil || len(tasks) == 0 {
		t.Fatal("there is no task", err)
	}
	for _, task := range tasks {
		if _, err := change.EndTask(ctx, o.agent, desktest.Seen(t, o.agent, id), task.ID, change.TaskEnding{End: model.TaskDone, Known: "done by mail"}); err != nil {
			t.Fatal(err)
		}
	}
}

// dropWriteAddress takes the office's write credential away: its owner changes by hand.
func (o office) dropWriteAddress(t testing.TB) {
	t.Helper()
	o.remap(t, func(src *model.Source) { src.WriteAddress = "" })
}

// remap changes the one source of the office's data map.
func (o office) remap(t testing.TB, change func(src *model.Source)) {
	t.Helper()
	list, err := datamap.List(ctx, o.lead)
	if err != nil {
		t.Fatal(err)
	}
	src := list[0].Source
	change(&src)
	if err := datamap.Save(ctx, o.lead, src); err != nil {
		t.Fatal(err)
	}
}

// ownersTask brings a deletion to where the one task for the owner of the office waits.
func (o office) ownersTask(t testing.TB) (model.Request, []model.Task) {
	t.Helper()
	o.dropWriteAddress(t)
	r := o.working(t, model.Deletion)
	o.settle(t, r.ID, eraseHeld)
	o.leaveShared(t, r.ID)
	o.signed(t, r.ID)
	tasks, err := change.Tasks(ctx, o.agent, r.ID)
	if err != nil || len(tasks) != 1 {
		t.Fatal(tasks, err)
	}
	return r, tasks
}

// closed answers and closes.
func (o office) closed(t testing.TB, id int64) model.Request {
	t.Helper()
	for _, lang := range letter.Languages {
		if _, err := fulfil.WriteLetter(ctx, o.agent, desktest.Seen(t, o.agent, id), fulfil.Ask{Kind: fulfil.LetterKinds(o.request(t, id))[0], Lang: lang}); err != nil {
			t.Fatal(err)
		}
	}
	o.step(t, id, model.StepClose)
	r, err := fulfil.Close(ctx, o.agent, desktest.Seen(t, o.agent, id), byMail)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestADeletionChangesExactlyWhatWasSigned(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		o := newOffice(t, engine)
		r := o.working(t, model.Deletion)
		o.step(t, r.ID, model.StepScope)
		scope := o.settle(t, r.ID, nil)
		held := slices.IndexFunc(scope.Lines, func(l model.ScopeLine) bool { return l.Collection == "orders" && l.Way == model.WayHold })
		if held < 0 || scope.Lines[held].Until.Year() != 2029 {
			t.Fatalf("the orders of 2026 are not held until 2029: %+v", scope.Lines)
		}
		o.step(t, r.ID, model.StepDecideShared)
		if err := change.MakePlan(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), nil); !errors.Is(err, collect.ErrShared) {
			t.Fatalf("planned with shared rows undecided: %v", err)
		}
		o.leaveShared(t, r.ID)
		o.step(t, r.ID, model.StepMakePlan)
		before := o.dump(t)
		plan := o.signed(t, r.ID)
		if after := o.dump(t); fmt.Sprint(after) != fmt.Sprint(before) {
			t.Fatal("something was written before the run")
		}
		o.step(t, r.ID, model.StepWritePlan)
		o.write(t, r.ID)
		o.step(t, r.ID, model.StepCertify)
		want := o.expect(before, map[string][]string{
			"customer":  {"1|gone|<nil>|<nil>|<nil>|<nil>|active|1", before["customer"][1]},
			"wallet":    before["wallet"][1:],
			"login":     before["login"][1:],
			"place_log": before["place_log"][2:],
			// An order went to Mary's address, which was left.
			"address": {"10|<nil>|<nil>", before["address"][1]},
		})
		if got := o.dump(t); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Fatalf("wrote\n%v\nwant\n%v\nplan %+v", got, want, plan.Counts)
		}
		cert, err := fulfil.Certify(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), nil)
		if err != nil {
			t.Fatal(err)
		}
		if !cert.Residue.Passed() || cert.Residue.Tables != 7 {
			t.Errorf("the search afterwards: %+v", cert.Residue)
		}
		for _, lang := range letter.Languages {
			if paper, err := cert.Paper(lang); err != nil || paper.Language != lang || len(paper.Print) == 0 {
				t.Fatal(paper.Language, err)
			}
		}
		if closed := o.closed(t, r.ID); closed.Outcome != model.PartlyFulfilled {
			t.Errorf("closed as %s though orders are held", closed.Outcome)
		}
	})
}

// expect is before with some tables otherwise.
func (o office) expect(before, changed map[string][]string) map[string][]string {
	out := map[string][]string{}
	for table, rows := range before {
		out[table] = rows
		if c, ok := changed[table]; ok {
			out[table] = c
		}
	}
	return out
}

func TestARowThatChangedAfterThePreviewIsNotWritten(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		o := newOffice(t, engine)
		r := o.working(t, model.Deletion)
		o.settle(t, r.ID, nil)
		o.leaveShared(t, r.ID)
		o.signed(t, r.ID)
		o.exec(t, "UPDATE customer SET phone = '18600002093' WHERE id = 1")
		before := o.dump(t)
		o.write(t, r.ID)
		if got := o.dump(t); fmt.Sprint(got) != fmt.Sprint(before) {
			t.Fatalf("the source was written though a row had changed:\n%v", got)
		}
		o.step(t, r.ID, model.StepPreviewAgain)
		rows, err := change.PlanRows(ctx, o.agent, r.ID, model.PlanFilter{ChangedOnly: true}, 10)
		if err != nil || len(rows) != 1 || rows[0].Collection != "customer" {
			t.Fatalf("the changed row is not pointed at: %+v %v", rows, err)
		}
		if _, err := change.PreviewAgain(ctx, o.agent, desktest.Seen(t, o.agent, r.ID)); err != nil {
			t.Fatal(err)
		}
		o.step(t, r.ID, model.StepMakePlan)
		if plan := o.signed(t, r.ID); plan.Version != 2 {
			t.Fatalf("version %d", plan.Version)
		}
		o.write(t, r.ID)
		o.step(t, r.ID, model.StepCertify)
		if got := o.dump(t)["customer"][0]; got != "1|gone|<nil>|<nil>|<nil>|<nil>|active|1" {
			t.Errorf("the new plan wrote %s", got)
		}
	})
}

func TestACorrectionReachesEveryPlaceAndRefusesWhatMustStay(t *testing.T) {
	o := newOffice(t, "sqlite")
	r := o.working(t, model.Correction)
	o.step(t, r.ID, model.StepCorrect)
	place := func(collection, column string) model.Place {
		t.Helper()
		list, err := collect.List(ctx, o.agent, r.ID, model.FindingFilter{Collection: collection}, 0, 10)
		if err != nil || len(list) == 0 {
			t.Fatal(list, err)
		}
		return model.Place{Seq: list[0].Seq, Column: column}
	}
	name := place("customer", "name")
	var immutable *change.ImmutableError
	if _, err := change.Correct(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), model.CorrectionItem{Run: o.run(t, r.ID), Places: []model.Place{place("customer", "id_number")}, Value: "110101199003070018", Evidence: "ID card"}); !errors.As(err, &immutable) {
		t.Fatalf("an identity number was corrected: %v", err)
	}
	if _, err := change.Correct(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), model.CorrectionItem{Run: o.run(t, r.ID), Places: []model.Place{name}, Value: "王晓明"}); !errors.Is(err, change.ErrEvidence) {
		t.Fatalf("corrected without evidence: %v", err)
	}
	places, err := change.SamePlaces(ctx, o.agent, r.ID, name)
	if err != nil || len(places) != 2 || places[1].Collection != "address" {
		t.Fatalf("the same wrong name elsewhere: %+v %v", places, err)
	}
	if _, err := change.Correct(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), model.CorrectionItem{Run: o.run(t, r.ID), Places: []model.Place{places[0].Place, places[1].Place}, Value: "王晓明", Evidence: "ID card seen"}); err != nil {
		t.Fatal(err)
	}
	if _, err := change.Correct(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), model.CorrectionItem{Run: o.run(t, r.ID), Places: []model.Place{place("customer", "id_number")}, Supplement: "The last digit was misread at registration.", Evidence: "ID card seen"}); err != nil {
		t.Fatal(err)
	}
	before := o.dump(t)
	o.signed(t, r.ID)
	o.write(t, r.ID)
	want := o.expect(before, map[string][]string{
		"customer": {strings.Replace(before["customer"][0], "王小明", "王晓明", 1), before["customer"][1]},
		"address":  {strings.Replace(before["address"][0], "王小明", "王晓明", 1), before["address"][1]},
	})
	if got := o.dump(t); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Fatalf("wrote\n%v\nwant\n%v", got, want)
	}
	o.step(t, r.ID, model.StepTasks)
	o.endTasks(t, r.ID) // somebody keeps the supplementary statement
	o.step(t, r.ID, model.StepAnswer)
	if closed := o.closed(t, r.ID); closed.Outcome != model.PartlyFulfilled {
		t.Errorf("closed as %s though a value stays", closed.Outcome)
	}
}

func TestAnAccountIsCancelledOnceNothingStandsInTheWay(t *testing.T) {
	o := newOffice(t, "sqlite")
	r := o.working(t, model.Cancellation)
	o.step(t, r.ID, model.StepClearBlockers)
	blockers, err := change.ReadBlockers(ctx, o.agent, r.ID)
	if err != nil || len(blockers.List) != 1 || blockers.List[0].Detail != "36.20 CNY" || !slices.Equal(blockers.Logins, []string{"wechat"}) {
		t.Fatalf("%+v %v", blockers, err)
	}
	if _, err := fulfil.AskPerson(ctx, o.agent, desktest.Seen(t, o.agent, r.ID)); err == nil {
		t.Fatal("the person was left waiting without a letter")
	}
	asks, err := fulfil.WriteLetter(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), fulfil.Ask{Kind: letter.Blockers, Lang: letter.Chinese})
	if err != nil {
		t.Fatal(err)
	}
	says(t, "the blocker letter", asks.Text(), []string{"36.20 CNY", "微信", "请您在.*前处理"}, nil)
	if _, err := fulfil.AskPerson(ctx, o.agent, desktest.Seen(t, o.agent, r.ID)); !errors.Is(err, fulfil.ErrUntold) {
		t.Errorf("waits for a person who was not told: %v", err)
	}
	if _, err := fulfil.DeliverLetter(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), asks.ID, "email", "wang.ming@163.com", onFile); err != nil {
		t.Fatal(err)
	}
	if _, err := fulfil.AskPerson(ctx, o.agent, desktest.Seen(t, o.agent, r.ID)); err != nil {
		t.Fatal(err)
	}
	o.step(t, r.ID, model.StepWaitPerson)
	if _, err := change.PersonAnswered(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), true); err != nil {
		t.Fatal(err)
	}
	o.collect(t, r.ID)
	o.step(t, r.ID, model.StepClearBlockers)
	if _, err := change.Waive(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), blockers.List[0], "said so on a recorded call"); err != nil {
		t.Fatal(err)
	}
	if _, err := change.AgreeWaiver(ctx, o.lead, desktest.Seen(t, o.lead, r.ID), blockers.List[0]); !errors.Is(err, change.ErrReviewChanged) {
		t.Fatalf("agreed to a waiver that was never read: %v", err)
	}
	if blockers, err = change.ReadBlockers(ctx, o.lead, r.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := change.AgreeWaiver(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), blockers.List[0]); !errors.Is(err, desk.ErrOwnWork) {
		t.Fatalf("who took the waiver down agreed to it: %v", err)
	}
	if _, err := change.AgreeWaiver(ctx, o.lead, desktest.Seen(t, o.lead, r.ID), blockers.List[0]); err != nil {
		t.Fatal(err)
	}
	o.step(t, r.ID, model.StepConfirm)
	conf := model.Confirmation{How: "recorded call", Choice: model.WayAnonymise}
	if _, err := change.Confirm(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), conf); !errors.Is(err, change.ErrClauses) {
		t.Fatalf("confirmed without the consequences: %v", err)
	}
	for _, c := range o.agent.Rules().Consequences {
		conf.Clauses = append(conf.Clauses, c.ID)
	}
	if _, err := change.Confirm(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), conf); err != nil {
		t.Fatal(err)
	}
	o.settle(t, r.ID, nil)
	o.leaveShared(t, r.ID)
	o.signed(t, r.ID)
	o.write(t, r.ID)
	got := o.dump(t)
	if got["customer"][0] != "1|gone|<nil>|<nil>|<nil>|<nil>|closed|1" || len(got["login"]) != 1 || len(got["wallet"]) != 1 {
		t.Fatalf("%v", got)
	}
	if _, err := fulfil.Certify(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), nil); err != nil {
		t.Fatal(err)
	}
	o.closed(t, r.ID)
}

func TestAWithdrawnConsentStopsTheUseAndOpensTheDeletion(t *testing.T) {
	o := newOffice(t, "sqlite")
	r := o.working(t, model.Withdrawal)
	o.step(t, r.ID, model.StepPurposes)
	if _, err := change.SetPurposes(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), []string{"location"}); err != nil {
		t.Fatal(err)
	}
	o.signed(t, r.ID)
	links, err := collect.Links(ctx, o.agent, r.ID)
	if err != nil || len(links) != 1 || links[0].Why != model.CauseWithdrawn {
		t.Fatalf("%+v %v", links, err)
	}
	o.endTasks(t, r.ID) // no value stops it here: the owner does
	o.closed(t, r.ID)
	if list, err := change.Consents(ctx, o.agent, r.ID); err != nil || len(list) != 1 || list[0].Event != model.ConsentWithdrawn {
		t.Errorf("the ledger says %+v %v", list, err)
	}
	opened := links[0].Request
	o.collect(t, opened)
	before := o.dump(t)
	scope := o.settle(t, opened, nil)
	if len(scope.Lines) != 1 || scope.Lines[0].Collection != "place_log" {
		t.Fatalf("the deletion goes further than the consent: %+v", scope.Lines)
	}
	o.leaveShared(t, opened)
	o.signed(t, opened)
	o.write(t, opened)
	want := o.expect(before, map[string][]string{"place_log": before["place_log"][2:]})
	if got := o.dump(t); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Fatalf("wrote\n%v\nwant\n%v", got, want)
	}
}

func TestAnObjectionWritesTheValueThatStops(t *testing.T) {
	o := newOffice(t, "sqlite")
	r := o.working(t, model.Objection)
	if _, err := change.SetPurposes(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), []string{"marketing"}); err != nil {
		t.Fatal(err)
	}
	before := o.dump(t)
	o.signed(t, r.ID)
	o.write(t, r.ID)
	want := o.expect(before, map[string][]string{"customer": {strings.TrimSuffix(before["customer"][0], "1") + "0", before["customer"][1]}})
	if got := o.dump(t); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Fatalf("wrote\n%v\nwant\n%v", got, want)
	}
	if closed := o.closed(t, r.ID); closed.Outcome != model.Fulfilled {
		t.Errorf("closed as %s", closed.Outcome)
	}
}

func TestAUseThatNoValueStopsIsStoppedByTheOwner(t *testing.T) {
	o := newOffice(t, "sqlite")
	r := o.working(t, model.Withdrawal)
	if _, err := change.SetPurposes(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), []string{"contacts"}); err != nil {
		t.Fatal(err)
	}
	o.signed(t, r.ID)
	o.step(t, r.ID, model.StepTasks)
	tasks, err := change.Tasks(ctx, o.agent, r.ID)
	if err != nil || len(tasks) != 1 || tasks[0].Kind != model.TaskStop || tasks[0].Who != "IT" {
		t.Fatalf("%+v %v", tasks, err)
	}
	if _, err := change.EndTask(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), tasks[0].ID, change.TaskEnding{End: model.TaskDone, Known: "switched off in the app's server"}); err != nil {
		t.Fatal(err)
	}
	o.closed(t, r.ID)
}

func TestAPartKeptByLawComesBackByItselfWhenTheDutyEnds(t *testing.T) {
	o := newOffice(t, "sqlite")
	r := o.working(t, model.Deletion)
	o.settle(t, r.ID, nil)
	o.leaveShared(t, r.ID)
	o.signed(t, r.ID)
	o.write(t, r.ID)
	if _, err := fulfil.Certify(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), nil); err != nil {
		t.Fatal(err)
	}
	holds, err := change.Holds(ctx, o.agent, r.ID)
	if err != nil || len(holds) != 1 || holds[0].Rule != "ecommerce" {
		t.Fatalf("%+v %v", holds, err)
	}
	returned := func() []model.Link {
		t.Helper()
		if err := change.Sweep(ctx, o.agent); err != nil {
			t.Fatal(err)
		}
		links, err := collect.Links(ctx, o.agent, r.ID)
		if err != nil {
			t.Fatal(err)
		}
		return links
	}
	if len(returned()) != 0 {
		t.Fatal("it came back before the duty ended")
	}
	o.Clock.Step(holds[0].Until.Sub(o.Clock.Now()) + 1)
	o.lead, o.agent = o.SignInAs(t, "jing"), o.SignInAs(t, "fang")
	if links := returned(); len(links) != 1 || links[0].Why != model.CauseHoldEnded || links[0].Kind != model.Deletion {
		t.Fatalf("%+v", links)
	}
	if n := len(returned()); n != 1 {
		t.Errorf("it came back %d times", n)
	}
}

func TestAnErasedPersonWhoIsBackIsFound(t *testing.T) {
	o := newOffice(t, "sqlite")
	r := o.working(t, model.Deletion)
	backup := o.dump(t)["customer"][0]
	o.settle(t, r.ID, nil)
	o.leaveShared(t, r.ID)
	o.signed(t, r.ID)
	o.write(t, r.ID)
	if _, err := fulfil.Certify(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), nil); err != nil {
		t.Fatal(err)
	}
	if back, err := change.CompareLedger(ctx, o.lead); err != nil || len(back) != 0 {
		t.Fatalf("somebody is back who is not: %+v %v", back, err)
	}
	if !strings.Contains(backup, "13812341234") {
		t.Fatal(backup)
	}
	o.exec(t, "UPDATE customer SET name = '王小明', phone = '13812341234' WHERE id = 1")
	back, err := change.CompareLedger(ctx, o.lead)
	if err != nil || len(back) != 1 || back[0].Reference != r.Reference || back[0].Opened == "" {
		t.Fatalf("%+v %v", back, err)
	}
	if again, err := change.CompareLedger(ctx, o.lead); err != nil || len(again) != 1 || again[0].Opened != "" {
		t.Errorf("a second deletion was opened: %+v %v", again, err)
	}
	if _, err := change.CompareLedger(ctx, o.agent); !errors.Is(err, desk.ErrForbidden) {
		t.Errorf("an agent compared: %v", err)
	}
}

// An account that only folds to one that was erased may be anybody's: nothing is opened, and so nothing erased, by it.
func TestAnAccountThatOnlyLooksErasedOpensNothing(t *testing.T) {
	o := newOffice(t, "sqlite")
	o.exec(t, "CREATE TABLE member (id INTEGER PRIMARY KEY, login TEXT UNIQUE)")
	o.remap(t, func(src *model.Source) {
		src.Dataset += "      - name: member\n        fields:\n          - {name: id, fides_meta: {primary_key: true}}\n          - {name: login, data_categories: [user.account], fides_meta: {identity: account}}\n"
	})
	r := o.working(t, model.Deletion)
	o.settle(t, r.ID, nil)
	o.leaveShared(t, r.ID)
	o.signed(t, r.ID)
	o.write(t, r.ID)
	if _, err := fulfil.Certify(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), nil); err != nil {
		t.Fatal(err)
	}
	o.exec(t, "INSERT INTO member VALUES (1, 'ＷＭ２０１９'), (2, 'wm2019'), (3, 'WM2019\u200b')")
	back, err := change.CompareLedger(ctx, o.lead)
	if err != nil || len(back) != 1 || !back[0].Alike || back[0].Opened != "" || back[0].Rows != 3 {
		t.Fatalf("%+v %v", back, err)
	}
	o.exec(t, "INSERT INTO member VALUES (4, ' WM2019')")
	if back, err = change.CompareLedger(ctx, o.lead); err != nil || len(back) != 1 || back[0].Alike || back[0].Opened == "" || back[0].Rows != 1 {
		t.Errorf("%+v %v", back, err)
	}
}

func TestARefusalNeedsGroundsAndASecondPerson(t *testing.T) {
	o := newOffice(t, "sqlite")
	r := o.working(t, model.Deletion)
	ground := model.GivenGround{ID: "EXC-3"}
	if _, err := change.Refuse(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), "", model.Refusal{Grounds: []model.GivenGround{ground}}); err == nil {
		t.Fatal("refused without facts")
	}
	ground.Facts, ground.Evidence, ground.Law = "The file is needed in proceedings.", "(2026) 京0108 刑初 12", "Criminal Procedure Law 54"
	if _, err := change.Refuse(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), "", model.Refusal{Grounds: []model.GivenGround{ground}}); err != nil {
		t.Fatal(err)
	}
	o.step(t, r.ID, model.StepSendToReview)
	if _, err := fulfil.SendToReview(ctx, o.agent, desktest.Seen(t, o.agent, r.ID)); err != nil {
		t.Fatal(err)
	}
	if _, err := change.ApproveRefusal(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), digest(t, o.agent, r.ID)); !errors.Is(err, desk.ErrOwnWork) {
		t.Fatalf("who refused approved: %v", err)
	}
	if _, err := change.ApproveRefusal(ctx, o.lead, desktest.Seen(t, o.lead, r.ID), digest(t, o.lead, r.ID)); err != nil {
		t.Fatal(err)
	}
	if closed := o.closed(t, r.ID); closed.Outcome != model.Refused {
		t.Errorf("closed as %s", closed.Outcome)
	}
}

func TestASourceWithoutWriteCredentialIsLeftAndSaysSo(t *testing.T) {
	o := newOffice(t, "sqlite")
	o.dropWriteAddress(t)
	r := o.working(t, model.Deletion)
	o.settle(t, r.ID, nil)
	o.leaveShared(t, r.ID)
	before := o.dump(t)
	o.signed(t, r.ID)
	o.step(t, r.ID, model.StepTasks)
	if got := o.dump(t); fmt.Sprint(got) != fmt.Sprint(before) {
		t.Fatal("a source was written without a credential")
	}
	tasks, err := change.Tasks(ctx, o.agent, r.ID)
	if err != nil || len(tasks) != 1 || tasks[0].Who != "IT" {
		t.Fatalf("its owner was not asked: %+v %v", tasks, err)
	}
	if _, err := fulfil.Certify(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), nil); !errors.Is(err, fulfil.ErrNotWritten) {
		t.Fatalf("certified before the owner answered: %v", err)
	}
	if _, err := change.EndTask(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), tasks[0].ID, change.TaskEnding{End: model.TaskNotDone, Known: "he said so on the telephone", Told: "cannot be done before the migration", Until: o.Clock.Now().AddDate(0, 0, 20)}); err != nil {
		t.Fatal(err)
	}
	cert, err := fulfil.Certify(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), nil)
	if err != nil {
		t.Fatal(err)
	}
	if cert.Residue.Passed() {
		t.Error("the certificate says that nothing remains")
	}
}

func TestARowThatNothingTellsApartIsNotCorrected(t *testing.T) {
	o := newOffice(t, "sqlite")
	o.exec(t, "CREATE TABLE visit (customer_id INTEGER, city TEXT); INSERT INTO visit VALUES (1, '北京'), (1, '上海')")
	o.remap(t, func(src *model.Source) {
		src.Dataset += `      - name: visit
        fields:
          - name: customer_id
            fides_meta: {references: [{dataset: office, field: customer.id, direction: from}]}
          - {name: city, data_categories: [user.location]}
`
	})
	r := o.working(t, model.Correction)
	rows, err := collect.List(ctx, o.agent, r.ID, model.FindingFilter{Collection: "visit"}, 0, 10)
	if err != nil || len(rows) != 2 {
		t.Fatal(rows, err)
	}
	if _, err := change.Correct(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), model.CorrectionItem{Run: o.run(t, r.ID), Places: []model.Place{{Seq: rows[0].Seq, Column: "city"}}, Value: "天津", Evidence: "ticket"}); !errors.Is(err, change.ErrNoKey) {
		t.Fatalf("a row without a key was corrected: %v", err)
	}
}

func TestAComplaintIsAnsweredByWhatWasDoneAboutIt(t *testing.T) {
	o := newOffice(t, "sqlite")
	sub := desktest.Submission()
	sub.Kind, sub.Body = model.Complaint, "Nobody answered me."
	r, err := intake.Take(ctx, o.agent, sub)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := intake.Triage(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), sub); err != nil {
		t.Fatal(err)
	}
	if r = o.request(t, r.ID); r.Status == model.Verifying {
		if _, err := identity.Record(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), model.EvidenceCallBack, true, "called back"); err != nil {
			t.Fatal(err)
		}
	}
	o.step(t, r.ID, model.StepFollowUp)
	if _, err := fulfil.FollowUp(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), model.FollowUp{Done: " ", Verdict: model.Upheld}); !errors.Is(err, fulfil.ErrNoFollowUp) {
		t.Fatalf("nothing was written down: %v", err)
	}
	if _, err := fulfil.FollowUp(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), model.FollowUp{Done: "The answer was lost; it is sent again today.", Verdict: model.Upheld}); err != nil {
		t.Fatal(err)
	}
	o.step(t, r.ID, model.StepApproveAnswer)
	if _, err := fulfil.ApproveFollowUp(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), digest(t, o.agent, r.ID)); !errors.Is(err, desk.ErrOwnWork) {
		t.Fatalf("who wrote it approved it: %v", err)
	}
	if _, err := fulfil.ApproveFollowUp(ctx, o.lead, desktest.Seen(t, o.lead, r.ID), digest(t, o.lead, r.ID)); err != nil {
		t.Fatal(err)
	}
	if closed := o.closed(t, r.ID); closed.Outcome != model.Fulfilled {
		t.Errorf("closed as %s", closed.Outcome)
	}
}
