package incident_test

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	app "orangelab.cn/rightsdesk/app/incident"
	"orangelab.cn/rightsdesk/app/opened"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/incident"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/storetest"
)

var ctx = context.Background()

func facts(d *desktest.Desk) incident.Facts {
	return incident.Facts{Title: "Support export readable by public link", FoundBy: "He Yu",
		Aware: d.Now().Add(-time.Hour)}
}

func TestAnIncidentGoesFromItsFirstMinuteToItsEnd(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := desktest.New(t, engine)
		agent, lead := d.Add(t, "fang", model.RoleAgent), d.Add(t, "jing", model.RoleLead)
		st, err := app.Open(ctx, agent, facts(d), false)
		if err != nil || st.Version != 1 || st.Drill || len(st.Due()) == 0 {
			t.Fatalf("opened %+v, %v", st, err)
		}
		step := func(what string, do func(app.Seen) (incident.Standing, error)) {
			t.Helper()
			d.Clock.Step(time.Minute)
			next, err := do(app.SeenOf(st.Incident))
			if err != nil || next.Version != st.Version+1 {
				t.Fatalf("%s: version %d, %v", what, next.Version, err)
			}
			if last := next.Record[len(next.Record)-1]; !last.At.Equal(d.Now()) {
				t.Errorf("%s is written down at %s, it is %s", what, last.At, d.Now())
			}
			st = next
		}
		step("note", func(seen app.Seen) (incident.Standing, error) {
			return app.Note(ctx, agent, seen, "Public link closed", d.Now().Add(-30*time.Minute))
		})
		for _, seat := range st.Empty {
			step("seat", func(seen app.Seen) (incident.Standing, error) {
				return app.Seat(ctx, agent, seen,
					incident.Seating{Seat: seat.ID, Person: "Li Jing", Phone: "13800002201"})
			})
		}
		step("facts", func(seen app.Seen) (incident.Standing, error) {
			f := st.Facts
			f.Places = map[string]incident.Range{"eu": incident.Exactly(0)}
			return app.State(ctx, agent, seen, f)
		})
		if len(st.Turned[st.Version]) == 0 {
			t.Error("the facts turned no clock")
		}
		step("score", func(seen app.Seen) (incident.Standing, error) {
			return app.Score(ctx, agent, seen,
				incident.Factors{Contexts: []incident.Context{{Category: "sensitive", Adjust: "minus1"}},
					Identification: "maximum",
					Circumstances: map[string]string{"confidentiality": "unknown", "integrity": "none",
						"availability": "none", "intent": "none"}})
		})
		if n := len(st.Scores); n != 1 || st.Scores[0].Score.SE != 350 {
			t.Errorf("scored %+v", st.Scores)
		}
		step("report", func(seen app.Seen) (incident.Standing, error) {
			return app.Report(ctx, agent, seen,
				incident.Report{Clock: "cn_authority", At: d.Now(), Channel: "12387", Receipt: "A-1"})
		})
		closing := incident.Closing{Cause: "The night job made the link public", Loss: "none known",
			Lessons: "links are private by default", Tasks: []string{"Review the night jobs, He Yu, by 1 December"}}
		if _, err := app.Close(ctx, lead, app.SeenOf(st.Incident), closing); !errors.Is(err, incident.ErrOpenDuty) {
			t.Errorf("closed while clocks run: %v", err)
		}
		for _, c := range st.Due() {
			step("decision", func(seen app.Seen) (incident.Standing, error) {
				return app.Waive(ctx, lead, seen, c.ID, "not needed")
			})
		}
		step("end", func(seen app.Seen) (incident.Standing, error) { return app.Close(ctx, lead, seen, closing) })
		if _, err := app.Note(ctx, agent, app.SeenOf(st.Incident), "late", d.Now()); !errors.Is(err,
			incident.ErrClosed) {
			t.Errorf("a closed incident goes on: %v", err)
		}
		if open, err := app.ListOpen(ctx, agent); err != nil || len(open) != 0 {
			t.Errorf("%d incidents are open, %v", len(open), err)
		}
		back, err := app.Read(ctx, d.Add(t, "audit", model.RoleAuditor), st.ID)
		if err != nil || back.Version != st.Version || back.Closing == nil ||
			!reflect.DeepEqual(*back.Closing, closing) {
			t.Errorf("read back %+v, %v", back.Closing, err)
		}
		entries := 0
		log, err := lead.Log(ctx, 0, 0, 200)
		for _, e := range log {
			if e.Detail["incident"] == st.Reference {
				entries++
			}
		}
		if err != nil || int64(entries) != st.Version {
			t.Errorf("%d entries of the audit log for %d of the record, %v", entries, st.Version, err)
		}
	})
}

func TestWhatIsDoneToAnIncidentIsDoneToWhatWasSeen(t *testing.T) {
	d := desktest.New(t, "sqlite")
	lead := d.Add(t, "jing", model.RoleLead)
	st, err := app.Open(ctx, lead, facts(d), false)
	if err != nil {
		t.Fatal(err)
	}
	seen := app.SeenOf(st.Incident)
	if _, err := app.Note(ctx, lead, seen, "first", d.Now()); err != nil {
		t.Fatal(err)
	}
	for what, do := range map[string]func() error{
		"note":  func() error { _, err := app.Note(ctx, lead, seen, "second", d.Now()); return err },
		"facts": func() error { _, err := app.State(ctx, lead, seen, facts(d)); return err },
		"seat": func() error {
			_, err := app.Seat(ctx, lead, seen, incident.Seating{Seat: "legal", Why: "x"})
			return err
		},
		"waive":  func() error { _, err := app.Waive(ctx, lead, seen, "cn_people", "x"); return err },
		"decide": func() error { _, err := app.Decide(ctx, lead, seen, "x", "y"); return err },
		"close":  func() error { _, err := app.Close(ctx, lead, seen, incident.Closing{}); return err },
		"score":  func() error { _, err := app.Score(ctx, lead, seen, incident.Factors{}); return err },
		"report": func() error { _, err := app.Report(ctx, lead, seen, incident.Report{}); return err },
	} {
		if err := do(); !errors.Is(err, app.ErrMovedOn) {
			t.Errorf("%s on an older version: %v", what, err)
		}
	}
}

