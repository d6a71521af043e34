// Command emptywindow opens an empty Fyne window as large as the desk's: what BenchmarkWindow measures the desk beside.
package main

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
)

func main() {
	w := app.NewWithID("cn.orangelab.rightsdesk.empty").NewWindow("Empty window")
	w.Resize(fyne.NewSize(1440, 900))
	w.ShowAndRun()
}
