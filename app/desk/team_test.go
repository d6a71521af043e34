package desk_test

import (
	"errors"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/model"
)

func TestWhatSomebodyAwayHoldsIsTakenOver(t *testing.T) {
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			d := desktest.New(t, engine)
			fang, lei, jing := d.Add(t, "fang", model.RoleAgent), d.Add(t, "lei", model.RoleAgent), d.Add(t, "jing",
				model.RoleLead)
			r, err := intake.Take(ctx, fang, desktest.Submission())
			if err != nil {
				t.Fatal(err)
			}
			if r, err = fang.Claim(ctx, r.Revision()); err != nil {
				t.Fatal(err)
			}
			in := func(s *desk.Session, want bool) {
				t.Helper()
				rows, err := s.Page(ctx, desk.QueueNext, desk.Narrow{}, model.Cursor{}, 10)
				if err != nil {
					t.Fatal(err)
				}
				counts, err := s.Counts(ctx)
				if err != nil || (len(rows) == 1) != want || counts[desk.QueueNext] != int64(len(rows)) {
					t.Errorf("%s: %d rows, counted %d, %v", s.Staff().Login, len(rows), counts[desk.QueueNext], err)
				}
				if want && rows[0].HolderAway != (s.Staff().ID != rows[0].Holder) {
					t.Errorf("%s: its holder is away %v", s.Staff().Login, rows[0].HolderAway)
				}
			}
			in(lei, false)
			if _, err := lei.Claim(ctx, r.Revision()); !errors.Is(err, desk.ErrHeld) {
				t.Fatalf("taken from somebody who is here: %v", err)
			}
			now := d.Clock.Now()
			if err := lei.NoteAbsence(ctx, fang.Staff().ID, now, now.Add(time.Hour)); !errors.Is(err,
				desk.ErrForbidden) {
				t.Fatalf("an agent sent another away: %v", err)
			}
			if err := jing.NoteAbsence(ctx, fang.Staff().ID, now.Add(-2*time.Hour),
				now.Add(-time.Hour)); !errors.Is(err, desk.ErrAbsence) {
				t.Fatalf("away until yesterday: %v", err)
			}
			if err := jing.NoteAbsence(ctx, fang.Staff().ID, now.Add(time.Hour), now.Add(24*time.Hour)); err != nil {
				t.Fatal(err)
			}
			in(lei, false) // it has not begun
			d.Clock.Step(time.Hour)
			in(lei, true)
			in(fang, true) // it stays theirs
			team, err := jing.Team(ctx)
			if err != nil || team.Loads[0].Staff.ID != fang.Staff().ID || team.Loads[0].Open != 1 ||
				team.Loads[0].Away.Until.IsZero() {
				t.Errorf("%+v, %v", team, err)
			}
			d.Clock.Step(24 * time.Hour)
			in(lei, false) // fang is back
			if err := fang.NoteAbsence(ctx, fang.Staff().ID, d.Clock.Now(), d.Clock.Now().Add(time.Hour)); err != nil {
				t.Fatal(err)
			}
			if _, err := lei.Claim(ctx, r.Revision()); err != nil {
				t.Fatal(err)
			}
			in(lei, true)
			in(fang, false)
			if err := fang.EndAbsence(ctx, fang.Staff().ID); err != nil {
				t.Fatal(err)
			}
			in(fang, false)
		})
	}
}

func TestALeadSeesWhoIsLateAndWhatNobodyTook(t *testing.T) {
	d := desktest.New(t, "sqlite")
	fang, jing := d.Add(t, "fang", model.RoleAgent), d.Add(t, "jing", model.RoleLead)
	if _, err := fang.Team(ctx); !errors.Is(err, desk.ErrForbidden) {
		t.Errorf("an agent looks over everybody's shoulder: %v", err)
	}
	var taken []model.Request
	for range 3 {
		r, err := intake.Take(ctx, fang, desktest.Submission())
		if err != nil {
			t.Fatal(err)
		}
		taken = append(taken, r)
		d.Clock.Step(time.Hour)
	}
	if _, err := fang.Claim(ctx, taken[1].Revision()); err != nil {
		t.Fatal(err)
	}
	d.Clock.Step(taken[1].NextDueAt.Sub(d.Clock.Now()) - time.Hour)
	if p, err := fang.Pressing(ctx); err != nil || p != (desk.Pressing{Today: 1}) {
		t.Errorf("an hour before: %+v, %v", p, err)
	}
	d.Clock.Step(2 * time.Hour)
	if p, err := fang.Pressing(ctx); err != nil || p != (desk.Pressing{Late: 1}) {
		t.Errorf("an hour after: %+v, %v", p, err)
	}
	team, err := jing.Team(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if team.Late != 3 { // of which nobody holds two
		t.Errorf("%d are late", team.Late)
	}
	if team.Unclaimed != 2 || len(team.Longest) != 2 || team.Longest[0].ID != taken[0].ID ||
		team.Longest[1].ID != taken[2].ID {
		t.Errorf("unclaimed %d: %+v", team.Unclaimed, team.Longest)
	}
	if l := team.Loads[0]; l.Staff.ID != fang.Staff().ID || l.Open != 1 || l.Late != 1 {
		t.Errorf("%+v", l)
	}
}
