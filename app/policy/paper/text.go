package paper

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"orangelab.cn/rightsdesk/model/pattern"
	"orangelab.cn/rightsdesk/model/policy"
)

var (
	bulleted = pattern.New(`^\s*[•·◦●▪■–*-]\s+(.*)$|^\s*[•●▪■]\s*(.*)$`)
	closed   = pattern.New(`[.,;:!。，；：！、>…]\s*$`) // a question may be a heading
)

const (
	longestHeading = 80 // characters
	hardWrapped    = 100
)

// readText reads plain text: a short line that ends no sentence and stands by itself is a heading, and each other line
// a paragraph. Where lines are as short as those of a mail, what stands without an empty line between is one paragraph.
func readText(text string) (blocks []block) {
	lines := strings.Split(strings.ReplaceAll(strings.TrimPrefix(text, "\ufeff"), "\r\n", "\n"), "\n")
	if wrapped(lines) {
		lines = unwrapped(lines)
	}
	blank := func(i int) bool { return i < 0 || i >= len(lines) || strings.TrimSpace(lines[i]) == "" }
	for i, line := range lines {
		trimmed := tidy(line)
		switch m := bulleted.FindStringSubmatch(line); {
		case m != nil:
			blocks = append(blocks, block{item: true, text: tidy(m[1] + m[2])})
		case trimmed == "":
		case blank(i-1) && blank(i+1) && headingLike(trimmed), printedHeading(trimmed):
			blocks = append(blocks, block{level: 1, text: trimmed})
		default:
			blocks = append(blocks, block{text: trimmed})
		}
	}
	return blocks
}

// printedHeading reports whether a line has the number of a clause before it and is as short as a heading.
func printedHeading(line string) bool {
	m := printed.FindStringSubmatch(line)
	return m != nil && m[7] == "" && headingLike(line)
}

// headingLike reports whether a line is short, ends no sentence and begins like one.
func headingLike(line string) bool {
	r, _ := utf8.DecodeRuneInString(line)
	return utf8.RuneCountInString(line) <= longestHeading && !closed.MatchString(line) && !unicode.IsLower(r) &&
		strings.ContainsFunc(line, unicode.IsLetter)
}

func tidy(line string) string { return strings.Join(strings.Fields(line), " ") }

// wrapped reports whether the lines of a text were broken at a width.
func wrapped(lines []string) bool {
	pairs := 0
	for i, line := range lines {
		n := utf8.RuneCountInString(line)
		if n > hardWrapped {
			return false
		}
		if i > 0 && n > 0 && utf8.RuneCountInString(lines[i-1]) > hardWrapped/2 {
			pairs++
		}
	}
	return pairs > 3
}

func unwrapped(lines []string) (joined []string) {
	for _, line := range lines {
		last := len(joined) - 1
		begins := strings.TrimSpace(line) == "" || bulleted.MatchString(line) || printed.MatchString(line)
		if begins || last < 0 || strings.TrimSpace(joined[last]) == "" ||
			utf8.RuneCountInString(joined[last]) < hardWrapped/2 {
			joined = append(joined, line)
			continue
		}
		space := " "
		if r, _ := utf8.DecodeLastRuneInString(joined[last]); unicode.Is(unicode.Han, r) {
			space = ""
		}
		joined[last] += space + strings.TrimSpace(line)
	}
	return joined
}

// bold puts the marks of bold around a run of text, inside the spaces at its ends.
func bold(text string) string {
	inner := strings.TrimSpace(text)
	if inner == "" {
		return text
	}
	before, after, _ := strings.Cut(text, inner)
	return before + policy.Bold + inner + policy.Bold + after
}

// importantMark is how a heading begins that is bold as a whole in a format whose headings are not.
const importantMark = policy.Bold
