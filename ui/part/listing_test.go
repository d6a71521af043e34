package part

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
)

func TestLineNumbersDoNotShiftTheText(t *testing.T) {
	themed(t, false)
	var text strings.Builder
	for i := range 120 {
		fmt.Fprintf(&text, "line %d\r\n", i+1)
	}
	l := NewListing(text.String(), map[int]fyne.ThemeColorName{100: ColorRed})
	win := window(t, l, 600, 120*20+10)
	if len(l.lines) != 120 {
		t.Fatalf("%d lines", len(l.lines))
	}
	at, right := map[float32]bool{}, map[float32]bool{}
	for _, v := range l.rows.views {
		line := v.(*listingLine)
		if line.whole == "" {
			continue // kept for a row that is not there
		}
		at[line.text.Position().X] = true
		right[line.number.Position().X+line.number.Size().Width] = true
		if n := "line " + line.number.Text; line.text.Text != n {
			t.Errorf("beside %q stands %q", line.number.Text, line.text.Text)
		}
	}
	if len(at) != 1 || len(right) != 1 {
		t.Errorf("text begins at %v, numbers end at %v", at, right)
	}
	win.Resize(fyne.NewSize(600, 200))
	l.ShowLine(100)
	if first, end := l.rows.visible(); first > 99 || end < 100 {
		t.Errorf("lines %d to %d show", first+1, end)
	}
}
