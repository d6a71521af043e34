package draft

import (
	"strings"
	"unicode"
)

// gluedPrefix returns the letters that nearly all names begin with and that no sign parts from what follows: ox of
// OXUSERID and OXFNAME. It is empty where there are none, or they are a word.
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

// letterPrefix returns the one letter that nearly all tables' names begin with, as where each is a t and what it holds:
// tusers and tincidents. What stands behind it must be known words in a good part, which the names themselves are not.
func (l *lexicon) letterPrefix(names []string) string {
	const enough = 8
	if len(names) < enough {
		return ""
	}
	first, begun, parted := "", 0, 0
	for _, name := range names {
		letters := leadingLetters(name)
		if len(letters) < 2 {
			continue
		}
		if first == "" {
			first = letters[:1]
		}
		if letters[:1] != first {
			continue
		}
		begun++
		if rest := letters[1:]; !l.knows(letters) && l.knows(rest) {
			parted++
		}
	}
	if begun*10 < len(names)*9 || parted*2 < begun {
		return ""
	}
	return first
}

// knows reports whether a word, or its singular, is one of the lexicon or made of such.
func (l *lexicon) knows(word string) bool {
	return l.known[word] || l.known[singular(word)] || len(l.unglued(word)) > 1
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
	if letters := leadingLetters(name); prefix != "" && len(letters) > len(prefix) &&
		strings.HasPrefix(letters, prefix) {
		return name[len(prefix):]
	}
	return name
}

// splitColumn takes the name of a column apart. What is glued to the name of its table is parted from it: shiptophone
// of shipto.
func (l *lexicon) splitColumn(t *table, name string, tables map[string]string) []string {
	words := l.split(name)
	if len(words) == 2 { // id documento of documenti
		for i, key := range []string{words[1], words[0]} {
			if of := tables[beginning(words[i])]; key == "id" && of != "" && beginning(words[i]) != words[i] {
				words[i] = of
			}
		}
	}
	if len(words) > 0 && !l.known[words[0]] {
		if of := tables[gluedKey(words[0])]; of != "" {
			return append([]string{"id", of}, words[1:]...)
		}
	}
	if len(words) == 0 || len(t.words) == 0 {
		return words
	}
	const telling = 3
	first, table := words[0], strings.Join(t.words, "")
	if rest, is := strings.CutPrefix(first, table); is && len(rest) >= telling && len(table) >= telling &&
		!l.known[first] {
		return append([]string{table}, append(l.unglued(rest), words[1:]...)...)
	}
	return words
}

// gluedKey returns the beginning of what a word names the key of, iddocumento and documentoid; empty where it names
// none.
func gluedKey(word string) string {
	const shortest = 5 // letters
	rest, is := strings.CutPrefix(word, "id")
	if !is {
		rest, is = strings.CutSuffix(word, "id")
	}
	if !is || len(rest) < shortest {
		return ""
	}
	return beginning(rest)
}

// beginning is a word without the ending by which languages from Latin say one or many: documento, documenti.
func beginning(word string) string {
	const shortest = 6 // letters
	if len(word) >= shortest && strings.ContainsRune("aeio", rune(word[len(word)-1])) {
		return word[:len(word)-1]
	}
	return word
}
