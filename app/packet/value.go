package packet

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// appendValue writes a value of a source as compact JSON: integers with all their digits, instants as
// RFC 3339, bytes as base64, not-a-number and the infinities as text since JSON has no numbers for them. A text that is
// no UTF-8 keeps its bytes and is named as unreadable.
func appendValue(dst []byte, v any) ([]byte, error) {
	switch v := v.(type) {
	case nil:
		return append(dst, "null"...), nil
	case bool:
		return strconv.AppendBool(dst, v), nil
	case int64:
		return strconv.AppendInt(dst, v, 10), nil
	case int:
		return strconv.AppendInt(dst, int64(v), 10), nil
	case float64:
		return appendFloat(dst, v), nil
	case string:
		return appendText(dst, v), nil
	case []byte:
		if v == nil {
			return append(dst, "null"...), nil
		}
		dst = append(dst, '"')
		dst = base64.StdEncoding.AppendEncode(dst, v)
		return append(dst, '"'), nil
	case time.Time:
		dst = append(dst, '"')
		dst = v.AppendFormat(dst, time.RFC3339Nano)
		return append(dst, '"'), nil
	case json.RawMessage:
		return appendRaw(dst, v), nil
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return dst, fmt.Errorf("a value of type %T cannot be written as JSON: %w", v, err)
	}
	return append(dst, bytes.TrimRight(b.Bytes(), "\n")...), nil
}

// appendRaw keeps JSON of a source as it is, without blanks; text that claims to be JSON and is not is
// kept as text, so that one bad value never costs the row.
func appendRaw(dst []byte, raw json.RawMessage) []byte {
	if len(raw) == 0 {
		return append(dst, "null"...)
	}
	var b bytes.Buffer
	if err := json.Compact(&b, raw); err != nil || !utf8.Valid(b.Bytes()) {
		return appendText(dst, string(raw))
	}
	return append(dst, b.Bytes()...)
}

func appendFloat(dst []byte, f float64) []byte {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return appendString(dst, strconv.FormatFloat(f, 'g', -1, 64))
	}
	form := byte('f')
	if a := math.Abs(f); a != 0 && (a < 1e-6 || a >= 1e21) {
		form = 'e'
	}
	return strconv.AppendFloat(dst, f, form, -1, 64)
}

const hexDigits = "0123456789abcdef"

// appendText writes a text as a JSON string, or in base64 and named as unreadable where its bytes are no UTF-8.
func appendText(dst []byte, s string) []byte {
	if utf8.ValidString(s) {
		return appendString(dst, s)
	}
	dst = append(dst, `{"unreadable":"not UTF-8","base64":"`...)
	dst = base64.StdEncoding.AppendEncode(dst, []byte(s))
	return append(dst, `"}`...)
}

// appendString writes valid UTF-8 as a JSON string. Only what JSON demands is escaped, so that Chinese stays readable.
func appendString(dst []byte, s string) []byte {
	dst = append(dst, '"')
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= ' ' && c != '"' && c != '\\' { // bytes above ASCII among them
			i++
			continue
		}
		dst = append(dst, s[start:i]...)
		switch c {
		case '"', '\\':
			dst = append(dst, '\\', c)
		case '\n':
			dst = append(dst, '\\', 'n')
		case '\r':
			dst = append(dst, '\\', 'r')
		case '\t':
			dst = append(dst, '\\', 't')
		default:
			dst = append(dst, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
		}
		i++
		start = i
	}
	dst = append(dst, s[start:]...)
	return append(dst, '"')
}

// formula holds the characters that make a spreadsheet take a text for a formula, the full-width
// forms included, which East Asian editions accept too.
const formula = "=+-@＝＋－＠"

// unseen reports whether a character shows as a blank or not at all: some programs pass over those before a formula.
func unseen(r rune) bool {
	switch {
	case r <= ' ', r >= 0x7f && r <= 0xa0, r == 0xad, r == 0x1680, r == 0x180e, r == 0x3000, r == 0xfeff:
		return true
	}
	return r >= 0x2000 && r <= 0x200f || r >= 0x2028 && r <= 0x202f || r >= 0x205f && r <= 0x206f
}

// beginsFormula reports whether a text begins as a formula does, be it behind what is not seen, or as one that was
// guarded: so that whoever reads a field takes one apostrophe off exactly where one was put.
func beginsFormula(s string) bool {
	s = strings.TrimLeft(s, "'")
	if s != "" && strings.IndexByte("\t\r\n", s[0]) >= 0 {
		return true
	}
	s = strings.TrimLeftFunc(s, unseen)
	r, _ := utf8.DecodeRuneInString(s)
	return s != "" && strings.ContainsRune(formula, r)
}

// CSVText is a text as one CSV field: guarded against being run as a formula, quoted where RFC 4180 demands it.
func CSVText(s string) string {
	if beginsFormula(s) {
		s = "'" + s
	}
	if strings.ContainsAny(s, "\",\r\n") {
		return `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
	}
	return s
}

// csvField is a value, given as the JSON that appendValue wrote, as one CSV field. A number stays as it is:
// it cannot be a formula, and a guarded minus would spoil it.
func csvField(raw []byte) (string, error) {
	switch {
	case string(raw) == "null":
		return "", nil
	case raw[0] == '"':
		var s string
		if err := json.Unmarshal(raw, &s); err != nil {
			return "", fmt.Errorf("read a text back from the row: %w", err)
		}
		return CSVText(s), nil
	case raw[0] == '{' || raw[0] == '[':
		return CSVText(string(raw)), nil
	}
	return string(raw), nil
}
