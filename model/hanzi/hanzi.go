// Package hanzi says which Chinese characters are forms of one: traditional, simplified, and those that one of the two
// has split. It serves comparing alone; nothing that a person wrote is kept in another form.
package hanzi

import (
	_ "embed"
	"strings"
	"sync"
)

// pairs is the table of characters of OpenCC (https://github.com/BYVoid/OpenCC, Apache-2.0, as this program): a
// traditional form, a tab, and the simplified forms that it can have, with blanks between them.
//
//go:embed TSCharacters.txt
var pairs string

// forms is, by a character, the one that stands for all that are forms of one with it.
var forms = sync.OnceValue(func() map[rune]rune {
	to := make(map[rune]rune, 8000)
	var root func(rune) rune
	root = func(r rune) rune {
		if up, ok := to[r]; ok {
			return root(up)
		}
		return r
	}
	for line := range strings.Lines(pairs) {
		left, right, _ := strings.Cut(strings.TrimSpace(line), "\t")
		for _, other := range strings.Fields(right) {
			a, b := root([]rune(left)[0]), root([]rune(other)[0])
			if a != b {
				to[max(a, b)] = min(a, b)
			}
		}
	}
	for r := range to {
		to[r] = root(r)
	}
	return to
})

// Fold writes a text so that two that differ in the forms of their characters alone are the same.
func Fold(text string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x3400 {
			return r
		}
		if form, ok := forms()[r]; ok {
			return form
		}
		return r
	}, text)
}
