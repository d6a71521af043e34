package part

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// MenuItem is one line of a menu. An item without a label is a separating line.
type MenuItem struct {
	Label    string
	Icon     string
	Key      string // key hint, right
	Checked  bool
	Disabled bool
	Danger   bool
	Run      func()
}

const menuRow float32 = 28

// ShowMenu opens a menu with its upper left corner at a position on the canvas, at least minWidth wide. Arrow keys
// move, Enter chooses, Esc closes.
func ShowMenu(c fyne.Canvas, at fyne.Position, minWidth float32, items []MenuItem) {
	if c == nil || len(items) == 0 {
		return
	}
	m := &menu{items: items, current: -1}
	m.ExtendBaseWidget(m)
	for i, item := range items {
		if item.Checked {
			m.current = i
		}
	}
	o := newOverlay(m)
	m.close = o.remove
	o.outside = o.remove
	o.onKey = m.TypedKey
	o.place = func(window, body fyne.Size) (fyne.Position, fyne.Size) {
		size := fyne.NewSize(max(body.Width, minWidth), min(body.Height, window.Height-8))
		pos := fyne.NewPos(max(min(at.X, window.Width-size.Width-4), 4), max(min(at.Y, window.Height-size.Height-4), 4))
		return pos, size
	}
	o.showOn(c, m)
}

var (
	_ fyne.Focusable    = (*menu)(nil)
	_ fyne.Tabbable     = (*menu)(nil)
	_ fyne.Tappable     = (*menu)(nil)
	_ desktop.Hoverable = (*menu)(nil)
)

type menu struct {
	widget.BaseWidget
	items   []MenuItem
	current int
	typed   string // letters that were typed since another key was pressed
	close   func()
}

func (m *menu) FocusGained() {}
func (m *menu) FocusLost()   {}

// AcceptsTab keeps Tab inside: it goes on to the next item.
func (m *menu) AcceptsTab() bool { return true }

// TypedRune goes to the next item that begins as what was typed does, else to the next of which a word does. Letters
// are read together until another key is pressed; those that fit nothing together begin anew.
func (m *menu) TypedRune(r rune) {
	letter := strings.ToLower(string(r))
	if m.typed += letter; m.typed != letter && m.seek(m.current, m.typed) {
		return
	}
	m.typed = letter
	m.seek(m.current+1, letter)
}

// seek marks the first item from a place on that begins with a text, or of which a word does.
func (m *menu) seek(from int, text string) bool {
	begins := func(s string) bool { return strings.HasPrefix(strings.ToLower(s), text) }
	for _, fits := range []func(label string) bool{begins,
		func(label string) bool { return slices.ContainsFunc(strings.Fields(label), begins) }} {
		for by := range m.items {
			if i := (max(from, 0) + by) % len(m.items); m.usable(i) && fits(m.items[i].Label) {
				m.current = i
				m.Refresh()
				return true
			}
		}
	}
	return false
}

// TypedKey moves with the arrows and Tab and chooses with Enter or Space; where nothing is marked yet, these mark the
// first item, so that one key too many chooses nothing.
func (m *menu) TypedKey(ev *fyne.KeyEvent) {
	m.typed = ""
	switch ev.Name {
	case fyne.KeyDown, fyne.KeyTab:
		m.step(1)
	case fyne.KeyUp:
		m.step(-1)
	case fyne.KeyHome:
		m.current = -1
		m.step(1)
	case fyne.KeyEnd:
		m.current = 0
		m.step(-1)
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		if m.current < 0 {
			m.step(1)
			return
		}
		m.choose()
	case fyne.KeyEscape:
		m.close()
	}
}

func (m *menu) usable(i int) bool { return m.items[i].Label != "" && !m.items[i].Disabled }

func (m *menu) step(by int) {
	n := len(m.items)
	i := m.current
	if i < 0 && by < 0 {
		i = 0
	}
	for range n {
		i = (i + by + n) % n
		if m.usable(i) {
			m.current = i
			m.Refresh()
			return
		}
	}
}

