package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Typed reports whether somebody has typed something into an entry inside o that is not kept anywhere yet.
func Typed(o fyne.CanvasObject) bool {
	if o == nil {
		return false
	}
	if e, ok := entryOf(o); ok {
		return e.Typed()
	}
	for _, child := range childrenOf(o) {
		if Typed(child) {
			return true
		}
	}
	return false
}

// TypedIn reports whether a window holds something typed, in what it shows or in a dialog over it, those that wait
// behind its lock too.
func TypedIn(c fyne.Canvas) bool {
	for _, o := range append(c.Overlays().List(), c.Content()) {
		if Typed(o) {
			return true
		}
	}
	for _, o := range lifted[c] {
		if Typed(o) {
			return true
		}
	}
	return false
}

// Leave does what would lose something typed, at once where nothing was typed, else once a person agrees to lose it.
func Leave(c fyne.Canvas, typed bool, leave func()) {
	if !typed {
		leave()
		return
	}
	d := NewDialog(DialogParts{Title: say.ThrowAway, Body: NewBody(say.ThrowAwayWhy), Confirm: say.Throw, Cancel: say.GoOn, Danger: true,
		OnConfirm: func() bool {
			leave()
			return true
		}})
	d.box.over = true // it shows nothing of anybody
	d.Show(c)
}

// entryOf is the entry that an input is.
func entryOf(o fyne.CanvasObject) (*Entry, bool) {
	switch o := o.(type) {
	case *Entry:
		return o, true
	case *DateField:
		return &o.Entry, true
	case *SearchField:
		return o.Entry, true
	}
	return nil, false
}

// childrenOf are the objects that an object is made of, as far as inputs can lie among them.
func childrenOf(o fyne.CanvasObject) []fyne.CanvasObject {
	switch o := o.(type) {
	case *fyne.Container:
		return o.Objects
	case *container.Scroll:
		return []fyne.CanvasObject{o.Content}
	case fyne.Widget:
		return objectsOf(o)
	}
	return nil
}
