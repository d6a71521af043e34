package workbook_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"runtime"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/intake/workbook"
)

const sheetPart = "xl/worksheets/sheet1.xml"

// filled is a workbook with a part of so many thousand pieces, beside others, which says that it is so long; 0: what it
// is.
func filled(t *testing.T, part, head, piece string, times int, says uint64, others map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	add := func(name, text string) {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	add("xl/workbook.xml", `<workbook xmlns:r="r"><sheets><sheet name="a" r:id="r1"/></sheets></workbook>`)
	add("xl/_rels/workbook.xml.rels",
		`<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>`)
	for name, text := range others {
		add(name, text)
	}
	var packed bytes.Buffer
	f, err := flate.NewWriter(&packed, flate.BestSpeed)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write([]byte(head)); err != nil {
		t.Fatal(err)
	}
	block := []byte(strings.Repeat(piece, 1<<16))
	for range times {
		if _, err := f.Write(block); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if says == 0 {
		says = uint64(len(head) + times*len(block))
	}
	w, err := z.CreateRaw(&zip.FileHeader{Name: part, Method: zip.Deflate, CompressedSize64: uint64(packed.Len()),
		UncompressedSize64: says})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(packed.Bytes()); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestAWorkbookThatFillsAComputerIsRefused reads workbooks of some kilobytes that say they unpack to hundreds of
// megabytes, that say less of themselves than they hold, or whose rows have more cells than a sheet has columns, and
// looks what refusing them takes.
func TestAWorkbookThatFillsAComputerIsRefused(t *testing.T) {
	filled := func(part, head, piece string, times int, says uint64) []byte {
		return filled(t, part, head, piece, times, says, nil)
	}
	const cell, mega = `<c><v>1</v></c>`, 1 << 20
	for what, data := range map[string][]byte{
		"a sheet of 300 MB":                 filled(sheetPart, "<worksheet><sheetData><row>", cell, 1, 300*mega),
		"a sheet of 200 MB":                 filled(sheetPart, "<worksheet><sheetData><row>", cell, 1, 200*mega),
		"a sheet that says of 8 MB one":     filled(sheetPart, "<worksheet><sheetData><row>", cell, 8, mega),
		"a row of a hundred thousand cells": filled(sheetPart, "<worksheet><sheetData><row>", cell, 2, 0),
		"texts of 200 MB":                   filled("xl/sharedStrings.xml", "<sst>", `<si><t>a</t></si>`, 1, 200*mega),
		"a text of many pieces":             filled("xl/sharedStrings.xml", "<sst><si>", `<r><t>a</t></r>`, 2, 0),
		"a cell of millions of attributes":  filled(sheetPart, "<worksheet><sheetData><row><c ", `a="" `, 40, 0),
		"styles of as many":                 filled("xl/styles.xml", "<styleSheet ", `a="" `, 40, 0),
		"styles of 200 MB": filled("xl/styles.xml", "<styleSheet><cellXfs>", `<xf numFmtId="1"/>`, 1,
			200*mega),
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := workbook.Read(data)
		runtime.ReadMemStats(&after)
		if taken := (after.TotalAlloc - before.TotalAlloc) >> 20; err == nil || taken > 200 {
			t.Errorf("%s, %d kB: %v, after %d MB in all", what, len(data)>>10, err, taken)
		}
	}
}

const shared = `<row><c t="s"><v>0</v></c></row>`

// A text that cells share is counted as often as it stands: of half a megabyte, two thousand million bytes of table.
func TestATextThatManyCellsShareIsCountedEachTime(t *testing.T) {
	data := filled(t, sheetPart, "<worksheet><sheetData>", shared, 1, 0,
		map[string]string{"xl/sharedStrings.xml": "<sst><si><t>" + strings.Repeat("a", 1<<15) + "</t></si></sst>"})
	if _, err := workbook.Read(data); err == nil || !strings.Contains(err.Error(), "too many cells") {
		t.Errorf("%d kB: %v", len(data)>>10, err)
	}
}
