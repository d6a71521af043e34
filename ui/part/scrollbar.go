package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

const barWidth float32 = 10

var (
	_ fyne.Draggable    = (*scrollBar)(nil)
	_ desktop.Hoverable = (*scrollBar)(nil)
	_ desktop.Mouseable = (*scrollBar)(nil)
)

// scrollBar is the thin bar at the right edge of rows.
type scrollBar struct {
	widget.BaseWidget
	rows    *rows
	hovered bool
	dragged bool
}

// thumb is the top and the length of the part that can be dragged.
func (b *scrollBar) thumb() (top, length float32) {
	h, total := float64(b.Size().Height), b.rows.total()
	if total <= h || h <= 0 {
		return 0, 0
	}
	l := max(h*h/total, 28)
	return float32((h - l) * b.rows.offset / (total - h)), float32(l)
}

// Dragged is called by Fyne.
func (b *scrollBar) Dragged(ev *fyne.DragEvent) {
	b.dragged = true
	_, length := b.thumb()
	h := float64(b.Size().Height)
	if free := h - float64(length); free > 0 && length > 0 {
		b.rows.scrollTo(b.rows.offset + float64(ev.Dragged.DY)*(b.rows.total()-h)/free)
	}
}

// DragEnd is called by Fyne.
func (b *scrollBar) DragEnd() {
	b.dragged = false
	b.Refresh()
}

// MouseDown scrolls by a page beside the thumb.
func (b *scrollBar) MouseDown(ev *desktop.MouseEvent) {
	top, length := b.thumb()
	h := float64(b.Size().Height)
	switch {
	case length == 0:
	case ev.Position.Y < top:
		b.rows.scrollTo(b.rows.offset - h)
	case ev.Position.Y > top+length:
		b.rows.scrollTo(b.rows.offset + h)
	}
}

// MouseUp does nothing.
func (b *scrollBar) MouseUp(*desktop.MouseEvent) {}

// MouseIn is called by Fyne.
func (b *scrollBar) MouseIn(*desktop.MouseEvent) {
	b.hovered = true
	b.Refresh()
}

// MouseMoved does nothing.
func (b *scrollBar) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is called by Fyne.
func (b *scrollBar) MouseOut() {
	b.hovered = false
	b.Refresh()
}

// CreateRenderer is called by Fyne.
func (b *scrollBar) CreateRenderer() fyne.WidgetRenderer {
	box := &canvas.Rectangle{CornerRadius: 2}
	return paint(b,
		func() fyne.Size { return fyne.NewSize(barWidth, 0) },
		func(s fyne.Size) {
			top, length := b.thumb()
			w := float32(4)
			if b.hovered || b.dragged {
				w = 8
			}
			put(box, s.Width-w-2, top, w, length)
		},
		func() {
			box.FillColor = Color(theme.ColorNameScrollBar)
			_, length := b.thumb()
			show(box, length > 0)
		},
		box)
}
