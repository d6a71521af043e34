package httpapi

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/source/connector"
	"orangelab.cn/rightsdesk/app/source/value"
)

// piece is a part of a text that is sent: the text itself, or the name of a secret setting, which is put in when it is
// sent.
type piece struct {
	Text   string `json:",omitempty"`
	Secret string `json:",omitempty"`
	As     escape `json:",omitempty"` // how the secret is written there
}

// filled is a text whose placeholders have their values.
type filled []piece

// escape is how a value is written where it stands.
type escape string

const (
	plain     escape = ""
	inPath    escape = "path"
	inQuery   escape = "query"
	inString  escape = "string" // of JSON
	inJSON    escape = "json"   // between the strings of JSON
	quotation        = `"`
	hiddenFmt        = "‹%s›" // how a secret is named where people read it
)

// write returns a text in the form.
func (e escape) write(text string) string {
	switch e {
	case inPath:
		return url.PathEscape(text)
	case inQuery:
		return url.QueryEscape(text)
	case inString:
		return strings.TrimSuffix(strings.TrimPrefix(jsonText(text), quotation), quotation)
	}
	return text
}

// String returns the text with its secrets named.
func (f filled) String() string {
	var b strings.Builder
	for _, p := range f {
		if p.Secret != "" {
			b.WriteString(strings.Replace(hiddenFmt, "%s", p.Secret, 1))
		} else {
			b.WriteString(p.Text)
		}
	}
	return b.String()
}

func (f filled) add(text string) filled {
	if n := len(f); n > 0 && f[n-1].Secret == "" {
		f[n-1].Text += text
		return f
	}
	return append(f, piece{Text: text})
}

// opened returns the text as it is sent; false where a secret has no value any more.
func (f filled) opened(settings Settings) (string, error) {
	var b strings.Builder
	for _, p := range f {
		if p.Secret == "" {
			b.WriteString(p.Text)
			continue
		}
		held, ok := settings.text(p.Secret)
		if !ok {
			return "", sentence("the setting %q has no value; give the connection one", p.Secret)
		}
		b.WriteString(p.As.write(held))
	}
	return b.String(), nil
}

// secret is a value that is put in only when it is sent.
type secret string

// names gives the values of placeholders; false for none.
type names func(name string) (any, bool)

// of returns the value of a placeholder: the whole name's, else the value at the rest of a dotted one.
func (n names) of(name string) (any, bool) {
	if v, ok := n(name); ok {
		return v, v != nil
	}
	for at := strings.IndexByte(name, '.'); at > 0; {
		if v, ok := n(name[:at]); ok {
			v, ok = valueAt(v, connector.Path(strings.Split(name[at+1:], ".")))
			return v, ok && v != nil
		}
		next := strings.IndexByte(name[at+1:], '.')
		if next < 0 {
			break
		}
		at += 1 + next
	}
	return nil, false
}

// lackError says that a placeholder has no value.
type lackError struct {
	name     string
	optional bool // <name?>
}

func (e *lackError) Error() string { return "there is no value for <" + e.name + ">" }

// fill puts the values into a template as they are. In term it is a parameter of a query: see place.
func fill(t connector.Template, values names, term bool) (filled, error) {
	var out filled
	for i, p := range t.Parts {
		if p.Name == "" {
			out = out.add(p.Literal)
			continue
		}
		v, ok := values.of(p.Name)
		if !ok {
			return nil, &lackError{p.Name, p.Optional}
		}
		in := around(t.Parts, i)
		in.term = term
		if err := in.takes(p.Name, v); err != nil {
			return nil, err
		}
		out = put(out, v, plain)
	}
	return out, nil
}

func put(out filled, v any, as escape) filled {
	if name, is := v.(secret); is {
		return append(out, piece{Secret: string(name), As: as})
	}
	return out.add(as.write(textOf(v)))
}

// textOf returns a value as a template shows it: an object without its braces, a list as JSON, anything else as its
// text.
func textOf(v any) string {
	switch v := v.(type) {
	case map[string]any:
		text := jsonText(v)
		return text[1 : len(text)-1]
	case members:
		return v.text()
	case []any:
		return jsonText(v)
	}
	text, _ := value.Text(v)
	return text
}

