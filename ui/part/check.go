package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

var (
	_ fyne.Widget       = (*Check)(nil)
	_ fyne.Focusable    = (*Check)(nil)
	_ fyne.Tappable     = (*Check)(nil)
	_ fyne.Disableable  = (*Check)(nil)
	_ fyne.Shortcutable = (*Check)(nil)
	_ desktop.Hoverable = (*Check)(nil)
)

// Check is a box to tick, with words and, below them, what they mean.
type Check struct {
	widget.DisableableWidget
	sense
	Text      string
	Below     string
	Checked   bool
	OnChanged func(bool)

	round bool         // a radio
	move  func(by int) // radios: choose a neighbour
}

// NewCheck returns a box to tick.
func NewCheck(text string, changed func(bool)) *Check {
	c := &Check{Text: text, OnChanged: changed}
	c.self = c
	c.ExtendBaseWidget(c)
	return c
}

// SetChecked ticks the box or not, and tells.
func (c *Check) SetChecked(checked bool) {
	if c.Checked == checked {
		return
	}
	c.Checked = checked
	c.Refresh()
	if c.OnChanged != nil {
		c.OnChanged(checked)
	}
}

func (c *Check) toggle() {
	if c.Disabled() {
		return
	}
	c.SetChecked(c.round || !c.Checked)
}

// Tapped is called by Fyne.
func (c *Check) Tapped(*fyne.PointEvent) {
	if !c.Disabled() {
		c.takeFocus()
	}
	c.toggle()
}

// TypedKey ticks with Space; among radios, arrows choose.
func (c *Check) TypedKey(ev *fyne.KeyEvent) {
	switch {
	case ev.Name == fyne.KeySpace:
		c.toggle()
	case c.move != nil && (ev.Name == fyne.KeyDown || ev.Name == fyne.KeyRight):
		c.move(1)
	case c.move != nil && (ev.Name == fyne.KeyUp || ev.Name == fyne.KeyLeft):
		c.move(-1)
	default:
		passKey(c, ev)
	}
}

// CreateRenderer is called by Fyne.
func (c *Check) CreateRenderer() fyne.WidgetRenderer {
	box, ring := &canvas.Rectangle{}, &canvas.Rectangle{}
	circle, disc := &canvas.Circle{}, &canvas.Circle{}
	tick, text, below := newGlyph(), textLine(SizeText, false), textLine(SizeCaption, false)
	const side, left = 16, 24
	height := func() float32 {
		if c.Below != "" {
			return 40
		}
		return SmallHeight
	}
	return paint(c,
		func() fyne.Size {
			w := max(text.MinSize().Width, min(below.MinSize().Width, 280))
			return fyne.NewSize(ceil(left+w), height())
		},
		func(s fyne.Size) {
			y := (height() - side) / 2
			if c.Below != "" {
				y = 3
			}
			put(box, 0, y, side, side)
			put(ring, -2, y-2, side+4, side+4)
			put(tick.Image, 1, y+1, iconSmall, iconSmall)
			put(circle, 0, y, side, side)
			put(disc, 4, y+4, 8, 8)
			text.Text = fit(c.Text, SizeText, text.TextStyle.Bold, s.Width-left)
			below.Text = fit(c.Below, SizeCaption, false, s.Width-left)
			if c.Below != "" {
				put(text, left, 2, s.Width-left, 18)
				put(below, left, 20, s.Width-left, 16)
			} else {
				put(text, left, 0, s.Width-left, height())
			}
		},
		func() {
			radius := radiusChip
			if c.round {
				radius = side / 2
			}
			fill, stroke, name := ColorBackground, ColorInput, ColorText
			width := float32(1)
			if c.Checked {
				stroke = ColorPrimary
				if c.round {
					width = 1.5
				} else {
					fill = ColorPrimary
				}
			}
			if c.hovered && !c.Checked {
				fill = ColorHoverSolid
			}
			if c.Disabled() {
				fill, stroke, name = ColorDisabledBG, ColorInput, ColorDisabled
			}
			setOutline(box, fill, stroke, width, radius)
			circle.FillColor, circle.StrokeColor, circle.StrokeWidth = Color(fill), Color(stroke), width
			show(box, !c.round)
			show(circle, c.round)
			setOutline(ring, "", theme.ColorNameFocus, 2, radius+2)
			show(ring, c.focused)
			on := ColorOnPrimary
			if c.Disabled() {
				on = ColorDisabled
			}
			if c.Checked && !c.round {
				tick.set("check", on)
			} else {
				tick.set("", "")
			}
			disc.FillColor = Color(ColorPrimary)
			show(disc, c.Checked && c.round)
			text.TextStyle.Bold = c.round && c.Checked
			setText(text, c.Text, name)
			setText(below, c.Below, ColorText3)
			show(below, c.Below != "")
		},
		ring, box, circle, tick.Image, disc, text, below)
}

// Option is one of several choices.
type Option struct {
	Text  string
	Below string
}

var _ fyne.Widget = (*Radio)(nil)

// Radio is a choice of one among a few, all in sight. Arrow keys choose.
type Radio struct {
	widget.BaseWidget
	OnChanged func(index int)

	checks  []*Check
	current int
}

// NewRadio returns a choice; current is the chosen one, -1 for none.
func NewRadio(options []Option, current int, changed func(index int)) *Radio {
	r := &Radio{OnChanged: changed, current: current}
	for i, o := range options {
		c := NewCheck(o.Text, nil)
		c.Below, c.round, c.Checked = o.Below, true, i == current
		c.OnChanged = func(bool) { r.Choose(i) }
		c.move = func(by int) {
			n := len(r.checks)
			next := (i + by + n) % n
			if on := canvasOf(r); on != nil {
				on.Focus(r.checks[next])
			}
			r.Choose(next)
		}
		r.checks = append(r.checks, c)
	}
	r.ExtendBaseWidget(r)
	return r
}

// Choose chooses one and tells.
func (r *Radio) Choose(index int) {
	if index < 0 || index >= len(r.checks) || index == r.current {
		return
	}
	r.current = index
	for i, c := range r.checks {
		c.Checked = i == index
		c.Refresh()
	}
	if r.OnChanged != nil {
		r.OnChanged(index)
	}
}

// Current is the chosen one, -1 if none.
func (r *Radio) Current() int { return r.current }

// CreateRenderer is called by Fyne.
func (r *Radio) CreateRenderer() fyne.WidgetRenderer {
	objects := make([]fyne.CanvasObject, len(r.checks))
	for i, c := range r.checks {
		objects[i] = c
	}
	column := VBox(4, objects...)
	return paint(r, column.MinSize, column.Resize, func() {}, column)
}
