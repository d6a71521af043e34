package workbook

import (
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"orangelab.cn/rightsdesk/model/pattern"
)

// Bounds of a sheet by the format (ECMA-376).
const (
	maxRows    = 1 << 20
	maxColumns = 1 << 14
)

// run is a text, or a piece of one that looks different from the rest. What is to be spoken is no part of it.
type run struct {
	Text string `xml:"t"`
	Runs []struct {
		Text string `xml:"t"`
	} `xml:"r"`
}

func (r run) whole() string {
	text := strings.Builder{}
	text.WriteString(r.Text)
	for _, piece := range r.Runs {
		text.WriteString(piece.Text)
	}
	return unescaped(text.String())
}

// escape is how the format writes a character that XML cannot hold.
var escape = pattern.New(`_x[0-9A-Fa-f]{4}_`)

// unescaped returns a text with such characters as themselves; a half of a pair stays as it is written.
func unescaped(text string) string {
	if !strings.Contains(text, "_x") {
		return text
	}
	return escape.ReplaceAllStringFunc(text, func(code string) string {
		n, err := strconv.ParseUint(code[2:6], 16, 16)
		if err != nil || utf16.IsSurrogate(rune(n)) || !utf8.ValidRune(rune(n)) {
			return code
		}
		return string(rune(n))
	})
}

// readShared reads the texts that cells share.
func (b *book) readShared() error {
	in, err := b.part("xl/sharedStrings.xml")
	if err != nil {
		return err
	}
	defer in.Close()
	d := xml.NewDecoder(in)
	for {
		start, err := next(d)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if start.Name.Local != "si" {
			continue
		}
		var text run
		if err := d.DecodeElement(&text, &start); err != nil {
			return err
		}
		b.shared = append(b.shared, text.whole())
	}
}

// next returns the next element that begins; io.EOF where the document ends as it should.
func next(d *xml.Decoder) (xml.StartElement, error) {
	for {
		t, err := d.Token()
		if err != nil {
			return xml.StartElement{}, err
		}
		if start, is := t.(xml.StartElement); is {
			return start, nil
		}
	}
}

// readStyles finds the styles that show a number as a day or a time.
func (b *book) readStyles() error {
	var styles struct {
		Formats []struct {
			ID   int    `xml:"numFmtId,attr"`
			Code string `xml:"formatCode,attr"`
		} `xml:"numFmts>numFmt"`
		Cells []struct {
			Format int `xml:"numFmtId,attr"`
		} `xml:"cellXfs>xf"`
	}
	if err := b.decode("xl/styles.xml", &styles); err != nil {
		return err
	}
	codes := map[int]string{}
	for _, f := range styles.Formats {
		codes[f.ID] = f.Code
	}
	for _, c := range styles.Cells {
		code, own := codes[c.Format]
		b.dates = append(b.dates, own && datesBy(code) || !own && builtInDate(c.Format))
	}
	return nil
}

// builtInDate reports whether a number of a format that no file spells out is one of days and times, those of East
// Asian programs among them.
func builtInDate(id int) bool {
	return id >= 14 && id <= 22 || id >= 27 && id <= 36 || id >= 45 && id <= 47 || id >= 50 && id <= 58
}

// decoration is what of a format is text, colour, a language or a filling.
var decoration = pattern.New(`"[^"]*"?|\[[^\]]*\]|[\\_*].`)

// datesBy reports whether a format shows a day or a time.
func datesBy(code string) bool {
	bare := strings.ToLower(decoration.ReplaceAllString(code, ""))
	return bare != "standard" && bare != "general" && strings.ContainsAny(bare, "ymdhs")
}

// cell is a cell as the file keeps it.
type cell struct {
	At    string `xml:"r,attr"`
	Kind  string `xml:"t,attr"`
	Style int    `xml:"s,attr"`
	Value kept   `xml:"v"`
	Text  run    `xml:"is"`

	Formula *struct{} `xml:"f"`
}

// cells are those of a row; more than the format knows are not read.
type cells []cell

// UnmarshalXML is called by encoding/xml for each.
func (l *cells) UnmarshalXML(d *xml.Decoder, start xml.StartElement) error {
	if len(*l) == maxColumns {
		return ErrBroken
	}
	var c cell
	if err := d.DecodeElement(&c, &start); err != nil {
		return err
	}
	*l = append(*l, c)
	return nil
}

// kept is the value of a cell, which may be there and empty.
type kept struct {
	text  string
	there bool
}

// UnmarshalText is called by encoding/xml where there is a value.
func (k *kept) UnmarshalText(text []byte) error {
	k.text, k.there = string(text), true
	return nil
}

// each tells of the rows of a sheet that are there, by their number from 1, until it is told enough.
func (b *book) each(s sheet, row func(n int, cells []string) bool) error {
	in, err := b.part(s.part)
	if err != nil {
		return ErrBroken
	}
	defer in.Close()
	d := xml.NewDecoder(in)
	for n := 0; ; {
		start, err := next(d)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return reason(err)
		}
		if start.Name.Local != "row" {
			b.odd.meet(start)
			continue
		}
		var r struct {
			N      int    `xml:"r,attr"`
			Hidden string `xml:"hidden,attr"`
			Cells  cells  `xml:"c"`
		}
		if err := d.DecodeElement(&r, &start); err != nil {
			return reason(err)
		}
		if r.N == 0 {
			r.N = n + 1
		}
		b.odd.hidden = b.odd.hidden || truth(r.Hidden)
		texts, err := b.cells(r.Cells)
		if err != nil || r.N <= n || r.N > maxRows {
			return ErrBroken
		}
		if n = r.N; !row(n, texts) {
			return nil
		}
	}
}

// cells puts the cells of a row in their places.
func (b *book) cells(list []cell) (row []string, err error) {
	for _, c := range list {
		at := len(row)
		if c.At != "" {
			at = columnOf(c.At)
		}
		if at < len(row) || at >= maxColumns {
			return nil, ErrBroken
		}
		text, err := b.text(c)
		if err != nil {
			return nil, err
		}
		if c.Formula != nil && text == "" && (!c.Value.there || c.Kind != "str") {
			b.odd.unworked = append(b.odd.unworked, c.At)
		}
		for len(row) < at {
			row = append(row, "")
		}
		row = append(row, text)
	}
	for len(row) > 0 && row[len(row)-1] == "" {
		row = row[:len(row)-1]
	}
	return row, nil
}

// columnOf is the number of a column, from 0, by the name of a cell: 27 of AB12; -1 where it has none.
func columnOf(at string) int {
	n := 0
	for _, r := range at {
		if r < 'A' || r > 'Z' || n > maxColumns {
			break
		}
		n = n*26 + int(r-'A') + 1
	}
	return n - 1
}

// text is what a cell holds.
func (b *book) text(c cell) (string, error) {
	switch c.Kind {
	case "s":
		n, err := strconv.Atoi(c.Value.text)
		if err != nil || n < 0 || n >= len(b.shared) {
			return "", ErrBroken
		}
		return b.shared[n], nil
	case "inlineStr":
		return c.Text.whole(), nil
	case "b":
		return map[string]string{"1": "TRUE", "0": "FALSE"}[c.Value.text], nil
	case "", "n":
		return b.number(c.Value.text, c.Style >= 0 && c.Style < len(b.dates) && b.dates[c.Style]), nil
	}
	return unescaped(c.Value.text), nil // the result of a formula, an error, a day as text
}
