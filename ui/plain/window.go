package plain

import (
	"image"
	"math"

	"fyne.io/fyne/v2"
)

// window is one window. Show opens it.
type window struct {
	driver *Driver
	canvas *canvas
	native native // nil until it is shown

	title     string
	icon      fyne.Resource
	menu      *fyne.MainMenu
	wanted    fyne.Size
	floor     image.Point // the smallest size that the system was told
	fixed     bool
	master    bool
	visible   bool
	closed    bool
	onClosed  func()
	intercept func()
	shown     *image.NRGBA

	pointer pointer
}

func newWindow(d *Driver, title string) *window {
	w := &window{driver: d, title: title, wanted: fyne.NewSize(640, 480)}
	w.canvas = newCanvas(w)
	w.canvas.SetScale(d.scale)
	w.canvas.WindowlessCanvas.Resize(w.wanted)
	w.pointer.window = w
	return w
}

func (w *window) Title() string { return w.title }

func (w *window) SetTitle(title string) {
	w.title = title
	if w.native != nil {
		w.native.setTitle(title)
	}
}

func (w *window) FullScreen() bool { return false }

func (w *window) SetFullScreen(bool) {}

func (w *window) Resize(size fyne.Size) {
	w.wanted = size
	w.canvas.WindowlessCanvas.Resize(size)
	w.canvas.SetDirty()
	if w.native != nil {
		w.native.resize(w.pixels(size))
	}
}

func (w *window) pixels(size fyne.Size) image.Point {
	of := func(units float32) int { return int(math.Round(float64(units * w.driver.scale))) }
	return image.Pt(max(of(size.Width), 1), max(of(size.Height), 1))
}

func (w *window) RequestFocus() {
	if w.native != nil {
		w.native.front()
	}
}

func (w *window) FixedSize() bool { return w.fixed }

func (w *window) SetFixedSize(fixed bool) { w.fixed = fixed }

func (w *window) CenterOnScreen() {}

func (w *window) Padded() bool { return w.canvas.Padded() }

func (w *window) SetPadded(padded bool) { w.canvas.SetPadded(padded) }

func (w *window) Icon() fyne.Resource {
	if w.icon != nil {
		return w.icon
	}
	return fyne.CurrentApp().Icon()
}

func (w *window) SetIcon(icon fyne.Resource) { w.icon = icon }

func (w *window) SetMaster() { w.master = true }

func (w *window) MainMenu() *fyne.MainMenu { return w.menu }

func (w *window) SetMainMenu(menu *fyne.MainMenu) { w.menu = menu }

func (w *window) SetOnClosed(fn func()) { w.onClosed = fn }

func (w *window) SetCloseIntercept(fn func()) { w.intercept = fn }

// SetOnDropped does nothing: files are not dropped on a window that is drawn here, they are chosen.
func (w *window) SetOnDropped(func(fyne.Position, []fyne.URI)) {}

func (w *window) Show() {
	if w.closed {
		return
	}
	if w.native == nil {
		n, err := w.driver.system.open(w.title)
		if err != nil {
			fyne.LogError("open a window", err)
			return
		}
		w.native = n
		if content := w.canvas.Content(); content != nil {
			w.atLeast(content.MinSize())
		}
		n.resize(w.pixels(w.canvas.Size()))
	}
	w.visible = true
	w.canvas.SetDirty()
	w.native.show()
}

func (w *window) Hide() {
	w.visible = false
	if w.native != nil {
		w.native.hide()
	}
}

func (w *window) Close() {
	if w.closed {
		return
	}
	w.end()
	w.driver.forget(w)
}

// end closes the window and tells who asked to be told.
func (w *window) end() {
	if w.closed {
		return
	}
	w.closed, w.visible = true, false
	if w.native != nil {
		w.native.close()
	}
	if w.onClosed != nil {
		w.onClosed()
	}
}

func (w *window) ShowAndRun() {
	w.Show()
	fyne.CurrentApp().Run()
}

func (w *window) Content() fyne.CanvasObject { return w.canvas.Content() }

func (w *window) SetContent(o fyne.CanvasObject) { w.canvas.SetContent(o) }

func (w *window) Canvas() fyne.Canvas { return w.canvas }

func (w *window) Clipboard() fyne.Clipboard { return w.driver.Clipboard() }

// atLeast keeps the window as large as its content needs.
func (w *window) atLeast(size fyne.Size) {
	if now := w.canvas.Size(); now.Width < size.Width || now.Height < size.Height {
		w.Resize(now.Max(size))
	}
	if w.native == nil {
		return
	}
	if floor := w.pixels(size); floor != w.floor {
		w.floor = floor
		w.native.least(floor)
	}
}

// paint draws the window where something may have changed, and sends what did.
func (w *window) paint() {
	c := w.canvas
	if n := len(c.Overlays().List()); n != c.overlays {
		c.overlays, c.dirty = n, true
	}
	if !w.visible || !c.dirty || w.native == nil {
		return
	}
	c.settle()
	c.dirty = false // what a layout asks for is drawn with it
	picture, ok := c.Capture().(*image.NRGBA)
	if !ok {
		return
	}
	part := differs(w.shown, picture)
	w.shown = picture
	if !part.Empty() {
		w.native.draw(picture, part)
	}
}

func (w *window) handle(e event) {
	switch e.kind {
	case resized:
		size := fyne.NewSize(float32(e.at.X)/w.driver.scale, float32(e.at.Y)/w.driver.scale)
		if w.pixels(w.canvas.Size()) != e.at {
			w.canvas.WindowlessCanvas.Resize(size)
			w.canvas.SetDirty()
		}
	case exposed:
		if w.shown != nil {
			w.native.draw(w.shown, w.shown.Rect)
		}
		w.canvas.SetDirty()
	case asked:
		if w.intercept != nil {
			w.intercept()
		} else {
			w.Close()
		}
	case keyDown, keyUp, typed:
		w.handleKey(e)
	case focused:
		if o := w.canvas.Focused(); o != nil {
			o.FocusGained()
		}
	case unfocused:
		if o := w.canvas.Focused(); o != nil {
			o.FocusLost()
		}
	default:
		w.pointer.handle(e)
	}
}
