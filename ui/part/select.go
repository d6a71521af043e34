package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

var (
	_ fyne.Widget        = (*Select)(nil)
	_ fyne.Focusable     = (*Select)(nil)
	_ fyne.Tappable      = (*Select)(nil)
	_ fyne.Disableable   = (*Select)(nil)
	_ fyne.Shortcutable  = (*Select)(nil)
	_ desktop.Hoverable  = (*Select)(nil)
	_ desktop.Cursorable = (*Select)(nil)
)

// Select is a choice of one among many, in a menu.
type Select struct {
	widget.DisableableWidget
	sense
	Options     []string
	Placeholder string
	OnChanged   func(index int)

	current int
	invalid bool
	chosen
}

// NewSelect returns a choice; current is the chosen one, -1 for none.
func NewSelect(options []string, current int, changed func(index int)) *Select {
	s := &Select{Options: options, current: current, OnChanged: changed}
	s.self = s
	s.ExtendBaseWidget(s)
	return s
}

// Choose chooses an option and tells; -1 chooses none.
func (s *Select) Choose(index int) {
	if index < -1 || index >= len(s.Options) || index == s.current {
		return
	}
	s.current = index
	s.Refresh()
	if s.OnChanged != nil {
		s.OnChanged(index)
	}
	s.told()
}

// Current is the chosen one, -1 if none.
func (s *Select) Current() int { return s.current }

// SetOptions replaces the options; the chosen text stays chosen if it is still there.
func (s *Select) SetOptions(options []string) {
	text := s.text()
	s.Options, s.current = options, -1
	for i, o := range options {
		if o == text {
			s.current = i
		}
	}
	s.Refresh()
}

// SetInvalid outlines the field in red, or not.
func (s *Select) SetInvalid(invalid bool) {
	s.invalid = invalid
	s.Refresh()
}

func (s *Select) text() string {
	if s.current < 0 || s.current >= len(s.Options) {
		return ""
	}
	return s.Options[s.current]
}

func (s *Select) open() {
	c := canvasOf(s)
	if c == nil || s.Disabled() {
		return
	}
	items := make([]MenuItem, len(s.Options))
	for i, o := range s.Options {
		items[i] = MenuItem{Label: o, Checked: i == s.current, Run: func() { s.Choose(i) }}
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(s).AddXY(0, s.BaseWidget.Size().Height+2)
	ShowMenu(c, at, s.BaseWidget.Size().Width, items)
}

// Tapped opens the menu.
func (s *Select) Tapped(*fyne.PointEvent) {
	if !s.Disabled() {
		s.takeFocus()
	}
	s.open()
}

// TypedKey opens with Space and Down and steps with Left and Right; other keys are passed on.
func (s *Select) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeySpace, fyne.KeyDown:
		s.open()
	case fyne.KeyRight:
		s.Choose(min(s.current+1, len(s.Options)-1))
	case fyne.KeyLeft:
		s.Choose(max(s.current-1, 0))
	default:
		passFromInput(s, ev)
	}
}

// TypedRune keeps letters: see passFromInput.
func (s *Select) TypedRune(rune) {}

// Cursor is a hand.
func (s *Select) Cursor() desktop.Cursor { return desktop.PointerCursor }

// CreateRenderer is called by Fyne.
func (s *Select) CreateRenderer() fyne.WidgetRenderer {
	box, text, arrow := &canvas.Rectangle{}, textLine(SizeText, false), newGlyph()
	shown := func() (string, fyne.ThemeColorName) {
		switch {
		case s.text() == "":
			return s.Placeholder, theme.ColorNamePlaceHolder
		case s.Disabled():
			return s.text(), ColorDisabled
		}
		return s.text(), ColorText
	}
	return paint(s,
		func() fyne.Size {
			w := textWidth(s.Placeholder, SizeText, false)
			for _, o := range s.Options {
				w = max(w, textWidth(o, SizeText, false))
			}
			return fyne.NewSize(min(ceil(w)+40, 240), ButtonHeight)
		},
		func(size fyne.Size) {
			put(box, 0, 0, size.Width, size.Height)
			words, _ := shown()
			text.Text = fit(words, SizeText, false, size.Width-38)
			put(text, 10, 0, size.Width-38, size.Height)
			put(arrow.Image, size.Width-iconSmall-8, (size.Height-iconSmall)/2, iconSmall, iconSmall)
		},
		func() {
			fill, stroke, width := ColorBackground, ColorInput, float32(1)
			switch {
			case s.Disabled():
				fill, stroke = ColorDisabledBG, ColorLine
			case s.invalid:
				stroke = theme.ColorNameError
			}
			if s.focused && !s.Disabled() {
				width = 2
				if !s.invalid {
					stroke = ColorPrimary
				}
			}
			if s.hovered && !s.Disabled() {
				fill = ColorHoverSolid
			}
			setOutline(box, fill, stroke, width, radiusButton)
			words, name := shown()
			setText(text, words, name)
			arrow.set("chevd", ColorText2)
		},
		box, text, arrow.Image)
}
