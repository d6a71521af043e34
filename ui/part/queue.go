package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// QueueRow is one row of a queue, as strings: two lines of what a request is and why it is in the list.
type QueueRow struct {
	Key       string // identity; the selection follows it
	Urgency   Urgency
	Reference string
	Kind      string
	Name      string // masked
	State     ChipState
	StateText string
	Clock     string // which clock the date is of, before it
	Date      string
	Why       string // second line: the thing to do
	Holder    string
	Unclaimed bool // the holder's place is amber
}

var _ fyne.Widget = (*QueueList)(nil)

// QueueList is the list of requests: rows of two lines, 48 high. The selection belongs to a request, not to a place:
// it stays with its key when rows come, go or change order. Rows are asked for one by one, so a list may be long.
type QueueList struct {
	widget.BaseWidget

	OnSelected func(row int)
	OnOpen     func(row int)
	OnMenu     func(row int, at fyne.Position)
	OnCopy     func(row int)
	OnMarked   func()
	OnScroll   func()
	// OnNews is told a click on the bar that says that new rows wait.
	OnNews func()

	rows   *rows
	list   string // which list it is
	update func(row int, q *QueueRow)
	keyed  string
	place  int // where the selection was whose request has left the list, -1 if nowhere
	news   *newsBar
	none   *fyne.Container // what stands in place of rows
}

// NewQueueList returns an empty list. update fills one row; it is called while drawing and must not query.
func NewQueueList(update func(row int, q *QueueRow)) *QueueList {
	l := &QueueList{update: update, place: -1}
	l.rows = newRows(QueueRowHeight, func() rowView { return newQueueView(l) })
	l.rows.key = l.keyOf
	l.rows.onSelected = func(row int) {
		l.keyed, l.place = "", -1
		if row >= 0 {
			l.keyed = l.keyOf(row)
		}
		call(l.OnSelected, row)
	}
	l.rows.onOpen = func(row int) { call(l.OnOpen, row) }
	l.rows.onMenu = func(row int, at fyne.Position) {
		if l.OnMenu != nil {
			l.OnMenu(row, at)
		}
	}
	l.rows.onCopy = func() {
		if l.rows.selected >= 0 {
			call(l.OnCopy, l.rows.selected)
		}
	}
	l.rows.onMarked = func() { callNone(l.OnMarked) }
	l.rows.onScroll = func() { callNone(l.OnScroll) }
	l.news = newNewsBar(func() { callNone(l.OnNews) })
	l.none = Stack()
	l.ExtendBaseWidget(l)
	return l
}

func (l *QueueList) keyOf(row int) string {
	var q QueueRow
	l.update(row, &q)
	return q.Key
}

// SetCount says how many rows there are after a change of data, and which list they are of: with another one selection,
// marks and place begin anew, so that nothing of a list that was left decides in the one that shows. Within the same
// list the place stays, and the selection moves along: find is the row of a key now, -1 if it is gone; without it (nil)
// the rows on screen and one look at each row decide.
func (l *QueueList) SetCount(list string, n int, find func(key string) int) {
	if list != l.list {
		l.list, l.keyed, l.place = list, "", -1
		l.rows.begin()
	}
	if l.keyed != "" {
		row, before := -1, l.rows.selected
		switch {
		case find != nil:
			row = find(l.keyed)
		case l.rows.selected >= 0 && l.rows.selected < n && l.keyOf(l.rows.selected) == l.keyed:
			row = l.rows.selected
		default:
			for i := range n {
				if l.keyOf(i) == l.keyed {
					row = i
					break
				}
			}
		}
		if row >= n {
			row = -1
		}
		l.rows.selected = row
		if row < 0 {
			l.keyed, l.place = "", before
			defer call(l.OnSelected, -1)
		}
	}
	l.rows.setCount(n)
	show(l.none, n == 0)
}

// SetNews shows a bar above the rows ("3 new"); empty takes it away. New rows wait behind it: nothing moves by itself.
func (l *QueueList) SetNews(text string) {
	l.news.text = text
	l.Refresh()
}

// SetNothing puts something in place of rows while there are none: NewNothing; nil takes it away.
func (l *QueueList) SetNothing(o fyne.CanvasObject) {
	l.none.Objects = nil
	if o != nil {
		l.none.Objects = []fyne.CanvasObject{o}
	}
	l.none.Refresh()
	l.Refresh()
}

// List is which list it is, as SetCount was told.
func (l *QueueList) List() string { return l.list }

// Count is how many rows there are.
func (l *QueueList) Count() int { return l.rows.count }

// Select selects a row and scrolls it into sight; -1 selects none.
func (l *QueueList) Select(row int) { l.rows.choose(row) }

