package shell

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/part"
)

// staffed adds an agent and a received request to a desk.
func staffed(t *testing.T, dir string) model.Request {
	t.Helper()
	ctx := context.Background()
	d, err := desk.Open(ctx, dir, desk.Options{StateDir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	admin, err := d.SignIn(ctx, "admin", desktest.Password)
	if err != nil {
		t.Fatal(err)
	}
	if err := admin.AddStaff(ctx, "fang", "Fang", model.RoleAgent, "given for the first day"); err != nil {
		t.Fatal(err)
	}
	fang, err := d.SignIn(ctx, "fang", "given for the first day")
	if err == nil {
		err = fang.ChangePassword(ctx, "given for the first day", desktest.Password)
	}
	if err != nil {
		t.Fatal(err)
	}
	r, err := intake.Take(ctx, fang, desktest.Submission())
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	return r
}

// press gives a key to a window as the driver does: to what has the focus, else to the window.
func press(c fyne.Canvas, chord part.Chord) {
	if chord.Modifier != 0 {
		s := &desktop.CustomShortcut{KeyName: chord.Key, Modifier: chord.Modifier}
		if f, ok := c.Focused().(fyne.Shortcutable); ok {
			f.TypedShortcut(s)
		} else if target, ok := c.(fyne.Shortcutable); ok {
			target.TypedShortcut(s)
		}
		return
	}
	ev := &fyne.KeyEvent{Name: chord.Key}
	if f := c.Focused(); f != nil {
		f.TypedKey(ev)
	} else if f := c.OnTypedKey(); f != nil {
		f(ev)
	}
	if len(chord.Key) == 1 && c.Focused() == nil {
		if f := c.OnTypedRune(); f != nil {
			f(rune(chord.Key[0]))
		}
	}
}

func TestALockEndsWhatKeysCanDoUntilItsOwnerIsBack(t *testing.T) {
	dir := newDesk(t)
	r := staffed(t, dir)
	s, until := opened(t, dir)
	c := s.window.Canvas()
	until("the sign-in shows", func() bool { return focused(c) != nil })
	for _, text := range []string{"fang", desktest.Password} {
		write(c, text)
		enter(c)
	}
	until("the list", func() bool { return s.main != nil && len(s.main.queue.rows) == 1 })
	s.main.run(part.CmdNextRow)
	until("the request", func() bool { return s.main.detail.Reference() == r.Reference })
	before := s.frame.Session

	s.lock()
	until("the lock asks for the password", func() bool { return focused(c) != nil && focused(c).Password })
	password := focused(c)
	for _, b := range part.Shortcuts {
		chord, err := part.ParseKey(b.Key)
		if err != nil {
			t.Fatal(err)
		}
		if chord.Key == fyne.KeyReturn || b.Command == part.CmdGuide { // would answer the lock; see below
			continue
		}
		c.Focus(password)
		press(c, chord)
		c.Unfocus()
		press(c, chord)
	}
	if s.behind == nil || c.Overlays().Top() != nil || s.frame.Session != before {
		t.Error("a key led behind the lock")
	}
	press(c, part.Chord{Key: fyne.KeyF1}) // the guide says nothing of anybody
	if c.Overlays().Top() == nil {
		t.Error("there is no guide over the lock")
	}
	press(c, part.Chord{Key: fyne.KeyEscape})
	if s.behind == nil || c.Overlays().Top() != nil || s.frame.Session != before {
		t.Error("the guide led behind the lock")
	}
	password.SetText("")
	c.Focus(password)
	write(c, desktest.Password)
	enter(c)
	until("unlocked", func() bool { return s.behind == nil })
	if s.main.detail.Reference() != r.Reference {
		t.Errorf("after the lock %q is open", s.main.detail.Reference())
	}
	if now, err := before.Request(context.Background(), r.ID); err != nil || now.Version != r.Version {
		t.Errorf("a key acted through the lock: version %d became %d, %v", r.Version, now.Version, err)
	}
	s.main.run(part.CmdClaim)
	until("claimed by who is back", func() bool {
		now, err := before.Request(context.Background(), r.ID)
		return err == nil && now.Holder == before.Staff().ID
	})
}
