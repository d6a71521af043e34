package desk_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/seal"
	"orangelab.cn/rightsdesk/store/storetest"
)

var ctx = context.Background()

func TestASecondDesktopOpensTheSameDeskWithTheSamePassword(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := desktest.New(t, engine)
		s := d.Add(t, "fang", model.RoleAgent)
		other, err := desk.Open(ctx, d.Address(), desk.Options{Now: d.Clock.Now, StateDir: t.TempDir()})
		if err != nil {
			t.Fatal(err)
		}
		defer other.Close()
		again, err := other.SignIn(ctx, " FANG ", desktest.Password)
		if err != nil {
			t.Fatal(err)
		}
		if again.Staff().ID != s.Staff().ID {
			t.Errorf("signed in as %v", again.Staff())
		}
	})
}

func TestADisabledMemberOfStaffCannotOpenWhatCameLater(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := desktest.New(t, engine)
		fang := d.Add(t, "fang", model.RoleAgent)
		jing := d.Add(t, "jing", model.RoleLead)
		before := d.Request(t, jing)
		if err := d.Admin.DisableStaff(ctx, fang.Staff().ID); err != nil {
			t.Fatal(err)
		}
		if _, err := d.SignIn(ctx, "fang", desktest.Password); !errors.Is(err, desk.ErrDisabled) {
			t.Fatalf("disabled sign-in: %v", err)
		}
		jing = d.SignInAs(t, "jing")
		after := d.Request(t, jing)
		for _, r := range []model.Request{before, after} {
			if _, err := jing.Request(ctx, r.ID); err != nil {
				t.Errorf("%s after the rotation: %v", r.Reference, err)
			}
		}
		if _, err := fang.Request(ctx, after.ID); err == nil {
			t.Error("the old key opens a request made after the rotation")
		}
	})
}

func TestTheRecoveryPrintOpensTheDeskWhenAPasswordIsLost(t *testing.T) {
	d := desktest.New(t, "sqlite")
	jing := d.Add(t, "jing", model.RoleLead)
	r := d.Request(t, jing)
	if _, err := d.Recover(ctx, "not a key", "jing", "a new password"); !errors.Is(err, seal.ErrRecoveryKey) {
		t.Fatalf("mistyped: %v", err)
	}
	s, err := d.Recover(ctx, d.Recovery, "jing", "a new password")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Request(ctx, r.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := d.SignIn(ctx, "jing", "a new password"); err != nil {
		t.Fatal(err)
	}
}

func TestALockedWindowReadsNothingUntilThePassword(t *testing.T) {
	d := desktest.New(t, "sqlite")
	jing := d.Add(t, "jing", model.RoleLead)
	r := d.Request(t, jing)
	if err := jing.Lock(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := jing.Request(ctx, r.ID); !errors.Is(err, desk.ErrLocked) {
		t.Fatalf("locked: %v", err)
	}
	if err := jing.Unlock(ctx, "not the password"); !errors.Is(err, desk.ErrOwnPassword) {
		t.Fatalf("wrong password: %v", err)
	}
	if err := jing.Unlock(ctx, desktest.Password); err != nil {
		t.Fatal(err)
	}
	if _, err := jing.Request(ctx, r.ID); err != nil {
		t.Fatal(err)
	}
}

func TestOneOfManyWhoClaimAtOnceGetsTheRequest(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := desktest.New(t, engine)
		agents := []*desk.Session{d.Add(t, "a", model.RoleAgent), d.Add(t, "b", model.RoleAgent),
			d.Add(t, "c", model.RoleLead)}
		r := d.Request(t, agents[0])
		if _, err := agents[0].Release(ctx, desktest.Seen(t, agents[0], r.ID)); err != nil {
			t.Fatal(err)
		}
		seen := desktest.Seen(t, agents[0], r.ID)
		var wg sync.WaitGroup
		got := make([]error, len(agents))
		for i, s := range agents {
			wg.Go(func() { _, got[i] = s.Claim(ctx, seen) })
		}
		wg.Wait()
		won := 0
		for _, err := range got {
			var moved *desk.MovedOnError
			if err == nil {
				won++
			} else if !errors.As(err, &moved) || moved.Now.Holder == "" {
				t.Errorf("loser got %v", err)
			}
		}
		if won != 1 {
			t.Errorf("%d of %d got it", won, len(agents))
		}
	})
}

