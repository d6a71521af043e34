// Package markup reads XML that strangers wrote. An element comes out with all its attributes at once,
// so that one of millions of them fills a computer before anybody can count it.
package markup

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
)

// ErrMany says that one element has more attributes than any program writes.
var ErrMany = errors.New("an element with too many attributes")

// How many equals signs there may be: an element has one for each attribute.
const (
	mostInToken = 1 << 16
	mostInWhole = 1 << 19 // of what is decoded at once
)

// Decoder is an xml.Decoder whose tokens are bounded.
type Decoder struct {
	*xml.Decoder
	in *counted
}

// NewDecoder returns a decoder of what is read from in.
func NewDecoder(in io.Reader) Decoder {
	c := &counted{in: in, most: mostInToken}
	return Decoder{xml.NewDecoder(c), c}
}

// Token returns the next token, or ErrMany.
func (d Decoder) Token() (xml.Token, error) {
	d.in.signs = 0
	return d.Decoder.Token()
}

// Decode decodes something small at once, as xml.Decoder does, or fails with ErrMany.
func Decode(in io.Reader, into any) error {
	return xml.NewDecoder(&counted{in: in, most: mostInWhole}).Decode(into)
}

type counted struct {
	in          io.Reader
	signs, most int
}

// Read counts the equals signs.
func (c *counted) Read(p []byte) (int, error) {
	n, err := c.in.Read(p)
	if c.signs += bytes.Count(p[:n], []byte{'='}); c.signs > c.most {
		return 0, ErrMany
	}
	return n, err
}
