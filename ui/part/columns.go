package part

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Columns is a plot of two figures side by side for each part of a stretch of time, such as what came and what went. A
// grid of four lines gives the scale.
type Columns struct {
	widget.BaseWidget
	First, Second []int64 // of one length; the first is grey, the second blue
	Below         []string
	Grid          func(int64) string // how a figure of the grid is written
}

var _ fyne.Widget = (*Columns)(nil)

// NewColumns returns a plot of figures, with a caption for each pair.
func NewColumns(first, second []int64, below []string, grid func(int64) string) *Columns {
	c := &Columns{First: first, Second: second, Below: below, Grid: grid}
	c.ExtendBaseWidget(c)
	return c
}

const (
	columnsHeight = 150 // the least of the plot
	columnsFoot   = 24  // for the captions
	columnsBar    = 14  // how wide one bar is at most
	columnsLines  = 4
)

// columnsTop is the highest line of a grid of four: a round figure that divides by three and that nothing exceeds.
func columnsTop(lists ...[]int64) int64 {
	return roundAbove([]int64{3, 6, 9, 12, 15, 21, 30}, slices.Concat(lists...))
}

// CreateRenderer is called by Fyne.
func (c *Columns) CreateRenderer() fyne.WidgetRenderer {
	r := &columnsPaint{of: c, top: columnsTop(c.First, c.Second)}
	var objects []fyne.CanvasObject
	for i := range columnsLines {
		r.lines[i], r.scale[i] = &canvas.Rectangle{}, textLine(SizeCaption, false)
		objects = append(objects, r.lines[i], r.scale[i])
	}
	for range c.First {
		first, second := &canvas.Rectangle{TopLeftCornerRadius: 2,
			TopRightCornerRadius: 2}, &canvas.Rectangle{TopLeftCornerRadius: 2, TopRightCornerRadius: 2}
		text := textLine(SizeCaption, false)
		r.first, r.second, r.below = append(r.first, first), append(r.second, second), append(r.below, text)
		objects = append(objects, first, second, text)
	}
	return paint(c, func() fyne.Size { return fyne.NewSize(200, columnsHeight) }, r.place, r.update, objects...)
}

// columnsPaint are the primitives of one rendering.
type columnsPaint struct {
	of            *Columns
	top           int64
	first, second []*canvas.Rectangle
	below         []*canvas.Text
	lines         [columnsLines]*canvas.Rectangle
	scale         [columnsLines]*canvas.Text
}

func (r *columnsPaint) place(s fyne.Size) {
	const above = 8
	high := s.Height - columnsFoot - above
	for i := range r.lines {
		y := above + high*float32(i)/(columnsLines-1)
		put(r.lines[i], figuresScale, y, s.Width-figuresScale, 1)
		size := r.scale[i].MinSize()
		put(r.scale[i], figuresScale-8-size.Width, y-size.Height/2, size.Width, size.Height)
	}
	if len(r.first) == 0 {
		return
	}
	column := (s.Width - figuresScale) / float32(len(r.first))
	wide := min(columnsBar, column*0.36)
	bar := func(b *canvas.Rectangle, x float32, value int64) {
		h := high * float32(value) / float32(r.top)
		if value > 0 {
			h = max(h, 1)
		}
		put(b, x, above+high-h, wide, h)
	}
	free := float32(0) // where the next caption may begin
	for i := range r.first {
		middle := figuresScale + column*(float32(i)+0.5)
		bar(r.first[i], middle-wide-1, r.of.First[i])
		bar(r.second[i], middle+1, r.of.Second[i])
		size := r.below[i].MinSize()
		at := min(max(middle-size.Width/2, figuresScale), s.Width-size.Width)
		show(r.below[i], at >= free)
		if at >= free {
			free = at + size.Width + 6
		}
		put(r.below[i], at, above+high+6, size.Width, size.Height)
	}
}

func (r *columnsPaint) update() {
	for i := range r.lines {
		r.lines[i].FillColor = Color(ColorLine)
		setText(r.scale[i], r.of.Grid(r.top*int64(columnsLines-1-i)/(columnsLines-1)), ColorText3)
	}
	for i := range r.first {
		r.first[i].FillColor, r.second[i].FillColor = Color(ColorButtonBorder), Color(ColorPrimary)
		setText(r.below[i], r.of.Below[i], ColorText3)
	}
}
