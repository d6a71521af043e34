// Package workbook reads workbooks of spreadsheet programs (Office Open XML, .xlsx) as tables of text.
package workbook

import (
	"archive/zip"
	"bytes"
	"errors"
	"orangelab.cn/rightsdesk/model/pattern"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"orangelab.cn/rightsdesk/app/intake/record"
)

// maxUnpacked is how large a workbook may be once unpacked, in bytes. It is held in memory: nothing of it is written to a temporary file.
const maxUnpacked = 256 << 20

// Why a workbook is not read.
var (
	ErrLocked = record.Because("is a workbook that is locked with a password: save it without one")
	ErrLarge  = record.Because("is a workbook that holds more than {{.A}} MB once unpacked: split it", maxUnpacked>>20)
	ErrBroken = record.Because("is a damaged workbook: open it in a spreadsheet program and save it anew")
	ErrEmpty  = record.Because("is a workbook of which no sheet holds anything")
)

// Is reports whether a file is a workbook.
func Is(data []byte) bool {
	if !bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		return false
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	return err == nil && slices.ContainsFunc(z.File, func(f *zip.File) bool { return strings.EqualFold(f.Name, "xl/workbook.xml") })
}

// Table is one sheet of a workbook.
type Table struct {
	Sheet string
	// Rows are its cells, each row in its place: an empty one is there as well. A date is written as 2026-11-20 09:30:00, whatever
	// its cell looks like where the workbook does not say; numbers stand as they were kept, not as they were shown.
	Rows [][]string
	// Others are further sheets that hold something, hidden ones among them.
	Others []string
}

// Read reads the first sheet that holds anything.
func Read(data []byte) (table Table, err error) {
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxUnpacked,
		ShortDatePattern: "yyyy-mm-dd", LongDatePattern: "yyyy-mm-dd", LongTimePattern: "hh:mm:ss"})
	if err != nil {
		return table, because(err)
	}
	defer func() {
		if closed := f.Close(); err == nil && closed != nil {
			err = because(closed)
		}
	}()
	for _, name := range f.GetSheetList() {
		if table.Sheet != "" {
			holds, err := holds(f, name)
			if err != nil {
				return table, because(err)
			}
			if holds {
				table.Others = append(table.Others, name)
			}
			continue
		}
		rows, err := read(f, name)
		if err != nil {
			return table, because(err)
		}
		if len(rows) > 0 {
			table.Sheet, table.Rows = name, rows
		}
	}
	if table.Sheet == "" {
		return table, ErrEmpty
	}
	return table, nil
}

// because says what a failure of the library means to whoever has the file.
func because(err error) error {
	switch {
	case errors.Is(err, excelize.ErrWorkbookPassword), errors.Is(err, excelize.ErrWorkbookFileFormat):
		return ErrLocked
	case strings.Contains(err.Error(), "unzip size exceeds"):
		return ErrLarge
	}
	return ErrBroken // the library speaks of parts of the archive, which nobody who has the file knows
}

// read reads a sheet, up to its last row that holds anything. Each cell is read twice: as it was kept and as it is shown.
func read(f *excelize.File, sheet string) (rows [][]string, err error) {
	kept, err := f.Rows(sheet)
	if err != nil {
		return nil, nil // a chart, or a sheet of macros: it has no cells
	}
	defer kept.Close()
	shown, err := f.Rows(sheet)
	if err != nil {
		return nil, err
	}
	defer shown.Close()
	for kept.Next() && shown.Next() {
		raw, err := kept.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return nil, err
		}
		text, err := shown.Columns()
		if err != nil {
			return nil, err
		}
		for i := range raw {
			if i < len(text) {
				raw[i] = cell(raw[i], text[i])
			}
		}
		rows = append(rows, raw)
	}
	for len(rows) > 0 && blank(rows[len(rows)-1]) {
		rows = rows[:len(rows)-1]
	}
	return rows, errors.Join(kept.Error(), shown.Error())
}

func blank(row []string) bool {
	return !slices.ContainsFunc(row, func(c string) bool { return strings.TrimSpace(c) != "" })
}

func holds(f *excelize.File, sheet string) (bool, error) {
	rows, err := f.Rows(sheet)
	if err != nil {
		return false, nil // as in read
	}
	defer rows.Close()
	for rows.Next() {
		row, err := rows.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return false, err
		}
		if !blank(row) {
			return true, nil
		}
	}
	return false, rows.Error()
}

// numberShown are the forms in which a spreadsheet shows a number that is no date: what was kept is more exact than any of them.
var numberShown = pattern.New(`^[^\pL]*$|[0-9]E[+-]?[0-9]+$|^[A-Z]{2,3}[^\pL0-9]?\s?[0-9.,]+$`)

// dateShown are dates and times of day made of digits alone.
var dateShown = pattern.New(`^\s*[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}|[0-9]:[0-9]{2}`)

// cell is the text of a cell that was kept as raw and is shown as text.
func cell(raw, text string) string {
	n, err := strconv.ParseFloat(raw, 64)
	if err != nil || raw == text {
		return whole(raw, n, err == nil)
	}
	if numberShown.MatchString(text) && !dateShown.MatchString(text) {
		return whole(raw, n, true)
	}
	return text
}

// whole writes a whole number that a spreadsheet keeps exactly without its exponent; what it may have rounded stays as it is, so that
// it is seen.
func whole(raw string, n float64, number bool) string {
	if number && strings.ContainsAny(raw, "eE") && n == float64(int64(n)) && n < 1e15 && n > -1e15 {
		return strconv.FormatInt(int64(n), 10)
	}
	return raw
}

// CSV is a table as text separated by commas, a row for each row.
func (t Table) CSV() string {
	var b strings.Builder
	for _, row := range t.Rows {
		for i, c := range row {
			if i > 0 {
				b.WriteByte(',')
			}
			if strings.ContainsAny(c, ",\"\r\n;\t|") || strings.HasPrefix(c, " ") || strings.HasSuffix(c, " ") {
				c = `"` + strings.ReplaceAll(c, `"`, `""`) + `"`
			}
			b.WriteString(c)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// Alone returns why a table cannot stand for its workbook: another sheet holds something too, and nobody knows which of them is meant.
func (t Table) Alone() error {
	if len(t.Others) == 0 {
		return nil
	}
	return record.Because("holds something on more than one sheet, {{.A}} and {{.B}}: save the one that is meant as a file of its own", t.Sheet, strings.Join(t.Others, ", "))
}
