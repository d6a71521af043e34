package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// Column describes one column of a table.
type Column struct {
	ID       string
	Title    string
	Width    float32 // fixed width in pixels; 0: flexible
	Flex     float32 // share of the room left, for flexible columns; 0 counts as 1
	Min      float32 // least width of a flexible column
	Align    fyne.TextAlign
	BoldHead bool // the head stands for the whole table
	Sortable bool
}

// Cell is what one cell shows. The zero value is empty.
type Cell struct {
	Text      string
	Color     fyne.ThemeColorName // empty: ColorText
	Bold      bool
	Small     bool // caption size
	Tail      bool // where there is no room its end is shown, not its beginning
	Icon      string
	IconColor fyne.ThemeColorName // empty: the colour of the text
	Mark      string              // an icon after the text
	MarkColor fyne.ThemeColorName
	Chip      ChipState // the text stands on a chip
	Link      bool      // blue, and reported by OnLink when clicked
}

// RowData is what one row shows. Its cells are reused from row to row and empty when a row is asked for.
type RowData struct {
	Cells []Cell
	Tint  fyne.ThemeColorName // ground of a row that stands out

	// Below is a second line, from the second column to the last; the row is TwoLineHeight high then.
	Below      string
	BelowColor fyne.ThemeColorName // empty: ColorText2

	// A group row shows a fold mark, a bold title, a note after it and a summary at the right edge instead of cells.
	Group   bool
	Folded  bool
	Title   string
	Note    string
	Summary string
}

func (d *RowData) reset(columns int) {
	cells := d.Cells
	if cap(cells) < columns {
		cells = make([]Cell, columns)
	}
	cells = cells[:columns]
	clear(cells)
	*d = RowData{Cells: cells}
}

// span is where a column lies.
type span struct{ x, w float32 }

// spread gives the columns their places: gap between them, edge at both sides. When the room does not suffice, every
// column gives up the same part of its width.
func spread(columns []Column, width, edge, gap float32, out []span) []span {
	out = out[:0]
	taken, flex, least := 2*edge+gap*float32(max(len(columns)-1, 0)), float32(0), float32(0)
	for _, c := range columns {
		if c.Width > 0 {
			least += c.Width
		} else {
			flex += weight(c)
			least += c.Min
		}
	}
	room := max(width-taken, 0)
	shrink := float32(1)
	if least > room && least > 0 {
		shrink = room / least
	}
	rest := room
	for _, c := range columns {
		rest -= c.Width
		out = append(out, span{w: max(c.Width, c.Min) * shrink})
	}
	// flexible columns whose share is less than they need keep their minimum, and the others share what is left
	for again := shrink == 1; again; {
		again = false
		for i, c := range columns {
			if c.Width > 0 || out[i].x < 0 {
				continue
			}
			if share := rest * weight(c) / flex; share >= c.Min {
				out[i].w = share
				continue
			}
			out[i] = span{x: -1, w: c.Min} // settled
			rest -= c.Min
			flex -= weight(c)
			again = true
			break
		}
	}
	x := edge
	for i := range out {
		out[i].x = x
		x += out[i].w + gap
	}
	return out
}

func weight(c Column) float32 {
	if c.Flex > 0 {
		return c.Flex
	}
	return 1
}

// cellsView draws a row of cells, or a group row.
type cellsView struct {
	box                  *fyne.Container
	ground, line, bar    *canvas.Rectangle
	mark                 glyph // shown in the left edge of a marked row
	cells                []cellView
	fold                 glyph
	title, note, summary *canvas.Text
	below                *canvas.Text

	source *cellSource
	data   RowData
	look   rowLook
}

// cellSource is what rows of one table share.
type cellSource struct {
	columns []Column
	spans   []span
	edge    float32
	gap     float32
	update  func(row int, d *RowData)
}

type cellView struct {
	text       *canvas.Text
	icon, mark glyph
	chip       tag
	whole      string // the text before it was cut
	isChip     bool
	tail       bool // its end is kept where it is cut
	cut        bool
}

func newCellsView(source *cellSource) *cellsView {
	v := &cellsView{
		source: source, ground: &canvas.Rectangle{}, line: &canvas.Rectangle{}, bar: &canvas.Rectangle{},
		mark: newGlyph(), fold: newGlyph(),
		title: textLine(SizeText, true), note: textLine(SizeCaption, false), summary: textLine(SizeCaption, false),
		below: textLine(SizeCaption, false),
	}
	v.summary.Alignment = fyne.TextAlignTrailing
	objects := []fyne.CanvasObject{v.ground, v.line, v.bar, v.mark.Image, v.fold.Image, v.title, v.note, v.summary,
		v.below}
	v.cells = make([]cellView, len(source.columns))
	for i := range v.cells {
		c := cellView{text: textLine(SizeText, false), icon: newGlyph(), mark: newGlyph(), chip: newTag()}
		v.cells[i] = c
		objects = append(objects, c.chip.box, c.chip.text, c.text, c.icon.Image, c.mark.Image)
	}
	v.box = &fyne.Container{Objects: objects}
	return v
}

func (v *cellsView) container() *fyne.Container { return v.box }

