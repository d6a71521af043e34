package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

var _ fyne.Widget = (*DataTable)(nil)

// DataTable shows any number of rows; only those on screen are asked for. It selects rows, not cells.
//
// Keys: J, K, arrows, PageUp, PageDown, Home, End move; Enter opens; Space marks; Shift with a movement marks a range;
// Left and Right choose the column that Ctrl+C copies, and fold a group row. Other keys go to the window.
type DataTable struct {
	widget.BaseWidget

	// OnSelected is told the selected row, -1 if none; OnOpen the row opened by Enter or a double click.
	OnSelected func(row int)
	OnOpen     func(row int)
	// OnMenu is told the row and the place on the canvas of a secondary click.
	OnMenu func(row int, at fyne.Position)
	// OnCopy is told the row and the column to copy.
	OnCopy func(row, column int)
	// OnSort is told the column to sort by, from a click on its head.
	OnSort func(id string, descending bool)
	// OnMarked is told that other rows are marked now.
	OnMarked func()
	// OnFold is told a group row to fold or unfold.
	OnFold func(row int)
	// OnLink is told a click on a cell that is a link.
	OnLink func(row, column int)
	// OnScroll is told that other rows are visible now.
	OnScroll func()
	// OnKey sees a key before the table does, and reports whether it took it.
	OnKey func(*fyne.KeyEvent) bool

	rows   *rows
	source *cellSource
	head   *tableHead

	headHeight float32
	column     int
	tip        *tip
}

// NewDataTable returns an empty table. update fills one row; it is called while drawing and must neither query nor
// allocate more than its strings.
func NewDataTable(columns []Column, update func(row int, d *RowData)) *DataTable {
	t := &DataTable{headHeight: TableHeadHeight}
	t.source = &cellSource{columns: columns, edge: PageEdge, gap: 12, update: update}
	t.rows = newRows(TableRowHeight, func() rowView { return newCellsView(t.source) })
	t.head = newTableHead(t)
	t.rows.passable = t.passable
	t.rows.onSelected = func(row int) { call(t.OnSelected, row) }
	t.rows.onOpen = t.open
	t.rows.onMenu = func(row int, at fyne.Position) {
		if t.OnMenu != nil {
			t.OnMenu(row, at)
		}
	}
	t.rows.onCopy = func() {
		if t.OnCopy != nil && t.rows.selected >= 0 {
			t.OnCopy(t.rows.selected, t.column)
		}
	}
	t.rows.onMarked = func() { callNone(t.OnMarked) }
	t.rows.onScroll = func() { callNone(t.OnScroll) }
	t.rows.onKey = t.key
	t.rows.onPress = t.press
	t.rows.onHover = t.hover
	t.ExtendBaseWidget(t)
	return t
}

func call(f func(int), v int) {
	if f != nil {
		f(v)
	}
}

func callNone(f func()) {
	if f != nil {
		f()
	}
}

// SetRowHeight sets the height of rows: 30, or 28 in a plan.
func (t *DataTable) SetRowHeight(h float32) {
	t.rows.height = h
	t.Refresh()
}

// SetHeadHeight sets the height of the head: 28, 24 in a card, 0 for none.
func (t *DataTable) SetHeadHeight(h float32) {
	t.headHeight = h
	t.Refresh()
}

// SetEdge sets the room at the left and right edge, and between columns.
func (t *DataTable) SetEdge(edge, gap float32) {
	t.source.edge, t.source.gap = edge, gap
	t.Refresh()
}

// SetKey gives rows an identity, by which marks survive a refresh; without it they go by number.
func (t *DataTable) SetKey(key func(row int) string) { t.rows.key = key }

// SetSort shows by which column, if any, the rows are sorted.
func (t *DataTable) SetSort(id string, descending bool) {
	t.head.sorted, t.head.descending = id, descending
	t.head.Refresh()
}

// SetTitles changes the heads, for instance into another language.
func (t *DataTable) SetTitles(titles []string) {
	for i := range t.source.columns {
		if i < len(titles) {
			t.source.columns[i].Title = titles[i]
		}
	}
	t.head.Refresh()
}

// SetCount says how many rows there are. Place and selection are kept where they still exist.
func (t *DataTable) SetCount(n int) { t.rows.setCount(n) }

// Count is how many rows there are.
func (t *DataTable) Count() int { return t.rows.count }

// Select selects a row and scrolls it into sight; -1 selects none.
func (t *DataTable) Select(row int) { t.rows.choose(row) }

// Selected is the selected row, -1 if none.
func (t *DataTable) Selected() int { return t.rows.selected }

// Reveal scrolls as little as needed to show a row.
func (t *DataTable) Reveal(row int) { t.rows.reveal(row) }

