// Package paper reads an existing privacy statement, as Markdown, plain text, HTML or a Word document, into the clauses
// that model/policy knows. It knows nothing of how the desk is kept.
package paper

import (
	"bytes"
	"errors"
	"fmt"
	"path"
	"strings"

	"orangelab.cn/rightsdesk/app/charset"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/policy"
)

// Bounds of what is read. The longest statement known to be published has some 300 clauses and 400 KB.
const (
	MaxFile    = 20 << 20 // bytes of a file
	maxText    = 8 << 20  // bytes of text in it, unpacked
	maxClauses = 2000
	maxDepth   = 200 // of elements in one another
)

// Errors of reading a statement. Each has a sentence in the window.
var (
	ErrTooLarge = errors.New("the file is too large for a privacy statement; at most 20 MB, and 8 MB of text")
	ErrNoText   = errors.New("no text was found in the file")
	ErrFormat   = errors.New("a statement is read from Markdown (.md), plain text (.txt), HTML (.html) and Word (.docx); save it as one of these")
	ErrDamaged  = errors.New("the file is damaged or is no Word document; open it in Word and save it anew as .docx")
	ErrTooMany  = errors.New("the file has more than 2,000 clauses, so it is no privacy statement")
)

// Format is how a statement is written down.
type Format string

// The formats.
const (
	Markdown Format = "markdown"
	Text     Format = "text"
	HTML     Format = "html"
	Word     Format = "docx"
)

// FormatOf tells the format of a file by its name, and where that says nothing by how it begins.
func FormatOf(name string, data []byte) (Format, error) {
	head := bytes.ToLower(bytes.TrimSpace(data[:min(len(data), 512)]))
	switch strings.ToLower(path.Ext(name)) {
	case ".md", ".markdown":
		return Markdown, nil
	case ".txt", ".text":
		return Text, nil
	case ".html", ".htm", ".xhtml":
		return HTML, nil
	case ".docx":
		return Word, nil
	case "":
		switch {
		case bytes.HasPrefix(data, []byte("PK\x03\x04")):
			return Word, nil
		case bytes.HasPrefix(head, []byte("<!doctype html")), bytes.HasPrefix(head, []byte("<html")):
			return HTML, nil
		case bytes.HasPrefix(head, []byte("#")), bytes.Contains(data, []byte("\n# ")),
			bytes.Contains(data, []byte("\n## ")):
			return Markdown, nil
		}
		return Text, nil
	}
	return "", ErrFormat
}

// block is a heading, a paragraph or an item of a list as a format tells it.
type block struct {
	level int // of a heading, from 1; 0 for what is none
	item  bool
	text  string // with policy.Bold around what is bold
}

// Read reads a statement in a language out of a file.
func Read(name string, data []byte, lang string) (title string, clauses []policy.Clause, err error) {
	if len(data) > MaxFile {
		return "", nil, ErrTooLarge
	}
	format, err := FormatOf(name, data)
	if err != nil {
		return "", nil, err
	}
	return ReadAs(format, data, lang)
}

// ReadAs is Read for what is known to be of a format, such as text that was pasted.
func ReadAs(format Format, data []byte, lang string) (title string, clauses []policy.Clause, err error) {
	if len(data) > MaxFile {
		return "", nil, ErrTooLarge
	}
	var blocks []block
	if format == Word {
		blocks, err = readWord(data)
	} else {
		var text string
		if text, _, err = charset.Decode(data); err != nil {
			return "", nil, err
		}
		if len(text) > maxText {
			return "", nil, ErrTooLarge
		}
		switch format {
		case Markdown:
			blocks = readMarkdown(text)
		case HTML:
			blocks, err = readHTML(text)
		case Text:
			blocks = readText(text)
		default:
			err = ErrFormat
		}
	}
	if err != nil {
		return "", nil, err
	}
	return build(blocks, lang)
}

// build gathers blocks into clauses: a heading begins one, and what stands before the first heading is one without.
func build(blocks []block, lang string) (title string, clauses []policy.Clause, err error) {
	title, blocks = titled(blocks)
	numbers := numbering{taken: map[string]bool{}}
	var bodies [][]string
	for _, b := range blocks {
		if b.level > 0 {
			id, heading := numbers.next(b.level, policy.Plain(b.text))
			clauses = append(clauses,
				policy.Clause{ID: id, Heading: model.Text{lang: heading}, Body: model.Text{},
					Important: strings.HasPrefix(b.text, importantMark)})
			bodies = append(bodies, nil)
			continue
		}
		if len(clauses) == 0 {
			id, _ := numbers.next(1, "")
			clauses = append(clauses, policy.Clause{ID: id, Heading: model.Text{}, Body: model.Text{}})
			bodies = append(bodies, nil)
		}
		text := b.text
		if b.item {
			text = policy.Bullet + text
		}
		bodies[len(bodies)-1] = append(bodies[len(bodies)-1], strings.TrimRight(text, " "))
	}
	for i, body := range bodies {
		if len(body) > 0 {
			clauses[i].Body[lang] = strings.Join(body, "\n")
		}
	}
	switch {
	case len(clauses) == 0:
		return "", nil, ErrNoText
	case len(clauses) > maxClauses:
		return "", nil, ErrTooMany
	}
	return title, clauses, nil
}

// titled takes the title off: the first heading, where another follows at once or no other is of its level.
func titled(blocks []block) (title string, rest []block) {
	if len(blocks) == 0 || blocks[0].level == 0 {
		return "", blocks
	}
	alone := true
	for _, b := range blocks[1:] {
		alone = alone && b.level != blocks[0].level
	}
	if !alone && (len(blocks) < 2 || blocks[1].level == 0) || len(blocks) == 1 {
		return "", blocks
	}
	return policy.Plain(blocks[0].text), blocks[1:]
}

// Merge puts the text of another language beside that of the clauses, one to one: by the same number first, and where
// the numbers of both are not the same, in order. It fails where both have not as many clauses.
func Merge(clauses, other []policy.Clause) ([]policy.Clause, error) {
	merged := make([]policy.Clause, len(clauses))
	if len(clauses) != len(other) {
		return nil, &CountError{len(clauses), len(other)}
	}
	for i, c := range clauses {
		merged[i] = c
		merged[i].Heading, merged[i].Body = model.Text{}, model.Text{}
		for _, from := range []policy.Clause{c, other[i]} {
			for lang, text := range from.Heading {
				merged[i].Heading[lang] = text
			}
			for lang, text := range from.Body {
				merged[i].Body[lang] = text
			}
		}
		merged[i].Important = c.Important || other[i].Important
	}
	return merged, nil
}

// CountError says that two languages of a statement have not as many clauses, so that they cannot be put side by side.
type CountError struct{ Here, There int }

func (e *CountError) Error() string {
	return fmt.Sprintf("one language has %d clauses and the other %d: give both the same headings", e.Here, e.There)
}
