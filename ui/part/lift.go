package part

import "fyne.io/fyne/v2"

// lifted are the dialogs and menus of windows that are locked, the lowest first. Those that would appear meanwhile wait
// among them: nothing of what a person worked on may lie over the lock.
var lifted = map[fyne.Canvas][]*overlay{}

// LiftAll takes every dialog and menu off a window and keeps new ones away until LayBack or DropAll.
func LiftAll(c fyne.Canvas) {
	focused := c.Focused()
	c.Unfocus()
	boxes := takeOff(c)
	for i, o := range boxes {
		o.lifted = true
		if i == len(boxes)-1 {
			o.focused = focused
		}
	}
	lifted[c] = boxes
}

// LayBack lays them over the window again as they were, but for those that ended meanwhile.
func LayBack(c fyne.Canvas) {
	boxes := lifted[c]
	delete(lifted, c)
	for _, o := range boxes {
		o.lifted = false
		if o.on == nil {
			continue
		}
		o.showOn(c, o.focused)
		o.focused = nil
	}
}

// DropAll takes every dialog and menu off a window for good, those that wait too.
func DropAll(c fyne.Canvas) {
	for _, o := range append(takeOff(c), lifted[c]...) {
		o.on = nil
	}
	delete(lifted, c)
}

func takeOff(c fyne.Canvas) (boxes []*overlay) {
	for top := c.Overlays().Top(); top != nil; top = c.Overlays().Top() {
		c.Overlays().Remove(top)
		if o, ok := top.(*overlay); ok {
			c.SetOnTypedKey(o.previous)
			boxes = append([]*overlay{o}, boxes...)
		}
	}
	return boxes
}
