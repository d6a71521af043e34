package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

var (
	_ fyne.Widget            = (*rows)(nil)
	_ fyne.Focusable         = (*rows)(nil)
	_ fyne.Scrollable        = (*rows)(nil)
	_ fyne.Shortcutable      = (*rows)(nil)
	_ fyne.DoubleTappable    = (*rows)(nil)
	_ fyne.SecondaryTappable = (*rows)(nil)
	_ desktop.Mouseable      = (*rows)(nil)
	_ desktop.Hoverable      = (*rows)(nil)
	_ desktop.Keyable        = (*rows)(nil)
)

// FocusGained is called by Fyne.
func (r *rows) FocusGained() {
	r.focused = true
	r.restyle()
}

// FocusLost is called by Fyne.
func (r *rows) FocusLost() {
	r.focused, r.shift = false, false
	r.restyle()
}

// KeyDown remembers Shift.
func (r *rows) KeyDown(ev *fyne.KeyEvent) {
	if ev.Name == desktop.KeyShiftLeft || ev.Name == desktop.KeyShiftRight {
		r.shift = true
		if r.anchor < 0 {
			r.anchor = r.selected
		}
	}
}

// KeyUp forgets Shift.
func (r *rows) KeyUp(ev *fyne.KeyEvent) {
	if ev.Name == desktop.KeyShiftLeft || ev.Name == desktop.KeyShiftRight {
		r.shift = false
	}
}

// TypedRune passes letters on: the keys of a list arrive as keys.
func (r *rows) TypedRune(c rune) { passRune(r, c) }

// TypedKey moves, opens and marks; other keys go to the window.
func (r *rows) TypedKey(ev *fyne.KeyEvent) {
	if r.onKey != nil && r.onKey(ev) {
		return
	}
	switch ev.Name {
	case fyne.KeyDown, fyne.KeyJ:
		r.step(1)
	case fyne.KeyUp, fyne.KeyK:
		r.step(-1)
	case fyne.KeyPageDown:
		r.step(r.page())
	case fyne.KeyPageUp:
		r.step(-r.page())
	case fyne.KeyHome:
		r.land(0, 1)
	case fyne.KeyEnd:
		r.land(r.count-1, -1)
	case fyne.KeySpace:
		r.anchor = r.selected
		r.toggleMark(r.selected)
	case fyne.KeyReturn, fyne.KeyEnter:
		if r.selected >= 0 && r.onOpen != nil {
			r.onOpen(r.selected)
			return
		}
		passKey(r, ev)
	case fyne.KeyEscape:
		if len(r.marks) > 0 {
			r.clearMarks()
			return
		}
		passKey(r, ev)
	default:
		passKey(r, ev)
	}
}

// TypedShortcut copies and marks all; other shortcuts go to the window.
func (r *rows) TypedShortcut(s fyne.Shortcut) {
	if _, ok := s.(*fyne.ShortcutCopy); ok && r.onCopy != nil {
		r.onCopy()
		return
	}
	passShortcut(r, s)
}

func (r *rows) focus() {
	if c := canvasOf(r); c != nil {
		c.Focus(r)
	}
}

// MouseDown selects at once; Fyne would hold a tap back to see whether a second one follows.
func (r *rows) MouseDown(ev *desktop.MouseEvent) {
	r.focus()
	row := r.rowAt(ev.Position.Y)
	if row < 0 {
		return
	}
	if ev.Button == desktop.MouseButtonPrimary && r.onPress != nil && r.onPress(row, ev.Position) {
		return
	}
	if !r.canSelect(row) {
		return
	}
	from := r.selected
	switch {
	case ev.Button == desktop.MouseButtonPrimary && ev.Modifier&fyne.KeyModifierShift != 0:
		r.choose(row)
		r.extend(from, row)
		return
	case ev.Button == desktop.MouseButtonPrimary && ev.Modifier&CommandKey() != 0:
		r.toggleMark(row)
	}
	r.choose(row)
	r.anchor = row
}

// MouseUp does nothing.
func (r *rows) MouseUp(*desktop.MouseEvent) {}

// DoubleTapped opens.
func (r *rows) DoubleTapped(ev *fyne.PointEvent) {
	if row := r.rowAt(ev.Position.Y); r.canSelect(row) && r.onOpen != nil {
		r.onOpen(row)
	}
}

// TappedSecondary asks for the menu of the row.
func (r *rows) TappedSecondary(ev *fyne.PointEvent) {
	if row := r.rowAt(ev.Position.Y); r.canSelect(row) && r.onMenu != nil {
		r.choose(row)
		r.onMenu(row, ev.AbsolutePosition)
	}
}

// MouseIn is called by Fyne.
func (r *rows) MouseIn(ev *desktop.MouseEvent) { r.MouseMoved(ev) }

// MouseMoved is called by Fyne.
func (r *rows) MouseMoved(ev *desktop.MouseEvent) {
	row := r.rowAt(ev.Position.Y)
	if row >= 0 && !r.canSelect(row) {
		row = -1
	}
	if row != r.hovered {
		r.hovered = row
		r.restyle()
	}
	if r.onHover != nil {
		r.onHover(row, ev.Position, ev.AbsolutePosition)
	}
}

// MouseOut is called by Fyne.
func (r *rows) MouseOut() {
	if r.hovered >= 0 {
		r.hovered = -1
		r.restyle()
	}
	if r.onHover != nil {
		r.onHover(-1, fyne.Position{}, fyne.Position{})
	}
}
