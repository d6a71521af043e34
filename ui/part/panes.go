package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Least widths of list and detail beside each other; below them something gives way.
const (
	ListMin   float32 = 540
	DetailMin float32 = 560
)

// PaneMode is what the owner of the window wants to show.
type PaneMode uint8

// The modes.
const (
	PanesBoth   PaneMode = iota // list and detail
	PanesDetail                 // the detail alone, the rail folded: findings, plan
	PanesWide                   // the detail alone, the rail open: oversight, data map
)

// PaneWidths are the widths of the three panes; 0 is hidden.
type PaneWidths struct {
	Rail, List, Detail float32
	Folded             bool // the rail shows icons only
}

// ArrangePanes decides the panes of a window of this width. list is the wanted width of the list, 0 for the standard
// one; open says whether a detail is open. First the rail folds, then the list gives way to the detail; while nothing
// is open the list has the room.
func ArrangePanes(width, list float32, mode PaneMode, open bool) PaneWidths {
	wanted := list
	if wanted == 0 {
		wanted = ListWidth
		if width > 1680 {
			wanted = ListWideWidth
		}
	}
	switch mode {
	case PanesDetail:
		return PaneWidths{Rail: RailFolded, Detail: width - RailFolded, Folded: true}
	case PanesWide:
		if width < 1180 {
			return PaneWidths{Rail: RailFolded, Detail: width - RailFolded, Folded: true}
		}
		return PaneWidths{Rail: RailWidth, Detail: width - RailWidth}
	}
	if width-RailWidth-wanted >= DetailMin {
		return PaneWidths{Rail: RailWidth, List: wanted, Detail: width - RailWidth - wanted}
	}
	room := width - RailFolded
	if room-wanted >= DetailMin {
		return PaneWidths{Rail: RailFolded, List: wanted, Detail: room - wanted, Folded: true}
	}
	if open {
		return PaneWidths{Rail: RailFolded, Detail: room, Folded: true}
	}
	return PaneWidths{Rail: RailFolded, List: room, Folded: true}
}

var _ fyne.Widget = (*Panes)(nil)

// Panes lays out rail, list and detail with a line between them. The line between list and detail can be dragged.
type Panes struct {
	widget.BaseWidget
	Rail   *Rail
	List   fyne.CanvasObject
	Detail fyne.CanvasObject
	// OnListWidth is told the width that the list was dragged to, so that it can be kept.
	OnListWidth func(width float32)

	mode PaneMode
	open bool
	list float32 // wanted width, 0: standard
	last PaneWidths
}

// NewPanes returns the three panes.
func NewPanes(rail *Rail, list, detail fyne.CanvasObject) *Panes {
	p := &Panes{Rail: rail, List: list, Detail: detail}
	p.ExtendBaseWidget(p)
	return p
}

// SetMode changes what is shown.
func (p *Panes) SetMode(mode PaneMode) {
	p.mode = mode
	p.Refresh()
}

// Open says whether a detail is open. In a narrow window it takes the place of the list.
func (p *Panes) Open(open bool) {
	p.open = open
	EndTip(canvasOf(p))
	p.Refresh()
}

// Back closes the detail where it hides the list; it says whether it did. Call it on Esc.
func (p *Panes) Back() bool {
	if p.mode != PanesBoth || !p.open || p.last.List > 0 {
		return false
	}
	p.Open(false)
	return true
}

// SetListWidth sets the wanted width of the list; 0 is the standard.
func (p *Panes) SetListWidth(width float32) {
	p.list = width
	p.Refresh()
}

// SetList puts another list into the middle pane.
func (p *Panes) SetList(o fyne.CanvasObject) {
	p.List = o
	p.Refresh()
}

// SetDetail puts something else into the right pane.
func (p *Panes) SetDetail(o fyne.CanvasObject) {
	p.Detail = o
	EndTip(canvasOf(p))
	p.Refresh()
}

