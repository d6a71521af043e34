package value

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// The values of a row are nil, bool, int64, float64, Decimal, string, Unreadable, []byte, Timestamp and JSON.

// Decimal is a number that a float64 would round; it is kept as the digits the database gave.
type Decimal string

// MarshalJSON writes the digits as a JSON number, or as text where JSON has no such number (NaN, Infinity).
func (d Decimal) MarshalJSON() ([]byte, error) {
	s := string(d)
	if json.Valid([]byte(s)) && s != "" && s != "null" && s != "true" && s != "false" && s[0] != '"' {
		return []byte(s), nil
	}
	return json.Marshal(s)
}

// Timestamp is a date with a time of day.
type Timestamp struct {
	time.Time        // in UTC where Local is set
	Local     bool   // the source names no zone: this is the time of day of wherever it was written down
	Text      string // as stored, where the database stores text; queries compare with this
}

const (
	localTime   = "2006-01-02T15:04:05.999999999" // RFC 3339 without the zone that a local time does not have
	sqlTime     = "2006-01-02 15:04:05.999999999" // how databases write a local time as text
	maxTimeText = 64                              // no spelling of a date and a time is longer
)

// MarshalJSON writes RFC 3339; a local time gets no zone.
func (t Timestamp) MarshalJSON() ([]byte, error) {
	if t.Local {
		return json.Marshal(t.Format(localTime))
	}
	return json.Marshal(t.Format(time.RFC3339Nano))
}

// Format writes years before the first as databases do: 0044-03-15 BC, not -043-03-15.
func (t Timestamp) Format(layout string) string { return FormatTime(t.Time, layout) }

// FormatTime is the Format of t with years before the first as [Timestamp.Format] writes them.
func FormatTime(t time.Time, layout string) string {
	rest, dated := strings.CutPrefix(layout, "2006")
	if t.Year() > 0 || !dated {
		return t.Format(layout)
	}
	return fmt.Sprintf("%04d", 1-t.Year()) + t.Format(rest) + " BC"
}

// JSON is a decoded JSON document: nil, bool, string, json.Number, []any, map[string]any.
type JSON struct {
	Value any
	Twice string // the paths of names that an object of the text holds twice; it cannot be written as it was
}

// MarshalJSON writes the document itself.
func (j JSON) MarshalJSON() ([]byte, error) { return Marshal(j.Value) }

// ShortestNumber returns a number of a column of so many bits as people wrote it: 0.1, not 0.10000000149011612.
// Infinity and "not a number", which JSON lacks, become the names that the engine gives them.
func ShortestNumber(f float64, bits int, infinity string) any {
	switch {
	case math.IsNaN(f):
		return Decimal("NaN")
	case math.IsInf(f, 1):
		return Decimal(infinity)
	case math.IsInf(f, -1):
		return Decimal("-" + infinity)
	}
	if bits == 32 {
		if short, err := strconv.ParseFloat(strconv.FormatFloat(f, 'g', -1, 32), 64); err == nil {
			return short
		}
	}
	return f
}

// Words returns a value that is text, also where a column of bytes holds it; false for any other.
func Words(v any) (string, bool) {
	switch v := v.(type) {
	case string:
		return v, true
	case []byte:
		return string(v), utf8.Valid(v)
	}
	return "", false
}

// Text returns a scalar the way a text column would hold it; bytes that are no UTF-8 in base64. It is false for nothing
// and for documents, which have no text.
func Text(v any) (string, bool) {
	switch v := v.(type) {
	case bool:
		return strconv.FormatBool(v), true
	case int64:
		return strconv.FormatInt(v, 10), true
	case float64:
		if v == math.Trunc(v) && math.Abs(v) < 1e15 {
			return strconv.FormatFloat(v, 'f', -1, 64), true
		}
		return strconv.FormatFloat(v, 'g', -1, 64), true
	case Decimal:
		return string(v), true
	case json.Number:
		return v.String(), true
	case string:
		return v, true
	case []byte:
		if utf8.Valid(v) {
			return string(v), true
		}
		return base64.StdEncoding.EncodeToString(v), true
	case Timestamp:
		switch {
		case v.Text != "":
			return v.Text, true
		case v.Local:
			return v.Format(sqlTime), true
		}
		return v.Format(time.RFC3339Nano), true
	case Unreadable:
		return string(v), true
	case JSON:
		switch v.Value.(type) {
		case nil, []any, map[string]any:
			return "", false
		}
		return Text(v.Value)
	}
	return "", false
}

// Cast converts a value to a declared data_type; false means that it has no such form and is left out of the query.
func (t DataType) Cast(v any) (any, bool) {
	s, ok := Text(v)
	if !ok {
		return nil, false
	}
	switch t.Name {
	case "":
		return v, true
	case "string":
		if b, is := v.([]byte); is {
			return b, true // which are the text, or what a column of bytes holds
		}
		return s, true
	case "integer":
		return AsWhole(s, v)
	case "float":
		return asFloat(s, v)
	case "boolean":
		return AsBoolean(s)
	case "object_id":
		return s, len(s) == 24 && strings.Trim(s, "0123456789abcdefABCDEF") == ""
	}
	return nil, false // an object is not a value to search for
}

