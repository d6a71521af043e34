package part

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// TestAPageThatBecomesShorterShowsItsEnd: whoever had scrolled far down and opened something shorter
// saw nothing at all.
func TestAPageThatBecomesShorterShowsItsEnd(t *testing.T) {
	test.NewTempApp(t)
	w := test.NewTempWindow(t, nil)
	content := VBox(0, Space(10, 2000))
	page := Page(content)
	w.SetContent(page)
	w.Resize(fyne.NewSize(300, 400))
	page.ScrollToBottom()
	if page.Offset.Y < 1000 {
		t.Fatalf("scrolled to %v", page.Offset)
	}
	high := page.Size().Height
	content.Objects = []fyne.CanvasObject{Space(10, 900)}
	test.WidgetRenderer(page).Layout(page.Size()) // as the window does once its content needs another size
	if page.Offset.Y != 900-high || page.Content.Position().Y != -page.Offset.Y {
		t.Errorf("offset %v at %v, want the end", page.Offset, page.Content.Position())
	}
	content.Objects = []fyne.CanvasObject{Space(10, 50)}
	test.WidgetRenderer(page).Layout(page.Size())
	if page.Offset.Y != 0 || page.Content.Position().Y != 0 {
		t.Errorf("offset %v at %v, want the top", page.Offset, page.Content.Position())
	}
}
