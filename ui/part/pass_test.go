package part

import (
	"testing"

	"fyne.io/fyne/v2"
)

// Each letter that was typed before the dialog of the first one stood there opened one more over it.
func TestNoShortcutActsWhileADialogIsOpening(t *testing.T) {
	win := window(t, VBox(0, Gap()), 400, 300)
	c := win.Canvas()
	ran := ""
	k, err := NewKeyMap(Shortcuts, func(command string) bool { ran += command + " "; return true })
	if err != nil {
		t.Fatal(err)
	}
	k.Attach(c)
	defer k.Detach()
	opening.Add(1) // a key has asked for a dialog that is not there yet
	press(c, fyne.KeyC)
	shortcut(c, ctrl(fyne.KeyReturn))
	if ran != "" {
		t.Errorf("%s ran", ran)
	}
	opening.Add(-1)
	if press(c, fyne.KeyC); ran != CmdClaim+" " {
		t.Errorf("%q ran once it is there", ran)
	}
	done := make(chan bool)
	AfterKey(func() { close(done) })
	<-done
	if opening.Load() != 0 {
		t.Error("shortcuts stay off")
	}
}

func TestASearchThatStandsIsReplaced(t *testing.T) {
	s := NewSearchField("Search", "/")
	win := window(t, VBox(0, s, Gap()), 400, 300)
	s.SetText("R-2026-000127")
	s.Begin(win.Canvas())
	typeText(win.Canvas(), "R-2026-000163")
	if s.Text() != "R-2026-000163" {
		t.Errorf("searched for %q", s.Text())
	}
}
