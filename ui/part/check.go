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
	face
	OnChanged func(bool)
	chosen
}

// NewCheck returns a box to tick.
func NewCheck(text string, changed func(bool)) *Check {
	c := &Check{face: face{Text: text}, OnChanged: changed}
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
	c.told()
}

func (c *Check) toggle() {
	if c.Disabled() {
		return
	}
	c.SetChecked(!c.Checked)
}

// Tapped is called by Fyne.
func (c *Check) Tapped(*fyne.PointEvent) {
	if !c.Disabled() {
		c.takeFocus()
	}
	c.toggle()
}

// TypedKey ticks with Space.
func (c *Check) TypedKey(ev *fyne.KeyEvent) {
	if ev.Name == fyne.KeySpace {
		c.toggle()
		return
	}
	passFromInput(c, ev)
}

// TypedRune keeps letters: see passFromInput.
func (c *Check) TypedRune(rune) {}

// CreateRenderer is called by Fyne.
func (c *Check) CreateRenderer() fyne.WidgetRenderer {
	return c.paint(c, func() (focused, hovered, disabled bool) { return c.focused, c.hovered, c.Disabled() })
}

// face is what a box to tick and one of several choices look like: the mark, the words and, below them, what they mean.
type face struct {
	Text    string
	Below   string
	Checked bool

	round bool // one of several
}

// How large the mark of a face is, and where its words begin.
const (
	faceSide float32 = 16
	faceLeft float32 = 24
)

// HeightFor is the height of the words at this width: what they mean goes on on further lines.
func (c *face) HeightFor(width float32) float32 {
	if c.Below == "" {
		return SmallHeight
	}
	return 24 + float32(len(wrap(c.Below, SizeCaption, false, width-faceLeft)))*lineHeight(SizeCaption)
}

// paint draws the face of a widget; state says what it is drawn in.
func (c *face) paint(of fyne.Widget, state func() (focused, hovered, disabled bool)) fyne.WidgetRenderer {
	box, ring := &canvas.Rectangle{}, &canvas.Rectangle{}
	circle, disc := &canvas.Circle{}, &canvas.Circle{}
	tick, text, below := newGlyph(), textLine(SizeText, false), NewParagraph("")
	const side, left = faceSide, faceLeft
	return paint(of,
		func() fyne.Size {
			w, belowWidth := of.Size().Width, textWidth(c.Below, SizeCaption, false)
			if w == 0 {
				w = left + max(text.MinSize().Width, min(belowWidth, 280))
			}
			return fyne.NewSize(ceil(left+max(text.MinSize().Width, min(belowWidth, 280))), c.HeightFor(w))
		},
		func(s fyne.Size) {
			y := (c.HeightFor(s.Width) - side) / 2
			if c.Below != "" {
				y = 3
			}
			put(box, 0, y, side, side)
			put(ring, -2, y-2, side+4, side+4)
			put(tick.Image, 1, y+1, iconSmall, iconSmall)
			put(circle, 0, y, side, side)
			put(disc, 4, y+4, 8, 8)
			text.Text = fit(c.Text, SizeText, text.TextStyle.Bold, s.Width-left)
			if c.Below != "" {
				put(text, left, 2, s.Width-left, 18)
				put(below, left, 20, s.Width-left, below.HeightFor(s.Width-left))
			} else {
				put(text, left, 0, s.Width-left, c.HeightFor(s.Width))
			}
		},
		func() {
			focused, hovered, disabled := state()
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
			if hovered && !c.Checked {
				fill = ColorHoverSolid
			}
			if disabled {
				fill, stroke, name = ColorDisabledBG, ColorInput, ColorDisabled
			}
			setOutline(box, fill, stroke, width, radius)
			circle.FillColor, circle.StrokeColor, circle.StrokeWidth = Color(fill), Color(stroke), width
			show(box, !c.round)
			show(circle, c.round)
			setOutline(ring, "", theme.ColorNameFocus, 2, radius+2)
			show(ring, focused)
			on := ColorOnPrimary
			if disabled {
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
			below.Text, below.Color = c.Below, ColorText3
			below.Refresh()
			show(below, c.Below != "")
		},
		ring, box, circle, tick.Image, disc, text, below)
}
