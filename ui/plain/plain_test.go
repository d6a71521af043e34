package plain

import (
	"image"
	"image/color"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	fynecanvas "fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
)

// screen stands for a display: what it shows is kept, what happens on it is said by the test.
type screen struct {
	out  chan event
	text string
	last *frame
}

func (s *screen) open(string) (native, error) {
	s.last = &frame{}
	return s.last, nil
}
func (s *screen) events() <-chan event     { return s.out }
func (s *screen) setClipboard(text string) { s.text = text }
func (s *screen) clipboard() string        { return s.text }

type frame struct {
	size, floor image.Point
	visible     bool
	drawn       []image.Rectangle
	cursor      desktop.StandardCursor
}

func (f *frame) show()                                   { f.visible = true }
func (f *frame) hide()                                   { f.visible = false }
func (f *frame) close()                                  { f.visible = false }
func (f *frame) front()                                  {}
func (f *frame) setTitle(string)                         {}
func (f *frame) resize(to image.Point)                   { f.size = to }
func (f *frame) least(size image.Point)                  { f.floor = size }
func (f *frame) draw(_ *image.NRGBA, p image.Rectangle)  { f.drawn = append(f.drawn, p) }
func (f *frame) setCursor(cursor desktop.StandardCursor) { f.cursor = cursor }

// application is Fyne's application of tests with the driver that is tested.
type application struct {
	fyne.App
	driver *Driver
}

func (a application) Driver() fyne.Driver { return a.driver }

// opened is a window that shows something at a scale.
func opened(t *testing.T, scale float32, content fyne.CanvasObject) (*Driver, *window, *screen) {
	t.Helper()
	before := fyne.CurrentApp()
	s := &screen{out: make(chan event, 64)}
	d := newDriver(s, scale)
	fyne.SetCurrentApp(application{test.NewTempApp(t), d})
	t.Cleanup(func() { fyne.SetCurrentApp(before) })
	w, ok := d.CreateWindow("test").(*window)
	if !ok {
		t.Fatal("no window")
	}
	w.SetPadded(false)
	w.SetContent(content)
	w.Resize(fyne.NewSize(400, 300))
	w.Show()
	d.paint()
	return d, w, s
}

// happen has things happen in a window, and draws it.
func happen(d *Driver, s *screen, events ...event) {
	for _, e := range events {
		e.window = s.last
		s.out <- e
	}
	d.step(s.out)
	for len(s.out) > 0 {
		d.step(s.out)
	}
	d.paint()
}

// click is a click with a button in the middle of an object.
func click(d *Driver, o fyne.CanvasObject, button desktop.MouseButton) []event {
	at := d.AbsolutePositionForObject(o).Add(fyne.NewPos(o.Size().Width/2, o.Size().Height/2))
	px := image.Pt(int(at.X*d.scale), int(at.Y*d.scale))
	return []event{{kind: moved, at: px}, {kind: pressed, at: px, button: button},
		{kind: released, at: px, button: button}}
}

func TestAButtonIsTappedAtEveryScale(t *testing.T) {
	for _, scale := range []float32{1, 1.5, 2} {
		taps := 0
		button := widget.NewButton("Go on", func() { taps++ })
		d, _, s := opened(t, scale, container.NewBorder(nil, nil, nil, button))
		if want := image.Pt(int(400*scale), int(300*scale)); s.last.size != want || !s.last.visible {
			t.Errorf("at %g: a window of %v, want %v, shown %v", scale, s.last.size, want, s.last.visible)
		}
		happen(d, s, click(d, button, desktop.MouseButtonPrimary)...)
		if taps != 1 {
			t.Errorf("at %g: tapped %d times", scale, taps)
		}
		happen(d, s, event{kind: moved, at: image.Pt(1, 290)},
			event{kind: pressed, at: image.Pt(1, 290), button: desktop.MouseButtonPrimary})
		if taps != 1 {
			t.Errorf("at %g: tapped beside it", scale)
		}
	}
}

func TestWhatIsTypedGoesToWhatHasTheFocus(t *testing.T) {
	first, second := widget.NewEntry(), widget.NewEntry()
	d, w, s := opened(t, 1, container.NewVBox(first, second))
	happen(d, s, click(d, first, desktop.MouseButtonPrimary)...)
	happen(d, s, event{kind: keyDown, key: fyne.KeyA}, event{kind: typed, text: 'a'}, event{kind: typed, text: '权'},
		event{kind: keyUp, key: fyne.KeyA},
		event{kind: keyDown, key: fyne.KeyTab}, event{kind: typed, text: 'b'})
	if first.Text != "a权" || second.Text != "b" {
		t.Errorf("%q and %q", first.Text, second.Text)
	}
	happen(d, s, event{kind: keyDown, key: fyne.KeyTab, modifier: fyne.KeyModifierShift},
		event{kind: keyDown, key: fyne.KeyBackspace})
	if first.Text != "a" {
		t.Errorf("after backspace %q", first.Text)
	}
	happen(d, s, event{kind: keyDown, key: fyne.KeyA, modifier: fyne.KeyModifierControl},
		event{kind: keyDown, key: fyne.KeyC, modifier: fyne.KeyModifierControl})
	if s.text != "a" {
		t.Errorf("copied %q", s.text)
	}
	s.text = "from elsewhere"
	happen(d, s, event{kind: keyDown, key: fyne.KeyUnknown, ascii: fyne.KeyV, modifier: fyne.KeyModifierControl})
	if first.Text != "from elsewhere" {
		t.Errorf("pasted %q", first.Text)
	}
	saved := 0
	w.Canvas().AddShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyS, Modifier: fyne.KeyModifierControl},
		func(fyne.Shortcut) { saved++ })
	w.Canvas().Unfocus()
	happen(d, s, event{kind: keyDown, key: fyne.KeyS, modifier: fyne.KeyModifierControl})
	if saved != 1 || d.CurrentKeyModifiers() != fyne.KeyModifierControl {
		t.Errorf("the shortcut came %d times, with %v held", saved, d.CurrentKeyModifiers())
	}
}

