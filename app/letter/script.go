package letter

import "unicode"

// InScript reports whether a text is written in the script of a letter's language, as far as its letters tell: a
// Chinese letter has Chinese characters in it, an English one more Latin letters than Chinese characters. A text
// without letters, such as a number, fits both.
func InScript(lang, text string) bool {
	han, other := 0, 0
	for _, r := range text {
		switch {
		case unicode.Is(unicode.Han, r):
			han++
		case unicode.IsLetter(r):
			other++
		}
	}
	if lang == Chinese {
		return han > 0 || other == 0
	}
	return han == 0 || other > 2*han // a name may stand in it
}
