package desk_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/storetest"
)

const wrongPassword = "not the password"

func TestWrongPasswordsLockAnAccountAndSayToWhomToTurn(t *testing.T) {
	d := desktest.New(t, "sqlite")
	d.Add(t, "fang", model.RoleAgent)
	for i := range 4 {
		if _, err := d.SignIn(ctx, "fang", wrongPassword); !errors.Is(err, desk.ErrSignIn) ||
			errors.Is(err, desk.ErrOwnPassword) {
			t.Fatalf("try %d: %v", i+1, err)
		}
	}
	var locked *desk.LockedError
	if _, err := d.SignIn(ctx, "fang", wrongPassword); !errors.As(err, &locked) || len(locked.Admins) != 1 {
		t.Fatalf("fifth try: %v", err)
	}
	if _, err := d.SignIn(ctx, "fang", desktest.Password); !errors.As(err, &locked) {
		t.Fatalf("right password while locked: %v", err)
	}
	d.Clock.Step(time.Minute)
	if _, err := d.SignIn(ctx, "fang", desktest.Password); err != nil {
		t.Fatalf("after the wait: %v", err)
	}
	for i := range 4 {
		if _, err := d.SignIn(ctx, "fang", wrongPassword); !errors.Is(err, desk.ErrSignIn) {
			t.Fatalf("try %d after a right one: %v", i+1, err)
		}
	}
}

