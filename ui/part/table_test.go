package part

import (
	"strconv"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"pgregory.net/rapid"
)

// numbers is a table whose rows show their number; it counts how often rows are asked for.
func numbers(t testing.TB, n int, asked *int) (*DataTable, fyne.Window) {
	test.NewTempApp(t).Settings().SetTheme(NewTheme(false))
	table := NewDataTable([]Column{{ID: "n", Title: "Number", Width: 100, Sortable: true}, {ID: "t", Title: "Text"}},
		func(row int, d *RowData) {
			*asked++
			d.Cells[0].Text = strconv.Itoa(row)
			d.Cells[1].Text = "text"
		})
	table.SetCount(n)
	win := test.NewTempWindow(t, table)
	win.SetPadded(false)
	win.Resize(fyne.NewSize(400, TableHeadHeight+300))
	table.Focus()
	return table, win
}

func TestTableMovesByKeyboard(t *testing.T) {
	asked := 0
	table, win := numbers(t, 1_000_000, &asked)
	c := win.Canvas()
	for _, step := range []struct {
		keys []fyne.KeyName
		want int
	}{
		{[]fyne.KeyName{fyne.KeyDown}, 0},
		{[]fyne.KeyName{fyne.KeyJ, fyne.KeyJ}, 2},
		{[]fyne.KeyName{fyne.KeyK}, 1},
		{[]fyne.KeyName{fyne.KeyUp, fyne.KeyUp, fyne.KeyUp}, 0},
		{[]fyne.KeyName{fyne.KeyPageDown}, 9},
		{[]fyne.KeyName{fyne.KeyEnd}, 999_999},
		{[]fyne.KeyName{fyne.KeyPageUp}, 999_990},
		{[]fyne.KeyName{fyne.KeyDown}, 999_991},
		{[]fyne.KeyName{fyne.KeyHome}, 0},
	} {
		press(c, step.keys...)
		equal(t, "selected", table.Selected(), step.want)
		if first, end := table.VisibleRows(); step.want < first || step.want >= end {
			t.Errorf("row %d is selected but rows %d to %d show", step.want, first, end-1)
		}
	}
	if asked > 500 {
		t.Errorf("%d rows were asked for, a few hundred would do", asked)
	}
}

func TestTableShowsTheLastOfAMillionRowsExactly(t *testing.T) {
	asked := 0
	table, win := numbers(t, 1_000_000, &asked)
	press(win.Canvas(), fyne.KeyEnd)
	i := 999_999 % len(table.rows.views)
	v := table.rows.views[i].(*cellsView)
	equal(t, "text", v.cells[0].text.Text, "999999")
	equal(t, "top of the last row", v.box.Position().Y, 270)
}

func TestTableTellsItsOwner(t *testing.T) {
	asked := 0
	table, win := numbers(t, 50, &asked)
	c := win.Canvas()
	opened, copied, menu, sorted, descending := -1, "", -1, "", false
	table.OnOpen = func(row int) { opened = row }
	table.OnCopy = func(row, column int) { copied = strconv.Itoa(row) + ":" + strconv.Itoa(column) }
	table.OnMenu = func(row int, _ fyne.Position) { menu = row }
	table.OnSort = func(id string, desc bool) { sorted, descending = id, desc }

	press(c, fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn)
	equal(t, "opened by Enter", opened, 1)
	press(c, fyne.KeyRight)
	shortcut(c, &fyne.ShortcutCopy{})
	equal(t, "copied", copied, "1:1")
	table.rows.DoubleTapped(&fyne.PointEvent{Position: fyne.NewPos(50, 95)})
	equal(t, "opened by a double click", opened, 3)
	table.rows.TappedSecondary(&fyne.PointEvent{Position: fyne.NewPos(50, 125)})
	equal(t, "menu", menu, 4)
	test.TapAt(table.head, fyne.NewPos(30, 10))
	equal(t, "sorted", sorted, "n")
	equal(t, "descending", descending, false)
	test.TapAt(table.head, fyne.NewPos(30, 10))
	equal(t, "descending after a second click", descending, true)
	sorted = ""
	test.TapAt(table.head, fyne.NewPos(200, 10))
	equal(t, "a column that does not sort", sorted, "")
}

func TestTableMarksSeveralRows(t *testing.T) {
	asked := 0
	table, win := numbers(t, 50, &asked)
	c := win.Canvas()
	marked := func() string {
		s := ""
		for _, row := range table.Marked() {
			s += strconv.Itoa(row) + " "
		}
		return s
	}
	press(c, fyne.KeyDown, fyne.KeyDown, fyne.KeySpace)
	equal(t, "Space", marked(), "1 ")
	table.rows.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	press(c, fyne.KeyDown, fyne.KeyDown)
	equal(t, "Shift+Down twice", marked(), "1 2 3 ")
	press(c, fyne.KeyUp)
	equal(t, "Shift+Up", marked(), "1 2 ")
	table.rows.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	press(c, fyne.KeyEscape)
	equal(t, "Esc", marked(), "")
	click := func(row int, m fyne.KeyModifier) {
		table.rows.MouseDown(&desktop.MouseEvent{Button: desktop.MouseButtonPrimary, Modifier: m,
			PointEvent: fyne.PointEvent{Position: fyne.NewPos(9, float32(row)*30+5)}})
	}
	click(2, 0)
	click(5, fyne.KeyModifierShift)
	equal(t, "Shift and click", marked(), "2 3 4 5 ")
	click(3, fyne.KeyModifierControl)
	equal(t, "Ctrl and click", marked(), "2 4 5 ")
}

