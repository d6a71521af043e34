package part

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"
)

func TestWordsOfSeveralLooksBreakAsWordsOfOneDo(t *testing.T) {
	test.NewTempApp(t)
	text :=
		"Delivery partners receive your name, address and phone number. 配送合作方会收到您的姓名、地址和电话号码。\nThe list of partners is in annex B."
	for _, width := range []float32{40, 120, 300, 2000} {
		w := NewWorded(Run{Text: text[:30]}, Run{Text: text[30:60], Color: ColorRed}, Run{Text: text[60:]})
		list, lines := w.lay(width)
		var said strings.Builder
		for _, l := range list {
			said.WriteString(l.text)
			if right := l.x + textWidth(l.text, SizeText, false); right > width+1.5 {
				t.Errorf("at %v %q ends at %v", width, l.text, right)
			}
		}
		squeeze := func(s string) string { return strings.Join(strings.Fields(strings.ReplaceAll(s, "\n", " ")), "") }
		if squeeze(said.String()) != squeeze(text) {
			t.Errorf("at %v it says %q", width, said.String())
		}
		if whole := len(wrap(text, SizeText, false, width)); width > 100 && (lines < whole || lines > whole+2) {
			t.Errorf("at %v it has %d lines, a text of one look %d", width, lines, whole)
		}
	}
}
