// Package workbook reads workbooks of spreadsheet programs (Office Open XML, .xlsx) as tables of text.
package workbook

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"path"
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/app/markup"
)

// Bounds of a workbook: bytes once unpacked, cells of its table with those that are empty, elements of all its parts,
// and the bytes of its table as text, in which a text that cells share counts as often as it stands. What is refused
// is refused within seconds and 256 MB. All of it is held in memory: nothing of it is written to a temporary file.
const (
	maxUnpacked = 256 << 20
	maxCells    = 2 << 20
	maxElements = 8 << 20
	maxText     = 64 << 20
	// What people keep grows to some forty times when it is unpacked; what is made to fill a computer grows to a
	// thousand times. The bound counts from a size on that is read at once.
	maxGrowth  = 100
	growthFrom = 32 << 20
)

// Why a workbook is not read.
var (
	ErrLarge  = record.Because("is a workbook that holds more than {{.A}} MB once unpacked: split it", maxUnpacked>>20)
	errGrown  = record.Because("is a workbook that grows to more than a hundred times its size once unpacked: open it in a spreadsheet program and save it anew")
	errCells  = record.Because("is a workbook with too many cells, empty ones between others among them: take out what stands far to the right or below, or save it as CSV")
	ErrBroken = record.Because("is a damaged workbook: open it in a spreadsheet program and save it anew")
	ErrEmpty  = record.Because("is a workbook of which no sheet holds anything")
)

// Is reports whether a file is a workbook.
func Is(data []byte) bool {
	if !bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		return false
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	return err == nil &&
		slices.ContainsFunc(z.File, func(f *zip.File) bool { return strings.EqualFold(f.Name, bookPart) }) ||
		err != nil && bytes.Contains(data, []byte(bookPart)) // a damaged one
}

// Table is one sheet of a workbook.
type Table struct {
	Sheet string
	// Rows are its cells, each row in its place: an empty one is there as well. A day is written as 2026-11-20, a
	// moment as 2026-11-20 09:30:00, whatever their cells look like; numbers stand as they were kept, and not as they
	// were shown.
	Rows [][]string
	// Others are further sheets that hold something, hidden ones among them.
	Others []string
	// Doubts are what a table of text cannot show of the sheet: cells that are one, rows and columns out of sight,
	// formulas without a value.
	Doubts []error
}

// Read reads the first sheet that holds anything, those that are hidden after those that people see.
func Read(data []byte) (table Table, err error) {
	b, err := open(data)
	if err != nil {
		return table, err
	}
	sheets := slices.Clone(b.sheets)
	// a visible one has none
	slices.SortStableFunc(sheets, func(a, b sheet) int { return strings.Compare(a.state, b.state) })
	for _, s := range sheets {
		if table.Sheet != "" {
			found, err := b.holds(s)
			if err != nil {
				return table, err
			}
			if found {
				table.Others = append(table.Others, s.name)
			}
			continue
		}
		b.odd = odd{}
		rows, err := b.rows(s)
		if err != nil {
			return table, err
		}
		if len(rows) > 0 {
			table.Sheet, table.Rows, table.Doubts = s.name, rows, b.odd.doubts()
		}
	}
	if table.Sheet == "" {
		return table, ErrEmpty
	}
	return table, nil
}

// rows are the rows of a sheet, up to the last that holds anything.
func (b *book) rows(s sheet) (rows [][]string, err error) {
	cells, text := 0, 0
	err = b.each(s, func(n int, row []string) bool {
		for _, c := range row {
			text += len(c)
		}
		if cells += len(row) + n - len(rows); cells > maxCells || text > maxText {
			return false
		}
		for len(rows) < n-1 {
			rows = append(rows, nil)
		}
		rows = append(rows, row)
		return true
	})
	if err == nil && (cells > maxCells || text > maxText) {
		err = errCells
	}
	for len(rows) > 0 && blank(rows[len(rows)-1]) {
		rows = rows[:len(rows)-1]
	}
	return rows, err
}

// holds reports whether a sheet holds anything.
func (b *book) holds(s sheet) (found bool, err error) {
	err = b.each(s, func(_ int, row []string) bool {
		found = !blank(row)
		return !found
	})
	return found, err
}

func blank(row []string) bool {
	return !slices.ContainsFunc(row, func(c string) bool { return strings.TrimSpace(c) != "" })
}

// bookPart is the part of the archive that lists the sheets.
const bookPart = "xl/workbook.xml"

