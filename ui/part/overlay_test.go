package part

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// TestABoxKeepsItsKeysWhileThePageBelowChanges: after the program had broken off, Esc did not close what said so, and
// afterwards Enter did not sign in.
func TestABoxKeepsItsKeysWhileThePageBelowChanges(t *testing.T) {
	test.NewTempApp(t)
	w := test.NewTempWindow(t, Space(1, 1))
	c := w.Canvas()
	SetKeys(c, func(*fyne.KeyEvent) { t.Error("the page before has a key") })
	d := NewDialog(DialogParts{Title: "It broke off", Cancel: "Close"})
	d.Show(c)
	var got []fyne.KeyName
	SetKeys(c, func(ev *fyne.KeyEvent) { got = append(got, ev.Name) })
	c.OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if d.Shown() || len(got) > 0 {
		t.Fatalf("the box shows: %v; the page below got %v", d.Shown(), got)
	}
	c.OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if len(got) != 1 || got[0] != fyne.KeyReturn {
		t.Errorf("the page got %v", got)
	}
}
