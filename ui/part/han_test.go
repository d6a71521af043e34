package part_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"golang.org/x/image/font/sfnt"

	"orangelab.cn/rightsdesk/assets/fonts"
	"orangelab.cn/rightsdesk/ui/part"
)

// The tests of Fyne read no fonts of the system.
func TestChineseIsDrawnWhereNoFontIsInstalled(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(part.NewTheme(false))
	for _, style := range []fyne.TextStyle{{}, {Bold: true}, {Monospace: true}} {
		nothing := fyne.MeasureText("\U0010FFFD", part.SizeText, style)
		for _, text := range []string{"权", "删", "，", "國"} {
			if fyne.MeasureText(text, part.SizeText, style) == nothing {
				t.Errorf("%s in %+v is drawn as what no font has", text, style)
			}
		}
	}
}

func TestTheFontForChineseLeavesOtherLettersAlone(t *testing.T) {
	f, err := sfnt.Parse(fonts.Han)
	if err != nil {
		t.Fatal(err)
	}
	for r := ' '; r <= 'ÿ'; r++ {
		if g, err := f.GlyphIndex(nil, r); err != nil || g != 0 && r > ' ' && r < 0x7F {
			t.Errorf("%q has glyph %d, %v", r, g, err)
		}
	}
}
