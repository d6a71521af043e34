package letter

import (
	"reflect"
	"strings"
	"time"
	"unicode"
)

// literal marks the beginning of a fact whose first sign would otherwise read as markup. clean removes every
// control character from the facts before, so that no fact can bring its own.
const literal = '\x02'

// ownWords marks a paragraph of the member of staff's own words. No fact can hold it.
const ownWords = '\x03'

// typedMark stands around what a member of staff typed within a sentence of the template. No fact can hold it.
const typedMark = '\x05'

// coverMark stands around the ids of the items that the text after it covers. No fact can hold it.
const coverMark = '\x04'

// clean makes the facts safe to stand in a letter: one line each, no control or direction-changing
// characters, no markup; times are moved into the zone; where it is nil they stay as they are.
func clean[T any](facts T, zone *time.Location) T {
	return cleaned(reflect.ValueOf(facts), zone).Interface().(T)
}

// cleaned is a cleaned copy of a value; the caller's slices and pointers stay untouched.
func cleaned(v reflect.Value, zone *time.Location) reflect.Value {
	out := reflect.New(v.Type()).Elem()
	switch {
	case v.Type() == reflect.TypeFor[time.Time]():
		t := v.Interface().(time.Time)
		if !t.IsZero() && zone != nil {
			t = t.In(zone)
		}
		return reflect.ValueOf(t)
	case v.Type() == reflect.TypeFor[*time.Location]():
		return reflect.ValueOf(zone)
	case v.Kind() == reflect.String:
		out.SetString(cleanText(v.String()))
	case v.Kind() == reflect.Slice && !v.IsNil():
		out.Set(reflect.MakeSlice(v.Type(), v.Len(), v.Len()))
		for i := range v.Len() {
			out.Index(i).Set(cleaned(v.Index(i), zone))
		}
	case v.Kind() == reflect.Pointer && !v.IsNil():
		out.Set(reflect.New(v.Type().Elem()))
		out.Elem().Set(cleaned(v.Elem(), zone))
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			out.Field(i).Set(cleaned(v.Field(i), zone))
		}
	default:
		out.Set(v)
	}
	return out
}

func cleanText(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.Is(unicode.Cc, r), unicode.Is(unicode.Bidi_Control, r), r == '\uFEFF', r == '\u200B':
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	s = strings.Join(strings.Fields(s), " ")
	if s != "" && (s[0] == '#' || s[0] == '-') {
		s = string(literal) + s
	}
	return s
}
