package part

import "fyne.io/fyne/v2"

// UnfocusIn takes the focus from a widget that lies within an area about to be drawn anew; what has the focus elsewhere, the
// search above all, keeps it, or somebody who is typing there would see their letters taken for keys.
func UnfocusIn(c fyne.Canvas, area fyne.CanvasObject) {
	focused, ok := c.Focused().(fyne.CanvasObject)
	if !ok || c.Overlays().Top() != nil {
		return
	}
	driver := fyne.CurrentApp().Driver()
	at, from := driver.AbsolutePositionForObject(focused), driver.AbsolutePositionForObject(area)
	size := area.Size()
	inside := at.X >= from.X && at.Y >= from.Y && at.X < from.X+size.Width && at.Y < from.Y+size.Height
	if inside || at.IsZero() { // at zero: it is not in the window any more
		c.Unfocus()
	}
}
