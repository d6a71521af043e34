package store_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/identifier"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
	"orangelab.cn/rightsdesk/store/requests"
	"orangelab.cn/rightsdesk/store/runs"
	"orangelab.cn/rightsdesk/store/storetest"
)

// planned makes a plan of two rows in one source, ready to be signed.
func (d *desk) planned(t *testing.T, r model.Request) model.Plan {
	t.Helper()
	var plan model.Plan
	d.must(t, func(tx *store.Tx) (err error) {
		if plan, err = runs.StartPlan(tx, r.ID, "fang", start, start.Add(time.Minute),
			[]model.PlanSource{{Source: "shop", Place: 1, State: model.WriteWaiting}}); err != nil {
			return err
		}
		if err := runs.AddPlanLines(tx, r.ID, plan.ID, []model.PlanLine{
			{Seq: 2, Source: "shop", Place: 1, Dataset: "shop", Collection: "orders", Deletes: true,
				Row: []byte(`{"second":1}`)},
			{Seq: 1, Source: "shop", Place: 0, Dataset: "shop", Collection: "customer",
				Row: []byte(`{"first":1}`)}}); err != nil {
			return err
		}
		return runs.ReadyPlan(tx, r.ID, plan.ID, "digest", []byte(`{}`))
	})
	return plan
}

// lead adds a lead and returns their ID, and a way to write as them.
func (d *desk) lead(t *testing.T, request int64) (id string, write func(func(*store.Tx) error) error) {
	t.Helper()
	d.must(t, func(tx *store.Tx) error {
		st, err := tx.AddStaff(model.Staff{Login: "jing", Name: "Jing", Role: model.RoleLead, CreatedAt: start},
			staffPassword)
		id = st.ID
		return err
	})
	keys, err := d.signIn("jing", staffPassword)
	if err != nil {
		t.Fatal(err)
	}
	return id, func(change func(*store.Tx) error) error {
		return d.Write(ctx, keys, func(tx *store.Tx) error {
			tx.Append(model.Entry{At: start, Staff: id, Action: model.ActSignPlan, RequestID: request})
			return change(tx)
		})
	}
}

func TestASignedPlanDoesNotChange(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := newDesk(t, engine)
		r := d.add(t, nil)
		plan := d.planned(t, r)
		if err := d.write(func(tx *store.Tx) error {
			return runs.SignPlan(tx, r.ID, plan.ID, "digest", "fang", start)
		}); !errors.Is(err, store.ErrConflict) {
			t.Fatalf("who made it signed it: %v", err)
		}
		jing, write := d.lead(t, r.ID)
		if err := write(func(tx *store.Tx) error {
			return runs.SignPlan(tx, r.ID, plan.ID, "another", jing, start)
		}); !errors.Is(err, store.ErrConflict) {
			t.Fatalf("another plan was signed: %v", err)
		}
		if err := write(func(tx *store.Tx) error {
			return runs.SignPlan(tx, r.ID, plan.ID, "digest", jing, start)
		}); err != nil {
			t.Fatal(err)
		}
		for _, sql := range []string{"UPDATE plan SET digest = 'x'", "UPDATE plan SET signed_by = 'lei'",
			"UPDATE plan SET made_by = 'lei'",
			"UPDATE plan_row SET row_sealed = (SELECT row_sealed FROM plan_row WHERE seq = 2) WHERE seq = 1",
			"UPDATE plan_row SET deletes = 1",
			"INSERT INTO plan_row SELECT plan_id, 3, request_id, source, place, dataset, collection, deletes, changed, row_sealed FROM plan_row WHERE seq = 1"} {
			if err := d.Raw().Exec(sql).Error; err == nil {
				t.Errorf("a signed plan took %s", sql)
			}
		}
		if err := d.write(func(tx *store.Tx) error {
			return runs.AddPlanLines(tx, r.ID, plan.ID,
				[]model.PlanLine{{Seq: 9, Source: "shop", Dataset: "shop", Collection: "customer", Row: []byte(`{}`)}})
		}); err == nil {
			t.Error("a signed plan grew")
		}
	})
}

