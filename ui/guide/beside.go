package guide

import (
	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/ui/frame"
)

// beside is the guide in a window of its own, of which there is one; nil while there is none. It shows nothing of
// anybody, and so it may stay while the program is locked.
var beside *ownWindow

type ownWindow struct {
	window fyne.Window
	view   *view
	failed func(error)
}

// showBeside opens the guide in a window of its own, at a place of a page.
func showBeside(page string, way fyne.Position, failed func(error)) {
	w := &ownWindow{window: fyne.CurrentApp().NewWindow(frame.L("Guide") + " · Rightsdesk"), failed: failed}
	w.window.SetPadded(false)
	if !w.fill(page, way) {
		w.window.Close()
		return
	}
	beside = w
	w.window.Canvas().SetOnTypedKey(func(ev *fyne.KeyEvent) { w.view.key(ev) })
	w.window.SetOnClosed(func() {
		if beside == w {
			beside = nil
		}
	})
	w.window.Resize(fyne.NewSize(760, 760))
	w.window.Show()
}

// fill shows the guide in the language of the program.
func (w *ownWindow) fill(page string, way fyne.Position) bool {
	v := newView(w.window.Canvas(), w.failed)
	if v == nil {
		return false
	}
	v.leave = w.window.Close
	w.view = v
	w.window.SetTitle(frame.L("Guide") + " · Rightsdesk")
	w.window.SetContent(v.body())
	v.show(v.pageOf(page))
	go fyne.Do(func() { v.scroll.ScrollToOffset(way) }) // once the window has its size
	return true
}

// raise brings the window to the front, at a page. Back leads to the page that it showed.
func (w *ownWindow) raise(page string) {
	w.view.turn(w.view.pageOf(page))
	w.window.RequestFocus()
}

// Speak shows the guide that has a window of its own in the language of the program, where it was.
func Speak() {
	if w := beside; w != nil {
		w.fill(w.view.at.Name, w.view.scroll.Offset)
	}
}

// Close closes the guide that has a window of its own.
func Close() {
	if beside != nil {
		beside.window.Close()
	}
}
