package paper

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/policy"
)

const (
	english = "en"
	chinese = "zh-Hans"
)

// TestTheTenFlawsOfAPublishedStatementAreFound reads a statement as it was published. Each line is a flaw that readers
// of it found.
func TestTheTenFlawsOfAPublishedStatementAreFound(t *testing.T) {
	data, err := os.ReadFile("testdata/statement.txt")
	if err != nil {
		t.Fatal(err)
	}
	title, clauses, err := Read("statement.txt", data, english)
	if err != nil {
		t.Fatal(err)
	}
	if title != "User privacy statement" {
		t.Errorf("the title is %q", title)
	}
	version := policy.Version{Document: "statement", Clauses: clauses}
	defects := version.Check(policy.Facts{})
	for _, want := range []struct {
		flaw    string
		kind    policy.DefectKind
		heading string
		quote   string
	}{
		{"an exception stands there twice", policy.DoubledItem, "Exceptions", "We have sufficient evidence"},
		{"the list of what it does not apply to is empty", policy.EmptyList, "Scope of this User Privacy Statement",
			"does not apply to:>"},
		{"the sentence on cessation breaks off", policy.BreaksOff,
			"Learn in advance that products and services will cease to operate", "except."},
		{"14 or younger and under 18", policy.AgesContradict, "Minor Protection",
			"14 years of age or younger and under 18"},
		{"the announcement is garbled", policy.SaidTwice, "Security Event Notification", "announce the announcements"},
		{"exclude for delete", policy.Seam, "Storage of personal information", "Exclude or cancel"},
		{"the rules on cookies stand there twice", policy.RepeatedClause, "How do we use cookies and web beacons?",
			"cookies and web beacons"},
		{"the organisation has several names", policy.SeveralNames, "Scope of this User Privacy Statement",
			"your organization / unit"},
		{"nothing is promised within a period", policy.NoDeadline, "How to contact us", ""},
		{"no legal name and address", policy.NoLegalName, "Preface", ""},
		{"a promise of bold, and nothing important", policy.NothingBold, "Preface", ""},
		{"what follows does not follow", policy.EmptyList,
			"This User Privacy Policy will help you understand the following", ""},
	} {
		found := false
		for _, d := range defects {
			c := version.Clause(d.Clause)
			found = found || d.Kind == want.kind && c != nil && (c.Heading[english] == want.heading) &&
				strings.Contains(d.Quote, want.quote)
		}
		if !found {
			t.Errorf("%s: not found", want.flaw)
		}
	}
}

const asMarkdown = `# Privacy statement

## 1 Keeping

We keep your **order records** for three years.

- your name;
- **your address.**

## Sharing

### With partners

Partners receive it.
`

const asText = `Privacy statement

1 Keeping

We keep your order records for three years.

• your name;
• your address.

Sharing

With partners

Partners receive it.
`

const asHTML = `<html><head><title>x</title><style>p{}</style></head><body><nav>Home</nav><h1>Privacy statement</h1><h2>1 Keeping</h2>
<p>We keep your <b>order records</b> for <!-- not -->three
years.</p><ul><li>your name;</li><li><strong>your address.</strong></li></ul><p style="display: none">secret</p>
<h2>Sharing</h2><h3>With partners</h3><div>Partners receive it.<script>alert(1)</script></div></body></html>`

