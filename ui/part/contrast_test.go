package part

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// TestWhateverIsReadStandsOutEverywhere holds each colour of text to 4.5:1 on every ground that it can stand on, rings
// around what has the focus and outlines of fields to 3:1 (WCAG 2.2, AA: 1.4.3 and 1.4.11), in both themes.
func TestWhateverIsReadStandsOutEverywhere(t *testing.T) {
	const text, graphic = 4.5, 3
	grounds := []fyne.ThemeColorName{ColorBackground, ColorRail, ColorRaised, ColorSelection, ColorHoverSolid,
		ColorPrimaryTint}
	for _, c := range []struct {
		front fyne.ThemeColorName
		least float64
		on    []fyne.ThemeColorName
	}{
		{ColorText, text, append(grounds, ColorGreyTint, ColorDiffOld, ColorDiffNew, ColorAmberTint, ColorRedTint,
			ColorGreenTint)},
		{ColorText2, text, grounds},
		{ColorText3, text, grounds},
		{ColorPrimary, text, grounds}, // links, and the ring around what has the focus
		{ColorRed, text, grounds},
		{ColorAmber, text, grounds},
		{ColorGreen, text, grounds},
		{theme.ColorNameForegroundOnError, text, []fyne.ThemeColorName{theme.ColorNameError}},
		{ColorOnPrimary, text, []fyne.ThemeColorName{ColorPrimary}},
		{ColorInput, graphic, []fyne.ThemeColorName{ColorBackground}},
	} {
		for _, dark := range []bool{false, true} {
			th := NewTheme(dark)
			for _, ground := range c.on {
				if got := contrast(th.Color(c.front, 0), th.Color(ground, 0)); got < c.least {
					t.Errorf("%s on %s, dark %v: %.2f, less than %.1f", c.front, ground, dark, got, c.least)
				}
			}
		}
	}
}
