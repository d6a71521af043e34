// Package plain is a driver of Fyne for computers without OpenGL: remote and virtual desktops, and servers. Fyne's own
// software painter draws the window, the plain calls of the system show it, and both are Go alone.
// docs/decisions/no-opengl.md says why.
package plain

import (
	"errors"
	"image"
	"slices"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"
)

// Driver shows the windows of one application. All but DoFromGoroutine is called on the main goroutine.
type Driver struct {
	system   system
	scale    float32
	windows  []*window
	modifier fyne.KeyModifier
	done     bool

	mu     sync.Mutex
	queue  []func()
	queued chan struct{}
}

var _ desktop.Driver = (*Driver)(nil)

// ErrNoDisplay says that there is no display to show a window on.
var ErrNoDisplay = errors.New("there is no display")

// New connects to the display; scale is what the window's units are multiplied by.
func New(scale float32) (*Driver, error) {
	s, err := connect()
	if err != nil {
		return nil, err
	}
	return newDriver(s, scale), nil
}

func newDriver(s system, scale float32) *Driver {
	return &Driver{system: s, scale: max(scale, 0.5), queued: make(chan struct{}, 1)}
}

// CreateWindow returns a new window that is not shown yet.
func (d *Driver) CreateWindow(title string) fyne.Window {
	w := newWindow(d, title)
	d.windows = append(d.windows, w)
	return w
}

// CreateSplashWindow returns a window; one without borders is not known here.
func (d *Driver) CreateSplashWindow() fyne.Window { return d.CreateWindow("") }

// AllWindows returns the windows that are not closed.
func (d *Driver) AllWindows() []fyne.Window {
	out := make([]fyne.Window, len(d.windows))
	for i, w := range d.windows {
		out[i] = w
	}
	return out
}

// RenderedTextSize returns how large a text is drawn.
func (d *Driver) RenderedTextSize(text string, size float32, style fyne.TextStyle,
	source fyne.Resource) (fyne.Size, float32) {
	return textSize(text, size, style, source)
}

// CanvasForObject returns the canvas that an object was last drawn on.
func (d *Driver) CanvasForObject(o fyne.CanvasObject) fyne.Canvas {
	if c := canvasOf(o); c != nil {
		return c
	}
	return nil
}

// AbsolutePositionForObject returns where an object lies in its window.
func (d *Driver) AbsolutePositionForObject(o fyne.CanvasObject) fyne.Position {
	c, ok := canvasOf(o).(*canvas)
	if !ok {
		return fyne.Position{}
	}
	return absolutePosition(o, c.roots())
}

// Device returns a computer with a keyboard.
func (d *Driver) Device() fyne.Device { return device{d} }

// CurrentKeyModifiers returns the modifiers that are held.
func (d *Driver) CurrentKeyModifiers() fyne.KeyModifier { return d.modifier }

// HasSecondaryDisplay reports false: only the first is known.
func (d *Driver) HasSecondaryDisplay() bool { return false }

// StartAnimation shows the end of an animation at once: drawing each step would take the whole processor.
func (d *Driver) StartAnimation(a *fyne.Animation) {
	if a.Tick == nil {
		return
	}
	if a.AutoReverse {
		a.Tick(0)
	} else {
		a.Tick(1)
	}
}

// StopAnimation does nothing: none runs.
func (d *Driver) StopAnimation(*fyne.Animation) {}

// DoubleTapDelay is how long a second tap is waited for.
func (d *Driver) DoubleTapDelay() time.Duration { return 300 * time.Millisecond }

// SetDisableScreenBlanking does nothing.
func (d *Driver) SetDisableScreenBlanking(bool) {}

// DoFromGoroutine calls fn on the main goroutine; with wait it returns after fn.
func (d *Driver) DoFromGoroutine(fn func(), wait bool) {
	if !wait {
		d.post(fn)
		return
	}
	if onMain() {
		fn()
		return
	}
	done := make(chan struct{})
	d.post(func() {
		defer close(done)
		fn()
	})
	<-done
}