func TestTableKeepsItsPlaceWhenDataChange(t *testing.T) {
	asked := 0
	table, _ := numbers(t, 1000, &asked)
	table.rows.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.Delta{DY: -1234}})
	table.Select(45)
	before := table.rows.offset
	table.SetCount(990)
	equal(t, "offset", table.rows.offset, before)
	equal(t, "selected", table.Selected(), 45)
	table.SetCount(20)
	equal(t, "offset of a list that became short", table.rows.offset, 300)
	equal(t, "selected", table.Selected(), -1)
}

func TestTablePassesOverGroupRows(t *testing.T) {
	themed(t, false)
	folded := -1
	table := NewDataTable([]Column{{Title: "A"}}, func(row int, d *RowData) {
		d.Group, d.Title = row%4 == 0, "group"
		d.Cells[0].Text = strconv.Itoa(row)
	})
	table.SetCount(12)
	win := window(t, table, 300, 300)
	table.Focus()
	press(win.Canvas(), fyne.KeyHome)
	equal(t, "first row that is no group", table.Selected(), 1)
	press(win.Canvas(), fyne.KeyDown, fyne.KeyDown, fyne.KeyDown)
	equal(t, "after the group", table.Selected(), 5)
	press(win.Canvas(), fyne.KeyHome, fyne.KeyUp)
	equal(t, "nothing above", table.Selected(), 1)
	table.OnFold = func(row int) { folded = row }
	press(win.Canvas(), fyne.KeyUp, fyne.KeyLeft)
	equal(t, "folded", folded, 0)
}

func TestTableScrollsWithoutLosingRows(t *testing.T) {
	asked := 0
	table, _ := numbers(t, 10_000, &asked)
	rapid.Check(t, func(rt *rapid.T) {
		table.rows.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.Delta{DY: rapid.Float32Range(-5000, 5000).Draw(rt, "by")}})
		first, end := table.VisibleRows()
		for row := first; row < end; row++ {
			i := row % len(table.rows.views)
			v := table.rows.views[i].(*cellsView)
			if table.rows.bound[i] != row || !v.box.Visible() || v.cells[0].text.Text != strconv.Itoa(row) {
				rt.Fatalf("row %d does not show", row)
			}
			if y := v.box.Position().Y; y < -30 || y > 300 {
				rt.Fatalf("row %d lies at %v, outside", row, y)
			}
		}
		shown := 0
		for _, v := range table.rows.views {
			if v.container().Visible() {
				shown++
			}
		}
		if shown != end-first {
			rt.Fatalf("%d rows show, want %d", shown, end-first)
		}
	})
}

func TestColumnsShareTheWidth(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var columns []Column
		for range rapid.IntRange(1, 8).Draw(rt, "columns") {
			c := Column{Width: rapid.Float32Range(20, 200).Draw(rt, "width")}
			if rapid.Bool().Draw(rt, "flexible") {
				c = Column{Flex: rapid.Float32Range(0, 3).Draw(rt, "flex"),
					Min: rapid.Float32Range(0, 60).Draw(rt, "min")}
			}
			columns = append(columns, c)
		}
		width := rapid.Float32Range(400, 2000).Draw(rt, "total")
		spans := spread(columns, width, 20, 12, nil)
		x := float32(20)
		for i, s := range spans {
			if s.x < x-0.1 || s.w < 0 {
				rt.Fatalf("column %d begins at %v, before %v", i, s.x, x)
			}
			x = s.x + s.w
		}
		if x > width-20+0.5 {
			rt.Fatalf("columns reach to %v of %v", x, width)
		}
	})
}

func BenchmarkTableScrollsByARow(b *testing.B) {
	asked := 0
	table, _ := numbers(b, 1_000_000, &asked)
	b.ReportAllocs()
	for i := range b.N {
		table.rows.scrollTo(float64(i%900_000) * 30)
	}
}

func BenchmarkTableJumpsByAPage(b *testing.B) {
	asked := 0
	table, _ := numbers(b, 1_000_000, &asked)
	b.ReportAllocs()
	for i := range b.N {
		table.rows.scrollTo(float64(i%90_000) * 300)
	}
}

func TestTheSelectedRowOfATableStaysThatRow(t *testing.T) {
	for _, c := range []struct {
		name string
		next []string
		want int
	}{
		{"rows come before it", []string{"new", "a", "b", "c"}, 2},
		{"rows before it go", []string{"b"}, 0},
		{"it goes", []string{"a", "c", "d"}, -1},
	} {
		asked := 0
		table, _ := numbers(t, 3, &asked)
		keys := []string{"a", "b", "c"}
		table.SetKey(func(row int) string { return keys[row] })
		told := 1
		table.OnSelected = func(row int) { told = row }
		table.Select(1)
		keys = c.next
		table.SetCount(len(keys))
		equal(t, c.name, table.Selected(), c.want)
		equal(t, c.name+", told", told, min(1, max(c.want, -1)*2+1))
	}
}
