package mail

import (
	"strings"
)

// unflowed joins the lines that a program parted so that they fit a screen (RFC 3676, format=flowed), where it says
// that the blank at their end belongs to no word (delsp=yes): a word can be parted in its middle there. A quotation is
// joined within its depth.
func unflowed(text string) string {
	var b strings.Builder
	open, depth := false, 0
	for _, line := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		bare := strings.TrimLeft(line, ">")
		quote := len(line) - len(bare)
		bare = strings.TrimPrefix(bare, " ") // stuffed, so that it looks like no quotation
		signature := bare == "-- "
		if open && (quote != depth || signature) {
			open = false
			b.WriteByte('\n')
		}
		if !open && quote > 0 {
			b.WriteString(strings.Repeat(">", quote) + " ")
		}
		open, depth = strings.HasSuffix(bare, " ") && !signature, quote
		if open {
			b.WriteString(strings.TrimSuffix(bare, " "))
			continue
		}
		b.WriteString(bare + "\n")
	}
	return strings.TrimSuffix(b.String(), "\n")
}
