package plain

import (
	"math"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// pointer is what the mouse does in a window, told to the objects under it in the order in which Fyne tells it.
type pointer struct {
	window *window
	at     fyne.Position
	held   desktop.MouseButton
	over   desktop.Hoverable
	down   fyne.CanvasObject // where a button went down, if it can be tapped there
	cursor desktop.StandardCursor

	dragged   fyne.Draggable
	dragAt    fyne.Position // where it was told of last
	dragShift fyne.Position // from the object to the window
	dragStart fyne.Position // of the object

	tapped fyne.CanvasObject // once, and a second time is waited for
	second *time.Timer
}

// A pointer that moves less is not dragging.
const dragFrom = 2

// How far a notch of the wheel goes.
const scrollSpeed = 25

func (p *pointer) handle(e event) {
	p.movedTo(fyne.NewPos(float32(e.at.X)/p.window.driver.scale, float32(e.at.Y)/p.window.driver.scale), e)
	switch e.kind {
	case left:
		p.leave()
	case pressed, released:
		p.click(e)
	case scrolled:
		o, pos := p.window.canvas.find(p.at, func(o fyne.CanvasObject) bool { _, ok := o.(fyne.Scrollable); return ok })
		if o, ok := o.(fyne.Scrollable); ok {
			ev := &fyne.ScrollEvent{Scrolled: fyne.NewDelta(e.by.DX*scrollSpeed, e.by.DY*scrollSpeed)}
			ev.Position, ev.AbsolutePosition = pos, p.at
			o.Scrolled(ev)
		}
	}
}

func (p *pointer) movedTo(to fyne.Position, e event) {
	before := p.at
	if to == before && e.kind != moved {
		return
	}
	p.at = to
	cursor := desktop.Cursor(desktop.DefaultCursor)
	o, pos := p.window.canvas.find(to, func(o fyne.CanvasObject) bool {
		if c, ok := o.(desktop.Cursorable); ok {
			cursor = c.Cursor()
		}
		_, ok := o.(desktop.Hoverable)
		return ok
	})
	if c, ok := cursor.(desktop.StandardCursor); ok && c != p.cursor && p.window.native != nil {
		p.cursor = c
		p.window.native.setCursor(c)
	}
	p.begin(before)
	if hovered, ok := o.(desktop.Hoverable); ok && !p.isDragged(o) {
		ev := &desktop.MouseEvent{Button: p.held, Modifier: e.modifier}
		ev.Position, ev.AbsolutePosition = pos, to
		if hovered == p.over {
			hovered.MouseMoved(ev)
		} else {
			p.leave()
			p.over = hovered
			hovered.MouseIn(ev)
		}
	} else if p.over != nil && !p.isDragged(p.over) {
		p.leave()
	}
	if p.dragged == nil {
		return
	}
	moved := p.dragStart.Subtract(p.dragged.(fyne.CanvasObject).Position())
	ev := &fyne.DragEvent{Dragged: fyne.NewDelta(to.X-p.dragAt.X, to.Y-p.dragAt.Y)}
	ev.AbsolutePosition, ev.Position = to, to.Subtract(p.dragShift).Add(moved)
	p.dragAt = to
	p.dragged.Dragged(ev)
}

// begin begins to drag what lies where the pointer was, if a button is held and it has moved far enough.
func (p *pointer) begin(before fyne.Position) {
	if p.dragged != nil || p.held&desktop.MouseButtonPrimary == 0 ||
		math.Abs(float64(p.at.X-p.dragAt.X)) < dragFrom && math.Abs(float64(p.at.Y-p.dragAt.Y)) < dragFrom {
		return
	}
	o, pos := p.window.canvas.find(before, func(o fyne.CanvasObject) bool { _, ok := o.(fyne.Draggable); return ok })
	if d, ok := o.(fyne.Draggable); ok {
		p.dragged, p.dragShift, p.dragStart = d, before.Subtract(pos), o.Position()
	}
}

func (p *pointer) isDragged(o any) bool {
	d, ok := o.(fyne.Draggable)
	return ok && p.dragged != nil && d == p.dragged
}

func (p *pointer) leave() {
	if p.over != nil {
		over := p.over
		p.over = nil
		over.MouseOut()
	}
}

func (p *pointer) click(e event) {
	c := p.window.canvas
	p.dragAt = p.at
	o, pos := c.find(p.at, func(o fyne.CanvasObject) bool {
		switch o.(type) {
		case fyne.Tappable, fyne.SecondaryTappable, fyne.DoubleTappable, fyne.Focusable, desktop.Mouseable:
			return true
		case fyne.Draggable:
			return p.dragged != nil
		}
		return false
	})
	if m, ok := o.(desktop.Mouseable); ok {
		p.tellMouse(m, pos, e)
	}
	p.unfocus(o)
	if e.kind == pressed {
		p.held |= e.button
		p.down = o
		return
	}
	p.held &^= e.button
	if p.dragged != nil {
		dragged := p.dragged
		p.dragged, p.down = nil, nil
		dragged.DragEnd()
		if _, ok := p.over.(fyne.CanvasObject); ok && fyne.CanvasObject(p.over.(fyne.CanvasObject)) != o {
			p.leave()
		}
		return
	}
	if o == nil || o != p.down {
		return
	}
	p.down = nil
	ev := &fyne.PointEvent{Position: pos, AbsolutePosition: p.at}
	switch e.button {
	case desktop.MouseButtonSecondary:
		p.tapSecondary(o, ev)
	case desktop.MouseButtonPrimary:
		p.tap(o, ev)
	}
}

func (p *pointer) tellMouse(m desktop.Mouseable, pos fyne.Position, e event) {
	ev := &desktop.MouseEvent{Button: e.button, Modifier: e.modifier}
	ev.Position, ev.AbsolutePosition = pos, p.at
	if e.kind == pressed {
		m.MouseDown(ev)
		return
	}
	if dragged, ok := p.dragged.(desktop.Mouseable); ok {
		ev.Position = p.at.Subtract(p.dragShift)
		m = dragged
	}
	m.MouseUp(ev)
}

// unfocus takes the focus from what has it, unless that lies under the pointer.
func (p *pointer) unfocus(o fyne.CanvasObject) {
	c := p.window.canvas
	has := c.Focused()
	if has == nil {
		return
	}
	if f, ok := o.(fyne.Focusable); ok && f == has {
		return
	}
	under, _ := c.find(p.at, func(o fyne.CanvasObject) bool { f, ok := o.(fyne.Focusable); return ok && f == has })
	if under == nil {
		c.Unfocus()
	}
}

// tapSecondary tells of the other button. Where that closed a menu, it is told to what lay under it too.
func (p *pointer) tapSecondary(o fyne.CanvasObject, ev *fyne.PointEvent) {
	c := p.window.canvas
	top := c.Overlays().Top()
	if s, ok := o.(fyne.SecondaryTappable); ok {
		s.TappedSecondary(ev)
	}
	if top == nil || slices.Contains(c.Overlays().List(), top) {
		return
	}
	under, pos := c.find(p.at, func(o fyne.CanvasObject) bool { _, ok := o.(fyne.SecondaryTappable); return ok })
	if s, ok := under.(fyne.SecondaryTappable); ok {
		s.TappedSecondary(&fyne.PointEvent{Position: pos, AbsolutePosition: p.at})
	}
}

// tap tells of a tap; where two are told apart from one, after the time in which a second would come.
func (p *pointer) tap(o fyne.CanvasObject, ev *fyne.PointEvent) {
	double, ok := o.(fyne.DoubleTappable)
	if !ok {
		if t, ok := o.(fyne.Tappable); ok {
			t.Tapped(ev)
		}
		return
	}
	if p.tapped == o && p.second.Stop() {
		p.tapped = nil
		double.DoubleTapped(ev)
		return
	}
	p.tapped = o
	d := p.window.driver
	p.second = time.AfterFunc(d.DoubleTapDelay(), func() {
		d.post(func() {
			if p.tapped != o {
				return
			}
			p.tapped = nil
			if t, ok := o.(fyne.Tappable); ok {
				t.Tapped(ev)
			}
		})
	})
}
