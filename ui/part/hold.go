package part

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// holdShown is how long a reading may take before the window says that it waits.
const holdShown = 400 * time.Millisecond

// Hold keeps keys and taps from the window until release is called: something that was asked for is still being read,
// and what is typed on is meant for the box that it opens. It would else move the list behind, or open a request there.
// What is typed meanwhile is dropped, never done in a box that nobody has seen. While it takes long, a box says text.
func Hold(c fyne.Canvas, text string) (release func()) {
	h := &hold{text: NewBold(text)}
	h.text.Hide()
	h.ExtendBaseWidget(h)
	o := newOverlay(h)
	o.place = func(window, body fyne.Size) (fyne.Position, fyne.Size) {
		return fyne.NewPos((window.Width-body.Width)/2, (window.Height-body.Height)/3), body
	}
	o.showOn(c, h)
	late := time.AfterFunc(holdShown, func() {
		fyne.Do(func() {
			h.text.Show()
			o.Refresh()
		})
	})
	return func() {
		late.Stop()
		o.remove()
	}
}

// Held reports whether keys and taps are kept from a window, see Hold.
func Held(c fyne.Canvas) bool {
	o, ok := c.Overlays().Top().(*overlay)
	if !ok {
		return false
	}
	_, holds := o.body.(*hold)
	return holds
}

var (
	_ fyne.Focusable    = (*hold)(nil)
	_ fyne.Tabbable     = (*hold)(nil)
	_ fyne.Shortcutable = (*hold)(nil)
)

// hold has the focus of a window that waits.
type hold struct {
	widget.BaseWidget
	text *Text
}

// FocusGained is called by Fyne.
func (*hold) FocusGained() {}

// FocusLost is called by Fyne.
func (*hold) FocusLost() {}

// AcceptsTab keeps Tab here.
func (*hold) AcceptsTab() bool { return true }

// TypedRune drops a letter.
func (*hold) TypedRune(rune) {}

// TypedKey drops a key.
func (*hold) TypedKey(*fyne.KeyEvent) {}

// TypedShortcut passes on what a box lets through: locking the window.
func (h *hold) TypedShortcut(s fyne.Shortcut) { passShortcut(h, s) }

// CreateRenderer is called by Fyne.
func (h *hold) CreateRenderer() fyne.WidgetRenderer {
	const around = 14
	return paint(h, func() fyne.Size {
		if !h.text.Visible() {
			return fyne.Size{}
		}
		return h.text.MinSize().AddWidthHeight(2*around, 2*around)
	}, func(s fyne.Size) {
		put(h.text, around, around, max(s.Width-2*around, 0), max(s.Height-2*around, 0))
	}, func() { h.text.Refresh() }, h.text)
}