func TestRolesKeepOut(t *testing.T) {
	d := desktest.New(t, "sqlite")
	auditor := d.Add(t, "aud", model.RoleAuditor)
	agent := d.Add(t, "ag", model.RoleAgent)
	r := d.Request(t, agent)
	if _, err := d.Admin.Request(ctx, r.ID); !errors.Is(err, desk.ErrForbidden) {
		t.Errorf("admin reads a request: %v", err)
	}
	if _, err := auditor.Claim(ctx, desktest.Seen(t, auditor, r.ID)); !errors.Is(err, desk.ErrForbidden) {
		t.Errorf("auditor claims: %v", err)
	}
	if err := agent.AddStaff(ctx, "x", "X", model.RoleAdmin, "a long password"); !errors.Is(err, desk.ErrForbidden) {
		t.Errorf("agent adds staff: %v", err)
	}
}

func TestACutLogIsFoundOutAtSignIn(t *testing.T) {
	d := desktest.New(t, "sqlite")
	jing := d.Add(t, "jing", model.RoleLead)
	old := t.TempDir()
	if err := os.CopyFS(old, os.DirFS(d.Address())); err != nil {
		t.Fatal(err)
	}
	d.Request(t, jing)
	d.SignInAs(t, "jing") // this computer has now seen the longer log
	restored, err := desk.Open(ctx, old, desk.Options{Now: d.Clock.Now, StateDir: d.StateDir})
	if err != nil {
		t.Fatal(err)
	}
	defer restored.Close()
	if _, err := restored.SignIn(ctx, "jing", desktest.Password); !errors.Is(err, store.ErrLogBroken) {
		t.Fatalf("an older copy of the desk opened: %v", err)
	}
	if err := restored.AcceptRestore(ctx, "jing", desktest.Password); !errors.Is(err, desk.ErrForbidden) {
		t.Fatalf("a lead accepts a restore: %v", err)
	}
	if err := restored.AcceptRestore(ctx, "admin", desktest.Password); err != nil {
		t.Fatal(err)
	}
	again, err := restored.SignIn(ctx, "jing", desktest.Password)
	if err != nil {
		t.Fatalf("after an administrator accepted the restore: %v", err)
	}
	log, err := again.Log(ctx, 0, 0, 10)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range log {
		if before, _ := e.Detail["head_seen_before"].(string); e.Action == model.ActAcceptRestore && before != "" {
			return
		}
	}
	t.Error("the log does not say that a restore was accepted")
}

func TestSearchFindsByEveryHandle(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := desktest.New(t, engine)
		s := d.Add(t, "jing", model.RoleLead)
		r := d.Request(t, s)
		for _, text := range []string{r.Reference, "Wang.Ming@163.com", "138 1234 1234", "+8613812341234", "wm2019",
			"11010519491231002x", "小明",
			r.Reference + ".", "（" + r.Reference + "）。",
			strings.ToLower(strings.ReplaceAll(r.Reference, "-00000", "-")), r.Reference[len(r.Reference)-6:]} {
			rows, err := s.Search(ctx, text)
			if err != nil || len(rows) != 1 || rows[0].ID != r.ID {
				t.Errorf("%q: %v %v", text, rows, err)
			}
		}
		if rows, err := s.Search(ctx, "nobody@example.com"); err != nil || len(rows) != 0 {
			t.Errorf("stranger: %v %v", rows, err)
		}
	})
}

func TestANameIsFoundWhicheverWordStandsFirst(t *testing.T) {
	d := desktest.New(t, "sqlite")
	s := d.Add(t, "jing", model.RoleLead)
	sub := desktest.Submission()
	sub.Subject.Name = "Priya Anand Nair"
	r := d.Take(t, s, sub)
	for text, want := range map[string]int{"NAIR  priya anand": 1, "Nair, Priya Anand": 1, "anand nair priya": 1,
		"priya  anand": 1, "priya nair": 0} {
		if rows, err := s.Search(ctx, text); err != nil || len(rows) != want || want == 1 && rows[0].ID != r.ID {
			t.Errorf("%q finds %d, want %d; %v", text, len(rows), want, err)
		}
	}
}

