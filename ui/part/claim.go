package part

import "fyne.io/fyne/v2"

// NewClaim returns a labelled choice among a few by which somebody states what was so. Nothing is chosen beforehand,
// and the form does not pass without a choice: an Enter too many must not state anything.
func NewClaim(label string, options []Option, changed func(index int)) *Field {
	return claimed(label, NewRadio(options, -1, changed))
}

// NewClaimAmong is NewClaim with more choices than can stand in sight.
func NewClaimAmong(label string, options []string, changed func(index int)) *Field {
	s := NewSelect(options, -1, changed)
	s.Placeholder = say.ChooseOne
	return claimed(label, s)
}

// chosen is what an input of choices tells its field: what was said to be wrong of the old choice is not true of the
// new.
type chosen struct {
	onChosen func()
	onKept   func() // see Choice
}

func (c *chosen) tell(field func()) { c.onChosen = field }

// OnSaid has f told of every choice.
func (c *chosen) OnSaid(f func()) { c.onKept = f }

func (c *chosen) told() {
	if c.onChosen != nil {
		c.onChosen()
	}
	if c.onKept != nil {
		c.onKept()
	}
}

// tellOf has every choice within o tell its field.
func tellOf(o fyne.CanvasObject, field func()) {
	if c, ok := o.(interface{ tell(func()) }); ok {
		c.tell(field)
		return
	}
	if box, ok := o.(*fyne.Container); ok {
		for _, child := range box.Objects {
			tellOf(child, field)
		}
	}
}

func claimed(label string, input interface {
	fyne.CanvasObject
	Current() int
}) *Field {
	return NewField(label, input).WithCheck(func() string {
		if input.Current() < 0 {
			return say.ChooseOne
		}
		return ""
	})
}