// docx is a Word document with these paragraphs in it.
func docx(tb testing.TB, body string, more map[string]string) []byte {
	tb.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	parts := map[string]string{
		"word/document.xml": `<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>` + body + `</w:body></w:document>`,
		"word/styles.xml": `<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:style w:styleId="a1"><w:name w:val="heading 1"/></w:style>
			<w:style w:styleId="a2"><w:name w:val="标题 2"/></w:style><w:style w:styleId="T"><w:name w:val="Title"/></w:style></w:styles>`,
	}
	for name, text := range more {
		parts[name] = text
	}
	for name, text := range parts {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(text))
		}
		if err != nil {
			tb.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

func para(style, runs string) string {
	return `<w:p><w:pPr>` + style + `</w:pPr>` + runs + `</w:p>`
}

func run(text string) string { return `<w:r><w:t xml:space="preserve">` + text + `</w:t></w:r>` }

func boldRun(text string) string { return `<w:r><w:rPr><w:b/></w:rPr><w:t>` + text + `</w:t></w:r>` }

const wordItem = `<w:numPr><w:ilvl w:val="0"/></w:numPr>`

func asWord(tb testing.TB) []byte {
	return docx(tb, para(`<w:pStyle w:val="T"/>`, run("Privacy statement"))+para(`<w:pStyle w:val="a1"/>`,
		run("1 Keeping"))+
		para("",
			run("We keep your ")+boldRun("order records")+run(
				" for three")+`<w:del><w:r><w:delText>five</w:delText></w:r></w:del>`+run(" years."))+
		para(wordItem, run("your name;"))+para(wordItem, boldRun("your address."))+
		para(`<w:pStyle w:val="a1"/>`, run("Sharing"))+para(`<w:pStyle w:val="a2"/>`, run("With partners"))+para("",
		run("Partners receive it.")), nil)
}

func TestAStatementIsReadAlikeFromEachFormat(t *testing.T) {
	for _, tt := range []struct {
		name string
		data []byte
		bold bool
		deep bool // it tells the levels of headings
	}{
		{"statement.md", []byte(asMarkdown), true, true},
		{"statement.txt", []byte(asText), false, false},
		{"statement.html", []byte(asHTML), true, true},
		{"statement.docx", asWord(t), true, true},
		{"statement", []byte(asMarkdown), true, true}, // told by how it begins
		{"statement", []byte(asHTML), true, true},
		{"statement", asWord(t), true, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			title, clauses, err := Read(tt.name, tt.data, english)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, c := range clauses {
				got = append(got, c.ID+" "+c.Heading[english]+": "+strings.ReplaceAll(c.Body[english], "\n", " / "))
			}
			body := "We keep your **order records** for three years. / • your name; / • **your address.**"
			if !tt.bold {
				body = policy.Plain(body)
			}
			partners := "2.1"
			if !tt.deep {
				partners = "3"
			}
			want := []string{"1 Keeping: " + body, "2 Sharing: ", partners + " With partners: Partners receive it."}
			if title != "Privacy statement" || fmt.Sprint(got) != fmt.Sprint(want) {
				t.Errorf("read %q\n%s\nwant\n%s", title, strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
		})
	}
}

func TestPrintedNumbersAreTheIDs(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"digits", "# 4.2 How long\n\nx.\n\n# 4.3. Who\n\ny.", "4.2 How long|4.3 Who"},
		{"articles", "# 第十二条 保存期限\n\n三年。\n\n# 第一百零三条\n\n共享。", "12 保存期限|103 "},
		{"Chinese lists", "# 三、我们如何使用\n\n如下。\n\n# （二）广告\n\n广告。\n\n# 四、共享\n\n无。", "3 我们如何使用|3.2 广告|4 共享"},
		{"none", "# A\n\nx.\n\n## B\n\ny.\n\n## C\n\nz.\n\n# D\n\nw.", "1 A|1.1 B|1.2 C|2 D"},
		{"twice", "# 2 A\n\nx.\n\n# 2 B\n\ny.", "2 A|2 B"},
		{"a year is no number", "# 2026 edition\n\nx.\n\n# B\n\ny.", "1 2026 edition|2 B"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, clauses, err := Read("a.md", []byte(tt.text), english)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, c := range clauses {
				got = append(got, c.ID+" "+c.Heading[english])
			}
			if strings.Join(got, "|") != tt.want {
				t.Errorf("%q, want %q", strings.Join(got, "|"), tt.want)
			}
		})
	}
}

