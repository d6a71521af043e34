package part

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// TestEnterStopsAtAChoiceThatNobodyMade: Enter in the field before it went past "Whose law applies" to the next field
// that was empty.
func TestEnterStopsAtAChoiceThatNobodyMade(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(NewTheme(false))
	zone, name := NewEntry(""), NewEntry("")
	for what, claim := range map[string]*Field{
		"a list":    NewClaimAmong("Whose law applies", []string{"China", "European Union", "a", "b", "c", "d"}, nil),
		"some dots": NewClaim("Whose law applies", []Option{{Text: "China"}, {Text: "Europe"}}, nil),
	} {
		form := NewForm(NewField("Time zone", zone), claim, NewField("Your name", name))
		test.NewTempWindow(t, form)
		first := fieldsIn(claim.Input)[0]
		if got := form.Empty(zone); got != first {
			t.Errorf("%s: Enter goes on to %T", what, got)
		}
		switch input := claim.Input.(type) {
		case *Select:
			input.Choose(1)
		case *Radio:
			input.Choose(1)
		}
		if got := form.Empty(zone); got != fyne.Focusable(name) {
			t.Errorf("%s: once it is chosen, Enter goes on to %T", what, got)
		}
		if got := form.Empty(first); got != fyne.Focusable(name) {
			t.Errorf("%s: Enter in it goes on to %T", what, got)
		}
	}
}
