package fulfil_test

import (
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/app/packet"
	"orangelab.cn/rightsdesk/app/review"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/storetest"
)

// forge runs statements on the desk's database, as somebody with a client could.
func (o office) forge(t *testing.T, statements ...string) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(o.Address(), store.File)+"?_pragma=busy_timeout(5000)")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, s := range statements {
		if _, err := db.Exec(s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
}

// byBoth runs a test of forging twice: by somebody without a password, and by somebody who has one and lets the tallies
// fit.
func byBoth(t *testing.T, name string, test func(t *testing.T, fit func())) {
	t.Run(name, func(t *testing.T) { test(t, func() {}) })
	t.Run(name+", with a password", func(t *testing.T) { test(t, func() { storetest.FitTallies(t) }) })
}

// refused reports whether an error is the one that is wanted, or says that rows were changed outside the program.
func refused(err, want error) bool {
	return errors.Is(err, want) || want != nil && errors.Is(err, store.ErrTampered)
}

// What a second person approved is what leaves the desk, whatever the database says by then.
func TestWhatIsChangedAfterTheReleaseDoesNotLeaveTheDesk(t *testing.T) {
	for _, tt := range []struct {
		name  string
		forge []string
		want  error
	}{
		{"nothing", nil, nil},
		{"a row left out is included", []string{"UPDATE finding SET decision = 'include' WHERE shared > 0"},
			store.ErrTampered},
		{"a row left out is included, its agreement taken away",
			[]string{"UPDATE finding SET decision = 'include', agreed_by = '' WHERE shared > 0",
				"DELETE FROM approval WHERE action = 'export.agree'"}, store.ErrNotApproved},
		{"another row is left out", []string{"UPDATE finding SET decision = 'leave_out' WHERE shared = 0"},
			store.ErrNotApproved},
		{"a row is taken away",
			[]string{"DELETE FROM finding WHERE seq = (SELECT MIN(seq) FROM finding WHERE shared = 0)"},
			store.ErrNotApproved},
		{"a source that failed has answered", []string{"UPDATE run_source SET state = 'answered'"},
			store.ErrNotApproved},
		{"the release is taken away", []string{"DELETE FROM approval WHERE action = 'export.release'"},
			store.ErrNotApproved},
		{"the release is somebody else's",
			[]string{
				"UPDATE approval SET staff = (SELECT id FROM staff WHERE role = 'agent') WHERE action = 'export.release'"}, store.ErrNotApproved},
	} {
		byBoth(t, tt.name, func(t *testing.T, fit func()) {
			o := newOffice(t, "sqlite")
			r := o.working(t, model.Export)
			o.leaveShared(t, r.ID)
			if _, err := review.SendToReview(ctx, o.agent, desktest.Seen(t, o.agent, r.ID)); err != nil {
				t.Fatal(err)
			}
			list, err := collect.List(ctx, o.lead, r.ID, model.FindingFilter{SharedOnly: true}, 0, 100)
			if err != nil || len(list) == 0 {
				t.Fatalf("%d shared rows, %v", len(list), err)
			}
			for _, f := range list {
				if _, err := review.Agree(ctx, o.lead, desktest.Seen(t, o.lead, r.ID), f.Seen()); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := review.Release(ctx, o.lead, desktest.Seen(t, o.lead, r.ID),
				digest(t, o.lead, r.ID)); err != nil {
				t.Fatal(err)
			}
			o.forge(t, tt.forge...)
			fit()
			path := filepath.Join(t.TempDir(), "copy.html")
			_, err = fulfil.BuildPacket(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), fulfil.FormHTML, path,
				packet.English)
			if !refused(err, tt.want) {
				t.Errorf("the packet: %v, want %v", err, tt.want)
			}
			if _, statErr := os.Stat(path); (statErr == nil) != (tt.want == nil) {
				t.Errorf("a file is there: %v", statErr)
			}
			if _, err := fulfil.WriteLetter(ctx, o.agent, desktest.Seen(t, o.agent, r.ID),
				fulfil.Ask{Kind: letter.Fulfilled, Lang: letter.English}); tt.want != nil && !refused(err, tt.want) {
				t.Errorf("the letter: %v, want %v", err, tt.want)
			}
		})
	}
}

func TestWhatIsForgedAboutAPlanIsNotWritten(t *testing.T) {
	for _, tt := range []struct {
		name  string
		forge []string
		want  error
	}{
		{"nothing", nil, nil},
		{"the signature taken away",
			[]string{"DELETE FROM approval WHERE action = 'change.sign_plan' AND subject <> ''"}, store.ErrTampered},
		{"an agent's signature", []string{"UPDATE approval SET staff = (SELECT id FROM staff WHERE role = 'agent')"},
			store.ErrTampered},
		{"signed by somebody else",
			[]string{"DROP TRIGGER plan_stays",
				"UPDATE plan SET signed_by = (SELECT id FROM staff WHERE role = 'admin')"}, store.ErrTampered},
		{"a row of it changed for another",
			[]string{"DROP TRIGGER plan_row_stays",
				"UPDATE plan_row SET deletes = 1 - deletes WHERE seq = (SELECT MIN(seq) FROM plan_row)"},
			change.ErrPlanChanged},
	} {
		byBoth(t, tt.name, func(t *testing.T, fit func()) {
			o := newOffice(t, "sqlite")
			r := o.working(t, model.Deletion)
			o.settle(t, r.ID, nil)
			o.leaveShared(t, r.ID)
			if err := change.MakePlan(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), nil); err != nil {
				t.Fatal(err)
			}
			if _, err := review.SendToReview(ctx, o.agent, desktest.Seen(t, o.agent, r.ID)); err != nil {
				t.Fatal(err)
			}
			list, err := collect.List(ctx, o.lead, r.ID, model.FindingFilter{SharedOnly: true}, 0, 100)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range list {
				if _, err := review.Agree(ctx, o.lead, desktest.Seen(t, o.lead, r.ID), f.Seen()); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := change.SignPlan(ctx, o.lead, desktest.Seen(t, o.lead, r.ID),
				digest(t, o.lead, r.ID)); err != nil {
				t.Fatal(err)
			}
			o.forge(t, tt.forge...)
			fit()
			if err := change.WritePlan(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), nil); !refused(err, tt.want) {
				t.Errorf("%v, want %v", err, tt.want)
			}
		})
	}
}

