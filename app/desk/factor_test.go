package desk_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"gorm.io/gorm"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/code"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/factor"
	"orangelab.cn/rightsdesk/store/storetest"
)

// phone is an authenticator: what it was told, and the clock it shares with the desk.
type phone struct {
	secret string
	clock  *desktest.Clock
}

func (p phone) code(tb testing.TB) string {
	tb.Helper()
	text, err := code.At(p.secret, p.clock.Now())
	if err != nil {
		tb.Fatal(err)
	}
	return text
}

// other is a code that is wrong.
func (p phone) other(tb testing.TB) string {
	digit := p.code(tb)
	return digit[:5] + string('0'+(digit[5]-'0'+5)%10)
}

// setUpFactor gives whoever is signed in a second factor; half a minute later the next code is there.
func setUpFactor(tb testing.TB, d *desktest.Desk, s *desk.Session, password, present string) phone {
	tb.Helper()
	o, err := code.NewOffer("Rightsdesk", s.Staff().Login)
	if err != nil {
		tb.Fatal(err)
	}
	p := phone{o.Secret(), d.Clock}
	if err := s.SetFactor(ctx, o, p.code(tb), password, present); err != nil {
		tb.Fatal(err)
	}
	d.Clock.Step(30 * time.Second)
	return p
}

// needed is what asks for the code after a right password.
func needed(tb testing.TB, d *desk.Desk, login, password string) *desk.CodeNeeded {
	tb.Helper()
	var n *desk.CodeNeeded
	if s, err := d.SignIn(ctx, login, password); !errors.As(err, &n) || s != nil {
		tb.Fatalf("no code is asked for: %v", err)
	}
	return n
}

func TestAfterThePasswordACodeIsAskedForThatServesOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := desktest.New(t, engine)
		fang := d.Add(t, "fang", model.RoleAuditor) // who may write least
		p := setUpFactor(t, d, fang, desktest.Password, "")
		if !fang.Staff().SecondFactor {
			t.Error("their session does not know of it")
		}
		if _, err := d.SignIn(ctx, "fang", wrongPassword); !errors.Is(err, desk.ErrSignIn) {
			t.Errorf("a wrong password: %v", err)
		}
		n := needed(t, d.Desk, "fang", desktest.Password)
		if _, err := n.Enter(ctx, "12345"); !errors.Is(err, code.ErrDigits) {
			t.Errorf("five digits: %v", err)
		}
		if _, err := n.Enter(ctx, p.other(t)); !errors.Is(err, code.ErrWrong) {
			t.Errorf("a wrong code: %v", err)
		}
		s, err := n.Enter(ctx, p.code(t))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.StaffList(ctx); err != nil {
			t.Error(err)
		}
		if _, err := needed(t, d.Desk, "fang", desktest.Password).Enter(ctx, p.code(t)); !errors.Is(err, code.ErrUsed) {
			t.Errorf("the same code once more: %v", err)
		}
		d.Clock.Step(30 * time.Second)
		if err := s.Lock(ctx); err != nil {
			t.Fatal(err)
		}
		var again *desk.CodeNeeded
		if err := s.Unlock(ctx, desktest.Password); !errors.As(err, &again) {
			t.Fatalf("unlocking: %v", err)
		}
		if _, err := s.StaffList(ctx); !errors.Is(err, desk.ErrLocked) {
			t.Errorf("the password alone unlocked: %v", err)
		}
		if _, err := again.Enter(ctx, p.code(t)); err != nil {
			t.Fatal(err)
		}
		if _, err := s.StaffList(ctx); err != nil {
			t.Errorf("unlocked: %v", err)
		}
		if v, err := d.VerifyLog(ctx); err != nil || len(v.Problems) > 0 {
			t.Errorf("the log: %v, %v", v.Problems, err)
		}
	})
}

func TestOneCodeLetsOneOfManyDesktopsIn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := desktest.New(t, engine)
		p := setUpFactor(t, d, d.Add(t, "fang", model.RoleAgent), desktest.Password, "")
		other := d.Another(t)
		var asks []*desk.CodeNeeded
		for range 2 {
			asks = append(asks, needed(t, d.Desk, "fang", desktest.Password),
				needed(t, other.Desk, "fang", desktest.Password))
		}
		errs := make([]error, len(asks))
		var all sync.WaitGroup
		for i, n := range asks {
			all.Go(func() { _, errs[i] = n.Enter(ctx, p.code(t)) })
		}
		all.Wait()
		in := 0
		for _, err := range errs {
			if err == nil {
				in++
			} else if !errors.Is(err, code.ErrUsed) {
				t.Error(err)
			}
		}
		if in != 1 {
			t.Errorf("%d were let in", in)
		}
	})
}

