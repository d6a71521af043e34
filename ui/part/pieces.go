package part

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// pieces cuts a paragraph where a line of this width may break. A number and its unit, or the letters that say what it
// counts, stay together unless they are wider than the line.
func pieces(paragraph string, size float32, bold bool, width float32) (list []string) {
	for _, cut := range cuts(paragraph) {
		if n := len(list); n > 0 && together(list[n-1], cut) {
			joined := list[n-1] + cut
			if width <= 0 || textWidth(strings.Trim(joined, " "), size, bold) <= width {
				list[n-1] = joined
				continue
			}
		}
		list = append(list, cut)
	}
	return list
}

const (
	openers = "（《「『“‘(["
	closers = "，。；：！？、）》」』”’"
)

// cuts cuts a paragraph before each space and around each Han character, except that punctuation stays with what it
// opens or closes.
func cuts(s string) (list []string) {
	var cut []rune
	flush := func() {
		if len(cut) > 0 && !strings.ContainsRune(openers+" ", cut[len(cut)-1]) {
			list = append(list, string(cut))
			cut = cut[:0]
		}
	}
	afterHan := false
	for _, r := range s {
		han, closes := unicode.Is(unicode.Han, r), strings.ContainsRune(closers, r)
		if r == ' ' || han || afterHan && !closes && !strings.ContainsRune(")].,;:%", r) {
			flush()
		}
		cut = append(cut, r)
		afterHan = han || closes
	}
	if len(cut) > 0 {
		list = append(list, string(cut))
	}
	return list
}

// together reports whether no line breaks between two neighbours: a number and its unit (30 days, 8.7 a, 12号), or what
// is numbered and its number (GB/T 35273, Art. 15, 第8).
func together(before, after string) bool {
	before = strings.Trim(before, " ")
	next, _ := utf8.DecodeRuneInString(strings.TrimLeft(after, " "))
	word := strings.TrimLeft(before[strings.LastIndex(before, " ")+1:], openers+"第")
	if unicode.IsDigit(next) {
		return word == "" || slices.Contains([]string{"GB", "GB/T", "Art.", "Arts.", "Article", "Articles", "article",
			"Section", "section", "Clause", "clause", "No.", "§"}, word)
	}
	first, _ := utf8.DecodeRuneInString(word)
	last, _ := utf8.DecodeLastRuneInString(word)
	return unicode.IsDigit(first) && unicode.IsLetter(next) && next != '第' &&
		(unicode.IsDigit(last) || last == '条' && next < utf8.RuneSelf)
}
