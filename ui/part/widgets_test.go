package part

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"pgregory.net/rapid"
)

func TestSizesAreThoseOfTheDesign(t *testing.T) {
	themed(t, false)
	locked := NewButton("Release", nil)
	locked.Lock("1 row not agreed")
	for _, c := range []struct {
		name   string
		object fyne.CanvasObject
		height float32
	}{
		{"button", NewButton("Save", nil), 30},
		{"button with a key", NewPrimary("Save", "Ctrl Enter", nil), 30},
		{"locked button", locked, 30},
		{"small button", NewButton("Save", nil).AsSmall(), 24},
		{"entry", NewEntry(""), 30},
		{"password", NewPasswordField(""), 30},
		{"date", NewDateField(time.Time{}), 30},
		{"select", NewSelect([]string{"a"}, 0, nil), 30},
		{"code", NewCodeField(6), 30},
		{"search", NewSearchField("", "/"), 30},
		{"chip", NewChip(ChipWaiting, "waiting"), 20},
		{"dot", NewDot(UrgencySoon), 8},
		{"tabs", NewTabStrip([]Tab{{Text: "Who"}}, nil), 36},
		{"rail row", NewRailRow("next", "Next", nil), 32},
		{"line", NewLine("Wallet balance", "none"), 28},
		{"line of two", NewLine("Orders", "until 2029").WithBelow("E-Commerce Law"), 44},
		{"caption", NewCaption("x"), 16},
		{"text", NewText("x"), 18},
		{"subheading", NewSubHeading("x"), 20},
		{"heading", NewHeading("x"), 28},
		{"top bar", NewTopBar(NewText(""), NewText(""), NewText(""), NewText("")), 48},
	} {
		equal(t, c.name, c.object.MinSize().Height, c.height)
	}
}

func TestButtonDoesWhatItSaysUnlessLocked(t *testing.T) {
	themed(t, false)
	n := 0
	b := NewPrimary("Check code", "Ctrl Enter", func() { n++ })
	win := window(t, VBox(0, b, Gap()), 300, 100)
	test.Tap(b)
	win.Canvas().Focus(b)
	press(win.Canvas(), fyne.KeyReturn, fyne.KeySpace)
	equal(t, "taps", n, 3)
	b.Lock("The code is missing.")
	test.Tap(b)
	b.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	equal(t, "taps while locked", n, 3)
	equal(t, "reason", b.Reason(), "The code is missing.")
	win.Canvas().Unfocus()
	win.Canvas().FocusNext()
	if win.Canvas().Focused() == b {
		t.Error("a locked button takes the focus")
	}
	b.Unlock()
	equal(t, "works again", b.Tap(), true)
}

func TestOnlyFilledButtonsAreBold(t *testing.T) {
	for kind, want := range map[ButtonKind]bool{Primary: true, DangerMain: true, Secondary: false, Danger: false,
		Link: false, Bare: false} {
		equal(t, "bold", newButton("x", kind, nil).bold(), want)
	}
}

func TestCodeFieldTakesSixDigits(t *testing.T) {
	themed(t, false)
	f := NewCodeField(6)
	win := window(t, VBox(0, f, Gap()), 300, 100)
	complete, submitted := "", ""
	f.OnComplete = func(code string) { complete = code }
	win.Canvas().Focus(f)
	typeText(win.Canvas(), "4 8a2")
	equal(t, "digits only", f.Text(), "482")
	press(win.Canvas(), fyne.KeyBackspace)
	equal(t, "Backspace", f.Text(), "48")
	typeText(win.Canvas(), "２119")
	equal(t, "told before the last digit", complete, "482119")
	typeText(win.Canvas(), "7")
	equal(t, "no seventh digit", f.Text(), "482119")
	passed := ""
	win.Canvas().SetOnTypedKey(func(ev *fyne.KeyEvent) { passed += string(ev.Name) })
	press(win.Canvas(), fyne.KeyReturn, fyne.KeyEscape)
	equal(t, "Enter and Esc without a taker", passed, "ReturnEscape")
	f.OnSubmitted = func(code string) { submitted = code }
	press(win.Canvas(), fyne.KeyReturn)
	equal(t, "submitted", submitted, "482119")
	clip := test.NewClipboard()
	clip.SetContent("code: 55 31 07.")
	shortcut(win.Canvas(), &fyne.ShortcutPaste{Clipboard: clip})
	equal(t, "pasted", f.Text(), "553107")
}

