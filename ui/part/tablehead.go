package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

var (
	_ fyne.Tappable      = (*tableHead)(nil)
	_ desktop.Cursorable = (*tableHead)(nil)
	_ desktop.Hoverable  = (*tableHead)(nil)
)

// tableHead shows the titles of columns; a click on one that sorts is told to the table.
type tableHead struct {
	widget.BaseWidget
	table      *DataTable
	source     *cellSource
	sorted     string
	descending bool
	over       int
}

func newTableHead(t *DataTable) *tableHead {
	h := &tableHead{table: t, source: t.source, over: -1}
	h.ExtendBaseWidget(h)
	return h
}

// Tapped is called by Fyne.
func (h *tableHead) Tapped(ev *fyne.PointEvent) {
	if h.table == nil || h.table.OnSort == nil {
		return
	}
	i := h.table.columnAt(ev.Position.X)
	if i < 0 || !h.source.columns[i].Sortable {
		return
	}
	id := h.source.columns[i].ID
	descending := h.sorted == id && !h.descending
	h.table.SetSort(id, descending)
	h.table.OnSort(id, descending)
}

// MouseIn is called by Fyne.
func (h *tableHead) MouseIn(ev *desktop.MouseEvent) { h.MouseMoved(ev) }

// MouseMoved remembers the column under the pointer.
func (h *tableHead) MouseMoved(ev *desktop.MouseEvent) {
	if h.table != nil {
		h.over = h.table.columnAt(ev.Position.X)
	}
}

// MouseOut is called by Fyne.
func (h *tableHead) MouseOut() { h.over = -1 }

// Cursor is a hand over a head that sorts.
func (h *tableHead) Cursor() desktop.Cursor {
	if h.over >= 0 && h.over < len(h.source.columns) && h.source.columns[h.over].Sortable && h.table.OnSort != nil {
		return desktop.PointerCursor
	}
	return desktop.DefaultCursor
}

// CreateRenderer is called by Fyne.
func (h *tableHead) CreateRenderer() fyne.WidgetRenderer {
	line, arrow := &canvas.Rectangle{}, newGlyph()
	objects := []fyne.CanvasObject{line, arrow.Image}
	titles := make([]*canvas.Text, len(h.source.columns))
	for i := range titles {
		titles[i] = textLine(SizeCaption, false)
		objects = append(objects, titles[i])
	}
	return paint(h,
		func() fyne.Size { return fyne.NewSize(0, CardHeadHeight) },
		func(s fyne.Size) {
			put(line, 0, s.Height-1, s.Width, 1)
			if len(h.source.spans) != len(titles) {
				return
			}
			for i, t := range titles {
				at := h.source.spans[i]
				t.Text = fit(h.source.columns[i].Title, SizeCaption, t.TextStyle.Bold, at.w)
				put(t, at.x, 0, at.w, s.Height-1)
				if h.source.columns[i].ID == h.sorted {
					x := at.x + ceil(t.MinSize().Width) + 4
					if h.source.columns[i].Align == fyne.TextAlignTrailing {
						x = at.x + at.w - ceil(t.MinSize().Width) - 16
					}
					put(arrow.Image, x, (s.Height-13)/2, 12, 12)
				}
			}
		},
		func() {
			line.FillColor = Color(ColorLine)
			for i, t := range titles {
				c := h.source.columns[i]
				t.Alignment, t.TextStyle.Bold = c.Align, c.BoldHead
				name := ColorText3
				if c.BoldHead || (c.ID != "" && c.ID == h.sorted) {
					name = ColorText2
				}
				setText(t, c.Title, name)
			}
			icon := ""
			if h.sorted != "" {
				icon = "chevu"
				if h.descending {
					icon = "chevd"
				}
			}
			arrow.set(icon, ColorText2)
		},
		objects...)
}
