package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

var (
	_ fyne.Widget        = (*RailRow)(nil)
	_ fyne.Tappable      = (*RailRow)(nil)
	_ fyne.Focusable     = (*RailRow)(nil)
	_ fyne.Shortcutable  = (*RailRow)(nil)
	_ desktop.Hoverable  = (*RailRow)(nil)
	_ desktop.Cursorable = (*RailRow)(nil)
)

// RailRow is one place in the rail: icon, words, count, and a red mark where something burns. It also serves as a row
// of a tree, with another height and indent.
type RailRow struct {
	widget.BaseWidget
	sense
	Icon     string
	Text     string
	Count    string
	RedMark  bool
	Selected bool
	Folded   bool // icon only; the words show as a tip
	OnTap    func()

	tip *tip
}

// NewRailRow returns a place in the rail.
func NewRailRow(icon, text string, tap func()) *RailRow {
	r := &RailRow{Icon: icon, Text: text, OnTap: tap}
	r.self = r
	r.ExtendBaseWidget(r)
	return r
}

// SetCount changes the count; empty shows none.
func (r *RailRow) SetCount(count string, redMark bool) {
	r.Count, r.RedMark = count, redMark
	r.Refresh()
}

// SetSelected shows the row as the place that is open.
func (r *RailRow) SetSelected(selected bool) {
	r.Selected = selected
	r.Refresh()
}

// Tapped is called by Fyne.
func (r *RailRow) Tapped(*fyne.PointEvent) {
	r.tip.hide()
	callNone(r.OnTap)
}

// TypedKey opens with Enter and Space, moves with Up and Down, and passes other keys on.
func (r *RailRow) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		callNone(r.OnTap)
	case fyne.KeyDown:
		leave(r, false)
	case fyne.KeyUp:
		leave(r, true)
	default:
		passKey(r, ev)
	}
}

// MouseIn shows the words of a folded row.
func (r *RailRow) MouseIn(ev *desktop.MouseEvent) {
	if r.Folded {
		text := r.Text
		if r.Count != "" {
			text += "  " + r.Count
		}
		r.tip = showTip(r, text, ev.AbsolutePosition)
	}
	r.sense.MouseIn(ev)
}

// MouseOut takes them away.
func (r *RailRow) MouseOut() {
	r.tip.hide()
	r.tip = nil
	r.sense.MouseOut()
}

// Cursor is a hand.
func (r *RailRow) Cursor() desktop.Cursor { return desktop.PointerCursor }

// CreateRenderer is called by Fyne.
func (r *RailRow) CreateRenderer() fyne.WidgetRenderer {
	box, ring := &canvas.Rectangle{}, &canvas.Rectangle{}
	icon, text, count, mark := newGlyph(), textLine(SizeText, false), textLine(SizeCaption, false), &canvas.Circle{}
	count.Alignment = fyne.TextAlignTrailing
	return paint(r,
		func() fyne.Size { return fyne.NewSize(RailFolded-16, RailRowHeight) },
		func(s fyne.Size) {
			put(box, 0, 0, s.Width, s.Height)
			put(ring, 0, 0, s.Width, s.Height)
			y := (s.Height - iconSize) / 2
			if r.Folded {
				put(icon.Image, (s.Width-iconSize)/2, y, iconSize, iconSize)
				put(mark, s.Width-10, 5, 6, 6)
				return
			}
			put(icon.Image, 10, y, iconSize, iconSize)
			countWidth := ceil(count.MinSize().Width)
			left := float32(36)
			if r.Icon == "" {
				left = 10
			}
			text.Text = fit(r.Text, SizeText, r.Selected, s.Width-left-countWidth-18)
			put(text, left, 0, s.Width-left-countWidth-18, s.Height)
			put(count, s.Width-10-countWidth, 0, countWidth, s.Height)
			put(mark, s.Width-10-countWidth-12, s.Height/2-3, 6, 6)
		},
		func() {
			ground, name, iconName := fyne.ThemeColorName(""), ColorText2, ColorText2
			switch {
			case r.Selected:
				ground, name, iconName = ColorSelection, ColorText, ColorPrimary
			case r.hovered:
				ground = theme.ColorNameHover
			}
			setOutline(box, ground, "", 0, radiusButton)
			setOutline(ring, "", theme.ColorNameFocus, 2, radiusButton)
			show(ring, r.focused)
			icon.set(r.Icon, iconName)
			text.TextStyle.Bold, count.TextStyle.Bold = r.Selected, r.Selected
			setText(text, r.Text, name)
			setText(count, r.Count, name)
			show(text, !r.Folded)
			show(count, !r.Folded)
			mark.FillColor = Color(ColorMarkRed)
			show(mark, r.RedMark)
		},
		box, icon.Image, text, count, mark, ring)
}

var _ fyne.Widget = (*Rail)(nil)

// Rail is the column of places at the left edge of the window: groups of rows with a line between them, and lines of
// text at its foot. Folded it is 52 wide and shows icons only.
type Rail struct {
	widget.BaseWidget
	Groups [][]*RailRow
	Foot   []fyne.CanvasObject

	folded bool
}