func TestTabStripByKeyboardAndMouse(t *testing.T) {
	themed(t, false)
	var told []int
	s := NewTabStrip([]Tab{{ID: "a", Text: "Who", Done: true}, {ID: "b", Text: "Findings", Count: "214"},
		{ID: "c", Text: "Log"}}, func(i int) { told = append(told, i) })
	win := window(t, VBox(0, s, Gap()), 400, 60)
	win.Canvas().Focus(s)
	press(win.Canvas(), fyne.KeyRight, fyne.KeyRight, fyne.KeyRight)
	equal(t, "stops at the last", s.Current(), 2)
	press(win.Canvas(), fyne.KeyHome)
	equal(t, "Home", s.Current(), 0)
	s.Next(-1)
	equal(t, "Next goes round", s.Current(), 2)
	x, _, w := s.place(1)
	test.TapAt(s, fyne.NewPos(x+w-2, 10))
	equal(t, "a tap on the count", s.Current(), 1)
	equal(t, "told", len(told), 5)
	equal(t, "a tab that is not there", s.Choose(7), false)
	s.SetTabs([]Tab{{ID: "x", Text: "New"}, {ID: "b", Text: "Findings"}})
	equal(t, "keeps its tab", s.Current(), 1)
}

func TestSegmentShowsOneChoice(t *testing.T) {
	themed(t, false)
	chosen := -1
	s := NewSegment([]string{"All 214", "Shared 4"}, 0, func(i int) { chosen = i })
	window(t, s, 300, 24)
	test.Tap(s.buttons[1])
	equal(t, "told", chosen, 1)
	equal(t, "first", s.buttons[0].Active, false)
	equal(t, "second", s.buttons[1].Active, true)
}

func TestSearchFieldIsLeftByEsc(t *testing.T) {
	themed(t, false)
	s := NewSearchField("Find", "/")
	win := window(t, VBox(0, s, NewButton("x", nil), Gap()), 300, 100)
	var typed, submitted string
	left, moved := false, 0
	s.OnChanged = func(text string) { typed = text }
	s.OnSubmitted = func(text string) { submitted = text }
	s.OnEsc = func() { left = true }
	s.OnMove = func(by int) { moved += by }
	win.Canvas().Focus(s.Entry)
	typeText(win.Canvas(), "139")
	press(win.Canvas(), fyne.KeyReturn, fyne.KeyDown, fyne.KeyDown, fyne.KeyUp)
	equal(t, "typed", typed, "139")
	equal(t, "submitted", submitted, "139")
	equal(t, "moved", moved, 1)
	press(win.Canvas(), fyne.KeyEscape)
	equal(t, "emptied", s.Text(), "")
	equal(t, "left", left, true)
}

func TestChecksAndRadios(t *testing.T) {
	themed(t, false)
	ticked := false
	check := NewCheck("3 recipients", func(v bool) { ticked = v })
	chosen := -1
	radio := NewRadio([]Option{{"Leave out", "listed as withheld"}, {"Mask", ""}, {"Include", ""}}, 0, func(i int) {
		chosen = i
	})
	none := NewRadio([]Option{{"Done", ""}, {"Not done", ""}}, -1, nil)
	below := NewEntry("")
	win := window(t, VBox(8, check, radio, none, below, Gap()), 300, 300)
	win.Canvas().Focus(check)
	press(win.Canvas(), fyne.KeySpace)
	equal(t, "ticked", ticked, true)
	test.Tap(check)
	equal(t, "unticked", ticked, false)
	win.Canvas().Focus(radio)
	press(win.Canvas(), fyne.KeyDown)
	equal(t, "chosen", chosen, 1)
	press(win.Canvas(), fyne.KeyUp, fyne.KeyUp)
	equal(t, "goes round", chosen, 2)
	test.Tap(radio.choices[2])
	equal(t, "tapping the chosen one keeps it", radio.Current(), 2)
	equal(t, "and its mark", radio.choices[2].Checked, true)
	win.Canvas().FocusNext()
	equal(t, "the next field after a choice has the focus", win.Canvas().Focused(), fyne.Focusable(none))
	press(win.Canvas(), fyne.KeySpace)
	equal(t, "Space takes the first while none is chosen", none.Current(), 0)
	win.Canvas().FocusNext()
	for _, r := range "not done by them" {
		win.Canvas().Focused().TypedRune(r)
	}
	equal(t, "words go into the field below", below.Text, "not done by them")
	equal(t, "and choose nothing", none.Current(), 0)
}

