package identifier

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// tidy takes off what a value picks up on its way without meaning anything: width (full-width letters and digits,
// NFKC), kinds of blank, characters that cannot be seen, blanks at the ends.
func tidy(s string) string { return tidied(s, norm.NFKC.String) }

// tidied is tidy with another form in the place of NFKC.
func tidied(s string, form func(string) string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r > '~' }) {
		return strings.Trim(s, " ")
	}
	s = form(s)
	var b strings.Builder
	b.Grow(len(s))
	for i, r := range s {
		switch {
		case r == zeroWidthJoiner || r == zeroWidthNonJoiner:
			// Part of an emoji or of a Persian word; nothing beside a letter of ASCII or at an end.
			before, after := lastOf(s[:i]), firstOf(s[i+len(string(r)):])
			if before >= 0x80 && after >= 0x80 {
				b.WriteRune(r)
			}
		case unicode.IsSpace(r):
			b.WriteByte(' ')
		case unicode.Is(unicode.Cf, r), unicode.IsControl(r):
		default:
			b.WriteRune(r)
		}
	}
	return strings.TrimSpace(b.String())
}

const (
	zeroWidthNonJoiner = '\u200c'
	zeroWidthJoiner    = '\u200d'
)

func firstOf(s string) rune {
	for _, r := range s {
		return r
	}
	return 0
}

func lastOf(s string) rune {
	rs := []rune(s[max(0, len(s)-4):])
	if len(rs) == 0 {
		return 0
	}
	return rs[len(rs)-1]
}

// folded is tidy in lower case with single blanks.
func folded(s string) string { return strings.ToLower(strings.Join(strings.Fields(tidy(s)), " ")) }

// DigitsIn keeps the ASCII digits of a text.
func DigitsIn(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}