// book is an open workbook.
type book struct {
	parts  map[string]*zip.File // by their names in small letters
	left   int64                // bytes that may still be unpacked
	sheets []sheet
	from04 bool     // days count from 1904
	shared []string // texts that cells share
	dates  []bool   // the styles that show a number as a day or a time
	odd    odd      // of the sheet that is read

	elements, cellsRead int // so far
}

// sheet is one of a workbook; its state is empty, hidden or veryHidden.
type sheet struct{ name, part, state string }

// open reads all of a workbook but its sheets.
func open(data []byte) (*book, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, ErrBroken
	}
	b := &book{parts: map[string]*zip.File{}, left: maxUnpacked}
	unpacked := uint64(0)
	for _, f := range z.File {
		b.parts[strings.ToLower(strings.TrimPrefix(f.Name, "/"))] = f
		if unpacked += min(f.UncompressedSize64, maxUnpacked+1); unpacked > maxUnpacked {
			return nil, ErrLarge // before anything is unpacked
		}
	}
	if unpacked > growthFrom && unpacked > maxGrowth*uint64(len(data)) {
		return nil, errGrown
	}
	var list struct {
		Properties struct {
			From1904 string `xml:"date1904,attr"`
		} `xml:"workbookPr"`
		Sheets []struct {
			Name  string `xml:"name,attr"`
			ID    string `xml:"id,attr"`
			State string `xml:"state,attr"`
		} `xml:"sheets>sheet"`
	}
	var relations struct {
		List []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	if err := errors.Join(b.decode(bookPart, &list), b.decode("xl/_rels/workbook.xml.rels", &relations)); err != nil {
		return nil, reason(err)
	}
	b.from04 = list.Properties.From1904 == "1" || list.Properties.From1904 == "true"
	targets := map[string]string{}
	for _, r := range relations.List {
		if targets[r.ID] = strings.TrimPrefix(r.Target, "/"); !strings.HasPrefix(r.Target, "/") {
			targets[r.ID] = path.Join("xl", r.Target)
		}
	}
	for _, s := range list.Sheets {
		b.sheets = append(b.sheets, sheet{s.Name, targets[s.ID], strings.TrimPrefix(s.State, "visible")})
	}
	if b.parts["xl/sharedstrings.xml"] != nil {
		if err := b.readShared(); err != nil {
			return nil, reason(err)
		}
	}
	if b.parts["xl/styles.xml"] != nil {
		if err := b.readStyles(); err != nil {
			return nil, reason(err)
		}
	}
	return b, nil
}

// reason is what a failure means to whoever has the file, who knows nothing of the parts of the archive.
func reason(err error) error {
	switch {
	case errors.Is(err, errLarge):
		return ErrLarge
	case errors.Is(err, errMany), errors.Is(err, markup.ErrMany):
		return errCells
	}
	return ErrBroken
}

// errLarge ends the unpacking.
var errLarge = errors.New("too much is unpacked")

// part opens a part of the archive.
func (b *book) part(name string) (*bounded, error) {
	f := b.parts[strings.ToLower(name)]
	if f == nil {
		return nil, errors.New("a part is missing")
	}
	in, err := f.Open()
	if err != nil {
		return nil, err
	}
	return &bounded{ReadCloser: in, of: b, left: int64(min(f.UncompressedSize64, maxUnpacked))}, nil
}

// bounded reads a part as far as the bound of the workbook goes, and no further than the archive says that the part is
// long.
type bounded struct {
	io.ReadCloser
	of   *book
	left int64
}

// Read counts what is unpacked.
func (r *bounded) Read(p []byte) (int, error) {
	n, err := r.ReadCloser.Read(p)
	r.of.left, r.left = r.of.left-int64(n), r.left-int64(n)
	if r.of.left < 0 || r.left < 0 {
		return 0, errLarge
	}
	return n, err
}

// decode reads a small part whole.
func (b *book) decode(name string, into any) error {
	in, err := b.part(name)
	if err != nil {
		return err
	}
	return errors.Join(markup.Decode(in, into), in.Close())
}

// CSV is a table as text separated by commas, a row for each row.
func (t Table) CSV() string {
	var b strings.Builder
	w := csv.NewWriter(&b)
	if err := w.WriteAll(t.Rows); err != nil {
		panic(err) // a builder takes everything
	}
	return b.String()
}

// Alone returns why a table cannot stand for its workbook: another sheet holds something too, and nobody knows which of
// them is meant.
func (t Table) Alone() error {
	if len(t.Others) == 0 {
		return nil
	}
	return record.Because(
		"holds something on more than one sheet, {{.A}} and {{.B}}: save the one that is meant as a file of its own",
		t.Sheet, strings.Join(t.Others, ", "))
}
