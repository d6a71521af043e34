package portable

import (
	"bufio"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"io"
)

// The kinds of frame. A copy is its head as one line of JSON, then for every table a frameTable, its rows and a
// frameEnd, and at last a frameDone, after which nothing comes.
const (
	frameTable = 'T'
	frameRow   = 'R'
	frameEnd   = 'E'
	frameDone  = 'Z'
)

// The kinds of value. An integer is written with a sign, in base 128; texts and bytes after their length.
const (
	valueNull  = 'n'
	valueInt   = 'i'
	valueText  = 't'
	valueBytes = 'b'
)

// longest bounds a text or a value of bytes that is read: no column of a desk comes near it.
const longest = 1 << 30

// encoder writes frames, and hashes those of a table.
type encoder struct {
	w   *bufio.Writer
	sum hash.Hash
	buf []byte
}

func (e *encoder) frame(kind byte) { e.buf = append(e.buf[:0], kind) }

func (e *encoder) number(n uint64) { e.buf = binary.AppendUvarint(e.buf, n) }

func (e *encoder) text(s string) {
	e.number(uint64(len(s)))
	e.buf = append(e.buf, s...)
}

// value appends one value of a row as its database returned it.
func (e *encoder) value(v any) error {
	switch v := v.(type) {
	case nil:
		e.buf = append(e.buf, valueNull)
	case int64:
		e.buf = binary.AppendVarint(append(e.buf, valueInt), v)
	case string:
		e.buf = append(e.buf, valueText)
		e.text(v)
	case []byte:
		e.buf = binary.AppendUvarint(append(e.buf, valueBytes), uint64(len(v)))
		e.buf = append(e.buf, v...)
	default:
		return errors.New("a value that is neither number, text nor bytes")
	}
	return nil
}

// end writes the frame out. What stands in the digest of a table are its columns and rows.
func (e *encoder) end() error {
	if e.sum != nil {
		e.sum.Write(e.buf)
	}
	_, err := e.w.Write(e.buf)
	return err
}

// tableFrame begins a table and its digest.
func (e *encoder) tableFrame(t table) error {
	e.sum = sha256.New()
	e.frame(frameTable)
	e.text(t.name)
	e.number(uint64(len(t.columns)))
	for _, column := range t.columns {
		e.text(column)
	}
	return e.end()
}

// endFrame ends a table and says what it held.
func (e *encoder) endFrame(name string, rows int64) (Count, error) {
	count := Count{name, rows, [32]byte(e.sum.Sum(nil))}
	e.sum = nil
	e.frame(frameEnd)
	e.number(uint64(rows))
	e.buf = append(e.buf, count.Digest[:]...)
	return count, e.end()
}

// decoder reads frames. Whatever it cannot read is ErrChanged, and a missing end ErrCut.
type decoder struct {
	r *bufio.Reader
}

func cut(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("%w (%w)", ErrCut, err)
	}
	return err
}

func (d *decoder) byte() (byte, error) {
	b, err := d.r.ReadByte()
	return b, cut(err)
}

func (d *decoder) number() (uint64, error) {
	n, err := binary.ReadUvarint(d.r)
	return n, cut(err)
}

func (d *decoder) bytes() ([]byte, error) {
	n, err := d.number()
	if err != nil {
		return nil, err
	}
	if n > longest {
		return nil, ErrChanged
	}
	out := make([]byte, n)
	_, err = io.ReadFull(d.r, out)
	return out, cut(err)
}

func (d *decoder) text() (string, error) {
	b, err := d.bytes()
	return string(b), err
}

func (d *decoder) value() (any, error) {
	kind, err := d.byte()
	if err != nil {
		return nil, err
	}
	switch kind {
	case valueNull:
		return nil, nil
	case valueInt:
		n, err := binary.ReadVarint(d.r)
		return n, cut(err)
	case valueText:
		return d.text()
	case valueBytes:
		return d.bytes()
	}
	return nil, ErrChanged
}