// AsInteger returns as an int64 the whole number that a value v, whose text is s, stands for; a boolean is 0 or 1. It
// is false for anything else, and for numbers beyond int64.
func AsInteger(s string, v any) (any, bool) {
	if b, ok := v.(bool); ok {
		if b {
			return int64(1), true
		}
		return int64(0), true
	}
	s = strings.TrimSpace(s)
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		return n, true
	}
	if !IsNumber(s) || ReadsByExponent(s, v) {
		return nil, false
	}
	n, err := strconv.ParseInt(PlainNumber(s), 10, 64)
	return n, err == nil
}

// ReadsByExponent reports whether v is a text s that only reads as a number through its exponent. As a name or a code
// it is its own, and to no engine the whole number 10.
func ReadsByExponent(s string, v any) bool {
	_, isText := v.(string)
	return isText && strings.ContainsAny(s, "eE")
}

// AsWhole returns what AsInteger does, and numbers beyond int64 as the Decimal of their digits.
func AsWhole(s string, v any) (any, bool) {
	if n, ok := AsInteger(s, v); ok {
		return n, true
	}
	if s = strings.TrimSpace(s); !IsNumber(s) || ReadsByExponent(s, v) {
		return nil, false
	}
	plain := PlainNumber(s)
	return Decimal(plain), strings.Trim(plain, "0123456789") == "" ||
		plain[0] == '-' && strings.Trim(plain[1:], "0123456789") == ""
}

func asFloat(s string, v any) (any, bool) {
	if b, ok := v.(bool); ok {
		if b {
			return int64(1), true
		}
		return int64(0), true
	}
	s = strings.TrimSpace(s)
	if !IsNumber(s) {
		return nil, false
	}
	return Decimal(s), true
}

// AsBoolean returns the bool that a text stands for: true, 1, t, yes, or false, 0, f, no, in any case. It is false for
// others.
func AsBoolean(s string) (any, bool) {
	switch strings.ToLower(strings.TrimSpace(s)) {
	case "true", "1", "t", "yes":
		return true, true
	case "false", "0", "f", "no":
		return false, true
	}
	return nil, false
}

// IsNumber reports whether a text is a number in plain decimal notation with an exponent; no hexadecimal, no
// underscores, no infinities.
func IsNumber(s string) bool {
	if s == "" || strings.Trim(s, "0123456789+-.eE") != "" || len(s) > 400 {
		return false
	}
	f, err := strconv.ParseFloat(s, 64)
	return err == nil && !math.IsInf(f, 0)
}

// isNumeral reports whether a text is a number as databases write it, and JSON:
// -?(0|[1-9][0-9]*)(.[0-9]+)?([eE][+-]?[0-9]+)?
func isNumeral(s string) bool {
	s = strings.TrimPrefix(s, "-")
	whole := digits(s)
	if whole == 0 || whole > 1 && s[0] == '0' {
		return false
	}
	if s = s[whole:]; s != "" && s[0] == '.' {
		part := digits(s[1:])
		if part == 0 {
			return false
		}
		s = s[1+part:]
	}
	if s == "" {
		return true
	}
	if s[0] != 'e' && s[0] != 'E' {
		return false
	}
	if s = s[1:]; s != "" && (s[0] == '+' || s[0] == '-') {
		s = s[1:]
	}
	return s != "" && digits(s) == len(s)
}

// digits returns how many digits a text begins with.
func digits(s string) int {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return i
		}
	}
	return len(s)
}

// AsWritten reports whether a value is a number, or a text that says it as a column of the class would. The texts 01,
// +1, 1e0 and "1 " are keys of their own, and none of them is the number 1; nor is 1.0 a whole number.
func AsWritten(c Class, s string, v any) bool {
	switch v.(type) {
	case string, []byte:
		switch {
		case !isNumeral(s) || s == "-0":
			return false
		case strings.ContainsAny(s, "eE"): // 1e2 is a code, unless a float would be written so
			f, err := strconv.ParseFloat(s, 64)
			return (c == ClassFloat || c == ClassDecimal) && err == nil && strconv.FormatFloat(f, 'g', -1, 64) == s
		}
		return c == ClassFloat || c == ClassDecimal || !strings.Contains(s, ".")
	}
	return true
}

// FloatHolds reports whether a float of so many bits, 32 or else 64, holds the very number: beyond 2⁵³ it holds
// neighbours.
func FloatHolds(s string, bits int) bool {
	if bits != 32 {
		bits = 64
	}
	f, err := strconv.ParseFloat(s, bits)
	return err != nil || PlainNumber(strconv.FormatFloat(f, 'g', -1, bits)) == PlainNumber(s)
}

var (
	localLayouts = []string{sqlTime, localTime, "2006-01-02 15:04", "2006-01-02T15:04", time.DateOnly}
	zonedLayouts = []string{
		time.RFC3339Nano, sqlTime + "Z07:00", sqlTime + "-07", sqlTime + "-0700", localTime + "-07",
		localTime + "-0700",
		sqlTime + " Z07:00", sqlTime + " -0700", sqlTime + " -0700 MST",
	}
)

// ParseTime reads the common spellings of a date with a time; a plain date is midnight. It is false for anything else.
// A text without a zone gives a local time.
func ParseTime(s string) (Timestamp, bool) {
	if len(s) > maxTimeText {
		return Timestamp{}, false
	}
	for _, layout := range localLayouts {
		if t, err := time.Parse(layout, s); err == nil {
			return Timestamp{Time: t, Local: true}, true
		}
	}
	for _, layout := range zonedLayouts {
		if t, err := time.Parse(layout, s); err == nil {
			return Timestamp{Time: t}, true
		}
	}
	return Timestamp{}, false
}
