package part

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// The test driver has no keyboard; these helpers route keys as the desktop driver does.

func press(c fyne.Canvas, names ...fyne.KeyName) {
	for _, name := range names {
		ev := &fyne.KeyEvent{Name: name}
		focused := c.Focused()
		if tabbable, ok := focused.(fyne.Tabbable); name == fyne.KeyTab && (!ok || !tabbable.AcceptsTab()) {
			c.FocusNext()
			continue
		}
		switch {
		case focused != nil:
			focused.TypedKey(ev)
		case c.OnTypedKey() != nil:
			c.OnTypedKey()(ev)
		}
	}
}

func typeText(c fyne.Canvas, text string) {
	for _, r := range text {
		switch focused := c.Focused(); {
		case focused != nil:
			focused.TypedRune(r)
		case c.OnTypedRune() != nil:
			c.OnTypedRune()(r)
		}
	}
}

func shortcut(c fyne.Canvas, s fyne.Shortcut) {
	if focused, ok := c.Focused().(fyne.Shortcutable); ok {
		focused.TypedShortcut(s)
		return
	}
	if k, ok := attached[c]; ok {
		k.shortcut(s)
	}
}

func ctrl(key fyne.KeyName) fyne.Shortcut {
	return &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierControl}
}

func equal[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func TestTheKeyShownOnAButtonWorksWhereverTheButtonStands(t *testing.T) {
	themed(t, false)
	for what, within := range map[string]func(b *Button) fyne.CanvasObject{
		"a banner":    func(b *Button) fyne.CanvasObject { return NewBanner(BannerBlue, "info", "Lead", "text", b) },
		"a line":      func(b *Button) fyne.CanvasObject { return NewLine("Text", "").WithTrailing(b) },
		"a card":      func(b *Button) fyne.CanvasObject { return NewCard(b) },
		"a next step": func(b *Button) fyne.CanvasObject { return NewNextStep(NextStepParts{Title: "Do", Primary: b}) },
		"a form":      func(b *Button) fyne.CanvasObject { return NewForm(NewField("Label", b)) },
		"nothing":     func(b *Button) fyne.CanvasObject { return NewNothing("x", "Nothing", "do", b) },
		"a page":      func(b *Button) fyne.CanvasObject { return Page(Inset(4, 4, 4, 4, b)) },
		"panes":       func(b *Button) fyne.CanvasObject { return NewPanes(NewRail(nil), VBox(0), b) },
	} {
		b := NewButton("Next", nil)
		b.Key = "F8"
		if got := buttonOf(within(b), Chord{Key: fyne.KeyF8}); got != b {
			t.Errorf("in %s it is not heard", what)
		}
		b.Lock("not yet")
		if buttonOf(within(b), Chord{Key: fyne.KeyF8}) != nil {
			t.Errorf("in %s it is heard though it is locked", what)
		}
	}
}

func TestAPageScrollsToTheFieldThatHasTheFocus(t *testing.T) {
	themed(t, false)
	var fields []*Field
	for range 20 {
		fields = append(fields, NewField("Label", NewEntry("")))
	}
	page := Page(NewForm(fields...))
	win := window(t, VBox(0, Grow(page)), 400, 300)
	for _, at := range []int{19, 10, 0} {
		e := fields[at].Input.(*Entry)
		win.Canvas().Focus(e)
		top := fyne.CurrentApp().Driver().AbsolutePositionForObject(e).Y - fyne.CurrentApp().Driver().
			AbsolutePositionForObject(page).Y
		if top < 0 || top+e.Size().Height > page.Size().Height {
			t.Errorf("field %d stands at %.0f of a page %.0f high", at, top, page.Size().Height)
		}
	}
}

func TestACodeFieldKeepsNoKeyThatIsNoDigit(t *testing.T) {
	themed(t, false)
	f := NewCodeField(6)
	win := window(t, VBox(0, f), 300, 200)
	passed := ""
	win.Canvas().SetOnTypedRune(func(r rune) { passed += string(r) })
	win.Canvas().Focus(f)
	for _, r := range "1/2" {
		f.TypedRune(r)
	}
	if passed != "/" || f.Text() != "12" {
		t.Errorf("passed on %q, kept %q", passed, f.Text())
	}
}
