package workbook

import (
	"errors"
	"io"
	"slices"
	"strings"
)

// Sheet is all that a sheet holds.
type Sheet struct {
	Name string
	Rows []Row // those that hold anything
}

// Row is a row of a sheet by its number, from 1.
type Row struct {
	N     int
	Cells []string
}

// Whole is a workbook with all of its sheets.
type Whole struct {
	Sheets []Sheet
	// Copies is set where the workbook has something in which a value of a cell may stand once more: a formula, a
	// chart, a pivot table, a comment, a filter, a link, or what is not known here.
	Copies bool
}

// ReadWhole reads every sheet, hidden ones among them.
func ReadWhole(data []byte) (*Whole, error) {
	b, err := open(data)
	if err != nil {
		return nil, err
	}
	out, cells := &Whole{Copies: b.copies()}, 0
	for _, s := range b.sheets {
		made := Sheet{Name: s.name}
		if err := b.each(s, func(n int, row []string) bool {
			if cells += len(row); !blank(row) {
				made.Rows = append(made.Rows, Row{n, row})
			}
			return cells <= maxCells
		}); err != nil {
			return nil, err
		}
		if cells > maxCells {
			return nil, errCells
		}
		out.Sheets = append(out.Sheets, made)
		if !out.Copies {
			if out.Copies, err = b.embellished(s); err != nil {
				return nil, reason(err)
			}
		}
	}
	return out, nil
}

// plainParts are the parts of an archive, in small letters, that hold no value of a cell but in the cell itself.
var plainParts = []string{"[content_types].xml", "_rels/", "docprops/app.xml", "docprops/core.xml", bookPart,
	"xl/_rels/", "xl/styles.xml", "xl/theme/", "xl/sharedstrings.xml",
	"xl/worksheets/", "xl/printersettings/"}

// copies reports whether the workbook has a part that may hold values of cells once more.
func (b *book) copies() bool {
	for name := range b.parts {
		if !slices.ContainsFunc(plainParts, func(p string) bool { return strings.HasPrefix(name, p) }) {
			return true
		}
	}
	return false
}

// plainElements are the elements of a sheet that hold no value of another cell.
var plainElements = strings.Fields(`worksheet sheetPr tabColor outlinePr pageSetUpPr dimension sheetViews sheetView pane selection sheetFormatPr cols col sheetData row c v is t r
	rPr b i strike condense extend outline shadow u vertAlign sz color rFont family charset scheme rPh phoneticPr mergeCells mergeCell printOptions pageMargins pageSetup headerFooter
	oddHeader oddFooter evenHeader evenFooter firstHeader firstFooter rowBreaks colBreaks brk autoFilter ignoredErrors ignoredError sheetProtection sheetCalcPr`)

// embellished reports whether a sheet has more than cells and how they look.
func (b *book) embellished(s sheet) (is bool, err error) {
	in, err := b.part(s.part)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	d := new(book).tokens(in) // read before, and counted then
	for {
		start, err := d.next()
		if errors.Is(err, io.EOF) {
			return false, nil
		}
		if err != nil || !slices.Contains(plainElements, start.Name.Local) {
			return true, err
		}
	}
}
