package part

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"
)

// HBox puts objects side by side, vertically centred, each at its own width; what Grow made takes the rest.
func HBox(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: rowLayout{gap: gap}, Objects: objects}
}

// HBoxTop is an HBox whose objects begin at the same height.
func HBoxTop(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: rowLayout{gap: gap, top: true}, Objects: objects}
}

// HBoxEven is an HBox whose objects are all as high as the highest, as cards in a row are.
func HBoxEven(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: rowLayout{gap: gap, top: true, even: true}, Objects: objects}
}

// VBox stacks objects at full width, each at its own height; what Grow made takes the rest.
func VBox(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: &columnLayout{gap: gap}, Objects: objects}
}

// Inset leaves room around an object.
func Inset(top, right, bottom, left float32, o fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: insetLayout{top, right, bottom, left}, Objects: []fyne.CanvasObject{o}}
}

// Stack lays objects over each other, the last on top.
func Stack(objects ...fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: layout.NewStackLayout(), Objects: objects}
}

// Fixed gives an object a size of its own; 0 keeps the object's.
func Fixed(width, height float32, o fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: fixedLayout{width, height}, Objects: []fyne.CanvasObject{o}}
}

// Grow lets an object take the room that is left in an HBox or VBox.
func Grow(o fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: growLayout{}, Objects: []fyne.CanvasObject{o}}
}

// Gap takes the room that is left in an HBox or VBox and shows nothing.
func Gap() fyne.CanvasObject { return layout.NewSpacer() }

// Space is empty room of this size.
func Space(width, height float32) fyne.CanvasObject {
	r := canvas.NewRectangle(color.Transparent)
	r.SetMinSize(fyne.NewSize(width, height))
	return r
}

// Ground puts an object on a ground of this colour.
func Ground(colorName fyne.ThemeColorName, o fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: groundLayout{}, Objects: []fyne.CanvasObject{NewFill(colorName), o}}
}

// HLine is a line one pixel high across the room it gets.
func HLine() fyne.CanvasObject { return Fixed(0, 1, NewFill(ColorLine)) }

// VLine is a line one pixel wide, height high.
func VLine(height float32) fyne.CanvasObject { return Fixed(1, height, NewFill(ColorLine)) }

var _ fyne.Widget = (*Fill)(nil)

// Fill is a rectangle in a colour of the theme; it follows the theme.
type Fill struct {
	widget.BaseWidget
	Color fyne.ThemeColorName
}

// NewFill returns a rectangle of this colour.
func NewFill(colorName fyne.ThemeColorName) *Fill {
	f := &Fill{Color: colorName}
	f.ExtendBaseWidget(f)
	return f
}

// CreateRenderer is called by Fyne.
func (f *Fill) CreateRenderer() fyne.WidgetRenderer {
	r := &canvas.Rectangle{}
	return paint(f,
		func() fyne.Size { return fyne.NewSize(1, 1) },
		r.Resize,
		func() { r.FillColor = Color(f.Color) },
		r)
}

func grows(o fyne.CanvasObject) bool {
	if s, ok := o.(layout.SpacerObject); ok {
		return s.ExpandHorizontal()
	}
	c, ok := o.(*fyne.Container)
	if !ok {
		return false
	}
	_, ok = c.Layout.(growLayout)
	return ok
}

// share is how much each growing object gets of total, after what the others take along one axis.
func share(objects []fyne.CanvasObject, gap, total float32, need func(fyne.CanvasObject) float32) float32 {
	used, growing, shown := float32(0), 0, 0
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		shown++
		if grows(o) {
			growing++
		} else {
			used += need(o)
		}
	}
	if growing == 0 {
		return 0
	}
	return max((total-used-gap*float32(shown-1))/float32(growing), 0)
}

type rowLayout struct {
	gap  float32
	top  bool // objects begin at the top instead of lying on the middle line
	even bool // and reach down to the foot of the row
}

func (l rowLayout) widths(objects []fyne.CanvasObject, width float32, visit func(o fyne.CanvasObject, x, w float32)) {
	need := func(o fyne.CanvasObject) float32 { return o.MinSize().Width }
	rest := share(objects, l.gap, width, need)
	x := float32(0)
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		w := rest
		if !grows(o) {
			w = need(o)
		}
		visit(o, x, w)
		x += w + l.gap
	}
}

func (l rowLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.widths(objects, size.Width, func(o fyne.CanvasObject, x, w float32) {
		h := min(heightFor(o, w), size.Height)
		y := round((size.Height - h) / 2)
		if l.top {
			y = 0
		}
		if l.even {
			h = size.Height
		}
		put(o, x, y, w, h)
	})
}

