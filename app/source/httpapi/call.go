package httpapi

import (
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"orangelab.cn/rightsdesk/app/source/connector"
	"orangelab.cn/rightsdesk/app/source/value"
)

// call is a request whose placeholders have their values: what is sent but for the sign-in.
type call struct {
	Endpoint string  `json:",omitempty"`
	Kind     kind    // which of the endpoint's requests it is
	Method   string  // of HTTP
	Path     filled  // with a query of its own, where the file writes one there
	Query    []field `json:",omitempty"`
	Headers  []field `json:",omitempty"`
	Body     filled  `json:",omitempty"`
	HasBody  bool    `json:",omitempty"`
	Type     string  `json:",omitempty"` // of the body
	Absolute bool    `json:"-"`          // the path begins at the host, not below the address
}

// kind is which request of a file a call was made from.
type kind string

const (
	read    kind = "read"
	update  kind = "update"
	remove  kind = "delete"
	protect kind = "data_protection_request"
	signIn  kind = "sign-in"
	test    kind = "test"
)

// changes reports whether requests of the kind change rows, by whatever method.
func (k kind) changes() bool { return k == update || k == remove || k == protect }

// field is a header or a query parameter.
type field struct {
	Name  string
	Value filled
}

// makeCall puts the values into a request. *lackError where it cannot be made without one, *unsafeError where one would
// be more than a value there; an error where the step is a program, which has nothing of a request that could be sent.
func makeCall(q *connector.Request, values names) (*call, error) { return made(q, values, false) }

// makeChange is makeCall for a request that changes rows. None of its values can be done without: what a read asks for
// without a filter is too much, what a change is sent without one goes to everybody's rows.
func makeChange(q *connector.Request, values names) (*call, error) {
	return made(q, func(name string) (any, bool) {
		v, ok := values(name)
		return v, ok && !saysNothing(v)
	}, true)
}

// saysNothing reports whether a value names nothing: none, an empty text, false, an empty list. Zero is a number as any
// other.
func saysNothing(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case bool:
		return !v
	case []any:
		return len(v) == 0
	case string:
		return v == ""
	}
	return false
}

func made(q *connector.Request, values names, whole bool) (*call, error) {
	if q.Program != "" {
		return nil, sentence("%s is not carried out: it is a program of the other system, %q; do this step by hand",
			q.What, q.Program)
	}
	c := &call{Method: q.Method}
	var err error
	if c.Path, err = fillPath(q.Path, values); err != nil {
		return nil, err
	}
	if c.Query, err = fields(q.Query, values, whole, true); err != nil {
		return nil, err
	}
	if c.Headers, err = fields(q.Headers, values, whole, false); err != nil {
		return nil, err
	}
	for _, h := range c.Headers {
		if strings.ContainsAny(h.Value.String(), "\r\n\x00") {
			return nil, &unsafeError{h.Name, "would put a line break into a header"}
		}
	}
	if !q.HasBody {
		return c, nil
	}
	c.HasBody, c.Type = true, q.ContentType()
	if c.Type == connector.TextBody {
		c.Body, err = fill(q.Body, values, false)
	} else {
		c.Body, err = fillJSON(q.Body, values)
	}
	return c, err
}

// fields fills headers or query parameters. One without a value is left out; where whole, only one whose value is
// optional.
func fields(list []connector.Named, values names, whole, query bool) (out []field, err error) {
	for _, n := range list {
		text, err := fill(n.Value, values, query)
		if lack, lacks := err.(*lackError); lacks && (!whole || lack.optional) {
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, field{n.Name, text})
	}
	return out, nil
}

// fillPath fills a path, which may bring a query of its own. No value can lead to another path than the one that is
// written: it is escaped, and one that is empty, or a step of the path by itself, is refused.
func fillPath(t connector.Template, values names) (filled, error) {
	var out filled
	as := inPath
	for i, p := range t.Parts {
		if p.Name == "" {
			if strings.Contains(p.Literal, "?") {
				as = inQuery
			}
			out = out.add(p.Literal)
			continue
		}
		v, ok := values.of(p.Name)
		if text := textOf(v); !ok || text == "" && as == inPath && !hidden(v) {
			return nil, &lackError{name: p.Name}
		} else if as == inPath && (text == "." || text == "..") {
			return nil, &unsafeError{p.Name, "would lead to another path"}
		}
		if err := aroundInPath(t.Parts, i).takes(p.Name, v); err != nil {
			return nil, err
		}
		out = put(out, v, as)
	}
	if len(out) == 0 || out[0].Secret != "" ||
		!strings.HasPrefix(out[0].Text, "/") && !strings.HasPrefix(out[0].Text, "?") {
		out = append(filled{{Text: "/"}}, out...)
	}
	return out, nil
}

