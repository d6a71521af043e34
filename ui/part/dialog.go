package part

import (
	"slices"

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
	// confirming signs what the body says: only the button and Ctrl+Enter do, never a plain Enter
	Signs bool
	Width float32 // 0: 480
	Guide string  // the page of the guide about it, where that is another than the page of what lies below
	Long  bool    // many fields: Enter goes on to the next, and confirms in the last alone

	// OnConfirm says whether the dialog may close.
	OnConfirm func() bool
	// OnCancel is told that the dialog was closed without confirming.
	OnCancel func()
}

// Dialog is a box over the window that has to be answered, with a veil over what is behind. Esc cancels, and asks first
// where something was typed. Enter confirms, except in a many-line entry, where it writes a new line and Ctrl+Enter
// confirms; in a long dialog it goes on to the next field. Tab goes round inside. What goes wrong is said beside the
// buttons: nothing that is there moves.
type Dialog struct {
	parts   DialogParts
	box     *overlay
	confirm *Button
	cancel  *Button
	problem *notice
	content *fyne.Container
	top     float32 // where the box begins, kept while it grows
	within  fyne.Size

	cancelled bool
	onClosed  []func(worked bool)
}

// NewDialog makes a dialog; Show it.
func NewDialog(p DialogParts) *Dialog {
	if p.Width == 0 {
		p.Width = 480
	}
	d := &Dialog{parts: p, problem: newNotice()}
	body := p.Body
	if body == nil {
		body = Space(0, 0)
	}
	var others, buttons []fyne.CanvasObject
	for _, b := range p.Others {
		others = append(others, b)
	}
	if p.Cancel != "" {
		d.cancel = NewButton(p.Cancel, d.Cancel)
		buttons = append(buttons, d.cancel)
	}
	if p.Confirm != "" {
		key := ""
		if p.Signs {
			key = "Ctrl Enter"
		}
		d.confirm = NewPrimary(p.Confirm, key, func() { d.accept() })
		if p.Danger {
			d.confirm.Kind = DangerMain
		}
		buttons = append(buttons, d.confirm)
	}
	scroll := container.NewVScroll(Inset(2, 2+barWidth+2, 2, 2, body)) // fields keep clear of the scroll bar
	content := &fyne.Container{
		Layout: &dialogLayout{width: p.Width, body: body},
		Objects: []fyne.CanvasObject{newText(p.Title, SizeSubHeading, ColorText, true).Short(), scroll,
			dialogFoot(others, d.problem, buttons)},
	}
	d.content = content
	d.box = newOverlay(content)
	d.box.veiled, d.box.guide = true, p.Guide
	d.box.onKey = func(ev *fyne.KeyEvent) {
		switch ev.Name {
		case fyne.KeyEscape:
			d.Cancel()
		case fyne.KeyReturn, fyne.KeyEnter:
			if !d.goOn() && !p.Signs {
				d.Accept()
			}
		case fyne.KeyPageDown, fyne.KeyPageUp, fyne.KeyDown, fyne.KeyUp: // nobody else wanted it
			page(scroll, ev.Name)
		}
	}
	d.box.onShort = func(s fyne.Shortcut) {
		if isShortcut(s, fyne.KeyReturn, CommandKey()) || isShortcut(s, fyne.KeyEnter, CommandKey()) {
			d.Accept()
		}
	}
	d.box.reveal = func(o fyne.CanvasObject) { scrollTo(scroll, o) }
	d.box.place = func(window, _ fyne.Size) (fyne.Position, fyne.Size) {
		w := min(p.Width, window.Width-32)
		h := min(content.Layout.(*dialogLayout).height(content.Objects, w), window.Height-32)
		if d.within != window {
			d.within, d.top = window, round(max((window.Height-h)*0.4, 16))
		}
		top := min(d.top, window.Height-16-h) // it grows downwards as long as there is room
		return fyne.NewPos(round((window.Width-w)/2), top), fyne.NewSize(w, h)
	}
	return d
}

// page scrolls by a key: by a line, or by what is in sight.
func page(scroll *container.Scroll, key fyne.KeyName) {
	by := map[fyne.KeyName]float32{fyne.KeyDown: PlanRowHeight, fyne.KeyUp: -PlanRowHeight,
		fyne.KeyPageDown: scroll.Size().Height - PlanRowHeight,
		fyne.KeyPageUp:   PlanRowHeight - scroll.Size().Height}[key]
	scroll.ScrollToOffset(scroll.Offset.AddXY(0, by))
}

