package part

import (
	"math"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// rowView draws one row. Its container has no layout: place puts the primitives, bind fills them.
type rowView interface {
	container() *fyne.Container
	bind(row int, look rowLook)
	place(size fyne.Size)
}

// rowLook is how a row stands out.
type rowLook struct{ selected, marked, hovered, focused bool }

// rows shows any number of rows of one height and keeps as many row views as fit on screen. The offset is held in
// double precision: a million rows are thirty million pixels, more than a float32 counts one by one. Fyne clips a
// widget that scrolls, so rows need no container of their own.
type rows struct {
	widget.BaseWidget
	height  float32
	count   int
	newView func() rowView
	key     func(row int) string // identity of a row across refreshes; nil: its number
	// passable says whether a row can be selected; nil: all can.
	passable func(row int) bool

	onSelected func(row int)
	onOpen     func(row int)
	onMenu     func(row int, at fyne.Position)
	onMarked   func()
	onCopy     func()
	onKey      func(*fyne.KeyEvent) bool
	onPress    func(row int, at fyne.Position) bool // may take a click, for instance on a fold mark
	onHover    func(row int, at, absolute fyne.Position)
	onScroll   func()

	offset   float64
	selected int    // -1: none
	chosen   string // identity of the selected row, where rows have one
	hovered  int    // -1: none
	anchor   int
	marks    map[string]struct{}
	shift    bool
	focused  bool

	views []rowView
	bound []int // row shown by each view, -1: none
	looks []rowLook
	bar   *scrollBar
}

func newRows(height float32, newView func() rowView) *rows {
	r := &rows{height: height, newView: newView, selected: -1, hovered: -1, anchor: -1, marks: map[string]struct{}{}}
	r.bar = &scrollBar{rows: r}
	r.bar.ExtendBaseWidget(r.bar)
	r.ExtendBaseWidget(r)
	return r
}

// setCount says how many rows there are now; the place in the list is kept where it still exists. The selection belongs
// to a row, not to a place: where rows have an identity it moves along, and ends with its row.
func (r *rows) setCount(n int) {
	r.count = max(n, 0)
	was := r.selected
	switch {
	case was >= 0 && r.key != nil:
		r.selected = r.rowOf(r.chosen, was)
	case was >= r.count:
		r.selected = -1
	}
	if r.hovered >= r.count {
		r.hovered = -1
	}
	r.offset = r.clamp(r.offset)
	r.Refresh()
	if was >= 0 && r.selected < 0 && r.onSelected != nil {
		r.onSelected(-1)
	}
}

// rowOf is where the row of an identity is now, -1 if it is gone; it is looked for first where it was.
func (r *rows) rowOf(key string, was int) int {
	if was < r.count && r.key(was) == key {
		return was
	}
	for row := range r.count {
		if r.key(row) == key {
			return row
		}
	}
	return -1
}

// begin forgets selection, marks and place: what the rows show from now on is another list.
func (r *rows) begin() {
	r.selected, r.hovered, r.anchor, r.offset, r.chosen = -1, -1, -1, 0, ""
	clear(r.marks)
}

func (r *rows) total() float64 { return float64(r.height) * float64(r.count) }

func (r *rows) clamp(offset float64) float64 {
	return max(0, min(offset, r.total()-float64(r.Size().Height)))
}

func (r *rows) scrollTo(offset float64) {
	offset = r.clamp(offset)
	if offset == r.offset {
		return
	}
	r.offset = offset
	r.arrange(false)
	r.bar.Refresh()
	if r.onScroll != nil {
		r.onScroll()
	}
}

// reveal scrolls as little as needed to show a row whole.
func (r *rows) reveal(row int) {
	top, h := float64(row)*float64(r.height), float64(r.Size().Height)
	switch {
	case h <= 0 || row < 0:
	case top < r.offset:
		r.scrollTo(top)
	case top+float64(r.height) > r.offset+h:
		r.scrollTo(top + float64(r.height) - h)
	}
}

// visible are the first row shown and the one after the last.
func (r *rows) visible() (first, end int) {
	if r.Size().Height <= 0 || r.count == 0 {
		return 0, 0
	}
	first = int(r.offset / float64(r.height))
	end = int(math.Ceil((r.offset + float64(r.Size().Height)) / float64(r.height)))
	return max(first, 0), min(end, r.count)
}

// rowAt is the row at a height of this widget, -1 below the last.
func (r *rows) rowAt(y float32) int {
	row := int((r.offset + float64(y)) / float64(r.height))
	if y < 0 || row < 0 || row >= r.count {
		return -1
	}
	return row
}

func (r *rows) look(row int) rowLook {
	return rowLook{
		selected: row == r.selected,
		marked:   r.isMarked(row),
		hovered:  row == r.hovered,
		focused:  r.focused && row == r.selected,
	}
}

// arrange gives every visible row a view. A view keeps its row while that stays on screen, so scrolling by a row binds
// one row; all binds every visible row again.
func (r *rows) arrange(all bool) {
	size := r.Size()
	if r.height <= 0 || size.Height <= 0 {
		return
	}
	need := int(math.Ceil(float64(size.Height/r.height))) + 1
	grown := false
	for len(r.views) < need {
		v := r.newView()
		v.container().Hide()
		r.views, r.bound, r.looks = append(r.views, v), append(r.bound, -1), append(r.looks, rowLook{})
		grown = true
	}
	if grown {
		for i := range r.bound { // the ring has another length now: every row moves to another view
			r.bound[i] = -1
		}
		canvas.Refresh(r) // new views are not on the canvas yet and cannot ask for it themselves
	}
	show(r.bar, r.total() > float64(size.Height)) // else it would take clicks from the rows
	first, end := r.visible()
	for i := range r.views {
		if row := r.bound[i]; row >= 0 && (row < first || row >= end) {
			r.bound[i] = -1
			show(r.views[i].container(), false)
		}
	}
	for row := first; row < end; row++ {
		i := row % len(r.views)
		v, c := r.views[i], r.views[i].container()
		y := float32(float64(row)*float64(r.height) - r.offset)
		c.Move(fyne.NewPos(0, y))
		look := r.look(row)
		if all || r.bound[i] != row || r.looks[i] != look {
			r.bound[i], r.looks[i] = row, look
			v.bind(row, look)
			c.Resize(fyne.NewSize(size.Width, r.height))
			v.place(fyne.NewSize(size.Width, r.height))
			show(c, true)
			canvas.Refresh(c)
		} else if c.Size().Width != size.Width {
			c.Resize(fyne.NewSize(size.Width, r.height))
			v.place(fyne.NewSize(size.Width, r.height))
		}
	}
}

// restyle draws again the rows whose look has changed.
func (r *rows) restyle() { r.arrange(false) }

func (r *rows) canSelect(row int) bool {
	return row >= 0 && row < r.count && (r.passable == nil || r.passable(row))
}

// choose selects a row and tells; -1 selects none. Selecting the selected row tells nobody.
func (r *rows) choose(row int) {
	if row >= r.count {
		return
	}
	changed := row != r.selected
	r.selected = row
	if row >= 0 && r.key != nil {
		r.chosen = r.key(row)
	}
	r.reveal(row)
	r.restyle()
	if changed && r.onSelected != nil {
		r.onSelected(row)
	}
}

// step moves the selection by a number of rows and stops at the ends; without a selection it begins at the visible
// edge.
func (r *rows) step(by int) {
	if by == 0 {
		return
	}
	target := r.selected + by
	if r.selected < 0 {
		first, end := r.visible()
		target = first
		if by < 0 {
			target = end - 1
		}
	}
	r.land(target, by)
}

// land selects a row; where it cannot be selected, the next one that can, in the direction of travel first.
func (r *rows) land(target, dir int) {
	if r.count == 0 {
		return
	}
	if dir > 0 {
		dir = 1
	} else {
		dir = -1
	}
	target = max(0, min(target, r.count-1))
	row := r.nearest(target, dir)
	if row < 0 {
		row = r.nearest(target, -dir)
	}
	if row < 0 {
		return
	}
	from := r.selected
	r.choose(row)
	if r.shift {
		r.extend(from, row)
	} else {
		r.anchor = row
	}
}

// nearest is the first row from a row on, in a direction, that can be selected; -1 if there is none.
func (r *rows) nearest(row, dir int) int {
	for ; row >= 0 && row < r.count; row += dir {
		if r.canSelect(row) {
			return row
		}
	}
	return -1
}

func (r *rows) page() int { return max(int(r.Size().Height/r.height)-1, 1) }

func (r *rows) keyOf(row int) string {
	if r.key != nil {
		return r.key(row)
	}
	return strconv.Itoa(row)
}

func (r *rows) isMarked(row int) bool {
	if len(r.marks) == 0 {
		return false
	}
	_, ok := r.marks[r.keyOf(row)]
	return ok
}

func (r *rows) toggleMark(row int) {
	if !r.canSelect(row) {
		return
	}
	key := r.keyOf(row)
	if _, ok := r.marks[key]; ok {
		delete(r.marks, key)
	} else {
		r.marks[key] = struct{}{}
	}
	r.marked()
}

// extend marks from the anchor to a row.
func (r *rows) extend(from, to int) {
	if r.anchor < 0 {
		r.anchor = from
	}
	if r.anchor < 0 {
		r.anchor = to
	}
	clear(r.marks)
	for row := min(r.anchor, to); row <= max(r.anchor, to); row++ {
		if r.canSelect(row) {
			r.marks[r.keyOf(row)] = struct{}{}
		}
	}
	r.marked()
}

func (r *rows) clearMarks() {
	if len(r.marks) == 0 {
		return
	}
	clear(r.marks)
	r.marked()
}

func (r *rows) marked() {
	r.restyle()
	if r.onMarked != nil {
		r.onMarked()
	}
}

// Scrolled is called by Fyne.
func (r *rows) Scrolled(ev *fyne.ScrollEvent) { r.scrollTo(r.offset - float64(ev.Scrolled.DY)) }

// CreateRenderer is called by Fyne.
func (r *rows) CreateRenderer() fyne.WidgetRenderer {
	return &rowsRenderer{r: r}
}

type rowsRenderer struct {
	r       *rows
	objects []fyne.CanvasObject
}

func (p *rowsRenderer) Destroy()           {}
func (p *rowsRenderer) MinSize() fyne.Size { return fyne.NewSize(80, p.r.height) }

func (p *rowsRenderer) Layout(s fyne.Size) {
	p.r.offset = p.r.clamp(p.r.offset)
	p.r.arrange(false)
	put(p.r.bar, s.Width-barWidth, 0, barWidth, s.Height)
	p.r.bar.Refresh()
}

func (p *rowsRenderer) Objects() []fyne.CanvasObject {
	if len(p.objects) != len(p.r.views)+1 {
		p.objects = p.objects[:0]
		for _, v := range p.r.views {
			p.objects = append(p.objects, v.container())
		}
		p.objects = append(p.objects, p.r.bar)
	}
	return p.objects
}

func (p *rowsRenderer) Refresh() {
	p.r.arrange(true)
	p.r.bar.Refresh()
	canvas.Refresh(p.r)
}
