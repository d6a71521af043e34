package workbook

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// Cell is what a cell is to hold.
type Cell struct {
	Sheet       string
	Row, Column int    // the row from 1, the column from 0
	Text        string // empty for nothing
}

// Rewrite returns a workbook with other texts in cells. How they look stays, and so does every other part of the
// workbook, byte by byte. A text that cells shared and that none of them has any more is taken out too.
func Rewrite(data []byte, cells []Cell) ([]byte, error) {
	b, err := open(data)
	if err != nil {
		return nil, err
	}
	parts := map[string][]byte{}
	used, freed := map[int]bool{}, map[int]bool{}
	for _, s := range b.sheets {
		r := &rewriting{used: used, freed: freed, cells: map[[2]int]string{}}
		for _, c := range cells {
			if c.Sheet == s.name {
				r.cells[[2]int{c.Row, c.Column}] = c.Text
			}
		}
		if r.text, err = b.whole(s.part); err != nil {
			return nil, reason(err)
		}
		if err := r.sheet(); err != nil {
			return nil, err
		}
		if len(r.edits) > 0 {
			parts[strings.ToLower(s.part)] = r.edited()
		}
	}
	for n := range freed {
		if used[n] {
			delete(freed, n)
		}
	}
	if len(freed) > 0 {
		r := &rewriting{freed: freed}
		if r.text, err = b.whole("xl/sharedStrings.xml"); err != nil {
			return nil, reason(err)
		}
		if err := r.shared(); err != nil {
			return nil, err
		}
		parts["xl/sharedstrings.xml"] = r.edited()
	}
	return b.packed(data, parts)
}

// whole returns a part as it is.
func (b *book) whole(name string) ([]byte, error) {
	in, err := b.part(name)
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(in)
	return text, errors.Join(err, in.Close())
}

// packed returns the archive with some parts in the place of those before.
func (b *book) packed(data []byte, parts map[string][]byte) ([]byte, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, ErrBroken
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range z.File {
		part, anew := parts[strings.ToLower(strings.TrimPrefix(f.Name, "/"))]
		if !anew {
			if err := w.Copy(f); err != nil {
				return nil, err
			}
			continue
		}
		h := f.FileHeader
		h.CRC32, h.CompressedSize64, h.UncompressedSize64 = 0, 0, 0
		to, err := w.CreateHeader(&h)
		if err == nil {
			_, err = to.Write(part)
		}
		if err != nil {
			return nil, err
		}
	}
	err = w.Close()
	return out.Bytes(), err
}

// rewriting is one part that is written anew.
type rewriting struct {
	text  []byte
	cells map[[2]int]string
	edits []edit

	used, freed map[int]bool // shared texts that cells have, and that rewritten cells had
}

// edit is a piece of a part and what takes its place.
type edit struct {
	from, to int
	with     string
}

func (r *rewriting) edited() []byte {
	slices.SortStableFunc(r.edits, func(a, b edit) int { return a.from - b.from })
	var out []byte
	at := 0
	for _, e := range r.edits {
		out = append(append(out, r.text[at:e.from]...), e.with...)
		at = e.to
	}
	return append(out, r.text[at:]...)
}

// sheet finds the cells of a sheet that are written.
func (r *rewriting) sheet() error {
	d := xml.NewDecoder(bytes.NewReader(r.text))
	row, column, prefix := 0, -1, ""
	for {
		from := int(d.InputOffset())
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return r.complete()
		}
		if err != nil {
			return ErrBroken
		}
		switch t := token.(type) {
		case xml.EndElement:
			if t.Name.Local == "row" {
				r.missing(from, prefix, row, maxColumns)
			}
		case xml.StartElement:
			switch t.Name.Local {
			case "row":
				if row, column = row+1, -1; attribute(t, "r") != "" {
					if row, err = strconv.Atoi(attribute(t, "r")); err != nil {
						return ErrBroken
					}
				}
				prefix = r.prefix(from)
			case "c":
				if column++; attribute(t, "r") != "" {
					column = columnOf(attribute(t, "r"))
				}
				r.missing(from, prefix, row, column)
				if err := r.cell(d, t, from, prefix, [2]int{row, column}); err != nil {
					return err
				}
			}
		}
	}
}

