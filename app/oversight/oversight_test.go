package oversight_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/intake"
	app "orangelab.cn/rightsdesk/app/oversight"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/oversight"
)

var ctx = context.Background()

func TestTheFiguresAreThoseOfTheRequests(t *testing.T) {
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			d := desktest.New(t, engine)
			fang, jing := d.Add(t, "fang", model.RoleAgent), d.Add(t, "jing", model.RoleLead)
			for i, kind := range []model.Kind{model.Export, model.Export, model.Deletion} {
				sub := desktest.Submission()
				sub.Kind, sub.Subject.Name = kind, fmt.Sprint("P", i)
				r, err := intake.Take(ctx, fang, sub)
				if err != nil {
					t.Fatal(err)
				}
				if i == 0 {
					if _, err := fang.CloseEarly(ctx, r.Revision(), model.Redirected); err != nil {
						t.Fatal(err)
					}
				}
			}
			for _, span := range oversight.Spans {
				f, err := app.Read(ctx, jing, span)
				if err != nil {
					t.Fatal(err)
				}
				last := len(f.Arrived) - 1
				if f.Arrived[last] != 3 || f.Closed[last] != 1 || f.Open != 2 || f.OpenBefore != 0 ||
					f.OnTime != (oversight.Share{InTime: 1, Of: 1}) || f.Late != 0 {
					t.Errorf("%d: %+v", span, f)
				}
				if f.Ages[0] != 2 || f.Oldest.ID == 0 {
					t.Errorf("%d: ages %v, oldest %+v", span, f.Ages, f.Oldest)
				}
				if len(f.Kinds) != 2 || f.Kinds[0].Name != "export" || f.Kinds[0].N != 2 {
					t.Errorf("%d: kinds %+v", span, f.Kinds)
				}
			}
			d.Clock.Step(61 * 24 * time.Hour)
			jing = d.SignInAs(t, "jing")
			f, err := app.Read(ctx, jing, oversight.FourWeeks)
			if err != nil || f.Late != 2 || f.LateOne.ID == 0 || f.Ages[len(f.Ages)-1] != 2 || f.OpenBefore != 2 ||
				f.Arrived[0] != 0 {
				t.Errorf("two months later: %+v, %v", f, err)
			}
		})
	}
}

func TestAReportSaysWhatTheFiguresSayAndIsInTheLog(t *testing.T) {
	d := desktest.New(t, "sqlite")
	jing := d.Add(t, "jing", model.RoleLead)
	lay := func(f oversight.Figures) app.Paper {
		return app.Paper{Lang: "en", Title: "T", Below: "B", Heads: []string{"Part", "What", "Number"},
			Parts: []app.Part{{Title: "Open", Rows: [][]string{{"=now", fmt.Sprint(f.Open)}}}}}
	}
	for _, form := range []app.Form{app.CSV, app.XLSX, app.PDF} {
		var out bytes.Buffer
		if err := app.Report(ctx, jing, &out, oversight.FourWeeks, form, lay); err != nil || out.Len() == 0 {
			t.Fatalf("%s: %d bytes, %v", form, out.Len(), err)
		}
		log, err := jing.Log(ctx, 0, 0, 1)
		if err != nil || log[0].Action != model.ActReport || log[0].Detail["form"] != string(form) ||
			log[0].Detail["sha256"] == "" {
			t.Errorf("%+v, %v", log, err)
		}
		switch form {
		case app.CSV:
			rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(out.String(), "\ufeff"))).ReadAll()
			if err != nil || len(rows) != 2 || rows[1][0] != "Open" || strings.HasPrefix(rows[1][1], "=") ||
				rows[1][2] != "0" {
				t.Errorf("%q, %v", rows, err)
			}
		case app.PDF:
			if !bytes.HasPrefix(out.Bytes(), []byte("%PDF-")) {
				t.Error("no PDF")
			}
		}
	}
}

// TestWhatIsLateIsOneFactEverywhere: Oversight called late what had to be answered, and the lists and the team what had
// to be done at all, so that one desk told two numbers.
func TestWhatIsLateIsOneFactEverywhere(t *testing.T) {
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			d := desktest.New(t, engine)
			fang, jing := d.Add(t, "fang", model.RoleAgent), d.Add(t, "jing", model.RoleLead)
			r := d.Request(t, fang)
			if _, err := fang.Claim(ctx, r.Revision()); err != nil {
				t.Fatal(err)
			}
			want := func(late, unanswered int64) {
				t.Helper()
				f, err := app.Read(ctx, jing, oversight.FourWeeks)
				if err != nil || f.Late != late || f.Unanswered != unanswered {
					t.Errorf("Oversight: %d late, %d to answer, %v", f.Late, f.Unanswered, err)
				}
				listed, err := jing.CountPage(ctx, desk.QueueAll, desk.Narrow{Due: desk.DueLate})
				team, teamErr := jing.Team(ctx)
				pressing, pressErr := fang.Pressing(ctx)
				if err := errors.Join(err, teamErr, pressErr); err != nil || listed != late ||
					team.Loads[0].Late != late || pressing.Late != late {
					t.Errorf("listed %d, team %+v, reminder %+v, %v; %d are late", listed, team.Loads, pressing, err,
						late)
				}
			}
			now, err := fang.Request(ctx, r.ID)
			if err != nil || !now.NextDueAt.Before(now.DueAt) {
				t.Fatalf("%+v, %v", now, err)
			}
			want(0, 0)
			d.Clock.Step(now.NextDueAt.Sub(d.Clock.Now()) + time.Second)
			fang, jing = d.SignInAs(t, "fang"), d.SignInAs(t, "jing")
			want(1, 0)
			d.Clock.Step(now.DueAt.Sub(d.Clock.Now()) + time.Second)
			fang, jing = d.SignInAs(t, "fang"), d.SignInAs(t, "jing")
			want(1, 1)
		})
	}
}
