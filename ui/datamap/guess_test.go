package datamap

import (
	"testing"

	"orangelab.cn/rightsdesk/app/source/draft/guess"
	"orangelab.cn/rightsdesk/model"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"orangelab.cn/rightsdesk/ui/frame/frametest"
	"orangelab.cn/rightsdesk/ui/part"
)

func TestEveryGuessIsSteppedToAndConfirmedByAKey(t *testing.T) {
	app := frametest.New(t)
	app.Settings().SetTheme(part.NewTheme(false))
	f := newSourceForm(
		model.Source{Dataset: "one: 1 # confirm: a\ntwo: 2\nthree: 3 # confirm: b\nfour: 4 # confirm: c\n"})
	g := newGuesses(f.dataset)
	win := test.NewTempWindow(t, part.VBox(0))
	win.Resize(fyne.NewSize(1024, 700))
	part.NewDialog(part.DialogParts{Title: "Source", Body: part.VBox(0, g.bar, f.dataset), Confirm: "Save"}).
		Show(win.Canvas())
	press := func(key fyne.KeyName) {
		t.Helper()
		win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: key})
		app.Step() // what the key asked for is done after it
	}
	for _, want := range []int{2, 3, 0, 2} { // the cursor begins at the first
		press(fyne.KeyF8)
		if f.dataset.CursorRow != want {
			t.Fatalf("the next guess is in row %d, want %d", f.dataset.CursorRow, want)
		}
	}
	press(fyne.KeyF9)
	if f.dataset.Text != "one: 1 # confirm: a\ntwo: 2\nthree: 3\nfour: 4 # confirm: c\n" || f.dataset.CursorRow != 3 ||
		g.left.Text != "2 guesses left" {
		t.Errorf("after one was confirmed: %q, row %d, %q", f.dataset.Text, f.dataset.CursorRow, g.left.Text)
	}
	press(fyne.KeyF9)
	if g.left.Text != "1 guess left" {
		t.Errorf("%q", g.left.Text)
	}
	press(fyne.KeyF9)
	if len(guess.Lines(f.dataset.Text)) != 0 || g.bar.Visible() && g.next.Visible() {
		t.Errorf("left: %q", f.dataset.Text)
	}
	if !f.dataset.Typed() {
		t.Error("a confirmed guess is work that could be lost, and counts as none")
	}
}

func TestWhatWasWrongGoesWhenItsFieldIsFilledIn(t *testing.T) {
	test.NewTempApp(t)
	f := newSourceForm(model.Source{})
	owner := f.fields[f.owner]
	owner.SetProblem("needs an owner")
	f.owner.TypedRune('a')
	if owner.Problem() != "" {
		t.Errorf("it still says %q", owner.Problem())
	}
}
