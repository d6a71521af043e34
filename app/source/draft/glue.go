package draft

import (
	"strings"
	"unicode"
)

// gluedPrefix returns the letters that nearly all names begin with and that no sign parts from what follows: ox of OXUSERID and
// OXFNAME. It is empty where there are none, or they are a word.
func (l *lexicon) gluedPrefix(names []string) string {
	const enough, longest, shortest = 8, 4, 2
	if len(names) < enough {
		return ""
	}
	for n := longest; n >= shortest; n-- {
		counts := map[string]int{}
		for _, name := range names {
			if letters := leadingLetters(name); len(letters) > n {
				counts[letters[:n]]++
			}
		}
		for prefix, count := range counts {
			if count*10 >= len(names)*9 && !l.known[prefix] {
				return prefix
			}
		}
	}
	return ""
}

// leadingLetters are the letters of ASCII that a name begins with, in small letters.
func leadingLetters(name string) string {
	end := strings.IndexFunc(name, func(r rune) bool { return r > unicode.MaxASCII || !unicode.IsLetter(r) })
	if end < 0 {
		end = len(name)
	}
	return strings.ToLower(name[:end])
}

// unglue returns a name without a glued prefix.
func unglue(name, prefix string) string {
	if letters := leadingLetters(name); prefix != "" && len(letters) > len(prefix) && strings.HasPrefix(letters, prefix) {
		return name[len(prefix):]
	}
	return name
}

// splitColumn takes the name of a column apart. What is glued to the name of its table is parted from it: shiptophone of shipto.
func (l *lexicon) splitColumn(t *table, name string) []string {
	words := l.split(name)
	if len(words) == 0 || len(t.words) == 0 {
		return words
	}
	const telling = 3
	first, table := words[0], strings.Join(t.words, "")
	if rest, is := strings.CutPrefix(first, table); is && len(rest) >= telling && len(table) >= telling && !l.known[first] {
		return append([]string{table}, append(l.unglued(rest), words[1:]...)...)
	}
	return words
}
