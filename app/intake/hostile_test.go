package intake_test

import (
	"fmt"
	"strings"
	"testing"
)

// What is hostile costs what its size costs: these tests end because the readers are bounded, with no clock in them; with
// the bounds taken out the first alone runs into the test's own limit.
func TestHostileFilesAreReadOrRefused(t *testing.T) {
	nested := func(depth int) string {
		var b strings.Builder
		b.WriteString(sender + "Content-Type: multipart/mixed; boundary=b0\n\n")
		for i := range depth {
			fmt.Fprintf(&b, "--b%d\nContent-Type: multipart/mixed; boundary=b%d\n\n", i, i+1)
		}
		return b.String()
	}
	inside := func(depth int) string { return strings.Repeat("From: a@b.cn\nContent-Type: message/rfc822\n\n", depth) }
	one := `{"subject_request_id":"c7551968-d5d6-44b2-9831-815ac9017798","subject_request_type":"erasure","submitted_time":"2026-11-23T15:00:00Z","subject_identities":[{"identity_type":"email","identity_value":"ann@example.org","identity_format":"raw"}]}`
	tests := []struct{ name, file, data string }{
		{"parts 3,000 deep", "m.eml", mail(nested(3000), "")},
		{"parts 300,000 deep", "m.eml", mail(nested(300_000), "")},
		{"mails 100,000 deep", "m.eml", inside(100_000)},
		{"a million parts", "m.eml", mail(sender+"Content-Type: multipart/mixed; boundary=b", strings.Repeat("--b\n\nx\n", 1<<20))},
		{"boundaries in one line", "m.eml", mail(sender+"Content-Type: multipart/mixed; boundary=b", strings.Repeat("--b", 8<<20))},
		{"a header without end", "m.eml", sender + strings.Repeat("X: y\n", 5<<20)},
		{"a folded header without end", "m.eml", sender + "X: y\n" + strings.Repeat(" y\n", 8<<20)},
		{"a sender without end", "m.eml", "From: " + strings.Repeat(`"a, <`, 5<<20) + "\n\nx"},
		{"encoded words without end", "m.eml", "From: a@b.cn\nSubject: " + strings.Repeat("=?utf-8?B?YQ==?= ", 1<<20) + "\n\nx"},
		{"parameters without end", "m.eml", sender + "Content-Type: text/plain" + strings.Repeat("; a*0*=x", 1<<20) + "\n\nx"},
		{"equals signs as base64", "m.eml", mail(sender+"Content-Transfer-Encoding: base64", strings.Repeat("=a", 8<<20))},
		{"HTML without end", "m.eml", mail(sender+"Content-Type: text/html", strings.Repeat("<blockquote><table><tr><td>x", 1<<18))},
		{"quotes that are never closed", "a.csv", "kind,email\n" + strings.Repeat("export,\"\n", 1<<20)},
		{"a field without end", "a.csv", "kind,email\nexport,\"" + strings.Repeat("a,\n", 8<<20)},
		{"a million columns", "a.csv", "kind" + strings.Repeat(",", 1<<20) + "\nexport\n"},
		{"an array of 26 MB", "r.json", "[" + strings.Repeat(one+",\n", 26<<20/len(one)) + one + "]"},
		{"brackets", "r.json", strings.Repeat("[", 16<<20)},
		{"Latin letters that may be anything", "a.csv", "kind,name\n" + strings.Repeat("export,\xe9\xff\n", 2<<20)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := preview(t, tt.file, tt.data)
			if len(p.Records)+len(p.Problems) == 0 {
				t.Error("neither a record nor a problem")
			}
		})
	}
}
