package part

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

// behind is a window with a button, which has the focus before a dialog opens.
func behind(t *testing.T) (fyne.Window, *Button) {
	t.Helper()
	themed(t, false)
	b := NewButton("behind", nil)
	win := window(t, VBox(8, b, Gap()), 1024, 700)
	win.Canvas().Focus(b)
	return win, b
}

func TestDialogAnswersEscAndEnter(t *testing.T) {
	for _, c := range []struct {
		name   string
		keys   []fyne.KeyName
		ctrl   bool
		danger bool
		want   string
	}{
		{"Esc cancels", []fyne.KeyName{fyne.KeyEscape}, false, false, "cancelled"},
		{"Enter in a one-line entry confirms", []fyne.KeyName{fyne.KeyReturn}, false, false, "confirmed"},
		{"Enter in a many-line entry writes a line", []fyne.KeyName{fyne.KeyTab, fyne.KeyReturn}, false, false, "open"},
		{"Ctrl+Enter in a many-line entry confirms", []fyne.KeyName{fyne.KeyTab}, true, false, "confirmed"},
		{"Esc in a many-line entry cancels", []fyne.KeyName{fyne.KeyTab, fyne.KeyEscape}, false, false, "cancelled"},
		{"a destructive dialog confirms by Enter in its entry too", []fyne.KeyName{fyne.KeyReturn}, false, true,
			"confirmed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			win, b := behind(t)
			name, note := NewEntry(""), NewMultiLine("", 3)
			state := "open"
			d := NewDialog(DialogParts{Title: "Title", Body: NewForm(NewField("Name", name), NewField("Note", note)),
				Confirm: "Save", Cancel: "Cancel", Danger: c.danger,
				OnConfirm: func() bool { state = "confirmed"; return true }, OnCancel: func() { state = "cancelled" }})
			d.Show(win.Canvas())
			if win.Canvas().Focused() != name {
				t.Fatalf("focus is on %T, want the first entry", win.Canvas().Focused())
			}
			press(win.Canvas(), c.keys...)
			if c.ctrl {
				shortcut(win.Canvas(), ctrl(fyne.KeyReturn))
			}
			equal(t, "state", state, c.want)
			equal(t, "shown", d.Shown(), c.want == "open")
			if !d.Shown() && win.Canvas().Focused() != b {
				t.Error("focus did not return to where it was")
			}
		})
	}
}

func TestDialogTabGoesRound(t *testing.T) {
	win, _ := behind(t)
	first, second := NewEntry(""), NewEntry("")
	d := NewDialog(DialogParts{Title: "T", Body: NewForm(NewField("a", first), NewField("b", second)), Confirm: "Save",
		Cancel: "Cancel"})
	d.Show(win.Canvas())
	var seen []fyne.Focusable
	for range 5 {
		seen = append(seen, win.Canvas().Focused())
		press(win.Canvas(), fyne.KeyTab)
	}
	for i, want := range []fyne.Focusable{first, second, d.cancel, d.confirm, first} {
		if seen[i] != want {
			t.Errorf("stop %d: %T %p, want %T %p", i, seen[i], seen[i], want, want)
		}
	}
}

func TestTabLeavesEveryField(t *testing.T) {
	win, _ := behind(t)
	note, next := NewMultiLine("", 3), NewEntry("")
	d := NewDialog(DialogParts{Title: "T", Body: NewForm(NewField("a", note), NewField("b", next)), Confirm: "Save",
		Cancel: "Cancel"})
	d.Show(win.Canvas())
	typeText(win.Canvas(), "why")
	press(win.Canvas(), fyne.KeyTab)
	equal(t, "after Tab", win.Canvas().Focused(), fyne.Focusable(next))
	equal(t, "what was typed", note.Text, "why")
}

func TestNothingMovesWhenAFieldIsWrong(t *testing.T) {
	win, _ := behind(t)
	name, note := NewField("Name", NewEntry("")), NewField("Why", NewEntry("")).WithHint("in a few words")
	wrong := false
	for _, f := range []*Field{name, note} {
		f.WithCheck(func() string {
			if wrong {
				return "Fill this in"
			}
			return ""
		})
	}
	form := NewForm(name, note)
	d := NewDialog(DialogParts{Title: "T", Body: form, Form: form, Confirm: "Save", Cancel: "Cancel"})
	d.Show(win.Canvas())
	where := func() [3]fyne.Position {
		driver := fyne.CurrentApp().Driver()
		return [3]fyne.Position{driver.AbsolutePositionForObject(name.Input),
			driver.AbsolutePositionForObject(note.Input), driver.AbsolutePositionForObject(d.confirm)}
	}
	before := where()
	wrong = true
	d.Accept()
	equal(t, "shown", name.Problem(), "Fill this in")
	equal(t, "places", where(), before)
}

