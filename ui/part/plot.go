package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Figures is a plot of figures side by side, such as those of days; the last stands for now. A grid of three lines gives the
// scale.
type Figures struct {
	widget.BaseWidget
	Values []int64
	Below  []string            // a caption for each value; empty ones are left out
	Grid   func(int64) string  // how a figure of the grid is written
	Now    fyne.ThemeColorName // of the last bar
	Bar    float32             // how wide one is at most
	values []*canvas.Rectangle
	below  []*canvas.Text
	lines  [3]*canvas.Rectangle
	scale  [3]*canvas.Text
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
func (f *Figures) top() int64 {
	most := int64(2)
	for _, v := range f.Values {
		most = max(most, v)
	}
	for step := int64(1); ; step *= 10 {
		for _, of := range []int64{2, 4, 6, 10} {
			if of*step >= most {
				return of * step
			}
		}
	}
}

// CreateRenderer is called by Fyne.
func (f *Figures) CreateRenderer() fyne.WidgetRenderer {
	var objects []fyne.CanvasObject
	for i := range f.lines {
		f.lines[i], f.scale[i] = &canvas.Rectangle{}, textLine(SizeCaption, false)
		objects = append(objects, f.lines[i], f.scale[i])
	}
	for range f.Values {
		bar := &canvas.Rectangle{TopLeftCornerRadius: 2, TopRightCornerRadius: 2}
		text := textLine(SizeCaption, false)
		f.values, f.below = append(f.values, bar), append(f.below, text)
		objects = append(objects, bar, text)
	}
	return paint(f, func() fyne.Size { return fyne.NewSize(200, figuresHeight+24) }, f.place, f.update, objects...)
}

func (f *Figures) place(s fyne.Size) {
	for i := range f.lines {
		y := float32(figuresHeight) * float32(i) / 2
		put(f.lines[i], figuresScale, y+6, s.Width-figuresScale, 1)
		size := f.scale[i].MinSize()
		put(f.scale[i], figuresScale-8-size.Width, y+6-size.Height/2, size.Width, size.Height)
	}
	if len(f.values) == 0 {
		return
	}
	column, top := (s.Width-figuresScale)/float32(len(f.values)), f.top()
	wide := min(f.Bar, column*0.7)
	free := float32(0) // where the next caption may begin
	for i, bar := range f.values {
		x := figuresScale + column*float32(i) + (column-wide)/2
		h := float32(figuresHeight) * float32(f.Values[i]) / float32(top)
		if f.Values[i] > 0 {
			h = max(h, 1)
		}
		put(bar, x, figuresHeight+6-h, wide, h)
		size := f.below[i].MinSize()
		at := min(max(x+wide/2-size.Width/2, figuresScale), s.Width-size.Width)
		last := i == len(f.values)-1
		show(f.below[i], f.below[i].Text != "" && (last || at >= free && at+size.Width+12 <= s.Width-f.below[len(f.below)-1].MinSize().Width))
		if f.below[i].Visible() {
			free = at + size.Width + 12
		}
		put(f.below[i], at, figuresHeight+9, size.Width, size.Height)
	}
}

func (f *Figures) update() {
	top := f.top()
	for i := range f.lines {
		f.lines[i].FillColor = Color(ColorLine)
		setText(f.scale[i], f.Grid(top*int64(2-i)/2), ColorText3)
	}
	for i := range f.values {
		f.values[i].FillColor = Color(ColorButtonBorder)
		name := ColorText3
		f.below[i].TextStyle.Bold = i == len(f.values)-1
		if i == len(f.values)-1 {
			f.values[i].FillColor, name = Color(f.Now), ColorText
		}
		setText(f.below[i], f.Below[i], name)
	}
}
