package part

import (
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Typed reports whether somebody has typed something into an entry inside o that leaving it would lose.
func Typed(o fyne.CanvasObject) bool {
	return anyEntry(o, func(e *Entry) bool { return e.Typed() && !e.Drafted })
}

// anyEntry reports whether an entry inside o is as asked.
func anyEntry(o fyne.CanvasObject, is func(*Entry) bool) bool {
	if o == nil {
		return false
	}
	if e, ok := entryOf(o); ok {
		return is(e)
	}
	for _, child := range childrenOf(o) {
		if anyEntry(child, is) {
			return true
		}
	}
	return false
}

// TypedIn reports whether a window holds something typed that is not kept anywhere yet, in what it shows or in a dialog
// over it, those that wait behind its lock too: what its end would lose.
func TypedIn(c fyne.Canvas) bool { return anyEntryIn(c, (*Entry).Typed) }

// Unsaved reports whether a window holds something typed that no draft keeps either.
func Unsaved(c fyne.Canvas) bool {
	return anyEntryIn(c, func(e *Entry) bool { return e.Typed() && !e.Drafted })
}

// anyEntryIn reports whether an entry of a window is as asked.
func anyEntryIn(c fyne.Canvas, is func(*Entry) bool) bool {
	return slices.ContainsFunc(append(c.Overlays().List(), c.Content()),
		func(o fyne.CanvasObject) bool { return anyEntry(o, is) }) ||
		slices.ContainsFunc(lifted[c], func(o *overlay) bool { return anyEntry(o, is) })
}

// Shows reports whether a window shows an object now, over which a dialog may lie.
func Shows(c fyne.Canvas, o fyne.CanvasObject) bool { return o != nil && showsIn(c.Content(), o) }

func showsIn(in, o fyne.CanvasObject) bool {
	if in == nil || !in.Visible() {
		return false
	}
	return in == o || slices.ContainsFunc(childrenOf(in), func(child fyne.CanvasObject) bool {
		return showsIn(child, o)
	})
}

// Leave does what would lose something typed, at once where nothing was typed, else once a person agrees to lose it.
func Leave(c fyne.Canvas, typed bool, leave func()) {
	if !typed {
		leave()
		return
	}
	d := NewDialog(DialogParts{Title: say.ThrowAway, Body: NewBody(say.ThrowAwayWhy), Confirm: say.Throw,
		Cancel: say.GoOn, Danger: true,
		OnConfirm: func() bool {
			leave()
			return true
		}})
	d.box.over = true                      // it shows nothing of anybody
	d.box.onShort = func(fyne.Shortcut) {} // the key that confirms what is typed behind must not throw it away
	d.Show(c)
}

// Texts lists the entries inside o whose text is work that could be lost, in their order.
func Texts(o fyne.CanvasObject) (list []*Entry) {
	anyEntry(o, func(e *Entry) bool {
		if !e.Fleeting && !e.Password && !e.Masked {
			list = append(list, e)
		}
		return false
	})
	return list
}

// Choice is an input of a form that is chosen or ticked and may stand as it is when the form opens. A claim is none:
// what somebody states or decides, they state anew.
type Choice interface {
	// Said is what stands chosen, in words; empty where nothing does.
	Said() string
	// Say chooses it as a person would, where it can still be chosen.
	Say(words string)
	// OnSaid has f told of every choice.
	OnSaid(f func())
}

var _, _ Choice = (*Select)(nil), (*Check)(nil)

// Said is the option that is chosen.
func (s *Select) Said() string { return s.text() }

// Say chooses the option of these words.
func (s *Select) Say(words string) {
	if at := slices.Index(s.Options, words); at >= 0 {
		s.Choose(at)
	}
}

// Said says whether the box is ticked.
func (c *Check) Said() string { return strconv.FormatBool(c.Checked) }

// Say ticks the box or not.
func (c *Check) Say(words string) { c.SetChecked(words == strconv.FormatBool(true)) }

// Choices lists the choices inside o, in their order.
func Choices(o fyne.CanvasObject) (list []Choice) {
	switch o := o.(type) {
	case *Select:
		if o.Placeholder != say.ChooseOne {
			list = append(list, o)
		}
	case *Check:
		list = append(list, o)
	default:
		for _, child := range childrenOf(o) {
			list = append(list, Choices(child)...)
		}
	}
	return list
}

// entryOf is the entry that an input is.
func entryOf(o fyne.CanvasObject) (*Entry, bool) {
	switch o := o.(type) {
	case *Entry:
		return o, true
	case *DateField:
		return &o.Entry, true
	case *SearchField:
		return o.Entry, true
	}
	return nil, false
}

// childrenOf are the objects that an object is made of, as far as inputs can lie among them.
func childrenOf(o fyne.CanvasObject) []fyne.CanvasObject {
	switch o := o.(type) {
	case *fyne.Container:
		return o.Objects
	case *container.Scroll:
		return []fyne.CanvasObject{o.Content}
	case fyne.Widget:
		return objectsOf(o)
	}
	return nil
}
