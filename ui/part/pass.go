package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// Fyne gives a key to the focused widget alone. What a widget here does not want it passes on: first to the dialog or
// menu on top, then to the window.

// passKey passes a key on.
func passKey(from fyne.CanvasObject, ev *fyne.KeyEvent) {
	c := canvasOf(from)
	if c == nil {
		return
	}
	if o, ok := c.Overlays().Top().(*overlay); ok {
		o.key(ev)
		return
	}
	if f := c.OnTypedKey(); f != nil {
		f(ev)
	}
}

// passRune passes a letter on; over a dialog there is nobody to want it.
func passRune(from fyne.CanvasObject, r rune) {
	c := canvasOf(from)
	if c == nil || c.Overlays().Top() != nil {
		return
	}
	if f := c.OnTypedRune(); f != nil {
		f(r)
	}
}

// passShortcut passes a shortcut on.
func passShortcut(from fyne.CanvasObject, s fyne.Shortcut) {
	c := canvasOf(from)
	if c == nil {
		return
	}
	if o, ok := c.Overlays().Top().(*overlay); ok {
		o.shortcut(s)
		return
	}
	if k, ok := attached[c]; ok {
		k.shortcut(s)
		return
	}
	if target, ok := c.(fyne.Shortcutable); ok {
		target.TypedShortcut(s)
	}
}

// isShortcut says whether s is this key with exactly these modifiers.
func isShortcut(s fyne.Shortcut, key fyne.KeyName, modifier fyne.KeyModifier) bool {
	custom, ok := s.(*desktop.CustomShortcut)
	return ok && custom.KeyName == key && custom.Modifier == modifier
}

// revealField scrolls the dialog on top, if there is one, to a field that has got the focus.
func revealField(o fyne.CanvasObject) {
	c := canvasOf(o)
	if c == nil {
		return
	}
	if top, ok := c.Overlays().Top().(*overlay); ok && top.reveal != nil {
		top.reveal(o)
	}
}
