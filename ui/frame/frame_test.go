package frame_test

import (
	"context"
	"errors"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/frame/frametest"
)

func TestWhatARequestIsToWhoReadsIt(t *testing.T) {
	frametest.New(t)
	d := desktest.New(t, "sqlite")
	for _, role := range []model.Role{model.RoleAgent, model.RoleLead, model.RoleAuditor, model.RoleAdmin} {
		f := &frame.Frame{Session: d.Add(t, "the-"+string(role), role)}
		me, works := f.Session.Staff().ID, role == model.RoleAgent || role == model.RoleLead
		for _, c := range []struct {
			request      model.Request
			mine, second bool
		}{
			{model.Request{Status: model.Working}, works, false},
			{model.Request{Status: model.Working, Holder: me}, works, false},
			{model.Request{Status: model.Working, Holder: "other"}, false, false},
			{model.Request{Status: model.Review, PreparedBy: "other"}, works, works},
			{model.Request{Status: model.Review, PreparedBy: me}, works, false},
			{model.Request{Status: model.Review, PreparedBy: "other", Holder: "third"}, false, false},
		} {
			if f.Mine(c.request) != c.mine || f.Second(c.request) != c.second {
				t.Errorf("%s, %s held by %q, prepared by %q: mine %v, second %v", role, c.request.Status,
					c.request.Holder, c.request.PreparedBy, f.Mine(c.request), f.Second(c.request))
			}
		}
		for action := range model.Permissions {
			if f.May(action) != role.May(action) {
				t.Errorf("%s: %s", role, action)
			}
		}
	}
}

func TestWhatRunsWhileSomebodySignsOutIsNotShownToTheNext(t *testing.T) {
	a := frametest.New(t)
	d := desktest.New(t, "sqlite")
	f := &frame.Frame{Session: d.Add(t, "fang", model.RoleAgent)}
	for _, c := range []struct {
		name  string
		end   bool
		shown bool
	}{{"signed in", false, true}, {"signed out", true, false}} {
		shown, goOn := false, make(chan struct{})
		f.Try(func(context.Context) error { <-goOn; return errors.New("late") }, func(error) { shown = true })
		if c.end {
			f.End()
		}
		close(goOn)
		a.Step()
		if shown != c.shown {
			t.Errorf("%s: shown %v", c.name, shown)
		}
	}
}

func TestAnOlderReadingGivesWayToANewerOne(t *testing.T) {
	var g frame.Generation
	first := g.Next()
	if !g.Current(first) || g.Now() != first {
		t.Error("the first is not current")
	}
	second := g.Next()
	if g.Current(first) || !g.Current(second) {
		t.Error("the older one is current")
	}
}

func TestWhatIsTypedWhileABoxIsPreparedGoesNowhere(t *testing.T) {
	a := frametest.New(t)
	typed := 0
	window := a.NewWindow("")
	defer window.Close()
	window.Canvas().SetOnTypedRune(func(rune) { typed++ })
	window.Canvas().SetOnTypedKey(func(*fyne.KeyEvent) { typed++ })
	f := &frame.Frame{Window: window}
	for _, c := range []struct {
		name   string
		end    bool
		err    error
		opened int
		boxes  int
	}{{"read", false, nil, 1, 0}, {"failed", false, errors.New("gone"), 0, 1},
		{"signed out, the box of the failure still there", true, nil, 0, 1}} {
		opened, goOn := 0, make(chan struct{})
		f.Prepare(func(context.Context) error { <-goOn; return c.err }, func() {
			opened++
			if window.Canvas().Overlays().Top() != nil {
				t.Errorf("%s: the box opens while keys are still held", c.name)
			}
		})
		top, holds := window.Canvas().Focused().(interface {
			fyne.Focusable
			fyne.Shortcutable
		})
		if !holds {
			t.Fatalf("%s: nothing holds the keys", c.name)
		}
		top.TypedRune('j')
		top.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		top.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierControl})
		if c.end {
			f.End()
		}
		close(goOn)
		a.Step()
		a.Step()
		if got := len(window.Canvas().Overlays().List()); typed != 0 || opened != c.opened || got != c.boxes {
			t.Errorf("%s: %d keys arrived, opened %d times, %d boxes", c.name, typed, opened, got)
		}
	}
}
