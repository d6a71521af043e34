package desk_test

import (
	"database/sql"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/upkeep"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/storetest"
)

func TestARenewedRecoveryKeyTakesThePlaceOfTheOlderOne(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := desktest.New(t, engine)
		jing := d.Add(t, "jing", model.RoleLead)
		r := d.Request(t, jing)
		if _, err := jing.RenewRecovery(ctx, desktest.Password, false); !errors.Is(err, desk.ErrForbidden) {
			t.Errorf("a lead renews it: %v", err)
		}
		if _, err := d.Admin.RenewRecovery(ctx, wrongPassword, false); !errors.Is(err, desk.ErrOwnPassword) {
			t.Errorf("with a wrong password: %v", err)
		}
		print, err := d.Admin.RenewRecovery(ctx, desktest.Password, false)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := jing.Request(ctx, r.ID); err != nil {
			t.Errorf("an open window: %v", err)
		}
		if _, err := d.Recover(ctx, d.Recovery, "jing", "four words of mine"); !errors.Is(err, store.ErrNoKey) {
			t.Errorf("the older print: %v", err)
		}
		s, err := d.Recover(ctx, print[0], "jing", "four words of mine")
		if err != nil {
			t.Fatalf("the new print: %v", err)
		}
		if _, err := s.Request(ctx, r.ID); err != nil {
			t.Error(err)
		}
		if v, err := d.VerifyLog(ctx); err != nil || len(v.Problems) > 0 {
			t.Errorf("the log: %v, %v", v.Problems, err)
		}
	})
}

func TestAfterSomebodyWasDisabledEveryKeyMovesAndNoOpenWindowWritesWithAnOldOne(t *testing.T) {
	d := desktest.New(t, "sqlite")
	fang, jing := d.Add(t, "fang", model.RoleAgent), d.Add(t, "jing", model.RoleLead)
	for range 3 {
		d.Request(t, fang)
	}
	if err := d.Admin.DisableStaff(ctx, fang.Staff().ID); err != nil {
		t.Fatal(err)
	}
	d.Request(t, jing) // her window was open before
	db, err := sql.Open("sqlite", "file:"+filepath.Join(d.Address(), store.File)+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	old := func() (n int) {
		if err := db.QueryRow("SELECT COUNT(*) FROM request_key WHERE key_version < 2").Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	if n := old(); n != 3 {
		t.Errorf("%d keys are older than the rotation, want those of the 3 requests before it", n)
	}
	if err := upkeep.MoveKeys(ctx, jing); err != nil {
		t.Fatal(err)
	}
	if n := old(); n != 0 {
		t.Errorf("%d keys were left", n)
	}
	roster := func() (body string) {
		if err := db.QueryRow("SELECT body FROM roster ORDER BY version DESC LIMIT 1").Scan(&body); err != nil {
			t.Fatal(err)
		}
		return body
	}
	if n := count(t, db, "SELECT COUNT(*) FROM tally WHERE epoch < 2"); n != 0 ||
		strings.Contains(roster(), `"oldest_tally":2`) {
		t.Errorf("%d tallies were left; the roster says %s", n, roster())
	}
	if err := upkeep.MoveKeys(ctx, d.Admin); err != nil || !strings.Contains(roster(), `"oldest_tally":2`) {
		t.Errorf("an administrator ends it (%v): %s", err, roster())
	}
	before := count(t, db, "SELECT COUNT(*) FROM entry")
	if err := upkeep.MoveKeys(ctx, d.Admin); err != nil || count(t, db, "SELECT COUNT(*) FROM entry") != before {
		t.Errorf("it is ended twice (%v)", err)
	}
	if _, err := jing.Request(ctx, 1); err != nil {
		t.Error(err)
	}
	for _, touch := range map[string]func() error{
		"reading": func() error { _, err := fang.Request(ctx, 1); return err },
		"writing": func() error { _, err := fang.Claim(ctx, model.Revision{Request: 1, Version: 1}); return err },
		"a job":   func() error { return upkeep.MoveKeys(ctx, fang) },
	} {
		if err := touch(); !errors.Is(err, desk.ErrDisabled) {
			t.Errorf("%v", err)
		}
	}
}

func count(t *testing.T, db *sql.DB, query string) (n int) {
	t.Helper()
	if err := db.QueryRow(query).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// Whoever has a new password has new keys; a window with the old ones asks for the password.
func TestANewPasswordLocksTheOtherWindowsOfItsOwner(t *testing.T) {
	d := desktest.New(t, "sqlite")
	here := d.Add(t, "jing", model.RoleLead)
	there := d.SignInAs(t, "jing")
	r := d.Request(t, here)
	const own = "four words of mine"
	if err := here.ChangePassword(ctx, desktest.Password, own); err != nil {
		t.Fatal(err)
	}
	if _, err := here.Request(ctx, r.ID); err != nil {
		t.Errorf("the window in which it was changed: %v", err)
	}
	if _, err := there.Request(ctx, r.ID); !errors.Is(err, desk.ErrLocked) {
		t.Errorf("another: %v", err)
	}
	if err := there.Unlock(ctx, own); err != nil {
		t.Fatal(err)
	}
	if _, err := there.Request(ctx, r.ID); err != nil {
		t.Errorf("another, with the new password: %v", err)
	}
}
