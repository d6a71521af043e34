package part

import (
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

var (
	_ fyne.Widget       = (*CodeField)(nil)
	_ fyne.Focusable    = (*CodeField)(nil)
	_ fyne.Shortcutable = (*CodeField)(nil)
	_ fyne.Tappable     = (*CodeField)(nil)
)

// CodeField takes a code of a few digits, set wide. It accepts digits only, also pasted among other characters.
type CodeField struct {
	widget.BaseWidget
	sense
	Digits int
	// OnChanged is told each change, OnComplete the whole code once its last digit is typed, OnSubmitted the code when
	// Enter is pressed.
	OnChanged   func(string)
	OnComplete  func(string)
	OnSubmitted func(string)

	text    []rune
	invalid bool
}

// NewCodeField returns a field for a code of this many digits.
func NewCodeField(digits int) *CodeField {
	f := &CodeField{Digits: digits}
	f.self = f
	f.ExtendBaseWidget(f)
	return f
}

// Text is what has been typed so far.
func (f *CodeField) Text() string { return string(f.text) }

// Complete says whether all digits are there.
func (f *CodeField) Complete() bool { return len(f.text) == f.Digits }

// SetText replaces the digits; other characters are left out.
func (f *CodeField) SetText(text string) {
	f.text = f.text[:0]
	for _, r := range text {
		f.add(r)
	}
	f.changed()
}

// SetInvalid outlines the field in red, or not.
func (f *CodeField) SetInvalid(invalid bool) {
	f.invalid = invalid
	f.Refresh()
}

// add takes a digit; full-width digits, as Chinese keyboards write them, count.
func (f *CodeField) add(r rune) bool {
	if r >= '０' && r <= '９' {
		r += '0' - '０'
	}
	if r > unicode.MaxASCII || !unicode.IsDigit(r) || len(f.text) >= f.Digits {
		return false
	}
	f.text = append(f.text, r)
	return true
}

func (f *CodeField) changed() {
	f.invalid = false
	f.Refresh()
	if f.OnChanged != nil {
		f.OnChanged(f.Text())
	}
}

// Tapped is called by Fyne.
func (f *CodeField) Tapped(*fyne.PointEvent) { f.takeFocus() }

// TypedRune takes a digit and passes on what is none: whoever presses / wants to search, and the digits that follow are
// no code.
func (f *CodeField) TypedRune(r rune) {
	if !f.add(r) {
		passRune(f, r)
		return
	}
	f.changed()
	if f.Complete() && f.OnComplete != nil {
		f.OnComplete(f.Text())
	}
}

// TypedKey deletes, submits, and passes other keys on.
func (f *CodeField) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyBackspace, fyne.KeyDelete:
		if len(f.text) > 0 {
			f.text = f.text[:len(f.text)-1]
			f.changed()
		}
	case fyne.KeyReturn, fyne.KeyEnter:
		if f.OnSubmitted == nil {
			passKey(f, ev)
			return
		}
		f.OnSubmitted(f.Text())
	case fyne.KeyEscape, fyne.KeyUp, fyne.KeyDown, fyne.KeyPageUp, fyne.KeyPageDown, fyne.KeyF1, fyne.KeyF6:
		passKey(f, ev)
	}
}

// TypedShortcut pastes; everything else is the window's.
func (f *CodeField) TypedShortcut(s fyne.Shortcut) {
	if paste, ok := s.(*fyne.ShortcutPaste); ok {
		if paste.Clipboard != nil {
			f.SetText(paste.Clipboard.Content())
			if f.Complete() && f.OnComplete != nil {
				f.OnComplete(f.Text())
			}
		}
		return
	}
	f.sense.TypedShortcut(s)
}

// Cursor is a text cursor.
func (f *CodeField) Cursor() desktop.Cursor { return desktop.TextCursor }

// CreateRenderer is called by Fyne.
func (f *CodeField) CreateRenderer() fyne.WidgetRenderer {
	const step, left = 16, 11
	box, caret := &canvas.Rectangle{}, &canvas.Rectangle{}
	objects := []fyne.CanvasObject{box, caret}
	digits := make([]*canvas.Text, f.Digits)
	for i := range digits {
		digits[i] = textLine(SizeSubHeading, false)
		objects = append(objects, digits[i])
	}
	width := func() float32 { return ceil(left*2 + step*float32(f.Digits) - 8) }
	return paint(f,
		func() fyne.Size { return fyne.NewSize(width(), ButtonHeight) },
		func(s fyne.Size) {
			put(box, 0, 0, s.Width, s.Height)
			for i, d := range digits {
				put(d, left+step*float32(i), 0, step, s.Height)
			}
			put(caret, left+step*float32(len(f.text))-3, 7, 1, s.Height-14)
		},
		func() {
			stroke, width := ColorInput, float32(1)
			if f.focused {
				stroke, width = ColorPrimary, 2
			}
			if f.invalid {
				stroke = theme.ColorNameError
			}
			setOutline(box, ColorBackground, stroke, width, radiusButton)
			for i, d := range digits {
				if i < len(f.text) {
					setText(d, string(f.text[i]), ColorText)
				} else {
					setText(d, "", ColorText)
				}
			}
			caret.FillColor = Color(ColorText)
			show(caret, f.focused && !f.Complete())
		},
		objects...)
}
