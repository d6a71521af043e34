package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

var _ fyne.Widget = (*Sheet)(nil)

// Sheet is a short table that neither scrolls nor selects: a few rows inside a page or a card.
type Sheet struct {
	widget.BaseWidget
	// OnLink is told a click on a cell that is a link.
	OnLink func(row, column int)

	source     *cellSource
	head       *tableHead
	data       []RowData
	views      []*cellsView
	rowHeight  float32
	headHeight float32
}

// NewSheet returns a sheet with a head 24 high and rows of 30; edge 0, so that it lines up with the text around it.
func NewSheet(columns []Column, rows []RowData) *Sheet {
	s := &Sheet{data: rows, rowHeight: TableRowHeight, headHeight: CardHeadHeight}
	s.source = &cellSource{columns: columns, gap: 12}
	s.source.update = func(row int, d *RowData) {
		cells := d.Cells
		*d = s.data[row]
		copy(cells, s.data[row].Cells)
		d.Cells = cells
	}
	s.head = &tableHead{source: s.source, over: -1}
	s.head.ExtendBaseWidget(s.head)
	s.ExtendBaseWidget(s)
	return s
}

// SetHeights changes the heights of head and rows; a head of 0 is left out.
func (s *Sheet) SetHeights(head, row float32) *Sheet {
	s.headHeight, s.rowHeight = head, row
	return s
}

// SetRows replaces the rows.
func (s *Sheet) SetRows(rows []RowData) {
	s.data = rows
	s.Refresh()
}

// Tapped is called by Fyne.
func (s *Sheet) Tapped(ev *fyne.PointEvent) {
	row := int((ev.Position.Y - s.headHeight) / s.rowHeight)
	if ev.Position.Y < s.headHeight || row >= len(s.data) || s.OnLink == nil {
		return
	}
	for i, at := range s.source.spans {
		if ev.Position.X >= at.x && ev.Position.X < at.x+at.w && i < len(s.data[row].Cells) &&
			s.data[row].Cells[i].Link {
			s.OnLink(row, i)
		}
	}
}

// CreateRenderer is called by Fyne.
func (s *Sheet) CreateRenderer() fyne.WidgetRenderer {
	r := &sheetRenderer{s: s}
	r.Refresh()
	return r
}

type sheetRenderer struct {
	s       *Sheet
	objects []fyne.CanvasObject
}

func (r *sheetRenderer) Destroy()                     {}
func (r *sheetRenderer) Objects() []fyne.CanvasObject { return r.objects }

func (r *sheetRenderer) MinSize() fyne.Size {
	return fyne.NewSize(120, r.s.headHeight+r.s.rowHeight*float32(len(r.s.data)))
}

func (r *sheetRenderer) Layout(size fyne.Size) {
	s := r.s
	s.source.spans = spread(s.source.columns, size.Width, s.source.edge, s.source.gap, s.source.spans)
	put(s.head, 0, 0, size.Width, s.headHeight)
	s.head.Refresh()
	for i, v := range s.views {
		put(v.box, 0, s.headHeight+s.rowHeight*float32(i), size.Width, s.rowHeight)
		v.place(fyne.NewSize(size.Width, s.rowHeight))
	}
}

func (r *sheetRenderer) Refresh() {
	s := r.s
	for len(s.views) < len(s.data) {
		s.views = append(s.views, newCellsView(s.source))
	}
	s.views = s.views[:len(s.data)]
	r.objects = append(r.objects[:0], s.head)
	show(s.head, s.headHeight > 0)
	for i, v := range s.views {
		v.bind(i, rowLook{})
		r.objects = append(r.objects, v.box)
	}
	r.Layout(s.Size())
	canvas.Refresh(s)
}
