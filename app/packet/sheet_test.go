package packet

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"encoding/xml"
	"io"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// sheetCells reads a workbook's first worksheet as a spreadsheet program does: rows of texts, with what is no text
// marked.
func sheetCells(t testing.TB, file []byte) (rows [][]string) {
	t.Helper()
	var sheet struct {
		Rows []struct {
			Cells []struct {
				Type string `xml:"t,attr"`
				Text string `xml:"is>t"`
			} `xml:"c"`
		} `xml:"sheetData>row"`
	}
	if err := xml.Unmarshal(sheetPart(t, file), &sheet); err != nil {
		t.Fatal(err)
	}
	for _, r := range sheet.Rows {
		var cells []string
		for _, c := range r.Cells {
			if c.Type != "inlineStr" && c.Type != "" {
				t.Errorf("a cell is of type %q", c.Type)
			}
			cells = append(cells, unescaped(c.Text))
		}
		rows = append(rows, cells)
	}
	return rows
}

func sheetPart(t testing.TB, file []byte) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatalf("no workbook: %v; it begins %q", err, file[:min(len(file), 40)])
	}
	f, err := z.Open("xl/worksheets/sheet1.xml")
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

var escaped = regexp.MustCompile(`_x([0-9A-Fa-f]{4})_`)

// unescaped undoes _xHHHH_ as ECMA-376 part 1, 22.9.2.19 says.
func unescaped(s string) string {
	return escaped.ReplaceAllStringFunc(s, func(m string) string {
		n, err := strconv.ParseUint(m[2:6], 16, 16)
		if err != nil {
			panic(err)
		}
		return string(rune(n))
	})
}

func sheetOf(t testing.TB, columns []Column, rows ...[][]byte) []byte {
	t.Helper()
	var file bytes.Buffer
	w, err := newSheetWriter(&file, columns, English, time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		if err := w.row(r); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.close(); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

func TestAWorkbookHoldsWhatWasHeld(t *testing.T) {
	held := []string{"440301199101011234", "00123", "3/4", "13800000003.0", "1E5", "=1+1", "+1", "-1", "@SUM(1)",
		"\t=1", "2026-11-20", " ends in blanks ", "line one\nline two\r\n",
		"<b>&amp;</b>", "_x0041_", "\x01\x0b", "𠮷野家 🔒", ""}
	var row [][]byte
	var columns []Column
	for i, h := range held {
		raw, err := plainJSON(h)
		if err != nil {
			t.Fatal(err)
		}
		row, columns = append(row, raw), append(columns, Column{Title: strconv.Itoa(i) + " =head"})
	}
	row, columns = append(row, []byte("12345678901234567890"), []byte("null"), []byte("-0.10")), append(columns,
		Column{Title: "n"}, Column{Title: "none"}, Column{Title: "m"})
	rows := sheetCells(t, sheetOf(t, columns, row))
	if want := append(slices.Clone(held), "12345678901234567890", "", "-0.10"); len(rows) != 2 ||
		!slices.Equal(rows[1], want) {
		t.Errorf("the workbook holds\n%q, want\n%q", rows, want)
	}
}

func TestAnyTextIsReadBackFromAWorkbook(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := strings.ToValidUTF8(rapid.OneOf(rapid.String(),
			rapid.StringMatching(`(_x[0-9A-F]{4}_|_|x|[\x00-\x1f]){0,6}`)).Draw(r, "s"), "")
		raw, err := json.Marshal(s)
		if err != nil {
			r.Fatal(err)
		}
		if got := sheetCells(t, sheetOf(t, []Column{{Title: "t"}}, [][]byte{raw})); got[1][0] != s {
			r.Fatalf("%q became %q", s, got[1][0])
		}
	})
}

func TestATextLongerThanACellSaysSo(t *testing.T) {
	for _, long := range []string{strings.Repeat("x", 40_000), strings.Repeat("🔒", 20_000),
		"y" + strings.Repeat("🔒", 20_000)} {
		raw, err := json.Marshal(long)
		if err != nil {
			t.Fatal(err)
		}
		got := sheetCells(t, sheetOf(t, []Column{{Title: "t"}}, [][]byte{raw}))[1][0]
		if !strings.Contains(got, "the CSV has them all") || strings.Contains(got, "\ufffd") || len(got) < 31_000 ||
			!strings.HasPrefix(long, strings.TrimSuffix(got, fill(english.SheetClipped, "n", units(long)))) {
			t.Errorf("%d bytes, which end %q", len(got), got[len(got)-60:])
		}
	}
}

func units(s string) (n int) {
	for _, r := range s {
		n += 1 + int(math.Min(1, float64(r>>16)))
	}
	return n
}

