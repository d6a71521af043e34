package part

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"pgregory.net/rapid"
)

func TestNextStepRunsUnlessItsButtonIsLocked(t *testing.T) {
	themed(t, false)
	n := 0
	step := NewNextStep(NextStepParts{Title: "Check the code", Primary: NewPrimary("Check", "Ctrl Enter", func() {
		n++
	})})
	equal(t, "done", step.Run(), true)
	step.Primary.Lock("no code yet")
	equal(t, "done while locked", step.Run(), false)
	equal(t, "times", n, 1)
	equal(t, "a step without a button", NewNextStep(NextStepParts{Title: "Wait"}).Run(), false)
}

func TestNextStepMakesRoomForItsWords(t *testing.T) {
	themed(t, false)
	step := NewNextStep(NextStepParts{Caption: "Next step", Title: "Agree with this choice, or ask for another",
		Why:     "Its phone changed at 09:14, after the preview.",
		Primary: NewPrimary("Agree", "Y", nil), Others: []fyne.CanvasObject{NewButton("Ask for another…", nil)}})
	wide, narrow := step.HeightFor(700), step.HeightFor(200)
	if narrow <= wide {
		t.Errorf("%v high when narrow, %v when wide", narrow, wide)
	}
}

func TestBannerWrapsWhenNarrow(t *testing.T) {
	themed(t, false)
	b := NewBanner(BannerAmber, "warn", "The phone changed 2 days before the request.",
		"A code to it counts for nothing here.", NewLink("Why", nil))
	equal(t, "wide", b.HeightFor(680), 34)
	equal(t, "narrow", b.HeightFor(420), 2*18+20)
}

func TestDueBarCaptionsNeverOverlap(t *testing.T) {
	themed(t, false)
	bar := NewDueBar()
	win := window(t, VBox(0, bar, Gap()), 600, 60)
	r := test.WidgetRenderer(bar).(*dueRenderer)
	rapid.Check(t, func(rt *rapid.T) {
		at := rapid.Float64Range(0, 1.3)
		bar.Received, bar.Today, bar.TodayAt, bar.Due = "4 Nov received", "today 23 Nov", at.Draw(rt, "today"), "4 Dec"
		bar.Milestones = bar.Milestones[:0]
		for range rapid.IntRange(0, 3).Draw(rt, "milestones") {
			bar.Milestones = append(bar.Milestones, Milestone{at.Draw(rt, "at"), "identity by Wed 25 Nov", UrgencySoon})
		}
		win.Resize(fyne.NewSize(rapid.Float32Range(300, 1200).Draw(rt, "width"), 60))
		bar.Refresh()
		var shown []*canvas.Text
		for _, text := range append([]*canvas.Text{r.received, r.now, r.due}, r.names...) {
			if !text.Visible() {
				continue
			}
			x, w := text.Position().X, text.Size().Width
			if x < 0 || x+w > bar.Size().Width+0.1 {
				rt.Fatalf("%q reaches out of the bar", text.Text)
			}
			for _, o := range shown {
				if x < o.Position().X+o.Size().Width && o.Position().X < x+w {
					rt.Fatalf("%q and %q overlap", text.Text, o.Text)
				}
			}
			shown = append(shown, text)
		}
		if len(shown) < 2 {
			rt.Fatal("receipt and due date do not show")
		}
	})
}

// What has no room is not shown, and nothing is asked to make room for it.
func TestFittingShowsAsManyAsHaveRoom(t *testing.T) {
	themed(t, false)
	objects := []fyne.CanvasObject{Space(40, 10), Space(60, 20), Space(10, 10)}
	row := Fitting(8, objects...)
	if m := row.MinSize(); m.Width != 0 || m.Height != 20 {
		t.Errorf("it asks for %v", m)
	}
	for _, tt := range []struct {
		width float32
		shown int
	}{{200, 3}, {126, 3}, {125, 2}, {107, 1}, {39, 0}, {126, 3}} {
		row.Resize(fyne.NewSize(tt.width, 20))
		shown := 0
		for _, o := range objects {
			if o.Visible() {
				shown++
				if o.Position().X+o.Size().Width > tt.width {
					t.Errorf("in %v something ends at %v", tt.width, o.Position().X+o.Size().Width)
				}
			}
		}
		if shown != tt.shown {
			t.Errorf("in %v there are %d, want %d", tt.width, shown, tt.shown)
		}
	}
}