// Unselect selects none and keeps the place: the next step goes on from it.
func (l *QueueList) Unselect() {
	if row := l.rows.selected; row >= 0 {
		l.rows.choose(-1)
		l.place = row + 1
	}
}

// Selected is the selected row, -1 if none.
func (l *QueueList) Selected() int { return l.rows.selected }

// SelectedKey is the key of the selected row, empty if none.
func (l *QueueList) SelectedKey() string { return l.keyed }

// Step moves the selection by a number of rows. From a request that has left the list it goes on at its place: the row
// below has moved up into it.
func (l *QueueList) Step(by int) {
	if l.rows.selected >= 0 || l.place < 0 || l.rows.count == 0 {
		l.rows.step(by)
		return
	}
	if by > 0 {
		by--
	}
	l.Select(max(0, min(l.place+by, l.rows.count-1)))
}

// Marked are the marked rows in order.
func (l *QueueList) Marked() []int {
	var out []int
	if len(l.rows.marks) == 0 {
		return nil
	}
	for row := range l.rows.count {
		if l.rows.isMarked(row) {
			out = append(out, row)
		}
	}
	return out
}

// Mark marks the rows that are wanted, and no others.
func (l *QueueList) Mark(wanted func(row int) bool) {
	clear(l.rows.marks)
	for row := range l.rows.count {
		if wanted(row) {
			l.rows.marks[l.keyOf(row)] = struct{}{}
		}
	}
	l.rows.marked()
}

// ClearMarks unmarks all rows.
func (l *QueueList) ClearMarks() { l.rows.clearMarks() }

// VisibleRows are the first row on screen and the one after the last.
func (l *QueueList) VisibleRows() (first, end int) { return l.rows.visible() }

// Offset is how far the list is scrolled, in pixels.
func (l *QueueList) Offset() float64 { return l.rows.offset }

// ScrollTo scrolls to an offset in pixels.
func (l *QueueList) ScrollTo(offset float64) { l.rows.scrollTo(offset) }

// Focus gives the list the keyboard.
func (l *QueueList) Focus() { l.rows.focus() }

// Focused says whether the list has the keyboard.
func (l *QueueList) Focused() bool { return l.rows.focused }

// CreateRenderer is called by Fyne.
func (l *QueueList) CreateRenderer() fyne.WidgetRenderer {
	return paint(l,
		func() fyne.Size { return fyne.NewSize(400, QueueRowHeight) },
		func(s fyne.Size) {
			top := float32(0)
			if l.news.text != "" {
				top = newsHeight
			}
			put(l.news, 0, 0, s.Width, newsHeight)
			put(l.rows, 0, top, s.Width, s.Height-top)
			put(l.none, PanelEdge, top, s.Width-2*PanelEdge, s.Height-top)
		},
		func() {
			show(l.news, l.news.text != "")
			l.news.Refresh()
			l.rows.Refresh()
			show(l.none, l.rows.count == 0)
		},
		l.rows, l.none, l.news)
}

const newsHeight float32 = 28

var _ fyne.Tappable = (*newsBar)(nil)

// newsBar says that new rows wait.
type newsBar struct {
	widget.BaseWidget
	text string
	tap  func()
}

func newNewsBar(tap func()) *newsBar {
	b := &newsBar{tap: tap}
	b.ExtendBaseWidget(b)
	return b
}

// Tapped is called by Fyne.
func (b *newsBar) Tapped(*fyne.PointEvent) { b.tap() }

// CreateRenderer is called by Fyne.
func (b *newsBar) CreateRenderer() fyne.WidgetRenderer {
	ground, line, text := &canvas.Rectangle{}, &canvas.Rectangle{}, textLine(SizeCaption, true)
	text.Alignment = fyne.TextAlignCenter
	return paint(b,
		func() fyne.Size { return fyne.NewSize(0, newsHeight) },
		func(s fyne.Size) {
			put(ground, 0, 0, s.Width, s.Height)
			put(line, 0, s.Height-1, s.Width, 1)
			put(text, 0, 0, s.Width, s.Height-1)
		},
		func() {
			ground.FillColor, line.FillColor = Color(ColorPrimaryTint), Color(ColorPrimaryTintBorder)
			setText(text, b.text, ColorPrimary)
		},
		ground, line, text)
}

// queueView draws one row of a queue.
type queueView struct {
	list                                            *QueueList
	box                                             *fyne.Container
	ground, line, bar                               *canvas.Rectangle
	dot                                             *canvas.Circle
	mark                                            glyph
	reference, kind, name, clock, date, why, holder *canvas.Text
	chip                                            tag
	data                                            QueueRow
}

