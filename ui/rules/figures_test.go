package rules

import (
	"testing"

	"orangelab.cn/rightsdesk/app/rulebook"
	"orangelab.cn/rightsdesk/ui/frame"
)

func TestWhatATextCitesStandsInItsBrackets(t *testing.T) {
	for text, want := range map[string]string{
		"free (GDPR 12(5))":          "GDPR 12(5)",
		"none (at first); (PIPL 50)": "PIPL 50",
		"(s.21), logged (s.27)":      "s.21; s.27",
		"收取一定成本费用（GB/T 35273—2020 第8.7条 c)）": "GB/T 35273—2020 第8.7条 c)",
		"不得收费（第11编第7060(e)条）":                "第11编第7060(e)条",
		"none": "", "half (open 1": "", "closed) 2": "",
	} {
		if got := cited(text); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

// Every figure of the rules that the program carries says where it stands and how sure it is; a clock that nothing
// stops has no figure.
func TestEveryFigureSaysWhereItStandsAndHowSure(t *testing.T) {
	pack, err := rulebook.Default()
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range pack.RegimeIDs() {
		r, _ := pack.Regime(id)
		for _, lang := range []string{"en", "zh-Hans"} {
			for _, f := range figuresOf(pack, r, lang)[:len(figuresOf(pack, r, lang))-len(citesOf(r, lang))] {
				runs := f.what == frame.L("Pause") && f.confidence == ""
				if f.source == "" || f.confidence == "" && !runs {
					t.Errorf("%s: %s, %s (%q, %q)", id, f.what, f.text, f.source, f.confidence)
				}
			}
		}
	}
}
