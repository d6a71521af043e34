package part

import (
	"sort"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// heighter is a widget whose height depends on its width.
type heighter interface {
	HeightFor(width float32) float32
}

// heightFor is the height an object needs at this width.
func heightFor(o fyne.CanvasObject, width float32) float32 {
	switch o := o.(type) {
	case heighter:
		return o.HeightFor(width)
	case *fyne.Container:
		if l, ok := o.Layout.(interface {
			heightFor(objects []fyne.CanvasObject, width float32) float32
		}); ok {
			return l.heightFor(o.Objects, width)
		}
	}
	return o.MinSize().Height
}

var (
	_ fyne.Widget = (*Paragraph)(nil)
	_ heighter    = (*Paragraph)(nil)
)

// Paragraph is text that wraps at words, and anywhere inside Chinese. It keeps the caller's line breaks.
type Paragraph struct {
	widget.BaseWidget
	Text     string
	TextSize float32
	Color    fyne.ThemeColorName
	Bold     bool
	Smaller  float32 // size to use when the text does not fit on one line; 0: keep TextSize

	width float32
}

func (p *Paragraph) sizeFor(width float32) float32 {
	if p.Smaller > 0 && textWidth(p.Text, p.TextSize, p.Bold) > width {
		return p.Smaller
	}
	return p.TextSize
}

// NewParagraph returns wrapping text 12 in the second colour.
func NewParagraph(text string) *Paragraph {
	p := &Paragraph{Text: text, TextSize: SizeCaption, Color: ColorText2}
	p.ExtendBaseWidget(p)
	return p
}

// NewBody returns wrapping text 13 in the first colour.
func NewBody(text string) *Paragraph {
	p := &Paragraph{Text: text, TextSize: SizeText, Color: ColorText}
	p.ExtendBaseWidget(p)
	return p
}

// SetText changes the words.
func (p *Paragraph) SetText(text string) {
	p.Text = text
	p.Refresh()
}

// HeightFor is the height of the text wrapped at this width.
func (p *Paragraph) HeightFor(width float32) float32 {
	p.width = width
	size := p.sizeFor(width)
	return float32(len(wrap(p.Text, size, p.Bold, width))) * lineHeight(size)
}

// CreateRenderer is called by Fyne.
func (p *Paragraph) CreateRenderer() fyne.WidgetRenderer {
	r := &paragraphRenderer{p: p}
	r.Refresh()
	return r
}

type paragraphRenderer struct {
	p     *Paragraph
	lines []fyne.CanvasObject
}

func (r *paragraphRenderer) Destroy()                     {}
func (r *paragraphRenderer) Objects() []fyne.CanvasObject { return r.lines }

func (r *paragraphRenderer) MinSize() fyne.Size {
	width := r.p.width
	if width <= 0 {
		width = 120
	}
	return fyne.NewSize(40, r.p.HeightFor(width))
}

func (r *paragraphRenderer) Layout(s fyne.Size) {
	r.p.width = s.Width
	size := r.p.sizeFor(s.Width)
	texts := wrap(r.p.Text, size, r.p.Bold, s.Width)
	for len(r.lines) < len(texts) {
		r.lines = append(r.lines, textLine(size, r.p.Bold))
	}
	r.lines = r.lines[:len(texts)]
	h := lineHeight(size)
	for i, text := range texts {
		line := r.lines[i].(*canvas.Text)
		line.TextSize, line.TextStyle.Bold = size, r.p.Bold
		setText(line, text, r.p.Color)
		put(line, 0, float32(i)*h, s.Width, h)
	}
}

func (r *paragraphRenderer) Refresh() {
	r.Layout(r.p.Size())
	canvas.Refresh(r.p)
}

// wrap breaks text into lines of at most width. A word longer than the width is broken anywhere.
func wrap(text string, size float32, bold bool, width float32) []string {
	var lines []string
	for _, paragraph := range strings.Split(text, "\n") {
		line := ""
		for _, piece := range pieces(paragraph, size, bold, width) {
			if line == "" {
				piece = strings.TrimLeft(piece, " ")
			}
			if textWidth(strings.TrimRight(line+piece, " "), size, bold) <= width+0.5 || width <= 0 {
				line += piece
				continue
			}
			if line != "" {
				lines = append(lines, strings.TrimRight(line, " "))
			}
			line = strings.TrimLeft(piece, " ")
			rest := []rune(line)
			for n := fitting(rest, size, bold, width); n < len(rest); n = fitting(rest, size, bold, width) {
				lines = append(lines, string(rest[:n]))
				rest = rest[n:]
			}
			line = string(rest)
		}
		lines = append(lines, strings.TrimRight(line, " "))
	}
	return lines
}

// fitting is how many leading runes fit into width, at least one. It measures pieces of about that width only, however
// long the word is.
func fitting(runes []rune, size float32, bold bool, width float32) int {
	fits := func(n int) bool { return textWidth(string(runes[:n]), size, bold) <= width+0.5 }
	high := 2
	for high < len(runes) && fits(high) {
		high *= 2
	}
	if high = min(high, len(runes)); high < 2 || fits(high) {
		return max(high, 1)
	}
	return max(sort.Search(high, func(n int) bool { return !fits(n + 1) }), 1)
}
