package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

var _ fyne.Widget = (*SearchField)(nil)

// SearchField is an entry with a magnifying glass and, while it is empty and without focus, the hint "/".
type SearchField struct {
	widget.BaseWidget
	Entry *Entry
	Hint  string // key that leads here; empty: none

	placeholder string

	// OnChanged is told each change, OnSubmitted Enter, OnEsc that the search is left: the text is empty by then.
	OnChanged   func(string)
	OnSubmitted func(string)
	OnEsc       func()
	// OnMove is told Up (-1) and Down (1), so that a list of results can follow.
	OnMove func(by int)
}

// NewSearchField returns a search field.
func NewSearchField(placeholder, hint string) *SearchField {
	s := &SearchField{Entry: NewEntry(placeholder), Hint: hint, placeholder: placeholder}
	s.Entry.Icon = Icon("search", ColorText2)
	s.Entry.OnFocus = func(bool) { s.Refresh() }
	s.Entry.OnChanged = func(text string) {
		s.Refresh()
		if s.OnChanged != nil {
			s.OnChanged(text)
		}
	}
	s.Entry.OnKey = s.key
	s.Entry.Fleeting = true
	s.ExtendBaseWidget(s)
	return s
}

// Text is what is searched for.
func (s *SearchField) Text() string { return s.Entry.Text }

// Begin gives the field the focus with all of it selected: what is typed next takes the place of the search that
// stands.
func (s *SearchField) Begin(c fyne.Canvas) {
	c.Focus(s.Entry)
	s.Entry.TypedShortcut(&fyne.ShortcutSelectAll{})
}

// SetText changes what is searched for and tells.
func (s *SearchField) SetText(text string) { s.Entry.SetText(text) }

func (s *SearchField) key(ev *fyne.KeyEvent) bool {
	switch ev.Name {
	case fyne.KeyEscape:
		if s.Entry.Text != "" {
			s.Entry.SetText("")
		}
		if s.OnEsc != nil {
			s.OnEsc()
			return true
		}
		if c := canvasOf(s); c != nil {
			c.Unfocus()
		}
	case fyne.KeyReturn, fyne.KeyEnter:
		if s.OnSubmitted == nil {
			return false
		}
		s.OnSubmitted(s.Entry.Text)
	case fyne.KeyUp, fyne.KeyDown:
		if s.OnMove == nil {
			return false
		}
		by := 1
		if ev.Name == fyne.KeyUp {
			by = -1
		}
		s.OnMove(by)
	default:
		return false
	}
	return true
}

// CreateRenderer is called by Fyne.
func (s *SearchField) CreateRenderer() fyne.WidgetRenderer {
	hint := NewKeyHint(s.Hint)
	return paint(s,
		func() fyne.Size { return s.Entry.MinSize() },
		func(size fyne.Size) {
			m := hint.MinSize()
			room := size.Width - 44 // beside the glass
			if s.Hint != "" {
				room -= m.Width + 14
			}
			if short := fit(s.placeholder, SizeText, false, room); short != s.Entry.PlaceHolder {
				s.Entry.SetPlaceHolder(short) // a longer one would scroll under the hint
			}
			put(s.Entry, 0, 0, size.Width, size.Height)
			put(hint, size.Width-m.Width-10, (size.Height-m.Height)/2, m.Width, m.Height)
		},
		func() {
			hint.Key = s.Hint
			hint.Refresh()
			show(hint, s.Hint != "" && s.Entry.Text == "" && !s.Entry.focused)
		},
		s.Entry, hint)
}
