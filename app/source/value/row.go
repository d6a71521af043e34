package value

import (
	"bytes"
	"encoding/json"
	"unicode"
	"unicode/utf8"
)

// Cell is one column of a row.
type Cell struct {
	Name  string
	Value any // nil, bool, int64, float64, Decimal, string, Unreadable, []byte, Timestamp or JSON
}

// Row is a row's columns in the order of the data map.
type Row []Cell

// Get returns the value of a column; false when the row has none of that name.
func (r Row) Get(name string) (any, bool) {
	for _, c := range r {
		if c.Name == name {
			return c.Value, true
		}
	}
	return nil, false
}

// MarshalJSON writes an object whose keys keep the order of the row.
func (r Row) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, c := range r {
		if i > 0 {
			b.WriteByte(',')
		}
		name, err := Marshal(c.Name)
		if err != nil {
			return nil, err
		}
		v := Readable(c.Value)
		if b, ok := v.([]byte); ok && legible(b) {
			v = string(b)
		}
		value, err := Marshal(v)
		if err != nil {
			return nil, err
		}
		b.Write(name)
		b.WriteByte(':')
		b.Write(value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// legible reports whether bytes are a text that a person reads; any other are written in base64.
func legible(b []byte) bool {
	return utf8.Valid(b) && !bytes.ContainsFunc(b, func(r rune) bool {
		return unicode.IsControl(r) && r != '\t' && r != '\r' && r != '\n'
	})
}

// Marshal returns v as JSON and leaves <, > and & as they are; whoever embeds the result in HTML lets the outer encoder
// escape them.
func Marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimRight(b.Bytes(), "\n"), nil
}
