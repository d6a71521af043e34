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
