package part

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// TestAListWithoutRoomIsReached: the left column of a small window is one tap away, and so is the way back.
func TestAListWithoutRoomIsReached(t *testing.T) {
	test.NewTempApp(t)
	left, middle, right := Space(1, 1), Space(1, 1), Space(1, 1)
	w := Workspace(left, middle, right, 212, 480, 288)
	l := w.Layout.(*workspaceLayout)
	window := test.NewTempWindow(t, w)
	window.SetPadded(false)
	at := func(width float32) { window.Resize(fyne.NewSize(width, 700)); w.Resize(fyne.NewSize(width, 700)) }
	at(1260)
	equal(t, "in a large window the list shows", left.Visible(), true)
	equal(t, "and needs no strip", w.Objects[5].Visible(), false)
	at(960)
	equal(t, "in a small one it gives way", left.Visible(), false)
	equal(t, "to a strip", w.Objects[5].Visible(), true)
	equal(t, "beside the middle", middle.Position().X, stripWidth)
	l.show.Tap()
	equal(t, "which shows the list", left.Visible(), true)
	equal(t, "what is left of the width", middle.Size().Width, 960-212-288-stripWidth)
	l.hide.Tap()
	equal(t, "and takes it away", left.Visible(), false)
	l.show.Tap()
	at(1260)
	equal(t, "with room there is no strip again", w.Objects[5].Visible(), false)
	equal(t, "and the middle begins after the list", middle.Position().X, float32(212))
}
