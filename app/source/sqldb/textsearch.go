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

// FoldedCharacters is a pattern of the characters that folding changes or takes out: blanks, widths, marks, what cannot
// be seen, and signs that stand for letters and digits. The value itself may be in any script.
const FoldedCharacters = "[" +
	"\x01-\x1f\x7f-\u00be\u0130-\u0149\u017f\u01c4-\u01f3\u02b0-\u0387\u03d0-\u03f9\u0587\u0600-\u061c\u0675-\u0678" +
	"\u06dd\u070f\u0890-\u0891\u08e2\u0958-\u095f\u09dc-\u09df\u0a33-\u0a5e\u0b5c-\u0b5d\u0e33\u0eb3\u0edc-\u0edd" +
	"\u0f0c\u0f43-\u0fb9\u10fc\u1680\u180e\u1d2c-\u1dbf\u1e9a-\u1e9b\u1f71-\u1f7d\u1fbb-\u20a8\u2100-\u2189" +
	"\u222c-\u2230\u2329-\u232a\u2460-\u24ea\u2a0c\u2a74-\u2a76\u2adc\u2c7c-\u2c7d\u2d6f\u2e9f\u2ef3-\u2fd5\u3000" +
	"\u3036-\u303a\u309b-\u309f\u30ff\u3131-\u319f\u3200-\u33ff\ua69c-\ua69d\ua770\ua7f2-\ua7f9\uab5c-\uab69" +
	"\uf900-\ufdc7\ufdf0-\ufffb\U00010781-\U000107ba\U000110bd-\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3" +
	"\U0001d15e-\U0001d17a\U0001d1bb-\U0001d1c0\U0001d400-\U0001d7ff\U0001e030-\U0001e06d\U0001ee00-\U0001eebb" +
	"\U0001f100-\U0001f190\U0001f200-\U0001f251\U0001fbf0-\U0001fbf9\U0002f800-\U0002fa1d\U000e0001-\U000e007f" +
	"]"

// TextSearch is how an engine looks into the text of a column, by its characters and not by the column's collation.
type TextSearch struct {
	Text        string // the column as text
	Numbers     bool   // the column can hold nothing but numbers
	Placeholder func(n int) string
	Contains    func(expression, core string) string
	BeyondASCII func(expression string) string
	Matches     func(expression, pattern string) string
	Folded      func(expression, pattern string) string // Matches for FoldedCharacters
	Pattern     func(characters string) string          // a pattern for a text that has one of them
}

// Lowered returns the text as it is compared with a core: digits have no case, and to change it takes time in a large
// table.
func (f TextSearch) Lowered(core string) string {
	if strings.Trim(core, "0123456789") == "" {
		return f.Text
	}
	return "LOWER(" + f.Text + ")"
}

// PatternAsIs returns the pattern as it is, for engines whose patterns match anywhere in a text.
func PatternAsIs(pattern string) string { return pattern }
