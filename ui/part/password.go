package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// NewPasswordField returns an entry that shows dots, with an eye to see them.
func NewPasswordField(placeholder string) *Entry {
	e := NewEntry(placeholder)
	e.Password, e.Fleeting = true, true
	e.ActionItem = newEye(e)
	return e
}

var (
	_ fyne.Tappable      = (*eye)(nil)
	_ desktop.Cursorable = (*eye)(nil)
)

// eye shows what a password entry hides. It takes no focus: Tab goes from field to field.
type eye struct {
	widget.BaseWidget
	entry *Entry
}

func newEye(e *Entry) *eye {
	y := &eye{entry: e}
	y.ExtendBaseWidget(y)
	return y
}

// Tapped is called by Fyne.
func (y *eye) Tapped(*fyne.PointEvent) {
	y.entry.Password = !y.entry.Password
	y.entry.Refresh()
	y.Refresh()
}

// Cursor is a hand.
func (y *eye) Cursor() desktop.Cursor { return desktop.PointerCursor }

// CreateRenderer is called by Fyne.
func (y *eye) CreateRenderer() fyne.WidgetRenderer {
	g := newGlyph()
	return paint(y,
		func() fyne.Size { return fyne.NewSize(32, 20) },
		func(s fyne.Size) { put(g.Image, (s.Width-iconSize)/2, (s.Height-iconSize)/2, iconSize, iconSize) },
		func() {
			name := ColorText2
			if !y.entry.Password {
				name = ColorPrimary
			}
			g.set("eye", name)
		},
		g.Image)
}
