package shell

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/frame/frametest"
	"orangelab.cn/rightsdesk/ui/part"
)

// opened is the window of a desk, and what waits until something holds in it.
func opened(t *testing.T, address string) (*App, func(what string, holds func() bool)) {
	t.Helper()
	a := frametest.New(t)
	s := New(a, Options{Address: address})
	t.Cleanup(s.close)
	s.Show()
	return s, func(what string, holds func() bool) { t.Helper(); a.Until(t, what, holds) }
}

// newDesk is a desk in a folder, set up by an administrator.
func newDesk(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	d, err := desk.Open(context.Background(), dir, desk.Options{StateDir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := d.SetUp(context.Background(),
		desk.Setup{Desk: "Service desk", Organisation: desktest.Organisation(), Login: "admin", Name: "Administrator",
			Password: desktest.Password}); err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

// write types as the desktop driver does: into what has the focus.
func write(c fyne.Canvas, text string) {
	for _, r := range text {
		if f := c.Focused(); f != nil {
			f.TypedRune(r)
		}
	}
}

func enter(c fyne.Canvas) {
	ev := &fyne.KeyEvent{Name: fyne.KeyReturn}
	if f := c.Focused(); f != nil {
		f.TypedKey(ev)
	} else if f := c.OnTypedKey(); f != nil {
		f(ev)
	}
}

func focused(c fyne.Canvas) *part.Entry {
	e, _ := c.Focused().(*part.Entry)
	return e
}

func TestAWrongPasswordKeepsTheLoginAndTheFocus(t *testing.T) {
	s, until := opened(t, newDesk(t))
	c := s.window.Canvas()
	until("the sign-in shows", func() bool { return focused(c) != nil })
	login := focused(c)
	write(c, "admin")
	enter(c)
	password := focused(c)
	if password == login {
		t.Fatal("Enter does not go on to the password")
	}
	write(c, "not this one at all")
	enter(c)
	until("the answer", func() bool { return password.Text == "" })
	if focused(c) != password || login.Text != "admin" {
		t.Fatalf("login %q, focus %v", login.Text, c.Focused())
	}
	write(c, desktest.Password)
	enter(c)
	until("signed in", func() bool { return s.main != nil })
}

func TestSomebodyElseSignsInWithALoginOfTheirOwn(t *testing.T) {
	s, until := opened(t, newDesk(t))
	c := s.window.Canvas()
	until("the sign-in shows", func() bool { return focused(c) != nil })
	for _, text := range []string{"admin", desktest.Password} {
		write(c, text)
		enter(c)
	}
	until("signed in", func() bool { return s.main != nil })
	for range 2 {
		if s.main == nil {
			for _, text := range []string{"admin", desktest.Password} {
				write(c, text)
				enter(c)
			}
			until("signed in again", func() bool { return s.main != nil })
			s.lock() // and from behind the lock
		}
		s.signOut()
		if e := focused(c); e == nil || e.Password || e.Text != "" {
			t.Fatal("the sign-in does not wait for a login at once: what is typed now goes nowhere")
		}
	}
}

func TestTheSignInCallsTheOrganisationInTheWindowsLanguage(t *testing.T) {
	dir := newDesk(t)
	s, until := opened(t, dir)
	until("the sign-in shows", func() bool { return focused(s.window.Canvas()) != nil })
	info, err := s.desk.Info(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	facts := desktest.Organisation()
	for _, lang := range []string{frame.English, frame.Chinese} {
		if info.Names[lang] == "" || info.Names[lang] != facts.Called(lang) {
			t.Errorf("%s: %q, want %q", lang, info.Names[lang], facts.Called(lang))
		}
	}
}

// chooseLaw chooses the first law where that is asked for, and goes on.
func chooseLaw(c fyne.Canvas) {
	if s, is := c.Focused().(*part.Select); is {
		s.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
		s.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	}
}

func TestEnterGoesThroughSetUp(t *testing.T) {
	s, until := opened(t, t.TempDir())
	c := s.window.Canvas()
	until("the set-up shows", func() bool { return focused(c) != nil })
	for _, text := range []string{"Orangelab", "", "privacy@shop.example", "Europe/Berlin", "Administrator", "admin",
		desktest.Password, desktest.Password} {
		before := c.Focused()
		write(c, text)
		enter(c)
		chooseLaw(c)
		if c.Focused() == before && text != desktest.Password {
			t.Fatalf("Enter after %q goes nowhere", text)
		}
	}
	until("the recovery key shows", func() bool {
		_, err := s.desk.Info(context.Background())
		return err == nil && focused(c) != nil && focused(c).Text == ""
	})
	write(c, "X")
	s.setLanguage(frame.Chinese)
	if e := focused(c); e == nil || e.Text != "X" {
		t.Error("the recovery key, which is shown once, is gone in another language, or what was typed is")
	}
	s.setLanguage(frame.English)
}

func TestAPasswordThatIsEasyToGuessIsSaidAtItsField(t *testing.T) {
	s, until := opened(t, t.TempDir())
	c := s.window.Canvas()
	until("the set-up shows", func() bool { return focused(c) != nil })
	const easy = "passwordpassword"
	var typed []*part.Entry
	for _, text := range []string{"Orangelab", "", "privacy@shop.example", "Europe/Berlin", "Administrator", "admin",
		easy, easy} {
		typed = append(typed, focused(c))
		write(c, text)
		enter(c)
		chooseLaw(c)
	}
	password := typed[len(typed)-2]
	until("the answer", func() bool { return focused(c) == password })
	if s.main != nil || password.Text != easy {
		t.Errorf("the password became %q", password.Text)
	}
}

func TestWhoeverWasGivenAPasswordIsAskedForOneOfTheirOwn(t *testing.T) {
	dir := newDesk(t)
	d, err := desk.Open(context.Background(), dir, desk.Options{StateDir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	admin, err := d.SignIn(context.Background(), "admin", desktest.Password)
	if err == nil {
		err = admin.AddStaff(context.Background(), "fang", "Fang", model.RoleLead, "four words of hers")
	}
	if err == nil {
		var list []model.Staff
		if list, err = admin.StaffList(context.Background()); err == nil {
			for _, st := range list {
				if st.Login == "fang" {
					err = admin.ResetPassword(context.Background(), st.ID, desktest.Password)
				}
			}
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	s, until := opened(t, dir)
	c := s.window.Canvas()
	signIn := func(password string) {
		for _, text := range []string{"fang", password} {
			write(c, text)
			enter(c)
		}
		until("signed in", func() bool { return s.main != nil })
	}
	until("the sign-in shows", func() bool { return focused(c) != nil })
	signIn(desktest.Password)
	until("a password of her own is asked for", func() bool { return c.Overlays().Top() != nil && focused(c) != nil })
	for _, text := range []string{desktest.Password, "seven green lamps burn", "seven green lamps born"} {
		write(c, text)
		enter(c)
	}
	if c.Overlays().Top() == nil || focused(c) == nil {
		t.Fatal("a slip of the finger is her password now")
	}
	focused(c).SetText("")
	for _, text := range []string{"seven green lamps burn"} {
		write(c, text)
		enter(c)
	}
	until("it is hers", func() bool { return c.Overlays().Top() == nil })
	s.signOut()
	signIn("seven green lamps burn")
	if s.frame.Session.Staff().Reset || c.Overlays().Top() != nil {
		t.Error("she is asked again")
	}
}
