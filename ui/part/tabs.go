package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Tab is one tab of a strip.
type Tab struct {
	ID    string
	Text  string
	Count string // small, after the words
	Done  bool   // a tick instead of a count
}

var (
	_ fyne.Widget       = (*TabStrip)(nil)
	_ fyne.Focusable    = (*TabStrip)(nil)
	_ fyne.Tappable     = (*TabStrip)(nil)
	_ fyne.Shortcutable = (*TabStrip)(nil)
	_ desktop.Hoverable = (*TabStrip)(nil)
)

// TabStrip is a row of tabs 36 high; the chosen one is bold with a line under it. Left, Right, Home and End choose
// while it has the focus; number keys are its owner's business.
type TabStrip struct {
	widget.BaseWidget
	Tabs     []Tab
	OnChange func(index int)
	NoRule   bool // the header it stands in draws the line below

	current int
	hovered int
	focused bool
}

// NewTabStrip returns a strip with the first tab chosen.
func NewTabStrip(tabs []Tab, change func(index int)) *TabStrip {
	t := &TabStrip{Tabs: tabs, OnChange: change, hovered: -1}
	t.ExtendBaseWidget(t)
	return t
}

// SetTabs replaces the tabs; the chosen one stays chosen if its ID is still there.
func (t *TabStrip) SetTabs(tabs []Tab) {
	id := ""
	if t.current < len(t.Tabs) {
		id = t.Tabs[t.current].ID
	}
	t.Tabs, t.current = tabs, 0
	for i := range tabs {
		if tabs[i].ID == id {
			t.current = i
		}
	}
	t.Refresh()
}

// Current is the chosen tab.
func (t *TabStrip) Current() int { return t.current }

// Choose chooses a tab and tells; it says whether there is such a tab.
func (t *TabStrip) Choose(index int) bool {
	if index < 0 || index >= len(t.Tabs) {
		return false
	}
	if index != t.current {
		t.current = index
		t.Refresh()
		if t.OnChange != nil {
			t.OnChange(index)
		}
	}
	return true
}

// Next chooses the tab after the chosen one (by 1) or before it (by -1), around the ends.
func (t *TabStrip) Next(by int) {
	if n := len(t.Tabs); n > 0 {
		t.Choose(((t.current+by)%n + n) % n)
	}
}

// FocusGained is called by Fyne.
func (t *TabStrip) FocusGained() {
	t.focused = true
	t.Refresh()
}

// FocusLost is called by Fyne.
func (t *TabStrip) FocusLost() {
	t.focused = false
	t.Refresh()
}

// TypedRune passes letters on.
func (t *TabStrip) TypedRune(r rune) { passRune(t, r) }

// TypedKey chooses with Left, Right, Home and End.
func (t *TabStrip) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyLeft:
		t.Choose(t.current - 1)
	case fyne.KeyRight:
		t.Choose(t.current + 1)
	case fyne.KeyHome:
		t.Choose(0)
	case fyne.KeyEnd:
		t.Choose(len(t.Tabs) - 1)
	default:
		passKey(t, ev)
	}
}

// TypedShortcut passes shortcuts on.
func (t *TabStrip) TypedShortcut(s fyne.Shortcut) { passShortcut(t, s) }

// Tapped is called by Fyne.
func (t *TabStrip) Tapped(ev *fyne.PointEvent) { t.Choose(t.at(ev.Position.X)) }

// MouseIn is called by Fyne.
func (t *TabStrip) MouseIn(ev *desktop.MouseEvent) { t.MouseMoved(ev) }

// MouseMoved is called by Fyne.
func (t *TabStrip) MouseMoved(ev *desktop.MouseEvent) {
	if i := t.at(ev.Position.X); i != t.hovered {
		t.hovered = i
		t.Refresh()
	}
}

// MouseOut is called by Fyne.
func (t *TabStrip) MouseOut() {
	t.hovered = -1
	t.Refresh()
}

const tabGap float32 = 20

// place is where tab i lies: the words from x on, w wide with tick or count.
func (t *TabStrip) place(i int) (x, words, w float32) {
	for j := range i + 1 {
		words = ceil(textWidth(t.Tabs[j].Text, SizeText, j == t.current))
		w = words
		switch {
		case t.Tabs[j].Done:
			w += 6 + iconSmall
		case t.Tabs[j].Count != "":
			w += 6 + ceil(textWidth(t.Tabs[j].Count, SizeCaption, false))
		}
		if j < i {
			x += w + tabGap
		}
	}
	return x, words, w
}

func (t *TabStrip) at(x float32) int {
	for i := range t.Tabs {
		if left, _, w := t.place(i); x >= left-tabGap/2 && x < left+w+tabGap/2 {
			return i
		}
	}
	return -1
}