// Widths are the widths as last laid out.
func (p *Panes) Widths() PaneWidths { return p.last }

func (p *Panes) drag(by float32) {
	total := p.Size().Width
	width := max(ListMin, min(p.last.List+by, total-p.last.Rail-DetailMin))
	p.list = width
	p.Refresh()
}

// CreateRenderer is called by Fyne.
func (p *Panes) CreateRenderer() fyne.WidgetRenderer {
	r := &panesRenderer{p: p, first: &canvas.Rectangle{}, second: &canvas.Rectangle{}}
	r.handle = &divider{panes: p}
	r.handle.ExtendBaseWidget(r.handle)
	r.Refresh()
	return r
}

type panesRenderer struct {
	p             *Panes
	first, second *canvas.Rectangle
	handle        *divider
	objects       []fyne.CanvasObject
}

func (r *panesRenderer) Destroy()                     {}
func (r *panesRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *panesRenderer) MinSize() fyne.Size           { return fyne.NewSize(640, 400) }

func (r *panesRenderer) Layout(s fyne.Size) {
	if s.Width <= 0 {
		return
	}
	p := r.p
	w := ArrangePanes(s.Width, p.list, p.mode, p.open)
	p.last = w
	p.Rail.Fold(w.Folded)
	put(p.Rail, 0, 0, w.Rail-1, s.Height)
	put(r.first, w.Rail-1, 0, 1, s.Height)
	show(p.List, w.List > 0)
	show(p.Detail, w.Detail > 0)
	both := w.List > 0 && w.Detail > 0
	show(r.second, both)
	show(r.handle, both)
	if w.List > 0 {
		list := w.List
		if both {
			list--
		}
		put(p.List, w.Rail, 0, list, s.Height)
		put(r.second, w.Rail+w.List-1, 0, 1, s.Height)
		put(r.handle, w.Rail+w.List-3, 0, 5, s.Height)
	}
	if w.Detail > 0 {
		put(p.Detail, w.Rail+w.List, 0, w.Detail, s.Height)
	}
}

func (r *panesRenderer) Refresh() {
	r.first.FillColor, r.second.FillColor = Color(ColorLine), Color(ColorLine)
	r.objects = append(r.objects[:0], r.p.Rail, r.first, r.p.List, r.p.Detail, r.second, r.handle)
	r.Layout(r.p.Size())
	canvas.Refresh(r.p)
}

var (
	_ fyne.Draggable     = (*divider)(nil)
	_ desktop.Cursorable = (*divider)(nil)
	_ desktop.Hoverable  = (*divider)(nil)
)

// divider is the five pixels around a line that can be dragged.
type divider struct {
	widget.BaseWidget
	panes   *Panes
	hovered bool
}

// Dragged is called by Fyne.
func (d *divider) Dragged(ev *fyne.DragEvent) { d.panes.drag(ev.Dragged.DX) }

// DragEnd is called by Fyne.
func (d *divider) DragEnd() {
	if d.panes.OnListWidth != nil {
		d.panes.OnListWidth(d.panes.list)
	}
}

// Cursor shows that the line can be moved.
func (d *divider) Cursor() desktop.Cursor { return desktop.HResizeCursor }

// MouseIn is called by Fyne.
func (d *divider) MouseIn(*desktop.MouseEvent) {
	d.hovered = true
	d.Refresh()
}

// MouseMoved does nothing.
func (d *divider) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is called by Fyne.
func (d *divider) MouseOut() {
	d.hovered = false
	d.Refresh()
}

// CreateRenderer is called by Fyne.
func (d *divider) CreateRenderer() fyne.WidgetRenderer {
	veil := &canvas.Rectangle{}
	return paint(d,
		func() fyne.Size { return fyne.NewSize(5, 0) },
		veil.Resize,
		func() {
			veil.FillColor = Color(theme.ColorNameHover)
			show(veil, d.hovered)
		},
		veil)
}
