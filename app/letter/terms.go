package letter

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Term is a word that the privacy statement explains, and where it says more.
type Term struct{ Word, Meaning, Link string }

// used are the terms of which a letter has the word, in the statement's order.
func used(terms []Term, l Letter) (list []Term) {
	var all strings.Builder
	all.WriteString(l.Title)
	for _, b := range l.Blocks {
		all.WriteString("\n" + b.Text)
	}
	text := strings.ToLower(all.String())
	for _, t := range terms {
		if t.Meaning != "" && says(text, strings.ToLower(shown(t.Word))) {
			list = append(list, t)
		}
	}
	return list
}

// says reports whether a text has a word, and not only as a part of another: Chinese characters stand for themselves.
func says(text, word string) bool {
	if word = strings.TrimSpace(word); word == "" {
		return false
	}
	for from := 0; ; {
		i := strings.Index(text[from:], word)
		if i < 0 {
			return false
		}
		i += from
		before, _ := utf8.DecodeLastRuneInString(text[:i])
		after, _ := utf8.DecodeRuneInString(text[i+len(word):])
		first, _ := utf8.DecodeRuneInString(word)
		last, _ := utf8.DecodeLastRuneInString(word)
		if !(joins(before) && joins(first)) && !(joins(after) && joins(last)) {
			return true
		}
		from = i + len(word)
	}
}

// joins reports whether a character joins those beside it to a word.
func joins(r rune) bool { return (unicode.IsLetter(r) || unicode.IsDigit(r)) && !isHan(r) }
