package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// sense is what a widget that embeds it knows of focus and pointer. It draws the widget anew when either changes, and
// passes on what the widget does not take for itself.
type sense struct {
	self interface { // the widget on the canvas
		fyne.Widget
		fyne.Focusable
	}
	focused, hovered bool
}

// takeFocus gives the widget the focus, as a tap does.
func (s *sense) takeFocus() {
	if c := canvasOf(s.self); c != nil {
		c.Focus(s.self)
	}
}

// FocusGained is called by Fyne.
func (s *sense) FocusGained() {
	s.focused = true
	revealField(s.self)
	s.self.Refresh()
}

// FocusLost is called by Fyne.
func (s *sense) FocusLost() {
	s.focused = false
	s.self.Refresh()
}

// TypedRune passes letters on, except the space that came as a key before.
func (s *sense) TypedRune(r rune) {
	if r != ' ' {
		passRune(s.self, r)
	}
}

// TypedShortcut passes shortcuts on.
func (s *sense) TypedShortcut(sh fyne.Shortcut) { passShortcut(s.self, sh) }

// MouseIn is called by Fyne.
func (s *sense) MouseIn(*desktop.MouseEvent) {
	s.hovered = true
	s.self.Refresh()
}

// MouseMoved does nothing.
func (s *sense) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is called by Fyne.
func (s *sense) MouseOut() {
	s.hovered = false
	s.self.Refresh()
}
