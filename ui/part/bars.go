package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

var _ fyne.Widget = (*Bar)(nil)

// Bar is a bare bar: a track and how much of it is filled. The number stands beside it.
type Bar struct {
	widget.BaseWidget
	Value  float64             // 0 to 1
	Color  fyne.ThemeColorName // empty: primary
	Height float32             // 6 for progress, 8 for figures
}

// NewBar returns a bar 6 high.
func NewBar(value float64, colorName fyne.ThemeColorName) *Bar {
	b := &Bar{Value: value, Color: colorName, Height: 6}
	b.ExtendBaseWidget(b)
	return b
}

// Set changes how much is filled.
func (b *Bar) Set(value float64) {
	b.Value = value
	b.Refresh()
}

// CreateRenderer is called by Fyne.
func (b *Bar) CreateRenderer() fyne.WidgetRenderer {
	track, fill := &canvas.Rectangle{}, &canvas.Rectangle{}
	return paint(b,
		func() fyne.Size { return fyne.NewSize(40, b.Height) },
		func(s fyne.Size) {
			y := (s.Height - b.Height) / 2
			track.CornerRadius, fill.CornerRadius = b.Height/2, b.Height/2
			put(track, 0, y, s.Width, b.Height)
			putFill(fill, s.Width, y, b.Height, b.Value)
		},
		func() {
			track.FillColor = Color(ColorGreyTint)
			fill.FillColor = Color(orPrimary(b.Color))
		},
		track, fill)
}

func orPrimary(name fyne.ThemeColorName) fyne.ThemeColorName {
	if name == "" {
		return ColorPrimary
	}
	return name
}

// putFill places the filled part: something, however little, shows; only a full bar is round at its right end.
func putFill(fill *canvas.Rectangle, width, y, height float32, value float64) {
	value = max(0, min(value, 1))
	w := float32(value) * width
	if value > 0 {
		w = max(w, 2)
	}
	fill.TopRightCornerRadius, fill.BottomRightCornerRadius = 0, 0
	fill.CornerRadius, fill.TopLeftCornerRadius, fill.BottomLeftCornerRadius = 0, height/2, height/2
	if value == 1 {
		fill.TopRightCornerRadius, fill.BottomRightCornerRadius = height/2, height/2
	}
	if w < height { // too short for round corners
		fill.TopLeftCornerRadius, fill.BottomLeftCornerRadius = w/2, w/2
	}
	put(fill, 0, y, w, height)
	show(fill, value > 0)
}

// Level is one segment of a LevelBar.
type Level struct {
	Caption string
	Color   fyne.ThemeColorName // of the caption
	Bold    bool
	Value   float64 // how much of the segment is filled, 0 to 1
}

var _ fyne.Widget = (*LevelBar)(nil)

// LevelBar shows steps side by side, each with its caption below.
type LevelBar struct {
	widget.BaseWidget
	Levels []Level
}

// NewLevelBar returns a bar of these steps.
func NewLevelBar(levels ...Level) *LevelBar {
	b := &LevelBar{Levels: levels}
	b.ExtendBaseWidget(b)
	return b
}

// SetLevels changes the steps; their number must stay.
func (b *LevelBar) SetLevels(levels []Level) {
	b.Levels = levels
	b.Refresh()
}

// CreateRenderer is called by Fyne.
func (b *LevelBar) CreateRenderer() fyne.WidgetRenderer {
	n := len(b.Levels)
	tracks, fills, texts := make([]*canvas.Rectangle, n), make([]*canvas.Rectangle, n), make([]*canvas.Text, n)
	var objects []fyne.CanvasObject
	for i := range n {
		tracks[i], fills[i], texts[i] = &canvas.Rectangle{CornerRadius: 3}, &canvas.Rectangle{}, textLine(SizeCaption,
			false)
		objects = append(objects, tracks[i], fills[i], texts[i])
	}
	return paint(b,
		func() fyne.Size { return fyne.NewSize(72*float32(n), 28) },
		func(s fyne.Size) {
			w := (s.Width - 6*float32(n-1)) / float32(n)
			for i := range n {
				x := float32(i) * (w + 6)
				put(tracks[i], x, 0, w, 6)
				putFill(fills[i], w, 0, 6, b.Levels[i].Value)
				fills[i].Move(fyne.NewPos(x, 0))
				texts[i].Text = fit(b.Levels[i].Caption, SizeCaption, b.Levels[i].Bold, w)
				put(texts[i], x, 11, w, 16)
			}
		},
		func() {
			for i := range min(n, len(b.Levels)) {
				l := b.Levels[i]
				tracks[i].FillColor, fills[i].FillColor = Color(ColorLine), Color(ColorPrimary)
				texts[i].TextStyle.Bold = l.Bold
				name := l.Color
				if name == "" {
					name = ColorText3
				}
				setText(texts[i], l.Caption, name)
			}
		},
		objects...)
}

