package part

import "strings"

// clockFirst is the second line of a row that says which clock its day is of, since there is no room beside the day. A
// line that begins with what is due, as "Acknowledge: …" does for "acknowledge by", says so already.
func clockFirst(clock, why string) string {
	word, _, _ := strings.Cut(clock, " ")
	if rest, begins := strings.CutPrefix(strings.ToLower(why), strings.ToLower(word)); begins && word != "" &&
		strings.HasPrefix(rest, ":") {
		return why
	}
	return strings.TrimSuffix(clock+" · "+why, " · ")
}
