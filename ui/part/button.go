package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// ButtonKind is the rank of a button on its screen.
type ButtonKind uint8

// The ranks. A screen has at most one primary button: its next step.
const (
	Secondary  ButtonKind = iota // outlined
	Primary                      // filled, bold
	Danger                       // outlined, red: destroys or refuses
	DangerMain                   // filled red, the confirming button of a destructive dialog
	Link                         // words only
	Bare                         // icon only, no outline until hovered
)

var (
	_ fyne.Widget        = (*Button)(nil)
	_ fyne.Focusable     = (*Button)(nil)
	_ fyne.Tappable      = (*Button)(nil)
	_ fyne.Disableable   = (*Button)(nil)
	_ fyne.Shortcutable  = (*Button)(nil)
	_ desktop.Hoverable  = (*Button)(nil)
	_ desktop.Mouseable  = (*Button)(nil)
	_ desktop.Cursorable = (*Button)(nil)
)

// Button is 30 high, or 24 when Small. While locked it is grey, carries a lock, takes no focus, and Reason says why;
// the reason shows when the pointer rests on it, and screens write it beside the button.
type Button struct {
	widget.BaseWidget
	Text   string
	Kind   ButtonKind
	Icon   string // optional, left of the words
	Key    string // optional key hint, right of the words
	Small  bool
	Active bool   // chosen filter: tinted
	Tip    string // shown while the pointer rests on it, where its words do not say what it does
	OnTap  func()

	locked           bool
	reason           string
	hovered, pressed bool
	focused          bool
	tip              *tip
}

// NewButton returns an outlined button.
func NewButton(text string, tap func()) *Button { return newButton(text, Secondary, tap) }

// NewPrimary returns the filled button of the next step; key names its key ("Ctrl Enter") and may be empty.
func NewPrimary(text, key string, tap func()) *Button {
	b := newButton(text, Primary, tap)
	b.Key = key
	return b
}

// NewDanger returns an outlined red button.
func NewDanger(text string, tap func()) *Button { return newButton(text, Danger, tap) }

// NewLink returns words that can be tapped.
func NewLink(text string, tap func()) *Button { return newButton(text, Link, tap) }

// NewIconButton returns an icon that can be tapped; tip says what it does, while the pointer rests on it.
func NewIconButton(icon, tip string, tap func()) *Button {
	b := newButton("", Bare, tap)
	b.Icon, b.Tip = icon, tip
	return b
}

func newButton(text string, kind ButtonKind, tap func()) *Button {
	b := &Button{Text: text, Kind: kind, OnTap: tap}
	b.ExtendBaseWidget(b)
	return b
}

// WithIcon puts an icon before the words and returns the button.
func (b *Button) WithIcon(name string) *Button {
	b.Icon = name
	return b
}

// AsSmall makes the button 24 high and returns it.
func (b *Button) AsSmall() *Button {
	b.Small = true
	return b
}

// SetText changes the words.
func (b *Button) SetText(text string) {
	b.Text = text
	b.Refresh()
}

// SetActive tints the button as the chosen one of several.
func (b *Button) SetActive(active bool) {
	b.Active = active
	b.Refresh()
}

// Lock makes the button grey with a lock; reason says what is missing.
func (b *Button) Lock(reason string) {
	b.locked, b.reason = true, reason
	b.hovered, b.pressed = false, false
	b.Refresh()
}

// Unlock makes the button work again.
func (b *Button) Unlock() {
	b.locked, b.reason = false, ""
	b.Refresh()
}

// Reason is what Lock was told.
func (b *Button) Reason() string { return b.reason }

// Enable is Unlock, for Fyne.
func (b *Button) Enable() { b.Unlock() }

// Disable is Lock without a reason, for Fyne.
func (b *Button) Disable() { b.Lock(b.reason) }

// Disabled says whether the button is locked.
func (b *Button) Disabled() bool { return b.locked }

// Tap does what the button does, unless it is locked. It reports whether it did.
func (b *Button) Tap() bool {
	if b.locked || b.OnTap == nil {
		return false
	}
	b.OnTap()
	return true
}

// Tapped is called by Fyne.
func (b *Button) Tapped(*fyne.PointEvent) { b.Tap() }

// FocusGained is called by Fyne.
func (b *Button) FocusGained() {
	b.focused = true
	b.Refresh()
}

// FocusLost is called by Fyne.
func (b *Button) FocusLost() {
	b.focused = false
	b.Refresh()
}

// TypedKey taps on Enter and Space and passes other keys on.
func (b *Button) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		b.Tap()
	default:
		passKey(b, ev)
	}
}

// TypedRune passes letters on, except the space that already tapped.
func (b *Button) TypedRune(r rune) {
	if r != ' ' {
		passRune(b, r)
	}
}

// TypedShortcut passes shortcuts on to the window.
func (b *Button) TypedShortcut(s fyne.Shortcut) { passShortcut(b, s) }

// MouseIn is called by Fyne.
func (b *Button) MouseIn(ev *desktop.MouseEvent) {
	if b.locked {
		if b.reason != "" {
			b.tip = showTip(b, b.reason, ev.AbsolutePosition)
		}
		return
	}
	if b.Tip != "" {
		b.tip = showTip(b, b.Tip, ev.AbsolutePosition)
	}
	b.hovered = true
	b.Refresh()
}

