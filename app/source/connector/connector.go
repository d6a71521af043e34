package connector

import (
	"strings"

	"orangelab.cn/rightsdesk/app/source/dataset"
)

// KeyPlaceholder stands in published files wherever the key of the connection belongs.
const KeyPlaceholder = "<instance_fides_key>"

// Connector is one connector file: the "saas_config" object.
type Connector struct {
	Key         string // fides_key, the same as that of its dataset
	Name        string
	Type        string // lower case
	Description string
	Version     string
	Params      []Param
	External    []External
	Client      *Client
	Endpoints   []*Endpoint
	Test        *Request
	Limits      *RateLimits
	// data_protection_request: one request that stands for every delete; nil where the file has none
	Erasure  *Request
	Programs []Program // steps that are programs of the other system, in file order
	Pos      dataset.Position
}

// Param is a setting of the connection.
type Param struct {
	Name      string
	Label     string
	Default   any // nil where it must be given
	Sensitive bool
	Options   []string  // the only values accepted; none means any
	Multi     bool      // the value is a list of options
	Allowed   *[]string // allowed_values of an endpoint; nil where the file says nothing of them
	Pos       dataset.Position
}

// External is a reference to a field of another dataset, which the connection names.
type External struct {
	Name  string
	Label string
	Pos   dataset.Position
}

// Program is a step that the file leaves to a program of the other system.
type Program struct {
	Step string // which step: `read of "user"`
	Name string // what the file calls the program
	Pos  dataset.Position
}

// Client is where requests go and how they are signed in.
type Client struct {
	Protocol, Host Template
	Auth           *Auth // nil for none
	Pos            dataset.Position
}

// Endpoint is a collection with the requests that read, update and delete its rows.
type Endpoint struct {
	Name       string
	Reads      []*Request
	Update     *Request // nil where the file has none
	Delete     *Request // nil where the file has none
	After      []dataset.Mention
	EraseAfter []dataset.Mention
	Skip       bool // skip_processing
	Pos        dataset.Position
}

// Eraser returns the request that erases a row of the endpoint; nil where the file has none. A data_protection_request
// hides every delete.
func (c *Connector) Eraser(e *Endpoint) *Request {
	switch {
	case e.Update != nil:
		return e.Update
	case c.Erasure != nil:
		return c.Erasure
	}
	return e.Delete
}

// Endpoint returns the endpoint of this name; nil where there is none.
func (c *Connector) Endpoint(name string) *Endpoint {
	for _, e := range c.Endpoints {
		if e.Name == name {
			return e
		}
	}
	return nil
}

// Externals returns the names of the external references that requests use, and those that the file declares.
func (c *Connector) Externals() map[string]bool {
	out := map[string]bool{}
	for _, e := range c.External {
		out[e.Name] = true
	}
	for _, e := range c.Endpoints {
		for _, q := range append([]*Request{e.Update, e.Delete}, e.Reads...) {
			if q == nil {
				continue
			}
			for _, v := range q.Values {
				for _, ref := range v.References {
					if ref.External != "" {
						out[ref.External] = true
					}
				}
			}
		}
	}
	return out
}

// Param returns the declared setting of this name; nil where the file declares none.
func (c *Connector) Param(name string) *Param {
	for i := range c.Params {
		if c.Params[i].Name == name {
			return &c.Params[i]
		}
	}
	return nil
}

// Request is one request of a file.
type Request struct {
	What        string // which it is: `read of "user"`
	Method      string
	Path        Template
	Headers     []Named
	Query       []Named
	Body        Template
	HasBody     bool
	Values      []ParamValue
	DataPath    Path
	Posts       []Postprocessor
	Pages       *Pagination // nil for one page
	Grouped     []string    // grouped_inputs
	Ignore      Ignored
	SkipMissing bool
	Client      *Client     // nil for the connector's own
	Limits      *RateLimits // nil for the connector's own
	Output      Template
	HasOutput   bool
	Program     string // request_override: a program of the other system; empty where the request is sent as written
	Pos         dataset.Position
}

// Sends reports whether anything is sent: a read that only has an output makes rows of what led to it.
func (r *Request) Sends() bool { return r.Method != "" }

// Value returns where the value of a name comes from; nil where the request declares no such name.
func (r *Request) Value(name string) *ParamValue {
	for i := range r.Values {
		if r.Values[i].Name == name {
			return &r.Values[i]
		}
	}
	return nil
}

// Templates returns every text of the request that may have placeholders.
func (r *Request) Templates() []Template {
	out := []Template{r.Path, r.Body, r.Output}
	for _, list := range [][]Named{r.Headers, r.Query} {
		for _, n := range list {
			out = append(out, n.Value)
		}
	}
	return out
}

// Uses reports whether a text of the request has a placeholder for a name, or for something inside it.
func (r *Request) Uses(name string) bool {
	for _, t := range r.Templates() {
		if t.Uses(name) {
			return true
		}
	}
	return false
}

// Optional reports whether every placeholder of a name may lack a value.
func (r *Request) Optional(name string) bool {
	for _, t := range r.Templates() {
		for _, p := range t.Parts {
			if !p.Optional && (p.Name == name || strings.HasPrefix(p.Name, name+".")) {
				return false
			}
		}
	}
	return true
}

// Objects reports whether a text of the request takes the fields of the row as an object: without any to mask there is
// nothing to send.
func (r *Request) Objects() bool { return r.Uses(MaskedFields) || r.Uses(AllFields) }

// Named is a header or a query parameter.
type Named struct {
	Name  string
	Value Template
}

// ParamValue is where a value of a request comes from: exactly one of an identity, references, and a setting.
type ParamValue struct {
	Name       string
	Identity   string
	References []Reference
	Setting    string // connector_param
	Unpack     bool
	Pos        dataset.Position
}

// Reference names a field of a collection that is read before.
type Reference struct {
	External string // the name of an external reference; the others are empty then
	Dataset  string
	Field    string // "collection.path"
	Pos      dataset.Position
}

// Ignored are the answers that count as nothing found.
type Ignored struct {
	All   bool
	Codes []int
}

// Has reports whether answers with a status of 400 or more are to be taken for empty.
func (i Ignored) Has(status int) bool {
	if i.All {
		return true
	}
	for _, code := range i.Codes {
		if code == status {
			return true
		}
	}
	return false
}

// RateLimits bound how often a system is asked.
type RateLimits struct {
	Limits []RateLimit
}

// RateLimit is so many requests in each window of the clock.
type RateLimit struct {
	Rate   int
	Period string // second, minute, hour or day
	Key    string // custom_key: what is counted together; empty for the connection
}

// Path leads into a JSON value: a.b, a.0.b or a[0].b. The empty path leads to the whole.
type Path []string

func pathOf(text string) Path {
	text = strings.NewReplacer("[", ".", "]", "").Replace(text)
	var out Path
	for _, step := range strings.Split(text, ".") {
		if step != "" {
			out = append(out, step)
		}
	}
	return out
}

// String returns the path with dots.
func (p Path) String() string { return strings.Join(p, ".") }
