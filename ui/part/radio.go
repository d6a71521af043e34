package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Option is one of several choices.
type Option struct {
	Text  string
	Below string
}

var (
	_ fyne.Widget       = (*Radio)(nil)
	_ fyne.Focusable    = (*Radio)(nil)
	_ fyne.Shortcutable = (*Radio)(nil)
	_ fyne.Tappable     = (*choice)(nil)
	_ desktop.Hoverable = (*choice)(nil)
)

// Radio is a choice of one among a few, all in sight. It has the focus as one: arrow keys choose, Space takes the one
// that is marked, Tab goes on to the next field.
type Radio struct {
	widget.BaseWidget
	sense
	OnChanged func(index int)

	choices []*choice
	current int
	chosen
}

// choice is one of the choices: it can be clicked, the focus is the whole Radio's. A Tab that stopped at each of them
// would let the spaces of words meant for the next field choose.
type choice struct {
	widget.BaseWidget
	face
	hovered bool
	of      *Radio
	index   int
}

// NewRadio returns a choice; current is the chosen one, -1 for none.
func NewRadio(options []Option, current int, changed func(index int)) *Radio {
	r := &Radio{OnChanged: changed, current: current}
	r.self = r
	for i, o := range options {
		c := &choice{face: face{Text: o.Text, Below: o.Below, Checked: i == current, round: true}, of: r, index: i}
		c.ExtendBaseWidget(c)
		r.choices = append(r.choices, c)
	}
	r.ExtendBaseWidget(r)
	return r
}

// Choose chooses one and tells.
func (r *Radio) Choose(index int) {
	if index < 0 || index >= len(r.choices) || index == r.current {
		return
	}
	r.current = index
	for i, c := range r.choices {
		c.Checked = i == index
		c.Refresh()
	}
	if r.OnChanged != nil {
		r.OnChanged(index)
	}
	r.told()
}

// Current is the chosen one, -1 if none.
func (r *Radio) Current() int { return r.current }

// marked is the choice that Space takes: the chosen one, the first while none is.
func (r *Radio) marked() int { return max(r.current, 0) }

// TypedKey chooses: arrows the next or the one before, Space the one that is marked.
func (r *Radio) TypedKey(ev *fyne.KeyEvent) {
	n := len(r.choices)
	switch ev.Name {
	case fyne.KeySpace:
		r.Choose(r.marked())
	case fyne.KeyDown, fyne.KeyRight:
		r.Choose((r.current + 1) % n)
	case fyne.KeyUp, fyne.KeyLeft:
		r.Choose((r.marked() - 1 + n) % n)
	default:
		passFromInput(r, ev)
	}
}

// TypedRune keeps letters: see passFromInput.
func (r *Radio) TypedRune(rune) {}

// HeightFor is the height of the choices at this width.
func (r *Radio) HeightFor(width float32) float32 { return heightFor(r.column(), width) }

func (r *Radio) column() *fyne.Container {
	objects := make([]fyne.CanvasObject, len(r.choices))
	for i, c := range r.choices {
		objects[i] = c
	}
	return VBox(4, objects...)
}

// CreateRenderer is called by Fyne.
func (r *Radio) CreateRenderer() fyne.WidgetRenderer {
	column := r.column()
	return paint(r, column.MinSize, column.Resize, func() {
		for _, c := range r.choices {
			c.Refresh()
		}
	}, column)
}

// Tapped is called by Fyne.
func (c *choice) Tapped(*fyne.PointEvent) {
	c.of.takeFocus()
	c.of.Choose(c.index)
}

// MouseIn is called by Fyne.
func (c *choice) MouseIn(*desktop.MouseEvent) {
	c.hovered = true
	c.Refresh()
}

// MouseMoved does nothing.
func (c *choice) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is called by Fyne.
func (c *choice) MouseOut() {
	c.hovered = false
	c.Refresh()
}

// CreateRenderer is called by Fyne.
func (c *choice) CreateRenderer() fyne.WidgetRenderer {
	return c.paint(c, func() (focused, hovered, disabled bool) {
		return c.of.focused && c.index == c.of.marked(), c.hovered, false
	})
}