// Milestone is a point on a DueBar between receipt and due date.
type Milestone struct {
	At      float64 // 0 is receipt, 1 the due date
	Caption string
	Urgency Urgency
}

var _ fyne.Widget = (*DueBar)(nil)

// DueBar is the time of a request: from receipt on the left to the due date on the right, today between them.
type DueBar struct {
	widget.BaseWidget
	Received   string
	Today      string
	TodayAt    float64 // 0 to 1; past 1 the request is late
	Due        string
	Milestones []Milestone
}

// NewDueBar returns an empty bar; fill it and Refresh.
func NewDueBar() *DueBar {
	b := &DueBar{}
	b.ExtendBaseWidget(b)
	return b
}

// CreateRenderer is called by Fyne.
func (b *DueBar) CreateRenderer() fyne.WidgetRenderer {
	r := &dueRenderer{
		b: b, track: &canvas.Rectangle{CornerRadius: 2}, past: &canvas.Rectangle{}, today: &canvas.Rectangle{},
		end: &canvas.Circle{}, received: textLine(SizeCaption, false), now: textLine(SizeCaption, false),
		due: textLine(SizeCaption, false),
	}
	r.Refresh()
	return r
}

type dueRenderer struct {
	b                  *DueBar
	track, past, today *canvas.Rectangle
	end                *canvas.Circle
	received, now, due *canvas.Text
	milestones         []Milestone // as of the last refresh: a layout may come before the next
	dots               []*canvas.Circle
	names              []*canvas.Text
	objects            []fyne.CanvasObject
}

func (r *dueRenderer) Destroy()                     {}
func (r *dueRenderer) MinSize() fyne.Size           { return fyne.NewSize(240, 32) }
func (r *dueRenderer) Objects() []fyne.CanvasObject { return r.objects }

func (r *dueRenderer) Layout(s fyne.Size) {
	const mid, below = 6, 15
	at := func(v float64) float32 { return float32(max(0, min(v, 1))) * s.Width }
	put(r.track, 0, mid-2, s.Width, 4)
	put(r.past, 0, mid-2, at(r.b.TodayAt), 4)
	put(r.today, min(max(at(r.b.TodayAt)-1, 0), s.Width-2), mid-5, 2, 10)
	put(r.end, s.Width-10, mid-5, 10, 10)

	// captions from left to right: one that would run into another gives way to it
	type caption struct {
		t    *canvas.Text
		x, w float32
	}
	width := func(t *canvas.Text) float32 { return ceil(t.MinSize().Width) }
	dueX := s.Width - width(r.due)
	placed := []caption{{r.received, 0, width(r.received)}, {r.due, dueX, width(r.due)}}
	free := func(x, w float32) bool {
		for _, c := range placed {
			if x < c.x+c.w+8 && c.x < x+w+8 && c.w > 0 {
				return false
			}
		}
		return x >= 0 && x+w <= s.Width
	}
	try := func(t *canvas.Text, xs ...float32) {
		w := width(t)
		for _, x := range xs {
			if free(x, w) {
				placed = append(placed, caption{t, x, w})
				show(t, true)
				return
			}
		}
		show(t, false)
	}
	for i, m := range r.milestones {
		x := at(m.At)
		put(r.dots[i], x-5, mid-5, 10, 10)
		try(r.names[i], x-5, x+5-width(r.names[i]))
	}
	x := at(r.b.TodayAt)
	try(r.now, x-width(r.now), x)
	for _, c := range placed {
		put(c.t, c.x, below, c.w, 16)
	}
}

