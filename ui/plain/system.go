package plain

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// system is what shows windows, gives what is typed and clicked, and keeps the clipboard: a display of X11, or Windows.
type system interface {
	open(title string) (native, error)
	events() <-chan event // closed when the system is gone
	setClipboard(text string)
	clipboard() string
}

// native is a window of the system. Lengths are pixels.
type native interface {
	show()
	hide()
	close()
	front()
	setTitle(title string)
	resize(to image.Point)
	least(size image.Point) // no smaller by hand
	draw(all *image.NRGBA, part image.Rectangle)
	setCursor(c desktop.StandardCursor)
}

type kind int

const (
	moved kind = iota
	pressed
	released
	scrolled
	keyDown // again and again while it is held
	keyUp
	typed
	resized
	exposed
	left // by the pointer
	focused
	unfocused
	asked // to close
)

// event is something that happened to a window.
type event struct {
	window   native
	kind     kind
	at       image.Point // of the pointer, or the size of the window
	button   desktop.MouseButton
	by       fyne.Delta // notches scrolled
	key      fyne.KeyName
	ascii    fyne.KeyName // what the key is on a keyboard of Latin letters, for shortcuts
	scan     int
	text     rune
	modifier fyne.KeyModifier
	again    bool // the key is held
}