func TestASignatureSetOutsideTheProgramShows(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := newDesk(t, engine)
		r := d.add(t, nil)
		d.planned(t, r)
		d.raw(t, "UPDATE plan SET state = 'signed', signed_by = 'jing', signed_at = 5 WHERE request_id = ?", r.ID)
		if err := d.read(func(v *store.View) error {
			_, err := runs.Plan(v, r.ID)
			return err
		}); !errors.Is(err, store.ErrTampered) {
			t.Errorf("it was read: %v", err)
		}
	})
}

func TestAPlanIsReadInTheOrderOfWriting(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := newDesk(t, engine)
		r := d.add(t, nil)
		plan := d.planned(t, r)
		var seqs []int64
		filter := model.PlanFilter{}
		for range 3 {
			if err := d.read(func(v *store.View) error {
				page, err := runs.PlanLines(v, r.ID, plan.ID, filter, 1)
				for _, l := range page {
					seqs = append(seqs, l.Seq)
					filter.AfterSource, filter.AfterPlace, filter.AfterSeq = l.Source, l.Place, l.Seq
				}
				return err
			}); err != nil {
				t.Fatal(err)
			}
		}
		if !slices.Equal(seqs, []int64{1, 2}) {
			t.Errorf("read %v", seqs)
		}
	})
}

func TestOneDesktopWritesAPlanAtATime(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := newDesk(t, engine)
		r := d.add(t, nil)
		plan := d.planned(t, r)
		lease := func(now time.Time) error {
			return d.write(func(tx *store.Tx) error { return runs.LeasePlan(tx, plan.ID, now, now.Add(time.Minute)) })
		}
		if err := lease(start); !errors.Is(err, store.ErrConflict) {
			t.Fatalf("a plan nobody signed was taken: %v", err)
		}
		jing, write := d.lead(t, r.ID)
		if err := write(func(tx *store.Tx) error {
			return runs.SignPlan(tx, r.ID, plan.ID, "digest", jing, start)
		}); err != nil {
			t.Fatal(err)
		}
		if err := lease(start); err != nil {
			t.Fatal(err)
		}
		if err := lease(start.Add(30 * time.Second)); !errors.Is(err, store.ErrConflict) {
			t.Errorf("a second desktop took it: %v", err)
		}
		if err := lease(start.Add(2 * time.Minute)); err != nil {
			t.Errorf("after the first died: %v", err)
		}
	})
}

func TestAHoldOutlivesItsRequestAndComesBackOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := newDesk(t, engine)
		r := d.add(t, nil)
		until := start.AddDate(3, 0, 0)
		d.must(t, func(tx *store.Tx) error {
			if err := casefile.AddHold(tx,
				casefile.Hold{RequestID: r.ID, Reference: r.Reference, Rule: "ecommerce", Until: until,
					ConfirmedBy: "jing", What: json.RawMessage(`{"rows":3}`)}); err != nil {
				return err
			}
			_, err := casefile.Purge(tx, r.ID)
			return err
		})
		ended := func(now time.Time) (list []casefile.Hold) {
			if err := d.read(func(v *store.View) (err error) {
				list, err = casefile.EndedHolds(v, now, 10)
				return err
			}); err != nil {
				t.Fatal(err)
			}
			return list
		}
		if n := len(ended(until.Add(-time.Millisecond))); n != 0 {
			t.Fatalf("%d came back too early", n)
		}
		list := ended(until)
		if len(list) != 1 || list[0].RequestID != 0 || string(list[0].What) != `{"rows":3}` {
			t.Fatalf("%+v", list)
		}
		d.must(t, func(tx *store.Tx) error { return casefile.ReturnHold(tx, list[0].ID, until) })
		if err := d.write(func(tx *store.Tx) error {
			return casefile.ReturnHold(tx, list[0].ID, until)
		}); !errors.Is(err, store.ErrConflict) {
			t.Errorf("it came back twice: %v", err)
		}
		if n := len(ended(until)); n != 0 {
			t.Errorf("%d are still waiting", n)
		}
	})
}

