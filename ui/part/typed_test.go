package part

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// undrawn is an application whose driver does not know yet where anything is, as on a real screen before the first
// drawing.
type undrawn struct{ fyne.App }

func (a undrawn) Driver() fyne.Driver { return nowhere{a.App.Driver()} }

type nowhere struct{ fyne.Driver }

func (nowhere) CanvasForObject(fyne.CanvasObject) fyne.Canvas { return nil }

func TestWhateverOpensOverTheWindowHasTheFocusBeforeItIsDrawn(t *testing.T) {
	entry := NewEntry("")
	for _, c := range []struct {
		name string
		open func(fyne.Canvas) (want fyne.Focusable)
	}{
		{"command palette", func(c fyne.Canvas) fyne.Focusable {
			return ShowCommandPalette(c, "", "", []Command{{ID: "a", Title: "A"}}).Search().Entry
		}},
		{"dialog with a field", func(c fyne.Canvas) fyne.Focusable {
			NewDialog(DialogParts{Title: "T", Body: NewForm(NewField("a", entry)), Confirm: "Save", Cancel: "Cancel"}).
				Show(c)
			return entry
		}},
		{"dialog that informs", func(c fyne.Canvas) fyne.Focusable {
			d := NewDialog(DialogParts{Title: "T", Cancel: "Close"})
			d.Show(c)
			return d.cancel
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			win, _ := behind(t)
			app := fyne.CurrentApp()
			fyne.SetCurrentApp(undrawn{app})
			defer fyne.SetCurrentApp(app)
			if want := c.open(win.Canvas()); win.Canvas().Focused() != want {
				t.Errorf("the focus is on %T, want %T", win.Canvas().Focused(), want)
			}
		})
	}
}

func TestEscAsksBeforeSomethingTypedIsLost(t *testing.T) {
	for _, c := range []struct {
		name  string
		typed func(c fyne.Canvas, name, secret *Entry, box *Check)
		asks  bool
	}{
		{"nothing typed", func(fyne.Canvas, *Entry, *Entry, *Check) {}, false},
		{"a word typed", func(c fyne.Canvas, _, _ *Entry, _ *Check) { typeText(c, "a") }, true},
		{"what was given deleted",
			func(c fyne.Canvas, name, _ *Entry, _ *Check) { press(c, fyne.KeyEnd, fyne.KeyBackspace) }, true},
		{"typed and taken back",
			func(c fyne.Canvas, name, _ *Entry, _ *Check) { typeText(c, "a"); press(c, fyne.KeyBackspace) }, false},
		{"a password typed", func(c fyne.Canvas, _, secret *Entry, _ *Check) { c.Focus(secret); typeText(c, "secret") },
			false},
		{"given by the program", func(_ fyne.Canvas, name, _ *Entry, _ *Check) { name.SetText("from the file") },
			false},
	} {
		t.Run(c.name, func(t *testing.T) {
			win, _ := behind(t)
			name, secret, box := NewEntry(""), NewPasswordField(""), NewCheck("x", nil)
			name.SetText("given")
			cancelled := 0
			d := NewDialog(DialogParts{Title: "T",
				Body: VBox(8, NewField("a", name), NewCard(NewField("b", secret)), box), Confirm: "Save",
				Cancel:   "Cancel",
				OnCancel: func() { cancelled++ }})
			d.Show(win.Canvas())
			c.typed(win.Canvas(), name, secret, box)
			text := name.Text
			press(win.Canvas(), fyne.KeyEscape)
			equal(t, "still open", d.Shown(), c.asks)
			if !c.asks {
				return
			}
			press(win.Canvas(), fyne.KeyReturn) // a thoughtless Enter stays
			equal(t, "open after Enter", d.Shown(), true)
			equal(t, "text", name.Text, text)
			press(win.Canvas(), fyne.KeyEscape, fyne.KeyTab, fyne.KeyReturn)
			equal(t, "open after agreeing", d.Shown(), false)
			equal(t, "told", cancelled, 1)
		})
	}
}

func TestAWindowKnowsWhatWasTypedInIt(t *testing.T) {
	themed(t, false)
	entry := NewMultiLine("", 2)
	panes := NewPanes(NewRail(nil), Space(1, 1),
		Page(VBox(0, NewNextStep(NextStepParts{Fields: []fyne.CanvasObject{NewField("a", entry)}}))))
	panes.Open(true)
	win := window(t, panes, 1024, 700)
	equal(t, "before", TypedIn(win.Canvas()), false)
	win.Canvas().Focus(entry)
	typeText(win.Canvas(), "a reason")
	equal(t, "in the window", TypedIn(win.Canvas()), true)
	entry.SetText("")
	other := NewEntry("")
	NewDialog(DialogParts{Title: "T", Body: other, Cancel: "Close"}).Show(win.Canvas())
	typeText(win.Canvas(), "x")
	equal(t, "in a dialog", TypedIn(win.Canvas()), true)
	LiftAll(win.Canvas())
	equal(t, "in a dialog behind the lock", TypedIn(win.Canvas()), true)
}

