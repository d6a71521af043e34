package fulfil

import (
	"fyne.io/fyne/v2"
)

// letterLayout gives the letter what the two columns beside it leave; they narrow with the window, and neither goes.
type letterLayout struct{}

func (letterLayout) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	left, right := min(max(s.Width*0.3, 280), 430), min(max(s.Width*0.25, 250), 356)
	at := func(o fyne.CanvasObject, x, width float32) {
		o.Move(fyne.NewPos(x, 0))
		o.Resize(fyne.NewSize(width, s.Height))
	}
	at(objects[0], 0, left-1)
	at(objects[1], left-1, 1)
	at(objects[2], left, s.Width-left-right)
	at(objects[3], s.Width-right, 1)
	at(objects[4], s.Width-right+1, right-1)
}

func (letterLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(800, 120) }
