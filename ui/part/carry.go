package part

import "fyne.io/fyne/v2"

// Carry notes what was typed into the content of a window, and where; what it returns puts that into the content that
// has come in its place, such as the same page in another language. Another page, which has other fields, gets nothing.
func Carry(c fyne.Canvas) func() {
	type typed struct {
		text        string
		changed     bool
		row, column int
	}
	var before []typed
	focused := -1
	for i, e := range entriesIn(c.Content()) {
		before = append(before, typed{e.Text, e.Text != e.given, e.CursorRow, e.CursorColumn})
		if c.Focused() != nil && c.Focused() == e.self.(fyne.Focusable) {
			focused = i
		}
	}
	return func() {
		now := entriesIn(c.Content())
		if len(now) != len(before) {
			return
		}
		for i, e := range now {
			if before[i].changed {
				e.Retype(before[i].text)
				// the tap on another language took the focus, and it comes back
				e.CursorRow, e.CursorColumn = before[i].row, before[i].column
				e.Refresh()
			}
		}
		if focused >= 0 {
			c.Focus(now[focused].self.(fyne.Focusable))
			now[focused].CursorRow, now[focused].CursorColumn = before[focused].row, before[focused].column
			now[focused].Refresh()
		}
	}
}

// entriesIn are the entries inside o, in their order.
func entriesIn(o fyne.CanvasObject) (list []*Entry) {
	anyEntry(o, func(e *Entry) bool {
		list = append(list, e)
		return false
	})
	return list
}