func (d *Driver) post(fn func()) {
	d.mu.Lock()
	d.queue = append(d.queue, fn)
	d.mu.Unlock()
	select {
	case d.queued <- struct{}{}:
	default:
	}
}

// waiting takes what was posted.
func (d *Driver) waiting() []func() {
	d.mu.Lock()
	defer d.mu.Unlock()
	out := d.queue
	d.queue = nil
	return out
}

// Quit ends Run.
func (d *Driver) Quit() { d.post(func() { d.done = true }) }

// Run shows the windows until the last is closed, or Quit.
func (d *Driver) Run() {
	started(fyne.CurrentApp())
	for !d.done {
		d.paint()
		d.step(d.system.events())
	}
	for _, w := range slices.Clone(d.windows) {
		w.end()
	}
	stopped(fyne.CurrentApp())
}

// step waits for one thing to do, and then does everything that waits with it: a window is drawn once for all of it.
func (d *Driver) step(events <-chan event) {
	var last *event // where the pointer is, of the many places where it was
	flush := func() {
		if last != nil {
			d.handle(*last)
			last = nil
		}
	}
	take := func(e event, open bool) {
		switch {
		case !open:
			d.done = true
		case e.kind == moved:
			last = &e
		default:
			flush()
			d.handle(e)
		}
	}
	select {
	case <-d.queued:
	case e, open := <-events:
		take(e, open)
	}
	for n := 0; n < 200 && !d.done; n++ {
		for _, fn := range d.waiting() {
			fn()
		}
		select {
		case e, open := <-events:
			take(e, open)
			continue
		default:
		}
		break
	}
	flush()
}

func (d *Driver) handle(e event) {
	d.modifier = e.modifier
	i := slices.IndexFunc(d.windows, func(w *window) bool { return w.native == e.window })
	if i < 0 {
		return
	}
	d.windows[i].handle(e)
}

func (d *Driver) paint() {
	for _, w := range d.windows {
		w.paint()
	}
}

// forget takes a closed window out; the last, or the master, ends the program.
func (d *Driver) forget(w *window) {
	d.windows = slices.DeleteFunc(d.windows, func(other *window) bool { return other == w })
	if w.master || len(d.windows) == 0 {
		d.Quit()
	}
}

// device is what Fyne asks about the computer.
type device struct{ driver *Driver }

func (device) Orientation() fyne.DeviceOrientation { return fyne.OrientationHorizontalLeft }

func (device) IsMobile() bool { return false }

func (device) IsBrowser() bool { return false }

func (device) HasKeyboard() bool { return true }

func (d device) SystemScaleForWindow(fyne.Window) float32 { return d.driver.scale }

func (device) Locale() fyne.Locale { return lang.SystemLocale() }

// hooks are what an application is told when it starts and ends; Fyne's own has them.
type hooks interface {
	OnStarted() func()
	OnStopped() func()
}

func started(a fyne.App) {
	if h, ok := a.Lifecycle().(hooks); ok && h.OnStarted() != nil {
		h.OnStarted()()
	}
}

func stopped(a fyne.App) {
	if h, ok := a.Lifecycle().(hooks); ok && h.OnStopped() != nil {
		h.OnStopped()()
	}
}

// errDisplay says that the display is of a kind that cannot be drawn on by plain calls.
var errDisplay = errors.New(
	"the display has neither 24 nor 32 bits of colour: set it so, or use a computer with OpenGL 2.1")

// differs is the part of a picture that is not as it was; empty where nothing differs.
func differs(before, after *image.NRGBA) image.Rectangle {
	if before == nil || before.Rect != after.Rect {
		return after.Rect
	}
	var out image.Rectangle
	wide := 4 * after.Rect.Dx()
	for y := after.Rect.Min.Y; y < after.Rect.Max.Y; y++ {
		at := after.PixOffset(after.Rect.Min.X, y)
		a, b := before.Pix[at:at+wide], after.Pix[at:at+wide]
		first := 0
		for first < wide && a[first] == b[first] {
			first++
		}
		if first == wide {
			continue
		}
		last := wide - 1
		for a[last] == b[last] {
			last--
		}
		out = out.Union(image.Rect(first/4, y, last/4+1, y+1))
	}
	return out
}
