package model

import (
	"strings"
	"unicode"
)

// nameDots are the characters that stand between the parts of a name such as 买买提·艾力, whichever a keyboard gives.
const nameDots = "·•・‧∙⋅●◦᛫⸱"

// NormaliseName returns the form of a name that search and comparison use: folded case, single blanks, none between Han
// characters, one kind of dot between the parts of a name.
func NormaliseName(s string) string { return joined(folded(s)) }

// joined brings the blanks and dots of a folded name into one form.
func joined(s string) string {
	rs := []rune(s)
	var b strings.Builder
	for i, r := range rs {
		before, after := rune(0), rune(0)
		if i > 0 {
			before = rs[i-1]
		}
		if i+1 < len(rs) {
			after = rs[i+1]
		}
		switch {
		case strings.ContainsRune(nameDots, r):
			b.WriteRune('·')
		case r == '.' && unicode.Is(unicode.Han, before) && unicode.Is(unicode.Han, after):
			b.WriteRune('·')
		case r == ' ' && (eastern(before) && eastern(after)):
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// eastern reports whether no blank belongs beside a character of a name: Han characters and the dot between them.
func eastern(r rune) bool { return unicode.Is(unicode.Han, r) || strings.ContainsRune(nameDots, r) }
