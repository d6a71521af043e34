package guide

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/frame/frametest"
	"orangelab.cn/rightsdesk/ui/part"
)

// TestTheGuideComesAndGoes opens the guide by F1 from a field of a dialog, and comes back to that field with what was
// typed.
func TestTheGuideComesAndGoes(t *testing.T) {
	frametest.New(t)
	if err := frame.Use(frame.English); err != nil {
		t.Fatal(err)
	}
	win := test.NewTempWindow(t, part.NewText("below"))
	win.Resize(fyne.NewSize(1024, 660))
	c := win.Canvas()
	part.SetHelp(c, func() { Show(c, "identity", func(err error) { t.Error(err) }) })
	defer part.SetHelp(c, nil)
	field := part.NewEntry("")
	part.NewDialog(part.DialogParts{Title: "Asks", Body: field, Confirm: "Yes", Cancel: "No"}).Show(c)
	test.Type(field, "half a wor")
	under := c.Overlays().Top()

	field.TypedKey(&fyne.KeyEvent{Name: fyne.KeyF1})
	v := open[c]
	if v == nil || v.at.Name != "identity" || c.Overlays().Top() == under {
		t.Fatal("F1 shows nothing, or another page")
	}
	v.search.Entry.SetText("recovery key")
	if len(v.list.Objects) < 2 || len(v.list.Objects) > 12 {
		t.Errorf("the search lists %d pages", len(v.list.Objects))
	}
	v.search.OnSubmitted("recovery key")
	if v.at.Name != "backup" {
		t.Errorf("Enter shows %s", v.at.Name)
	}
	v.follow("data-map")
	v.key(&fyne.KeyEvent{Name: fyne.KeyBackspace})
	if v.at.Name != "backup" {
		t.Errorf("the way back leads to %s", v.at.Name)
	}
	v.key(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if c.Overlays().Top() != under || c.Focused() != fyne.Focusable(field) || field.Text != "half a wor" {
		t.Errorf("Esc does not come back to where one was: focus %v, text %q", c.Focused(), field.Text)
	}
	field.TypedKey(&fyne.KeyEvent{Name: fyne.KeyF1})
	if v := open[c]; v == nil || !v.cover.Shown() {
		t.Error("the guide does not open a second time")
	}
}

// Whoever follows the guide step by step had to close it for every step and find the place again.
func TestTheGuideStandsBesideTheProgram(t *testing.T) {
	frametest.New(t)
	win := test.NewTempWindow(t, part.NewText("below"))
	win.Resize(fyne.NewSize(1024, 660))
	c := win.Canvas()
	fail := func(err error) { t.Error(err) }
	defer func() {
		Close()
		if err := frame.Use(frame.English); err != nil {
			t.Error(err)
		}
	}()
	Show(c, "first-request", fail)
	over := open[c]
	showBeside(over.at.Name, fyne.NewPos(0, 0), fail)
	over.close()
	if beside == nil || beside.view.at.Name != "first-request" || len(c.Overlays().List()) != 0 {
		t.Fatal("the page does not stand in a window of its own, or still lies over the program")
	}
	Show(c, "identity", fail)
	if beside.view.at.Name != "identity" || len(c.Overlays().List()) != 0 {
		t.Errorf("F1 shows %s beside, or the guide over the window", beside.view.at.Name)
	}
	beside.view.key(&fyne.KeyEvent{Name: fyne.KeyBackspace})
	if beside.view.at.Name != "first-request" {
		t.Errorf("the way back leads to %s", beside.view.at.Name)
	}
	english := beside.view.at.Title
	if err := frame.Use(frame.Chinese); err != nil {
		t.Fatal(err)
	}
	Speak()
	if at := beside.view.at; at.Name != "first-request" || at.Title == english {
		t.Errorf("in Chinese it shows %s, %q", at.Name, at.Title)
	}
	beside.view.key(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if beside != nil {
		t.Error("Esc does not close it")
	}
	Show(c, "identity", fail)
	if v := open[c]; v == nil || !v.cover.Shown() {
		t.Error("after it was closed the guide does not lie over the window")
	} else {
		v.close()
	}
}

// TestEveryPageCanBeDrawn draws all pages in both languages, and finds none that is empty or wider than the window.
func TestEveryPageCanBeDrawn(t *testing.T) {
	frametest.New(t)
	for _, language := range []string{frame.English, frame.Chinese} {
		if err := frame.Use(language); err != nil {
			t.Fatal(err)
		}
		win := test.NewTempWindow(t, part.NewText("below"))
		win.Resize(fyne.NewSize(1024, 660))
		Show(win.Canvas(), "no such page", func(err error) { t.Error(err) })
		v := open[win.Canvas()]
		for _, p := range v.guide.Parts {
			for _, page := range p.Pages {
				v.turn(page)
				if len(v.page.Objects) < 4 || v.scroll.Content.MinSize().Height < 200 ||
					v.scroll.Content.MinSize().Width > 764 {
					t.Errorf("%s, %s: %d objects, %v", language, page.Name, len(v.page.Objects),
						v.scroll.Content.MinSize())
				}
			}
		}
		v.close()
	}
	if err := frame.Use(frame.English); err != nil {
		t.Fatal(err)
	}
}