// VisibleRows are the first row on screen and the one after the last.
func (t *DataTable) VisibleRows() (first, end int) { return t.rows.visible() }

// Marked are the marked rows in order; it looks at every row while any is marked.
func (t *DataTable) Marked() []int {
	var out []int
	if len(t.rows.marks) == 0 {
		return nil
	}
	for row := range t.rows.count {
		if t.rows.isMarked(row) {
			out = append(out, row)
		}
	}
	return out
}

// ClearMarks unmarks all rows.
func (t *DataTable) ClearMarks() { t.rows.clearMarks() }

// Step moves the selection by a number of rows, as the keys do.
func (t *DataTable) Step(by int) { t.rows.step(by) }

// Run moves to the next or the previous row, for a key pressed while the table has not the keyboard, and gives it that.
// It reports whether the command was one of these.
func (t *DataTable) Run(command string) bool {
	by, ok := map[string]int{CmdNextRow: 1, CmdPrevRow: -1}[command]
	if ok {
		t.Step(by)
		t.Focus()
	}
	return ok
}

// Focus gives the table the keyboard.
func (t *DataTable) Focus() { t.rows.focus() }

// Focused says whether the table has the keyboard.
func (t *DataTable) Focused() bool { return t.rows.focused }

// group rows can be selected only where they can be folded: else the keyboard passes over them.
func (t *DataTable) passable(row int) bool {
	return t.OnFold != nil || !t.dataOf(row).Group
}

func (t *DataTable) dataOf(row int) *RowData {
	if len(t.rows.views) > 0 {
		if i := row % len(t.rows.views); t.rows.bound[i] == row {
			return &t.rows.views[i].(*cellsView).data
		}
	}
	var d RowData
	d.reset(len(t.source.columns))
	t.source.update(row, &d)
	return &d
}

func (t *DataTable) open(row int) {
	if t.dataOf(row).Group {
		call(t.OnFold, row)
		return
	}
	call(t.OnOpen, row)
}

func (t *DataTable) key(ev *fyne.KeyEvent) bool {
	if t.OnKey != nil && t.OnKey(ev) {
		return true
	}
	row := t.rows.selected
	if row < 0 {
		return false
	}
	by := 0
	switch ev.Name {
	case fyne.KeyLeft:
		by = -1
	case fyne.KeyRight:
		by = 1
	default:
		return false
	}
	if d := t.dataOf(row); d.Group {
		if d.Folded == (by > 0) {
			call(t.OnFold, row)
		}
		return true
	}
	t.column = max(0, min(t.column+by, len(t.source.columns)-1))
	return true
}

func (t *DataTable) columnAt(x float32) int {
	for i, s := range t.source.spans {
		if x >= s.x-t.source.gap/2 && x < s.x+s.w+t.source.gap/2 {
			return i
		}
	}
	return -1
}

func (t *DataTable) press(row int, at fyne.Position) bool {
	d := t.dataOf(row)
	if d.Group {
		if t.OnFold != nil && at.X < t.source.edge+14 {
			t.OnFold(row)
			return true
		}
		return false
	}
	if i := t.columnAt(at.X); i >= 0 {
		t.column = i
		if d.Cells[i].Link && t.OnLink != nil {
			t.rows.choose(row)
			t.OnLink(row, i)
			return true
		}
	}
	return false
}

// hover shows the whole of a cell that is cut.
func (t *DataTable) hover(row int, at, absolute fyne.Position) {
	t.tip.hide()
	t.tip = nil
	if row < 0 || len(t.rows.views) == 0 {
		return
	}
	i := row % len(t.rows.views)
	if c := t.columnAt(at.X); c >= 0 && t.rows.bound[i] == row {
		if cell := &t.rows.views[i].(*cellsView).cells[c]; cell.cut {
			t.tip = showTip(t, cell.whole, absolute)
		}
	}
}

// CreateRenderer is called by Fyne.
func (t *DataTable) CreateRenderer() fyne.WidgetRenderer {
	return paint(t,
		func() fyne.Size {
			w := 2 * t.source.edge
			for _, c := range t.source.columns {
				w += max(c.Width, c.Min, 24) + t.source.gap
			}
			return fyne.NewSize(w, t.headHeight+t.rows.height)
		},
		func(s fyne.Size) {
			t.source.spans = spread(t.source.columns, s.Width, t.source.edge, t.source.gap, t.source.spans)
			put(t.head, 0, 0, s.Width, t.headHeight)
			put(t.rows, 0, t.headHeight, s.Width, s.Height-t.headHeight)
		},
		func() {
			show(t.head, t.headHeight > 0)
			t.source.spans = spread(t.source.columns, t.Size().Width, t.source.edge, t.source.gap, t.source.spans)
			t.head.Refresh()
			t.rows.Refresh()
		},
		t.head, t.rows)
}
