package part

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func TestAPlotIsDrawnAgainAfterItWasOutOfSight(t *testing.T) {
	test.NewTempApp(t)
	f := NewFigures(func(n int64) string { return fmt.Sprint(n) })
	f.Set(make([]int64, 28), make([]string, 28))
	first := f.CreateRenderer()
	f.Set([]int64{27: 612}, append(make([]string, 27), "today"))
	// Fyne forgets one that is not seen for a while
	for _, r := range []fyne.WidgetRenderer{first, f.CreateRenderer()} {
		r.Refresh()
		for _, width := range []float32{200, 900} {
			r.Layout(fyne.NewSize(width, 92))
		}
		if got := len(r.Objects()); got != 2*3+2*28 {
			t.Errorf("%d objects", got)
		}
	}
}

func TestTheGridOfAPlotIsRoundAndHoldsEveryFigure(t *testing.T) {
	for most, want := range map[int64]int64{0: 2, 1: 2, 2: 2, 3: 4, 5: 6, 7: 10, 11: 20, 130: 200, 612: 1000,
		30001: 40000} {
		if got := (&Figures{Values: []int64{0, most}}).top(); got != want {
			t.Errorf("up to %d: %d, want %d", most, got, want)
		}
	}
}
