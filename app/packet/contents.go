package packet

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"path"
	"strings"
	"unicode"
)

// maxRow bounds one row, so that no single finding can exhaust the memory of the desk or of the reader.
const maxRow = 64 << 20

// sectionHead is a section with the name of its CSV file, as it stands in the packet.
type sectionHead struct {
	Section
	File string `json:"file"`
}

// sectionEnd closes a section.
type sectionEnd struct {
	Rows   int64  `json:"rows"`
	SHA256 string `json:"sha256"`
}

// contents keeps the books of a packet while it is written: names, counts and sums. Both forms of a
// packet share it, so that they cannot differ in what they say.
type contents struct {
	meta     Meta
	manifest Manifest
	names    map[string]bool // file names given out, in lower case
	keys     [][]byte        // `"name":` of each column of the open section
	open     bool
	rows     hash.Hash
	line     []byte
	cells    []int // where each value of the last row begins and ends in line
	failed   error
	closed   bool
}

func newContents(meta Meta, format string) (*contents, error) {
	if err := meta.settle(); err != nil {
		return nil, err
	}
	return &contents{
		meta:  meta,
		names: map[string]bool{"index.html": true, "data.json": true},
		manifest: Manifest{
			Format: format, ID: meta.ID, Reference: meta.Reference,
			Created: meta.Created, Expires: meta.Expires, Rounds: meta.Rounds,
			Sections: []SectionSum{}, Attachments: []File{}, Files: []File{},
		},
	}, nil
}

// ready refuses work on a packet that is closed or has failed: after a write error the file is not
// whole, and going on would only hide that.
func (c *contents) ready() error {
	if c.closed {
		return errors.New("the packet is already closed")
	}
	return c.failed
}

// fail remembers the first error and names the packet.
func (c *contents) fail(err error) error {
	if err != nil && c.failed == nil {
		c.failed = fmt.Errorf("packet for %s: %w", c.meta.Reference, err)
	}
	return c.failed
}

func (c *contents) begin(s Section) (sectionHead, error) {
	if strings.TrimSpace(s.Title) == "" {
		return sectionHead{},
			fmt.Errorf("collection %s:%s needs a title that a person understands", s.Dataset, s.Collection)
	}
	if len(s.Columns) == 0 {
		return sectionHead{}, fmt.Errorf("collection %s:%s has no columns", s.Dataset, s.Collection)
	}
	if len(s.Sensitive) > 0 && !c.meta.Sensitive {
		return sectionHead{},
			fmt.Errorf("collection %s:%s, columns %s: %w", s.Dataset, s.Collection, strings.Join(s.Sensitive, ", "),
				ErrSensitive)
	}
	seen := make(map[string]bool, len(s.Columns))
	columns := make([]Column, len(s.Columns))
	keys := make([][]byte, len(s.Columns))
	for i, col := range s.Columns {
		if col.Name == "" || seen[col.Name] {
			return sectionHead{},
				fmt.Errorf("collection %s:%s: column %d has the name %q, which is empty or used twice", s.Dataset,
					s.Collection, i+1, col.Name)
		}
		seen[col.Name] = true
		columns[i] = col.entitled(wordsOf(c.meta.Language))
		keys[i] = append(appendString(nil, col.Name), ':')
	}
	s.Columns = columns
	number := len(c.manifest.Sections) + 1
	file := c.name(fmt.Sprintf("%02d-%s-%s.csv", number, s.Dataset, s.Collection))
	c.names[strings.ToLower(sheetName(file))] = true
	c.keys, c.open, c.rows = keys, true, sha256.New()
	c.manifest.Sections = append(c.manifest.Sections,
		SectionSum{Source: s.Source, Dataset: s.Dataset, Collection: s.Collection, File: file})
	return sectionHead{Section: s, File: file}, nil
}

