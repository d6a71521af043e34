package sqldb

import (
	"strings"
)

// InOrderPattern returns a LIKE pattern for texts that have the characters of a core in their order.
func InOrderPattern(core string) string {
	var b strings.Builder
	for _, r := range core {
		if !strings.ContainsRune(`%_\`, r) {
			b.WriteString("%" + string(r))
		}
	}
	return b.String() + "%"
}

// InvisibleCharacters are the characters that only blanks, width and what cannot be seen are made of; the value itself may be in any
// script.
const InvisibleCharacters = "[\x01-\x1f\x7f-\u00a0\u00ad\u0300-\u036f\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\uff00-\uffef]"

// TextSearch is how an engine looks into the text of a column, by its characters and not by the column's collation.
type TextSearch struct {
	Text        string // the column as text
	Placeholder func(n int) string
	Contains    func(expression, core string) string
	BeyondASCII func(expression string) string
	Matches     func(expression, pattern string) string
	Pattern     func(characters string) string // a pattern for a text that has one of them
}

// Lowered returns the text as it is compared with a core: digits have no case, and to change it takes time in a large table.
func (f TextSearch) Lowered(core string) string {
	if strings.Trim(core, "0123456789") == "" {
		return f.Text
	}
	return "LOWER(" + f.Text + ")"
}

// PatternAsIs returns the pattern as it is, for engines whose patterns match anywhere in a text.
func PatternAsIs(pattern string) string { return pattern }