func hidden(v any) bool {
	_, is := v.(secret)
	return is
}

// target returns the path and the query as they are sent.
func (c *call) target(open func(filled) (string, error)) (string, error) {
	text, err := open(c.Path)
	if err != nil {
		return "", err
	}
	var query []string
	for _, f := range c.Query {
		v, err := open(f.Value)
		if err != nil {
			return "", err
		}
		query = append(query, url.QueryEscape(f.Name)+"="+url.QueryEscape(v))
	}
	return joined(text, strings.Join(query, "&")), nil
}

// joined adds a query to a path that may have one already.
func joined(path, query string) string {
	switch {
	case query == "":
		return path
	case strings.Contains(path, "?"):
		return strings.TrimSuffix(path, "&") + "&" + query
	}
	return path + "?" + query
}

// shown opens nothing: secrets are named.
func shown(f filled) (string, error) { return f.String(), nil }

// text returns the call as people read it: the method, the address, headers that the file writes, and the body.
func (c *call) text(base string) string {
	target, _ := c.target(shown) // shown never fails
	lines := []string{c.Method + " " + base + target}
	for _, h := range c.Headers {
		lines = append(lines, h.Name+": "+h.Value.String())
	}
	if c.HasBody {
		lines = append(lines, strings.TrimRight(c.Body.String(), "\n"))
	}
	return strings.Join(lines, "\n")
}

// body returns the bytes of the body and their type; over is JSON that a sign-in puts over it.
func (c *call) body(settings Settings, over map[string]any) ([]byte, string, error) {
	if !c.HasBody && over == nil {
		return nil, "", nil
	}
	text, err := c.Body.opened(settings)
	if err != nil {
		return nil, "", err
	}
	kind := c.Type
	if kind == "" {
		kind = connector.JSONBody
	}
	if kind != connector.FormBody && over == nil {
		return []byte(text), kind, nil
	}
	doc := any(map[string]any{})
	if c.HasBody {
		var ok bool
		if doc, ok = value.ParseDocument([]byte(text)); !ok {
			return nil, "", sentence("the body is no JSON once its values are put in; correct it in the connector file")
		}
	}
	held, isObject := doc.(map[string]any)
	if !isObject {
		return nil, "", sentence("the body is no JSON object; correct it in the connector file")
	}
	for name, v := range over {
		held[name] = v
	}
	if kind == connector.FormBody {
		return []byte(form(held)), kind, nil
	}
	return []byte(jsonText(held)), kind, nil
}

// form returns an object as a form: a[b]=v for what lies inside, a[]=v for each of a list.
func form(object map[string]any) string {
	var out []string
	var add func(name string, v any)
	add = func(name string, v any) {
		switch v := v.(type) {
		case map[string]any:
			for _, key := range sortedKeys(v) {
				add(name+"["+key+"]", v[key])
			}
		case []any:
			for i, e := range v {
				if _, nested := e.(map[string]any); nested {
					add(name+"["+strconv.Itoa(i)+"]", e)
				} else {
					add(name+"[]", e)
				}
			}
		default:
			text, _ := value.Text(v) // nothing has no text
			out = append(out, url.QueryEscape(name)+"="+url.QueryEscape(text))
		}
	}
	for _, key := range sortedKeys(object) {
		add(key, object[key])
	}
	return strings.Join(out, "&")
}

func sortedKeys(m map[string]any) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// same returns what two calls have in common when they are the same request.
func (c *call) same() string {
	b, err := json.Marshal(c)
	if err != nil {
		return c.text("") // texts always have a form in JSON
	}
	return string(b)
}

// set puts a query parameter in the place of the one of its name.
func (c *call) set(name, text string) {
	for i := range c.Query {
		if c.Query[i].Name == name {
			c.Query[i].Value = filled{{Text: text}}
			return
		}
	}
	c.Query = append(c.Query, field{name, filled{{Text: text}}})
}

// turned returns a copy whose query may be changed.
func (c *call) turned() *call {
	next := *c
	next.Query = slices.Clone(c.Query)
	return &next
}