// Every guess that was judged and wrong has an entry.
func (p guesses) judged(t *testing.T) int {
	t.Helper()
	n := 0
	if err := p.Store().Read(ctx, nil, func(v *store.View) error {
		entries, err := v.Entries(0, 0, 1000)
		for _, e := range entries {
			if e.Action == model.ActSignInFailed {
				n++
			}
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return n
}

type guesses struct{ *desktest.Desk }

func TestOfFortyGuessesAtOnceNoMoreAreJudgedThanInARow(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		for _, who := range []string{"fang", "nobody"} {
			t.Run(who, func(t *testing.T) {
				d := guesses{desktest.New(t, engine)}
				d.Add(t, "fang", model.RoleAgent)
				var wg sync.WaitGroup
				for desktop := range 4 { // each with connections of its own, as other processes have
					other, err := desk.Open(ctx, d.Address(), desk.Options{Now: d.Clock.Now, StateDir: t.TempDir()})
					if err != nil {
						t.Fatal(err)
					}
					defer other.Close()
					for i := range 10 {
						wg.Go(func() {
							_, err := other.SignIn(ctx, who, fmt.Sprintf("guess %d of desktop %d", i, desktop))
							var locked *desk.LockedError
							if !errors.Is(err, desk.ErrSignIn) && !errors.As(err, &locked) {
								t.Error(err)
							}
						})
					}
				}
				wg.Wait()
				if n := d.judged(t); n != 5 {
					t.Errorf("%d of 40 guesses were judged", n)
				}
			})
		}
	})
}

func TestALoginThatNobodyHasAnswersAsAnyOther(t *testing.T) {
	d := desktest.New(t, "sqlite")
	d.Add(t, "fang", model.RoleAgent)
	for i := range 12 {
		_, known := d.SignIn(ctx, "fang", wrongPassword)
		_, unknown := d.SignIn(ctx, "nobody", wrongPassword)
		if known == nil || unknown == nil || known.Error() != unknown.Error() {
			t.Errorf("guess %d: %v for a login that is there, %v for one that is not", i+1, known, unknown)
		}
		if i%3 == 2 {
			d.Clock.Step(10 * time.Minute)
		}
	}
}

func TestWhatIsTypedForALoginByMistakeIsNotKept(t *testing.T) {
	d := desktest.New(t, "sqlite")
	same, err := d.CountedAs(ctx, "Nobody ")
	if again, _ := d.CountedAs(ctx, "nobody"); err != nil || again != same {
		t.Errorf("%q, %q, %v", same, again, err)
	}
	for i := range 300 {
		who, err := d.CountedAs(ctx, fmt.Sprintf("my password %d", i))
		if err != nil || len(who) != len("?1234") {
			t.Errorf("%q is kept, more than 16 bits of what was typed: %v", who, err)
		}
	}
}

func TestAClockThatIsSetBackShortensNoWait(t *testing.T) {
	d := desktest.New(t, "sqlite")
	d.Add(t, "fang", model.RoleAgent)
	d.Clock.Step(-365 * 24 * time.Hour)
	var locked *desk.LockedError
	for range 5 {
		_, err := d.SignIn(ctx, "fang", wrongPassword)
		errors.As(err, &locked)
	}
	d.Clock.Step(365 * 24 * time.Hour) // another desktop, whose clock is right
	if _, err := d.SignIn(ctx, "fang", desktest.Password); locked == nil || !errors.As(err, &locked) {
		t.Errorf("a moment after five wrong passwords on a clock a year behind: %v", err)
	}
	d.Clock.Step(time.Minute)
	if _, err := d.SignIn(ctx, "fang", desktest.Password); err != nil {
		t.Errorf("after the wait: %v", err)
	}
}

func TestEveryPlaceThatAsksForAPasswordCounts(t *testing.T) {
	d := desktest.New(t, "sqlite")
	other := desktest.New(t, "sqlite")
	fang := d.Add(t, "fang", model.RoleAgent)
	places := map[string]func(context.Context) error{
		"sign-in": func(ctx context.Context) error {
			_, err := d.SignIn(ctx, "fang", wrongPassword)
			return err
		},
		"unlock": func(ctx context.Context) error { return fang.Unlock(ctx, wrongPassword) },
		"change password": func(ctx context.Context) error {
			return fang.ChangePassword(ctx, wrongPassword, "four words of mine")
		},
		"accept restore": func(ctx context.Context) error { return d.AcceptRestore(ctx, "fang", wrongPassword) },
		"recover": func(ctx context.Context) error {
			_, err := d.Recover(ctx, other.Recovery, "fang", "four words of mine")
			return err
		},
	}
	for place, guess := range places {
		t.Run(place, func(t *testing.T) {
			d.Clock.Step(2 * time.Hour)
			if place != "recover" {
				d.SignInAs(t, "fang") // counts anew
			}
			var locked *desk.LockedError
			for i := range 5 {
				if err := guess(ctx); err == nil || errors.As(err, &locked) != (i == 4) {
					t.Errorf("guess %d: %v", i+1, err)
				}
			}
			before := guesses{d}.judged(t)
			if err := guess(ctx); !errors.As(err, &locked) {
				t.Errorf("after five: %v", err)
			}
			if n := (guesses{d}).judged(t); n != before {
				t.Errorf("%d guesses were judged, %d before", n, before)
			}
		})
	}
}

func TestAnEasyPasswordIsRefusedWhereverOneIsSet(t *testing.T) {
	easy := map[string]error{
		"short":               desk.ErrPasswordShort,
		"password123456":      desk.ErrPasswordCommon,
		"1234567890":          desk.ErrPasswordCommon,
		"qwertyuiop":          desk.ErrPasswordCommon,
		"1qaz2wsx3edc":        desk.ErrPasswordCommon,
		"aaaaaaaaaaaa":        desk.ErrPasswordCommon,
		"abcabcabcabc":        desk.ErrPasswordCommon,
		"王小明王小明王小明王小":         desk.ErrPasswordCommon,
		"woaini1314520":       desk.ErrPasswordCommon,
		"Passw0rd!2024":       desk.ErrPasswordCommon,
		"fangfang2026":        desk.ErrPasswordCommon,
		"Fang12345678":        desk.ErrPasswordCommon,
		"我们的服务台四月下雨":          nil,
		"mond regen kahn tee": nil,
		"q8#Lr2zzPw":          nil,
	}
	d := desktest.New(t, "sqlite")
	fang, jing := d.Add(t, "fang", model.RoleAgent), d.Add(t, "jing", model.RoleLead)
	i := 0
	for password, want := range easy {
		i++
		for place, set := range map[string]func() error{
			"a new member of staff": func() error {
				return d.Admin.AddStaff(ctx, fmt.Sprintf("fang%d", i), "Fang", model.RoleAgent, password)
			},
			"a lost password": func() error { return d.Admin.ResetPassword(ctx, jing.Staff().ID, password) },
		} {
			if err := set(); !errors.Is(err, want) {
				t.Errorf("%s, %q: %v, want %v", place, password, err, want)
			}
		}
		if want != nil {
			if err := fang.ChangePassword(ctx, "whatever it is", password); !errors.Is(err, want) {
				t.Errorf("one's own, %q: %v, want %v", password, err, want)
			}
			if _, err := d.Recover(ctx, d.Recovery, "fang", password); !errors.Is(err, want) {
				t.Errorf("with the print, %q: %v, want %v", password, err, want)
			}
		}
	}
	if err := fang.ChangePassword(ctx, "mond regen kahn tee", "mond regen kahn tee"); !errors.Is(err,
		desk.ErrPasswordSame) {
		t.Errorf("the same again: %v", err)
	}
}
