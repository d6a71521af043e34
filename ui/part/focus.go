package part

import "fyne.io/fyne/v2"

// UnfocusIn takes the focus from a widget that lies within an area about to be drawn anew; what has the focus
// elsewhere, the search above all, keeps it, or somebody who is typing there would see their letters taken for keys.
func UnfocusIn(c fyne.Canvas, area fyne.CanvasObject) {
	if c.Overlays().Top() != nil {
		return
	}
	if focused, ok := c.Focused().(fyne.CanvasObject); ok && (within(focused, area) || isNowhere(focused)) {
		c.Unfocus()
	}
}

// isNowhere reports whether a widget is not in the window any more: Fyne gives such a one the position 0, 0.
func isNowhere(o fyne.CanvasObject) bool {
	return fyne.CurrentApp().Driver().AbsolutePositionForObject(o).IsZero()
}

func within(o, area fyne.CanvasObject) bool {
	driver := fyne.CurrentApp().Driver()
	at, from := driver.AbsolutePositionForObject(o), driver.AbsolutePositionForObject(area)
	size := area.Size()
	return at.X >= from.X && at.Y >= from.Y && at.X < from.X+size.Width && at.Y < from.Y+size.Height
}

// FocusNext gives the keyboard to the area after the one that has it, or before it, and goes round: to its rows, else
// to its filled button, else to the first thing in it that takes keys. It reports whether any area took it.
func FocusNext(c fyne.Canvas, areas []fyne.CanvasObject, by int) bool {
	at := -1
	if focused, ok := c.Focused().(fyne.CanvasObject); ok {
		for i, area := range areas {
			if within(focused, area) {
				at = i
			}
		}
	}
	if at < 0 && by < 0 {
		at = 0
	}
	for range areas {
		at = (at + by + len(areas)) % len(areas)
		if first := firstKeyed(areas[at]); first != nil {
			c.Focus(first)
			return true
		}
	}
	return false
}

// firstKeyed is what of an area takes the keyboard; nil if nothing does.
func firstKeyed(area fyne.CanvasObject) (first fyne.Focusable) {
	rank := 0
	visitKeyed(area, func(f fyne.Focusable) {
		r := 1
		switch f := f.(type) {
		case *rows:
			r = 3
		case *Button:
			if f.Kind == Primary {
				r = 2
			}
		case *RailRow:
			if f.Selected {
				r = 2
			}
		}
		if r > rank {
			rank, first = r, f
		}
	})
	return first
}

func visitKeyed(o fyne.CanvasObject, visit func(fyne.Focusable)) {
	if o == nil || !o.Visible() {
		return
	}
	if d, ok := o.(fyne.Disableable); ok && d.Disabled() {
		return
	}
	if f, ok := o.(fyne.Focusable); ok {
		visit(f)
		return
	}
	for _, child := range childrenOf(o) {
		visitKeyed(child, visit)
	}
}

// Actions are the buttons with words that show within an area and can be pressed, in their order; of several with the
// same words the first, since words alone do not tell them apart.
func Actions(area fyne.CanvasObject) (list []*Button) {
	known := map[string]bool{}
	var visit func(fyne.CanvasObject)
	visit = func(o fyne.CanvasObject) {
		if o == nil || !o.Visible() {
			return
		}
		if b, ok := o.(*Button); ok {
			if b.Text != "" && b.OnTap != nil && !b.Disabled() && !known[b.Text] {
				known[b.Text] = true
				list = append(list, b)
			}
			return
		}
		for _, child := range childrenOf(o) {
			visit(child)
		}
	}
	visit(area)
	return list
}
