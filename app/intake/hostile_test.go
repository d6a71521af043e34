package intake_test

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/app/intake/record"
)

// What is hostile costs what its size costs: these tests end because the readers are bounded, with no clock in them;
// with the bounds taken out the first alone runs into the test's own limit.
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
	addresses := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "a%d@x.org;", i)
		}
		return b.String()
	}
	identities := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, `{"identity_type":"email","identity_value":"a%d@example.org","identity_format":"raw"},`, i)
		}
		return b.String()
	}
	one :=
		`{"subject_request_id":"c7551968-d5d6-44b2-9831-815ac9017798","subject_request_type":"erasure","submitted_time":"2026-11-23T15:00:00Z","subject_identities":[{"identity_type":"email","identity_value":"ann@example.org","identity_format":"raw"}]}`
	identity := `{"identity_type":"email","identity_value":"a@example.org","identity_format":"raw"}`
	many := strings.Replace(one, "[{", "["+strings.Repeat(identity+",", 300_000)+"{", 1)
	tests := []struct{ name, file, data string }{
		{"300,000 identities", "r.json", many},
		{"2,000,000 columns", "a.csv", "c" + strings.Repeat(",c", 2_000_000) + "\n" + strings.Repeat(",", 2_000_000)},
		{"2,000,000 fields in a row", "a.csv", "kind,email\nexport,a@b.cn\n" + strings.Repeat(",", 2_000_000)},
		{"parts 3,000 deep", "m.eml", mail(nested(3000), "")},
		{"parts 300,000 deep", "m.eml", mail(nested(300_000), "")},
		{"mails 100,000 deep", "m.eml", inside(100_000)},
		{"a million parts", "m.eml",
			mail(sender+"Content-Type: multipart/mixed; boundary=b", strings.Repeat("--b\n\nx\n", 1<<20))},
		{"boundaries in one line", "m.eml",
			mail(sender+"Content-Type: multipart/mixed; boundary=b", strings.Repeat("--b", 8<<20))},
		{"a header without end", "m.eml", sender + strings.Repeat("X: y\n", 5<<20)},
		{"a folded header without end", "m.eml", sender + "X: y\n" + strings.Repeat(" y\n", 8<<20)},
		{"a sender without end", "m.eml", "From: " + strings.Repeat(`"a, <`, 5<<20) + "\n\nx"},
		{"encoded words without end", "m.eml",
			"From: a@b.cn\nSubject: " + strings.Repeat("=?utf-8?B?YQ==?= ", 1<<20) + "\n\nx"},
		{"parameters without end", "m.eml",
			sender + "Content-Type: text/plain" + strings.Repeat("; a*0*=x", 1<<20) + "\n\nx"},
		{"equals signs as base64", "m.eml",
			mail(sender+"Content-Transfer-Encoding: base64", strings.Repeat("=a", 8<<20))},
		{"HTML without end", "m.eml",
			mail(sender+"Content-Type: text/html", strings.Repeat("<blockquote><table><tr><td>x", 1<<18))},
		{"rules for every element", "m.eml",
			mail(sender+"Content-Type: text/html",
				"<style>"+strings.Repeat("div div p.a{display:none}\n",
					10_000)+"</style>"+strings.Repeat("<p class=a>x</p>", 200_000))},
		{"rules that ask for neighbours", "m.eml",
			mail(sender+"Content-Type: text/html",
				"<style>"+strings.Repeat("p:nth-last-of-type(3n+1)~p:not(b~p){display:none}\n",
					3000)+"</style>"+strings.Repeat("<p>x", 50_000))},
		{"rules that ask for all around", "m.eml",
			mail(sender+"Content-Type: text/html",
				"<style>"+strings.Repeat("i "+strings.Repeat("div ", 40)+"{display:none}\n",
					1000)+"</style>"+strings.Repeat("<div>x", 480))},
		{"classes without end", "m.eml",
			mail(sender+"Content-Type: text/html",
				"<style>"+strings.Repeat(".h{display:none}\n",
					4000)+"</style>"+strings.Repeat("<p class='"+strings.Repeat("a ", 50_000)+"'>x", 100))},
		{"rules in rules without end", "m.eml",
			mail(sender+"Content-Type: text/html", "<style>"+strings.Repeat("a,b{", 50_000)+"</style>x")},
		{"variables without end", "m.eml",
			mail(sender+"Content-Type: text/html",
				"<style>*{--a:var(--b) var(--b);--b:var(--a) var(--a);color:var(--a)}</style>"+strings.Repeat("<p>x",
					50_000))},
		{"styles without end", "m.eml",
			mail(sender+"Content-Type: text/html", "<style>"+strings.Repeat("@media screen{a,b{c:((", 1<<20))},
		{"lines that are no characters", "m.eml",
			mail(sender+"Content-Type: text/plain; charset=utf-8", strings.Repeat("\xe5\n", 2<<20))},
		{"lines that look like a header", "m.eml", mail(sender, strings.Repeat("Name: Wang\n", 1<<19))},
		{"lines that look like the end of a text", "m.eml", mail(sender, strings.Repeat("-- \n", 2<<20))},
		{"lines without end", "m.eml", mail(sender, strings.Repeat("\n", 8<<20)+strings.Repeat(">\n", 1<<20))},
		{"forms of one text without end", "m.eml",
			mail(sender+"Content-Type: multipart/alternative; boundary=b",
				strings.Repeat("--b\n\n"+strings.Repeat("Please do not delete my data. ", 3300)+"\n", 100))},
		{"quotes that are never closed", "a.csv", "kind,email\n" + strings.Repeat("export,\"\n", 1<<20)},
		{"a field without end", "a.csv", "kind,email\nexport,\"" + strings.Repeat("a,\n", 8<<20)},
		{"a million columns", "a.csv", "kind" + strings.Repeat(",", 1<<20) + "\nexport\n"},
		{"an array of 26 MB", "r.json", "[" + strings.Repeat(one+",\n", 26<<20/len(one)) + one + "]"},
		{"addresses in every cell", "a.csv",
			"kind,email\n" + strings.Repeat("export,\""+strings.Repeat("a@b.cn;", 30_000)+"\"\n", 100)},
		{"other addresses in every cell", "a.csv",
			"kind,email\n" + strings.Repeat("export,\""+addresses(20_000)+"\"\n", 80)},
		{"other identities", "r.json", strings.Replace(one, "[{", "["+identities(100_000)+"{", 1)},
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

// Of a mail with many long texts the first are read, and it says so once.
func TestManyLongTextsAreNotAllRead(t *testing.T) {
	part := "--b\n\n" + strings.Repeat("Please do not delete my data. ", 3300) + "\n"
	p := preview(t, "m.eml", mail(sender+"Content-Type: multipart/mixed; boundary=b", strings.Repeat(part, 280)))
	if len(p.Records) != 1 {
		t.Fatalf("%+v", p.Problems)
	}
	r := p.Records[0]
	if said := strings.Join(r.Doubts, "\n"); strings.Count(said,
		"the texts of the mail are longer than is read") != 1 || !slices.Contains(r.Attachments, "mail.eml") {
		t.Errorf("%q, with %q", said, r.Attachments)
	}
}

// What is said of every part is said once.
func TestADoubtIsSaidOnce(t *testing.T) {
	p := preview(t, "m.eml",
		mail(sender+"Content-Type: multipart/mixed; boundary=b",
			strings.Repeat("--b\nContent-Transfer-Encoding: base64\n\n!!! no base64 !!!\n", 40)))
	if said := strings.Join(p.Records[0].Doubts, "\n"); strings.Count(said, "said to be in base64") != 1 {
		t.Errorf("%q", said)
	}
}

// What is too large to be taken is counted before anything is built of it: the memory that reading takes in all stays
// near that of the file itself.
func TestWhatIsTooLargeIsNotBuilt(t *testing.T) {
	identity := `{"identity_type":"email","identity_value":"a@example.org","identity_format":"raw"}`
	for name, tt := range map[string]struct{ file, data, problem string }{
		"identities": {"r.json", `{"subject_request_id":"c7551968-d5d6-44b2-9831-815ac9017798","subject_identities":[` +
			strings.Repeat(identity+",", 300_000) + identity + "]}", "is a request of more than 1024 KB"},
		"columns": {"a.csv", "c" + strings.Repeat(",c", 2_000_000) + "\n" + strings.Repeat(",", 2_000_000),
			"has more than 16384 columns"},
	} {
		data := []byte(tt.data)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		p, err := intake.PreviewData(context.Background(), tt.file, data, today, record.As{})
		runtime.ReadMemStats(&after)
		if err != nil || len(p.Problems) != 1 || !strings.Contains(p.Problems[0].Text, tt.problem) {
			t.Errorf("%s: %+v %v", name, p, err)
		}
		if used := after.TotalAlloc - before.TotalAlloc; used > 3*uint64(len(data))+32<<20 {
			t.Errorf("%s: %d MB for a file of %d MB", name, used>>20, len(data)>>20)
		}
	}
}

func TestRecordsThatRepeatInOneFileAreNamed(t *testing.T) {
	r := preview(t, "s.csv",
		"id,kind,name,email\n1,deletion,Ann,a@x.org\n1,deletion,Ann,a@x.org\n1,deletion,Bo,b@x.org\n2,deletion,Cy,c@x.org\n").Records
	if len(r) != 4 || len(r[0].Doubts)+len(r[3].Doubts) != 0 {
		t.Fatalf("%+v", r)
	}
	for i, want := range map[int]string{1: "is the same record as the one on line 2",
		2: "carries the number of the record on line 2 and says something else"} {
		if !strings.Contains(strings.Join(r[i].Doubts, "\n"), want) {
			t.Errorf("line %d: %q", r[i].Line, r[i].Doubts)
		}
	}
}
