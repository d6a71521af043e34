package plain

import (
	_ "unsafe" // for go:linkname

	"fyne.io/fyne/v2"
	_ "fyne.io/fyne/v2/driver/software" // brings the functions below along
)

// What every driver of Fyne does with the tree of a window, Fyne keeps to its own drivers: these are its functions,
// asked for by their names, so that a window drawn here behaves like one drawn with OpenGL. A test calls each of them:
// a release of Fyne that has other ones does not pass.

//go:linkname findObject fyne.io/fyne/v2/internal/driver.FindObjectAtPositionMatching
func findObject(at fyne.Position, matches func(fyne.CanvasObject) bool, overlay fyne.CanvasObject,
	roots ...fyne.CanvasObject) (fyne.CanvasObject, fyne.Position, int)

//go:linkname walkVisible fyne.io/fyne/v2/internal/driver.WalkVisibleObjectTree
func walkVisible(o fyne.CanvasObject, before func(fyne.CanvasObject, fyne.Position, fyne.Position, fyne.Size) bool,
	after func(o fyne.CanvasObject, at fyne.Position, parent fyne.CanvasObject)) bool

//go:linkname absolutePosition fyne.io/fyne/v2/internal/driver.AbsolutePositionForObject
func absolutePosition(o fyne.CanvasObject, trees []fyne.CanvasObject) fyne.Position

//go:linkname rendererOf fyne.io/fyne/v2/internal/cache.Renderer
func rendererOf(w fyne.Widget) fyne.WidgetRenderer

//go:linkname setCanvas fyne.io/fyne/v2/internal/cache.SetCanvasForObject
func setCanvas(o fyne.CanvasObject, c fyne.Canvas, setup func())

//go:linkname canvasOf fyne.io/fyne/v2/internal/cache.GetCanvasForObject
func canvasOf(o fyne.CanvasObject) fyne.Canvas

//go:linkname textSize fyne.io/fyne/v2/internal/painter.RenderedTextSize
func textSize(text string, size float32, style fyne.TextStyle, source fyne.Resource) (fyne.Size, float32)

//go:linkname onMain fyne.io/fyne/v2/internal/async.IsMainGoroutine
func onMain() bool
