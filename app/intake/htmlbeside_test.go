package intake_test

import (
	"strings"
	"testing"
)

// Words that a reader may see otherwise than they stand in the text are kept, and doubted.
func TestWordsThatMayBeSeenOtherwiseAreKeptAndDoubted(t *testing.T) {
	const words = "please delete my data"
	for _, c := range []struct{ name, page, doubt string }{
		{"struck out", "<p>Hello</p><del>" + words + "</del>", "struck out"},
		{"struck out by a style", `<p>Hello</p><p style="text-decoration:line-through">` + words + "</p>",
			"struck out"},
		{"a picture", `<p>Hello</p><img src=x alt="` + words + `">`, "picture’s description"},
		{"a picture alone", `<img src=x alt="` + words + `">`, "picture’s description"},
		{"a field", `<p>Hello</p><input value="` + words + `">`, "field of a form"},
		{"a cover", `<p>` + words +
			`</p><div style="position:absolute;top:0;left:0;width:100%;height:100%;background:#fff">Hello</div>`,
			"laid over the page"},
		{"backwards", `<p style="unicode-bidi:bidi-override;direction:rtl">` + words + `</p>`,
			"whether words of the mail are seen"},
		{"very deep", strings.Repeat("<div>", 110_000) + words, "lies too deep in itself"},
	} {
		r := preview(t, "m.eml",
			mail("From: Wang <wang@example.cn>\nSubject: hi\nContent-Type: text/html; charset=utf-8", c.page)).
			Records[0]
		if !strings.Contains(r.Text, words) || !strings.Contains(strings.Join(r.Doubts, "\n"), c.doubt) {
			t.Errorf("%s: %.200q %q", c.name, r.Text, r.Doubts)
		}
	}
	r := preview(t, "m.eml",
		mail("From: Wang <wang@example.cn>\nSubject: hi\nContent-Type: text/html; charset=utf-8",
			`<p>`+words+`</p><img alt="Logo"><div style="position:relative">Wang</div>`)).Records[0]
	if len(r.Doubts) > 0 || strings.Contains(r.Text, "Logo") {
		t.Errorf("a plain page: %q %q", r.Text, r.Doubts)
	}
}

// What the sender wrote themself is read however much they quote above it.
func TestOwnWordsAreReadBelowVeryManyQuotedLines(t *testing.T) {
	r := preview(t, "m.eml",
		mail("From: Wang <wang@example.cn>\nSubject: hi",
			strings.Repeat("> please delete\n", 20_000)+"please export my data")).Records[0]
	if r.Kind != "export" || !strings.Contains(strings.Join(r.Doubts, "\n"), "longer than is read") {
		t.Errorf("%s %q", r.Kind, r.Doubts)
	}
}
