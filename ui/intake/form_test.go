package intake

import (
	"strings"
	"testing"
	"time"
	"unicode"

	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/ui/frame"
)

func TestBrokenRecordsAreExplainedInTheWindowsLanguage(t *testing.T) {
	if err := frame.Use(frame.Chinese); err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := frame.Use(frame.English); err != nil {
			t.Error(err)
		}
	}()
	trust := record.Trust{Now: time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)}
	for name, data := range map[string]string{
		"a.csv":  "kind,email,received,sensitive\ndance,nobody,2030-01-01,no\nexport,a@b.cn,yesterday,no\nexport,a@b.cn,,maybe\nexport\nexport,\"a\" b,,\n",
		"b.csv":  "kind,shoe\n",
		"c.csv":  "kind,kind\n",
		"d.csv":  "email\n",
		"e.csv":  " ",
		"a.json": `[{"subject_request_id":"x"}, 7, {"subj`,
		"a.drp":  "AAAA",
		"a.eml":  "Subject: hi\r\n\r\ntext",
		"a.bin":  "\x00\x01",
	} {
		_, problems := intake.ReadFile(name, []byte(data), trust)
		if len(problems) == 0 {
			t.Errorf("%s has no problem: the test proves nothing", name)
		}
		for _, p := range problems {
			for _, text := range strings.Split(frame.Reasons(p.Err), "; ") {
				if !strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) }) ||
					strings.Contains(text, "{{") {
					t.Errorf("%s: %q", p, text)
				}
			}
		}
	}
}
