package main

import (
	_ "unsafe" // for go:linkname

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/ui/plain"
)

// Fyne makes an application for each driver of its own and keeps the function that takes any driver to itself: it is
// asked for by its name here, and a test sees that it is there.
//
//go:linkname newAppWithDriver fyne.io/fyne/v2/app.newAppWithDriver
func newAppWithDriver(d fyne.Driver, clipboard fyne.Clipboard, id string) fyne.App

// drawVariable chooses how the window is drawn: "software" does without OpenGL where there is one too.
const drawVariable = "RIGHTSDESK_DRAW"

// plainApp is the application drawn without OpenGL; scale is what its units are multiplied by.
func plainApp(scale float32) (fyne.App, error) {
	d, err := plain.New(scale)
	if err != nil {
		return nil, err
	}
	return newAppWithDriver(d, d.Clipboard(), id), nil
}