func TestSelectOpensAndSteps(t *testing.T) {
	themed(t, false)
	chosen := -1
	s := NewSelect([]string{"Export", "Deletion", "Correction"}, -1, func(i int) { chosen = i })
	win := window(t, VBox(0, s, Gap()), 300, 300)
	win.Canvas().Focus(s)
	press(win.Canvas(), fyne.KeyDown)
	equal(t, "menu open", win.Canvas().Overlays().Top() != nil, true)
	press(win.Canvas(), fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn)
	equal(t, "chosen", chosen, 1)
	press(win.Canvas(), fyne.KeyRight, fyne.KeyRight)
	equal(t, "stepped", chosen, 2)
	s.SetOptions([]string{"Correction", "Other"})
	equal(t, "keeps its text", s.Current(), 0)
}

func TestTextIsCutNotSpilled(t *testing.T) {
	themed(t, false)
	rapid.Check(t, func(rt *rapid.T) {
		s := rapid.StringMatching(`[a-zA-Z 0-9,.]{0,60}`).Draw(rt, "text")
		width := rapid.Float32Range(0, 300).Draw(rt, "width")
		bold := rapid.Bool().Draw(rt, "bold")
		got := fit(s, SizeText, bold, width)
		if textWidth(got, SizeText, bold) > width+0.6 {
			rt.Fatalf("%q is wider than %v", got, width)
		}
		if got != s && got != "" && !strings.HasPrefix(s, strings.TrimSuffix(got, "…")) {
			rt.Fatalf("%q is not the beginning of %q", got, s)
		}
		if tail := fitTail(s, SizeText, bold, width); textWidth(tail, SizeText, bold) > width+0.6 || tail != s &&
			tail != "" && (!strings.HasPrefix(tail, "…") || !strings.HasSuffix(s, strings.TrimPrefix(tail, "…"))) {
			rt.Fatalf("%q is not the end of %q in %v", tail, s, width)
		}
		if got != s && textWidth(s, SizeText, bold) <= width {
			rt.Fatalf("%q fits into %v, but was cut to %q", s, width, got)
		}
	})
}

func TestWrappingLosesNothing(t *testing.T) {
	themed(t, false)
	squeeze := strings.NewReplacer(" ", "", "\n", "").Replace
	rapid.Check(t, func(rt *rapid.T) {
		s := rapid.StringMatching(`[a-z ]{0,40}[收集更正，。]{0,20}[a-z ]{0,20}`).Draw(rt, "text")
		width := rapid.Float32Range(20, 300).Draw(rt, "width")
		lines := wrap(s, SizeText, false, width)
		if squeeze(strings.Join(lines, "")) != squeeze(s) {
			rt.Fatalf("%q became %q", s, lines)
		}
		for _, line := range lines {
			if len([]rune(line)) > 1 && textWidth(line, SizeText, false) > width+0.6 {
				rt.Fatalf("line %q is wider than %v", line, width)
			}
		}
	})
}

func TestPanesFoldInOrder(t *testing.T) {
	for _, c := range []struct {
		name  string
		width float32
		mode  PaneMode
		open  bool
		want  PaneWidths
	}{
		{"wide", 1440, PanesBoth, true, PaneWidths{180, 548, 712, false}},
		{"very wide", 1920, PanesBoth, true, PaneWidths{180, 640, 1100, false}},
		{"the rail folds first", 1180, PanesBoth, true, PaneWidths{52, 548, 580, true}},
		{"then the list gives way", 1024, PanesBoth, true, PaneWidths{52, 0, 972, true}},
		{"to an open request only", 1024, PanesBoth, false, PaneWidths{52, 972, 0, true}},
		{"findings", 1440, PanesDetail, true, PaneWidths{52, 0, 1388, true}},
		{"oversight", 1440, PanesWide, false, PaneWidths{180, 0, 1260, false}},
	} {
		equal(t, c.name, ArrangePanes(c.width, 0, c.mode, c.open), c.want)
	}
	rapid.Check(t, func(rt *rapid.T) {
		width := rapid.Float32Range(700, 3000).Draw(rt, "width")
		list := rapid.Float32Range(420, 800).Draw(rt, "list")
		w := ArrangePanes(width, list, PaneMode(rapid.IntRange(0, 2).Draw(rt, "mode")), rapid.Bool().Draw(rt, "open"))
		if sum := w.Rail + w.List + w.Detail; sum < width-0.01 || sum > width+0.01 {
			rt.Fatalf("%v of %v are used", sum, width)
		}
		if w.List > 0 && w.Detail > 0 && w.Detail < DetailMin-0.01 {
			rt.Fatalf("the detail is %v wide", w.Detail)
		}
	})
}

