package value

import (
	"bytes"
	"encoding/json"
	"math"
	"strconv"
	"time"
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
	b := []byte{'{'}
	var err error
	for i, c := range r {
		if i > 0 {
			b = append(b, ',')
		}
		if b, err = appendText(b, c.Name); err != nil {
			return nil, err
		}
		if b, err = appendValue(append(b, ':'), c.Value, ""); err != nil {
			return nil, err
		}
	}
	return append(b, '}'), nil
}

// AppendIndented appends what an encoder with SetIndent(prefix, "  ") writes of a row, without going over it again for
// that: a trial prints tens of thousands.
func (r Row) AppendIndented(b []byte, prefix string) ([]byte, error) {
	if len(r) == 0 {
		return append(b, '{', '}'), nil
	}
	var err error
	for i, c := range r {
		b = append(b, "{,"[min(i, 1)], '\n')
		b = append(append(b, prefix...), ' ', ' ')
		if b, err = appendText(b, c.Name); err != nil {
			return nil, err
		}
		if b, err = appendValue(append(b, ':', ' '), c.Value, prefix+"  "); err != nil {
			return nil, err
		}
	}
	b = append(append(b, '\n'), prefix...)
	return append(b, '}'), nil
}

// appendValue appends a value as Marshal writes it, indented by what is not empty.
func appendValue(b []byte, v any, prefix string) ([]byte, error) {
	switch v := v.(type) {
	case nil:
		return append(b, "null"...), nil
	case bool:
		return strconv.AppendBool(b, v), nil
	case int64:
		return strconv.AppendInt(b, v, 10), nil
	case string:
		if utf8.ValidString(v) {
			return appendText(b, v)
		}
	case Decimal:
		if isNumeral(string(v)) {
			return append(b, v...), nil
		}
	case Timestamp:
		layout := time.RFC3339Nano
		if v.Local {
			layout = localTime
		}
		b = append(b, '"')
		if v.Year() > 0 {
			b = v.AppendFormat(b, layout)
		} else {
			b = append(b, v.Format(layout)...)
		}
		return append(b, '"'), nil
	case float64:
		if size := math.Abs(v); size == 0 || size >= 1e-6 && size < 1e21 { // others are written with an exponent
			return strconv.AppendFloat(b, v, 'f', -1, 64), nil
		}
	case []byte:
		if legible(v) {
			return appendText(b, string(v))
		}
	}
	text, err := Marshal(Readable(v))
	if err != nil || prefix == "" || len(text) == 0 || text[0] != '{' && text[0] != '[' {
		return append(b, text...), err
	}
	var indented bytes.Buffer
	if err := json.Indent(&indented, text, prefix, "  "); err != nil {
		return nil, err
	}
	return append(b, indented.Bytes()...), nil
}

// appendText appends a text in quotation marks.
func appendText(b []byte, s string) ([]byte, error) {
	plain := true
	for i := range len(s) {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' || c == 0x7f || c >= utf8.RuneSelf {
			plain = false
			break
		}
	}
	if plain {
		return append(append(append(b, '"'), s...), '"'), nil
	}
	text, err := Marshal(s)
	return append(b, text...), err
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
