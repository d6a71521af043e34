package workbook

import (
	"encoding/xml"
	"errors"
	"strconv"
	"strings"

	"orangelab.cn/rightsdesk/app/markup"
)

// errMany ends the reading of a workbook of more elements or cells than are read in seconds.
var errMany = errors.New("too many elements")

// tokens reads a part token by token: a sheet has millions of them, and decoding each cell by reflection takes several
// times as long.
type tokens struct {
	xml.TokenReader
	of *book
}

func (b *book) tokens(in *bounded) tokens { return tokens{markup.NewDecoder(in), b} }

// token is the next token; elements that begin are counted over the whole workbook.
func (d tokens) token() (xml.Token, error) {
	t, err := d.Token()
	if _, begins := t.(xml.StartElement); begins {
		if d.of.elements++; d.of.elements > maxElements {
			return nil, errMany
		}
	}
	return t, err
}

// next returns the next element that begins; io.EOF where the document ends as it should.
func (d tokens) next() (xml.StartElement, error) {
	for {
		t, err := d.token()
		if err != nil {
			return xml.StartElement{}, err
		}
		if start, is := t.(xml.StartElement); is {
			return start, nil
		}
	}
}

// within calls back for each element within the one that began, which reads its own to its end, and for its text.
func (d tokens) within(element func(xml.StartElement) error, text func(xml.CharData)) error {
	for {
		t, err := d.token()
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.EndElement:
			return nil
		case xml.StartElement:
			if err := element(t); err != nil {
				return err
			}
		case xml.CharData:
			text(t)
		}
	}
}

func noText(xml.CharData) {}

// skip reads to the end of the element that began.
func (d tokens) skip() error {
	for depth := 1; depth > 0; {
		t, err := d.token()
		if err != nil {
			return err
		}
		switch t.(type) {
		case xml.StartElement:
			depth++
		case xml.EndElement:
			depth--
		}
	}
	return nil
}

// text is what stands in the element that began, without what stands in elements within.
func (d tokens) text() (string, error) {
	var all strings.Builder
	err := d.within(func(xml.StartElement) error { return d.skip() }, func(t xml.CharData) { all.Write(t) })
	return all.String(), err
}

// run is a text whose pieces look different from one another. What is to be spoken is no part of it.
func (d tokens) run() (string, error) {
	var all strings.Builder
	var element func(xml.StartElement) error
	inPiece := false
	element = func(start xml.StartElement) error {
		switch {
		case start.Name.Local == "t":
			text, err := d.text()
			all.WriteString(text)
			return err
		case start.Name.Local == "r" && !inPiece:
			inPiece = true
			err := d.within(element, noText)
			inPiece = false
			return err
		}
		return d.skip()
	}
	err := d.within(element, noText)
	return unescaped(all.String()), err
}

// row is a row as the file keeps it.
type row struct {
	n      int
	hidden string
	cells  []cell
}

// cell is a cell as the file keeps it. Its value may be there and empty.
type cell struct {
	at, kind       string
	style          int
	value, text    string
	there, formula bool
}

// row reads the row that began.
func (d tokens) row(start xml.StartElement) (r row, err error) {
	for _, a := range start.Attr {
		switch a.Name.Local {
		case "r":
			if r.n, err = whole(a.Value); err != nil {
				return r, err
			}
		case "hidden":
			r.hidden = a.Value
		}
	}
	return r, d.within(func(start xml.StartElement) error {
		if start.Name.Local != "c" {
			return d.skip()
		}
		if len(r.cells) == maxColumns {
			return ErrBroken // more than the format knows
		}
		if d.of.cellsRead++; d.of.cellsRead > maxCells {
			return errMany
		}
		c, err := d.cell(start)
		r.cells = append(r.cells, c)
		return err
	}, noText)
}

// cell reads the cell that began.
func (d tokens) cell(start xml.StartElement) (c cell, err error) {
	for _, a := range start.Attr {
		switch a.Name.Local {
		case "r":
			c.at = a.Value
		case "t":
			c.kind = a.Value
		case "s":
			if c.style, err = whole(a.Value); err != nil {
				return c, err
			}
		}
	}
	return c, d.within(func(start xml.StartElement) (err error) {
		switch start.Name.Local {
		case "v":
			c.there = true
			c.value, err = d.text()
		case "is":
			c.text, err = d.run()
		case "f":
			c.formula = true
			err = d.skip()
		default:
			err = d.skip()
		}
		return err
	}, noText)
}

// whole is the number of an attribute; one that is empty is 0.
func whole(text string) (int, error) {
	if text = strings.TrimSpace(text); text == "" {
		return 0, nil
	}
	return strconv.Atoi(text)
}
