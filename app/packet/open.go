package packet

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"reflect"
)

// Limits for a file that claims to be a packet; a hostile one must not exhaust the reader.
const (
	maxLine   = 4 << 20
	maxRounds = 10_000_000
)

// OpenedSection is a collection read back from a packet, each row as its JSON object.
type OpenedSection struct {
	Section
	File string
	Rows []json.RawMessage
}

// OpenedFile is an attachment read back from a packet.
type OpenedFile struct {
	File
	Data []byte
}

// Opened is a whole packet in memory.
type Opened struct {
	Meta        Meta
	Sections    []OpenedSection
	Withheld    []Withheld
	Attachments []OpenedFile
	Manifest    Manifest // as sealed inside; without Files
}

// Open reads a sealed HTML packet and verifies all of it: every tag, count and sum. ErrPassword tells a wrong
// password, ErrDamaged anything missing or changed. It holds the findings in memory; Verify does not.
func Open(r io.Reader, password string) (*Opened, error) {
	o := &Opened{}
	err := walk(r, password, func(kind byte, b []byte) error { return o.take(kind, b) })
	if err != nil {
		return nil, err
	}
	return o, nil
}

// Verify reads a sealed HTML packet to its end, keeps nothing, and returns the manifest sealed inside.
func Verify(r io.Reader, password string) (Manifest, error) {
	var m Manifest
	err := walk(r, password, func(kind byte, b []byte) error {
		if kind == frameSum {
			return json.Unmarshal(b, &m)
		}
		return nil
	})
	return m, err
}

func (o *Opened) take(kind byte, b []byte) error {
	switch kind {
	case frameMeta:
		return json.Unmarshal(b, &o.Meta)
	case frameSection:
		var h sectionHead
		if err := json.Unmarshal(b, &h); err != nil {
			return err
		}
		o.Sections = append(o.Sections, OpenedSection{Section: h.Section, File: h.File})
	case frameRow:
		s := &o.Sections[len(o.Sections)-1]
		s.Rows = append(s.Rows, bytes.Clone(b))
	case frameWithheld:
		var item Withheld
		if err := json.Unmarshal(b, &item); err != nil {
			return err
		}
		o.Withheld = append(o.Withheld, item)
	case frameAttachment:
		o.Attachments = append(o.Attachments, OpenedFile{})
	case frameData:
		f := &o.Attachments[len(o.Attachments)-1]
		f.Data = append(f.Data, b...)
	case frameFile:
		return json.Unmarshal(b, &o.Attachments[len(o.Attachments)-1].File)
	case frameSum:
		return json.Unmarshal(b, &o.Manifest)
	}
	return nil
}

// walk opens chunk after chunk, checks the books, and hands every frame on.
func walk(r io.Reader, password string, take func(kind byte, payload []byte) error) error {
	lines := &lineReader{r: bufio.NewReaderSize(r, 64<<10)}
	c, err := openHeader(lines, password)
	if err != nil {
		return err
	}
	check := &checker{take: take}
	var pending []byte // sealed chunk whose successor decides whether it is the last
	var plain, rest []byte
	open := func(last bool) error {
		if plain, err = c.open(plain[:0], pending, last); err != nil {
			return err
		}
		rest, err = check.frames(append(rest, plain...))
		return err
	}
	for {
		line, err := lines.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		text, ok := bytes.CutPrefix(line, []byte(chunkOpen))
		if !ok {
			continue
		}
		text, ok = bytes.CutSuffix(text, bytes.TrimRight([]byte(chunkShut), "\n"))
		if !ok || len(text) > base64.StdEncoding.EncodedLen(chunkSize+tagSize) {
			return fmt.Errorf("line %d of the packet is cut off: %w", lines.n, ErrDamaged)
		}
		if pending != nil {
			if err := open(false); err != nil {
				return err
			}
		}
		if pending, err = base64.StdEncoding.AppendDecode(pending[:0], text); err != nil {
			return fmt.Errorf("line %d of the packet is not base64: %w", lines.n, ErrDamaged)
		}
	}
	if pending == nil {
		return fmt.Errorf("the packet holds no data: %w", ErrDamaged)
	}
	if err := open(true); err != nil {
		return err
	}
	if len(rest) > 0 || !check.done {
		return fmt.Errorf("the packet ends in the middle of a record: %w", ErrDamaged)
	}
	return nil
}

func openHeader(lines *lineReader, password string) (*chunkCipher, error) {
	for {
		line, err := lines.next()
		if errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("this file is not a packet, or its beginning is missing: %w", ErrDamaged)
		}
		if err != nil {
			return nil, err
		}
		text, ok := bytes.CutPrefix(line, []byte(headerOpen))
		if !ok {
			continue
		}
		text = bytes.TrimSuffix(text, bytes.TrimRight([]byte(headerShut), "\n"))
		var h sealHeader
		if err := json.Unmarshal(text, &h); err != nil {
			return nil, fmt.Errorf("the head of the packet cannot be read: %w", ErrDamaged)
		}
		if h.Format != formatHTML {
			return nil, fmt.Errorf("packet format %q is not known here; %q is", h.Format, formatHTML)
		}
		if h.Rounds < MinRounds || h.Rounds > maxRounds {
			return nil, fmt.Errorf("the head of the packet asks for %d rounds: %w", h.Rounds, ErrDamaged)
		}
		return newChunkCipher(password, h, text)
	}
}

