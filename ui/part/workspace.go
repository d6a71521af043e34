package part

import "fyne.io/fyne/v2"

// stripWidth is how wide the strip is that leads to a left column which has no room.
const stripWidth float32 = 36

// Workspace lays out a screen of three columns with lines between them. left and right have fixed widths; left gives
// way when the middle would have less than least. A strip with an arrow then shows it, and takes it away again: no list
// is out of reach in a small window.
func Workspace(left, middle, right fyne.CanvasObject, leftWidth, least, rightWidth float32) *fyne.Container {
	l := &workspaceLayout{left: leftWidth, least: least, right: rightWidth}
	w := &fyne.Container{Layout: l}
	turn := func(open bool) func() {
		return func() {
			l.open = open
			w.Refresh()
		}
	}
	show, hide := ListTips()
	l.show, l.hide = NewIconButton("back", show, turn(true)), NewIconButton("x", hide, turn(false))
	strip := Inset(8, 4, 0, 4, VBox(0, l.show, l.hide))
	w.Objects = []fyne.CanvasObject{left, NewFill(ColorLine), middle, NewFill(ColorLine), right, strip}
	return w
}

// ListTips returns what the icons of a Workspace say that show its list over the page and put it away, in the language
// of the window.
var ListTips = func() (show, hide string) { return "", "" }

type workspaceLayout struct {
	left, least, right float32
	open               bool // the left column shows though there is little room
	show, hide         *Button
}

func (l *workspaceLayout) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	left, strip := l.left, float32(0)
	if narrow := s.Width-left-l.right < l.least; narrow && l.left > 0 {
		strip = stripWidth
		if !l.open {
			left = 0
		}
	}
	show(objects[0], left > 0)
	show(objects[1], left > 0)
	show(objects[5], strip > 0)
	show(l.show, !l.open)
	show(l.hide, l.open)
	put(objects[0], 0, 0, left-1, s.Height)
	put(objects[1], left-1, 0, 1, s.Height)
	put(objects[5], left, 0, strip, s.Height)
	put(objects[2], left+strip, 0, s.Width-left-strip-l.right, s.Height)
	put(objects[3], s.Width-l.right, 0, 1, s.Height)
	put(objects[4], s.Width-l.right+1, 0, l.right-1, s.Height)
}

func (l *workspaceLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(l.right+200, 120)
}
