package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// DialogParts is what a dialog consists of. The words come translated.
type DialogParts struct {
	Title   string
	Body    fyne.CanvasObject // nil: none
	Form    *Form             // if the body holds one: checked before OnConfirm
	Confirm string            // empty: the dialog only informs
	Cancel  string            // for a dialog that only informs: its closing button
	Others  []*Button         // further buttons, at the left edge
	Danger  bool              // confirming destroys or refuses: the button is red and does not have the focus
	Width   float32           // 0: 480

	// OnConfirm says whether the dialog may close.
	OnConfirm func() bool
	// OnCancel is told that the dialog was closed without confirming.
	OnCancel func()
}

// Dialog is a box over the window that has to be answered. Esc cancels. Enter confirms, except in a many-line entry,
// where it writes a new line and Ctrl+Enter confirms. Tab goes round inside.
type Dialog struct {
	parts   DialogParts
	box     *overlay
	confirm *Button
	cancel  *Button
	problem *Banner
}

// NewDialog makes a dialog; Show it.
func NewDialog(p DialogParts) *Dialog {
	if p.Width == 0 {
		p.Width = 480
	}
	d := &Dialog{parts: p}
	d.problem = NewBanner(BannerRed, "warn", "", "")
	d.problem.Hide()
	if p.Body == nil {
		p.Body = Space(0, 0)
	}
	body := VBox(12, d.problem, p.Body)
	buttons := []fyne.CanvasObject{}
	for _, b := range p.Others {
		buttons = append(buttons, b)
	}
	buttons = append(buttons, Gap())
	if p.Cancel != "" {
		d.cancel = NewButton(p.Cancel, d.Cancel)
		buttons = append(buttons, d.cancel)
	}
	if p.Confirm != "" {
		d.confirm = NewPrimary(p.Confirm, "", func() { d.accept() })
		if p.Danger {
			d.confirm.Kind = DangerMain
		}
		buttons = append(buttons, d.confirm)
	}
	scroll := container.NewVScroll(Inset(2, 2+barWidth+2, 2, 2, body)) // fields keep clear of the scroll bar
	content := &fyne.Container{
		Layout:  &dialogLayout{width: p.Width, body: body},
		Objects: []fyne.CanvasObject{newText(p.Title, SizeSubHeading, ColorText, true).Short(), scroll, HBox(8, buttons...)},
	}
	d.box = newOverlay(content)
	d.box.onKey = func(ev *fyne.KeyEvent) {
		switch ev.Name {
		case fyne.KeyEscape:
			d.Cancel()
		case fyne.KeyReturn, fyne.KeyEnter:
			d.Accept()
		}
	}
	d.box.onShort = func(s fyne.Shortcut) {
		if isShortcut(s, fyne.KeyReturn, fyne.KeyModifierControl) || isShortcut(s, fyne.KeyEnter, fyne.KeyModifierControl) {
			d.Accept()
		}
	}
	d.box.reveal = func(o fyne.CanvasObject) {
		driver := fyne.CurrentApp().Driver()
		top := driver.AbsolutePositionForObject(o).Y - driver.AbsolutePositionForObject(scroll).Y
		bottom := top + o.Size().Height - scroll.Size().Height
		switch {
		case top < 0:
			scroll.ScrollToOffset(scroll.Offset.AddXY(0, top-8))
		case bottom > 0:
			scroll.ScrollToOffset(scroll.Offset.AddXY(0, bottom+8))
		}
	}
	d.box.place = func(window, _ fyne.Size) (fyne.Position, fyne.Size) {
		w := min(p.Width, window.Width-32)
		h := min(content.Layout.(*dialogLayout).height(content.Objects, w), window.Height-32)
		return fyne.NewPos(round((window.Width-w)/2), round(max((window.Height-h)*0.4, 16))), fyne.NewSize(w, h)
	}
	return d
}

// Show opens the dialog over a window and gives its first field the focus.
func (d *Dialog) Show(c fyne.Canvas) {
	d.box.showOn(c)
	d.box.Refresh()
	if first := firstField(d.parts.Body); first != nil {
		c.Focus(first)
		return
	}
	switch {
	case d.confirm != nil && !d.parts.Danger && !d.confirm.Disabled():
		c.Focus(d.confirm)
	case d.cancel != nil:
		c.Focus(d.cancel)
	}
}