func (r *dueRenderer) Refresh() {
	r.track.FillColor, r.past.FillColor, r.today.FillColor = Color(ColorLine), Color(ColorMarkGrey), Color(ColorText)
	if r.b.TodayAt > 1 {
		r.past.FillColor = Color(ColorMarkRed)
	}
	r.past.TopLeftCornerRadius, r.past.BottomLeftCornerRadius = 2, 2
	r.end.FillColor, r.end.StrokeColor, r.end.StrokeWidth = Color(ColorBackground), Color(ColorMarkGrey), 2
	setText(r.received, r.b.Received, ColorText3)
	setText(r.now, r.b.Today, ColorText3)
	setText(r.due, r.b.Due, ColorText3)
	r.objects = append(r.objects[:0], r.track, r.past, r.end)
	r.dots, r.names = r.dots[:0], r.names[:0]
	r.milestones = append(r.milestones[:0], r.b.Milestones...)
	for _, m := range r.milestones {
		dot, name := &canvas.Circle{}, textLine(SizeCaption, m.Urgency.Bold())
		switch m.Urgency {
		case UrgencyToday:
			dot.FillColor = Color(ColorMarkRed)
		case UrgencySoon:
			dot.FillColor = Color(ColorMarkAmber)
		default:
			dot.FillColor = Color(ColorMarkGrey)
		}
		colorName := m.Urgency.TextColor()
		if !m.Urgency.Bold() {
			colorName = ColorText3
		}
		setText(name, m.Caption, colorName)
		r.dots, r.names = append(r.dots, dot), append(r.names, name)
		r.objects = append(r.objects, dot, name)
	}
	r.objects = append(r.objects, r.today, r.received, r.now, r.due)
	r.Layout(r.b.Size())
	canvas.Refresh(r.b)
}

var _ fyne.Widget = (*Progress)(nil)

// Progress is one row of long work: its name, a bar, its count and its state. It always has a count; it never blinks.
type Progress struct {
	widget.BaseWidget
	Name       string
	Value      float64 // 0 to 1
	Count      string  // "1,204 of 9,377"
	State      string
	StateColor fyne.ThemeColorName
}

// NewProgress returns a row for this work.
func NewProgress(name string) *Progress {
	p := &Progress{Name: name}
	p.ExtendBaseWidget(p)
	return p
}

// Set changes how far the work is.
func (p *Progress) Set(value float64, count, state string, stateColor fyne.ThemeColorName) {
	p.Value, p.Count, p.State, p.StateColor = value, count, state, stateColor
	p.Refresh()
}

// CreateRenderer is called by Fyne.
func (p *Progress) CreateRenderer() fyne.WidgetRenderer {
	name, count, state := textLine(SizeText, false), textLine(SizeCaption, false), textLine(SizeCaption, false)
	count.Alignment, state.Alignment = fyne.TextAlignTrailing, fyne.TextAlignTrailing
	bar, line := NewBar(0, ""), &canvas.Rectangle{}
	return paint(p,
		func() fyne.Size { return fyne.NewSize(320, TableRowHeight) },
		func(s fyne.Size) {
			h := s.Height - 1
			stateWidth, countWidth := float32(110), float32(120)
			nameWidth := max((s.Width-stateWidth-countWidth)*0.4, 80)
			name.Text = fit(p.Name, SizeText, false, nameWidth)
			put(name, 0, 0, nameWidth, h)
			put(bar, nameWidth+12, 0, s.Width-nameWidth-stateWidth-countWidth-24, h)
			put(count, s.Width-stateWidth-countWidth, 0, countWidth, h)
			put(state, s.Width-stateWidth, 0, stateWidth, h)
			put(line, 0, h, s.Width, 1)
		},
		func() {
			setText(name, p.Name, ColorText)
			setText(count, p.Count, ColorText2)
			stateColor := p.StateColor
			if stateColor == "" {
				stateColor = ColorText3
			}
			setText(state, p.State, stateColor)
			bar.Value, bar.Color = p.Value, ColorPrimary
			if p.StateColor == ColorRed {
				bar.Color = theme.ColorNameError
			}
			bar.Refresh()
			line.FillColor = Color(ColorLine)
		},
		name, bar, count, state, line)
}