func TestOnlyALeadWaivesAClockAndCloses(t *testing.T) {
	d := desktest.New(t, "sqlite")
	agent := d.Add(t, "fang", model.RoleAgent)
	st, err := app.Open(ctx, agent, facts(d), false)
	if err != nil {
		t.Fatal(err)
	}
	seen := app.SeenOf(st.Incident)
	if _, err := app.Waive(ctx, agent, seen, "cn_people", "x"); !errors.Is(err, desk.ErrForbidden) {
		t.Errorf("an agent decides not to tell people: %v", err)
	}
	if _, err := app.Close(ctx, agent, seen, incident.Closing{}); !errors.Is(err, desk.ErrForbidden) {
		t.Errorf("an agent closes: %v", err)
	}
	if _, err := app.Read(ctx, d.Admin, st.ID); !errors.Is(err, desk.ErrForbidden) {
		t.Errorf("an administrator reads an incident: %v", err)
	}
}

func TestOpenIncidentsComeBeforeDrillsAndClosedOnes(t *testing.T) {
	d := desktest.New(t, "sqlite")
	lead := d.Add(t, "jing", model.RoleLead)
	for _, drill := range []bool{false, true, false, true} {
		if _, err := app.Open(ctx, lead, facts(d), drill); err != nil {
			t.Fatal(err)
		}
	}
	list, err := app.List(ctx, lead)
	if err != nil || len(list) != 4 {
		t.Fatal(list, err)
	}
	for n, want := range []string{"I-2026-0002", "I-2026-0001", "D-2026-0002", "D-2026-0001"} {
		if got := list[n].Reference; got[0] != want[0] || got[7:] != want[7:] {
			t.Errorf("place %d has %s, want %s", n+1, got, want)
		}
	}
}

func TestADrillPlaysWhatAnIncidentReports(t *testing.T) {
	d := desktest.New(t, "sqlite")
	lead := d.Add(t, "jing", model.RoleLead)
	st, err := app.Open(ctx, lead, facts(d), true)
	if err != nil {
		t.Fatal(err)
	}
	for _, seat := range st.Empty {
		if st, err = app.Seat(ctx, lead, app.SeenOf(st.Incident),
			incident.Seating{Seat: seat.ID, Person: "x"}); err != nil {
			t.Fatal(err)
		}
	}
	st, err = app.Report(ctx, lead, app.SeenOf(st.Incident),
		incident.Report{Clock: "cn_authority", At: d.Now(), Channel: "drill folder"})
	if err != nil || st.Record[len(st.Record)-1].Kind != incident.Played {
		t.Errorf("the drill has %+v, %v", st.Record[len(st.Record)-1], err)
	}
}

func TestARequestThatRefersToAnIncidentIsLinkedOnce(t *testing.T) {
	d := desktest.New(t, "sqlite")
	agent := d.Add(t, "fang", model.RoleAgent)
	r := d.Request(t, agent)
	st, err := app.Open(ctx, agent, facts(d), false)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := app.LinkRequest(ctx, agent, app.SeenOf(st.Incident), "R-1999-000001"); !errors.Is(err,
		store.ErrNotFound) {
		t.Errorf("a request that is not there: %v", err)
	}
	if st, err = app.LinkRequest(ctx, agent, app.SeenOf(st.Incident), " "+strings.ToLower(r.Reference)); err != nil ||
		len(st.Links()) != 1 || st.Links()[0].Request != r.ID {
		t.Fatalf("%+v, %v", st.Links(), err)
	}
	if o, err := opened.Read(ctx, agent, r.ID); err != nil || len(o.Incidents) != 1 || o.Incidents[0].ID != st.ID ||
		o.Incidents[0].Reference != st.Reference {
		t.Errorf("the request shows %+v, %v", o.Incidents, err)
	}
	if other := d.Request(t, agent); other.ID != r.ID {
		if o, err := opened.Read(ctx, agent, other.ID); err != nil || len(o.Incidents) != 0 {
			t.Errorf("another request shows %+v, %v", o.Incidents, err)
		}
	}
	if _, err := app.LinkRequest(ctx, agent, app.SeenOf(st.Incident), r.Reference); !errors.Is(err,
		incident.ErrLinked) {
		t.Errorf("linked twice: %v", err)
	}
	if st, err = app.SetTask(ctx, agent, app.SeenOf(st.Incident),
		incident.Task{What: "Ask the host for its log"}); err != nil {
		t.Fatal(err)
	}
	if st, err = app.TickOff(ctx, agent, app.SeenOf(st.Incident),
		incident.Tick{Task: st.Version, Done: d.Now()}); err != nil || st.Tasks()[0].Done == nil {
		t.Errorf("%+v, %v", st.Tasks(), err)
	}
}
