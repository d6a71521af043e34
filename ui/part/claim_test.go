package part

import (
	"testing"

	"fyne.io/fyne/v2"
)

func TestAClaimIsChosenBeforeItIsMade(t *testing.T) {
	themed(t, false)
	said := -1
	few := NewClaim("Result", []Option{{Text: "Proven"}, {Text: "Not proven"}}, func(i int) { said = i })
	many := NewClaimAmong("By", []string{"Post", "E-mail"}, func(i int) { said = i })
	for what, c := range map[string]struct {
		field  *Field
		choose func(int)
	}{"few": {few, few.Input.(*Radio).Choose}, "many": {many, many.Input.(*Select).Choose}} {
		said = -1
		if c.field.Validate() || c.field.Problem() != say.ChooseOne {
			t.Errorf("%s: passes with nothing chosen", what)
		}
		c.choose(0)
		if !c.field.Validate() || said != 0 {
			t.Errorf("%s: does not pass once the first is chosen", what)
		}
	}
}

func TestEnterInALongDialogGoesOnAndConfirmsInTheLastFieldAlone(t *testing.T) {
	win, _ := behind(t)
	name, kind, phone := NewEntry(""), NewSelect([]string{"Copy", "Deletion"}, -1, nil), NewEntry("")
	taken := false
	d := NewDialog(DialogParts{Title: "New",
		Body: VBox(8, Pair(NewField("a", name), NewField("b", kind)), NewField("c", phone)), Long: true,
		Confirm: "Take in", Cancel: "Cancel",
		OnConfirm: func() bool { taken = true; return true }})
	d.Show(win.Canvas())
	for _, next := range []fyne.Focusable{kind, phone} {
		if press(win.Canvas(), fyne.KeyReturn); taken || win.Canvas().Focused() != next {
			t.Fatalf("taken in %v, focus on %T, want %T", taken, win.Canvas().Focused(), next)
		}
	}
	if press(win.Canvas(), fyne.KeyReturn); !taken {
		t.Error("Enter in the last field does not take in")
	}
}

// The red "Choose one" stayed after somebody had chosen.
func TestWhatWasWrongIsNotSaidOfTheNewChoice(t *testing.T) {
	tick := NewCheck("a", nil)
	ticked := NewField("Which", VBox(4, tick)).WithCheck(func() string {
		if !tick.Checked {
			return "Tick at least one"
		}
		return ""
	})
	radio, list := NewClaim("Kind", []Option{{Text: "a"}, {Text: "b"}}, nil), NewClaimAmong("Way", []string{"a", "b"},
		nil)
	form := NewForm(radio, list, ticked)
	window(t, form, 400, 300)
	if form.Validate() || radio.Problem() == "" || list.Problem() == "" || ticked.Problem() == "" {
		t.Fatalf("not all that is missing is marked: %q, %q, %q", radio.Problem(), list.Problem(), ticked.Problem())
	}
	radio.Input.(*Radio).Choose(1)
	list.Input.(*Select).Choose(0)
	tick.SetChecked(true)
	if radio.Problem()+list.Problem()+ticked.Problem() != "" {
		t.Errorf("still said: %q, %q, %q", radio.Problem(), list.Problem(), ticked.Problem())
	}
}

// TestNothingJumpsWhenAProblemGoes: a field keeps the room that its problem took.
func TestNothingJumpsWhenAProblemGoes(t *testing.T) {
	themed(t, false)
	e := NewEntry("")
	f := NewField("Name", e).WithCheck(func() string {
		if e.Text == "" {
			return "a sentence that is far too long to stand beside the label of so small a field"
		}
		return ""
	})
	window(t, VBox(0, f, Gap()), 200, 300)
	f.Validate()
	f.Resize(fyne.NewSize(200, f.HeightFor(200)))
	high := f.HeightFor(200)
	e.SetText("x")
	f.typed()
	equal(t, "the problem", f.Problem(), "")
	equal(t, "the height", f.HeightFor(200), high)
}
