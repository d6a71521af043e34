package part

import (
	"fmt"
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"orangelab.cn/rightsdesk/assets/icons"
)

// luminance is the relative luminance of WCAG 2.x.
func luminance(c color.Color) float64 {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	part := func(v uint8) float64 {
		f := float64(v) / 255
		if f <= 0.04045 {
			return f / 12.92
		}
		return math.Pow((f+0.055)/1.055, 2.4)
	}
	return 0.2126*part(n.R) + 0.7152*part(n.G) + 0.0722*part(n.B)
}

func contrast(a, b color.Color) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

func TestContrastIsWhatTheTablesSay(t *testing.T) {
	for _, c := range []struct {
		front, back fyne.ThemeColorName
		light, dark float64
		least       float64
	}{
		{ColorText, ColorBackground, 16.51, 14.49, 4.5},
		{ColorText, ColorRail, 15.14, 15.42, 4.5},
		{ColorText, ColorSelection, 13.91, 10.64, 4.5},
		{ColorText2, ColorBackground, 8.25, 9.54, 4.5},
		{ColorText2, ColorRail, 7.57, 10.15, 4.5},
		{ColorText2, ColorSelection, 6.95, 7.00, 4.5},
		{ColorText3, ColorBackground, 5.69, 6.69, 4.5},
		{ColorText3, ColorRail, 5.22, 7.12, 4.5},
		{ColorText3, ColorRaised, 5.40, 6.21, 4.5},
		{ColorText3, ColorSelection, 4.80, 4.91, 4.5},
		{ColorText3, ColorPrimaryTint, 5.12, 5.89, 4.5},
		{ColorPrimary, ColorBackground, 6.63, 7.92, 4.5},
		{ColorPrimary, ColorPrimaryTint, 5.96, 6.97, 4.5},
		{ColorOnPrimary, ColorPrimary, 6.63, 7.74, 4.5},
		{ColorRed, ColorBackground, 6.54, 7.99, 4.5},
		{ColorRed, ColorRedTint, 5.70, 6.82, 4.5},
		{ColorRed, ColorSelection, 5.51, 5.87, 4.5},
		{ColorAmber, ColorBackground, 6.49, 9.96, 4.5},
		{ColorAmber, ColorAmberTint, 5.84, 8.10, 4.5},
		{ColorAmber, ColorSelection, 5.47, 7.31, 4.5},
		{ColorGreen, ColorBackground, 6.55, 9.34, 4.5},
		{ColorGreen, ColorGreenTint, 5.71, 7.54, 4.5},
		{ColorViolet, ColorVioletTint, 6.82, 7.70, 4.5},
		{ColorTeal, ColorTealTint, 6.17, 7.49, 4.5},
		{ColorGrey, ColorGreyTint, 7.11, 7.29, 4.5},
		{ColorDisabled, ColorDisabledBG, 4.90, 5.11, 4.5},
		{ColorText, ColorAmberTint, 14.85, 11.79, 4.5},
		{ColorText, ColorRedTint, 14.41, 12.38, 4.5},
		{ColorText, ColorGreenTint, 14.41, 11.70, 4.5},
		{ColorTeal, ColorRaised, 6.77, 8.68, 4.5},
		{ColorPrimary, ColorAmberTint, 5.97, 6.44, 4.5},
		{ColorRed, ColorRaised, 6.20, 7.42, 4.5},
		{ColorAmber, ColorRaised, 6.16, 9.24, 4.5},
		{ColorText2, ColorAmberTint, 7.42, 7.76, 4.5},
		{ColorText2, ColorRaised, 7.83, 8.85, 4.5},
		{ColorInput, ColorBackground, 3.30, 4.08, 3},
		{ColorMarkRed, ColorBackground, 4.76, 6.67, 3},
		{ColorMarkAmber, ColorBackground, 4.11, 8.33, 3},
		{ColorMarkGreen, ColorBackground, 4.25, 7.70, 3},
		{ColorMarkGrey, ColorBackground, 3.87, 4.86, 3},
		{ColorMarkRed, ColorSelection, 4.01, 4.90, 3},
		{ColorMarkAmber, ColorSelection, 3.47, 6.11, 3},
		{ColorMarkGrey, ColorSelection, 3.26, 3.57, 3},
		{ColorMarkRed, ColorRail, 4.37, 7.10, 3},
	} {
		for i, want := range []float64{c.light, c.dark} {
			th := NewTheme(i == 1)
			got := contrast(th.Color(c.front, 0), th.Color(c.back, 0))
			if math.Abs(got-want) > 0.011 || got < c.least {
				t.Errorf("%s on %s, dark %v: %.2f, want %.2f and at least %.1f", c.front, c.back, i == 1, got, want,
					c.least)
			}
		}
	}
}

