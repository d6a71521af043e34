package part

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"pgregory.net/rapid"
)

func queueOf(t testing.TB, keys *[]string) (*QueueList, fyne.Window) {
	test.NewTempApp(t).Settings().SetTheme(NewTheme(false))
	list := NewQueueList(func(row int, q *QueueRow) {
		*q = QueueRow{Key: (*keys)[row], Reference: (*keys)[row], Urgency: UrgencyLater, Date: "Mon 30 Nov",
			Why: "read it", Holder: "You", State: ChipWaiting, StateText: "waiting"}
	})
	list.SetCount("", len(*keys), nil)
	win := test.NewTempWindow(t, list)
	win.SetPadded(false)
	win.Resize(fyne.NewSize(547, 480))
	return list, win
}

func find(keys []string) func(string) int {
	return func(key string) int {
		for i, k := range keys {
			if k == key {
				return i
			}
		}
		return -1
	}
}

func TestQueueSelectionStaysWithItsRequest(t *testing.T) {
	keys := []string{"a", "b", "c", "d"}
	list, _ := queueOf(t, &keys)
	var told []int
	list.OnSelected = func(row int) { told = append(told, row) }
	list.Select(2)
	keys = []string{"new", "a", "b", "c", "d"}
	list.SetCount("", len(keys), find(keys))
	equal(t, "selected", list.Selected(), 3)
	equal(t, "key", list.SelectedKey(), "c")
	equal(t, "told", len(told), 1)
	keys = []string{"new", "a"}
	list.SetCount("", len(keys), nil)
	equal(t, "selected when it is gone", list.Selected(), -1)
	equal(t, "told that it is gone", told[len(told)-1], -1)
}

func TestQueueGoesOnWhereItsRequestLeftTheList(t *testing.T) {
	for _, c := range []struct {
		selected, by int
		want         string
	}{{2, 1, "d"}, {2, -1, "b"}, {0, 1, "b"}, {0, -1, "b"}, {4, 1, "d"}, {4, -1, "d"}} {
		keys := []string{"a", "b", "c", "d", "e"}
		list, _ := queueOf(t, &keys)
		list.Select(c.selected)
		keys = slices.Delete(keys, c.selected, c.selected+1)
		list.SetCount("", len(keys), find(keys))
		equal(t, "selected when it is gone", list.Selected(), -1)
		list.Step(c.by)
		equal(t, "the next of "+strconv.Itoa(c.selected), list.SelectedKey(), c.want)
		list.Select(-1)
		list.Step(1)
		equal(t, "the first when nothing was left", list.SelectedKey(), keys[0])
	}
}

func TestQueueSelectionNeverChangesItsRequest(t *testing.T) {
	keys := []string{"0"}
	list, _ := queueOf(t, &keys)
	rapid.Check(t, func(rt *rapid.T) {
		keys = keys[:0]
		for _, n := range rapid.SliceOfNDistinct(rapid.IntRange(0, 99), 1, 60, rapid.ID[int]).Draw(rt, "keys") {
			keys = append(keys, strconv.Itoa(n))
		}
		before := list.SelectedKey()
		var at func(string) int
		if rapid.Bool().Draw(rt, "find") {
			at = find(keys)
		}
		list.SetCount("", len(keys), at)
		if row := list.Selected(); row >= 0 && keys[row] != before {
			rt.Fatalf("%q was selected, now %q is", before, keys[row])
		}
		if row := find(keys)(before); row >= 0 && list.Selected() != row {
			rt.Fatalf("%q is still there, but no longer selected", before)
		}
		list.Select(rapid.IntRange(0, len(keys)-1).Draw(rt, "choose"))
	})
}

func TestQueueByKeyboard(t *testing.T) {
	var keys []string
	for i := range 100 {
		keys = append(keys, strconv.Itoa(i))
	}
	list, win := queueOf(t, &keys)
	opened, passed := -1, ""
	list.OnOpen = func(row int) { opened = row }
	win.Canvas().SetOnTypedKey(func(ev *fyne.KeyEvent) { passed += string(ev.Name) })
	list.Focus()
	press(win.Canvas(), fyne.KeyJ, fyne.KeyDown, fyne.KeyReturn)
	equal(t, "opened", opened, 1)
	press(win.Canvas(), fyne.KeyEnd)
	equal(t, "End", list.Selected(), 99)
	press(win.Canvas(), fyne.KeyC, fyne.KeyEscape)
	equal(t, "keys of the window", passed, "CEscape")
}