func TestWhatIsNoStatementIsRefused(t *testing.T) {
	huge := strings.Repeat("<w:p><w:r><w:t>"+strings.Repeat("a", 1000)+"</w:t></w:r></w:p>", 40_000)
	deep := strings.Repeat("<w:tbl>", 5000)
	for _, tt := range []struct {
		name, file string
		data       []byte
		want       error
	}{
		{"nothing", "a.txt", nil, ErrNoText},
		{"only spaces", "a.md", []byte(" \n\t\n"), ErrNoText},
		{"a format of another kind", "a.pdf", []byte("%PDF-1.7"), ErrFormat},
		{"a Word document that is none", "a.docx", []byte("not an archive"), ErrDamaged},
		{"an archive of another kind", "a.docx", func() []byte {
			var b bytes.Buffer
			if err := zip.NewWriter(&b).Close(); err != nil {
				t.Fatal(err)
			}
			return b.Bytes()
		}(), ErrDamaged},
		{"a document that unpacks to more than a statement has", "a.docx", docx(t, huge, nil), ErrTooLarge},
		{"elements in one another without end", "a.docx", docx(t, deep, nil), ErrTooLarge},
		{"an entity that grows", "a.docx", docx(t, para("", run("&lol;")), nil), ErrDamaged},
		{"a page whose elements are in one another without end", "a.html", []byte(strings.Repeat("<div>", 5000) + "x"),
			ErrTooLarge},
		{"more clauses than a statement has", "a.md", []byte(strings.Repeat("# a\n\nb.\n\n", 2100)), ErrTooMany},
		{"a file larger than any", "a.txt", make([]byte, MaxFile+1), ErrTooLarge},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, _, err := Read(tt.file, tt.data, english); !errors.Is(err, tt.want) {
				t.Errorf("%v, want %v", err, tt.want)
			}
		})
	}
}

func TestTwoLanguagesStandSideBySide(t *testing.T) {
	_, clauses, err := Read("a.md", []byte("# 1 Keeping\n\nThree years.\n\n# 2 Sharing\n\nNobody."), english)
	if err != nil {
		t.Fatal(err)
	}
	_, other, err := Read("b.md", []byte("# 一、保存\n\n三年。\n\n# 二、共享\n\n无。"), chinese)
	if err != nil {
		t.Fatal(err)
	}
	merged, err := Merge(clauses, other)
	if err != nil || merged[1].Heading[english] != "Sharing" || merged[1].Heading[chinese] != "共享" ||
		merged[0].Body[chinese] != "三年。" {
		t.Errorf("merged %+v, %v", merged, err)
	}
	var counted *CountError
	if _, err := Merge(clauses, other[:1]); !errors.As(err, &counted) {
		t.Errorf("two clauses beside one: %v", err)
	}
	if clauses[0].Body[chinese] != "" {
		t.Error("what was merged from changed")
	}
}

func TestLinesBrokenAtAWidthAreOneParagraph(t *testing.T) {
	line := strings.Repeat("words ", 12)
	text := "Keeping\n\n" + strings.Repeat(line+"\n", 6) + "the end.\n\nSharing\n\nNobody.\n"
	_, clauses, err := Read("a.txt", []byte(text), english)
	if err != nil || len(clauses) != 2 || len(clauses[0].Lines(english)) != 1 {
		t.Errorf("read %+v, %v", clauses, err)
	}
}

// FuzzRead reads whatever it is given, and what it reads is in bounds, has an ID for each clause and can be checked and
// compared.
func FuzzRead(f *testing.F) {
	for _, name := range []string{"a.md", "a.txt", "a.html", "a.docx"} {
		for _, data := range [][]byte{[]byte(asMarkdown), []byte(asText), []byte(asHTML), asWord(f),
			[]byte("•\n• \n第一条\n**")} {
			f.Add(name, data)
		}
	}
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		_, clauses, err := Read(name, data, english)
		if err != nil {
			return
		}
		v := policy.Version{Clauses: clauses}
		for _, c := range clauses {
			if c.ID == "" {
				t.Fatalf("a clause without an ID: %+v", c)
			}
		}
		for _, d := range v.Check(policy.Facts{Name: model.Text{english: "x"}}) {
			if d.Clause != "" && v.Clause(d.Clause) == nil {
				t.Fatalf("a flaw in a clause that is not there: %+v", d)
			}
		}
		if d := policy.Compare(v, v).Differences(); len(d) > 0 {
			t.Fatalf("a text differs from itself: %+v", d)
		}
	})
}
