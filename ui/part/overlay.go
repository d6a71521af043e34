package part

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

var (
	_ fyne.Widget            = (*overlay)(nil)
	_ fyne.Tappable          = (*overlay)(nil)
	_ fyne.SecondaryTappable = (*overlay)(nil)
)

// overlay is a box over the whole window: a dialog, a menu, the command palette. What is below gets no events. It has
// no shadow, only a line around it.
type overlay struct {
	widget.BaseWidget
	body    fyne.CanvasObject
	place   func(window, body fyne.Size) (fyne.Position, fyne.Size)
	onKey   func(*fyne.KeyEvent)
	onShort func(fyne.Shortcut)
	outside func() // tapped beside the box
	reveal  func(fyne.CanvasObject)

	veiled bool   // a veil lies over the window behind it
	over   bool   // it may lie over a locked window
	guide  string // the page of the guide that tells of it

	on       fyne.Canvas
	previous func(*fyne.KeyEvent)
	focused  fyne.Focusable // what gets the focus when it is laid back
	lifted   bool           // it waits while the window is locked, see LiftAll
}

func newOverlay(body fyne.CanvasObject) *overlay {
	o := &overlay{body: body}
	o.ExtendBaseWidget(o)
	return o
}

// showOn puts the overlay on top of the window and gives first the focus. It is given on the canvas, never through what
// is to have it: something that has not been drawn yet does not know where it is.
func (o *overlay) showOn(c fyne.Canvas, first fyne.Focusable) {
	if boxes, ok := lifted[c]; ok && !o.over { // work that ended behind the lock
		o.on, o.lifted, o.focused = c, true, first
		lifted[c] = append(boxes, o)
		return
	}
	o.on, o.previous = c, c.OnTypedKey()
	c.SetOnTypedKey(o.key) // keys typed while nothing here has the focus
	c.Overlays().Add(o)
	EndTip(c) // what the pointer rested on is under it now
	o.Refresh()
	if first != nil {
		c.Focus(first)
	}
}

// remove takes the overlay away; focus returns to where it was below.
func (o *overlay) remove() {
	if o.on == nil {
		return
	}
	c := o.on
	o.on = nil
	if o.lifted {
		return // it lies over nothing now, and is not laid back
	}
	o.leaveStack(c)
	dropLostFocus(c)
}

// SetKeys sets what gets the keys that nothing in a window uses. While a box lies over the window they are the box's,
// also where the page below changes meanwhile.
func SetKeys(c fyne.Canvas, key func(*fyne.KeyEvent)) {
	for _, o := range c.Overlays().List() {
		if lowest, is := o.(*overlay); is {
			lowest.previous = key
			return
		}
	}
	c.SetOnTypedKey(key)
}

// leaveStack takes the overlay off the window's stack. Fyne takes what lies above it along, such as the box that a
// question opened before it closed: that is laid back, with its focus, and the keys go to it as before.
func (o *overlay) leaveStack(c fyne.Canvas) {
	list := c.Overlays().List()
	at := slices.Index(list, fyne.CanvasObject(o))
	if at < 0 || at == len(list)-1 {
		c.Overlays().Remove(o)
		c.SetOnTypedKey(o.previous)
		return
	}
	above, focused := slices.Clone(list[at+1:]), c.Focused()
	c.Overlays().Remove(o)
	for _, box := range above {
		c.Overlays().Add(box)
	}
	if next, is := above[0].(*overlay); is {
		next.previous = o.previous // its keys went to this one, which is no more
	}
	if focused != nil {
		c.Focus(focused)
	}
}

// dropLostFocus takes the focus from a widget that was removed from the window while the overlay lay over it: it would
// swallow every key. Fyne gives the position 0, 0 for what is not in the window.
func dropLostFocus(c fyne.Canvas) {
	focused, ok := c.Focused().(fyne.CanvasObject)
	if !ok || c.Overlays().Top() != nil || !fyne.CurrentApp().Driver().AbsolutePositionForObject(focused).IsZero() {
		return
	}
	if !firstIn(c.Content(), focused) {
		c.Unfocus()
	}
}

// firstIn reports whether target is o, or the first thing in it: that stands at 0, 0, too.
func firstIn(o, target fyne.CanvasObject) bool {
	for {
		if o == target {
			return true
		}
		box, ok := o.(*fyne.Container)
		if !ok || len(box.Objects) == 0 {
			return false
		}
		o = box.Objects[0]
	}
}

func (o *overlay) key(ev *fyne.KeyEvent) {
	if ev.Name == fyne.KeyF1 && o.on != nil && Help(o.on) {
		return
	}
	if o.onKey != nil {
		o.onKey(ev)
	}
	o.press(Chord{Key: ev.Name})
}

// press does what the button in the box does that shows this key. Enter and Esc answer the box itself.
func (o *overlay) press(c Chord) {
	if o.on == nil || opening.Load() > 0 || c.Key == fyne.KeyReturn || c.Key == fyne.KeyEnter ||
		c.Key == fyne.KeyEscape {
		return
	}
	if b := buttonOf(o.body, c); b != nil {
		AfterKey(func() { b.Tap() })
	}
}

func (o *overlay) shortcut(s fyne.Shortcut) {
	if k, ok := attached[o.on]; ok && k.locks(s) {
		return
	}
	if o.onShort != nil {
		o.onShort(s)
	}
	if custom, ok := s.(*desktop.CustomShortcut); ok {
		o.press(Chord{Key: custom.KeyName, Modifier: custom.Modifier})
	}
}

// Tapped is called by Fyne for taps beside the box.
func (o *overlay) Tapped(*fyne.PointEvent) {
	if o.outside != nil {
		o.outside()
	}
}

// TappedSecondary is called by Fyne for taps beside the box.
func (o *overlay) TappedSecondary(ev *fyne.PointEvent) { o.Tapped(ev) }

// CreateRenderer is called by Fyne.
func (o *overlay) CreateRenderer() fyne.WidgetRenderer {
	veil, box := &canvas.Rectangle{}, &canvas.Rectangle{}
	shield := &shield{}
	shield.ExtendBaseWidget(shield)
	return paint(o,
		func() fyne.Size { return o.body.MinSize() },
		func(s fyne.Size) {
			pos, size := o.place(s, o.body.MinSize())
			put(veil, 0, 0, s.Width, s.Height)
			put(box, pos.X, pos.Y, size.Width, size.Height)
			put(shield, pos.X, pos.Y, size.Width, size.Height)
			put(o.body, pos.X, pos.Y, size.Width, size.Height)
		},
		func() {
			setOutline(box, ColorBackground, ColorButtonBorder, 1, radiusCard)
			veil.FillColor = Color(ColorVeil)
			show(veil, o.veiled)
		},
		veil, box, shield, o.body)
}

// shield keeps taps on empty places of the box from counting as taps beside it.
type shield struct{ widget.BaseWidget }

func (*shield) Tapped(*fyne.PointEvent)          {}
func (*shield) TappedSecondary(*fyne.PointEvent) {}

// CreateRenderer is called by Fyne.
func (s *shield) CreateRenderer() fyne.WidgetRenderer {
	return paint(s, func() fyne.Size { return fyne.Size{} }, func(fyne.Size) {}, func() {})
}