func TestTheLedgerOfTheErasedKnowsPeopleByHashesOnly(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := newDesk(t, engine)
		who := model.Subject{Name: "王小明", Email: "Wang@163.com", Phone: "138 1234 1234"}
		d.add(t, func(r *model.Request) { r.Subject = who })
		for range 2 { // erased twice is erased
			d.must(t, func(tx *store.Tx) error { return requests.AddErased(tx, who, "R-2026-000001", start) })
		}
		if err := d.read(func(v *store.View) error {
			ledger, err := requests.OpenLedger(v)
			if err != nil {
				return err
			}
			if ref, ok := ledger.Find(identifier.LookupEmail, "wang@163.com"); !ok || ref != "R-2026-000001" ||
				ledger.Len() != 2 {
				t.Errorf("%q %v, %d entries", ref, ok, ledger.Len())
			}
			if _, ok := ledger.Find(identifier.LookupAccount, "wang@163.com"); ok {
				t.Error("an e-mail is known as an account")
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	})
}

func TestWhatIsSettledIsSealedAndComesBack(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := newDesk(t, engine)
		r := d.add(t, nil)
		want := model.Corrections{
			Items: []model.CorrectionItem{{ID: "1", Category: "user.name", Value: "王晓明",
				Places: []model.Place{{Seq: 4, Column: "name"}}, Evidence: "ID card"}}}
		for range 2 {
			d.must(t, func(tx *store.Tx) error { return casefile.SavePart(tx, r.ID, casefile.PartCorrections, want) })
		}
		var got model.Corrections
		if err := d.read(func(v *store.View) error {
			if there, err := casefile.Part(v, r.ID, casefile.PartScope, &model.Scope{}); there || err != nil {
				t.Errorf("a scope nobody settled: %v %v", there, err)
			}
			_, err := casefile.Part(v, r.ID, casefile.PartCorrections, &got)
			return err
		}); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%+v %v", got, err)
		}
		var task string
		d.must(t, func(tx *store.Tx) (err error) {
			task, err = casefile.AddTask(tx, r.ID,
				model.Task{Kind: model.TaskTell, Who: "carrier", What: "user.name", DueAt: start})
			return err
		})
		d.must(t, func(tx *store.Tx) error {
			return casefile.EndTask(tx, r.ID,
				model.Task{ID: task, End: model.TaskNotDone, Until: start.Add(time.Hour), Result: "told by mail",
					DoneBy: "fang", DoneAt: start})
		})
		if err := d.write(func(tx *store.Tx) error {
			return casefile.EndTask(tx, r.ID,
				model.Task{ID: task, End: model.TaskDone, Result: "again", DoneBy: "lei", DoneAt: start})
		}); !errors.Is(err, store.ErrConflict) {
			t.Errorf("a task ended twice: %v", err)
		}
		if err := d.read(func(v *store.View) error {
			list, err := casefile.Tasks(v, r.ID)
			if err == nil && (len(list) != 1 || list[0].Open() || list[0].Result != "told by mail" ||
				list[0].End != model.TaskNotDone || !list[0].Until.Equal(start.Add(time.Hour)) ||
				list[0].What != "user.name") {
				t.Errorf("%+v", list)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	})
}

func TestConsentsOfAPersonAreFoundByAnyOfTheirIdentities(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := newDesk(t, engine)
		r := d.add(t, nil)
		d.must(t, func(tx *store.Tx) error {
			return casefile.AddConsent(tx, r.ID, r.Subject,
				model.Consent{Purpose: "location", Event: model.ConsentWithdrawn, Channel: "phone", At: start,
					By: "fang"})
		})
		if err := d.read(func(v *store.View) error {
			list, err := casefile.Consents(v, model.Subject{Phone: "13812341234"})
			if err == nil && (len(list) != 1 || list[0].Purpose != "location") {
				t.Errorf("%+v", list)
			}
			if other, err := casefile.Consents(v, model.Subject{Phone: "13900000000"}); err != nil || len(other) != 0 {
				t.Errorf("another person has %+v, %v", other, err)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	})
}
