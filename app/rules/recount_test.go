package rules_test

import (
	"slices"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/rules"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/calendar"
	"orangelab.cn/rightsdesk/store/storetest"
)

func TestWhenATableArrivesOpenDatesAreCountedAgainOnceAndThoseThatMovedListed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := desktest.New(t, engine)
		fang, jing := d.Add(t, "fang", model.RoleAgent), d.Add(t, "jing", model.RoleLead)
		early := d.Request(t, fang) // due in 2026, in a year that is known
		d.Clock.Step(65 * 24 * time.Hour)
		sub := desktest.Submission()
		sub.Kind, sub.Subject.Email = model.Correction, "other@163.com" // 15 working days over the Spring Festival
		moves := d.Take(t, fang, sub)
		if early.Provisional != 0 || moves.Provisional&model.ProvisionalFinal == 0 || !moves.Final().Provisional {
			t.Fatalf("provisional: %d and %d", early.Provisional, moves.Provisional)
		}
		if c, err := jing.Recount(ctx, nil); err != nil || c.Number != 0 {
			t.Fatalf("counted though nothing changed: %+v, %v", c, err)
		}
		if err := rules.Import(ctx, jing, state(t, jing), "cn", springFestival(t), "published"); err != nil {
			t.Fatal(err)
		}
		counted, err := jing.Recount(ctx, nil)
		if err != nil || counted.Open != 2 || counted.Moved != 1 {
			t.Fatalf("%+v, %v", counted, err)
		}
		now, err := fang.Request(ctx, moves.ID)
		if err != nil || !now.DueAt.After(moves.DueAt) || now.Provisional != 0 || now.Version != moves.Version+1 {
			t.Errorf("was due %s, is due %s, provisional %d, version %d: %v", moves.DueAt, now.DueAt, now.Provisional,
				now.Version, err)
		}
		if still, err := fang.Request(ctx, early.ID); err != nil || still.Version != early.Version {
			t.Errorf("what did not move was written: %v", err)
		}
		list, total, err := fang.MovedDues(ctx, counted, 10)
		if err != nil || total != 1 || len(list) != 1 || list[0].Reference != moves.Reference ||
			!list[0].Was.Equal(moves.DueAt) || !list[0].Is.Equal(now.DueAt) || list[0].Why != "cn/2027" {
			t.Errorf("%+v, %d, %v", list, total, err)
		}
		log, err := jing.Log(ctx, moves.ID, 0, 5)
		if err != nil || len(log) == 0 || log[0].Action != model.ActRecount || log[0].Detail["because"] != "cn/2027" ||
			log[0].Detail["was"] != moves.DueAt.In(jing.Rules().Location()).Format(time.DateOnly) {
			t.Errorf("the log says %+v, %v", log, err)
		}
		if again, err := fang.Recount(ctx, nil); err != nil || again.Number != 0 {
			t.Errorf("counted a second time: %+v, %v", again, err)
		}
	})
}

func TestWhatDoesNotDependOnTheTableStays(t *testing.T) {
	d := desktest.New(t, "sqlite")
	fang, jing := d.Add(t, "fang", model.RoleAgent), d.Add(t, "jing", model.RoleLead)
	r := d.Request(t, fang)
	uk := []calendar.Table{
		{Year: 2026, Days: []calendar.Listed{{Date: calendar.Date{Year: 2026, Month: 12, Day: 23}, Off: true}}}}
	if err := rules.Import(ctx, jing, state(t, jing), "uk", uk, ""); err != nil {
		t.Fatal(err)
	}
	if c, err := jing.Recount(ctx, nil); err != nil || c.Open != 1 || c.Moved != 0 {
		t.Errorf("%+v, %v", c, err)
	}
	if now, err := fang.Request(ctx, r.ID); err != nil || now.Version != r.Version {
		t.Errorf("written all the same: %v", err)
	}
}

// The day of the answer moves when the organisation does.
func TestAnotherZoneIsCountedToo(t *testing.T) {
	d := desktest.New(t, "sqlite")
	fang := d.Add(t, "fang", model.RoleAgent)
	r := d.Request(t, fang)
	o, err := d.Admin.Organisation(ctx)
	if err != nil {
		t.Fatal(err)
	}
	o.Zone = "America/New_York"
	if _, err := d.Admin.SaveOrganisation(ctx, o); err != nil {
		t.Fatal(err)
	}
	counted, err := d.Admin.Recount(ctx, nil)
	if err != nil || counted.Moved != 1 {
		t.Fatalf("%+v, %v", counted, err)
	}
	list, _, err := d.Admin.MovedDues(ctx, counted, 10)
	if err != nil || len(list) != 1 || list[0].Request != r.ID || list[0].Why != "zone" {
		t.Errorf("%+v, %v", list, err)
	}
	st := state(t, fang)
	counts, err := st.Counts()
	if err != nil || !slices.Contains(counts, counted) {
		t.Errorf("%+v, %v", counts, err)
	}
}
