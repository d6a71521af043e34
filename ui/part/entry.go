package part

import (
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

var (
	_ fyne.Widget       = (*Entry)(nil)
	_ fyne.Focusable    = (*Entry)(nil)
	_ fyne.Shortcutable = (*Entry)(nil)
)

// Entry is Fyne's entry 30 high, that lets the window have the keys it does not use itself: Esc, Enter in a dialog,
// and every shortcut with Ctrl or Alt that does not edit text.
type Entry struct {
	widget.Entry
	// OnKey may take a key before the entry does; it says whether it did.
	OnKey func(*fyne.KeyEvent) bool
	// OnFocus is told when the entry gains or loses the focus.
	OnFocus func(bool)
	// OnEdited is told that somebody changed the text.
	OnEdited func()
	// Rows is the number of lines of a many-line entry.
	Rows int
	// Limit is how many characters may be typed or pasted; 0: as many as the kind of entry takes.
	Limit int
	// Masked says that what is given stands for a value that is not shown: whatever a person types takes the place of
	// all of it, so that no letter of theirs stands among stars.
	Masked bool
	// Fleeting says that what is typed is no work that could be lost: a search, a password.
	Fleeting bool
	// Drafted says that what is typed is kept by itself, also where the screen is left: leaving it asks nothing and
	// loses nothing.
	Drafted bool

	self    fyne.CanvasObject // what is on the canvas: the entry or what embeds it
	given   string            // what the program wrote into it last
	onFull  func(sentence string)
	onTyped func()              // somebody changed the text
	drawn   []fyne.CanvasObject // by Fyne's renderer
	focused bool
	invalid bool
}

// How many characters an entry takes: more than any field of a request needs, and few enough that typing stays quick.
const (
	lineLimit = 1000
	textLimit = 20000
)

func (e *Entry) limit() int {
	switch {
	case e.Limit > 0:
		return e.Limit
	case e.MultiLine:
		return textLimit
	}
	return lineLimit
}

// room is how many more characters may be typed in place of what is selected.
func (e *Entry) room() int {
	return max(e.limit()-utf8.RuneCountInString(e.Text)+utf8.RuneCountInString(e.SelectedText()), 0)
}

// full says that something was not taken because the entry holds as much as it may; false takes the sentence away.
func (e *Entry) full(is bool) {
	if e.onFull == nil {
		return
	}
	sentence := ""
	if is {
		sentence = say.TooLong(e.limit())
	}
	e.onFull(sentence)
}

// SetText writes text that is given, not typed.
func (e *Entry) SetText(text string) {
	e.given = text
	e.Entry.SetText(text)
}

// Retype writes what a person asked to be written for them: as if they had typed it.
func (e *Entry) Retype(text string) { e.edit(func() { e.Entry.SetText(text) }) }

// Kept says that what stands in the entry is kept: nothing of it would be lost.
func (e *Entry) Kept() { e.given = e.Text }

// Typed reports whether somebody changed what was given.
func (e *Entry) Typed() bool { return !e.Fleeting && e.Text != e.given }

// TypedRune writes a character, unless the entry is full.
func (e *Entry) TypedRune(r rune) {
	if e.room() == 0 {
		e.full(true)
		return
	}
	e.full(false)
	e.edit(func() { e.Entry.TypedRune(r) })
}

// beginning is a clipboard of which only the first characters are taken.
type beginning struct {
	fyne.Clipboard
	text string
}

func (b beginning) Content() string { return b.text }

// paste takes as much of the clipboard as there is room for, and says so where that is not all.
func (e *Entry) paste(s *fyne.ShortcutPaste) {
	if s.Clipboard == nil {
		return
	}
	text := s.Clipboard.Content()
	kept, room := text, e.room()
	if len(text) > room { // bytes first: counting the characters of a whole file takes its time
		n := 0
		for i := range text {
			if n == room {
				kept = text[:i]
				break
			}
			n++
		}
	}
	e.full(kept != text)
	e.edit(func() { e.Entry.TypedShortcut(&fyne.ShortcutPaste{Clipboard: beginning{s.Clipboard, kept}}) })
}

// NewEntry returns an entry of one line.
func NewEntry(placeholder string) *Entry {
	e := &Entry{}
	e.init(e, placeholder)
	return e
}

func (e *Entry) init(self fyne.Widget, placeholder string) {
	e.PlaceHolder = placeholder
	e.Wrapping = fyne.TextWrap(fyne.TextTruncateClip)
	e.self = self
	e.ExtendBaseWidget(self)
}

// NewMultiLine returns an entry of many lines that wraps. Tab goes on to the next field, as from every other.
func NewMultiLine(placeholder string, rows int) *Entry {
	e := &Entry{Rows: rows}
	e.init(e, placeholder)
	e.MultiLine = true
	e.Wrapping = fyne.TextWrapWord
	e.SetMinRowsVisible(rows)
	return e
}

// SetInvalid outlines the entry in red, or not.
func (e *Entry) SetInvalid(invalid bool) {
	if e.invalid == invalid {
		return
	}
	e.invalid = invalid
	e.Refresh()
}

// MinSize is 30 high for one line.
func (e *Entry) MinSize() fyne.Size {
	if e.MultiLine {
		return fyne.NewSize(80, float32(max(e.Rows, 2))*lineHeight(SizeText)+14)
	}
	return fyne.NewSize(60, ButtonHeight)
}

// FocusGained is called by Fyne.
func (e *Entry) FocusGained() {
	e.focused = true
	e.Entry.FocusGained()
	revealField(e.self)
	if e.OnFocus != nil {
		e.OnFocus(true)
	}
}

// FocusLost is called by Fyne.
func (e *Entry) FocusLost() {
	e.focused = false
	e.Entry.FocusLost()
	if e.OnFocus != nil {
		e.OnFocus(false)
	}
}

// AcceptsTab is asked by Fyne: no field keeps Tab to itself, or whoever has no mouse would be caught in it.
func (e *Entry) AcceptsTab() bool { return false }

// TypedKey edits, and passes Esc and, from a single line without a use for it, Enter on.
func (e *Entry) TypedKey(ev *fyne.KeyEvent) {
	if e.OnKey != nil && e.OnKey(ev) {
		return
	}
	switch ev.Name {
	case fyne.KeyBackspace, fyne.KeyDelete:
		e.full(false)
	case fyne.KeyEscape:
		passKey(e.self, ev)
		return
	case fyne.KeyReturn, fyne.KeyEnter:
		if !e.MultiLine && e.OnSubmitted == nil {
			passKey(e.self, ev)
			return
		}
	case fyne.KeyF1, fyne.KeyF2, fyne.KeyF3, fyne.KeyF4, fyne.KeyF5, fyne.KeyF6, fyne.KeyF7, fyne.KeyF8, fyne.KeyF9,
		fyne.KeyF10, fyne.KeyF11, fyne.KeyF12:
		passKey(e.self, ev)
		return
	}
	e.edit(func() { e.Entry.TypedKey(ev) })
}

// GoToLine puts the cursor at the beginning of a line, counted from 1, and brings it into sight.
func (e *Entry) GoToLine(line int) {
	e.CursorRow, e.CursorColumn = max(line-2, 0), 0
	if line > 1 {
		e.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	} else {
		e.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyHome})
	}
}