func jsonText(v any) string {
	b, err := value.Marshal(v)
	if err != nil {
		return "null" // nothing decoded from JSON lacks a form in it
	}
	return string(b)
}

// member is a field of an object in the order of the data map.
type member struct {
	name  string
	value any
}

// members is an object whose fields keep their order.
type members []member

func (m members) text() string {
	parts := make([]string, len(m))
	for i, one := range m {
		parts[i] = jsonText(one.name) + ": " + jsonText(one.value)
	}
	return strings.Join(parts, ", ")
}

// fillJSON puts the values into the text of a JSON body, which need not be strict JSON. Inside a string a value is
// escaped; between strings a text that is no JSON value of its own becomes a string, so that no value can end up as
// more than a value.
func fillJSON(t connector.Template, values names) (filled, error) {
	var out filled
	inside, escaped := false, false
	document := strings.HasPrefix(strings.TrimSpace(t.Text), "{") || strings.HasPrefix(strings.TrimSpace(t.Text), "[")
	parts := slices.Clone(t.Parts) // a quotation mark that goes is taken off the next part
	places := aroundInJSON(t.Parts, document)
	for i := 0; i < len(parts); i++ {
		p := parts[i]
		if p.Name == "" {
			for j := range len(p.Literal) {
				switch b := p.Literal[j]; {
				case escaped:
					escaped = false
				case b == '\\' && inside:
					escaped = true
				case b == '"':
					inside = !inside
				}
			}
			out = out.add(p.Literal)
			continue
		}
		v, ok := values.of(p.Name)
		if in, is := places[i]; ok && is {
			if err := in.takes(p.Name, v); err != nil {
				return nil, err
			}
		}
		switch {
		case !ok && p.Optional:
			out = nothing(out, parts, i, &inside)
		case !ok:
			return nil, &lackError{name: p.Name}
		case inside:
			out = put(out, v, inString)
		default:
			out = putJSON(out, v, document)
		}
	}
	return out, nil
}

// nothing writes null for a placeholder without a value, in the place of its quotation marks too.
func nothing(out filled, parts []connector.Part, i int, inside *bool) filled {
	last := len(out) - 1
	if !*inside || last < 0 || out[last].Secret != "" || !strings.HasSuffix(out[last].Text, quotation) ||
		i+1 >= len(parts) || !strings.HasPrefix(parts[i+1].Literal, quotation) {
		if *inside {
			return out
		}
		return out.add("null")
	}
	out[last].Text = strings.TrimSuffix(out[last].Text, quotation) + "null"
	parts[i+1].Literal = strings.TrimPrefix(parts[i+1].Literal, quotation)
	*inside = false
	return out
}

func putJSON(out filled, v any, document bool) filled {
	switch v := v.(type) {
	case secret:
		return append(out, piece{Secret: string(v), As: inJSON})
	case string:
		if document && !scalarJSON(v) {
			return out.add(jsonText(v))
		}
	}
	return out.add(textOf(v))
}

// scalarJSON reports whether a text is one number, true, false or null of JSON.
func scalarJSON(text string) bool {
	return value.IsNumber(text) && json.Valid([]byte(text)) || text == "true" || text == "false" || text == "null"
}

// valueAt returns the value at a path; false where there is none.
func valueAt(v any, path connector.Path) (any, bool) {
	for _, step := range path {
		switch held := v.(type) {
		case map[string]any:
			next, ok := held[step]
			if !ok {
				return nil, false
			}
			v = next
		case []any:
			at, ok := index(step)
			if !ok || at >= len(held) {
				return nil, false
			}
			v = held[at]
		default:
			return nil, false
		}
	}
	return v, true
}

func index(step string) (int, bool) {
	n := 0
	if step == "" || len(step) > 9 {
		return 0, false
	}
	for _, b := range []byte(step) {
		if b < '0' || b > '9' {
			return 0, false
		}
		n = n*10 + int(b-'0')
	}
	return n, true
}