func TestTheDeskFolderIsItsOwnersAlone(t *testing.T) {
	d := desktest.New(t, "sqlite")
	info, err := os.Stat(filepath.Join(d.Address(), store.File))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info.Mode(), err)
	}
}

func TestAJobGoesOnBehindTheLock(t *testing.T) {
	d := desktest.New(t, "sqlite")
	fang := d.Add(t, "fang", model.RoleAgent)
	r := d.Request(t, fang)
	job := fang.Job()
	if err := fang.Lock(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := fang.Request(ctx, r.ID); !errors.Is(err, desk.ErrLocked) {
		t.Errorf("the locked window reads: %v", err)
	}
	if _, err := job.Request(ctx, r.ID); err != nil {
		t.Errorf("the job stopped: %v", err)
	}
	if _, err := fang.Job().Request(ctx, r.ID); !errors.Is(err, desk.ErrLocked) {
		t.Errorf("a job was begun behind the lock: %v", err)
	}
}

func TestOnlyWhoMayHoldARequestIsAssignedIt(t *testing.T) {
	d := desktest.New(t, "sqlite")
	fang := d.Add(t, "fang", model.RoleAgent)
	d.Add(t, "jing", model.RoleLead)
	wei, auditor := d.Add(t, "wei", model.RoleAgent), d.Add(t, "aud", model.RoleAuditor)
	if err := d.Admin.DisableStaff(ctx, wei.Staff().ID); err != nil {
		t.Fatal(err)
	}
	jing := d.SignInAs(t, "jing")
	r := d.Request(t, jing)
	for to, want := range map[string]error{
		fang.Staff().ID:    nil,
		jing.Staff().ID:    nil,
		wei.Staff().ID:     desk.ErrCannotHold,
		auditor.Staff().ID: desk.ErrCannotHold,
		d.Admin.Staff().ID: desk.ErrCannotHold,
		"nobody":           desk.ErrCannotHold,
		"":                 desk.ErrCannotHold,
	} {
		before := desktest.Seen(t, jing, r.ID)
		got, err := jing.Assign(ctx, before, to)
		if !errors.Is(err, want) || want == nil && got.Holder != to ||
			want != nil && desktest.Seen(t, jing, r.ID) != before {
			t.Errorf("to %q: %v, want %v, holder %q", to, err, want, got.Holder)
		}
	}
}

func TestWhatADisabledMemberOfStaffHeldGoesBackToTheQueue(t *testing.T) {
	d := desktest.New(t, "sqlite")
	fang, jing := d.Add(t, "fang", model.RoleAgent), d.Add(t, "jing", model.RoleLead)
	held, other := d.Request(t, fang), d.Request(t, jing)
	for s, r := range map[*desk.Session]model.Request{fang: held, jing: other} {
		if _, err := s.Claim(ctx, desktest.Seen(t, s, r.ID)); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.Admin.DisableStaff(ctx, fang.Staff().ID); err != nil {
		t.Fatal(err)
	}
	jing = d.SignInAs(t, "jing")
	for id, want := range map[int64]string{held.ID: "", other.ID: jing.Staff().ID} {
		if r, err := jing.Request(ctx, id); err != nil || r.Holder != want {
			t.Errorf("held by %q, want %q: %v", r.Holder, want, err)
		}
	}
	log, err := jing.Log(ctx, held.ID, 0, 10)
	if err != nil || len(log) == 0 || log[0].Action != model.ActRelease ||
		log[0].Detail["from_staff"] != fang.Staff().ID {
		t.Errorf("its last entry: %+v, %v", log, err)
	}
}

func TestWhoSignsOutIsNotSaidToHaveLockedTheWindow(t *testing.T) {
	d := desktest.New(t, "sqlite")
	s, auditor := d.Add(t, "fang", model.RoleAgent), d.Add(t, "li", model.RoleAuditor)
	if err := s.SignOut(context.Background()); err != nil {
		t.Fatal(err)
	}
	log, err := auditor.Log(context.Background(), 0, 0, 1)
	if err != nil || log[0].Action != model.ActSignOut || log[0].Staff != s.Staff().ID {
		t.Errorf("the newest entry is %+v, %v", log, err)
	}
	if _, err := s.Counts(context.Background()); !errors.Is(err, desk.ErrLocked) {
		t.Errorf("after signing out: %v", err)
	}
}
