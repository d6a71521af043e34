package shell

import (
	"math"
	"os"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/frame/frametest"
	"orangelab.cn/rightsdesk/ui/part"
)

// TestTheWindowIsRememberedForEachMemberOfStaff has two people at one computer: each finds the window as they left it.
func TestTheWindowIsRememberedForEachMemberOfStaff(t *testing.T) {
	t.Setenv(scaleVariable, "")
	a := frametest.New(t)
	if err := frame.Use(frame.English); err != nil {
		t.Fatal(err)
	}
	d := desktest.New(t, "sqlite")
	fang, jing := d.Add(t, "fang", model.RoleAgent), d.Add(t, "jing", model.RoleLead)
	win := test.NewTempWindow(t, part.NewText("x"))
	win.Resize(fyne.NewSize(1500, 1000))
	s := &App{fyne: a, window: win, options: Options{Scale: 1.5}, text: usualText, main: &mainView{}}
	sit := func(f *frame.Frame) {
		s.frame = f
		s.takeHabits()
	}
	one, other := &frame.Frame{Window: win, Session: fang}, &frame.Frame{Window: win, Session: jing}
	sit(one)
	s.dark, s.all, s.filters = true, true, filters{desk.QueueNext: {Kinds: []model.Kind{model.Deletion}}}
	s.scaleText(120)
	if size := win.Canvas().Size(); size.Width > 1250 || size.Width < 1249 || size.Height > 1000*100/120. {
		t.Errorf("the window holds %v of larger text: it grew or shrank on the screen", size)
	}
	if err := frame.Use(frame.Chinese); err != nil {
		t.Fatal(err)
	}
	s.keepHabits()
	if scale := os.Getenv(scaleVariable); scale != "1.800" {
		t.Errorf("the window is drawn at %s, want 120 %% of 1.5", scale)
	}
	sit(other) // takes over what is there, and then has her own
	if len(s.filters) > 0 {
		t.Errorf("the lists of jing are narrowed by the filters of fang: %v", s.filters)
	}
	s.dark, s.all = false, false
	s.scaleText(usualText)
	if err := frame.Use(frame.English); err != nil {
		t.Fatal(err)
	}
	s.keepHabits()
	sit(one)
	if by := s.filters[desk.QueueNext]; len(by.Kinds) != 1 || by.Kinds[0] != model.Deletion {
		t.Errorf("fang finds Next narrowed by %+v", by)
	}
	if !s.dark || !s.all || s.text != 120 || frame.Language() != frame.Chinese {
		t.Errorf("fang finds dark %v, all %v, text %d, %s", s.dark, s.all, s.text, frame.Language())
	}
	sit(other)
	if s.dark || s.all || s.text != usualText || frame.Language() != frame.English {
		t.Errorf("jing finds dark %v, all %v, text %d, %s", s.dark, s.all, s.text, frame.Language())
	}
}

// Smaller text made the window larger than the screen, and every change made it a pixel larger.
func TestAWindowKeepsItsPixelsWhenTextChanges(t *testing.T) {
	for _, scale := range []float32{0.8, 0.9, 1, 1.1, 1.2, 1.5, 2} {
		const width, height = 1436, 863
		size := fyne.NewSize(width/scale, height/scale)
		for _, now := range []float32{0.8, 0.9, 1, 1.1, 1.2, 1.5, 2} {
			kept := pixelsKept(size, scale, now)
			w, h := math.Ceil(float64(kept.Width*now)), math.Ceil(float64(kept.Height*now))
			if w != width || h != height {
				t.Errorf("from %v to %v it takes %v by %v", scale, now, w, h)
			}
		}
	}
}

// Whoever chose Chinese on the sign-in and was in English the last time was shown English again.
func TestWhatIsChosenAtTheSignInHolds(t *testing.T) {
	a := frametest.New(t)
	d := desktest.New(t, "sqlite")
	fang := d.Add(t, "fang", model.RoleAgent)
	win := test.NewTempWindow(t, part.NewText("x"))
	s := &App{fyne: a, window: win, options: Options{Scale: 1}, text: usualText, main: &mainView{}}
	s.frame = &frame.Frame{Window: win, Session: fang}
	s.keepHabits() // English and light

	s.frame, s.main = s.newFrame(), nil
	s.once = func() {}
	s.speak(frame.Chinese)
	s.setDark(true)
	s.frame.Session = fang
	s.takeHabits()
	if frame.Language() != frame.Chinese || !s.dark {
		t.Errorf("after the sign-in the window is in %s, dark %v", frame.Language(), s.dark)
	}
	s.main = &mainView{}
	s.keepHabits()
	if err := frame.Use(frame.English); err != nil {
		t.Fatal(err)
	}
	s.takeHabits() // the next time, with nothing chosen
	if frame.Language() != frame.Chinese {
		t.Error("the language that was chosen is not remembered")
	}
}

// TestTextIsNoLargerThanTheScreenAllows holds that the smallest window always fits, and that text can be made small
// again.
func TestTextIsNoLargerThanTheScreenAllows(t *testing.T) {
	for _, c := range []struct {
		free      fyne.Size
		ask, want int
	}{
		{fyne.Size{}, 150, 150}, {fyne.Size{}, 500, largestText}, {fyne.Size{}, 10, smallestText},
		{fyne.NewSize(Needs.Width*1.25, Needs.Height*2), 150, 120}, {Needs, 110, usualText},
		{fyne.NewSize(600, 400), 110, usualText},
	} {
		s := &App{options: Options{Free: c.free}}
		if got := s.fittingText(c.ask); got != c.want {
			t.Errorf("%d %% on %v: %d, want %d", c.ask, c.free, got, c.want)
		}
	}
}