func TestWrongCodesMakeTheAccountWaitWhateverIsDoneToTheCountsOfPasswords(t *testing.T) {
	d := desktest.New(t, "sqlite")
	p := setUpFactor(t, d, d.Add(t, "fang", model.RoleAgent), desktest.Password, "")
	raw := rawDesk(t, d)
	var locked *desk.LockedError
	n := needed(t, d.Desk, "fang", desktest.Password)
	for i := range 4 {
		if _, err := n.Enter(ctx, p.other(t)); !errors.Is(err, code.ErrWrong) {
			t.Fatalf("try %d: %v", i+1, err)
		}
	}
	if _, err := n.Enter(ctx, p.other(t)); !errors.Is(err, code.ErrWrong) {
		t.Fatalf("fifth try: %v", err)
	}
	for _, sql := range []string{"DELETE FROM guess", "UPDATE guess_clock SET latest = 4102444800000"} {
		if err := raw.Exec(sql).Error; err != nil {
			t.Fatal(err)
		}
	}
	if _, err := needed(t, d.Desk, "fang", desktest.Password).Enter(ctx, p.code(t)); !errors.As(err, &locked) ||
		len(locked.Admins) != 1 {
		t.Errorf("a right code while it waits: %v", err)
	}
	d.Clock.Step(-24 * time.Hour)
	if _, err := needed(t, d.Desk, "fang", desktest.Password).Enter(ctx, p.code(t)); !errors.As(err, &locked) {
		t.Errorf("with a clock put back: %v", err)
	}
	d.Clock.Step(24*time.Hour + time.Minute)
	if _, err := n.Enter(ctx, p.code(t)); err != nil {
		t.Errorf("after the wait: %v", err)
	}
	// A clock that is put forward by hand ends every wait; the number of tries ends all the same.
	for range code.AtMost {
		d.Clock.Step(2 * time.Hour)
		if _, err := n.Enter(ctx, p.other(t)); !errors.Is(err, code.ErrWrong) {
			t.Fatal(err)
		}
	}
	d.Clock.Step(2 * time.Hour)
	if _, err := n.Enter(ctx, p.code(t)); !errors.Is(err, code.ErrSpent) {
		t.Errorf("after %d wrong codes: %v", code.AtMost, err)
	}
}

// rawDesk is the database of a desk in a folder, as anybody opens it who has the folder.
func rawDesk(tb testing.TB, d *desktest.Desk) *gorm.DB {
	tb.Helper()
	s, err := store.Open(ctx, d.Address())
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := s.Close(); err != nil {
			tb.Error(err)
		}
	})
	return s.Writer(ctx)
}

func TestTheFactorOutlivesANewPasswordOfOnesOwnAndNoOther(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := desktest.New(t, engine)
		fang := d.Add(t, "fang", model.RoleAgent)
		p := setUpFactor(t, d, fang, desktest.Password, "")
		const mine, given = "mond regen kahn tee", "four words they gave"
		if err := fang.ChangePassword(ctx, desktest.Password, mine); err != nil {
			t.Fatal(err)
		}
		if _, err := needed(t, d.Desk, "fang", mine).Enter(ctx, p.code(t)); err != nil {
			t.Fatal(err)
		}
		if err := d.Admin.ResetPassword(ctx, fang.Staff().ID, given); err != nil {
			t.Fatal(err)
		}
		if s, err := d.SignIn(ctx, "fang", given); err != nil || s.Staff().SecondFactor {
			t.Errorf("after an administrator gave a password: %v", err)
		}
	})
}

func TestALostAuthenticatorIsResetBySomebodyElseAlone(t *testing.T) {
	d := desktest.New(t, "sqlite")
	fang, jing := d.Add(t, "fang", model.RoleAgent), d.Add(t, "jing", model.RoleLead)
	setUpFactor(t, d, fang, desktest.Password, "")
	setUpFactor(t, d, d.Admin, desktest.Password, "")
	for _, s := range []*desk.Session{fang, jing} {
		if err := s.ResetFactor(ctx, fang.Staff().ID); !errors.Is(err, desk.ErrForbidden) {
			t.Errorf("%s resets it: %v", s.Staff().Name, err)
		}
	}
	if err := d.Admin.ResetFactor(ctx, d.Admin.Staff().ID); !errors.Is(err, desk.ErrOwnFactor) {
		t.Errorf("their own: %v", err)
	}
	if err := d.Admin.ResetPassword(ctx, d.Admin.Staff().ID, "four words they gave"); !errors.Is(err,
		desk.ErrOwnFactor) {
		t.Errorf("by a new password for themselves: %v", err)
	}
	if err := d.Admin.ResetFactor(ctx, fang.Staff().ID); err != nil {
		t.Fatal(err)
	}
	d.SignInAs(t, "fang")
	if err := d.Admin.ResetFactor(ctx, fang.Staff().ID); !errors.Is(err, factor.ErrNone) {
		t.Errorf("once more: %v", err)
	}
	if s, err := d.Recover(ctx, d.Recovery, "admin", "four words of mine"); err != nil || s.Staff().SecondFactor {
		t.Errorf("the recovery key: %v", err)
	}
	if v, err := d.VerifyLog(ctx); err != nil || len(v.Problems) > 0 {
		t.Errorf("the log: %v, %v", v.Problems, err)
	}
}

