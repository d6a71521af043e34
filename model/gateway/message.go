package gateway

import (
	"encoding/json"
	"encoding/xml"
	"net/url"
	"strings"

	"golang.org/x/net/http/httpguts"

	"orangelab.cn/rightsdesk/model/pattern"
)

// Variables are the names that stand in braces for what a message says.
var Variables = []string{"to", "digits", "device", "text", "title", "language", "id", "secret"}

// Message is what goes to one person.
type Message struct {
	To       string // a telephone number as E.164
	Device   string // what an app is reached by
	Title    string
	Text     string
	Language string // one of model.Languages
	ID       string // names the message; the same whenever it is tried, so that a gateway can tell that it has it
}

var braces = pattern.New(`\{([a-z_]+)\}`)

func variablesIn(text string) (names []string) {
	for _, found := range braces.FindAllStringSubmatch(text, -1) {
		names = append(names, found[1])
	}
	return names
}

// fill puts what a message says into a text, escaped.
func (m Message) fill(text string, escape func(string) string, secret string) string {
	values := map[string]string{"to": m.To, "digits": strings.TrimPrefix(m.To, "+"), "device": m.Device, "text": m.Text,
		"title": m.Title, "language": m.Language, "id": m.ID, "secret": secret}
	return braces.ReplaceAllStringFunc(text, func(found string) string {
		if value, known := values[found[1:len(found)-1]]; known {
			return escape(value)
		}
		return found
	})
}

// URL is where a message is taken to.
func (g Gateway) URL(m Message) (string, error) {
	u, err := g.url(m)
	if err != nil {
		return "", err
	}
	return u.String(), nil
}

// Header are the headers that a message is taken with, by their names as they were typed.
func (g Gateway) Header(m Message) (map[string][]string, error) {
	h := map[string][]string{}
	if g.Method != Get {
		h["Content-Type"] = []string{types[g.Format]}
	}
	for line := range strings.Lines(g.Headers) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		name, value, ok := strings.Cut(line, ":")
		value = strings.TrimSpace(m.fill(value, func(v string) string { return strings.Join(strings.Fields(v), " ") },
			g.Secret))
		if name = strings.TrimSpace(name); !ok || !httpguts.ValidHeaderFieldName(name) ||
			!httpguts.ValidHeaderFieldValue(value) {
			return nil, ErrHeader
		}
		h[name] = []string{value}
	}
	return h, nil
}

// Written is the body of a message; empty with GET.
func (g Gateway) Written(m Message) string {
	if g.Method == Get {
		return ""
	}
	return m.fill(g.Body, escapes[g.Format], g.Secret)
}

// escapes write a value so that it ends nothing of the body in which it stands.
var escapes = map[Format]func(string) string{
	Form: url.QueryEscape,
	Text: func(v string) string { return v },
	JSON: func(v string) string {
		raw, _ := json.Marshal(v) // a string has a JSON form always
		return string(raw[1 : len(raw)-1])
	},
	XML: func(v string) string {
		var b strings.Builder
		_ = xml.EscapeText(&b, []byte(v)) // a Builder never fails
		return b.String()
	},
}

// inAddress writes a value so that it ends nothing of an address, neither of its path nor of its query.
func inAddress(v string) string { return strings.ReplaceAll(url.QueryEscape(v), "+", "%20") }
