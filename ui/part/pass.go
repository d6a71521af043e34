package part

import (
	"sync/atomic"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
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

// passFromInput passes a key on from what takes input: a printed character does nothing there, since whoever types
// believes to be in a field, and each letter would be a command.
func passFromInput(from fyne.CanvasObject, ev *fyne.KeyEvent) {
	if len(ev.Name) > 1 {
		passKey(from, ev)
	}
}

// opening counts what keys have asked for and what has not happened yet.
var opening atomic.Int32

// AfterKey does something once the key that asked for it is done with, or its letter would stand in the field that it
// gives the focus to. Until then no shortcut does anything: letters typed on would open one dialog over the other.
func AfterKey(do func()) {
	opening.Add(1)
	go fyne.Do(func() {
		opening.Add(-1)
		do()
	})
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

// revealField scrolls the dialog on top, else the page that a field lies on, to a field that has got the focus.
func revealField(o fyne.CanvasObject) {
	c := canvasOf(o)
	if c == nil {
		return
	}
	if top, ok := c.Overlays().Top().(*overlay); ok {
		if top.reveal != nil {
			top.reveal(o)
		}
		return
	}
	if page := scrollAround(c.Content(), o, nil); page != nil {
		scrollTo(page, o)
	}
}

// Reveal brings a field into sight once the page that was drawn anew has its sizes.
func Reveal(o fyne.CanvasObject) { fyne.Do(func() { revealField(o) }) }

// scrollAround is the innermost scroller around an object within area; nil where none is.
func scrollAround(area, o fyne.CanvasObject, around *container.Scroll) *container.Scroll {
	if area == nil || !area.Visible() {
		return nil
	}
	if area == o {
		return around
	}
	if s, ok := area.(*container.Scroll); ok {
		around = s
	}
	for _, child := range childrenOf(area) {
		if found := scrollAround(child, o, around); found != nil {
			return found
		}
	}
	return nil
}

// scrollTo scrolls as little as needed to show an object whole.
func scrollTo(scroll *container.Scroll, o fyne.CanvasObject) {
	const clear = 8 // of what is beside it
	driver := fyne.CurrentApp().Driver()
	top := driver.AbsolutePositionForObject(o).Y - driver.AbsolutePositionForObject(scroll).Y
	bottom := top + o.Size().Height - scroll.Size().Height
	switch {
	case top < 0:
		scroll.ScrollToOffset(scroll.Offset.AddXY(0, top-clear))
	case bottom > 0:
		scroll.ScrollToOffset(scroll.Offset.AddXY(0, min(bottom, top)+clear))
	}
}