// Whoever gave somebody a new password could approve in their name.
func TestWhoeverWasGivenAPasswordApprovesNothingBeforeTheyChoseTheirOwn(t *testing.T) {
	o := newOffice(t, "sqlite")
	r := o.working(t, model.Export)
	o.leaveShared(t, r.ID)
	if _, err := review.SendToReview(ctx, o.agent, desktest.Seen(t, o.agent, r.ID)); err != nil {
		t.Fatal(err)
	}
	list, err := collect.List(ctx, o.agent, r.ID, model.FindingFilter{SharedOnly: true}, 0, 100)
	if err != nil || len(list) == 0 {
		t.Fatalf("%d shared rows, %v", len(list), err)
	}
	const given, own = "given by the administrator", "four words of my own"
	if err := o.Admin.ResetPassword(ctx, o.lead.Staff().ID, given); err != nil {
		t.Fatal(err)
	}
	lead, err := o.SignIn(ctx, o.lead.Staff().Login, given)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := review.Agree(ctx, lead, desktest.Seen(t, lead, r.ID), list[0].Seen()); !errors.Is(err,
		store.ErrGivenPassword) {
		t.Errorf("before: %v", err)
	}
	if err := lead.ChangePassword(ctx, given, own); err != nil {
		t.Fatal(err)
	}
	if _, err := review.Agree(ctx, lead, desktest.Seen(t, lead, r.ID), list[0].Seen()); err != nil {
		t.Errorf("after: %v", err)
	}
}