func TestEscReturnsFromADetailThatHidesItsList(t *testing.T) {
	themed(t, false)
	_, panes := sampleNext()
	win := window(t, panes, 1024, 700)
	equal(t, "list", panes.List.Visible(), false)
	equal(t, "back", panes.Back(), true)
	equal(t, "list after Esc", panes.List.Visible(), true)
	equal(t, "back again", panes.Back(), false)
	panes.Open(true)
	win.Resize(fyne.NewSize(1440, 900))
	equal(t, "nothing hidden", panes.Back(), false)
	panes.drag(-400)
	equal(t, "dragged no further", panes.Widths().List, ListMin)
	panes.drag(4000)
	equal(t, "nor over the detail", panes.Widths().Detail, DetailMin)
}

func TestTipShowsTheWholeOfACutText(t *testing.T) {
	themed(t, false)
	text := NewText("a sentence that is far too long for its place").Short()
	layer := NewTipLayer(VBox(0, text, Gap()))
	win := window(t, layer.Content(), 100, 200)
	layer.Attach(win.Canvas())
	defer layer.Detach(win.Canvas())
	text.MouseIn(&desktop.MouseEvent{})
	if len(layer.layer.Objects) < 2 {
		t.Fatal("no tip shows")
	}
	text.MouseOut()
	equal(t, "objects after the pointer left", len(layer.layer.Objects), 0)
	text.MouseIn(&desktop.MouseEvent{})
	EndTip(win.Canvas())
	equal(t, "objects after the page changed under the pointer", len(layer.layer.Objects), 0)
	text.SetText("short")
	text.MouseIn(&desktop.MouseEvent{})
	equal(t, "objects for a text that fits", len(layer.layer.Objects), 0)
	text.SetText("a sentence that is far too long for its place")
	text.MouseIn(&desktop.MouseEvent{})
	if len(layer.layer.Objects) < 2 {
		t.Fatal("no tip shows")
	}
	ShowMenu(win.Canvas(), fyne.NewPos(0, 0), 80, []MenuItem{{Label: "Show all"}})
	equal(t, "objects beside a menu that opened", len(layer.layer.Objects), 0)
}

func TestPasswordShowsOnDemand(t *testing.T) {
	themed(t, false)
	p := NewPasswordField("")
	window(t, VBox(0, p, Gap()), 300, 60)
	equal(t, "hidden", p.Password, true)
	p.ActionItem.(*eye).Tapped(nil)
	equal(t, "shown", p.Password, false)
}

func TestInvalidEntryIsRed(t *testing.T) {
	themed(t, false)
	e := NewEntry("")
	win := window(t, VBox(0, e, Gap()), 200, 60)
	e.SetInvalid(true)
	if r, g, b, _ := win.Canvas().Capture().At(100, 0).RGBA(); r < g+0x3000 || r < b+0x3000 {
		t.Errorf("the outline is %d %d %d, want red", r>>8, g>>8, b>>8)
	}
}

func TestCardsInARowAreAsHighAsTheHighest(t *testing.T) {
	themed(t, false)
	short, long := NewCard(NewParagraph("short")), NewCard(NewParagraph(strings.Repeat("a longer text ", 20)))
	row := HBoxEven(10, Grow(short), Grow(long))
	row.Resize(fyne.NewSize(400, heightFor(row, 400)))
	if want := long.HeightFor(195); short.Size().Height != want || long.Size().Height != want {
		t.Errorf("%v and %v, want %v", short.Size(), long.Size(), want)
	}
}