func (l rowLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var s fyne.Size
	shown := 0
	for _, o := range objects {
		if o.Visible() {
			m := o.MinSize()
			s.Width += m.Width
			s.Height = max(s.Height, m.Height)
			shown++
		}
	}
	s.Width += l.gap * float32(max(shown-1, 0))
	return s
}

func (l rowLayout) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	h := float32(0)
	l.widths(objects, width, func(o fyne.CanvasObject, _, w float32) { h = max(h, heightFor(o, w)) })
	return h
}

func round(v float32) float32 { return float32(int(v + 0.5)) }

type columnLayout struct {
	gap   float32
	width float32 // of the last layout: heights of wrapped text depend on it
}

func (l *columnLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	rest := share(objects, l.gap, size.Height, func(o fyne.CanvasObject) float32 { return heightFor(o, size.Width) })
	y := float32(0)
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		h := rest
		if !grows(o) {
			h = heightFor(o, size.Width)
		}
		put(o, 0, y, size.Width, h)
		y += h + l.gap
	}
}

func (l *columnLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var s fyne.Size
	shown := 0
	for _, o := range objects {
		if o.Visible() {
			m := o.MinSize()
			if l.width > 0 {
				m.Height = max(heightFor(o, l.width), 0)
			}
			s.Width = max(s.Width, m.Width)
			s.Height += m.Height
			shown++
		}
	}
	s.Height += l.gap * float32(max(shown-1, 0))
	return s
}

func (l *columnLayout) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	l.width = width
	h, shown := float32(0), 0
	for _, o := range objects {
		if o.Visible() {
			h += heightFor(o, width)
			shown++
		}
	}
	return h + l.gap*float32(max(shown-1, 0))
}

// Halves puts two columns of one width side by side where each gets at least so much, else one below the other.
func Halves(gap, least float32, left, right fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: halvesLayout{gap, least}, Objects: []fyne.CanvasObject{left, right}}
}

type halvesLayout struct{ gap, least float32 }

// wide is the width of each column, and whether they stand side by side.
func (l halvesLayout) wide(width float32) (each float32, beside bool) {
	if each = (width - l.gap) / 2; each >= l.least {
		return each, true
	}
	return width, false
}

func (l halvesLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	each, beside := l.wide(size.Width)
	left, right := heightFor(objects[0], each), heightFor(objects[1], each)
	put(objects[0], 0, 0, each, left)
	if beside {
		put(objects[1], each+l.gap, 0, each, right)
		return
	}
	put(objects[1], 0, left+l.gap, each, right)
}

func (l halvesLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	a, b := objects[0].MinSize(), objects[1].MinSize()
	return fyne.NewSize(min(max(a.Width, b.Width), l.least), max(a.Height, b.Height))
}

func (l halvesLayout) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	each, beside := l.wide(width)
	left, right := heightFor(objects[0], each), heightFor(objects[1], each)
	if beside {
		return max(left, right)
	}
	return left + l.gap + right
}

type insetLayout struct{ top, right, bottom, left float32 }

func (l insetLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		put(o, l.left, l.top, size.Width-l.left-l.right, size.Height-l.top-l.bottom)
	}
}

func (l insetLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return objects[0].MinSize().AddWidthHeight(l.left+l.right, l.top+l.bottom)
}

func (l insetLayout) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return heightFor(objects[0], width-l.left-l.right) + l.top + l.bottom
}

type fixedLayout struct{ width, height float32 }

func (l fixedLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	put(objects[0], 0, 0, size.Width, size.Height)
}

func (l fixedLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	s := objects[0].MinSize()
	if l.width > 0 {
		s.Width = l.width
	}
	if l.height > 0 {
		s.Height = l.height
	}
	return s
}

func (l fixedLayout) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	if l.height > 0 {
		return l.height
	}
	return heightFor(objects[0], width)
}

type growLayout struct{}

func (growLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	put(objects[0], 0, 0, size.Width, size.Height)
}

func (growLayout) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }

func (growLayout) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return heightFor(objects[0], width)
}

// groundLayout is a stack whose height is that of its last object.
type groundLayout struct{}

func (groundLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		put(o, 0, 0, size.Width, size.Height)
	}
}

func (groundLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return objects[len(objects)-1].MinSize()
}

func (groundLayout) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return heightFor(objects[len(objects)-1], width)
}