// checker recounts the packet while it is read and compares with what was sealed.
type checker struct {
	take    func(kind byte, payload []byte) error
	seen    Manifest
	section bool
	rows    hash.Hash
	file    *File
	data    hash.Hash
	done    bool
}

// frames takes the whole frames at the head of b and returns what is left over.
func (k *checker) frames(b []byte) ([]byte, error) {
	for len(b) >= frameHead {
		n := int(binary.BigEndian.Uint32(b[1:frameHead]))
		if n > maxRow+dataFrame {
			return nil, fmt.Errorf("a record claims %d bytes: %w", n, ErrDamaged)
		}
		if len(b) < frameHead+n {
			break
		}
		kind, payload := b[0], b[frameHead:frameHead+n]
		if err := k.check(kind, payload); err != nil {
			return nil, err
		}
		if err := k.take(kind, payload); err != nil {
			return nil, fmt.Errorf("record %c cannot be read (%w): %w", kind, err, ErrDamaged)
		}
		b = b[frameHead+n:]
	}
	return bytes.Clone(b), nil
}

func (k *checker) check(kind byte, b []byte) error {
	bad := func(what string) error { return fmt.Errorf("%s: %w", what, ErrDamaged) }
	if k.done {
		return bad("a record follows the end of the packet")
	}
	switch kind {
	case frameSection:
		var h sectionHead
		if err := json.Unmarshal(b, &h); err != nil || k.section || k.file != nil {
			return bad("a collection begins in the wrong place")
		}
		k.section, k.rows = true, sha256.New()
		k.seen.Sections = append(k.seen.Sections,
			SectionSum{Source: h.Source, Dataset: h.Dataset, Collection: h.Collection, File: h.File})
	case frameRow:
		if !k.section {
			return bad("a row stands outside a collection")
		}
		k.rows.Write(b)
		k.rows.Write([]byte{'\n'})
		k.seen.Sections[len(k.seen.Sections)-1].Rows++
		k.seen.Rows++
	case frameEnd:
		var e sectionEnd
		if err := json.Unmarshal(b, &e); err != nil || !k.section {
			return bad("a collection ends in the wrong place")
		}
		s := &k.seen.Sections[len(k.seen.Sections)-1]
		if s.SHA256 = hex.EncodeToString(k.rows.Sum(nil)); s.SHA256 != e.SHA256 || s.Rows != e.Rows {
			return bad("the rows of " + s.Collection + " do not fit their sum")
		}
		k.section = false
	case frameWithheld:
		k.seen.Withheld++
	case frameAttachment:
		if k.section || k.file != nil {
			return bad("a file begins in the wrong place")
		}
		k.file, k.data = &File{}, sha256.New()
	case frameData:
		if k.file == nil {
			return bad("file content stands outside a file")
		}
		k.data.Write(b)
		k.file.Size += int64(len(b))
	case frameFile:
		var f File
		if err := json.Unmarshal(b, &f); err != nil || k.file == nil {
			return bad("a file ends in the wrong place")
		}
		if f.Size != k.file.Size || f.SHA256 != hex.EncodeToString(k.data.Sum(nil)) {
			return bad("the file " + f.Name + " does not fit its sum")
		}
		k.seen.Attachments = append(k.seen.Attachments, f)
		k.file = nil
	case frameSum:
		return k.compare(b)
	}
	return nil
}

func (k *checker) compare(b []byte) error {
	var m Manifest
	if err := json.Unmarshal(b, &m); err != nil {
		return fmt.Errorf("the manifest of the packet cannot be read: %w", ErrDamaged)
	}
	same := m.Rows == k.seen.Rows && m.Withheld == k.seen.Withheld && !k.section && k.file == nil &&
		len(m.Sections) == len(k.seen.Sections) && len(m.Attachments) == len(k.seen.Attachments) &&
		(len(m.Sections) == 0 || reflect.DeepEqual(m.Sections, k.seen.Sections)) &&
		(len(m.Attachments) == 0 || reflect.DeepEqual(m.Attachments, k.seen.Attachments))
	if !same {
		return fmt.Errorf("the packet does not hold what its manifest says: %w", ErrDamaged)
	}
	k.done = true
	return nil
}

// lineReader reads lines of bounded length and counts them.
type lineReader struct {
	r    *bufio.Reader
	line []byte
	n    int
}

// next returns a line without its end, good until the following call.
func (l *lineReader) next() ([]byte, error) {
	l.line = l.line[:0]
	l.n++
	for {
		part, err := l.r.ReadSlice('\n')
		l.line = append(l.line, part...)
		if len(l.line) > maxLine {
			return nil, fmt.Errorf("line %d of the packet is too long: %w", l.n, ErrDamaged)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case errors.Is(err, io.EOF) && len(l.line) == 0:
			return nil, io.EOF
		case err != nil && !errors.Is(err, io.EOF):
			return nil, fmt.Errorf("read the packet file: %w", err)
		}
		return bytes.TrimRight(l.line, "\r\n"), nil
	}
}
