package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

var _ fyne.Scrollable = (*wheel)(nil)

// wheel lies over an entry and takes the wheel from it where the entry itself has no more to scroll: a page would stand
// still under every field that the pointer passes. It takes nothing else.
type wheel struct {
	widget.BaseWidget
	entry *Entry
}

func newWheel(e *Entry) *wheel {
	w := &wheel{entry: e}
	w.ExtendBaseWidget(w)
	return w
}

// Scrolled is called by Fyne.
func (w *wheel) Scrolled(ev *fyne.ScrollEvent) {
	own := ownScroll(w.entry)
	if own != nil && own.Content != nil && moves(own, ev) {
		own.Scrolled(ev)
		return
	}
	if page := pageOf(w.entry.self); page != nil {
		page.Scrolled(ev)
	}
}

// CreateRenderer is called by Fyne.
func (w *wheel) CreateRenderer() fyne.WidgetRenderer {
	return paint(w, func() fyne.Size { return fyne.Size{} }, func(fyne.Size) {}, func() {})
}

// moves reports whether the wheel would move what a scroller shows.
func moves(s *container.Scroll, ev *fyne.ScrollEvent) bool {
	room := s.Content.MinSize().Height - s.Size().Height
	return ev.Scrolled.DY > 0 && s.Offset.Y > 0 || ev.Scrolled.DY < 0 && s.Offset.Y < room
}

// ownScroll is what scrolls the text inside an entry, nil where it is not drawn.
func ownScroll(e *Entry) *container.Scroll {
	for _, o := range e.drawn {
		if s, ok := o.(*container.Scroll); ok {
			return s
		}
	}
	return nil
}

// pageOf is the scroller that o lies in, the innermost one; nil where it lies in none.
func pageOf(o fyne.CanvasObject) *container.Scroll {
	c := canvasOf(o)
	if c == nil {
		return nil
	}
	if top, ok := c.Overlays().Top().(*overlay); ok {
		return pageWithin(top.body, o, nil)
	}
	return pageWithin(c.Content(), o, nil)
}

func pageWithin(from, o fyne.CanvasObject, in *container.Scroll) *container.Scroll {
	if from == o {
		return in
	}
	if s, ok := from.(*container.Scroll); ok {
		in = s
	}
	for _, child := range childrenOf(from) {
		if page := pageWithin(child, o, in); page != nil {
			return page
		}
	}
	return nil
}