// NewRail returns a rail of these groups.
func NewRail(groups [][]*RailRow, foot ...fyne.CanvasObject) *Rail {
	r := &Rail{Groups: groups, Foot: foot}
	r.ExtendBaseWidget(r)
	return r
}

// Fold shows icons only, or all.
func (r *Rail) Fold(folded bool) {
	if r.folded == folded {
		return
	}
	r.folded = folded
	for _, row := range r.Rows() {
		row.Folded = folded
		row.Refresh()
	}
	r.Refresh()
}

// Rows are all rows in order.
func (r *Rail) Rows() []*RailRow {
	var out []*RailRow
	for _, g := range r.Groups {
		out = append(out, g...)
	}
	return out
}

// Choose shows one row as the open place; -1 none.
func (r *Rail) Choose(index int) {
	for i, row := range r.Rows() {
		if row.Selected != (i == index) {
			row.SetSelected(i == index)
		}
	}
}

// railRowLeast is the height of a row where there are more than the window has room for.
const railRowLeast = 24

// aside is the height that the rail takes besides its rows.
func (r *Rail) aside() float32 {
	return 20 + float32(max(len(r.Groups)-1, 0))*17 + 16 + float32(len(r.Foot))*18
}

// rowHeight is the height of a row in a rail of some height.
func (r *Rail) rowHeight(of float32) float32 {
	n := float32(max(len(r.Rows()), 1))
	return min(max(float32(int((of-r.aside())/n)), railRowLeast), RailRowHeight)
}

// CreateRenderer is called by Fyne.
func (r *Rail) CreateRenderer() fyne.WidgetRenderer {
	ground := &canvas.Rectangle{}
	objects := []fyne.CanvasObject{ground}
	lines := make([]*canvas.Rectangle, max(len(r.Groups)-1, 0))
	for i := range lines {
		lines[i] = &canvas.Rectangle{}
		objects = append(objects, lines[i])
	}
	for _, row := range r.Rows() {
		objects = append(objects, row)
	}
	objects = append(objects, r.Foot...)
	return paint(r,
		func() fyne.Size {
			h := r.aside() + float32(len(r.Rows()))*railRowLeast
			if r.folded {
				return fyne.NewSize(RailFolded, h)
			}
			return fyne.NewSize(RailWidth, h)
		},
		func(s fyne.Size) {
			put(ground, 0, 0, s.Width, s.Height)
			row, y := r.rowHeight(s.Height), float32(10)
			for i, g := range r.Groups {
				if i > 0 {
					put(lines[i-1], 12, y+8, s.Width-25, 1)
					y += 17
				}
				for _, place := range g {
					put(place, 8, y, s.Width-17, row)
					y += row
				}
			}
			y = s.Height - 16 - 18*float32(len(r.Foot))
			for _, t := range r.Foot {
				put(t, 18, y, s.Width-24, 18)
				y += 18
			}
		},
		func() {
			ground.FillColor = Color(ColorRail)
			for _, l := range lines {
				l.FillColor = Color(ColorLine)
			}
			for _, t := range r.Foot {
				show(t, !r.folded)
			}
		},
		objects...)
}

// NewTopBar lays out the bar at the top of the window, 48 high: left at the left edge, middle from a third of
// the window on as long as there is room (400 wide), after right beside it, right at the right edge.
func NewTopBar(left, middle, after, right fyne.CanvasObject) *fyne.Container {
	bar := &fyne.Container{Layout: topBarLayout{}, Objects: []fyne.CanvasObject{
		NewFill(ColorRail), NewFill(ColorLine), left, middle, after, right,
	}}
	return bar
}

type topBarLayout struct{}

func (topBarLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	w := 2*PanelEdge + 48
	for _, o := range objects[2:] {
		if o.Visible() {
			w += o.MinSize().Width
		}
	}
	return fyne.NewSize(w, TopBarHeight)
}

func (topBarLayout) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	ground, line, left, middle, after, right := objects[0], objects[1], objects[2], objects[3], objects[4], objects[5]
	h := s.Height - 1
	put(ground, 0, 0, s.Width, h)
	put(line, 0, h, s.Width, 1)
	center := func(o fyne.CanvasObject, x, w float32) {
		m := o.MinSize()
		put(o, x, round((h-m.Height)/2), w, m.Height)
	}
	leftWidth, afterWidth, rightWidth := left.MinSize().Width, after.MinSize().Width, right.MinSize().Width
	center(left, PanelEdge, leftWidth)
	center(right, s.Width-PanelEdge-rightWidth, rightWidth)
	from := PanelEdge + leftWidth + 24
	to := s.Width - PanelEdge - rightWidth - 24 - afterWidth - 16
	w := min(float32(400), to-from)
	x := max(min(round(s.Width/3), to-w), from)
	center(middle, x, max(w, 80))
	center(after, x+w+16, afterWidth)
}
