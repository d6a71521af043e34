package value

import (
	"encoding/hex"
	"net/netip"
	"strings"
	"time"
	"unicode/utf8"
)

// Class is what a column's type means for comparing and showing values, whatever the database calls it.
type Class int

// The classes of columns. A column of none of the others is compared as text.
const (
	ClassOther Class = iota
	ClassText
	ClassInteger
	ClassFloat
	ClassDecimal
	ClassBoolean
	ClassUUID
	ClassDate
	ClassTimestamp
	ClassTime
	ClassBits  // MySQL
	ClassPlace // MySQL: points, lines and areas, as well-known text
	ClassBytes
	ClassNetwork
	ClassJSON
	ClassArray
	ClassUntyped // SQLite columns without affinity: 1 and '1' differ there
)

// TextAs returns the text form that v has as a value of class c; false when it has none, so that no database ever fails
// on a value. bits bounds whole numbers, 0 for no bound; zoned says of a timestamp that the column holds moments, which
// are written in UTC.
func TextAs(c Class, bits int, zoned bool, v any) (string, bool) {
	s, ok := Text(v)
	if !ok || !utf8.ValidString(s) || strings.ContainsRune(s, 0) {
		return "", false
	}
	switch c {
	case ClassInteger, ClassBits:
		n, ok := AsWhole(s, v)
		if !ok || !AsWritten(c, s, v) {
			return "", false
		}
		i, small := n.(int64)
		if bits > 0 && (!small || bits < 64 && (i >= 1<<(bits-1) || i < -1<<(bits-1))) {
			return "", false
		}
		return Text(n)
	case ClassFloat, ClassDecimal:
		n, ok := asFloat(s, v)
		if !ok || !AsWritten(c, s, v) || c == ClassFloat && !FloatHolds(s, bits) {
			return "", false
		}
		return Text(n)
	case ClassBoolean:
		b, ok := AsBoolean(s)
		if !ok {
			return "", false
		}
		return Text(b)
	case ClassUUID:
		b, ok := v.([]byte)
		if !ok || len(b) != uuidBytes {
			b, ok = UUIDBytes(s)
		}
		return hex.EncodeToString(b), ok
	case ClassDate:
		t, ok := TimeOf(s, v)
		if !ok || t.Year() > 9999 || t.Year() < 1 || !t.Equal(t.Truncate(24*time.Hour)) {
			return "", false
		}
		return t.Format(time.DateOnly), true
	case ClassTimestamp:
		t, ok := TimeOf(s, v)
		if !ok || t.Year() > 9999 || t.Year() < 1 || !t.Equal(t.Truncate(time.Microsecond)) {
			return "", false // no server keeps more, and cut it would be another moment
		}
		if zoned {
			return t.UTC().Format("2006-01-02 15:04:05.999999Z07:00"), true
		}
		return t.UTC().Format("2006-01-02 15:04:05.999999"), true
	case ClassTime:
		for _, layout := range []string{"15:04:05.999999", "15:04"} {
			if t, err := time.Parse(layout, s); err == nil && t.Equal(t.Truncate(time.Microsecond)) {
				return t.Format("15:04:05.999999"), true
			}
		}
		return "", false
	case ClassNetwork:
		if _, err := netip.ParseAddr(s); err == nil {
			return s, true
		}
		_, err := netip.ParsePrefix(s)
		return s, err == nil
	}
	return s, true
}

// Placed reports whether a value can be one of a column of times, which holds moments where zoned is set: 01:00
// without a zone is a moment in every part of the world, another in each, and which of them was meant the value does
// not say. What is no time is for others to judge.
func Placed(zoned bool, v any) bool {
	t, ok := v.(Timestamp)
	if !ok {
		if s, isText := v.(string); isText {
			t, ok = ParseTime(strings.TrimSpace(s))
		}
	}
	return !ok || t.Local != zoned
}

// TimeOf returns the moment of a value v, whose text is s; false where it is none. A plain date is midnight, and a time
// without a zone stands as if in UTC.
func TimeOf(s string, v any) (time.Time, bool) {
	t, ok := v.(Timestamp)
	if !ok {
		t, ok = ParseTime(strings.TrimSpace(s))
	}
	return t.Time, ok
}
