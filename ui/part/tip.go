package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// TipLayer is where the whole of a cut text shows. It lies over the content of a window and takes no events, so the
// pointer still meets what is under it.
type TipLayer struct {
	content *fyne.Container
	layer   *fyne.Container
}

var tipLayers = map[fyne.Canvas]*TipLayer{}

// NewTipLayer wraps the content of a window; give Content to the window.
func NewTipLayer(content fyne.CanvasObject) *TipLayer {
	layer := &fyne.Container{}
	return &TipLayer{content: Stack(content, layer), layer: layer}
}

// Content is the wrapped content.
func (l *TipLayer) Content() fyne.CanvasObject { return l.content }

// Attach makes the texts of this canvas use the layer; Detach it when the window closes.
func (l *TipLayer) Attach(c fyne.Canvas) { tipLayers[c] = l }

// Detach forgets the canvas.
func (l *TipLayer) Detach(c fyne.Canvas) { delete(tipLayers, c) }

// EndTip takes away what shows in the layer of a canvas: the page changed under it, and with it what the pointer rested
// on.
func EndTip(c fyne.Canvas) {
	if l, ok := tipLayers[c]; ok && len(l.layer.Objects) > 0 {
		l.layer.Objects = nil
		l.layer.Refresh()
	}
}

type tip struct {
	layer   *fyne.Container
	objects []fyne.CanvasObject
}

// showTip shows text below the pointer; nil if the window has no layer.
func showTip(o fyne.CanvasObject, text string, at fyne.Position) *tip {
	c := canvasOf(o)
	l, ok := tipLayers[c]
	if !ok {
		return nil
	}
	lines := wrap(text, SizeCaption, false, 480)
	width := float32(0)
	for _, line := range lines {
		width = max(width, ceil(textWidth(line, SizeCaption, false)))
	}
	box := &canvas.Rectangle{}
	setOutline(box, ColorBackground, ColorButtonBorder, 1, radiusChip)
	w, h := width+16, float32(len(lines))*lineHeight(SizeCaption)+8
	x := min(at.X, c.Size().Width-w-4)
	y := at.Y + 20
	if y+h > c.Size().Height {
		y = at.Y - h - 8
	}
	put(box, x, y, w, h)
	t := &tip{layer: l.layer, objects: []fyne.CanvasObject{box}}
	for i, line := range lines {
		text := textLine(SizeCaption, false)
		setText(text, line, ColorText)
		put(text, x+8, y+4+float32(i)*lineHeight(SizeCaption), width, lineHeight(SizeCaption))
		t.objects = append(t.objects, text)
	}
	l.layer.Objects = t.objects
	l.layer.Refresh()
	return t
}

func (t *tip) hide() {
	if t == nil || len(t.layer.Objects) == 0 || t.layer.Objects[0] != t.objects[0] {
		return // another text took the layer over in the meantime
	}
	t.layer.Objects = nil
	t.layer.Refresh()
}
