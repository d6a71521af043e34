package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

var _ fyne.Widget = (*Line)(nil)

// Line is one row of a panel: words left, more right, a line below. With Below it has a second line of text, 44 high.
type Line struct {
	widget.BaseWidget
	Icon      string
	IconColor fyne.ThemeColorName
	Text      string
	Bold      bool
	Color     fyne.ThemeColorName
	Below     string
	Value     string // right edge
	ValueIn   fyne.ThemeColorName
	ValueBold bool
	Trailing  fyne.CanvasObject // right edge, instead of Value
	NoLine    bool
}

// NewLine returns a row of words and a value.
func NewLine(text, value string) *Line {
	l := &Line{Text: text, Value: value}
	l.ExtendBaseWidget(l)
	return l
}

// WithIcon puts an icon before the words and returns the row.
func (l *Line) WithIcon(name string, colorName fyne.ThemeColorName) *Line {
	l.Icon, l.IconColor = name, colorName
	return l
}

// WithBelow adds a second line and returns the row.
func (l *Line) WithBelow(text string) *Line {
	l.Below = text
	return l
}

// WithTrailing puts a chip, a button or a link at the right edge and returns the row.
func (l *Line) WithTrailing(o fyne.CanvasObject) *Line {
	l.Trailing = o
	return l
}

func (l *Line) height() float32 {
	if l.Below != "" {
		return TwoLineHeight
	}
	return PlanRowHeight
}

// CreateRenderer is called by Fyne.
func (l *Line) CreateRenderer() fyne.WidgetRenderer {
	icon := newGlyph()
	text, below, value := textLine(SizeText, false), textLine(SizeCaption, false), textLine(SizeCaption, false)
	value.Alignment = fyne.TextAlignTrailing
	rule := &canvas.Rectangle{}
	objects := []fyne.CanvasObject{icon.Image, text, below, value, rule}
	if l.Trailing != nil {
		objects = append(objects, l.Trailing)
	}
	return paint(l,
		func() fyne.Size { return fyne.NewSize(120, l.height()) },
		func(s fyne.Size) {
			h := s.Height - 1
			x := float32(0)
			if l.Icon != "" {
				put(icon.Image, 0, (h-iconSize)/2, iconSize, iconSize)
				x = iconSize + 8
			}
			right := min(ceil(textWidth(l.Value, SizeCaption, l.ValueBold)), s.Width*0.65)
			if l.Trailing != nil {
				m := l.Trailing.MinSize()
				right = m.Width
				put(l.Trailing, s.Width-right, (h-m.Height)/2, right, m.Height)
			}
			room := s.Width - x - right - 8
			text.Text = fit(l.Text, SizeText, l.Bold, room)
			value.Text = fit(l.Value, SizeCaption, l.ValueBold, right)
			if l.Below == "" {
				put(text, x, 0, room, h)
				put(value, s.Width-right, 0, right, h)
			} else {
				below.Text = fit(l.Below, SizeCaption, false, s.Width-x)
				if l.Trailing != nil {
					below.Text = fit(l.Below, SizeCaption, false, room)
				}
				put(text, x, h/2-17, room, 18)
				put(below, x, h/2+1, s.Width-x, 16)
				put(value, s.Width-right, h/2-17, right, 18)
			}
			put(rule, 0, h, s.Width, 1)
		},
		func() {
			icon.set(l.Icon, l.IconColor)
			text.TextStyle.Bold, value.TextStyle.Bold = l.Bold, l.ValueBold
			name, valueIn := l.Color, l.ValueIn
			if name == "" {
				name = ColorText
			}
			if valueIn == "" {
				valueIn = ColorText2
			}
			setText(text, l.Text, name)
			setText(below, l.Below, ColorText3)
			setText(value, l.Value, valueIn)
			show(value, l.Trailing == nil)
			show(below, l.Below != "")
			rule.FillColor = Color(ColorLine)
			show(rule, !l.NoLine)
		},
		objects...)
}