func TestQueueNewsWaitsAboveTheRows(t *testing.T) {
	keys := []string{"a", "b"}
	list, win := queueOf(t, &keys)
	asked := false
	list.OnNews = func() { asked = true }
	equal(t, "without news", list.rows.Position().Y, 0)
	list.SetNews("3 new")
	equal(t, "with news", list.rows.Position().Y, newsHeight)
	test.TapCanvas(win.Canvas(), fyne.NewPos(100, 10))
	equal(t, "asked for", asked, true)
}

func TestQueueRowLooks(t *testing.T) {
	keys := []string{"R-2026-001823", "b"}
	list, _ := queueOf(t, &keys)
	list.Select(0)
	v := list.rows.views[0].(*queueView)
	equal(t, "height", v.box.Size().Height, 48)
	equal(t, "bar", v.bar.Size().Width, 3)
	equal(t, "bar shows", v.bar.Visible(), true)
	equal(t, "bold", v.reference.TextStyle.Bold, true)
	if right := v.date.Position().X + v.date.Size().Width; right < 530 || right > 532 {
		t.Errorf("the date ends at %v, want 16 before the edge", right)
	}
	equal(t, "other row", list.rows.views[1].(*queueView).bar.Visible(), false)
}

func TestAnotherListBeginsAtItsFirstRow(t *testing.T) {
	for _, c := range []struct {
		name string
		next []string
		by   int
	}{
		{"the selected request is in it, too", []string{"x", "y", "c", "d"}, 1},
		{"it is not", []string{"x", "y", "z", "w"}, 1},
		{"upwards", []string{"x", "y", "z", "w"}, -1},
	} {
		keys := []string{"a", "b", "c", "d"}
		list, _ := queueOf(t, &keys)
		list.Select(2)
		list.rows.toggleMark(1)
		keys = nil
		list.SetCount("next", 0, find(keys)) // while it is being read
		keys = c.next
		list.SetCount("next", len(keys), find(keys))
		equal(t, c.name+": selected", list.Selected(), -1)
		equal(t, c.name+": marked", len(list.Marked()), 0)
		list.Step(c.by)
		want := keys[0]
		if c.by < 0 {
			want = keys[len(keys)-1]
		}
		equal(t, c.name+": the row that a key begins at", list.SelectedKey(), want)
	}
}

// Whatever a row has to say, its words never lie on one another; the day stays whole as long as there is any room for
// it.
func TestAQueueRowNeverOverlaps(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(NewTheme(false))
	var row QueueRow
	list := NewQueueList(func(_ int, q *QueueRow) { *q = row })
	win := test.NewTempWindow(t, list)
	win.SetPadded(false)
	for _, width := range []float32{380, 420, 460, 547, 900} {
		for _, date := range []string{"today", "Mon 30 Nov (prov.)", "11月30日（暂）", "Wed 23 Dec, provisional, late"} {
			for _, state := range []string{"received", "waiting for others", "等待当事人补充"} {
				row = QueueRow{Key: "a", Reference: "R-2026-001823", Kind: "deletion", Name: "A***",
					Clock: "acknowledge by", Date: date, State: ChipWaiting, StateText: state, Urgency: UrgencyToday}
				list.SetCount(date+state, 1, nil)
				win.Resize(fyne.NewSize(width, 480))
				list.Refresh()
				v := list.rows.views[0].(*queueView)
				end := v.name.Position().X + v.name.Size().Width
				for _, o := range []fyne.CanvasObject{v.chip.box, v.clock, v.date} {
					if !o.Visible() {
						continue
					}
					if o.Position().X < end-0.5 || o.Size().Width < 0 {
						t.Errorf("width %v, %q, %q: something at %v, and what is before it ends at %v", width, date,
							state, o.Position().X, end)
					}
					end = o.Position().X + o.Size().Width
				}
				row.Why = "Settle what is asked"
				list.Refresh()
				if whole := v.clock.Text == row.Clock; v.clock.Visible() != whole ||
					!whole && !strings.HasPrefix(v.why.Text, row.Clock) && v.why.Size().Width > 120 {
					t.Errorf("width %v, %q, %q: the clock is %q, below %q", width, date, state, v.clock.Text,
						v.why.Text)
				}
				if end > width {
					t.Errorf("width %v, %q: it ends at %v", width, date, end)
				}
			}
		}
	}
}
