package sheet

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"orangelab.cn/rightsdesk/app/charset"
	"orangelab.cn/rightsdesk/app/intake/workbook"
	"orangelab.cn/rightsdesk/app/source/value"
)

// People is a file of people, a list or an extract of a log. A text is read in pieces, so that it may be of any size; a
// workbook, and a text in an encoding that only the whole tells, are held in memory and have a bound.
type People struct {
	path   string
	digest string
	name   string // of its encoding; empty where text is all of it
	text   string
}

// ErrChanged says that a file of people was written to while it was read.
var ErrChanged = errors.New("the file was changed while it was read: count it once more")

// Open looks at a file of people, reads its digest and recognises its encoding.
func Open(path string) (*People, error) {
	info, err := os.Stat(path)
	if err == nil && info.Mode().IsRegular() && info.Size() > wholeUpTo {
		p := &People{path: path}
		if is, err := p.look(); err != nil || is {
			return p, err
		}
	}
	text, digest, err := ReadFile(path)
	return &People{path: path, digest: digest, text: text}, err
}

// Digest is the SHA-256 of the bytes of the file.
func (p *People) Digest() string { return p.digest }

// EachRow is EachRow of the file.
func (p *People) EachRow(head func(columns map[string]bool) error,
	row func(get func(column string) string) error) error {
	if p.name == "" {
		return EachRow(p.text, head, row)
	}
	in, err := p.begin()
	if err != nil {
		return err
	}
	defer in.close()
	first, _ := in.next("")
	if in.failure != nil {
		return in.failure
	}
	return errors.Join(eachRow(first, in.next, head, row), in.failure)
}

// Read hands the text of the file to read, which reads it to its end.
func (p *People) Read(read func(io.Reader) error) error {
	if p.name == "" {
		return read(strings.NewReader(p.text))
	}
	in, err := p.begin()
	if err != nil {
		return err
	}
	defer in.close()
	return errors.Join(read(in), in.failure)
}

// wholeUpTo is the largest file that is held in memory whole whatever it is, in bytes; a larger text is read in pieces
// of onePiece. Tests have other ones.
var wholeUpTo, onePiece = int64(16 << 20), 4 << 20

// look recognises what can be read in pieces; false for anything else.
func (p *People) look() (bool, error) {
	f, err := os.Open(p.path)
	if err != nil {
		return false, fmt.Errorf("%s cannot be opened: %s", p.path, value.FileReason(err))
	}
	defer f.Close()
	piece := make([]byte, onePiece)
	sum := sha256.New()
	rest := 0     // bytes at the beginning of piece that an earlier one left: a character that was cut
	plain := true // nothing but ASCII came yet
	for first := true; p.name == "" || p.name == charset.UTF8; first = false {
		n, err := io.ReadFull(f, piece[rest:])
		sum.Write(piece[rest : rest+n])
		got, end := piece[:rest+n], errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
		if err != nil && !end {
			return false, fmt.Errorf("%s cannot be read: %s", p.path, value.FileReason(err))
		}
		if first && workbook.Is(got) {
			return false, nil
		}
		if first || charset.Torn(got, charset.UTF8, end) >= 0 {
			if p.name, err = nameOf(got, first); err != nil || !plain {
				p.name = ""
				return false, nil // the whole may tell; where it does not either, it is refused by its line
			}
		}
		if end {
			break
		}
		plain = plain && bytes.IndexFunc(got, func(r rune) bool { return r >= utf8.RuneSelf }) < 0
		rest = copy(piece, got[len(got)-cut(got):])
	}
	if _, err := io.Copy(sum, f); err != nil {
		return false, fmt.Errorf("%s cannot be read: %s", p.path, value.FileReason(err))
	}
	p.digest = hex.EncodeToString(sum.Sum(nil))
	return charset.Pieces(f, p.name) != nil, nil
}

// nameOf recognises an encoding by whole lines, of which the first may be cut where it is not that of the file.
func nameOf(piece []byte, first bool) (string, error) {
	if begin := bytes.IndexByte(piece, '\n'); !first && begin >= 0 {
		piece = piece[begin+1:]
	}
	if end := bytes.LastIndexByte(piece, '\n'); end >= 0 && bytes.IndexByte(piece, 0) < 0 {
		piece = piece[:end+1]
	} else {
		piece = piece[:len(piece)/4*4]
	}
	_, name, err := charset.Decode(piece)
	return name, err
}

// cut is how many bytes at the end of a piece begin a character of UTF-8 and do not end it.
func cut(piece []byte) int {
	for n := 1; n < utf8.UTFMax && n <= len(piece); n++ {
		if c := piece[len(piece)-n]; utf8.RuneStart(c) {
			if !utf8.FullRune(piece[len(piece)-n:]) {
				return n
			}
			return 0
		}
	}
	return 0
}

// pieces reads the text of a file in pieces.
type pieces struct {
	people  *People
	file    *os.File
	text    io.Reader
	sum     hash.Hash
	piece   []byte
	left    []byte // read, and not handed on yet
	lines   int
	began   bool
	returns bool // a line ends in a carriage return alone
	ended   bool
	failure error
	unread  string // of what Read hands on
}

func (p *People) begin() (*pieces, error) {
	f, err := os.Open(p.path)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be opened: %s", p.path, value.FileReason(err))
	}
	in := &pieces{people: p, file: f, sum: sha256.New(), piece: make([]byte, onePiece)}
	in.text = charset.Pieces(io.TeeReader(f, in.sum), p.name)
	return in, nil
}

func (in *pieces) close() { _ = in.file.Close() } // it was only read

// next returns a text with the next piece behind it; false where none follows.
func (in *pieces) next(rest string) (string, bool) {
	if in.ended {
		return rest, false
	}
	kept := copy(in.piece, in.left)
	n, err := io.ReadFull(in.text, in.piece[kept:])
	got := in.piece[:kept+n]
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		in.ended = true
		if hex.EncodeToString(in.sum.Sum(nil)) != in.people.digest {
			in.failure = ErrChanged
		}
	case err != nil:
		in.ended = true
		in.failure = fmt.Errorf("%s cannot be read: %s", in.people.path, value.FileReason(err))
	}
	if at := charset.Torn(got, in.people.name, in.ended); at >= 0 && in.failure == nil {
		broken := in.lines + bytes.Count(got[:at], []byte("\n")) + 1
		in.ended, in.failure = true, &charset.Error{Seems: []string{in.people.name}, Broken: broken}
	}
	if in.failure != nil {
		return rest, false
	}
	in.left = nil
	if !in.ended {
		whole := len(got) - cut(got)
		if got[whole-1] == '\r' {
			whole-- // a line feed may follow
		}
		got, in.left = got[:whole], bytes.Clone(got[whole:])
	}
	in.lines += bytes.Count(got, []byte("\n"))
	text := string(got)
	if !in.began {
		in.began = true
		text = strings.TrimPrefix(text, "\ufeff")
		in.returns = Lines(text) != text
	}
	if in.returns {
		text = feeds(text)
	}
	return rest + text, true
}

// Read implements io.Reader, for what is read line by line.
func (in *pieces) Read(to []byte) (int, error) {
	for in.unread == "" {
		text, more := in.next("")
		if !more {
			return 0, io.EOF
		}
		in.unread = text
	}
	n := copy(to, in.unread)
	in.unread = in.unread[n:]
	return n, nil
}
