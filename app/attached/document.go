package attached

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/markup"
	"orangelab.cn/rightsdesk/model/look"
	"orangelab.cn/rightsdesk/model/pattern"
)

// How much of the parts of a document is unpacked to be looked through: in all, and of one part.
const (
	maxParts = 16 << 20
	maxPart  = 8 << 20
)

// found gathers what is active in a file, each once.
type found []look.Active

func (f *found) add(a look.Active, there bool) {
	if there && !slices.Contains(*f, a) {
		*f = append(*f, a)
	}
}

// inParts lists what the parts of a document load from elsewhere, or start: relationships that lead outside, fields,
// formulas, and the links of an OpenDocument text. A part that cannot be looked through to its end is unseen.
func inParts(z *zip.Reader) (list found) {
	left := int64(maxParts)
	for _, f := range z.File {
		read := readerOf(strings.ToLower(strings.ReplaceAll(f.Name, `\`, "/")))
		if read == nil {
			continue
		}
		in, err := f.Open()
		if err != nil {
			list.add(look.Unseen, true)
			continue
		}
		most := min(left, maxPart)
		part := &io.LimitedReader{R: in, N: most + 1}
		d := markup.NewDecoder(part)
		d.Strict, d.Entity = false, xml.HTMLEntity
		r := &reading{list: &list}
		for err == nil {
			var t xml.Token
			if t, err = d.Token(); err == nil {
				read(r, t)
			}
		}
		left -= most + 1 - part.N
		list.add(look.Unseen, !errors.Is(err, io.EOF) || part.N == 0)
		if closing := in.Close(); closing != nil {
			list.add(look.Unseen, true)
		}
	}
	return list
}

// reading is one part that is being read.
type reading struct {
	list   *found
	fields []*strings.Builder // open fields, each with its instruction
	within string             // the element whose text is of account
	text   strings.Builder
}

// readerOf returns how a part of a name is read; nil for one of which nothing is asked.
func readerOf(name string) func(*reading, xml.Token) {
	switch {
	case strings.HasSuffix(name, ".rels"):
		return (*reading).relation
	case name == "xl/connections.xml", strings.HasPrefix(name, "xl/querytables/"):
		return func(r *reading, t xml.Token) {
			start, is := t.(xml.StartElement)
			r.list.add(look.Outside, is && (start.Name.Local == "connection" || start.Name.Local == "queryTable"))
		}
	case strings.HasPrefix(name, "word/") && strings.HasSuffix(name, ".xml"):
		return (*reading).field
	case strings.HasPrefix(name, "xl/") && strings.HasSuffix(name, ".xml") &&
		(strings.Contains(name, "sheets/") || name == "xl/workbook.xml"):
		return (*reading).formula
	case name == "content.xml", name == "styles.xml", strings.HasSuffix(name, "/content.xml"):
		return (*reading).openDocument
	}
	return nil
}

var ownDisk = pattern.New(`(?i)^\s*(file:///)?[a-z]:[\\/]`)

// relation looks at one line of a part that says where other parts lie. A link to click is not opened with the
// document.
func (r *reading) relation(t xml.Token) {
	start, is := t.(xml.StartElement)
	if !is || start.Name.Local != "Relationship" {
		return
	}
	outside := strings.EqualFold(strings.TrimSpace(attribute(start, "TargetMode")), "External")
	kind, to := strings.ToLower(attribute(start, "Type")), attribute(start, "Target")
	// the writer's own, as every letter of an office has
	own := strings.HasSuffix(kind, "/attachedtemplate") && ownDisk.MatchString(to)
	r.list.add(look.Outside, outside && !own && !strings.HasSuffix(kind, "/hyperlink"))
}

// field gathers the instruction of every field of a text, which may be cut into any number of pieces.
func (r *reading) field(t xml.Token) {
	switch t := t.(type) {
	case xml.StartElement:
		r.within = t.Name.Local
		switch t.Name.Local {
		case "fldSimple":
			r.instruction(attribute(t, "instr"))
		case "fldChar":
			switch kind := attribute(t, "fldCharType"); {
			case kind == "begin":
				r.fields = append(r.fields, &strings.Builder{})
			case len(r.fields) > 0 && kind == "end":
				r.instruction(r.fields[len(r.fields)-1].String())
				r.fields = r.fields[:len(r.fields)-1]
			}
		}
	case xml.EndElement:
		r.within = ""
	case xml.CharData:
		if r.within != "instrText" && r.within != "delInstrText" {
			return
		}
		if len(r.fields) == 0 {
			r.instruction(string(t)) // a field that never begins is read by some programs all the same
			return
		}
		r.fields[len(r.fields)-1].Write(t)
	}
}

var (
	firstWord = pattern.New(`^[\s"]*([A-Za-z]+)`)
	letters   = pattern.New(`(?i)^\s*QUOTE(\s+[0-9]+){3}`) // the name of a field, spelt by the numbers of its letters
)

// instruction looks at what a field does when the document is opened or brought up to date.
func (r *reading) instruction(text string) {
	for _, a := range instructed(text) {
		r.list.add(a, true)
	}
}

func instructed(text string) (list []look.Active) {
	word := ""
	if m := firstWord.FindStringSubmatch(text); m != nil {
		word = strings.ToUpper(m[1])
	}
	switch {
	case word == "DDE", word == "DDEAUTO", letters.MatchString(text):
		return []look.Active{look.Document}
	case slices.Contains([]string{"INCLUDEPICTURE", "INCLUDETEXT", "INCLUDE", "IMPORT", "LINK", "DATABASE"}, word):
		return []look.Active{look.Outside}
	}
	return nil
}

var (
	loads = pattern.New(
		`(?i)(WEBSERVICE|IMAGE|RTD|FILTERXML)\s*\(|\[\s*(https?|ftp|file):|'\s*(https?|ftp|file):|\\\\`)
	starts = pattern.New(`(?i)\b(CALL|REGISTER|EXEC|REGISTER\.ID)\s*\(|\|\s*'|\|[^|]*!`)
)

// formula looks at the formulas of a table's cells and names.
func (r *reading) formula(t xml.Token) {
	switch t := t.(type) {
	case xml.StartElement:
		r.within = t.Name.Local
		r.text.Reset()
	case xml.CharData:
		if r.within == "f" || r.within == "definedName" {
			r.text.Write(t)
		}
	case xml.EndElement:
		if text := r.text.String(); text != "" {
			r.list.add(look.Outside, loads.MatchString(text))
			r.list.add(look.Document, starts.MatchString(text))
		}
		r.within = ""
		r.text.Reset()
	}
}

var elsewhere = pattern.New(`(?i)^\s*(https?:|ftp:|file:|smb:|//|\\\\)`)

// openDocument looks at the links of a text or table of OpenDocument: all but those to click are followed when it is
// opened.
func (r *reading) openDocument(t xml.Token) {
	start, is := t.(xml.StartElement)
	if !is {
		return
	}
	r.list.add(look.Document, strings.HasPrefix(start.Name.Local, "dde-"))
	r.list.add(look.Outside, start.Name.Local != "a" && elsewhere.MatchString(attribute(start, "href")))
	if text := attribute(start, "formula"); text != "" {
		r.list.add(look.Outside, loads.MatchString(text))
		r.list.add(look.Document, starts.MatchString(text) || strings.Contains(strings.ToUpper(text), "DDE("))
	}
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// inRTF lists what a text in RTF loads from elsewhere, or starts.
func inRTF(data []byte) (list found) {
	list.add(look.Macro, bytes.Contains(data, []byte(`\objdata`)) || bytes.Contains(data, []byte(`\object`)))
	for _, word := range []string{`\fldinst`, `\template`} {
		for at := 0; ; {
			next := bytes.Index(data[at:], []byte(word))
			if next < 0 {
				break
			}
			at += next + len(word)
			text := plainRTF(data[at:min(len(data), at+2000)])
			if word == `\template` {
				list.add(look.Outside, elsewhere.MatchString(text))
				continue
			}
			for _, a := range instructed(text) {
				list.add(a, true)
			}
		}
	}
	return list
}

var rtfMark = pattern.New(`\\'([0-9A-Fa-f]{2})|\\u(-?[0-9]+) ?\??|\\[A-Za-z]+-?[0-9]* ?|\\([\\{}])|[{}\r\n]|\\\*`)

// plainRTF is what a piece of RTF reads as, without its marks.
func plainRTF(data []byte) string {
	return string(rtfMark.ReplaceAllFunc(data, func(mark []byte) []byte {
		switch m := rtfMark.FindSubmatch(mark); {
		case len(m[1]) > 0:
			return []byte{unhex(m[1][0])<<4 | unhex(m[1][1])}
		case len(m[2]) > 0:
			return []byte(string(rune(number(m[2]))))
		case len(m[3]) > 0:
			return m[3]
		}
		return nil
	}))
}

func unhex(b byte) byte {
	switch {
	case b >= 'a':
		return b - 'a' + 10
	case b >= 'A':
		return b - 'A' + 10
	}
	return b - '0'
}

// number reads the number of a character; one that is out of range is none.
func number(digits []byte) (n int) {
	for _, b := range bytes.TrimPrefix(digits, []byte("-")) {
		if n = n*10 + int(b-'0'); n > 1<<16 {
			return ' '
		}
	}
	return n
}

// tableEnds are the endings of tables that are texts.
var tableEnds = []string{".csv", ".tsv", ".tab", ".slk", ".sylk", ".dif", ".prn"}

// hasFormula reports whether a cell of a table that is a text holds a formula: a spreadsheet program carries it out. A
// number with its sign is none, nor is a telephone number or a name on a network.
func hasFormula(data []byte) bool {
	if len(data) > 1 && (data[0] == 0xff && data[1] == 0xfe || data[0] == 0xfe && data[1] == 0xff) {
		data = bytes.ReplaceAll(data[2:], []byte{0}, nil) // UTF-16: the marks of formulas are ASCII
	}
	if bytes.HasPrefix(data, []byte("ID;P")) { // SYLK, under whatever name
		return true
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	for _, unseen := range []string{"\u00a0", "\u3000", "\u200b", "\ufeff"} {
		data = bytes.ReplaceAll(data, []byte(unseen), []byte(" "))
	}
	begin := true
	for i, b := range data {
		switch b {
		case ',', ';', '\t', '|', '\n', '\r':
			begin = true
		case ' ', '"', '\'':
		default:
			if begin && formulaAt(data[i:min(len(data), i+256)]) {
				return true
			}
			begin = false
		}
	}
	return false
}

var signed = pattern.New(`^[+\-@][^,;\t\r\n"]*[(!|]`)

func formulaAt(cell []byte) bool {
	return cell[0] == '=' && len(cell) > 1 && !bytes.ContainsRune([]byte("=,;\t\r\n\"' "), rune(cell[1])) ||
		signed.Match(cell)
}
