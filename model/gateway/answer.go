package gateway

import (
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Verdict is what an answer of a gateway means.
type Verdict string

// The verdicts.
const (
	Taken   Verdict = "taken"   // the gateway took the message
	Refused Verdict = "refused" // it did not, and will not
	Busy    Verdict = "busy"    // it did not just now: it can be tried again
	Closed  Verdict = "closed"  // it takes nothing in this way: its address, secret or method is wrong
	Unclear Verdict = "unclear" // it may have taken it
)

// meanings are what the statuses mean of which the hundreds do not tell (RFC 9110 15, RFC 6585 4, RFC 8470 5.2).
var meanings = map[int]Verdict{
	429: Busy, 503: Busy, 425: Busy, 421: Busy,
	401: Closed, 402: Closed, 403: Closed, 404: Closed, 405: Closed, 407: Closed, 415: Closed,
	408: Unclear, 409: Unclear, // it may be a message that was taken before
}

// Judge says what an answer means. Whatever neither says that the message was taken nor that it was not is unclear: a
// second try could be a second message.
func (g Gateway) Judge(status int, answer []byte) Verdict {
	list, _ := ranges(g.Statuses)
	if slices.ContainsFunc(list, func(r [2]int) bool { return r[0] <= status && status <= r[1] }) {
		return g.wanted(answer)
	}
	if v, known := meanings[status]; known {
		return v
	}
	switch {
	case 300 <= status && status < 400:
		return Closed
	case 400 <= status && status < 500:
		return Refused
	}
	return Unclear
}

// wanted looks for what must stand in an answer whose status is right.
func (g Gateway) wanted(answer []byte) Verdict {
	if g.Want == "" {
		return Taken
	}
	value := string(answer)
	if g.Field != "" {
		found, ok := fieldOf(answer, g.Field)
		if !ok {
			return Unclear
		}
		value = found
	}
	if p, ok := g.pattern(); ok {
		is, err := regexp.MatchString(p, value)
		if err != nil {
			return Unclear
		}
		return takenIf(is, g.Field)
	}
	if g.Field == "" {
		return takenIf(strings.Contains(value, g.Want), "")
	}
	return takenIf(slices.ContainsFunc(strings.Split(g.Want, ","),
		func(w string) bool { return strings.TrimSpace(w) == value }), g.Field)
}

// takenIf is Taken, or what another answer means: a field that says something else refuses; a text that does not hold
// what was looked for says nothing.
func takenIf(is bool, field string) Verdict {
	switch {
	case is:
		return Taken
	case field == "":
		return Unclear
	}
	return Refused
}

// pattern is the pattern that Want is; false where it is none.
func (g Gateway) pattern() (string, bool) {
	w := g.Want
	if len(w) > 2 && strings.HasPrefix(w, "/") && strings.HasSuffix(w, "/") {
		return w[1 : len(w)-1], true
	}
	return "", false
}

// fieldOf is the value of a field of a JSON answer as text; false where there is none, or it is no single value.
func fieldOf(answer []byte, path string) (string, bool) {
	d := json.NewDecoder(strings.NewReader(string(answer)))
	d.UseNumber()
	var at any
	if d.Decode(&at) != nil || d.More() {
		return "", false
	}
	for _, step := range strings.Split(path, ".") {
		switch in := at.(type) {
		case map[string]any:
			var ok bool
			if at, ok = in[step]; !ok {
				return "", false
			}
		case []any:
			i, err := strconv.Atoi(step)
			if err != nil || i < 0 || i >= len(in) {
				return "", false
			}
			at = in[i]
		default:
			return "", false
		}
	}
	switch v := at.(type) {
	case string:
		return v, true
	case json.Number:
		return v.String(), true
	case bool:
		return strconv.FormatBool(v), true
	case nil:
		return "null", true
	}
	return "", false
}
