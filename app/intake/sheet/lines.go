package sheet

import "strings"

// Lines returns a table with a line feed at the end of each line where its first line ends in a carriage return alone,
// as old programs of Apple end a line; line feeds in its cells or behind the last line do not make it another kind of
// file. Every byte keeps its place.
func Lines(text string) string {
	quoted := false
	for i, c := range []byte(text) {
		switch {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '\n':
			return text
		case c == '\r':
			if strings.HasPrefix(strings.TrimLeft(text[i:], "\r"), "\n") {
				return text
			}
			return feeds(text)
		}
	}
	return text
}

// feeds puts a line feed in the place of every carriage return that none follows.
func feeds(text string) string {
	out := []byte(text)
	for i, c := range out {
		if c == '\r' && (i+1 == len(out) || out[i+1] != '\n') {
			out[i] = '\n'
		}
	}
	return string(out)
}
