package part

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

func ceil(v float32) float32 { return float32(math.Ceil(float64(v) - 0.01)) }

var (
	_ fyne.Widget       = (*Text)(nil)
	_ desktop.Hoverable = (*Text)(nil)
)

// Text is one line. What does not fit ends in an ellipsis, and the whole of it shows while the pointer rests on it.
type Text struct {
	widget.BaseWidget
	Text     string
	TextSize float32             // one of SizeCaption, SizeText, SizeSubHeading, SizeHeading
	Color    fyne.ThemeColorName // empty: ColorText
	Bold     bool
	Align    fyne.TextAlign
	// Shrink lets the layout give the text less room than it needs; without it the text asks for its whole width.
	Shrink bool

	tip *tip
	cut bool
}

// NewText returns a line of text 13 high in the first colour.
func NewText(text string) *Text { return newText(text, SizeText, ColorText, false) }

// NewBold returns a bold line of text 13.
func NewBold(text string) *Text { return newText(text, SizeText, ColorText, true) }

// NewCaption returns a line of text 12 in the third colour.
func NewCaption(text string) *Text { return newText(text, SizeCaption, ColorText3, false) }

// NewSubHeading returns a bold line of text 15.
func NewSubHeading(text string) *Text { return newText(text, SizeSubHeading, ColorText, true) }

// NewHeading returns a bold line of text 20.
func NewHeading(text string) *Text { return newText(text, SizeHeading, ColorText, true) }

func newText(text string, size float32, colorName fyne.ThemeColorName, bold bool) *Text {
	t := &Text{Text: text, TextSize: size, Color: colorName, Bold: bold}
	t.ExtendBaseWidget(t)
	return t
}

// In sets the colour and returns the text, so that it can be built in one expression.
func (t *Text) In(colorName fyne.ThemeColorName) *Text {
	t.Color = colorName
	return t
}

// Trailing aligns the text to the right edge and returns it.
func (t *Text) Trailing() *Text {
	t.Align = fyne.TextAlignTrailing
	return t
}

// Short lets the text be cut with an ellipsis and returns it.
func (t *Text) Short() *Text {
	t.Shrink = true
	return t
}

// SetText changes the words.
func (t *Text) SetText(text string) {
	if t.Text == text {
		return
	}
	t.Text = text
	t.Refresh()
}

// Set changes words, colour and weight at once.
func (t *Text) Set(text string, colorName fyne.ThemeColorName, bold bool) {
	t.Text, t.Color, t.Bold = text, colorName, bold
	t.Refresh()
}

// MouseIn shows the whole text if it was cut.
func (t *Text) MouseIn(ev *desktop.MouseEvent) {
	if t.cut {
		t.tip = showTip(t, t.Text, ev.AbsolutePosition)
	}
}

// MouseMoved does nothing.
func (t *Text) MouseMoved(*desktop.MouseEvent) {}

// MouseOut takes the whole text away again.
func (t *Text) MouseOut() {
	t.tip.hide()
	t.tip = nil
}

// CreateRenderer is called by Fyne.
func (t *Text) CreateRenderer() fyne.WidgetRenderer {
	line := textLine(t.TextSize, t.Bold)
	return paint(t,
		func() fyne.Size {
			w := ceil(textWidth(t.Text, t.TextSize, t.Bold))
			if t.Shrink {
				w = min(w, 24)
			}
			return fyne.NewSize(w, lineHeight(t.TextSize))
		},
		func(s fyne.Size) {
			shown := fit(t.Text, t.TextSize, t.Bold, s.Width)
			t.cut = shown != t.Text
			if line.Text != shown {
				line.Text = shown
				line.Refresh()
			}
			put(line, 0, 0, s.Width, s.Height)
		},
		func() {
			line.TextSize, line.TextStyle.Bold, line.Alignment = t.TextSize, t.Bold, t.Align
			name := t.Color
			if name == "" {
				name = ColorText
			}
			setText(line, fit(t.Text, t.TextSize, t.Bold, t.widthOrAll()), name)
		},
		line)
}

// widthOrAll is the width there is, or no limit before the first layout.
func (t *Text) widthOrAll() float32 {
	if w := t.Size().Width; w > 0 {
		return w
	}
	return math.MaxFloat32
}
