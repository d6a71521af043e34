// Package markup reads XML that strangers wrote, token by token. An element comes out with all its attributes at once,
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

// most is how many equals signs one token may have: an element has one for each attribute.
const most = 1 << 16

// Decoder is an xml.Decoder whose tokens are bounded.
type Decoder struct {
	*xml.Decoder
	in *counted
}

// NewDecoder returns a decoder of what is read from in.
func NewDecoder(in io.Reader) Decoder {
	c := &counted{in: in}
	return Decoder{xml.NewDecoder(c), c}
}

// Token returns the next token, or ErrMany.
func (d Decoder) Token() (xml.Token, error) {
	d.in.signs = 0
	return d.Decoder.Token()
}

type counted struct {
	in    io.Reader
	signs int
}

// Read counts the equals signs.
func (c *counted) Read(p []byte) (int, error) {
	n, err := c.in.Read(p)
	if c.signs += bytes.Count(p[:n], []byte{'='}); c.signs > most {
		return 0, ErrMany
	}
	return n, err
}