// TypedShortcut edits; what does not edit goes on to the window.
func (e *Entry) TypedShortcut(s fyne.Shortcut) {
	if p, ok := s.(*fyne.ShortcutPaste); ok {
		e.paste(p)
		return
	}
	custom, ok := s.(*desktop.CustomShortcut)
	if !ok {
		e.edit(func() { e.Entry.TypedShortcut(s) })
		return
	}
	if e.MultiLine && custom.KeyName == fyne.KeyTab {
		leave(e.self, custom.Modifier&fyne.KeyModifierShift != 0)
		return
	}
	switch custom.KeyName {
	case fyne.KeyLeft, fyne.KeyRight, fyne.KeyBackspace, fyne.KeyDelete:
		e.edit(func() { e.Entry.TypedShortcut(s) })
	default:
		passShortcut(e.self, s)
	}
}

func leave(o fyne.CanvasObject, back bool) {
	c := canvasOf(o)
	switch {
	case c == nil:
	case back:
		c.FocusPrevious()
	default:
		c.FocusNext()
	}
}

// entryShift is how much further from the edge text begins than in Fyne's entry.
const entryShift float32 = 4

// MouseDown is called by Fyne.
func (e *Entry) MouseDown(ev *desktop.MouseEvent) {
	moved := *ev
	moved.Position.X -= entryShift
	e.Entry.MouseDown(&moved)
}

// CreateRenderer draws Fyne's entry with our outline: red when invalid, two pixels wide when focused.
func (e *Entry) CreateRenderer() fyne.WidgetRenderer {
	r := &entryRenderer{WidgetRenderer: e.Entry.CreateRenderer(), e: e, ground: &canvas.Rectangle{},
		ring: &canvas.Rectangle{}, wheel: newWheel(e)}
	r.mark()
	return r
}

type entryRenderer struct {
	fyne.WidgetRenderer
	e            *Entry
	ground, ring *canvas.Rectangle
	wheel        *wheel
	objects      []fyne.CanvasObject
	stock        int
}

// Objects are Fyne's, except that its ground and its outline give way to ours.
func (r *entryRenderer) Objects() []fyne.CanvasObject {
	if stock := r.WidgetRenderer.Objects(); len(stock) != r.stock || len(r.objects) == 0 {
		r.stock, r.e.drawn = len(stock), stock
		r.objects = append(r.objects[:0], r.ground)
		for _, o := range stock {
			if _, frame := o.(*canvas.Rectangle); !frame {
				r.objects = append(r.objects, o)
			}
		}
		r.objects = append(r.objects, r.ring, r.wheel)
	}
	return r.objects
}

func (r *entryRenderer) MinSize() fyne.Size { return r.e.MinSize() }

func (r *entryRenderer) Layout(s fyne.Size) {
	r.WidgetRenderer.Layout(fyne.NewSize(s.Width-2*entryShift, s.Height))
	for _, o := range r.Objects() {
		at := o.Position().AddXY(entryShift, 0)
		if _, icon := o.(*canvas.Image); icon && !r.e.MultiLine {
			at.Y = (s.Height - iconSize) / 2
		}
		o.Move(at)
	}
	put(r.ground, 1, 1, s.Width-2, s.Height-2)
	put(r.ring, 0, 0, s.Width, s.Height)
	put(r.wheel, 0, 0, s.Width, s.Height)
}

func (r *entryRenderer) Refresh() {
	r.WidgetRenderer.Refresh()
	r.Layout(r.e.Size())
	r.mark()
}

func (r *entryRenderer) mark() {
	fill, stroke, width := ColorBackground, ColorInput, float32(1)
	switch {
	case r.e.Disabled():
		fill, stroke = ColorRaised, ColorLine
	case r.e.invalid:
		stroke = theme.ColorNameError
		if r.e.focused {
			width = 2
		}
	case r.e.focused:
		stroke, width = ColorPrimary, 2
	}
	setOutline(r.ground, fill, "", 0, radiusButton-1)
	setOutline(r.ring, "", stroke, width, radiusButton)
	put(r.ring, 0, 0, r.e.Size().Width, r.e.Size().Height)
	r.ring.Refresh()
}