// Show opens the dialog over a window and gives its first field the focus.
func (d *Dialog) Show(c fyne.Canvas) {
	first := firstField(d.parts.Body)
	switch {
	case first != nil:
	case d.confirm != nil && !d.parts.Danger && !d.parts.Signs && !d.confirm.Disabled():
		first = d.confirm
	case d.cancel != nil:
		first = d.cancel
	}
	d.box.showOn(c, first)
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

// goOn moves to the next field of a long dialog; false where there is none.
func (d *Dialog) goOn() bool {
	if !d.parts.Long || !d.Shown() {
		return false
	}
	fields := fieldsIn(d.parts.Body)
	at := slices.Index(fields, d.box.on.Focused())
	if at < 0 || at == len(fields)-1 {
		return false
	}
	d.box.on.Focus(fields[at+1])
	return true
}

// Cancel closes the dialog and tells; where something was typed it asks first.
func (d *Dialog) Cancel() {
	if !d.Shown() {
		return
	}
	Leave(d.box.on, Typed(d.parts.Body), func() {
		d.cancelled = true
		d.Close()
		callNone(d.parts.OnCancel)
	})
}

// Close closes the dialog, which has done its work.
func (d *Dialog) Close() {
	d.box.remove()
	told := d.onClosed
	d.onClosed = nil
	for _, tell := range told {
		tell(!d.cancelled)
	}
}

// OnClosed tells when the dialog closes, and whether it has done its work or was cancelled.
func (d *Dialog) OnClosed(tell func(worked bool)) { d.onClosed = append(d.onClosed, tell) }

// Body is what the dialog asks, as its parts gave it.
func (d *Dialog) Body() fyne.CanvasObject { return d.parts.Body }

// Confirm is the confirming button, to lock it while something is missing; nil in a dialog that only informs.
func (d *Dialog) Confirm() *Button { return d.confirm }

// SetProblem says beside the buttons what went wrong and what to do; empty takes it away.
func (d *Dialog) SetProblem(lead, text string) { d.say(lead, text, ColorRed) }

// SetGood says in the same place that something is right.
func (d *Dialog) SetGood(lead, text string) { d.say(lead, text, ColorGreen) }

func (d *Dialog) say(lead, text string, color fyne.ThemeColorName) {
	d.problem.set(lead, text, color)
	d.box.Refresh()
	d.content.Refresh() // a dialog as high as its window keeps its size, and would not be laid out again
}

// Refresh lays the dialog out again after its body has changed.
func (d *Dialog) Refresh() { d.box.Refresh() }

// firstField is the first thing inside o that takes input.
func firstField(o fyne.CanvasObject) fyne.Focusable {
	if fields := fieldsIn(o); len(fields) > 0 {
		return fields[0]
	}
	return nil
}

// fieldsIn are the things inside o that take input, in their order.
func fieldsIn(o fyne.CanvasObject) (fields []fyne.Focusable) {
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
		return []fyne.Focusable{o}
	}
	for _, child := range childrenOf(o) {
		fields = append(fields, fieldsIn(child)...)
	}
	return fields
}

// objectsOf are the children of the widgets of this package that hold others.
func objectsOf(w fyne.Widget) []fyne.CanvasObject {
	switch w := w.(type) {
	case *overlay:
		return []fyne.CanvasObject{w.body}
	case *Form:
		return []fyne.CanvasObject{w.column}
	case *Field:
		return []fyne.CanvasObject{w.Input}
	case *SearchField:
		return []fyne.CanvasObject{w.Entry}
	case *Card:
		return []fyne.CanvasObject{w.Content}
	case *Banner:
		return w.Actions
	case *Line:
		if w.Trailing != nil {
			return []fyne.CanvasObject{w.Trailing}
		}
	case *NextStep:
		return []fyne.CanvasObject{w.card}
	case *Panes:
		return []fyne.CanvasObject{w.List, w.Detail}
	case *DataTable:
		return []fyne.CanvasObject{w.rows}
	case *QueueList:
		return []fyne.CanvasObject{w.rows}
	case *Rail:
		var rows []fyne.CanvasObject
		for _, r := range w.Rows() {
			rows = append(rows, r)
		}
		return rows
	}
	return nil
}
