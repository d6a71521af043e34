package part

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// ChipState chooses the colours of a chip. The word on it is always written out by the caller.
type ChipState string

// The states that have a chip.
const (
	ChipReceived  ChipState = "Received"
	ChipVerifying ChipState = "Verifying"
	ChipWorking   ChipState = "Working"
	ChipRunning   ChipState = "Running"
	ChipWaiting   ChipState = "Waiting"
	ChipReview    ChipState = "Review"
	ChipAnswering ChipState = "Answering"
	ChipClosed    ChipState = "Closed"
	ChipDraft     ChipState = "Draft"
	ChipPlanned   ChipState = "Planned"
	ChipUnused    ChipState = "Unused"
	ChipMajor     ChipState = "Major"
	ChipHigh      ChipState = "High"
	ChipReduces   ChipState = "Reduces" // reduces rights
	ChipTrigger   ChipState = "Trigger" // trigger of a notice
	ChipOld       ChipState = "Old"     // value before a change
	ChipNew       ChipState = "New"     // value after a change
)

var chipColors = map[ChipState]struct{ text, fill fyne.ThemeColorName }{
	ChipReceived:  {ColorGrey, ColorGreyTint},
	ChipVerifying: {ColorPrimary, ColorPrimaryTint},
	ChipWorking:   {ColorTeal, ColorTealTint},
	ChipRunning:   {ColorTeal, ColorTealTint},
	ChipWaiting:   {ColorAmber, ColorAmberTint},
	ChipReview:    {ColorViolet, ColorVioletTint},
	ChipAnswering: {ColorGreen, ColorGreenTint},
	ChipClosed:    {ColorGrey, ColorGreyTint},
	ChipDraft:     {ColorGrey, ColorGreyTint},
	ChipPlanned:   {ColorGrey, ColorGreyTint},
	ChipUnused:    {ColorGrey, ColorGreyTint},
	ChipMajor:     {ColorRed, ColorRedTint},
	ChipHigh:      {ColorRed, ColorRedTint},
	ChipReduces:   {ColorRed, ColorRedTint},
	ChipTrigger:   {ColorTeal, ColorTealTint},
	ChipOld:       {ColorRed, ColorDiffOld},
	ChipNew:       {ColorGreen, ColorDiffNew},
}

// TextColor is the theme's name for the text on this chip; an unknown state is drawn like received.
func (s ChipState) TextColor() fyne.ThemeColorName {
	if _, ok := chipColors[s]; !ok {
		s = ChipReceived
	}
	return fyne.ThemeColorName("chip" + string(s) + "Text")
}

// FillColor is the theme's name for the ground of this chip.
func (s ChipState) FillColor() fyne.ThemeColorName {
	if _, ok := chipColors[s]; !ok {
		s = ChipReceived
	}
	return fyne.ThemeColorName("chip" + string(s) + "Fill")
}

// chipNames spares the drawing of rows the making of the two names.
var chipNames = func() map[ChipState][2]fyne.ThemeColorName {
	names := make(map[ChipState][2]fyne.ThemeColorName, len(chipColors))
	for s := range chipColors {
		names[s] = [2]fyne.ThemeColorName{s.TextColor(), s.FillColor()}
	}
	return names
}()

// tag is a chip as two primitives, for use inside rows.
type tag struct {
	box  *canvas.Rectangle
	text *canvas.Text
}

func newTag() tag {
	t := tag{box: &canvas.Rectangle{CornerRadius: radiusChip}, text: textLine(SizeCaption, false)}
	t.text.Alignment = fyne.TextAlignCenter
	return t
}

func (t tag) set(state ChipState, text string) {
	names, ok := chipNames[state]
	if !ok {
		names = chipNames[ChipReceived]
	}
	t.box.FillColor = Color(names[1])
	setText(t.text, text, names[0])
	show(t.box, text != "")
	show(t.text, text != "")
}

func (t tag) width() float32 { return ceil(t.text.MinSize().Width) + 16 }

// put places the chip with its left edge at x, vertically centred on mid, at most limit wide.
func (t tag) put(x, mid, limit float32) {
	w := min(t.width(), limit)
	put(t.box, x, mid-ChipHeight/2, w, ChipHeight)
	put(t.text, x, mid-ChipHeight/2, w, ChipHeight)
}

var _ fyne.Widget = (*Chip)(nil)

// Chip is a state as a word on a tinted ground, 20 high.
type Chip struct {
	widget.BaseWidget
	State ChipState
	Text  string
	Icon  string // optional, left of the word
}

// NewChip returns a chip with this word.
func NewChip(state ChipState, text string) *Chip {
	c := &Chip{State: state, Text: text}
	c.ExtendBaseWidget(c)
	return c
}

// Set changes state and word.
func (c *Chip) Set(state ChipState, text string) {
	c.State, c.Text = state, text
	c.Refresh()
}

