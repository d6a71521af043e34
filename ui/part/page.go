package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Flow is an HBox that goes on below when there is no more room. After a Gap the rest of a line stands at the right.
func Flow(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: &flowLayout{gap: gap}, Objects: objects}
}

// Fitting is an HBox that shows as many of its objects as have room, from the first on, and needs none for itself: for
// what helps where there is room, beside what must be there.
func Fitting(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: fittingLayout{gap}, Objects: objects}
}

type fittingLayout struct{ gap float32 }

func (l fittingLayout) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	x, full := float32(0), false
	for _, o := range objects {
		m := o.MinSize()
		if full = full || x+m.Width > s.Width; full {
			o.Hide()
			continue
		}
		o.Show()
		put(o, x, (s.Height-m.Height)/2, m.Width, m.Height)
		x += m.Width + l.gap
	}
}

func (l fittingLayout) MinSize(objects []fyne.CanvasObject) (s fyne.Size) {
	for _, o := range objects {
		s.Height = max(s.Height, o.MinSize().Height)
	}
	return s
}

// Page lets content scroll up and down inside the width it gets; what wraps, wraps at that width.
func Page(content fyne.CanvasObject) *container.Scroll {
	l := &pageLayout{}
	l.scroll = container.NewVScroll(&fyne.Container{Layout: l, Objects: []fyne.CanvasObject{content}})
	return l.scroll
}

// PaddedPage is a Page with the margins of a column of a Workspace.
func PaddedPage(content fyne.CanvasObject) *container.Scroll {
	return Page(Inset(12, 16, 16, 16, content))
}

type flowLayout struct {
	gap   float32
	width float32
}

// lines visits every object with its place and returns the height of all lines.
func (l *flowLayout) lines(objects []fyne.CanvasObject, width float32,
	visit func(o fyne.CanvasObject, x, y, w, h float32)) float32 {
	y, from := float32(0), 0
	for from < len(objects) {
		used, height, growing, to := float32(0), float32(0), float32(0), from
		for ; to < len(objects); to++ {
			if !objects[to].Visible() {
				continue
			}
			if grows(objects[to]) {
				growing++
				continue
			}
			m := objects[to].MinSize()
			if used > 0 && used+l.gap+m.Width > width {
				break
			}
			if used > 0 {
				used += l.gap
			}
			used += m.Width
			height = max(height, m.Height)
		}
		x := float32(0)
		for _, o := range objects[from:to] {
			switch {
			case !o.Visible():
			case grows(o):
				x += max(width-used, 0) / growing
			default:
				m := o.MinSize()
				visit(o, x, y+(height-m.Height)/2, min(m.Width, width), m.Height)
				x += m.Width + l.gap
			}
		}
		y += height + l.gap
		from = to
	}
	return max(y-l.gap, 0)
}

func (l *flowLayout) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	l.width = s.Width
	l.lines(objects, s.Width, put)
}

func (l *flowLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	w := float32(0)
	for _, o := range objects {
		if o.Visible() {
			w = max(w, o.MinSize().Width)
		}
	}
	width := l.width
	if width == 0 {
		width = 1 << 20
	}
	return fyne.NewSize(w, l.heightFor(objects, width))
}

func (l *flowLayout) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return l.lines(objects, width, func(fyne.CanvasObject, float32, float32, float32, float32) {})
}

type pageLayout struct {
	width  float32
	scroll *container.Scroll
}

func (l *pageLayout) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	l.width = s.Width
	height := heightFor(objects[0], s.Width)
	put(objects[0], 0, 0, s.Width, max(height, s.Height))
	// where something shorter shows now, what was scrolled to lies behind its end: Fyne would show nothing there
	if end := max(height-l.scroll.Size().Height, 0); l.scroll.Offset.Y > end {
		l.scroll.Offset.Y = end
	}
}

func (l *pageLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	if l.width <= 0 {
		return fyne.NewSize(0, objects[0].MinSize().Height)
	}
	return fyne.NewSize(0, heightFor(objects[0], l.width))
}

// AtMost lets an object be no wider than this, at the left edge of the room it gets.
func AtMost(width float32, o fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: atMostLayout(width), Objects: []fyne.CanvasObject{o}}
}

type atMostLayout float32

func (l atMostLayout) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	put(objects[0], 0, 0, min(s.Width, float32(l)), s.Height)
}

func (l atMostLayout) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }

func (l atMostLayout) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return heightFor(objects[0], min(width, float32(l)))
}

// asideWidth is the column beside what is filled in, its margins included.
const asideWidth = 352

// Beside puts what is filled in beside the card that says what is next. Each scrolls by itself, so that the card stays
// in sight.
func Beside(filled, next fyne.CanvasObject) fyne.CanvasObject {
	return &fyne.Container{Layout: asideLayout{},
		Objects: []fyne.CanvasObject{Page(Inset(16, 24, 20, PageEdge, filled)),
			Page(Inset(16, PageEdge, 20, 12, next))}}
}

type asideLayout struct{}

// MinSize is called by Fyne.
func (asideLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	filled, next := objects[0].MinSize(), objects[1].MinSize()
	return fyne.NewSize(filled.Width+max(next.Width, asideWidth), max(filled.Height, next.Height))
}

// Layout is called by Fyne.
func (asideLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	right := max(objects[1].MinSize().Width, asideWidth)
	objects[0].Move(fyne.NewPos(0, 0))
	objects[0].Resize(fyne.NewSize(size.Width-right, size.Height))
	objects[1].Move(fyne.NewPos(size.Width-right, 0))
	objects[1].Resize(fyne.NewSize(right, size.Height))
}
