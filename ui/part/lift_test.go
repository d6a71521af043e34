package part

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func TestNothingLiesOverALockedWindow(t *testing.T) {
	w := test.NewTempWindow(t, NewText("behind"))
	c := w.Canvas()
	entry := NewEntry("")
	before := NewDialog(DialogParts{Title: "half filled", Body: entry, Cancel: "Cancel"})
	before.Show(c)
	c.Focus(entry)
	entry.SetText("half a sentence")
	LiftAll(c)
	if c.Overlays().Top() != nil {
		t.Fatal("the dialog lies over the lock")
	}
	late := NewDialog(DialogParts{Title: "ended behind the lock", Body: NewText("secret"), Cancel: "Close"})
	late.Show(c)
	gone := NewDialog(DialogParts{Title: "began and ended behind the lock", Body: NewText("secret"), Cancel: "Close"})
	gone.Show(c)
	gone.Close()
	if c.Overlays().Top() != nil {
		t.Fatal("work that ended shows over the lock")
	}
	LayBack(c)
	if n := len(c.Overlays().List()); n != 2 {
		t.Fatalf("%d dialogs are back, want 2", n)
	}
	late.Close()
	test.Type(entry, "!")
	if c.Focused() != fyne.Focusable(entry) || entry.Text != "half a sentence!" && entry.Text != "!half a sentence" {
		t.Errorf("the dialog has lost the focus, and holds %q", entry.Text)
	}
	LiftAll(c)
	DropAll(c)
	if LayBack(c); c.Overlays().Top() != nil {
		t.Error("a dropped dialog is back")
	}
}
