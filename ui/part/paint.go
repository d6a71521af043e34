package part

import (
	"image/color"
	"sort"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// painter is the renderer of every widget here: update copies the widget's state and the theme into the primitives,
// place puts them where they belong.
type painter struct {
	owner   fyne.Widget
	objects []fyne.CanvasObject
	min     func() fyne.Size
	place   func(fyne.Size)
	update  func()
}

// paint makes the renderer and brings the primitives up to date.
func paint(owner fyne.Widget, min func() fyne.Size, place func(fyne.Size), update func(),
	objects ...fyne.CanvasObject) *painter {
	p := &painter{owner: owner, objects: objects, min: min, place: place, update: update}
	p.update()
	return p
}

func (p *painter) Destroy()                     {}
func (p *painter) Layout(size fyne.Size)        { p.place(size) }
func (p *painter) MinSize() fyne.Size           { return p.min() }
func (p *painter) Objects() []fyne.CanvasObject { return p.objects }

func (p *painter) Refresh() {
	p.update()
	p.place(p.owner.Size())
	canvas.Refresh(p.owner)
}

// put moves and resizes an object. A line with Chinese in it is lifted by a pixel: the fonts it falls back to reach
// higher than Noto Sans, and Fyne lowers the whole line for them.
func put(o fyne.CanvasObject, x, y, w, h float32) {
	if t, ok := o.(*canvas.Text); ok && hasHan(t.Text) {
		y--
	}
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(max(w, 0), max(h, 0)))
}

// show makes an object visible or not, without the repaint that Fyne asks for when nothing changed.
func show(o fyne.CanvasObject, visible bool) {
	switch {
	case visible == o.Visible():
	case visible:
		o.Show()
	default:
		o.Hide()
	}
}

// textLine makes a one-line text primitive; its colour comes with setText.
func textLine(size float32, bold bool) *canvas.Text {
	return &canvas.Text{TextSize: size, TextStyle: fyne.TextStyle{Bold: bold}}
}

// setText changes a text primitive.
func setText(t *canvas.Text, text string, name fyne.ThemeColorName) {
	t.Text = text
	t.Color = Color(name)
}

// setOutline gives a rectangle its fill, outline and corners. An empty name paints nothing. On screen the outline lies
// inside the rectangle; only Fyne's software painter, which tests use, centres it on the edge.
func setOutline(r *canvas.Rectangle, fill, stroke fyne.ThemeColorName, width, radius float32) {
	r.FillColor, r.StrokeColor = color.Transparent, nil
	if fill != "" {
		r.FillColor = Color(fill)
	}
	r.StrokeWidth = 0
	if stroke != "" {
		r.StrokeColor, r.StrokeWidth = Color(stroke), width
	}
	r.CornerRadius = radius
}

func textWidth(s string, size float32, bold bool) float32 {
	if s == "" {
		return 0
	}
	return fyne.MeasureText(s, size, fyne.TextStyle{Bold: bold}).Width
}

// lineHeight is the height of a row of this text: what Noto Sans takes, with the room that Chinese needs.
func lineHeight(size float32) float32 {
	switch {
	case size <= SizeCaption:
		return 16
	case size <= SizeText:
		return 18
	case size <= SizeSubHeading:
		return 20
	default:
		return 28
	}
}

// fit shortens s with an ellipsis until it is at most width wide.
func fit(s string, size float32, bold bool, width float32) string {
	// half a pixel of tolerance: widths are sums of rounded positions
	if s == "" || textWidth(s, size, bold) <= width+0.5 {
		return s
	}
	runes := []rune(s)
	n := sort.Search(len(runes), func(n int) bool {
		return textWidth(string(runes[:n])+"…", size, bold) > width
	})
	if n == 0 {
		return ""
	}
	return string(runes[:n-1]) + "…"
}

// fitTail shortens s at its beginning: keys that are numbered one after another differ at their end.
func fitTail(s string, size float32, bold bool, width float32) string {
	if s == "" || textWidth(s, size, bold) <= width+0.5 {
		return s
	}
	runes := []rune(s)
	n := sort.Search(len(runes), func(n int) bool { return textWidth("…"+string(runes[n:]), size, bold) <= width })
	if n == len(runes) {
		return ""
	}
	return "…" + string(runes[n:])
}

// canvasOf is the canvas an object is shown on, nil if it is on none.
func canvasOf(o fyne.CanvasObject) fyne.Canvas {
	return fyne.CurrentApp().Driver().CanvasForObject(o)
}

func hasHan(s string) bool {
	for _, r := range s {
		if r >= 0x2E80 && unicode.Is(unicode.Han, r) {
			return true
		}
	}
	return false
}