func (v *cellsView) bind(row int, look rowLook) {
	v.look = look
	v.data.reset(len(v.source.columns))
	v.source.update(row, &v.data)
	d := &v.data
	v.line.FillColor = Color(ColorLine)
	v.style()
	show(v.title, d.Group)
	show(v.note, d.Group && d.Note != "")
	show(v.summary, d.Group && d.Summary != "")
	show(v.below, !d.Group && d.Below != "")
	if color := d.BelowColor; color != "" {
		setText(v.below, d.Below, color)
	} else {
		setText(v.below, d.Below, ColorText2)
	}
	if d.Group {
		icon := "chevd"
		if d.Folded {
			icon = "chev"
		}
		v.fold.set(icon, ColorText2)
		setText(v.title, d.Title, ColorText)
		setText(v.note, d.Note, ColorText2)
		setText(v.summary, d.Summary, ColorText2)
	} else {
		v.fold.set("", "")
	}
	for i := range v.cells {
		v.cells[i].bind(&d.Cells[i], d.Group)
	}
}

// style paints the ground: selection over tint over group.
func (v *cellsView) style() {
	var ground fyne.ThemeColorName
	switch {
	case v.look.selected, v.look.marked:
		ground = ColorSelection
	case v.data.Tint != "":
		ground = v.data.Tint
	case v.data.Group:
		ground = ColorRaised
	case v.look.hovered:
		ground = ColorHoverSolid
	}
	if ground != "" {
		v.ground.FillColor = Color(ground)
	}
	show(v.ground, ground != "")
	v.bar.FillColor = Color(ColorPrimary)
	show(v.bar, v.look.focused)
	if v.look.marked {
		v.mark.set("check", ColorPrimary)
	} else {
		v.mark.set("", "")
	}
}

func (c *cellView) bind(d *Cell, group bool) {
	c.whole, c.isChip, c.tail = d.Text, d.Chip != "", d.Tail
	if group {
		show(c.text, false)
		c.chip.set("", "")
		c.icon.set("", "")
		c.mark.set("", "")
		return
	}
	name := d.Color
	switch {
	case d.Link:
		name = ColorPrimary
	case name == "":
		name = ColorText
	}
	if c.isChip {
		c.chip.set(d.Chip, d.Text)
	} else {
		c.chip.set("", "")
	}
	c.text.TextSize, c.text.TextStyle.Bold = SizeText, d.Bold
	if d.Small {
		c.text.TextSize = SizeCaption
	}
	setText(c.text, d.Text, name)
	show(c.text, !c.isChip && d.Text != "")
	icon := d.IconColor
	if icon == "" {
		icon = name
	}
	c.icon.set(d.Icon, icon)
	c.mark.set(d.Mark, d.MarkColor)
}

func (v *cellsView) place(s fyne.Size) {
	put(v.ground, 0, 0, s.Width, s.Height-1)
	put(v.line, 0, s.Height-1, s.Width, 1)
	put(v.bar, 0, 0, 3, s.Height-1)
	put(v.mark.Image, 3, (s.Height-1-iconSmall)/2, iconSmall, iconSmall)
	h := s.Height - 1
	edge := v.source.edge
	if v.data.Group {
		put(v.fold.Image, edge-4, (h-iconSmall)/2, iconSmall, iconSmall)
		x := edge + 18
		put(v.title, x, 0, v.title.MinSize().Width, h)
		x += ceil(v.title.MinSize().Width) + 8
		put(v.note, x, 0, v.note.MinSize().Width, h)
		put(v.summary, edge, 0, s.Width-2*edge, h)
		return
	}
	if v.data.Below != "" && len(v.source.spans) > 1 {
		const lower = 18
		first, last := v.source.spans[1], v.source.spans[len(v.source.spans)-1]
		v.below.Text = fit(v.data.Below, SizeCaption, false, last.x+last.w-first.x)
		put(v.below, first.x, h-lower-3, last.x+last.w-first.x, lower)
		h -= lower
	}
	for i := range v.cells {
		v.cells[i].place(v.source.spans[i], v.source.columns[i].Align, h)
	}
}

func (c *cellView) place(at span, align fyne.TextAlign, h float32) {
	x, w := at.x, at.w
	if c.icon.Visible() {
		ix := x
		if align == fyne.TextAlignCenter && c.whole == "" {
			ix = x + (w-iconSmall)/2
		}
		put(c.icon.Image, ix, (h-iconSmall)/2, iconSmall, iconSmall)
		x += iconSmall + 6
		w -= iconSmall + 6
	}
	if c.isChip {
		c.chip.text.Text = fit(c.whole, SizeCaption, false, w-16)
		cw := min(c.chip.width(), w)
		cx := x
		if align == fyne.TextAlignTrailing {
			cx = x + w - cw
		}
		c.chip.put(cx, h/2, w)
		c.cut = c.chip.text.Text != c.whole
		return
	}
	room := w
	if c.mark.Visible() {
		room -= iconSmall + 6
	}
	shorten := fit
	if c.tail {
		shorten = fitTail
	}
	c.text.Text = shorten(c.whole, c.text.TextSize, c.text.TextStyle.Bold, room)
	c.cut = c.text.Text != c.whole
	c.text.Alignment = align
	put(c.text, x, 0, room, h)
	if c.mark.Visible() {
		put(c.mark.Image, x+min(ceil(c.text.MinSize().Width), room)+6, (h-iconSmall)/2, iconSmall, iconSmall)
	}
}
