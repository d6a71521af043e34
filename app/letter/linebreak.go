package letter

import (
	"strings"
	"unicode"
)

// Signs that may not begin or end a line in Chinese (GB/T 15834).
const (
	notFirst = "、。，．：；？！…—～·％」』）］｝》〉】〕”’,.:;?!)]}%"
	notLast  = "「『（［｛《〈【〔“‘([{¥￥$"
)

// wrap breaks a text into lines no wider than width, by the rules of Chinese between Chinese characters and
// at blanks elsewhere; a word wider than a line is broken where the line ends.
func wrap(text string, width float64, measure func(string) float64) []string {
	var lines []string
	line := ""
	for _, unit := range units(text) {
		if line == "" || measure(strings.TrimRight(line+unit, " ")) <= width {
			line += unit
		} else {
			lines, line = append(lines, strings.TrimRight(line, " ")), unit
		}
		for measure(strings.TrimRight(line, " ")) > width {
			head := fitting(line, width, measure)
			lines, line = append(lines, head), line[len(head):]
		}
	}
	return append(lines, strings.TrimRight(line, " "))
}

// fitting is the longest beginning of s, at least one character, that is no wider than width.
func fitting(s string, width float64, measure func(string) float64) string {
	end := 0
	for i, r := range s {
		next := i + len(string(r))
		if end > 0 && measure(s[:next]) > width {
			break
		}
		end = next
	}
	return s[:end]
}

// units are the pieces of a text between which a line may end.
func units(text string) []string {
	var out []string
	runes := []rune(text)
	start := 0
	for i := 1; i < len(runes); i++ {
		if mayBreak(runes[i-1], runes[i]) {
			out, start = append(out, string(runes[start:i])), i
		}
	}
	if start < len(runes) {
		out = append(out, string(runes[start:]))
	}
	return out
}

func mayBreak(before, next rune) bool {
	switch {
	case unicode.IsSpace(next):
		return false // a blank stays at the end of its line, where it is not seen
	case strings.ContainsRune(notFirst, next), strings.ContainsRune(notLast, before):
		return false
	case unicode.IsSpace(before):
		return true
	}
	return isHan(before) || isHan(next) || strings.ContainsRune(notFirst, before) && before > 0x7F
}
