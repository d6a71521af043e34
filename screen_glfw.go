//go:build cgo && !ci

package main

import (
	"runtime"

	"fyne.io/fyne/v2"
	"github.com/go-gl/glfw/v3.4/glfw"
)

// freeArea is what panels and docks leave free of the first screen, in the window's units; nothing where it is not known.
// Fyne tells nobody how large a screen is, so its window library is asked, once Fyne has made a window with it.
func freeArea() fyne.Size {
	monitor := glfw.GetPrimaryMonitor()
	if monitor == nil {
		return fyne.Size{}
	}
	_, _, width, height := monitor.GetWorkarea()
	scale := fyne.CurrentApp().Settings().Scale()
	if scale <= 0 { // nobody has chosen one
		scale = 1
	}
	if runtime.GOOS != "darwin" { // there sizes are in points already
		x, _ := monitor.GetContentScale()
		scale *= max(x, 1)
	}
	return fyne.NewSize(float32(width)/scale, float32(height)/scale)
}
