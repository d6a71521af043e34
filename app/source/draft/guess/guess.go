// Package guess marks in the text of a data map what its draft only guessed, until a person confirms it.
package guess

import (
	"slices"
	"strings"
)

// Mark begins the remark behind everything that a draft only guesses; why it was guessed follows.
const Mark = " # confirm: "

// Lines returns the numbers of the lines of a dataset file, from 1, that are still marked as a guess of its draft.
func Lines(text string) []int {
	var lines []int
	for i, line := range strings.Split(text, "\n") {
		if markAt(line) >= 0 {
			lines = append(lines, i+1)
		}
	}
	return lines
}

// Confirm returns a dataset file in which these lines, counted from 1, are no guesses any more: what they say stays,
// the mark goes. Every other line stays as it is.
func Confirm(text string, lines ...int) string {
	all := strings.Split(text, "\n")
	for i, line := range all {
		if at := markAt(line); at >= 0 && slices.Contains(lines, i+1) {
			end := ""
			if strings.HasSuffix(line, "\r") {
				end = "\r"
			}
			all[i] = strings.TrimRight(line[:at], " \t") + end
		}
	}
	return strings.Join(all, "\n")
}

// markAt is where the mark of a line begins; -1 where it has none. What stands between quotes is a name, no remark.
func markAt(line string) int {
	quote := byte(0)
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case c == '\\' && quote == '"':
			i++
		case quote != 0 && c == quote:
			quote = 0
		case quote == 0 && (c == '"' || c == '\'') && !insideWord(line, i):
			quote = c
		case quote == 0 && strings.HasPrefix(line[i:], Mark):
			return i
		case quote == 0 && i == 0 && strings.HasPrefix(line, Mark[1:]):
			return 0
		}
	}
	return -1
}

// insideWord reports whether the quote at i is a part of a plain word, as in owner's, and begins no quoted one.
func insideWord(line string, i int) bool {
	return i > 0 && !strings.ContainsRune(" \t[{,:-", rune(line[i-1]))
}