func (m *menu) choose() {
	if m.current < 0 || !m.usable(m.current) {
		return
	}
	m.close()
	if run := m.items[m.current].Run; run != nil {
		run()
	}
}

func (m *menu) rowAt(y float32) int {
	for i := range m.items {
		top, h := m.row(i)
		if y >= top && y < top+h {
			return i
		}
	}
	return -1
}

func (m *menu) row(i int) (top, height float32) {
	top = 4
	for j := range i {
		top += rowHeight(m.items[j])
	}
	return top, rowHeight(m.items[i])
}

func rowHeight(item MenuItem) float32 {
	if item.Label == "" {
		return 9
	}
	return menuRow
}

// Tapped is called by Fyne.
func (m *menu) Tapped(ev *fyne.PointEvent) {
	if i := m.rowAt(ev.Position.Y); i >= 0 && m.usable(i) {
		m.current = i
		m.choose()
	}
}

// MouseIn is called by Fyne.
func (m *menu) MouseIn(ev *desktop.MouseEvent) { m.MouseMoved(ev) }

// MouseMoved is called by Fyne.
func (m *menu) MouseMoved(ev *desktop.MouseEvent) {
	if i := m.rowAt(ev.Position.Y); i >= 0 && m.usable(i) && i != m.current {
		m.current = i
		m.Refresh()
	}
}

// MouseOut is called by Fyne.
func (m *menu) MouseOut() {}

// CreateRenderer is called by Fyne.
func (m *menu) CreateRenderer() fyne.WidgetRenderer {
	sel := &canvas.Rectangle{CornerRadius: radiusChip}
	objects := []fyne.CanvasObject{sel}
	labels, keys := make([]*canvas.Text, len(m.items)), make([]*canvas.Text, len(m.items))
	icons, lines := make([]glyph, len(m.items)), make([]*canvas.Rectangle, len(m.items))
	for i := range m.items {
		labels[i], keys[i], icons[i], lines[i] = textLine(SizeText, false), textLine(SizeCaption,
			false), newGlyph(), &canvas.Rectangle{}
		objects = append(objects, labels[i], keys[i], icons[i].Image, lines[i])
	}
	left := func() float32 {
		for _, item := range m.items {
			if item.Icon != "" || item.Checked {
				return 34
			}
		}
		return 12
	}
	return paint(m,
		func() fyne.Size {
			s := fyne.NewSize(120, 8)
			for i, item := range m.items {
				w := left() + labels[i].MinSize().Width + 16
				if item.Key != "" {
					w += keys[i].MinSize().Width + 24
				}
				s.Width = max(s.Width, ceil(w))
				s.Height += rowHeight(item)
			}
			return s
		},
		func(s fyne.Size) {
			for i := range m.items {
				y, h := m.row(i)
				put(labels[i], left(), y, s.Width-left()-12, h)
				put(keys[i], 12, y, s.Width-24, h)
				put(icons[i].Image, 12, y+(h-iconSmall)/2, iconSmall, iconSmall)
				put(lines[i], 0, y+4, s.Width, 1)
				if i == m.current {
					put(sel, 4, y, s.Width-8, h)
				}
			}
		},
		func() {
			sel.FillColor = Color(ColorSelection)
			show(sel, m.current >= 0)
			for i, item := range m.items {
				name := ColorText
				switch {
				case item.Disabled:
					name = ColorDisabled
				case item.Danger:
					name = ColorRed
				}
				setText(labels[i], item.Label, name)
				keys[i].Alignment = fyne.TextAlignTrailing
				setText(keys[i], item.Key, ColorText3)
				icon := item.Icon
				if item.Checked {
					icon = "check"
				}
				icons[i].set(icon, name)
				lines[i].FillColor = Color(ColorLine)
				show(lines[i], item.Label == "")
			}
		},
		objects...)
}