func TestWhatWentWrongStandsWholeInADialogAsHighAsItsWindow(t *testing.T) {
	win, _ := behind(t)
	d := NewDialog(DialogParts{Title: "T", Body: Space(10, 5000), Confirm: "Save", Cancel: "Cancel"})
	d.Show(win.Canvas())
	d.SetProblem("Please correct", "Something is missing; it is marked in red.")
	driver := fyne.CurrentApp().Driver()
	bottom := driver.AbsolutePositionForObject(d.problem).Y + d.problem.HeightFor(d.problem.Size().Width)
	box := driver.AbsolutePositionForObject(d.content).Y + d.content.Size().Height
	if bottom > box-dialogEdge+1 {
		t.Errorf("it ends at %v, the box at %v", bottom, box)
	}
}

func TestTheWheelOverAFieldMovesThePageWhereTheFieldHasNoMore(t *testing.T) {
	themed(t, false)
	note := NewMultiLine("", 3)
	page := Page(VBox(0, NewForm(NewField("a", note)), Space(1, 2000)))
	win := window(t, page, 300, 300)
	over := newWheel(note)
	down, up := &fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -40)}, &fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, 40)}
	over.Scrolled(down)
	equal(t, "an empty field", page.Offset.Y, float32(40))
	note.SetText(strings.Repeat("a line\n", 40))
	note.CursorRow = 0
	win.Canvas().Focus(note)
	page.ScrollToOffset(fyne.NewPos(0, 40)) // away from the field, to which the focus brought it back
	ownScroll(note).ScrollToTop()
	over.Scrolled(down)
	equal(t, "the page under a full field", page.Offset.Y, float32(40))
	equal(t, "the full field", ownScroll(note).Offset.Y, float32(40))
	ownScroll(note).ScrollToTop()
	over.Scrolled(up)
	equal(t, "at its beginning the page moves", page.Offset.Y, float32(0))
}

func TestCtrlTabLeavesAManyLineEntry(t *testing.T) {
	win, _ := behind(t)
	note, next := NewMultiLine("", 3), NewEntry("")
	d := NewDialog(DialogParts{Title: "T", Body: NewForm(NewField("a", note), NewField("b", next)), Confirm: "Save",
		Cancel: "Cancel"})
	d.Show(win.Canvas())
	shortcut(win.Canvas(), ctrl(fyne.KeyTab))
	equal(t, "forward", win.Canvas().Focused(), fyne.Focusable(next))
	win.Canvas().Focus(note)
	shortcut(win.Canvas(),
		&desktop.CustomShortcut{KeyName: fyne.KeyTab, Modifier: fyne.KeyModifierControl | fyne.KeyModifierShift})
	equal(t, "back", win.Canvas().Focused(), fyne.Focusable(d.confirm))
}

func TestDestructiveDialogDoesNotFocusItsButton(t *testing.T) {
	win, _ := behind(t)
	done := false
	d := NewDialog(DialogParts{Title: "Erase?", Body: NewBody("It cannot be undone."), Confirm: "Erase", Cancel: "Keep",
		Danger:    true,
		OnConfirm: func() bool { done = true; return true }})
	d.Show(win.Canvas())
	equal(t, "focus", win.Canvas().Focused(), fyne.Focusable(d.cancel))
	press(win.Canvas(), fyne.KeyReturn)
	equal(t, "erased by a thoughtless Enter", done, false)
	equal(t, "shown", d.Shown(), false)
}

