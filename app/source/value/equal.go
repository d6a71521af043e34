package value

import (
	"encoding/json"
	"math/big"
	"strconv"
	"strings"
	"unicode"
)

// Canonical returns a text that is equal for values that a database would call equal across types: 1, "1" and 1.00. It
// is false for nothing and for documents.
func Canonical(v any) (string, bool) {
	s, ok := Text(v)
	if !ok {
		return "", false
	}
	switch v := v.(type) {
	case Timestamp:
		return v.UTC().Format(sqlTime), true
	case string, []byte, Unreadable:
		return s, true
	case JSON:
		return Canonical(v.Value)
	case Decimal, json.Number, float64:
		return PlainNumber(s), true
	}
	return s, true
}

// LinkKey returns what tells the values of a link apart, see Canonical. It is false for what refers to nothing: an
// empty text, or one of blanks, is how many schemas write that there is no value, and people who have none have nothing
// in common.
func LinkKey(v any) (string, bool) {
	key, ok := Canonical(v)
	return key, ok && !Blank(key)
}

// Blank reports whether a text is empty, or of nothing but blanks and characters that cannot be seen.
func Blank(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsSpace(r) && !unicode.Is(unicode.Cf, r) })
}

// PlainNumber returns a number without exponent and without trailing zeros. A huge exponent is left alone: writing it
// out would cost memory that a hostile value should not get.
func PlainNumber(s string) string {
	if i := strings.IndexAny(s, "eE"); i >= 0 {
		if n, err := strconv.Atoi(s[i+1:]); err != nil || n > 400 || n < -400 {
			return s
		}
	} else if !strings.Contains(s, ".") {
		return s
	}
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		return s
	}
	if r.IsInt() {
		return r.Num().String()
	}
	digits, exact := r.FloatPrec()
	if !exact {
		return s
	}
	return r.FloatString(digits)
}
