package packet

import (
	"archive/zip"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"

	"orangelab.cn/rightsdesk/model/pattern"
)

// Bounds of a worksheet in the Office Open XML format (ECMA-376): rows with the head, and UTF-16 units of one cell.
const (
	sheetRows = 1 << 20
	cellUnits = 32_000 // of 32,767: room for the word that a text was clipped
)

// The parts of a workbook that are the same in every one. Style 1 is text, style 2 bold text: a program shows such a
// cell as it is written and neither counts nor computes with it. The page writes the same parts.
const (
	sheetStart = xmlHead +
		`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols><col min="1" max="16384" width="24" style="1" customWidth="1"/></cols><sheetData>`
	sheetEnd   = `</sheetData></worksheet>`
	sheetStyle = xmlHead +
		`<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf xfId="0"/><xf numFmtId="49" applyNumberFormat="1" xfId="0"/><xf numFmtId="49" fontId="1" applyNumberFormat="1" applyFont="1" xfId="0"/></cellXfs></styleSheet>`
	sheetRels = xmlHead +
		`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`
	xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
)

// sheetWriter writes one collection as a workbook (.xlsx) whose cells are all text, as it streams by. A collection with
// more rows than a worksheet holds goes on in a further one.
type sheetWriter struct {
	zip     *zip.Writer
	at      time.Time
	part    io.Writer // the worksheet that is open
	sheets  int
	rows    int // in the open worksheet
	head    []byte
	line    []byte
	clipped string // what follows a text that is longer than a cell, with {n} for its length
}

func newSheetWriter(w io.Writer, columns []Column, lang string, at time.Time) (*sheetWriter, error) {
	s := &sheetWriter{zip: zip.NewWriter(w), at: at, clipped: wordsOf(lang).SheetClipped}
	s.head = append(s.head, "<row>"...)
	for _, c := range columns {
		s.head = s.appendCell(s.head, 2, c.held())
	}
	s.head = append(s.head, "</row>"...)
	return s, s.open()
}

// open begins the next worksheet.
func (s *sheetWriter) open() (err error) {
	if s.part != nil {
		if _, err := io.WriteString(s.part, sheetEnd); err != nil {
			return err
		}
	}
	s.sheets++
	if s.part, err = s.create("xl/worksheets/sheet" + strconv.Itoa(s.sheets) + ".xml"); err != nil {
		return err
	}
	if _, err := io.WriteString(s.part, sheetStart); err != nil {
		return err
	}
	s.rows = 1
	_, err = s.part.Write(s.head)
	return err
}

func (s *sheetWriter) create(name string) (io.Writer, error) {
	w, err := s.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: s.at})
	if err != nil {
		return nil, fmt.Errorf("begin %s of a workbook: %w", name, err)
	}
	return w, nil
}

// row writes values, given as the JSON that appendValue wrote. A null is an empty cell.
func (s *sheetWriter) row(values [][]byte) error {
	if s.rows == sheetRows {
		if err := s.open(); err != nil {
			return err
		}
	}
	s.rows++
	line := append(s.line[:0], "<row>"...)
	for _, raw := range values {
		if string(raw) == "null" {
			line = append(line, `<c s="1"/>`...)
			continue
		}
		text := string(raw)
		if raw[0] == '"' {
			if err := json.Unmarshal(raw, &text); err != nil {
				return fmt.Errorf("read a text back from the row: %w", err)
			}
		}
		line = s.appendCell(line, 1, text)
	}
	s.line = append(line, "</row>"...)
	_, err := s.part.Write(s.line)
	return err
}

func (s *sheetWriter) appendCell(dst []byte, style int, text string) []byte {
	dst = append(dst, `<c s="`+strconv.Itoa(style)+`" t="inlineStr"><is><t xml:space="preserve">`...)
	dst = append(dst, sheetText(s.fitting(text))...)
	return append(dst, "</t></is></c>"...)
}

// fitting is a text as far as a cell takes it, with a word that it goes on.
func (s *sheetWriter) fitting(text string) string {
	if len(text) <= cellUnits { // bytes are never fewer than UTF-16 units
		return text
	}
	units, cut := 0, -1
	for i, r := range text {
		n := utf16.RuneLen(r)
		if units+n > cellUnits && cut < 0 {
			cut = i
		}
		units += n
	}
	if cut < 0 {
		return text
	}
	return text[:cut] + fill(s.clipped, "n", units)
}

var sheetEscape = pattern.New(`_x[0-9A-Fa-f]{4}_`)

// sheetText is a text inside a cell: markup as entities, characters that XML cannot hold as _xHHHH_, and a text that
// reads like such a number so that it stays one.
func sheetText(text string) string {
	if strings.Contains(text, "_x") {
		text = sheetEscape.ReplaceAllString(text, "_x005F$0")
	}
	plain := func(r rune) bool {
		return r != '&' && r != '<' && r != '>' && r >= ' ' && r != 0xFFFE && r != 0xFFFF || r == '\t' || r == '\n'
	}
	if strings.IndexFunc(text, func(r rune) bool { return !plain(r) }) < 0 {
		return text
	}
	var b strings.Builder
	for _, r := range text {
		switch {
		case plain(r):
			b.WriteRune(r)
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		default:
			fmt.Fprintf(&b, "_x%04X_", r)
		}
	}
	return b.String()
}

// close ends the last worksheet and writes what ties the worksheets together.
func (s *sheetWriter) close() error {
	if _, err := io.WriteString(s.part, sheetEnd); err != nil {
		return err
	}
	for _, p := range []struct{ name, text string }{
		{"xl/workbook.xml", workbook(s.sheets)}, {"xl/_rels/workbook.xml.rels", workbookRels(s.sheets)},
		{"xl/styles.xml", sheetStyle},
		{"_rels/.rels", sheetRels}, {"[Content_Types].xml", contentTypes(s.sheets)},
	} {
		w, err := s.create(p.name)
		if err != nil {
			return err
		}
		if _, err := io.WriteString(w, p.text); err != nil {
			return err
		}
	}
	return s.zip.Close()
}

func workbook(sheets int) string {
	return xmlHead +
		`<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>` +
		numbered(sheets, `<sheet name="{n}" sheetId="{n}" r:id="rId{n}"/>`) + `</sheets></workbook>`
}

func workbookRels(sheets int) string {
	return xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		numbered(sheets,
			`<Relationship Id="rId{n}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet{n}.xml"/>`) +
		`<Relationship Id="style" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`
}

func contentTypes(sheets int) string {
	return xmlHead +
		`<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>` +
		numbered(sheets,
			`<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`) + `</Types>`
}

// numbered writes a text for each number from 1 to n.
func numbered(n int, text string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(fill(text, "n", i+1))
	}
	return b.String()
}
