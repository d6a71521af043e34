package letter

import (
	"cmp"
	"slices"
	"unicode"
)

// LanguageFor returns the language in which a person is written to: theirs where the request tells it and there are
// letters in it, else that of their own words, else the other one.
func LanguageFor(said, words, otherwise string) string {
	if slices.Contains(Languages, said) {
		return said
	}
	return cmp.Or(LanguageOf(words), otherwise)
}

// LanguageOf returns the language of letters that fits a text: Chinese where a tenth of it is. Empty where the text has
// no letters.
func LanguageOf(text string) string {
	han, letters := 0, 0
	for _, r := range text {
		switch {
		case unicode.Is(unicode.Han, r):
			han++
		case unicode.IsLetter(r):
			letters++
		}
	}
	switch {
	case han*10 > letters:
		return Chinese
	case letters > 0:
		return English
	}
	return ""
}