func newQueueView(l *QueueList) *queueView {
	v := &queueView{
		list: l, ground: &canvas.Rectangle{}, line: &canvas.Rectangle{}, bar: &canvas.Rectangle{},
		dot: &canvas.Circle{}, mark: newGlyph(), chip: newTag(),
		reference: textLine(SizeText, false), kind: textLine(SizeText, false), name: textLine(SizeText, false),
		clock: textLine(SizeCaption, false), date: textLine(SizeText, false), why: textLine(SizeCaption, false),
		holder: textLine(SizeCaption, false),
	}
	v.date.Alignment, v.holder.Alignment = fyne.TextAlignTrailing, fyne.TextAlignTrailing
	v.box = &fyne.Container{Objects: []fyne.CanvasObject{
		v.ground, v.line, v.bar, v.dot, v.mark.Image, v.reference, v.kind, v.name, v.chip.box, v.chip.text, v.clock,
		v.date, v.why, v.holder,
	}}
	return v
}

func (v *queueView) container() *fyne.Container { return v.box }

func (v *queueView) bind(row int, look rowLook) {
	v.data = QueueRow{}
	v.list.update(row, &v.data)
	q := &v.data
	ground := fyne.ThemeColorName("")
	switch {
	case look.selected, look.marked:
		ground = ColorSelection
	case look.hovered:
		ground = ColorHoverSolid
	}
	if ground != "" {
		v.ground.FillColor = Color(ground)
	}
	show(v.ground, ground != "")
	v.line.FillColor, v.bar.FillColor = Color(ColorLine), Color(ColorPrimary)
	show(v.bar, look.selected)
	setDot(v.dot, q.Urgency)
	if look.marked {
		v.mark.set("check", ColorPrimary)
		show(v.dot, false)
	} else {
		v.mark.set("", "")
	}
	v.reference.TextStyle.Bold = look.selected
	setText(v.reference, q.Reference, ColorText)
	setText(v.kind, q.Kind, ColorText)
	setText(v.name, q.Name, ColorText)
	v.chip.set(q.State, q.StateText)
	setText(v.clock, q.Clock, ColorText3)
	v.date.TextStyle.Bold = q.Urgency.Bold()
	setText(v.date, q.Date, q.Urgency.TextColor())
	why, holding := ColorText3, ColorText3
	if look.selected {
		why = ColorText2
	}
	if q.Unclaimed {
		holding = ColorAmber
	}
	setText(v.why, q.Why, why)
	setText(v.holder, q.Holder, holding)
}

// Places of the columns in a queue row.
const (
	queueDot   float32 = 20
	queueText  float32 = 32
	queueKind  float32 = 134
	queueName  float32 = 232
	queueChip  float32 = 281
	queueRight float32 = 16
)

func (v *queueView) place(s fyne.Size) {
	q := &v.data
	put(v.ground, 0, 0, s.Width, s.Height-1)
	put(v.line, 0, s.Height-1, s.Width, 1)
	put(v.bar, 0, 0, 3, s.Height-1)
	const first, second = 15, 33
	putDot(v.dot, queueDot, 16)
	put(v.mark.Image, queueDot-iconSmall/2, first-iconSmall/2, iconSmall, iconSmall)
	line := func(t *canvas.Text, whole string, x, mid, w float32) {
		h := lineHeight(t.TextSize)
		t.Text = fit(whole, t.TextSize, t.TextStyle.Bold, w)
		put(t, x, mid-h/2, w, h)
	}
	line(v.reference, q.Reference, queueText, first, queueKind-queueText-8)
	line(v.kind, q.Kind, queueKind, first, queueName-queueKind-6)
	line(v.name, q.Name, queueName, first, queueChip-queueName-6)
	// Where there is not room for all, the day stays whole, then the state; what the day is of goes to the line below.
	const gap, telling = 6, 24
	why := q.Why
	right := s.Width - queueRight
	dateWidth := min(ceil(textWidth(q.Date, SizeText, q.Urgency.Bold())), right-queueChip-gap)
	line(v.date, q.Date, right-dateWidth, first, dateWidth)
	chip := min(v.chip.width(), right-dateWidth-gap-queueChip)
	clockWidth := ceil(textWidth(q.Clock, SizeCaption, false))
	if clockWidth > right-dateWidth-4-gap-queueChip-chip {
		clockWidth, why = 0, clockFirst(q.Clock, why)
	}
	line(v.clock, q.Clock, right-dateWidth-4-clockWidth, first, clockWidth)
	show(v.clock, clockWidth > 0)
	v.chip.put(queueChip, 15, chip)
	v.chip.text.Text = fit(q.StateText, v.chip.text.TextSize, false, chip-2*gap)
	show(v.chip.box, chip > telling)
	show(v.chip.text, chip > telling)
	holderWidth := min(ceil(textWidth(q.Holder, SizeCaption, false)), 140)
	line(v.holder, q.Holder, s.Width-queueRight-holderWidth, second, holderWidth)
	line(v.why, why, queueText, second, s.Width-queueText-queueRight-holderWidth-12)
}
