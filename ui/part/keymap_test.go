package part

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

func TestEveryShortcutCanBeTyped(t *testing.T) {
	k, err := NewKeyMap(Shortcuts, func(string) bool { return true })
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "key of the palette", k.KeyOf(CmdPalette), "Ctrl+K")
	equal(t, "key of nothing", k.KeyOf("nothing"), "")
}

func TestKeyMapRefusesWhatCannotWork(t *testing.T) {
	for _, c := range []struct {
		name     string
		bindings []Binding
		word     string
	}{
		{"no key", []Binding{{Key: "Ctrl+", Command: "a"}}, "no key"},
		{"two letters", []Binding{{Key: "AB", Command: "a"}}, "no key"},
		{"unknown modifier", []Binding{{Key: "Hyper+A", Command: "a"}}, "no modifier"},
		{"same key twice", []Binding{{Key: "A", Command: "one"}, {Key: "a", Command: "two"}}, "one"},
	} {
		if _, err := NewKeyMap(c.bindings, nil); err == nil || !strings.Contains(err.Error(), c.word) {
			t.Errorf("%s: error is %v, want one with %q", c.name, err, c.word)
		}
	}
}

func TestKeysReachCommands(t *testing.T) {
	themed(t, false)
	entry := NewEntry("")
	button := NewButton("x", nil)
	note := NewMultiLine("", 2)
	radio, check, list := NewRadio([]Option{{Text: "a"}, {Text: "b"}}, -1, nil), NewCheck("x",
		nil), NewSelect([]string{"a"}, -1, nil)
	win := window(t, VBox(0, entry, button, note, radio, check, list, Gap()), 400, 300)
	c := win.Canvas()
	ran, held := "", fyne.KeyModifier(0)
	k, err := NewKeyMap(Shortcuts, func(command string) bool { ran += command + " "; return true })
	if err != nil {
		t.Fatal(err)
	}
	k.Modifiers = func() fyne.KeyModifier { return held }
	k.Attach(c)
	defer k.Detach()
	for _, step := range []struct {
		name string
		do   func()
		want string
	}{
		{"a letter without focus", func() { press(c, fyne.KeyC) }, CmdClaim + " "},
		{"a digit without focus", func() { press(c, fyne.Key3) }, "tab.3 "},
		{"the slash as it is printed", func() { typeText(c, "/") }, CmdSearch + " "},
		{"the question mark", func() { typeText(c, "?") }, CmdKeys + " "},
		{"Shift and a letter", func() { held = fyne.KeyModifierShift; press(c, fyne.KeyR); held = 0 }, CmdReturn + " "},
		{"the same letter alone", func() { press(c, fyne.KeyR) }, ""},
		{"a letter on a button", func() { c.Focus(button); press(c, fyne.KeyJ) }, CmdNextRow + " "},
		{"letters on one of several choices",
			func() { c.Focus(radio); typeText(c, "j/?c3"); press(c, fyne.KeyC); press(c, fyne.KeyJ) }, ""},
		{"letters on a box to tick", func() { c.Focus(check); typeText(c, "j/?"); press(c, fyne.KeyC) }, ""},
		{"letters on a list of choices", func() { c.Focus(list); typeText(c, "j/?"); press(c, fyne.KeyC) }, ""},
		{"Ctrl+Enter on one of several choices", func() { c.Focus(radio); shortcut(c, ctrl(fyne.KeyReturn)) },
			CmdNextStep + " "},
		{"letters in an entry", func() { c.Focus(entry); typeText(c, "j/?c3") }, ""},
		{"keys in an entry", func() { press(c, fyne.KeyJ) }, ""},
		{"Ctrl+K from an entry", func() { shortcut(c, ctrl(fyne.KeyK)) }, CmdPalette + " "},
		{"Ctrl+Enter from an entry", func() { shortcut(c, ctrl(fyne.KeyReturn)) }, CmdNextStep + " "},
		{"Alt+minus", func() {
			shortcut(c, &desktop.CustomShortcut{KeyName: fyne.KeyMinus, Modifier: fyne.KeyModifierAlt})
		}, "go.11 "},
		{"Esc from an entry", func() { press(c, fyne.KeyEscape) }, CmdBack + " "},
		{"Ctrl+Left stays in the entry", func() { shortcut(c, ctrl(fyne.KeyLeft)) }, ""},
		{"Ctrl+Tab in a many-line entry leaves it", func() { c.Focus(note); shortcut(c, ctrl(fyne.KeyTab)) }, ""},
		{"Ctrl+C without focus", func() { c.Unfocus(); shortcut(c, &fyne.ShortcutCopy{}) }, CmdCopy + " "},
	} {
		ran = ""
		step.do()
		equal(t, step.name, ran, step.want)
	}
	k.Holds = func(w When) bool { return w != WhenRequest }
	ran = ""
	press(c, fyne.KeyC)
	equal(t, "outside its situation", ran, "")
}

