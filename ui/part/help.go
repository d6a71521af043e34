package part

import "fyne.io/fyne/v2"

// helps are what F1 does in the windows.
var helps = map[fyne.Canvas]func(){}

// SetHelp says what F1 does in a window, in its dialogs and fields too; nil: nothing.
func SetHelp(c fyne.Canvas, show func()) {
	if show == nil {
		delete(helps, c)
		return
	}
	helps[c] = show
}

// Help does what F1 does in a window, and reports whether it does anything.
func Help(c fyne.Canvas) bool {
	show := helps[c]
	callNone(show)
	return show != nil
}

// GuideOf is the page of the guide about the dialog on top of a window; empty where none is open, or where it belongs
// to what lies below.
func GuideOf(c fyne.Canvas) string {
	if box, ok := c.Overlays().Top().(*overlay); ok {
		return box.guide
	}
	return ""
}

// Cover lies over the whole of a window, whatever that shows, until it is taken off; then all is as it was.
type Cover struct{ box *overlay }

// ShowCover lays an object over a window. It gets the keys that nothing in it wants.
func ShowCover(c fyne.Canvas, o fyne.CanvasObject, key func(*fyne.KeyEvent)) *Cover {
	box := newOverlay(Inset(radiusCard, radiusCard, radiusCard, radiusCard, o)) // its outline lies beyond the window
	box.place = func(window, _ fyne.Size) (fyne.Position, fyne.Size) {
		return fyne.NewPos(-radiusCard, -radiusCard), window.AddWidthHeight(2*radiusCard, 2*radiusCard)
	}
	box.onKey = key
	box.over = true // it shows nothing of anybody
	box.showOn(c, nil)
	return &Cover{box: box}
}

// Shown reports whether the cover lies over its window.
func (v *Cover) Shown() bool { return v.box.on != nil && !v.box.lifted }

// Remove takes the cover off.
func (v *Cover) Remove() { v.box.remove() }