func TestEveryChipIsReadable(t *testing.T) {
	for state := range chipColors {
		for _, dark := range []bool{false, true} {
			th := NewTheme(dark)
			if got := contrast(th.Color(state.TextColor(), 0), th.Color(state.FillColor(), 0)); got < 4.5 {
				t.Errorf("chip %s, dark %v: contrast %.2f is less than 4.5", state, dark, got)
			}
		}
	}
	equal(t, "text of an unknown state", ChipState("nonsense").TextColor(), ChipReceived.TextColor())
}

func TestThemeKnowsEveryNameOfFyne(t *testing.T) {
	test.NewTempApp(t)
	for _, name := range []fyne.ThemeColorName{theme.ColorNameBackground, theme.ColorNameButton,
		theme.ColorNameDisabled, theme.ColorNameError,
		theme.ColorNameFocus, theme.ColorNameHover, theme.ColorNamePressed, theme.ColorNameHyperlink,
		theme.ColorNameScrollBar} {
		if NewTheme(false).Color(name, 0) == NewTheme(true).Color(name, 0) {
			t.Errorf("%s is the same in light and dark", name)
		}
		if NewTheme(true).Color(name, theme.VariantLight) != NewTheme(true).Color(name, theme.VariantDark) {
			t.Errorf("%s: the variant of the settings has a say", name)
		}
	}
	for name, want := range map[fyne.ThemeSizeName]float32{theme.SizeNameText: 13, theme.SizeNameCaptionText: 12,
		theme.SizeNameSubHeadingText: 15, theme.SizeNameHeadingText: 20, theme.SizeNamePadding: 4,
		theme.SizeNameSplitThickness: 5} {
		equal(t, string(name), NewTheme(false).Size(name), want)
	}
}

func TestColorsFollowTheThemeWhileRunning(t *testing.T) {
	themed(t, false)
	chip := NewChip(ChipWorking, "working")
	win := window(t, chip, 80, 20)
	light := win.Canvas().Capture().At(2, 10)
	equal(t, "light", fmt.Sprint(color.NRGBAModel.Convert(light)), fmt.Sprint(rgba(0xE0F2F4FF)))
	fyne.CurrentApp().Settings().SetTheme(NewTheme(true))
	dark := win.Canvas().Capture().At(2, 10)
	equal(t, "dark", fmt.Sprint(color.NRGBAModel.Convert(dark)), fmt.Sprint(rgba(0x12302FFF)))
	equal(t, "Color", Color(ColorRail), rgba(0x101216FF))
}

func TestIconsAreStrokesInTheColourAsked(t *testing.T) {
	names, err := icons.Names()
	if err != nil {
		t.Fatal(err)
	}
	if len(names) < 43 {
		t.Fatalf("%d icons, want at least 43", len(names))
	}
	themed(t, false)
	for _, name := range names {
		view := NewIcon(name, ColorRed, 16)
		img := window(t, view, 16, 16).Canvas().Capture()
		red, painted := 0, 0
		for y := range 16 {
			for x := range 16 {
				n := color.NRGBAModel.Convert(img.At(x, y)).(color.NRGBA)
				if n != (color.NRGBA{R: 255, G: 255, B: 255, A: 255}) {
					painted++
					if n.R > n.G && n.R > n.B {
						red++
					}
				}
			}
		}
		if painted == 0 || red < painted*9/10 {
			t.Errorf("icon %s: %d pixels painted, %d of them red", name, painted, red)
		}
		if painted > 160 {
			t.Errorf("icon %s: %d of 256 pixels painted, it looks filled", name, painted)
		}
	}
	if Icon("no such icon", ColorText) != nil {
		t.Error("an unknown icon is drawn")
	}
}
