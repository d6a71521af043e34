package letter

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/model"
)

func TestPDF(t *testing.T) {
	for _, lang := range Languages {
		for _, kind := range Kinds {
			t.Run(lang+"/"+string(kind), func(t *testing.T) {
				checkPDF(t, func() Letter { return render(t, kind, lang, Specimen(kind, model.Export, lang)) })
			})
		}
	}
}

// checkPDF makes a letter's PDF twice, compares the bytes, and reads the text back.
func checkPDF(t *testing.T, letter func() Letter) {
	t.Helper()
	l := letter()
	pdf, missing, err := l.PDF()
	if err != nil || len(missing) > 0 {
		t.Fatalf("err %v, missing %q", err, string(missing))
	}
	again, _, err := letter().PDF()
	if err != nil || !bytes.Equal(pdf, again) {
		t.Error("the same facts gave different bytes")
	}
	if len(pdf) > 500_000 {
		t.Errorf("the PDF has %d bytes", len(pdf))
	}
	if dir := os.Getenv("RIGHTSDESK_PICTURES"); dir != "" {
		name := strings.ReplaceAll(strings.TrimPrefix(t.Name(), "Test"), "/", "-")
		if err := os.WriteFile(filepath.Join(dir, name+".pdf"), pdf, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	compareText(t, l, pdf)
}

// compareText reads the PDF back with poppler and looks for every block of the letter.
func compareText(t *testing.T, l Letter, pdf []byte) {
	t.Helper()
	program, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Skip("pdftotext is not installed (package poppler-utils), so the PDF cannot be read back")
	}
	file := filepath.Join(t.TempDir(), "letter.pdf")
	if err := os.WriteFile(file, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(program, "-enc", "UTF-8", "-layout", file, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	foot := regexp.MustCompile(`(?m)^\s*[RC]-2026-000123\s+(Page \d+ of \d+|第\d+页，共\d+页)$`)
	if !foot.Match(out) {
		t.Errorf("no page number and reference at the foot:\n%s", out)
	}
	squeeze := func(s string) string { return strings.Join(strings.Fields(s), "") }
	text := squeeze(foot.ReplaceAllString(string(out), ""))
	for _, b := range append(l.Blocks, Block{Kind: Heading, Text: l.Title}) {
		if !strings.Contains(text, squeeze(b.Text)) {
			t.Errorf("the PDF lacks %q", b.Text)
		}
	}
}

func TestCharactersWithoutAFaceAreNamed(t *testing.T) {
	d := Specimen(Refused, model.Export, Chinese)
	d.Recipient = "𠮷野 🔒 ÄÖÜ 㐀"
	pdf, missing, err := render(t, Acknowledgement, Chinese, d).PDF()
	if err != nil || len(pdf) == 0 {
		t.Fatal(err)
	}
	if string(missing) != "🔒𠮷" {
		t.Errorf("missing = %q", string(missing))
	}
}

func TestLongLettersKeepTheirFootAndOrder(t *testing.T) {
	d := Specimen(Refused, model.Export, Chinese)
	for i := range 60 {
		d.Grounds = append(d.Grounds,
			Ground{Title: fmt.Sprintf("理由%d", i), Facts: strings.Repeat("这是一个很长的事实说明，用来检验分页。", 4),
				Law: "《个人信息保护法》第四十七条"})
	}
	l := render(t, Refused, Chinese, d)
	pdf, _, err := l.PDF()
	if err != nil {
		t.Fatal(err)
	}
	compareText(t, l, pdf)
	s, err := newSetter()
	if err != nil {
		t.Fatal(err)
	}
	pages := s.paginate(l)
	if len(pages) < 5 {
		t.Fatalf("%d pages", len(pages))
	}
	for i, page := range pages {
		if len(page) == 0 || page[len(page)-1].strong && i+1 < len(pages) {
			t.Errorf("page %d is empty or ends with a heading", i+1)
		}
		for _, line := range page {
			if line.y > pageHeight-bottom || line.y < top {
				t.Errorf("page %d: a line stands at %.1f mm", i+1, line.y)
			}
		}
	}
}

func BenchmarkPDF(b *testing.B) {
	l, err := Render(Fulfilled, Chinese, Specimen(Fulfilled, model.Export, Chinese))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := l.PDF(); err != nil {
			b.Fatal(err)
		}
	}
}

func TestTheLastLineOfAParagraphNeverStandsAloneOnItsPage(t *testing.T) {
	s, err := newSetter()
	if err != nil {
		t.Fatal(err)
	}
	broken := false
	for filler := range 60 {
		l := Letter{Language: English, Title: "Title", Organisation: "Example Ltd", Reference: "R-2026-000123",
			Date: day(23, 0, 0)}
		for range filler {
			l.Blocks = append(l.Blocks, Block{Kind: Paragraph, Text: "short"})
		}
		l.Blocks = append(l.Blocks, Block{Kind: Paragraph, Text: strings.Repeat("long ", 100)},
			Block{Kind: Paragraph, Text: "Yours sincerely"}, Block{Kind: Paragraph, Text: "Example Ltd"})
		on := []int{} // the page of each line of the long paragraph
		for page, lines := range s.paginate(l) {
			for _, line := range lines {
				if strings.HasPrefix(line.text, "long") {
					on = append(on, page)
				}
			}
		}
		last := len(on) - 1
		if last < 2 || on[last] != on[last-1] {
			t.Errorf("after %d short paragraphs the lines stand on the pages %v", filler, on)
		}
		broken = broken || on[0] != on[last]
	}
	if !broken {
		t.Error("no page broke within the paragraph")
	}
}
