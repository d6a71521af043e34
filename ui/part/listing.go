package part

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

var _ fyne.Widget = (*Listing)(nil)

// Listing shows a text file with the numbers of its lines beside it: in a column of their own, as wide as the last one
// needs, so that no number shifts a line. A line that does not fit is cut. Lines can be marked.
type Listing struct {
	widget.BaseWidget
	lines []string
	marks map[int]fyne.ThemeColorName // by line, from 1
	rows  *rows
}

// NewListing returns the listing of a text.
func NewListing(text string, marks map[int]fyne.ThemeColorName) *Listing {
	l := &Listing{lines: strings.Split(strings.TrimRight(strings.ReplaceAll(text, "\r\n", "\n"), "\n"), "\n"),
		marks: marks}
	l.rows = newRows(lineHeight(SizeText)+2, func() rowView { return newListingLine(l) })
	l.rows.setCount(len(l.lines))
	l.ExtendBaseWidget(l)
	return l
}

// ShowLine scrolls to a line, counted from 1, and selects it.
func (l *Listing) ShowLine(line int) {
	if line >= 1 && line <= len(l.lines) {
		l.rows.choose(line - 1)
		l.rows.scrollTo(float64(line-4) * float64(l.rows.height))
	}
}

func (l *Listing) numbers() float32 {
	return ceil(textWidth(strings.Repeat("0", len(strconv.Itoa(len(l.lines)))), SizeText, false))
}

// CreateRenderer is called by Fyne.
func (l *Listing) CreateRenderer() fyne.WidgetRenderer {
	return paint(l, func() fyne.Size { return fyne.NewSize(120, 5*l.rows.height) }, l.rows.Resize, l.rows.Refresh,
		l.rows)
}

type listingLine struct {
	l            *Listing
	box          *fyne.Container
	ground       *canvas.Rectangle
	number, text *canvas.Text
	whole        string
}

func newListingLine(l *Listing) *listingLine {
	v := &listingLine{l: l, ground: &canvas.Rectangle{}, number: textLine(SizeText, false),
		text: textLine(SizeText, false)}
	v.number.Alignment = fyne.TextAlignTrailing
	v.box = &fyne.Container{Objects: []fyne.CanvasObject{v.ground, v.number, v.text}}
	return v
}

func (v *listingLine) container() *fyne.Container { return v.box }

func (v *listingLine) bind(row int, look rowLook) {
	mark, marked := v.l.marks[row+1]
	switch {
	case look.selected:
		v.ground.FillColor = Color(ColorSelection)
	case marked && mark == ColorRed:
		v.ground.FillColor = Color(ColorRedTint)
	case marked && mark == ColorText2:
		v.ground.FillColor = Color(ColorGreyTint)
	case marked:
		v.ground.FillColor = Color(ColorAmberTint)
	}
	show(v.ground, marked || look.selected)
	name := ColorText3
	if marked {
		name = mark
	}
	setText(v.number, strconv.Itoa(row+1), name)
	v.whole = strings.ReplaceAll(v.l.lines[row], "\t", "    ")
	indent := len(v.whole) - len(strings.TrimLeft(v.whole, " "))
	v.whole = strings.Repeat(" ", indent) + v.whole // a blank of this face is half as wide as a letter
	setText(v.text, v.whole, ColorText)
}

func (v *listingLine) place(s fyne.Size) {
	put(v.ground, 0, 0, s.Width, s.Height)
	w := v.l.numbers()
	put(v.number, 8, 0, w, s.Height)
	room := s.Width - w - 40
	v.text.Text = fit(v.whole, SizeText, false, room)
	put(v.text, w+24, 0, room, s.Height)
}