// A widget grows without a word: the driver tells those around it, and the window if need be.
func TestWhatGrowsIsLaidOutAgain(t *testing.T) {
	label, below := widget.NewLabel("x"), widget.NewLabel("y")
	d, w, s := opened(t, 1, container.NewVBox(label, below))
	before := below.Position().Y
	label.SetText("one\ntwo\nthree")
	d.paint()
	if below.Position().Y <= before {
		t.Errorf("what lies below stayed at %g", below.Position().Y)
	}
	wide := fynecanvas.NewRectangle(color.Black)
	wide.SetMinSize(fyne.NewSize(700, 10))
	w.SetContent(wide)
	d.paint()
	if s.last.size.X < 700 || s.last.floor.X < 700 {
		t.Errorf("the window is %v, at least %v", s.last.size, s.last.floor)
	}
	happen(d, s, event{kind: resized, at: image.Pt(900, 800)})
	if got := wide.Size(); got != fyne.NewSize(900, 800) {
		t.Errorf("resized to %v", got)
	}
}

func TestOnlyWhatChangedIsSent(t *testing.T) {
	label := widget.NewLabel("a text")
	d, w, s := opened(t, 1, container.NewVBox(label, widget.NewLabel("another")))
	if want := image.Rect(0, 0, 400, 300); !slices.Equal(s.last.drawn, []image.Rectangle{want}) {
		t.Fatalf("first drawn %v, want %v", s.last.drawn, want)
	}
	d.paint()
	if len(s.last.drawn) != 1 {
		t.Errorf("drawn again for nothing: %v", s.last.drawn)
	}
	label.SetText("a texT")
	d.paint()
	if last := s.last.drawn[len(s.last.drawn)-1]; len(s.last.drawn) != 2 || last.Dx() > 40 || last.Dy() > 40 {
		t.Errorf("a letter changed, sent %v", s.last.drawn)
	}
	happen(d, s, event{kind: exposed})
	if last := s.last.drawn[len(s.last.drawn)-1]; last.Size() != w.shown.Rect.Size() {
		t.Errorf("uncovered, sent %v", last)
	}
}

func TestAMenuOpensAndTakesTheTap(t *testing.T) {
	chosen := ""
	choice := widget.NewSelect([]string{"first", "second"}, func(s string) { chosen = s })
	d, w, s := opened(t, 1, container.NewVBox(choice))
	happen(d, s, click(d, choice, desktop.MouseButtonPrimary)...)
	if len(w.canvas.Overlays().List()) != 1 {
		t.Fatalf("%d overlays", len(w.canvas.Overlays().List()))
	}
	happen(d, s, event{kind: keyDown, key: fyne.KeyDown}, event{kind: keyDown, key: fyne.KeyDown},
		event{kind: keyDown, key: fyne.KeyReturn})
	if chosen != "second" || len(w.canvas.Overlays().List()) != 0 {
		t.Errorf("chosen %q, %d overlays", chosen, len(w.canvas.Overlays().List()))
	}
}

func TestAListIsScrolledAndDragged(t *testing.T) {
	tall := fynecanvas.NewRectangle(color.Black)
	tall.SetMinSize(fyne.NewSize(10, 2000))
	scroll := container.NewVScroll(tall)
	split := container.NewHSplit(scroll, widget.NewLabel(""))
	d, _, s := opened(t, 1, split)
	happen(d, s, event{kind: scrolled, at: image.Pt(50, 50), by: fyne.Delta{DY: -3}})
	if scroll.Offset.Y != 3*scrollSpeed {
		t.Errorf("scrolled to %g", scroll.Offset.Y)
	}
	before := split.Offset
	happen(d, s, event{kind: moved, at: image.Pt(200, 150)},
		event{kind: pressed, at: image.Pt(200, 150), button: desktop.MouseButtonPrimary})
	happen(d, s, event{kind: moved, at: image.Pt(210, 150)})
	happen(d, s, event{kind: moved, at: image.Pt(280, 150)})
	happen(d, s, event{kind: released, at: image.Pt(280, 150), button: desktop.MouseButtonPrimary})
	if split.Offset <= before {
		t.Errorf("the divider stayed at %g", split.Offset)
	}
}

func TestAWindowIsAskedBeforeItCloses(t *testing.T) {
	d, w, s := opened(t, 1, widget.NewLabel(""))
	questions, told := 0, 0
	w.SetCloseIntercept(func() { questions++ })
	w.SetOnClosed(func() { told++ })
	happen(d, s, event{kind: asked})
	if questions != 1 || told != 0 || len(d.AllWindows()) != 1 {
		t.Errorf("asked %d, told %d, %d windows", questions, told, len(d.AllWindows()))
	}
	w.Close()
	w.Close()
	d.Run() // ends at once: the last window is closed
	if told != 1 || len(d.AllWindows()) != 0 {
		t.Errorf("told %d, %d windows", told, len(d.AllWindows()))
	}
}

func TestWorkFromElsewhereIsDoneInTurn(t *testing.T) {
	d, _, s := opened(t, 1, widget.NewLabel(""))
	var order []int
	go func() {
		for i := range 100 {
			d.DoFromGoroutine(func() { order = append(order, i) }, i%10 == 9)
		}
		d.Quit()
	}()
	for !d.done {
		d.step(s.out)
	}
	if !slices.IsSorted(order) || len(order) != 100 {
		t.Errorf("%d done: %v", len(order), order)
	}
}