func TestAnotherAuthenticatorNeedsThePasswordAndACodeOfTheOneThereIs(t *testing.T) {
	d := desktest.New(t, "sqlite")
	fang := d.Add(t, "fang", model.RoleAgent)
	o, err := code.NewOffer("Rightsdesk", "fang")
	if err != nil {
		t.Fatal(err)
	}
	offered := phone{o.Secret(), d.Clock}
	if err := fang.SetFactor(ctx, o, offered.code(t), wrongPassword, ""); !errors.Is(err, desk.ErrSignIn) {
		t.Errorf("with a wrong password: %v", err)
	}
	if err := fang.SetFactor(ctx, o, offered.other(t), desktest.Password, ""); !errors.Is(err, code.ErrWrong) {
		t.Errorf("with a wrong code: %v", err)
	}
	first := setUpFactor(t, d, fang, desktest.Password, "")
	if err := fang.SetFactor(ctx, o, offered.code(t), desktest.Password, ""); !errors.Is(err, code.ErrDigits) {
		t.Errorf("replaced without a code of the first: %v", err)
	}
	if err := fang.SetFactor(ctx, o, offered.code(t), desktest.Password, first.other(t)); !errors.Is(err,
		code.ErrWrong) {
		t.Errorf("replaced with a wrong code of the first: %v", err)
	}
	second := setUpFactor(t, d, fang, desktest.Password, first.code(t))
	if _, err := needed(t, d.Desk, "fang", desktest.Password).
		Enter(ctx, first.code(t)); !errors.Is(err, code.ErrWrong) {
		t.Errorf("a code of the first: %v", err)
	}
	if _, err := needed(t, d.Desk, "fang", desktest.Password).Enter(ctx, second.code(t)); err != nil {
		t.Errorf("a code of the second: %v", err)
	}
}

func TestWhereAFactorIsDemandedNothingOpensBeforeItIsThere(t *testing.T) {
	d := desktest.New(t, "sqlite")
	jing := d.Add(t, "jing", model.RoleLead)
	if err := jing.DemandFactor(ctx, true); !errors.Is(err, desk.ErrForbidden) {
		t.Errorf("a lead demands it: %v", err)
	}
	if err := d.Admin.DemandFactor(ctx, true); err != nil {
		t.Fatal(err)
	}
	if demanded, err := jing.FactorDemanded(ctx); err != nil || !demanded {
		t.Errorf("an open window goes on, and knows: %v, %v", demanded, err)
	}
	s := d.SignInAs(t, "jing")
	if !s.Enrolling() {
		t.Fatal("they are not led to set it up")
	}
	for name, try := range map[string]error{
		"staff":    func() error { _, err := s.StaffList(ctx); return err }(),
		"a job":    s.Job().Write(ctx, model.ActClaim, func(*store.Tx, *model.Entry) error { return nil }),
		"password": s.ChangePassword(ctx, desktest.Password, "mond regen kahn tee"),
	} {
		if !errors.Is(try, desk.ErrFactorDemanded) {
			t.Errorf("%s: %v", name, try)
		}
	}
	setUpFactor(t, d, s, desktest.Password, "")
	if _, err := s.StaffList(ctx); err != nil || s.Enrolling() {
		t.Errorf("once it is there: %v", err)
	}
	if err := d.Admin.DemandFactor(ctx, false); err != nil {
		t.Fatal(err)
	}
	if s := d.SignInAs(t, "admin"); s.Enrolling() {
		t.Error("demanded no more, and still asked for")
	}
}

func TestARestoredDeskIsAcceptedWithTheCodeToo(t *testing.T) {
	d := desktest.New(t, "sqlite")
	p := setUpFactor(t, d, d.Admin, desktest.Password, "")
	var n *desk.CodeNeeded
	if err := d.AcceptRestore(ctx, "admin", desktest.Password); !errors.As(err, &n) {
		t.Fatal(err)
	}
	if _, err := n.Enter(context.Background(), p.code(t)); err != nil {
		t.Error(err)
	}
}
