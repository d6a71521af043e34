package part

import (
	"testing"

	"fyne.io/fyne/v2"
)

func TestOnlyWhatIsDrawnAnewLosesTheFocus(t *testing.T) {
	search, field := NewEntry(""), NewEntry("")
	area := Stack(VBox(0, field))
	win := window(t, VBox(0, Space(1, 10), search, area), 400, 300)
	c := win.Canvas()
	c.Focus(search)
	if UnfocusIn(c, area); c.Focused() != fyne.Focusable(search) {
		t.Error("who types into the search lost the focus")
	}
	c.Focus(field)
	if UnfocusIn(c, area); c.Focused() != nil {
		t.Error("a field that is drawn anew kept the focus")
	}
}