// prefix is that of the elements of a part, with its colon.
func (r *rewriting) prefix(at int) string {
	name := r.text[at+1:]
	name = name[:bytes.IndexAny(name, " \t\r\n/>")]
	if colon := bytes.IndexByte(name, ':'); colon >= 0 {
		return string(name[:colon+1])
	}
	return ""
}

func attribute(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if a.Name.Local == name && a.Name.Space == "" {
			return a.Value
		}
	}
	return ""
}

// cell writes a cell, or notes the shared text that it keeps.
func (r *rewriting) cell(d *xml.Decoder, t xml.StartElement, from int, prefix string, at [2]int) error {
	c, err := tokens{d, new(book)}.cell(t)
	if err != nil {
		return ErrBroken
	}
	text, written := r.cells[at]
	if c.kind == "s" {
		n, err := strconv.Atoi(c.value)
		if err != nil {
			return ErrBroken
		}
		if written {
			r.freed[n] = true
		} else {
			r.used[n] = true
		}
	}
	if !written {
		return nil
	}
	delete(r.cells, at)
	r.edits = append(r.edits,
		edit{from, int(d.InputOffset()), cellXML(prefix, attribute(t, "r"), attribute(t, "s"), text)})
	return nil
}

// missing writes the cells that the row lacks before a column.
func (r *rewriting) missing(from int, prefix string, row, before int) {
	var columns []int
	for at := range r.cells {
		if at[0] == row && at[1] < before {
			columns = append(columns, at[1])
		}
	}
	slices.Sort(columns)
	for _, column := range columns {
		if text := r.cells[[2]int{row, column}]; text != "" {
			r.edits = append(r.edits, edit{from, from, cellXML(prefix, ColumnName(column)+strconv.Itoa(row), "", text)})
		}
		delete(r.cells, [2]int{row, column})
	}
}

// complete reports cells for which there was no row.
func (r *rewriting) complete() error {
	for at, text := range r.cells {
		if text != "" {
			return fmt.Errorf("the sheet has no row %d any more", at[0])
		}
	}
	return nil
}

// cellXML is a cell as the format writes it.
func cellXML(prefix, at, style, text string) string {
	var b strings.Builder
	b.WriteString("<" + prefix + "c")
	for _, a := range [][2]string{{"r", at}, {"s", style}} {
		if a[1] != "" {
			b.WriteString(" " + a[0] + `="` + escaped(a[1]) + `"`)
		}
	}
	if text == "" {
		b.WriteString("/>")
		return b.String()
	}
	b.WriteString(` t="inlineStr"><` + prefix + "is><" + prefix + `t xml:space="preserve">` +
		escaped(escape.ReplaceAllStringFunc(text, func(code string) string { return "_x005F" + code })) +
		"</" + prefix + "t></" + prefix + "is></" + prefix + "c>")
	return b.String()
}

// escaped is a text as XML writes it.
func escaped(text string) string {
	var b strings.Builder
	if err := xml.EscapeText(&b, []byte(text)); err != nil {
		panic(err) // a builder takes everything
	}
	return b.String()
}

// ColumnName is the name of a column by its number from 0: AB for 27.
func ColumnName(n int) string {
	name := ""
	for n++; n > 0; n = (n - 1) / 26 {
		name = string(rune('A'+(n-1)%26)) + name
	}
	return name
}

// shared takes texts out that no cell has any more.
func (r *rewriting) shared() error {
	d := xml.NewDecoder(bytes.NewReader(r.text))
	for n := 0; ; {
		from := int(d.InputOffset())
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return ErrBroken
		}
		if t, is := token.(xml.StartElement); is && t.Name.Local == "si" {
			if err := d.Skip(); err != nil {
				return ErrBroken
			}
			if r.freed[n] {
				prefix := r.prefix(from)
				r.edits = append(r.edits,
					edit{from, int(d.InputOffset()), "<" + prefix + "si><" + prefix + "t/></" + prefix + "si>"})
			}
			n++
		}
	}
}