func FuzzParseKey(f *testing.F) {
	for _, b := range Shortcuts {
		f.Add(b.Key)
	}
	f.Add("++")
	f.Add("Ctrl+Ctrl+A")
	f.Fuzz(func(t *testing.T, text string) {
		c, err := ParseKey(text)
		if err == nil && c.Key == "" {
			t.Fatalf("%q is read as no key", text)
		}
		if err != nil && c != (Chord{}) {
			t.Fatalf("%q is an error and %v", text, c)
		}
	})
}

func TestPaletteFindsAndRuns(t *testing.T) {
	win, b := behind(t)
	ran := ""
	command := func(id, title, key string) Command {
		return Command{ID: id, Title: title, Key: key, Group: "Request", Run: func() { ran = id }}
	}
	commands := []Command{command("export", "Go to Export", "Alt+6"), command("claim", "Claim this request", "C"),
		command("lock", "Lock the window", "Ctrl+L"), command("ex", "Export the log", "")}
	p := ShowCommandPalette(win.Canvas(), "Command", "Nothing is called that.", commands)
	equal(t, "all show", len(p.Found()), 4)
	picture(t, win, "palette")
	typeText(win.Canvas(), "exp")
	equal(t, "found, best first", strings.Join(p.Found(), " "), "ex export")
	press(win.Canvas(), fyne.KeyDown, fyne.KeyReturn)
	equal(t, "ran", ran, "export")
	equal(t, "closed", win.Canvas().Overlays().Top() == nil, true)
	equal(t, "focus returned", win.Canvas().Focused(), fyne.Focusable(b))

	p = ShowCommandPalette(win.Canvas(), "Command", "Nothing is called that.", commands)
	typeText(win.Canvas(), "zzz")
	equal(t, "nothing found", len(p.Found()), 0)
	press(win.Canvas(), fyne.KeyReturn)
	equal(t, "still open", win.Canvas().Overlays().Top() != nil, true)
	press(win.Canvas(), fyne.KeyEscape)
	equal(t, "closed by Esc", win.Canvas().Overlays().Top() == nil, true)
}

func TestOverviewOfKeysShowsEveryGroup(t *testing.T) {
	win, _ := behind(t)
	d := ShowKeys(win.Canvas(), "Keys", "Close", []KeyGroup{
		{"Lists", []KeyLine{{[]string{"J", "K"}, "next, previous row"}, {[]string{"Enter"}, "open"},
			{[]string{"Space"}, "mark row"}}},
		{"Everywhere", []KeyLine{{[]string{"Ctrl K"}, "any command by name"}, {[]string{"Ctrl L"}, "lock"}}},
		{"Request", []KeyLine{{[]string{"1", "…", "7"}, "tab Who to Log"}}},
	})
	picture(t, win, "keys")
	equal(t, "shown", d.Shown(), true)
	press(win.Canvas(), fyne.KeyReturn)
	equal(t, "closed by Enter", d.Shown(), false)
}

func TestAKeyShownBesideAButtonWorksWhereverTheButtonIsOnTheScreen(t *testing.T) {
	themed(t, false)
	reveal := NewButton("Reveal values…", nil).AsSmall()
	reveal.Key = "R"
	entry, other := NewEntry(""), NewButton("other", nil)
	table := NewDataTable([]Column{{Title: "Row"}}, func(int, *RowData) {})
	table.SetCount(3)
	side := Stack(reveal)
	win := window(t, VBox(0, entry, other, NewCard(Page(side)), Grow(table)), 400, 300)
	c := win.Canvas()
	k, err := NewKeyMap(Shortcuts, func(string) bool { return false })
	if err != nil {
		t.Fatal(err)
	}
	k.Modifiers = func() fyne.KeyModifier { return 0 }
	k.Attach(c)
	defer k.Detach()
	done := make(chan struct{}, 9)
	reveal.OnTap = func() { done <- struct{}{} }
	dialog := NewDialog(DialogParts{Title: "x", Cancel: "Close"})
	for _, step := range []struct {
		name  string
		do    func()
		works bool
	}{
		{"nothing has the focus", c.Unfocus, true},
		{"the table has it", func() { c.Focus(table.rows) }, true},
		{"another button has it", func() { c.Focus(other) }, true},
		{"somebody types", func() { c.Focus(entry) }, false},
		{"a dialog is open", func() { c.Focus(table.rows); dialog.Show(c) }, false},
		{"it has closed", dialog.Close, true},
		{"it is locked", func() { reveal.Lock("") }, false},
		{"its side is hidden", func() { reveal.Unlock(); side.Hide() }, false},
		{"it is back", side.Show, true},
	} {
		step.do()
		press(c, fyne.KeyR)
		worked := false
		if b := buttonOf(c.Content(), Chord{Key: fyne.KeyR}); step.works && b != nil {
			<-done
			worked = true
		}
		if worked != step.works || len(done) > 0 {
			t.Errorf("%s: it worked %v", step.name, worked || len(done) > 0)
		}
	}
	equal(t, "the focus after the dialog", c.Focused(), fyne.Focusable(table.rows))
}
