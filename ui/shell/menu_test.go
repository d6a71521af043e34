package shell

import (
	"testing"

	"fyne.io/fyne/v2/test"

	"orangelab.cn/rightsdesk/ui/frame/frametest"
	"orangelab.cn/rightsdesk/ui/part"
)

// TestTheMenuEditsTheFieldThatIsTypedIn takes the menu that a Mac shows and edits with it.
func TestTheMenuEditsTheFieldThatIsTypedIn(t *testing.T) {
	a := frametest.New(t)
	s := &App{fyne: a, window: test.NewTempWindow(t, nil)}
	field := part.NewEntry("")
	s.window.SetContent(field)
	s.window.Canvas().Focus(field)
	menu := s.menu()
	do := func(menuAt, itemAt int) { menu.Items[menuAt].Items[itemAt].Action() }
	field.SetText("王小明")
	do(0, 6) // select all
	do(0, 3) // cut
	if field.Text != "" || a.Clipboard().Content() != "王小明" {
		t.Errorf("after cutting there stand %q and %q", field.Text, a.Clipboard().Content())
	}
	do(0, 5) // paste
	if field.Text != "王小明" {
		t.Errorf("pasted %q", field.Text)
	}
	opened := false
	part.SetHelp(s.window.Canvas(), func() { opened = true })
	defer part.SetHelp(s.window.Canvas(), nil)
	do(2, 0)
	if !opened {
		t.Error("the menu does not open the guide")
	}
}
