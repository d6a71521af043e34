package shell

import (
	"testing"

	"fyne.io/fyne/v2"
)

func TestTheFirstWindowFitsWhatIsFreeOfTheScreen(t *testing.T) {
	for _, c := range []struct{ free, want fyne.Size }{
		{fyne.NewSize(1440, 900), fyne.NewSize(1432, 860)},
		{fyne.NewSize(1366, 728), fyne.NewSize(1358, 688)},
		{fyne.NewSize(1920, 1080), fyne.NewSize(1440, 900)},
		{fyne.NewSize(1024, 700), smallest},
		{fyne.Size{}, fyne.NewSize(1280, 760)},
	} {
		if got := firstSize(c.free); got != c.want {
			t.Errorf("of %v free: %v, want %v", c.free, got, c.want)
		}
	}
}
