package packet

import (
	"fmt"
	"io"
	"time"
)

// TableForm is how a table is written.
type TableForm string

// The forms of a table.
const (
	TableCSV  TableForm = "csv"
	TableXLSX TableForm = "xlsx"
)

// Table writes rows of texts as a table that a spreadsheet program opens, by the rules of a packet's own tables: no
// text of it can run as a formula, and none is taken for a number.
type Table struct {
	out   io.Writer
	sheet *sheetWriter // nil in the form CSV
	line  []byte
}

// NewTable begins a table with its heads; lang is that of what stands in a clipped cell, at when the file was made.
func NewTable(w io.Writer, form TableForm, heads []string, lang string, at time.Time) (*Table, error) {
	t := &Table{out: w}
	switch form {
	case TableXLSX:
		columns := make([]Column, len(heads))
		for i, head := range heads {
			columns[i] = Column{Name: head, Title: head}
		}
		var err error
		t.sheet, err = newSheetWriter(w, columns, lang, at)
		return t, err
	case TableCSV:
		t.line = append(t.line, "\ufeff"...)
		return t, t.Row(heads)
	}
	return nil, fmt.Errorf("there is no form %q of a table: csv or xlsx", form)
}

// Row writes one row.
func (t *Table) Row(texts []string) error {
	if t.sheet != nil {
		values := make([][]byte, len(texts))
		for i, s := range texts {
			values[i] = appendString(nil, s)
		}
		return t.sheet.row(values)
	}
	for i, s := range texts {
		if i > 0 {
			t.line = append(t.line, ',')
		}
		t.line = append(t.line, CSVText(s)...)
	}
	_, err := t.out.Write(append(t.line, '\r', '\n'))
	t.line = t.line[:0]
	return err
}

// Close writes what ends the table; the file below stays open.
func (t *Table) Close() error {
	if t.sheet == nil {
		return nil
	}
	return t.sheet.close()
}
