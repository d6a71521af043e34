package part

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Figures is a plot of figures side by side, such as those of days; the last stands for now. A grid of three lines
// gives the scale.
type Figures struct {
	widget.BaseWidget
	Values []int64
	Below  []string            // a caption for each value; empty ones are left out
	Grid   func(int64) string  // how a figure of the grid is written
	Now    fyne.ThemeColorName // of the last bar
	Bar    float32             // how wide one is at most
}

var _ fyne.Widget = (*Figures)(nil)

const (
	figuresHeight = 64 // of the plot
	figuresScale  = 40 // for the figures of the grid, at the left
)

// NewFigures returns an empty plot.
func NewFigures(grid func(int64) string) *Figures {
	f := &Figures{Grid: grid, Now: ColorPrimary, Bar: 16}
	f.ExtendBaseWidget(f)
	return f
}

// Set shows other figures; their number must stay once the plot is drawn.
func (f *Figures) Set(values []int64, below []string) {
	f.Values, f.Below = values, below
	f.Refresh()
}

// top is the highest line of the grid: an even round figure that nothing exceeds.
func (f *Figures) top() int64 { return roundAbove([]int64{2, 4, 6, 10}, f.Values) }

// roundAbove is the least of some round figures, or of ten, a hundred … times them, that no value exceeds.
func roundAbove(round, values []int64) int64 {
	most := slices.Max(append([]int64{0}, values...))
	for step := int64(1); ; step *= 10 {
		for _, of := range round {
			if of*step >= most {
				return of * step
			}
		}
	}
}

// CreateRenderer is called by Fyne, which may do so again after the plot was out of sight.
func (f *Figures) CreateRenderer() fyne.WidgetRenderer {
	r := &figuresPaint{of: f}
	var objects []fyne.CanvasObject
	for i := range r.lines {
		r.lines[i], r.scale[i] = &canvas.Rectangle{}, textLine(SizeCaption, false)
		objects = append(objects, r.lines[i], r.scale[i])
	}
	for range f.Values {
		bar, text := &canvas.Rectangle{TopLeftCornerRadius: 2, TopRightCornerRadius: 2}, textLine(SizeCaption, false)
		r.bars, r.below = append(r.bars, bar), append(r.below, text)
		objects = append(objects, bar, text)
	}
	return paint(f, func() fyne.Size { return fyne.NewSize(200, figuresHeight+24) }, r.place, r.update, objects...)
}

// figuresPaint are the primitives of one rendering of a plot.
type figuresPaint struct {
	of    *Figures
	bars  []*canvas.Rectangle
	below []*canvas.Text
	lines [3]*canvas.Rectangle
	scale [3]*canvas.Text
}

func (r *figuresPaint) place(s fyne.Size) {
	for i := range r.lines {
		y := float32(figuresHeight) * float32(i) / 2
		put(r.lines[i], figuresScale, y+6, s.Width-figuresScale, 1)
		size := r.scale[i].MinSize()
		put(r.scale[i], figuresScale-8-size.Width, y+6-size.Height/2, size.Width, size.Height)
	}
	if len(r.bars) == 0 {
		return
	}
	column, top := (s.Width-figuresScale)/float32(len(r.bars)), r.of.top()
	wide := min(r.of.Bar, column*0.7)
	now := r.below[len(r.below)-1]
	free := float32(0) // where the next caption may begin
	for i, bar := range r.bars {
		x := figuresScale + column*float32(i) + (column-wide)/2
		h := float32(figuresHeight) * float32(r.of.Values[i]) / float32(top)
		if r.of.Values[i] > 0 {
			h = max(h, 1)
		}
		put(bar, x, figuresHeight+6-h, wide, h)
		text := r.below[i]
		size := text.MinSize()
		at := min(max(x+wide/2-size.Width/2, figuresScale), s.Width-size.Width)
		fits := at >= free && at+size.Width+12 <= s.Width-now.MinSize().Width
		show(text, text.Text != "" && (text == now || fits))
		if text.Visible() {
			free = at + size.Width + 12
		}
		put(text, at, figuresHeight+9, size.Width, size.Height)
	}
}

func (r *figuresPaint) update() {
	top := r.of.top()
	for i := range r.lines {
		r.lines[i].FillColor = Color(ColorLine)
		setText(r.scale[i], r.of.Grid(top*int64(2-i)/2), ColorText3)
	}
	for i := range r.bars {
		fill, name, last := ColorButtonBorder, ColorText3, i == len(r.bars)-1
		if last {
			fill, name = r.of.Now, ColorText
		}
		r.bars[i].FillColor = Color(fill)
		r.below[i].TextStyle.Bold = last
		setText(r.below[i], r.of.Below[i], name)
	}
}
