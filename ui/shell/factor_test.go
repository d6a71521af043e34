package shell

import (
	"context"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/code"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/ui/part"
)

// demanding demands a second factor of everybody at a desk.
func demanding(t *testing.T, dir string) {
	t.Helper()
	d, err := desk.Open(context.Background(), dir, desk.Options{StateDir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	admin, err := d.SignIn(context.Background(), "admin", desktest.Password)
	if err == nil {
		err = admin.DemandFactor(context.Background(), true)
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestADemandedSecondFactorIsSetUpAtTheSignInAndAskedForWhenUnlocking(t *testing.T) {
	dir := newDesk(t)
	demanding(t, dir)
	s, until := opened(t, dir)
	c := s.window.Canvas()
	until("the sign-in shows", func() bool { return focused(c) != nil })
	write(c, "admin")
	enter(c)
	write(c, desktest.Password)
	enter(c)
	until("the way to set it up", func() bool {
		return s.sheet != nil && s.offer.There() && focused(c) != nil && focused(c).Text == ""
	})
	if s.main != nil {
		t.Fatal("the desk is open before")
	}
	secret := s.offer.Secret()
	s.setLanguage("zh-Hans") // the page is made anew, with the same secret
	s.setLanguage("en")
	if s.offer.Secret() != secret {
		t.Error("another language shows another secret")
	}
	typed := func(late time.Duration) string {
		text, err := code.At(secret, time.Now().Add(late))
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	write(c, typed(-30*time.Second)) // the newest code serves once, too, and is used below
	enter(c)
	until("the desk is open", func() bool { return s.main != nil })
	s.lock()
	until("the lock shows", func() bool { return s.behind != nil && focused(c) != nil })
	write(c, desktest.Password)
	enter(c)
	until("the code is asked for", func() bool { return s.once != nil })
	if s.behind == nil {
		t.Fatal("the password alone unlocked")
	}
	asked := focused(c)
	write(c, "000000")
	enter(c)
	until("the answer", func() bool { return asked.Text == "" })
	if s.behind == nil || focused(c) != asked {
		t.Error("a wrong code unlocked, or took the focus away")
	}
	write(c, typed(0))
	press(c, part.Chord{Key: "Return"})
	until("unlocked", func() bool { return s.behind == nil })
}
