package part

import (
	"testing"

	"fyne.io/fyne/v2"
)

// A channel is found as it is spoken of: "tel" in "by telephone".
func TestAMenuReadsLettersTogetherAndFindsAnyWord(t *testing.T) {
	win, _ := behind(t)
	ran := ""
	items := []MenuItem{{Label: "by telephone", Run: func() { ran = "telephone" }},
		{Label: "Text message", Run: func() { ran = "text" }}, {Label: "from a file", Run: func() { ran = "file" }}}
	for typed, want := range map[string]string{"tel": "telephone", "tex": "text", "f": "file", "fil": "file",
		"t": "text"} {
		ShowMenu(win.Canvas(), fyne.NewPos(10, 10), 0, items)
		typeText(win.Canvas(), typed)
		press(win.Canvas(), fyne.KeyReturn)
		equal(t, typed, ran, want)
	}
	for key, want := range map[fyne.KeyName]string{fyne.KeyHome: "telephone", fyne.KeyEnd: "file"} {
		ShowMenu(win.Canvas(), fyne.NewPos(10, 10), 0, items)
		press(win.Canvas(), fyne.KeyDown, fyne.KeyDown, key, fyne.KeyReturn)
		equal(t, string(key), ran, want)
	}
}

func TestTheKeyThatConfirmsDoesNotThrowAwayWhatWasTyped(t *testing.T) {
	win, _ := behind(t)
	entry := NewEntry("")
	d := NewDialog(DialogParts{Title: "T", Body: entry, Confirm: "Save", Cancel: "Cancel", OnConfirm: func() bool {
		return false
	}})
	d.Show(win.Canvas())
	typeText(win.Canvas(), "half a form")
	press(win.Canvas(), fyne.KeyEscape)
	shortcut(win.Canvas(), ctrl(fyne.KeyReturn))
	if !d.Shown() || entry.Text != "half a form" {
		t.Fatal("what was typed is thrown away")
	}
	press(win.Canvas(), fyne.KeyEscape) // the question
	equal(t, "shown", d.Shown(), true)
	press(win.Canvas(), fyne.KeyEscape, fyne.KeyTab, fyne.KeyReturn)
	equal(t, "thrown away by its button", d.Shown(), false)
}