// wideSection has more columns than paper and values that a spreadsheet program would spoil.
func wideSection(t testing.TB, w packetWriter) {
	t.Helper()
	sec := Section{Source: "shop", Dataset: "shop", Collection: "wide", Title: "Wide"}
	for i := range 30 {
		sec.Columns = append(sec.Columns,
			Column{Name: "column_" + strconv.Itoa(i), Title: "A rather long title " + strconv.Itoa(i)})
	}
	other := Section{Source: "shop", Dataset: "shop", Collection: "two", Title: "Two",
		Columns: []Column{{Name: "a"}, {Name: "b"}}}
	for _, s := range []Section{sec, other} {
		if err := w.Begin(s); err != nil {
			t.Fatal(err)
		}
		for n := range 60 {
			row := make([]any, len(s.Columns))
			for i := range row {
				row[i] = []any{"00123", int64(440301199101011234), "=1+1", "3/4", nil, "_x0041_\r\n<&>",
					"שלום"}[(i+n)%7]
			}
			if err := w.Row(row); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := w.Attach(Attachment{Name: "me.jpg", Mime: "image/jpeg"}, strings.NewReader("picture")); err != nil {
		t.Fatal(err)
	}
}

func TestWideTablesInABrowser(t *testing.T) {
	dir := t.TempDir()
	b := startBrowser(t, dir)
	var sealed bytes.Buffer
	w, err := NewWriter(&sealed, testPassword, testMeta(English))
	if err != nil {
		t.Fatal(err)
	}
	wideSection(t, w)
	if _, err := w.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "packet.html")
	if err := os.WriteFile(path, sealed.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	b.open(path)
	b.eval(`document.getElementById('password').value = `+quote(
		testPassword)+`; document.getElementById('open').click()`, nil)
	b.until(`!document.getElementById('opened').hidden`)

	var names []string
	b.eval(`[...document.querySelectorAll('#opened button')].map(x => x.textContent)`, &names)
	if sorted := slices.Sorted(slices.Values(names)); len(names) != 1+3+3+1 ||
		len(slices.Compact(sorted)) != len(names) {
		t.Errorf("the buttons are called %q", names)
	}
	var focus string
	b.eval(`(async () => { const more = document.querySelector('#c0 .more'); more.focus(); more.click();
		while (document.querySelector('#c0 .more')) await new Promise(done => setTimeout(done, 5)); return document.activeElement.className })()`, &focus)
	if focus != "scroll" {
		t.Errorf("after the last rows the focus is in %q", focus)
	}
	var direction string
	if b.eval(`document.querySelector('#c0 td').dir`, &direction); direction != "auto" {
		t.Errorf("a cell is written %q", direction)
	}
	b.call("Emulation.setEmulatedMedia", map[string]any{"media": "print"}, nil)
	b.call("Emulation.setDeviceMetricsOverride",
		map[string]any{"width": 720, "height": 1000, "deviceScaleFactor": 1, "mobile": false}, nil)
	var cut, shown int
	b.eval(`[...document.querySelectorAll('td, th, dd, p')].filter(x => x.getBoundingClientRect().right > innerWidth).length`, &cut)
	b.eval(`[...document.querySelectorAll('#c0 tbody td')].filter(x => x.getBoundingClientRect().height > 0).length`,
		&shown)
	if cut != 0 || shown != 30*60 {
		t.Errorf("on paper %d pieces are cut off and %d of %d values are printed", cut, shown, 30*60)
	}
	b.call("Emulation.setEmulatedMedia", map[string]any{"media": ""}, nil)

	saved := b.download(dir, `document.querySelectorAll('#c0 .buttons button')[0]`, "01-shop-wide.xlsx")
	var file bytes.Buffer
	z, err := NewZipWriter(&file, testPassword, testMeta(English))
	if err != nil {
		t.Fatal(err)
	}
	record := &recordingWriter{packetWriter: z, zip: z}
	wideSection(t, record)
	if got := sheetPart(t, saved); !bytes.Equal(got, record.first) {
		t.Errorf("the page's worksheet is not the zip's:\n%.600s\n%.600s", got, record.first)
	}
	if rows := sheetCells(t, saved); len(rows) != 61 || rows[1][1] != "440301199101011234" ||
		rows[1][5] != "_x0041_\r\n<&>" {
		t.Errorf("the workbook holds %q in %d rows", rows[1], len(rows))
	}
	if _, err := z.Close(); err != nil {
		t.Fatal(err)
	}
	checkSilent(t, b)
}

// recordingWriter keeps what the first worksheet of a zip was given.
type recordingWriter struct {
	packetWriter
	zip   *ZipWriter
	first []byte
	part  *recordingPart
}

type recordingPart struct {
	io.Writer
	all bytes.Buffer
}

func (p *recordingPart) Write(b []byte) (int, error) {
	p.all.Write(b)
	return p.Writer.Write(b)
}

func (r *recordingWriter) Begin(s Section) error {
	if r.part != nil && r.first == nil {
		r.first = append(r.part.all.Bytes(), sheetEnd...)
	}
	if err := r.packetWriter.Begin(s); err != nil {
		return err
	}
	if r.part == nil {
		r.part = &recordingPart{Writer: r.zip.sheet.part}
		r.part.all.WriteString(sheetStart)
		r.part.all.Write(r.zip.sheet.head)
		r.zip.sheet.part = r.part
	}
	return nil
}