func TestAnEntryTakesSoManyCharactersAndSaysSo(t *testing.T) {
	for _, c := range []struct {
		name  string
		entry func() *Entry
		limit int
	}{
		{"one line", func() *Entry { return NewEntry("") }, 1000},
		{"password", func() *Entry { return NewPasswordField("") }, 1000},
		{"many lines", func() *Entry { return NewMultiLine("", 3) }, 20000},
		{"a limit of its own", func() *Entry { e := NewEntry(""); e.Limit = 7; return e }, 7},
	} {
		t.Run(c.name, func(t *testing.T) {
			themed(t, false)
			e := c.entry()
			f := NewField("label", e).WithHint("hint")
			win := window(t, VBox(8, f, Gap()), 600, 400)
			win.Canvas().Focus(e)
			clipboard := fyne.CurrentApp().Clipboard()
			clipboard.SetContent(strings.Repeat("字", c.limit-1))
			e.TypedShortcut(&fyne.ShortcutPaste{Clipboard: clipboard})
			typeText(win.Canvas(), "b")
			equal(t, "characters that fit", len([]rune(e.Text)), c.limit)
			shown, _ := f.below(300)
			equal(t, "said while it fits", shown, "hint")
			typeText(win.Canvas(), "c")
			equal(t, "characters", len([]rune(e.Text)), c.limit)
			if shown, _ := f.below(300); !strings.Contains(shown, "No more than") {
				t.Errorf("the sentence is %q", shown)
			}
			press(win.Canvas(), fyne.KeyBackspace)
			shown, _ = f.below(300)
			equal(t, "said after one was deleted", shown, "hint")
			clipboard.SetContent(strings.Repeat("x", 100*c.limit))
			e.TypedShortcut(&fyne.ShortcutSelectAll{})
			e.TypedShortcut(&fyne.ShortcutPaste{Clipboard: clipboard})
			equal(t, "pasted over everything", e.Text, strings.Repeat("x", c.limit))
			if shown, _ := f.below(300); !strings.Contains(shown, "No more than") {
				t.Errorf("the sentence is %q", shown)
			}
			equal(t, "clipboard left alone", len(clipboard.Content()), 100*c.limit)
		})
	}
}

func TestADialogDoesNotJumpWhenSomethingGoesWrong(t *testing.T) {
	win, _ := behind(t)
	name := NewEntry("")
	d := NewDialog(DialogParts{Title: "T", Body: NewForm(NewField("Name", name)), Confirm: "Save", Cancel: "Cancel"})
	d.Show(win.Canvas())
	where := func(o fyne.CanvasObject) fyne.Position {
		return fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
	}
	before := []fyne.Position{where(d.box.body), where(name), where(d.cancel), where(d.confirm)}
	for _, words := range [][2]string{{"Please correct", "E-mail: this is no address."},
		{"That did not work", strings.Repeat("a long sentence that says what to do. ", 6)}} {
		d.SetProblem(words[0], words[1])
		for i, o := range []fyne.CanvasObject{d.box.body, name, d.cancel, d.confirm} {
			equal(t, "place", where(o), before[i])
		}
		if bottom := where(d.problem).Y + d.problem.Size().Height; bottom > where(d.box.body).Y+d.box.body.Size().
			Height {
			t.Errorf("the sentence ends at %v, below the box", bottom)
		}
	}
	picture(t, win, "dialog-problem")
}

func TestAVeilLiesOverTheWindowBehindADialogNotBehindAMenu(t *testing.T) {
	win, _ := behind(t)
	d := NewDialog(DialogParts{Title: "T", Cancel: "Close"})
	d.Show(win.Canvas())
	equal(t, "dialog", d.box.veiled, true)
	veil := test.WidgetRenderer(d.box).Objects()[0]
	equal(t, "size", veil.Size(), win.Canvas().Size())
	equal(t, "visible", veil.Visible(), true)
	d.Close()
	ShowMenu(win.Canvas(), fyne.NewPos(10, 10), 100, []MenuItem{{Label: "a"}})
	menu := win.Canvas().Overlays().Top().(*overlay)
	equal(t, "menu", test.WidgetRenderer(menu).Objects()[0].Visible(), false)
}

func TestALongWordIsBrokenAnywhereAndNothingIsLost(t *testing.T) {
	themed(t, false)
	for _, word := range []string{strings.Repeat("x", 10000), strings.Repeat("W", 999), "i", strings.Repeat("字", 500)} {
		lines := wrap(word, SizeText, false, 300)
		equal(t, "text", strings.Join(lines, ""), word)
		for _, line := range lines {
			if w := textWidth(line, SizeText, false); w > 300.5 {
				t.Errorf("a line is %v wide", w)
			}
		}
		if len(lines) > 1 && textWidth(lines[0]+string([]rune(word)[0]), SizeText, false) <= 300 {
			t.Error("a line is shorter than need be")
		}
	}
}
