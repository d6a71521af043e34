package httpapi

import (
	"net/url"
	"strconv"
	"strings"
	"unicode"

	"orangelab.cn/rightsdesk/app/source/connector"
)

// A text that is sent may hold a text of another language: a query of SOQL or OData in a parameter, GraphQL or JSON in
// a string of JSON. What such a language would read as its own is no value that can be put there. Escaping it would
// need to know the language; it is refused by name.

// marks are what texts stand between in other languages.
const marks = "'\"`"

// unsafeError says that a value would be read as more than a value where it stands.
type unsafeError struct{ name, why string }

func (e *unsafeError) Error() string {
	return "the value of <" + e.name + "> " + e.why + "; ask or change by hand in the system"
}

// place is where a placeholder stands in a text of another language: what the template has before and behind it.
type place struct {
	before, after string
	// it is a parameter of a query: a value directly behind a colon or an equals sign ends at a blank
	term bool
}

// takes is an error where a value would end the text that it stands in.
func (p place) takes(name string, v any) error {
	if hidden(v) {
		return nil
	}
	text := textOf(v)
	enclosed := ""
	for _, m := range marks {
		mark := string(m)
		inside := strings.Contains(p.before, mark) && strings.Contains(p.after, mark)
		if composite(v) { // an object brings its own marks, and stands between others' now and then
			inside = strings.Count(p.before, mark)%2 == 1 && strings.Contains(p.after, mark)
		}
		if inside {
			enclosed += mark
		}
	}
	if at := strings.IndexAny(text, enclosed+`\`); enclosed != "" && at >= 0 {
		return &unsafeError{name,
			"has the character " + text[at:at+1] + ", which would end the text that it is put into"}
	}
	if enclosed != "" && strings.ContainsFunc(text, unicode.IsControl) {
		return &unsafeError{name, "has a line break, which would end the text that it is put into"}
	}
	bare := enclosed == "" && p.term && (strings.HasSuffix(p.before, ":") || strings.HasSuffix(p.before, "="))
	if bare && !composite(v) &&
		(strings.ContainsFunc(text, unicode.IsSpace) || strings.ContainsAny(text, `'"()\|&;,`)) {
		return &unsafeError{name, "has a character that would end the word that it is put into"}
	}
	return nil
}

func composite(v any) bool {
	switch v.(type) {
	case map[string]any, members, []any:
		return true
	}
	return false
}

// around returns where the placeholder at i stands in a text that is sent as it is.
func around(parts []connector.Part, i int) place {
	return place{before: literals(parts[:i]), after: literals(parts[i+1:])}
}

// aroundInPath is around in a path as the system reads it: the path itself, or one parameter of its query.
func aroundInPath(parts []connector.Part, i int) place {
	before, after := literals(parts[:i]), literals(parts[i+1:])
	path, query, inQuery := strings.Cut(before, "?")
	if !inQuery {
		after, _, _ = strings.Cut(after, "?")
		return place{before: decoded(url.PathUnescape, path), after: decoded(url.PathUnescape, after)}
	}
	query = query[strings.LastIndexByte(query, '&')+1:]
	_, query, _ = strings.Cut(query, "=")
	after, _, _ = strings.Cut(after, "&")
	return place{before: decoded(url.QueryUnescape, query), after: decoded(url.QueryUnescape, after), term: true}
}

func decoded(by func(string) (string, error), text string) string {
	if plain, err := by(text); err == nil {
		return plain
	}
	return text
}

func literals(parts []connector.Part) string {
	var b strings.Builder
	for _, p := range parts {
		b.WriteString(p.Literal)
	}
	return b.String()
}

// aroundInJSON returns by part where each placeholder stands: within its string of JSON, as whoever decodes the string
// reads it, and outside of strings in the whole text. Values between strings of a document are values of JSON and no
// text at all.
func aroundInJSON(parts []connector.Part, document bool) map[int]place {
	out := map[int]place{}
	var text strings.Builder
	at := map[int]int{} // placeholders of the string that is open, by where they stand in it
	inside := false
	end := func() {
		for part, n := range at {
			out[part] = place{before: text.String()[:n], after: text.String()[n:]}
		}
		clear(at)
		text.Reset()
	}
	for i, p := range parts {
		if p.Name != "" {
			switch {
			case inside:
				at[i] = text.Len()
			case !document:
				out[i] = around(parts, i)
			}
			continue
		}
		for j := 0; j < len(p.Literal); j++ {
			b := p.Literal[j]
			switch {
			case b == '"':
				end()
				inside = !inside
			case inside && b == '\\' && j+1 < len(p.Literal):
				plain, n := unescapedIn(p.Literal[j:])
				text.WriteString(plain)
				j += n - 1
			case inside:
				text.WriteByte(b)
			}
		}
	}
	end()
	return out
}

// unescapedIn returns the character that the escape of JSON at the beginning of a text stands for, and how many bytes
// it has.
func unescapedIn(text string) (string, int) {
	const unicodeEscape = len(`\u0022`)
	switch b := text[1]; b {
	case 'n', 'r', 't', 'b', 'f':
		return " ", 2
	case 'u':
		if len(text) >= unicodeEscape {
			if n, err := strconv.ParseUint(text[2:unicodeEscape], 16, 32); err == nil {
				return string(rune(n)), unicodeEscape
			}
		}
	}
	return text[1:2], 2
}
