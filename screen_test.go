package main

import (
	"testing"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/ui/shell"
)

// At 200 % of 1920×1080 the buttons that lock and close lay outside.
func TestTheSmallestWindowFitsTheScreenAtEveryScale(t *testing.T) {
	for _, pixels := range []struct{ width, height int }{{1280, 720}, {1366, 728}, {1920, 1040}, {1920, 1080},
		{2560, 1400}, {3840, 2120}} {
		for _, system := range []float32{1, 1.25, 1.5, 1.75, 2, 2.5} {
			for _, user := range []float32{1, 1.3, 1.8} {
				s := screen{width: pixels.width, height: pixels.height, system: system}
				fitting := s.fitting(user, shell.Needs)
				free := s.free(fitting)
				if free.Width < shell.Needs.Width || free.Height < shell.Needs.Height {
					t.Errorf("%v at %g × %g: %v free at %g, the window needs %v", pixels, system, user, free, fitting,
						shell.Needs)
				}
				if fitting > user {
					t.Errorf("%v at %g × %g: made larger, %g", pixels, system, user, fitting)
				}
				if before := s.free(user); before.Width >= shell.Needs.Width && before.Height >= shell.Needs.Height &&
					fitting != user {
					t.Errorf("%v at %g × %g fitted, and became %g", pixels, system, user, fitting)
				}
			}
		}
	}
}

func TestNothingIsMadeSmallerThanOnAPlainScreen(t *testing.T) {
	for _, c := range []struct{ system, user, want float32 }{{1, 1, 1}, {1.5, 1, 1 / 1.5}, {1, 0.8, 0.8}} {
		if got := (screen{width: 800, height: 600, system: c.system}).fitting(c.user, shell.Needs); got != c.want {
			t.Errorf("%g × %g: %g, want %g", c.system, c.user, got, c.want)
		}
	}
}

func TestAScaleThatTheUserChoseCounts(t *testing.T) {
	for _, c := range []struct {
		variable string
		set      float32
		want     float32
	}{{"", 0, 1}, {"", 1.2, 1.2}, {"1.5", 1.2, 1.5}, {"auto", 1.2, 1.2}, {"-1", 0, 1}} {
		t.Setenv(scaleVariable, c.variable)
		if got := userScale(c.set); got != c.want {
			t.Errorf("%q, %g: %g, want %g", c.variable, c.set, got, c.want)
		}
	}
	t.Setenv(scaleVariable, "")
	if got := fit(screen{width: 1920, height: 1080, system: 2}, 0, shell.Needs); userScale(0) >= 1 ||
		got.Width < shell.Needs.Width {
		t.Errorf("%v free, %g", got, userScale(0))
	}
	if got := fit(screen{system: 1}, 0, shell.Needs); got != (fyne.Size{}) {
		t.Errorf("an unknown screen: %v", got)
	}
}
