package paper

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"

	"orangelab.cn/rightsdesk/app/markup"
	"orangelab.cn/rightsdesk/model/pattern"
)

// headingName is the name of a style of headings, as Word writes it in every language of its own.
var headingName = pattern.New(`(?i)^(?:heading|标题)\s*([1-9])$`)

const (
	titleStyle = "title"
	maxParts   = 2000 // files in the archive
	maxPart    = 4 * maxText
)

// readWord reads the text of a Word document as it stands when every change in it is accepted. Headings are told by
// their styles, by their outline level, or by being short and bold as a whole. Nothing that it refers to is loaded.
func readWord(data []byte) ([]block, error) {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, ErrDamaged
	}
	if len(archive.File) > maxParts {
		return nil, ErrTooLarge
	}
	styles, err := part(archive, "word/styles.xml")
	if err != nil && !errors.Is(err, errNoPart) {
		return nil, err
	}
	document, err := part(archive, "word/document.xml")
	if errors.Is(err, errNoPart) {
		return nil, ErrDamaged
	}
	if err != nil {
		return nil, err
	}
	return readDocument(document, readStyles(styles))
}

var errNoPart = errors.New("the archive has no such file")

// part unpacks a file of the archive, however much it says it holds: more than a statement can have is refused while it
// is unpacked.
func part(archive *zip.Reader, name string) ([]byte, error) {
	for _, f := range archive.File {
		if f.Name != name {
			continue
		}
		r, err := f.Open()
		if err != nil {
			return nil, ErrDamaged
		}
		body, err := io.ReadAll(io.LimitReader(r, maxPart+1))
		if errors.Join(err, r.Close()) != nil {
			return nil, ErrDamaged
		}
		if len(body) > maxPart {
			return nil, ErrTooLarge
		}
		return body, nil
	}
	return nil, errNoPart
}

// readStyles finds the levels of the styles that are headings.
func readStyles(body []byte) map[string]int {
	styles := map[string]int{}
	id := ""
	_ = elements(body, func(path []string, e xml.StartElement) { // a document without its styles is read all the same
		switch e.Name.Local {
		case "style":
			id = attribute(e, "styleId")
		case "name":
			name := attribute(e, "val")
			if m := headingName.FindStringSubmatch(name); m != nil {
				styles[id] = int(m[1][0] - '0')
			} else if strings.EqualFold(name, titleStyle) {
				styles[id] = 1
			}
		case "outlineLvl":
			if n, err := strconv.Atoi(attribute(e, "val")); err == nil && n >= 0 && n < 9 && styles[id] == 0 {
				styles[id] = n + 1
			}
		}
	}, nil, nil)
	return styles
}

// paragraph is one of a Word document while it is read.
type paragraph struct {
	text  strings.Builder
	run   strings.Builder
	bold  bool // of the run
	level int
	item  bool
}

func readDocument(body []byte, styles map[string]int) (blocks []block, err error) {
	var p paragraph
	total := 0
	err = elements(body, func(path []string, e xml.StartElement) {
		switch e.Name.Local {
		case "p":
			p = paragraph{}
		case "pStyle":
			if level, ok := styles[attribute(e, "val")]; ok {
				p.level = level
			} else if m := headingName.FindStringSubmatch(attribute(e, "val")); m != nil {
				p.level = int(m[1][0] - '0')
			}
		case "outlineLvl":
			if n, err := strconv.Atoi(attribute(e, "val")); err == nil && n >= 0 && n < 9 {
				p.level = n + 1
			}
		case "numPr":
			p.item = true
		case "r":
			p.endRun()
		case "b":
			p.bold = within(path, "r") && attribute(e, "val") != "0" && attribute(e, "val") != "false"
		case "tab", "br", "cr":
			p.run.WriteByte(' ')
		case "noBreakHyphen":
			p.run.WriteByte('-')
		}
	}, func(path []string, e xml.EndElement) {
		switch e.Name.Local {
		case "r":
			p.endRun()
		case "p":
			p.endRun()
			if b, ok := p.block(); ok {
				blocks = append(blocks, b)
			}
			p = paragraph{}
		}
	}, func(path []string, text []byte) {
		if len(path) > 0 && path[len(path)-1] == "t" && total <= maxText {
			total += len(text)
			p.run.Write(text)
		}
	})
	switch {
	case err != nil:
		return nil, err
	case total > maxText:
		return nil, ErrTooLarge
	}
	return blocks, nil
}

func (p *paragraph) endRun() {
	if text := p.run.String(); p.bold {
		p.text.WriteString(bold(text))
	} else {
		p.text.WriteString(text)
	}
	p.run.Reset()
	p.bold = false
}

func (p *paragraph) block() (b block, ok bool) {
	text := strings.ReplaceAll(tidy(p.text.String()), importantMark+importantMark, "") // of runs side by side
	if text == "" && !p.item {
		return b, false
	}
	switch {
	case p.level > 0:
		return block{level: p.level, text: strings.Trim(text, "*")}, text != ""
	case !p.item && boldHeading(text):
		return block{level: lastLevel, text: strings.Trim(text, "*")}, true
	}
	return block{item: p.item, text: text}, true
}

// elements walks through a file in XML. Names of entities other than XML's own are errors, so that nothing grows out of
// them.
func elements(body []byte, start func(path []string, e xml.StartElement), end func(path []string, e xml.EndElement),
	text func(path []string, text []byte)) error {
	d := markup.NewDecoder(bytes.NewReader(body))
	var path []string
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return ErrDamaged
		}
		switch e := token.(type) {
		case xml.StartElement:
			path = append(path, e.Name.Local)
			if len(path) > maxDepth {
				return ErrTooLarge
			}
			if start != nil {
				start(path, e)
			}
		case xml.EndElement:
			if end != nil {
				end(path, e)
			}
			path = path[:len(path)-1]
		case xml.CharData:
			if text != nil {
				text(path, e)
			}
		}
	}
}

func within(path []string, name string) bool {
	for _, p := range path {
		if p == name {
			return true
		}
	}
	return false
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