func TestDialogFitsASmallWindow(t *testing.T) {
	themed(t, false)
	win := window(t, Space(10, 10), 1024, 700)
	var fields []*Field
	for range 20 {
		fields = append(fields, NewField("Label", NewEntry("")))
	}
	d := NewDialog(DialogParts{Title: "T", Body: NewForm(fields...), Confirm: "Save", Cancel: "Cancel"})
	d.Show(win.Canvas())
	content := d.box.body.(*fyne.Container)
	if bottom := content.Position().Y + content.Size().Height; bottom > 700 {
		t.Errorf("the dialog ends at %v, below the window", bottom)
	}
	picture(t, win, "dialog-long")
	last := fields[19].Input.(*Entry)
	win.Canvas().Focus(last)
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(last).Y
	if at < content.Position().Y || at+ButtonHeight > 640 {
		t.Errorf("the last field has the focus and lies at %v, out of sight", at)
	}
}

func TestOverlaysKeepKeysFromTheWindow(t *testing.T) {
	win, _ := behind(t)
	ran := ""
	keys, err := NewKeyMap(Shortcuts, func(command string) bool { ran += command + " "; return true })
	if err != nil {
		t.Fatal(err)
	}
	keys.Attach(win.Canvas())
	defer keys.Detach()
	d := NewDialog(DialogParts{Title: "T", Body: NewEntry(""), Confirm: "Save", Cancel: "Cancel",
		OnConfirm: func() bool { return false }})
	d.Show(win.Canvas())
	typeText(win.Canvas(), "jk/")
	press(win.Canvas(), fyne.KeyReturn)
	shortcut(win.Canvas(), ctrl(fyne.KeyK))
	win.Canvas().Unfocus()
	press(win.Canvas(), fyne.KeyJ)
	equal(t, "commands", ran, "")
	d.Close()
	press(win.Canvas(), fyne.KeyJ)
	equal(t, "commands after the dialog", ran, "row.next ")
}

func TestMenuChoosesByKeyboard(t *testing.T) {
	win, b := behind(t)
	ran := ""
	items := []MenuItem{{Label: "Open", Key: "Enter", Run: func() { ran = "open" }}, {},
		{Label: "Claim", Disabled: true, Run: func() { ran = "claim" }},
		{Label: "Copy", Icon: "copy", Run: func() { ran = "copy" }}, {Label: "Erase", Danger: true}}
	ShowMenu(win.Canvas(), fyne.NewPos(1000, 690), 0, items)
	picture(t, win, "menu")
	press(win.Canvas(), fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn)
	equal(t, "ran", ran, "copy")
	equal(t, "focus returned", win.Canvas().Focused(), fyne.Focusable(b))
	ShowMenu(win.Canvas(), fyne.NewPos(10, 10), 0, items)
	press(win.Canvas(), fyne.KeyEscape)
	equal(t, "closed by Esc", win.Canvas().Overlays().Top() == nil, true)
	ShowMenu(win.Canvas(), fyne.NewPos(10, 10), 0, items)
	test.TapCanvas(win.Canvas(), fyne.NewPos(900, 600))
	equal(t, "closed by a tap beside it", win.Canvas().Overlays().Top() == nil, true)
}

// TestAMenuIsWalkedByTabAndLetters: Enter in a menu in which nothing is marked marks the first item and chooses nothing
// yet.
func TestAMenuIsWalkedByTabAndLetters(t *testing.T) {
	win, _ := behind(t)
	ran := ""
	items := []MenuItem{{Label: "Access", Run: func() { ran += "access " }}, {},
		{Label: "Correction", Run: func() { ran += "correction " }}, {Label: "Copy", Run: func() { ran += "copy " }}}
	ShowMenu(win.Canvas(), fyne.NewPos(10, 10), 0, items)
	press(win.Canvas(), fyne.KeyReturn)
	equal(t, "the first Enter", ran, "")
	press(win.Canvas(), fyne.KeyReturn)
	equal(t, "the second", ran, "access ")
	ShowMenu(win.Canvas(), fyne.NewPos(10, 10), 0, items)
	press(win.Canvas(), fyne.KeyTab, fyne.KeyTab, fyne.KeyEnter)
	equal(t, "Tab", ran, "access correction ")
	ShowMenu(win.Canvas(), fyne.NewPos(10, 10), 0, items)
	typeText(win.Canvas(), "cC")
	press(win.Canvas(), fyne.KeySpace)
	equal(t, "letters", ran, "access correction copy ")
}