// CreateRenderer is called by Fyne.
func (c *Chip) CreateRenderer() fyne.WidgetRenderer {
	t, g := newTag(), newGlyph()
	lead := func() float32 {
		if c.Icon == "" {
			return 0
		}
		return iconSmall + 4
	}
	return paint(c,
		func() fyne.Size { return fyne.NewSize(t.width()+lead(), ChipHeight) },
		func(s fyne.Size) {
			w := min(t.width()+lead(), s.Width)
			y := (s.Height - ChipHeight) / 2
			put(t.box, 0, y, w, ChipHeight)
			put(g.Image, 8, y+(ChipHeight-iconSmall)/2, iconSmall, iconSmall)
			put(t.text, lead(), y, w-lead(), ChipHeight)
		},
		func() {
			t.set(c.State, c.Text)
			g.set(c.Icon, c.State.TextColor())
		},
		t.box, t.text, g.Image)
}

// Urgency says how near a clock is.
type Urgency uint8

// The three urgencies, and none for a row without a clock.
const (
	UrgencyNone  Urgency = iota
	UrgencyLater         // grey, outlined
	UrgencySoon          // amber: within two days
	UrgencyToday         // red: late, or ends today
)

// TextColor is the colour of a date with this urgency.
func (u Urgency) TextColor() fyne.ThemeColorName {
	switch u {
	case UrgencyToday:
		return ColorRed
	case UrgencySoon:
		return ColorAmber
	default:
		return ColorText2
	}
}

// Bold says whether a date with this urgency is bold.
func (u Urgency) Bold() bool { return u == UrgencyToday || u == UrgencySoon }

const dotSize float32 = 8

func setDot(c *canvas.Circle, u Urgency) {
	c.FillColor, c.StrokeColor, c.StrokeWidth = color.Transparent, nil, 0
	switch u {
	case UrgencyToday:
		c.FillColor = Color(ColorMarkRed)
	case UrgencySoon:
		c.FillColor = Color(ColorMarkAmber)
	case UrgencyLater:
		c.StrokeColor, c.StrokeWidth = Color(ColorMarkGrey), 1.5
	}
	show(c, u != UrgencyNone)
}

// putDot centres a dot.
func putDot(c *canvas.Circle, x, y float32) {
	put(c, x-dotSize/2, y-dotSize/2, dotSize, dotSize)
}

var _ fyne.Widget = (*Dot)(nil)

// Dot is the mark of urgency: 8 wide, round. Fill shows a plain mark of another meaning instead.
type Dot struct {
	widget.BaseWidget
	Urgency Urgency
	Fill    fyne.ThemeColorName
}

// NewDot returns a mark of urgency.
func NewDot(u Urgency) *Dot {
	d := &Dot{Urgency: u}
	d.ExtendBaseWidget(d)
	return d
}

// NewMark returns a filled dot in one of the mark colours.
func NewMark(fill fyne.ThemeColorName) *Dot {
	d := &Dot{Fill: fill}
	d.ExtendBaseWidget(d)
	return d
}

// CreateRenderer is called by Fyne.
func (d *Dot) CreateRenderer() fyne.WidgetRenderer {
	c := &canvas.Circle{}
	return paint(d,
		func() fyne.Size { return fyne.NewSquareSize(dotSize) },
		func(s fyne.Size) { putDot(c, s.Width/2, s.Height/2) },
		func() {
			setDot(c, d.Urgency)
			if d.Fill != "" {
				c.FillColor = Color(d.Fill)
				show(c, true)
			}
		},
		c)
}

var _ fyne.Widget = (*KeyHint)(nil)

// KeyHint is the name of a key in a small outlined box.
type KeyHint struct {
	widget.BaseWidget
	Key   string
	Color fyne.ThemeColorName // of letters and outline; empty: text 2 in a button outline
}

// NewKeyHint returns a hint for a key, as it is printed on the keyboard.
func NewKeyHint(key string) *KeyHint {
	k := &KeyHint{Key: key}
	k.ExtendBaseWidget(k)
	return k
}

const keyHintHeight float32 = 18

// CreateRenderer is called by Fyne.
func (k *KeyHint) CreateRenderer() fyne.WidgetRenderer {
	box, text := &canvas.Rectangle{}, textLine(SizeCaption, false)
	text.Alignment = fyne.TextAlignCenter
	width := func() float32 { return max(ceil(text.MinSize().Width)+10, 16) }
	return paint(k,
		func() fyne.Size { return fyne.NewSize(width(), keyHintHeight) },
		func(s fyne.Size) {
			y := (s.Height - keyHintHeight) / 2
			put(box, 0, y, width(), keyHintHeight)
			put(text, 0, y, width(), keyHintHeight)
		},
		func() {
			letters, outline, fill := k.Color, k.Color, fyne.ThemeColorName("")
			if letters == "" {
				letters, outline, fill = ColorText2, ColorButtonBorder, ColorBackground
			}
			setText(text, KeyShown(k.Key), letters)
			setOutline(box, fill, outline, 1, radiusChip)
		},
		box, text)
}