func TestFlowStaysInsideItsWidth(t *testing.T) {
	themed(t, false)
	rapid.Check(t, func(rt *rapid.T) {
		var objects []fyne.CanvasObject
		for range rapid.IntRange(1, 8).Draw(rt, "objects") {
			if rapid.IntRange(0, 5).Draw(rt, "gap") == 0 {
				objects = append(objects, Gap())
			}
			objects = append(objects, Space(rapid.Float32Range(1, 200).Draw(rt, "width"), 30))
		}
		width := rapid.Float32Range(100, 800).Draw(rt, "room")
		flow := Flow(8, objects...)
		height := heightFor(flow, width)
		flow.Resize(fyne.NewSize(width, height))
		for i, o := range objects {
			if grows(o) {
				continue
			}
			if o.Position().X+o.Size().Width > width+0.1 || o.Position().Y+o.Size().Height > height+0.1 {
				rt.Fatalf("object %d lies at %v, %v of %v × %v", i, o.Position(), o.Size(), width, height)
			}
		}
	})
}

// comesToShow takes pictures of a window until one is as wanted: the driver of tests shows what is new in a goroutine
// of its own, which a busy machine lets wait.
func comesToShow(win fyne.Window, wanted func(r, g uint32) bool) bool {
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		img := win.Canvas().Capture()
		for y := range 16 {
			for x := range 16 {
				if r, g, _, _ := img.At(x, y).RGBA(); wanted(r, g) {
					return true
				}
			}
		}
	}
	return false
}

func TestIconsFollowTheTheme(t *testing.T) {
	themed(t, false)
	win := window(t, NewIcon("check", ColorGreen, 16), 16, 16)
	if !comesToShow(win, func(r, _ uint32) bool { return r <= 0x6000 }) {
		t.Error("light: no stroke is dark green")
	}
	fyne.CurrentApp().Settings().SetTheme(NewTheme(true))
	if comesToShow(win, func(r, g uint32) bool { return r <= 0x6000 && g >= 0x9000 }) {
		return
	}
	t.Error("dark: no stroke is light green")
}

func TestRailFoldsToIcons(t *testing.T) {
	themed(t, false)
	rail := sampleRail(0)
	chosen := -1
	rail.Rows()[3].OnTap = func() { chosen = 3 }
	win := window(t, rail, 180, 600)
	equal(t, "width", rail.MinSize().Width, RailWidth)
	rail.Fold(true)
	equal(t, "folded width", rail.MinSize().Width, RailFolded)
	equal(t, "foot shows", rail.Foot[0].Visible(), false)
	win.Canvas().Focus(rail.Rows()[2])
	press(win.Canvas(), fyne.KeyDown, fyne.KeyReturn)
	equal(t, "chosen by keyboard", chosen, 3)
	rail.Choose(3)
	equal(t, "the old place", rail.Rows()[0].Selected, false)
	equal(t, "the new place", rail.Rows()[3].Selected, true)
}

func TestSheetTellsItsLinks(t *testing.T) {
	themed(t, false)
	got := [2]int{-1, -1}
	s := NewSheet([]Column{{Title: "A"}, {Title: "B"}},
		[]RowData{{Cells: []Cell{{Text: "Name"}, {Text: "Match"}}},
			{Cells: []Cell{{Text: "Month"}, {Text: "Compare…", Link: true}}}})
	s.OnLink = func(row, column int) { got = [2]int{row, column} }
	window(t, s, 400, 84)
	test.TapAt(s, fyne.NewPos(300, 30))
	equal(t, "no link", got, [2]int{-1, -1})
	test.TapAt(s, fyne.NewPos(300, 60))
	equal(t, "link", got, [2]int{1, 1})
	equal(t, "height", s.MinSize().Height, 84)
}

func TestEveryPlaceOfTheRailIsInASmallWindow(t *testing.T) {
	themed(t, false)
	var rows []*RailRow
	for range 21 {
		rows = append(rows, NewRailRow("doc", "Place", nil))
	}
	foot := NewCaption("All saved")
	rail := NewRail([][]*RailRow{rows[:9], rows[9:]}, foot, NewCaption("Audit log intact"))
	const below = 700 - TopBarHeight - 40 // title bar of the system
	if h := rail.MinSize().Height; h > below {
		t.Fatalf("the rail asks for %v of %v", h, below)
	}
	rail.Resize(fyne.NewSize(RailWidth, below))
	test.WidgetRenderer(rail).Layout(rail.Size())
	if last := rows[20]; last.Position().Y+last.Size().Height > foot.Position().Y {
		t.Errorf("the last place ends at %v, the foot begins at %v", last.Position().Y+last.Size().Height,
			foot.Position().Y)
	}
}
