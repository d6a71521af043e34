package workbook

import (
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
	d := b.tokens(in)
	for {
		start, err := d.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if start.Name.Local != "si" {
			continue
		}
		text, err := d.run()
		if err != nil {
			return err
		}
		if len(b.shared) == maxCells {
			return errMany
		}
		b.shared = append(b.shared, text)
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

// each tells of the rows of a sheet that are there, by their number from 1, until it is told enough.
func (b *book) each(s sheet, row func(n int, cells []string) bool) error {
	in, err := b.part(s.part)
	if err != nil {
		return ErrBroken
	}
	defer in.Close()
	d := b.tokens(in)
	for n := 0; ; {
		start, err := d.next()
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
		r, err := d.row(start)
		if err != nil {
			return reason(err)
		}
		if r.n == 0 {
			r.n = n + 1
		}
		b.odd.hidden = b.odd.hidden || truth(r.hidden)
		texts, err := b.cells(r.cells)
		if err != nil || r.n <= n || r.n > maxRows {
			return ErrBroken
		}
		if n = r.n; !row(n, texts) {
			return nil
		}
	}
}

// cells puts the cells of a row in their places.
func (b *book) cells(list []cell) (row []string, err error) {
	for _, c := range list {
		at := len(row)
		if c.at != "" {
			at = columnOf(c.at)
		}
		if at < len(row) || at >= maxColumns {
			return nil, ErrBroken
		}
		text, err := b.text(c)
		if err != nil {
			return nil, err
		}
		if c.formula && text == "" && (!c.there || c.kind != "str") {
			b.odd.unworked = append(b.odd.unworked, c.at)
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
	switch c.kind {
	case "s":
		n, err := strconv.Atoi(c.value)
		if err != nil || n < 0 || n >= len(b.shared) {
			return "", ErrBroken
		}
		return b.shared[n], nil
	case "inlineStr":
		return c.text, nil
	case "b":
		return map[string]string{"1": "TRUE", "0": "FALSE"}[c.value], nil
	case "", "n":
		return b.number(c.value, c.style >= 0 && c.style < len(b.dates) && b.dates[c.style]), nil
	}
	return unescaped(c.value), nil // the result of a formula, an error, a day as text
}