// row writes the values as one JSON object into c.line; the slice is good until the next row.
func (c *contents) row(values []any) ([]byte, error) {
	if !c.open {
		return nil, errors.New("a row came before its collection was begun")
	}
	if len(values) != len(c.keys) {
		return nil, fmt.Errorf("a row of %d values came for the %d columns of %s", len(values), len(c.keys),
			c.current().Collection)
	}
	line, cells := append(c.line[:0], '{'), c.cells[:0]
	for i, v := range values {
		if i > 0 {
			line = append(line, ',')
		}
		line = append(line, c.keys[i]...)
		from := len(line)
		var err error
		if line, err = appendValue(line, v); err != nil {
			return nil, fmt.Errorf("collection %s, column %s: %w", c.current().Collection, c.keys[i], err)
		}
		cells = append(cells, from, len(line))
	}
	line = append(line, '}', '\n')
	c.line, c.cells = line, cells
	if len(line) > maxRow {
		return nil,
			fmt.Errorf(
				"a row of %s is %d bytes long, more than the %d a packet can hold; hand it over as an attachment",
				c.current().Collection, len(line), maxRow)
	}
	c.rows.Write(line)
	c.current().Rows++
	c.manifest.Rows++
	return line[:len(line)-1], nil
}

// sheetName is the name of the workbook beside a collection's CSV file.
func sheetName(csv string) string { return strings.TrimSuffix(csv, ".csv") + ".xlsx" }

// values are the values of the last row, each as JSON.
func (c *contents) values() [][]byte {
	list := make([][]byte, 0, len(c.cells)/2)
	for i := 0; i < len(c.cells); i += 2 {
		list = append(list, c.line[c.cells[i]:c.cells[i+1]])
	}
	return list
}

// csv is the last row as a line of CSV.
func (c *contents) csv(dst []byte) ([]byte, error) {
	for i := 0; i < len(c.cells); i += 2 {
		if i > 0 {
			dst = append(dst, ',')
		}
		field, err := csvField(c.line[c.cells[i]:c.cells[i+1]])
		if err != nil {
			return dst, err
		}
		dst = append(dst, field...)
	}
	return append(dst, '\r', '\n'), nil
}

func (c *contents) current() *SectionSum { return &c.manifest.Sections[len(c.manifest.Sections)-1] }

// end closes the open section; done is false when there was none.
func (c *contents) end() (e sectionEnd, done bool) {
	if !c.open {
		return e, false
	}
	s := c.current()
	s.SHA256 = hex.EncodeToString(c.rows.Sum(nil))
	c.open = false
	return sectionEnd{Rows: s.Rows, SHA256: s.SHA256}, true
}

func (c *contents) withheld(w Withheld) error {
	if strings.TrimSpace(w.Title) == "" || strings.TrimSpace(w.Reason) == "" {
		return errors.New("what is left out needs a title and a reason that the person can read")
	}
	c.manifest.Withheld++
	return nil
}

// name makes a file name that every system accepts and that no other file of the packet has.
func (c *contents) name(wanted string) string {
	safe := safeName(wanted)
	ext := path.Ext(safe)
	stem := strings.TrimSuffix(safe, ext)
	for n := 2; c.names[strings.ToLower(safe)]; n++ {
		safe = fmt.Sprintf("%s-%d%s", stem, n, ext)
	}
	c.names[strings.ToLower(safe)] = true
	return safe
}

// attachable refuses a file that needs a higher identity level than was reached.
func (c *contents) attachable(a Attachment) error {
	if a.Sensitive && !c.meta.Sensitive {
		return fmt.Errorf("attachment %s: %w", a.Name, ErrSensitive)
	}
	return nil
}

// reserved names open a device instead of a file on Windows.
var reserved = map[string]bool{"con": true, "prn": true, "aux": true, "nul": true}

// safeName keeps letters, digits and a few signs of the last part of a path; the rest becomes "_".
// A name from a source can thus neither leave the folder nor disguise its type.
func safeName(s string) string {
	s = s[strings.LastIndexAny(s, `/\`)+1:]
	s = strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("-_.", r) {
			return r
		}
		return '_'
	}, strings.ToValidUTF8(s, "_"))
	s = strings.Trim(s, ".")
	if r := []rune(s); len(r) > 80 {
		ext := []rune(path.Ext(s))
		if len(ext) > 10 {
			ext = nil
		}
		s = string(r[:80-len(ext)]) + string(ext)
	}
	stem, _, _ := strings.Cut(strings.ToLower(s), ".")
	if s == "" || reserved[stem] ||
		(len(stem) == 4 && (strings.HasPrefix(stem, "com") || strings.HasPrefix(stem, "lpt"))) {
		s = "file_" + s
	}
	return s
}

// plainJSON is json.Marshal without the escapes for HTML, which a saved file has no use for.
func plainJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimRight(b.Bytes(), "\n"), nil
}
