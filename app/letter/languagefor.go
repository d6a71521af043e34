package letter

import "slices"

// LanguageFor returns the language in which a person is written to: theirs where the request tells it and there are letters in it,
// else the other one.
func LanguageFor(said, otherwise string) string {
	if slices.Contains(Languages, said) {
		return said
	}
	return otherwise
}
