//go:build cgo && !ci

package main

import (
	"fmt"
	"io"
	"log"
	"runtime"

	"github.com/go-gl/glfw/v3.4/glfw"
)

// look asks the system whether it can show a window, by the library that Fyne shows it with and before Fyne does: Fyne
// itself would end in a panic without a display, and in a black window without OpenGL.
func look() (s screen, opengl bool, err error) {
	defer log.SetOutput(log.Writer())
	log.SetOutput(io.Discard) // where the library tells of what is asked here
	if err := glfw.Init(); err != nil {
		return s, false, fmt.Errorf("%w: %w", errNoDisplay, err)
	}
	defer glfw.Terminate()
	s = screen{system: 1}
	if m := glfw.GetPrimaryMonitor(); m != nil {
		_, _, s.width, s.height = m.GetWorkarea()
		s.system = systemScale(m)
	}
	for hint, value := range map[glfw.Hint]int{glfw.Visible: glfw.False, glfw.ContextVersionMajor: 2,
		glfw.ContextVersionMinor: 1} {
		glfw.WindowHint(hint, value)
	}
	w, err := glfw.CreateWindow(16, 16, "", nil, nil)
	if err != nil || w == nil {
		return s, false, nil // whatever it says, there is no OpenGL
	}
	w.Destroy()
	return s, true, nil
}

// systemScale is what Fyne multiplies the window's units by on a screen.
func systemScale(m *glfw.Monitor) float32 {
	switch runtime.GOOS {
	case "darwin": // sizes are in points already
		return 1
	case "windows":
		x, _ := m.GetContentScale()
		return max(x, 1)
	}
	mode := m.GetVideoMode()
	if mode == nil {
		return 1
	}
	millimetres, _ := m.GetPhysicalSize()
	return detected(mode.Width, millimetres)
}

// detected is the factor that Fyne takes from a screen's own size where the system names none: 120 dots an inch are 1.
func detected(pixels, millimetres int) float32 {
	dpi := float32(pixels) / (float32(millimetres) / 25.4)
	if dpi > 1000 || dpi < 10 {
		return 1
	}
	return max(dpi/120, 1)
}