// CreateRenderer is called by Fyne.
func (t *TabStrip) CreateRenderer() fyne.WidgetRenderer {
	r := &tabsRenderer{t: t, rule: &canvas.Rectangle{}, under: &canvas.Rectangle{}, ring: &canvas.Rectangle{}}
	r.Refresh()
	return r
}

type tabsRenderer struct {
	t                 *TabStrip
	rule, under, ring *canvas.Rectangle
	texts, counts     []*canvas.Text
	ticks             []glyph
	objects           []fyne.CanvasObject
}

func (r *tabsRenderer) Destroy()                     {}
func (r *tabsRenderer) Objects() []fyne.CanvasObject { return r.objects }

func (r *tabsRenderer) MinSize() fyne.Size {
	if len(r.t.Tabs) == 0 {
		return fyne.NewSize(0, TabsHeight)
	}
	x, _, w := r.t.place(len(r.t.Tabs) - 1)
	return fyne.NewSize(x+w, TabsHeight)
}

func (r *tabsRenderer) Layout(s fyne.Size) {
	put(r.rule, 0, s.Height-1, s.Width, 1)
	for i := range r.t.Tabs {
		x, words, w := r.t.place(i)
		put(r.texts[i], x, 0, words, s.Height-1)
		put(r.ticks[i].Image, x+words+6, (s.Height-1-iconSmall)/2, iconSmall, iconSmall)
		put(r.counts[i], x+words+6, 0, w-words-6, s.Height-2)
		if i == r.t.current {
			put(r.under, x, s.Height-2, w, 2)
			put(r.ring, x-4, 4, w+8, s.Height-8)
		}
	}
}

func (r *tabsRenderer) Refresh() {
	t := r.t
	for len(r.texts) < len(t.Tabs) {
		r.texts = append(r.texts, textLine(SizeText, false))
		r.counts = append(r.counts, textLine(SizeCaption, false))
		r.ticks = append(r.ticks, newGlyph())
	}
	n := len(t.Tabs)
	r.texts, r.counts, r.ticks = r.texts[:n], r.counts[:n], r.ticks[:n]
	r.rule.FillColor, r.under.FillColor = Color(ColorLine), Color(ColorPrimary)
	show(r.rule, !t.NoRule)
	setOutline(r.ring, "", theme.ColorNameFocus, 2, radiusButton)
	show(r.ring, t.focused)
	r.objects = append(r.objects[:0], r.rule, r.ring, r.under)
	for i, tab := range t.Tabs {
		name := ColorText2
		if i == t.current || i == t.hovered {
			name = ColorText
		}
		r.texts[i].TextStyle.Bold = i == t.current
		setText(r.texts[i], tab.Text, name)
		tick, count := "", tab.Count
		if tab.Done {
			tick, count = "check", ""
		}
		r.ticks[i].set(tick, ColorGreen)
		setText(r.counts[i], count, ColorText3)
		r.objects = append(r.objects, r.texts[i], r.counts[i], r.ticks[i].Image)
	}
	r.Layout(t.Size())
	canvas.Refresh(t)
}

// NewSegment returns filter buttons of which one is chosen; choose is told its index. The buttons keep their order, so
// that SetActive on them shows another choice.
func NewSegment(texts []string, current int, choose func(index int)) *Segment {
	s := &Segment{OnChange: choose, current: current}
	for i, text := range texts {
		b := NewButton(text, func() { s.Choose(i) }).AsSmall()
		b.Active = i == current
		s.buttons = append(s.buttons, b)
	}
	s.ExtendBaseWidget(s)
	return s
}

var _ fyne.Widget = (*Segment)(nil)

// Segment is a row of filter buttons; the chosen one is tinted.
type Segment struct {
	widget.BaseWidget
	OnChange func(index int)

	buttons []*Button
	current int
}

// Begin shows a filter as the chosen one, and tells nobody.
func (s *Segment) Begin(index int) {
	s.current = index
	for i, b := range s.buttons {
		b.SetActive(i == index)
	}
}

// Choose chooses a filter and tells.
func (s *Segment) Choose(index int) {
	if index < 0 || index >= len(s.buttons) || index == s.current {
		return
	}
	s.Begin(index)
	if s.OnChange != nil {
		s.OnChange(index)
	}
}

// Current is the chosen filter.
func (s *Segment) Current() int { return s.current }

// SetTexts changes the words, for instance their counts.
func (s *Segment) SetTexts(texts []string) {
	for i, b := range s.buttons {
		if i < len(texts) {
			b.SetText(texts[i])
		}
	}
	s.Refresh()
}

// CreateRenderer is called by Fyne.
func (s *Segment) CreateRenderer() fyne.WidgetRenderer {
	objects := make([]fyne.CanvasObject, len(s.buttons))
	for i, b := range s.buttons {
		objects[i] = b
	}
	row := HBox(8, objects...)
	return paint(s, row.MinSize, row.Resize, func() {}, row)
}
