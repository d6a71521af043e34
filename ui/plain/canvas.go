package plain

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/driver/software"
)

// canvas is what a window shows, drawn by Fyne's software painter.
type canvas struct {
	software.WindowlessCanvas
	window       *window
	dirty        bool
	overlays     int                             // that were there when it was drawn
	least        map[fyne.CanvasObject]fyne.Size // of each object, when it was drawn
	onDown, onUp func(*fyne.KeyEvent)
	shortcuts    fyne.Shortcutable
}

var _ desktop.Canvas = (*canvas)(nil)

func newCanvas(w *window) *canvas {
	c := &canvas{WindowlessCanvas: software.NewCanvas(), window: w, dirty: true}
	c.shortcuts, _ = c.WindowlessCanvas.(fyne.Shortcutable)
	return c
}

// Refresh has the window drawn again.
func (c *canvas) Refresh(fyne.CanvasObject) { c.SetDirty() }

// SetDirty has the window drawn again.
func (c *canvas) SetDirty() { c.dirty = true }

// SetContent shows something else.
func (c *canvas) SetContent(o fyne.CanvasObject) {
	size := c.Size()
	c.WindowlessCanvas.SetContent(o)
	c.WindowlessCanvas.Resize(size)
	c.SetDirty()
}

func (c *canvas) OnKeyDown() func(*fyne.KeyEvent) { return c.onDown }

func (c *canvas) SetOnKeyDown(fn func(*fyne.KeyEvent)) { c.onDown = fn }

func (c *canvas) OnKeyUp() func(*fyne.KeyEvent) { return c.onUp }

func (c *canvas) SetOnKeyUp(fn func(*fyne.KeyEvent)) { c.onUp = fn }

// roots are the trees of the canvas, the topmost overlay last.
func (c *canvas) roots() []fyne.CanvasObject {
	var out []fyne.CanvasObject
	if content := c.Content(); content != nil {
		out = append(out, content)
	}
	return append(out, c.Overlays().List()...)
}

// settle lays out again what became larger or smaller than when it was drawn last, from the leaves up: a widget changes
// its size without a word, and it is for the driver to tell those around it.
func (c *canvas) settle() {
	next := make(map[fyne.CanvasObject]fyne.Size, len(c.least))
	waiting := map[fyne.CanvasObject]bool{}
	for _, root := range c.roots() {
		walkVisible(root, nil, func(o fyne.CanvasObject, _ fyne.Position, parent fyne.CanvasObject) {
			setCanvas(o, c, func() {})
			if waiting[o] {
				layOut(o)
			}
			size := o.MinSize()
			next[o] = size
			if c.least[o] == size {
				return
			}
			if parent != nil {
				waiting[parent] = true
			} else {
				layOut(o)
			}
		})
	}
	c.least = next
	if content := c.Content(); content != nil {
		c.window.atLeast(content.MinSize())
	}
}

func layOut(o fyne.CanvasObject) {
	switch o := o.(type) {
	case *fyne.Container:
		if o.Layout != nil {
			o.Layout.Layout(o.Objects, o.Size())
		}
	case fyne.Widget:
		rendererOf(o).Layout(o.Size())
	}
}

// find is the topmost object at a place of which matches says so, and the place in it.
func (c *canvas) find(at fyne.Position, matches func(fyne.CanvasObject) bool) (fyne.CanvasObject, fyne.Position) {
	o, pos, _ := findObject(at, matches, c.Overlays().Top(), c.Content())
	return o, pos
}
