package letter

import "testing"

func TestTheScriptOfATextTellsWhetherItFitsTheLetter(t *testing.T) {
	for _, tt := range []struct {
		lang, text string
		want       bool
	}{
		{Chinese, "档案搬迁前无法办理。", true}, {Chinese, "Cannot be done before the move.", false},
		{Chinese, "请见 GB/T 35273", true}, {Chinese, "2026-12-01", true},
		{English, "Cannot be done before the move.", true}, {English, "档案搬迁前无法办理。", false},
		{English, "The archive (档案馆) is being moved.", true}, {English, "", true},
	} {
		if got := InScript(tt.lang, tt.text); got != tt.want {
			t.Errorf("%s %q: %v", tt.lang, tt.text, got)
		}
	}
}
