package part

import (
	"testing"

	"fyne.io/fyne/v2"
)

// TestWhatIsTypedIsCarriedToThePageInAnotherLanguage: texts and the cursor go along, and nothing goes to another page.
func TestWhatIsTypedIsCarriedToThePageInAnotherLanguage(t *testing.T) {
	themed(t, false)
	page := func(n int) (list []*Entry, o fyne.CanvasObject) {
		box := VBox(0)
		for range n {
			e := NewEntry("")
			list = append(list, e)
			box.Add(e)
		}
		return list, box
	}
	old, content := page(3)
	old[1].Fleeting = true // such as a login: no work is lost with it, and yet nobody types it twice
	win := window(t, content, 300, 200)
	win.Canvas().Focus(old[1])
	typeText(win.Canvas(), "Orange Lab")
	carry := Carry(win.Canvas())
	now, other := page(3)
	now[0].SetText("a default")
	win.SetContent(other)
	carry()
	equal(t, "typed", now[1].Text, "Orange Lab")
	equal(t, "and counts as typed", now[1].Typed(), true)
	equal(t, "a default stays", now[0].Text, "a default")
	equal(t, "focus", win.Canvas().Focused(), fyne.Focusable(now[1]))
	typeText(win.Canvas(), "!")
	equal(t, "the cursor", now[1].Text, "Orange Lab!")
	win.Canvas().Unfocus()
	carry = Carry(win.Canvas())
	last, third := page(3)
	win.SetContent(third)
	carry()
	win.Canvas().Focus(last[1])
	typeText(win.Canvas(), "?")
	equal(t, "the cursor, where the focus was lost", last[1].Text, "Orange Lab!?")
	few, less := page(2)
	win.SetContent(less)
	carry()
	equal(t, "another page", few[1].Text, "")
}
