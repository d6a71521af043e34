package source

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// normalIdentity brings spellings of one identity together: letter case, width and blanks, and for phone numbers
// everything but the digits.
func normalIdentity(kind, value string) string {
	value = strings.ToLower(strings.TrimSpace(norm.NFKC.String(value)))
	if strings.Contains(kind, "phone") {
		return digitsOf(value)
	}
	return value
}

func digitsOf(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}

// minPhoneDigits is the shortest number told apart from an amount or a date.
const minPhoneDigits = 7

// samePhone compares digits and forgives a country code or a trunk zero on one side.
func samePhone(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	a = strings.TrimLeft(a, "0")
	return len(a) >= minPhoneDigits && strings.HasSuffix(b, a) && len(b)-len(a) <= 4
}

// phonesIn gives the digit runs of a text that could be phone numbers, read across blanks, dashes, dots and brackets.
func phonesIn(s string) []string {
	var out []string
	var run strings.Builder
	gap := 0
	flush := func() {
		if run.Len() >= minPhoneDigits && run.Len() <= 20 {
			out = append(out, run.String())
		}
		run.Reset()
		gap = 0
	}
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			run.WriteRune(r)
			gap = 0
		case strings.ContainsRune(" -.()/\u00a0", r) && run.Len() > 0 && gap < 2:
			gap++
		default:
			flush()
		}
	}
	flush()
	return out
}

// containsWord finds needle in s where it is not part of a longer word. Han characters have no word boundary.
func containsWord(s, needle string) bool {
	for from := 0; from < len(s); {
		i := strings.Index(s[from:], needle)
		if i < 0 {
			return false
		}
		start, end := from+i, from+i+len(needle)
		before, after := lastRune(s[:start]), firstRune(s[end:])
		if !joins(before, firstRune(needle)) && !joins(lastRune(needle), after) {
			return true
		}
		from = start + len(string(firstRune(needle)))
	}
	return false
}

func joins(a, b rune) bool {
	word := func(r rune) bool {
		return (unicode.IsLetter(r) || unicode.IsDigit(r)) && !unicode.Is(unicode.Han, r)
	}
	return word(a) && word(b)
}

func firstRune(s string) rune {
	for _, r := range s {
		return r
	}
	return 0
}

func lastRune(s string) rune {
	var last rune
	if len(s) > 8 {
		s = s[len(s)-8:]
	}
	for _, r := range s {
		last = r
	}
	return last
}