// Shown says whether the dialog is open.
func (d *Dialog) Shown() bool { return d.box.on != nil }

// Accept does what the confirming button does; a dialog that only informs closes.
func (d *Dialog) Accept() {
	switch {
	case d.confirm != nil:
		d.confirm.Tap()
	default:
		d.Cancel()
	}
}

func (d *Dialog) accept() {
	if d.parts.Form != nil && !d.parts.Form.Validate() {
		d.box.Refresh()
		return
	}
	if d.parts.OnConfirm == nil || d.parts.OnConfirm() {
		d.Close()
	}
}

// Cancel closes the dialog and tells.
func (d *Dialog) Cancel() {
	if !d.Shown() {
		return
	}
	d.Close()
	callNone(d.parts.OnCancel)
}

// Close closes the dialog and tells nobody.
func (d *Dialog) Close() { d.box.remove() }

// Confirm is the confirming button, to lock it while something is missing; nil in a dialog that only informs.
func (d *Dialog) Confirm() *Button { return d.confirm }

// SetProblem shows above the fields what went wrong and what to do; empty takes it away.
func (d *Dialog) SetProblem(lead, text string) {
	if lead == "" && text == "" {
		d.problem.Hide()
	} else {
		d.problem.Show()
		d.problem.Set(lead, text)
	}
	d.box.Refresh()
}

// Refresh lays the dialog out again after its body has changed.
func (d *Dialog) Refresh() { d.box.Refresh() }

// firstField is the first thing inside o that takes input.
func firstField(o fyne.CanvasObject) fyne.Focusable {
	if o == nil || !o.Visible() {
		return nil
	}
	if d, ok := o.(fyne.Disableable); ok && d.Disabled() {
		return nil
	}
	switch o := o.(type) {
	case *Button:
		return nil // buttons inside a body are side paths
	case fyne.Focusable:
		return o
	case *fyne.Container:
		for _, child := range o.Objects {
			if f := firstField(child); f != nil {
				return f
			}
		}
	case fyne.Widget:
		for _, child := range objectsOf(o) {
			if f := firstField(child); f != nil {
				return f
			}
		}
	}
	return nil
}

// objectsOf are the children of the widgets of this package that hold others.
func objectsOf(w fyne.Widget) []fyne.CanvasObject {
	switch w := w.(type) {
	case *Form:
		return []fyne.CanvasObject{w.column}
	case *Field:
		return []fyne.CanvasObject{w.Input}
	case *Radio:
		out := make([]fyne.CanvasObject, len(w.checks))
		for i, c := range w.checks {
			out[i] = c
			if i == w.current {
				return []fyne.CanvasObject{c}
			}
		}
		return out
	case *SearchField:
		return []fyne.CanvasObject{w.Entry}
	case *Card:
		return []fyne.CanvasObject{w.Content}
	case *DataTable:
		return []fyne.CanvasObject{w.rows}
	case *QueueList:
		return []fyne.CanvasObject{w.rows}
	}
	return nil
}

// dialogLayout stacks title, body and buttons with the room of a dialog around them; the body scrolls if it must.
type dialogLayout struct {
	width float32
	body  fyne.CanvasObject
}

const dialogEdge float32 = 20

func (l *dialogLayout) height(objects []fyne.CanvasObject, width float32) float32 {
	h := dialogEdge + objects[0].MinSize().Height + 16 + objects[2].MinSize().Height + dialogEdge
	if b := heightFor(l.body, width-2*dialogEdge); b > 0 {
		h += b + 4 + 12
	}
	return h
}

func (l *dialogLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(l.width, 120)
}

func (l *dialogLayout) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	title, body, buttons := objects[0], objects[1], objects[2]
	w := s.Width - 2*dialogEdge
	th, bh := title.MinSize().Height, buttons.MinSize().Height
	put(title, dialogEdge, dialogEdge-2, w, th)
	top := dialogEdge + th + 10
	heightFor(l.body, w) // tells wrapped text its width before the scroll asks for its height
	put(body, dialogEdge-2, top, w+4+barWidth+2, s.Height-top-16-bh-dialogEdge)
	put(buttons, dialogEdge, s.Height-dialogEdge-bh, w, bh)
}