// MouseMoved does nothing.
func (b *Button) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is called by Fyne.
func (b *Button) MouseOut() {
	b.tip.hide()
	b.tip = nil
	if b.hovered || b.pressed {
		b.hovered, b.pressed = false, false
		b.Refresh()
	}
}

// MouseDown is called by Fyne.
func (b *Button) MouseDown(*desktop.MouseEvent) {
	if !b.locked {
		b.pressed = true
		b.Refresh()
	}
}

// MouseUp is called by Fyne.
func (b *Button) MouseUp(*desktop.MouseEvent) {
	if b.pressed {
		b.pressed = false
		b.Refresh()
	}
}

// Cursor is a hand over what can be tapped.
func (b *Button) Cursor() desktop.Cursor {
	if b.locked {
		return desktop.DefaultCursor
	}
	return desktop.PointerCursor
}

// buttonColors are the colours of one rank: words, fill and outline.
type buttonColors struct{ text, fill, outline fyne.ThemeColorName }

var buttonKinds = map[ButtonKind]buttonColors{
	Secondary:  {ColorText, ColorBackground, ColorButtonBorder},
	Primary:    {ColorOnPrimary, ColorPrimary, ""},
	Danger:     {ColorRed, ColorBackground, ColorButtonBorder},
	DangerMain: {theme.ColorNameForegroundOnError, theme.ColorNameError, ""},
	Link:       {ColorPrimary, "", ""},
	Bare:       {ColorText2, "", ""},
}

func (b *Button) colors() buttonColors {
	c := buttonKinds[b.Kind]
	switch {
	case b.locked && c.fill == "":
		c.text = ColorDisabled
	case b.locked:
		c = buttonColors{ColorDisabled, ColorDisabledBG, ""}
	case b.Active:
		c = buttonColors{ColorText, ColorSelection, ColorPrimaryTintBorder}
	}
	return c
}

func (b *Button) bold() bool { return (b.Kind == Primary || b.Kind == DangerMain) && !b.locked }

func (b *Button) textSize() float32 {
	if b.Small {
		return SizeCaption
	}
	return SizeText
}

// CreateRenderer is called by Fyne.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	box, veil, ring := &canvas.Rectangle{}, &canvas.Rectangle{CornerRadius: radiusButton}, &canvas.Rectangle{}
	text, icon := textLine(SizeText, false), newGlyph()
	key := NewKeyHint("")
	height := func() float32 {
		if b.Small {
			return SmallHeight
		}
		return ButtonHeight
	}
	pad := func() float32 {
		switch {
		case b.Kind == Link:
			return 0
		case b.Text == "" && b.Kind == Bare:
			return (height() - iconSize) / 2
		case b.Small:
			return 8
		}
		return 12
	}
	iconSide := func() float32 {
		if b.Text == "" {
			return iconSize
		}
		return iconSmall
	}
	iconName := func() string {
		if b.locked && b.Kind != Link && b.Kind != Bare {
			return "lock"
		}
		return b.Icon
	}
	width := func() float32 {
		w := 2*pad() + ceil(text.MinSize().Width)
		if iconName() != "" {
			w += iconSide()
			if b.Text != "" {
				w += 8
			}
		}
		if b.Key != "" {
			w += key.MinSize().Width + 7
		}
		return w
	}
	return paint(b,
		func() fyne.Size { return fyne.NewSize(width(), height()) },
		func(s fyne.Size) {
			h := min(height(), s.Height)
			y := (s.Height - h) / 2
			put(box, 0, y, s.Width, h)
			put(veil, 0, y, s.Width, h)
			put(ring, -2, y-2, s.Width+4, h+4)
			x := (s.Width - width()) / 2
			if b.Kind == Link {
				x = 0
			}
			x += pad()
			if iconName() != "" {
				put(icon.Image, x, y+(h-iconSide())/2, iconSide(), iconSide())
				x += iconSide() + 8
			}
			put(text, x, y, text.MinSize().Width, h)
			x += ceil(text.MinSize().Width) + 7
			put(key, x, y+(h-keyHintHeight)/2, key.MinSize().Width, keyHintHeight)
		},
		func() {
			c := b.colors()
			text.TextSize, text.TextStyle.Bold = b.textSize(), b.bold()
			setText(text, b.Text, c.text)
			setOutline(box, c.fill, c.outline, 1, radiusButton)
			icon.set(iconName(), c.text)
			key.Key, key.Color = b.Key, c.text
			if b.Kind != Primary || b.locked {
				key.Color = ""
			}
			key.Refresh()
			show(key, b.Key != "")
			veil.FillColor = Color(theme.ColorNameHover)
			if b.pressed {
				veil.FillColor = Color(theme.ColorNamePressed)
			}
			show(veil, (b.hovered || b.pressed) && !b.locked)
			setOutline(ring, "", theme.ColorNameFocus, 2, radiusButton+2)
			show(ring, b.focused)
		},
		ring, box, veil, icon.Image, text, key)
}