func TestADialogThatOnlyInformsScrollsByKeys(t *testing.T) {
	win, _ := behind(t)
	body := Space(10, 5000)
	d := NewDialog(DialogParts{Title: "T", Body: body, Cancel: "Close"})
	d.Show(win.Canvas())
	driver := fyne.CurrentApp().Driver()
	top := driver.AbsolutePositionForObject(body).Y
	press(win.Canvas(), fyne.KeyPageDown, fyne.KeyDown)
	down := driver.AbsolutePositionForObject(body).Y
	if down > top-100 {
		t.Errorf("it stands at %.0f, and stood at %.0f", down, top)
	}
	press(win.Canvas(), fyne.KeyUp, fyne.KeyPageUp)
	if back := driver.AbsolutePositionForObject(body).Y; back != top {
		t.Errorf("it goes back to %.0f, not %.0f", back, top)
	}
}

// Who types on over a dialog that asks for a signature has not read what stands in it.
func TestAPlainEnterNeverSigns(t *testing.T) {
	for _, c := range []struct {
		what         string
		press        func(*Dialog, fyne.Canvas)
		signed, open bool
	}{
		{"Enter", func(_ *Dialog, c fyne.Canvas) { press(c, fyne.KeyReturn) }, false, false},
		{"Enter with nothing in focus", func(_ *Dialog, c fyne.Canvas) { c.Unfocus(); press(c, fyne.KeyEnter) }, false,
			true},
		{"Ctrl+Enter", func(_ *Dialog, c fyne.Canvas) { shortcut(c, ctrl(fyne.KeyReturn)) }, true, false},
		{"the button", func(d *Dialog, _ fyne.Canvas) { d.Confirm().Tap() }, true, false},
	} {
		win, _ := behind(t)
		signed := false
		d := NewDialog(DialogParts{Title: "A letter", Body: NewBody("Dear Wang"), Confirm: "Approve exactly this text",
			Cancel: "Close", Signs: true,
			OnConfirm: func() bool { signed = true; return true }})
		d.Show(win.Canvas())
		c.press(d, win.Canvas())
		if signed != c.signed || d.Shown() != c.open {
			t.Errorf("%s: signed %v, open %v", c.what, signed, d.Shown())
		}
	}
}

// A question that opens a box and then closes takes neither the box along nor the keys that are typed after both.
func TestABoxThatAQuestionOpenedStaysWhenTheQuestionCloses(t *testing.T) {
	win, _ := behind(t)
	asked := 0
	box := NewDialog(DialogParts{Title: "Progress", Body: NewBody("one of two"), Cancel: "Stop"})
	question := NewDialog(DialogParts{Title: "Do it to each?", Body: NewBody("two"), Confirm: "Do it", Cancel: "Cancel",
		OnConfirm: func() bool {
			asked++
			box.Show(win.Canvas())
			return true
		}})
	question.Show(win.Canvas())
	question.Accept()
	if win.Canvas().Overlays().Top() == nil || len(win.Canvas().Overlays().List()) != 1 ||
		win.Canvas().Focused() != fyne.Focusable(box.cancel) {
		t.Fatalf("%d boxes lie over the window, the focus is at %v", len(win.Canvas().Overlays().List()),
			win.Canvas().Focused())
	}
	box.Close()
	if typed := win.Canvas().OnTypedKey(); typed != nil {
		typed(&fyne.KeyEvent{Name: fyne.KeyReturn})
	}
	if asked != 1 || win.Canvas().Overlays().Top() != nil {
		t.Errorf("it was done %d times, and %v lies over the window", asked, win.Canvas().Overlays().Top())
	}
}

// F1 in a dialog asks for the page about it, where that is another than the page of what lies below.
func TestADialogKnowsItsPageOfTheGuide(t *testing.T) {
	win, _ := behind(t)
	equal(t, "nothing is open", GuideOf(win.Canvas()), "")
	d := NewDialog(DialogParts{Title: "New request", Cancel: "Cancel", Guide: "new-request"})
	d.Show(win.Canvas())
	equal(t, "its own page", GuideOf(win.Canvas()), "new-request")
	above := NewDialog(DialogParts{Title: "Leave it?", Cancel: "Stay"})
	above.Show(win.Canvas())
	equal(t, "that of what lies below", GuideOf(win.Canvas()), "")
	above.Cancel()
	d.Cancel()
	equal(t, "closed", GuideOf(win.Canvas()), "")
}
