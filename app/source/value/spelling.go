package value

import (
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// One rule of which texts are a value that is no text: a link from a column of numbers, moments or UUIDs to one of
// text leads to the rows that hold any of them. Two texts are equal by their characters alone. Where a spelling could
// be of another value too, it is none of the value's: a day whose month is in doubt, a UUID whose parts were swapped.

// Form is what a column says of the values that it holds beyond their type.
type Form struct {
	UUID bool // texts of the form of a UUID are one; sixteen bytes always may be
}

// Spellings returns the texts by which applications write a value down; nil where there is none beside its own.
func (f Form) Spellings(v any) []string {
	switch v := v.(type) {
	case Timestamp:
		return v.Spellings()
	case Decimal:
		return decimalSpellings(string(v))
	case json.Number:
		return decimalSpellings(string(v))
	case float64:
		s, _ := Text(v)
		return decimalSpellings(s)
	case string:
		if f.UUID {
			return UUIDSpellings(v)
		}
	case []byte:
		if len(v) == uuidBytes {
			return UUIDSpellings(uuidOf(v))
		}
	}
	return nil
}

// decimalSpellings writes a number with every count of zeros at its end, up to those that it came with and at least to
// the hundredths, in which amounts of money are written. A whole number without a point has one spelling.
func decimalSpellings(s string) []string {
	if !isNumeral(s) {
		return nil
	}
	_, given, _ := strings.Cut(s, ".")
	plain := PlainNumber(s)
	if strings.ContainsAny(plain, "eE") {
		return nil
	}
	whole, fraction, broken := strings.Cut(plain, ".")
	most := len(given)
	if broken {
		most = max(most, 2)
	}
	out := []string{plain}
	for n := len(fraction) + 1; n <= min(most, maxFraction); n++ {
		out = append(out, whole+"."+fraction+strings.Repeat("0", n-len(fraction)))
	}
	return out
}

// maxFraction is up to how many digits behind the point zeros are added.
const maxFraction = 30

// Spellings returns the texts by which applications write the moment down: with a zone, since one without is the same
// time of day somewhere else, and a time of day without. Fractions of a second come as they are, or
// in three or six digits, as most programs write them.
func (t Timestamp) Spellings() []string {
	var out []string
	add := func(s string) {
		if s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	add(t.Text)
	u := t.UTC()
	all := func(at time.Time, zone string) {
		for _, fraction := range []struct {
			layout string
			whole  time.Duration
		}{{".999999999", 1}, {".000", time.Millisecond}, {".000000", time.Microsecond}} {
			if !at.Equal(at.Truncate(fraction.whole)) {
				continue
			}
			add(at.Format("2006-01-02 15:04:05" + fraction.layout + zone))
			add(at.Format("2006-01-02T15:04:05" + fraction.layout + zone))
		}
	}
	if t.Local {
		all(u, "")
		return out
	}
	for _, zone := range []string{"Z07:00", "-07:00"} {
		all(t.Time, zone)
		all(u, zone)
	}
	return out
}

const uuidBytes = 16

// UUIDSpellings returns the texts by which applications write a UUID down; nil where the text is none.
func UUIDSpellings(s string) []string {
	b, ok := UUIDBytes(s)
	if !ok {
		return nil
	}
	plain := uuidOf(b)
	short := strings.ReplaceAll(plain, "-", "")
	out := []string{plain, strings.ToUpper(plain), short, strings.ToUpper(short)}
	return append(out, "{"+out[0]+"}", "{"+out[1]+"}")
}

// UUIDBytes returns the sixteen bytes of a text that is a UUID, with hyphens and braces or without.
func UUIDBytes(s string) ([]byte, bool) {
	if len(s) > 38 {
		return nil, false
	}
	if inner, braced := strings.CutPrefix(s, "{"); braced {
		if s, braced = strings.CutSuffix(inner, "}"); !braced {
			return nil, false
		}
	}
	digits := s
	if len(s) == 36 {
		if s[8] != '-' || s[13] != '-' || s[18] != '-' || s[23] != '-' {
			return nil, false
		}
		digits = s[:8] + s[9:13] + s[14:18] + s[19:23] + s[24:]
	}
	b, err := hex.DecodeString(digits)
	return b, err == nil && len(b) == uuidBytes
}

// uuidOf writes sixteen bytes as a UUID, the first byte first.
func uuidOf(b []byte) string {
	s := hex.EncodeToString(b)
	return s[:8] + "-" + s[8:12] + "-" + s[12:16] + "-" + s[16:20] + "-" + s[20:]
}

// Loosely returns what is equal for all spellings of a value, whether the column is of text or not: it tells apart
// fewer values than a link does. key is the LinkKey of v.
func Loosely(v any, key string) string {
	if b, is := v.([]byte); is && len(b) == uuidBytes {
		return uuidOf(b)
	}
	if b, is := UUIDBytes(key); is {
		return uuidOf(b)
	}
	if isNumeral(key) {
		return PlainNumber(key)
	}
	if at, is := ParseTime(key); is {
		return at.UTC().Format(sqlTime)
	}
	return key
}
