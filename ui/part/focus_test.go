package part

import (
	"slices"
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

// TestEveryButtonThatShowsIsAnAction: what is hidden or locked is none, and of two with the same words there is one.
func TestEveryButtonThatShowsIsAnAction(t *testing.T) {
	themed(t, false)
	hidden, locked := NewButton("hidden", func() {}), NewButton("locked", func() {})
	hidden.Hide()
	locked.Lock("not yet")
	area := VBox(0, NewButton("first", func() {}),
		HBox(0, NewLink("link", func() {}), hidden, locked, NewIconButton("more", "", func() {})),
		Page(VBox(0, NewButton("first", func() {}), NewPrimary("primary", "", func() {}))))
	var got []string
	for _, b := range Actions(area) {
		got = append(got, b.Text)
	}
	if want := []string{"first", "link", "primary"}; !slices.Equal(got, want) {
		t.Errorf("actions %q, want %q", got, want)
	}
}
