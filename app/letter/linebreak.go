package letter

import (
	"strings"

	"github.com/go-text/typesetting/segmenter"
)

// wrap breaks a text into lines no wider than width, where the rules of Unicode let a line end; a word wider than a
// line is broken where the line ends.
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

// units are the pieces of a text between which a line may end, by the Unicode line breaking rules (UAX 14): they keep
// the signs of Chinese where GB/T 15834 wants them.
func units(text string) (out []string) {
	var by segmenter.Segmenter
	by.Init([]rune(text))
	for lines := by.LineIterator(); lines.Next(); {
		out = append(out, string(lines.Line().Text))
	}
	return out
}
