package letters

import (
	"slices"
	"strings"
	"unicode"
)

// Shared returns the letters that nearly all names begin with and that no sign parts from what follows: ox of
// OXUSERID and OXFNAME. It is empty where there are none, or they are a word.
func Shared(names []string, known Known) string {
	const enough, longest, shortest = 8, 4, 2
	if len(names) < enough {
		return ""
	}
	words := map[string]bool{} // what many begin with as a whole, a sign behind it
	for _, name := range names {
		letters := leadingLetters(name)
		words[letters] = words[letters] || len(letters) < len(name) && name[len(letters)] == '_'
	}
	for n := longest; n >= shortest; n-- {
		counts := map[string]int{}
		for _, name := range names {
			if letters := leadingLetters(name); len(letters) > n && !words[letters] {
				counts[letters[:n]]++
			}
		}
		for prefix, count := range counts {
			if count*10 >= len(names)*9 && !known(prefix) {
				return prefix
			}
		}
	}
	return ""
}

// Letter returns the one letter that nearly all tables' names begin with, as where each is a t and what it holds:
// tusers and tincidents. What stands behind it must be known words in a good part, which the names themselves are not.
func Letter(names []string, known Known) string {
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
		if rest := letters[1:]; !known.all(letters) && known.all(rest) {
			parted++
		}
	}
	if begun*10 < len(names)*9 || parted*2 < begun {
		return ""
	}
	return first
}

// knows reports whether a word, or its singular, is one of the lexicon or made of such.
func (k Known) all(word string) bool {
	return k(word) || k(Singular(word)) || len(Unglued(word, k)) > 1
}

// leadingLetters are the letters of ASCII that a name begins with, in small letters.
func leadingLetters(name string) string {
	end := strings.IndexFunc(name, func(r rune) bool { return r > unicode.MaxASCII || !unicode.IsLetter(r) })
	if end < 0 {
		end = len(name)
	}
	return strings.ToLower(name[:end])
}

// Without returns a name without a glued prefix.
func Without(name, prefix string) string {
	if letters := leadingLetters(name); prefix != "" && len(letters) > len(prefix) &&
		strings.HasPrefix(letters, prefix) {
		return name[len(prefix):]
	}
	return name
}

// KeyOf returns the beginning of what a word names the key of, iddocumento and documentoid; empty where it names
// none.
func KeyOf(word string) string {
	const shortest = 5 // letters
	rest, is := strings.CutPrefix(word, "id")
	if !is {
		rest, is = strings.CutSuffix(word, "id")
	}
	if !is || len(rest) < shortest {
		return ""
	}
	return Beginning(rest)
}

// Beginning is a word without the ending by which languages from Latin say one or many: documento, documenti.
func Beginning(word string) string {
	const shortest = 6 // letters
	if len(word) >= shortest && strings.ContainsRune("aeio", rune(word[len(word)-1])) {
		return word[:len(word)-1]
	}
	return word
}

// Tails returns a name's words without the first none, one, two, …, each in the singular: what it may be called for
// short behind a prefix.
func Tails(words []string) []string {
	var out []string
	for i := range words {
		var tail []string
		for _, w := range words[i:] {
			tail = append(tail, Singular(w))
		}
		out = append(out, strings.Join(tail, " "))
	}
	return out
}

// Last is the last word of a name.
func Last(s string) string { return s[strings.LastIndexByte(s, ' ')+1:] }

// WithoutFirst returns a table's words without the one that most tables begin with.
func WithoutFirst(words []string, prefix string) []string {
	if len(words) > 1 && words[0] == prefix {
		return words[1:]
	}
	return words
}

// Abbreviates reports whether a word begins a word of a name: adh for adherents.
func Abbreviates(short string, words []string) bool {
	return len(short) >= 3 && slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(w, short) })
}

// Thing reports whether a word says of what a key beside a person can be that is not the person elsewhere.
func Thing(word string) bool {
	switch Singular(word) {
	case "order", "invoice", "booking", "ticket", "contract", "parent", "product", "payment", "session", "batch":
		return true
	}
	return false
}
