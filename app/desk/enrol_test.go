package desk_test

import (
	"compress/gzip"
	"context"
	"database/sql"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/upkeep"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/backup"
)

// printBeforeRoster is the recovery print of the desk in testdata, which the program made before it had a roster: with
// the administrator admin, the agents fang and wei, of whom wei is disabled, the lead jing, and two requests.
const printBeforeRoster = "2QAQ6-XQGNP-K52XG-SMRBD-UK81A-KXK2A-K2WWW-YESYA-KS1FB-8PTVC-AA94M-G"

func openBeforeRoster(t *testing.T) (*desk.Desk, desk.Options) {
	t.Helper()
	packed, err := os.Open(filepath.Join("testdata", "before-roster.sqlite.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer packed.Close()
	z, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, store.File), raw, 0o600); err != nil {
		t.Fatal(err)
	}
	o := desk.Options{StateDir: t.TempDir()}
	d, err := desk.Open(ctx, dir, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d, o
}

func signIn(t *testing.T, d *desk.Desk, login string) *desk.Session {
	t.Helper()
	s, err := d.SignIn(ctx, login, desktest.Password)
	if err != nil {
		t.Fatalf("%s: %v", login, err)
	}
	return s
}

// said is what the doctor says of the roster.
func said(t *testing.T, d *desk.Desk, o desk.Options) (found, problem string) {
	t.Helper()
	for _, c := range desk.Examine(ctx, d.Address(), o) {
		switch {
		case c.Name == "roster":
			found, problem = c.Found, c.Problem
		case c.Name == "tallies": // those are made after signing in
		case c.Problem != "":
			t.Errorf("%s: %s", c.Name, c.Problem)
		}
	}
	return found, problem
}

func TestADeskThatIsOlderThanTheRosterWorksAndIsSignedWhenAnAdministratorSignsIn(t *testing.T) {
	d, o := openBeforeRoster(t)
	fang := signIn(t, d, "fang")
	if _, err := fang.Request(ctx, 1); err != nil {
		t.Errorf("before: %v", err)
	}
	if _, problem := said(t, d, o); problem == "" {
		t.Error("the doctor does not say that the staff was never signed")
	}
	admin := signIn(t, d, "admin")
	if found, problem := said(t, d, o); problem != "" || found == "" {
		t.Errorf("after: %q, %q", found, problem)
	}
	if _, err := fang.Request(ctx, 1); err != nil {
		t.Errorf("a window that was open before: %v", err)
	}
	jing := signIn(t, d, "jing")
	if _, err := jing.Request(ctx, 2); err != nil {
		t.Errorf("the first sign-in after: %v", err)
	}
	if _, err := d.SignIn(ctx, "wei", desktest.Password); !errors.Is(err, desk.ErrDisabled) {
		t.Errorf("somebody who was disabled before: %v", err)
	}
	for login, want := range map[string]bool{"admin": true, "jing": true, "fang": false} {
		made := false
		for _, e := range entries(t, jing) {
			made = made || e.Action == model.ActOwnKeys && nameOf(t, admin, e.Staff) == login
		}
		if made != want {
			t.Errorf("%s made keys of their own: %v, want %v", login, made, want)
		}
	}
	if err := admin.AddStaff(ctx, "lin", "Lin", model.RoleAgent, desktest.Password); err != nil {
		t.Error(err)
	}
	signIn(t, d, "lin")
	signIn(t, d, "fang")
	signIn(t, d, "admin")
	if v, err := d.VerifyLog(ctx); err != nil || len(v.Problems) > 0 {
		t.Errorf("the log: %v, %v", v.Problems, err)
	}
}

// tallies is what the doctor says of the tallies.
func tallies(d *desk.Desk, o desk.Options) string {
	for _, c := range desk.Examine(ctx, d.Address(), o) {
		if c.Name == "tallies" {
			return c.Problem
		}
	}
	return "not looked at"
}

func TestADeskThatIsOlderThanTheTalliesMakesThemWhenAnAdministratorSignsIn(t *testing.T) {
	d, o := openBeforeRoster(t)
	fang := signIn(t, d, "fang")
	if err := fang.MakeTallies(ctx); !errors.Is(err, desk.ErrForbidden) {
		t.Errorf("an agent: %v", err)
	}
	admin := signIn(t, d, "admin")
	if problem := tallies(d, o); problem == "" {
		t.Error("the doctor does not say that there is none")
	}
	if _, err := fang.Claim(ctx, desktest.Seen(t, fang, 1)); err != nil {
		t.Errorf("working before: %v", err)
	}
	// The program dies after the first request.
	broken, cancel := context.WithCancel(ctx)
	desk.TalliesAStep(t, 1, cancel)
	if err := admin.MakeTallies(broken); !errors.Is(err, context.Canceled) {
		t.Fatalf("broken off: %v", err)
	}
	if problem := tallies(d, o); problem == "" {
		t.Error("the doctor does not say that it is not done")
	}
	for _, request := range []int64{1, 2} {
		if _, err := fang.Request(ctx, request); err != nil {
			t.Errorf("reading in the middle of it: %v", err)
		}
	}
	desk.TalliesAStep(t, 1, func() {})
	for range 2 {
		if err := signIn(t, d, "admin").MakeTallies(ctx); err != nil {
			t.Fatal(err)
		}
	}
	if problem := tallies(d, o); problem != "" {
		t.Errorf("after: %s", problem)
	}
	if err := upkeep.MoveKeys(ctx, signIn(t, d, "admin")); err != nil {
		t.Fatal(err)
	}
	if problem := tallies(d, o); problem != "" {
		t.Errorf("after they moved under the key that was begun: %s", problem)
	}
	logged := 0
	for _, e := range entries(t, fang) {
		if e.Action == model.ActMakeTallies {
			logged++
		}
	}
	if logged != 3 {
		t.Errorf(
			"the log tells %d times of it, want its beginning, its end with a new desk key, and that all lie under that", logged)
	}
	if _, err := fang.Request(ctx, 1); err != nil {
		t.Errorf("a window that was open before: %v", err)
	}
	db, err := sql.Open("sqlite", "file:"+filepath.Join(d.Address(), store.File)+"?_pragma=busy_timeout(5000)")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("DELETE FROM tally WHERE request_id = 1"); err != nil {
		t.Fatal(err)
	}
	if _, err := fang.Request(ctx, 1); !errors.Is(err, store.ErrTampered) {
		t.Errorf("once all have one, a request without: %v", err)
	}
}

func TestTheOldPrintRecoversADeskThatIsOlderThanTheRoster(t *testing.T) {
	for _, signed := range []bool{false, true} {
		d, o := openBeforeRoster(t)
		if signed {
			signIn(t, d, "admin")
		}
		s, err := d.Recover(ctx, printBeforeRoster, "admin", "four words of mine")
		if err != nil {
			t.Fatalf("signed before: %v: %v", signed, err)
		}
		if st := nameOf(t, s, s.Staff().ID); st != "admin" {
			t.Errorf("signed in as %q", st)
		}
		if _, problem := said(t, d, o); problem != "" {
			t.Errorf("signed before: %v: %s", signed, problem)
		}
		if _, err := signIn(t, d, "fang").Request(ctx, 1); err != nil {
			t.Errorf("fang: %v", err)
		}
	}
}

func TestAnOlderRosterIsFoundByWhatThisComputerRemembers(t *testing.T) {
	d := desktest.New(t, "sqlite")
	d.Add(t, "fang", model.RoleAgent)
	file := filepath.Join(t.TempDir(), "copy")
	if _, err := backup.Write(d.Store(), ctx, file, true); err != nil {
		t.Fatal(err)
	}
	older := t.TempDir()
	if _, err := backup.Restore(ctx, file, older, backup.WithPassword("admin", desktest.Password)); err != nil {
		t.Fatal(err)
	}
	wei := d.Add(t, "wei", model.RoleAgent)
	if err := d.Admin.DisableStaff(ctx, wei.Staff().ID); err != nil {
		t.Fatal(err)
	}
	d.SignInAs(t, "fang")
	// The roster alone: log and head are those of the older copy, so only the roster's own memory is asked.
	if err := os.RemoveAll(filepath.Join(d.StateDir, "heads")); err != nil {
		t.Fatal(err)
	}
	back, err := desk.Open(ctx, older, desk.Options{Now: d.Clock.Now, StateDir: d.StateDir})
	if err != nil {
		t.Fatal(err)
	}
	defer back.Close()
	if _, err := back.SignIn(ctx, "fang", desktest.Password); !errors.Is(err, store.ErrRosterOld) {
		t.Errorf("an older roster: %v", err)
	}
}

func entries(t *testing.T, s *desk.Session) []model.Entry {
	t.Helper()
	list, err := s.Log(ctx, 0, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func nameOf(t *testing.T, s *desk.Session, id string) string {
	t.Helper()
	list, err := s.StaffList(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, st := range list {
		if st.ID == id {
			return st.Login
		}
	}
	return ""
}
