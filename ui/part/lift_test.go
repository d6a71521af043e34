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
	LiftAll(c)
	DropAll(c)
	if LayBack(c); c.Overlays().Top() != nil {
		t.Error("a dropped dialog is back")
	}
}

func TestAFieldThatWasBeingFilledIsFilledOnAfterTheLock(t *testing.T) {
	win, _ := behind(t)
	c := win.Canvas()
	entry := NewEntry("")
	form := NewForm(NewField("Reason", entry))
	NewDialog(DialogParts{Title: "half filled", Body: form, Form: form, Confirm: "Keep", Cancel: "Cancel"}).Show(c)
	if c.Focused() == nil {
		t.Fatal("the field has no focus to begin with")
	}
	test.Type(entry, "half")
	LiftAll(c)
	if c.Focused() == fyne.Focusable(entry) {
		t.Fatal("what lay over the window still takes keys")
	}
	LayBack(c)
	if c.Focused() != fyne.Focusable(entry) || entry.Text != "half" {
		t.Errorf("%v has the focus, and the field holds %q", c.Focused(), entry.Text)
	}
}
