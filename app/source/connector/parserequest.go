package connector

import (
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/value"
)

var methods = value.WordSet(`GET POST PUT PATCH DELETE HEAD OPTIONS`)

// use is what a request is for: it decides which names its texts may have.
type use int

const (
	reading use = iota
	writing
	testing // sees every setting, as the requests of a sign-in do
)

func (r *reader) request(n *yaml.Node, what string, as use) *Request {
	q := &Request{What: what, Pos: r.At(n)}
	given := map[string]*yaml.Node{}
	for _, p := range r.Mapping(n, what) {
		given[p.Key] = p.KeyNode
		r.requestKey(q, p, as)
	}
	r.complete(q, given, n, as)
	if as != testing {
		r.names(q)
	}
	return q
}

func (r *reader) requestKey(q *Request, p dataset.Pair, as use) {
	switch p.Key {
	case "path":
		q.Path = r.template(p.Value, "path")
	case "method":
		if q.Method = r.Text(p.Value, "method"); !methods[q.Method] {
			r.bad(p.Value, "write GET, POST, PUT, PATCH, DELETE, HEAD or OPTIONS", "%q is no method", q.Method)
		}
	case "headers":
		q.Headers = r.named(p.Value, "headers")
	case "query_params":
		q.Query = r.named(p.Value, "query_params")
	case "body":
		q.Body, q.HasBody = r.template(p.Value, "body"), !dataset.IsNull(r.Deref(p.Value))
	case "param_values":
		q.Values = r.paramValues(p.Value)
	case "data_path":
		q.DataPath = pathOf(r.Text(p.Value, "data_path"))
	case "postprocessors":
		q.Posts = r.postprocessors(p.Value)
	case "pagination":
		q.Pages = r.pagination(p.Value)
	case "grouped_inputs":
		q.Grouped = r.words(p.Value, "grouped_inputs")
	case "ignore_errors":
		q.Ignore = r.ignored(p.Value)
	case "skip_missing_param_values":
		q.SkipMissing = r.Flag(p.Value, p.Key)
	case "client_config":
		if !dataset.IsNull(r.Deref(p.Value)) {
			q.Client = r.client(p.Value, q.What)
		}
	case "rate_limit_config":
		q.Limits = r.limits(p.Value)
	case "request_override":
		q.Program = r.Text(p.Value, p.Key)
	case "async_config", "correlation_id_path":
		if !dataset.IsNull(r.Deref(p.Value)) {
			r.unsupported(p.KeyNode, p.Key)
		}
	case "output":
		if as != reading {
			r.bad(p.KeyNode, "remove it", "%q belongs to reads alone", p.Key)
			return
		}
		q.Output, q.HasOutput = r.template(p.Value, "output"), !dataset.IsNull(r.Deref(p.Value))
	default:
		r.bad(p.KeyNode, "remove it, or check its spelling and indentation", "%q means nothing in %s", p.Key, q.What)
	}
}

// complete checks what a request must have, and what may not stand beside what.
func (r *reader) complete(q *Request, given map[string]*yaml.Node, n *yaml.Node, as use) {
	if at := given["request_override"]; at != nil {
		for key, node := range given {
			if key != "request_override" && key != "param_values" && key != "grouped_inputs" {
				r.bad(node, "remove it", "%q cannot stand beside request_override", key)
			}
		}
		r.program(at, q.What, q.Program)
		return
	}
	if as == reading && q.HasOutput && given["path"] == nil && given["method"] == nil {
		return
	}
	for _, key := range []string{"path", "method"} {
		if given[key] == nil {
			r.missing(n, q.What, key)
		}
	}
	if p := q.Pages; p != nil && p.Strategy == Offset &&
		!slices.ContainsFunc(q.Query, func(n Named) bool { return n.Name == p.Param }) {
		r.Add(p.Pos.Problem(dataset.Error, "bad-connector", "add it to query_params with the first value",
			"the incremental_param %q is no query parameter of %s", p.Param, q.What))
	}
	if kind := q.ContentType(); q.HasBody && !bodyTypes[kind] {
		r.bad(given["body"], "use application/json, application/x-www-form-urlencoded or text/plain",
			"a body of the type %q is not supported", kind)
	}
	for _, name := range q.Grouped {
		if q.Value(name) == nil {
			r.bad(given["grouped_inputs"], "name params of the request",
				"grouped_inputs names %q, which is no param of %s", name, q.What)
		}
	}
	r.together(q, given)
}

// The types of bodies that can be written.
const (
	JSONBody = "application/json"
	FormBody = "application/x-www-form-urlencoded"
	TextBody = "text/plain"
)

var bodyTypes = map[string]bool{JSONBody: true, FormBody: true, TextBody: true}

// ContentType returns the type of the body: that of the header, else JSON. A header whose text has a placeholder counts
// as JSON.
func (q *Request) ContentType() string {
	for _, h := range q.Headers {
		if strings.EqualFold(h.Name, "Content-Type") && h.Value.Fixed() {
			kind, _, _ := strings.Cut(h.Value.Text, ";")
			return strings.ToLower(strings.TrimSpace(kind))
		}
	}
	return JSONBody
}

// together checks that the references of grouped inputs lead into one collection.
func (r *reader) together(q *Request, given map[string]*yaml.Node) {
	from := ""
	for _, name := range q.Grouped {
		v := q.Value(name)
		if v == nil {
			continue
		}
		for _, ref := range v.References {
			if ref.External != "" {
				r.unsupported(given["grouped_inputs"], "grouped_inputs with an external reference")
				return
			}
			collection, _, _ := strings.Cut(ref.Field, ".")
			if from != "" && from != ref.Dataset+"."+collection {
				r.bad(given["grouped_inputs"], "group params that come from one collection",
					"the grouped_inputs of %s come from several collections", q.What)
				return
			}
			from = ref.Dataset + "." + collection
		}
	}
}

// names warns of placeholders that can never have a value.
func (r *reader) names(q *Request) {
	for _, t := range q.Templates() {
		for _, p := range t.Parts {
			name, _, _ := strings.Cut(p.Name, ".")
			if name == "" || builtIn[name] || q.Value(p.Name) != nil || q.Value(name) != nil || p.Optional {
				continue
			}
			r.Add(t.Pos.Problem(dataset.Warning, "unknown-placeholder", "give it a value among param_values",
				"the placeholder %q has no value in %s", "<"+p.Name+">", q.What))
		}
	}
}

func (r *reader) named(n *yaml.Node, what string) (out []Named) {
	for i, e := range r.List(n, what) {
		if i == maxEntries {
			r.bad(e, "write fewer", "%s has more than %d entries", what, maxEntries)
			break
		}
		one := Named{}
		for _, p := range r.Mapping(e, what) {
			switch p.Key {
			case "name":
				one.Name = r.Text(p.Value, "name")
			case "value":
				one.Value = r.template(p.Value, "value")
			}
		}
		if one.Name == "" {
			r.missing(e, "an entry of "+what, "name")
		}
		out = append(out, one)
	}
	return out
}

func (r *reader) paramValues(n *yaml.Node) (out []ParamValue) {
	seen := map[string]bool{}
	for i, e := range r.List(n, "param_values") {
		if i == maxEntries {
			r.bad(e, "write fewer", "%s has more than %d entries", "param_values", maxEntries)
			break
		}
		v := ParamValue{Pos: r.At(e)}
		ways := 0
		for _, p := range r.Mapping(e, "a param value") {
			if dataset.IsNull(r.Deref(p.Value)) {
				continue
			}
			switch p.Key {
			case "name":
				v.Name = r.Text(p.Value, "name")
			case "identity":
				v.Identity, ways = r.Text(p.Value, "identity"), ways+1
			case "references":
				v.References, ways = r.references(p.Value), ways+1
			case "connector_param":
				v.Setting, ways = r.Text(p.Value, "connector_param"), ways+1
			case "unpack":
				v.Unpack = r.Flag(p.Value, "unpack")
			}
		}
		switch {
		case v.Name == "":
			r.missing(e, "a param value", "name")
		case seen[v.Name]:
			r.bad(e, "remove one of the two", "two param values are named %q", v.Name)
		case ways != 1:
			r.bad(e, "give it one of the three",
				"the param value %q must have exactly one of identity, references and connector_param", v.Name)
		}
		seen[v.Name] = true
		out = append(out, v)
	}
	return out
}

func (r *reader) references(n *yaml.Node) (out []Reference) {
	for _, e := range r.List(n, "references") {
		ref := Reference{Pos: r.At(e)}
		if e.Kind == yaml.ScalarNode {
			if ref.External = r.Text(e, "a reference"); ref.External == "" {
				r.missing(e, "a reference", "name")
			}
			out = append(out, ref)
			continue
		}
		for _, p := range r.Mapping(e, "a reference") {
			switch p.Key {
			case "dataset":
				ref.Dataset = r.Text(p.Value, "dataset")
			case "field":
				ref.Field, ref.Pos = r.Text(p.Value, "field"), r.At(p.Value)
			case "direction":
				if d := r.Text(p.Value, "direction"); d != "" && d != string(dataset.From) {
					r.bad(p.Value, `write "from", or leave it out`,
						"the direction %q is not that of a request's reference", d)
				}
			}
		}
		if ref.Dataset == "" || !strings.Contains(ref.Field, ".") {
			r.bad(e, `write {dataset: …, field: collection.field}`,
				"a reference must name a dataset and a field of one of its collections")
		}
		out = append(out, ref)
	}
	if len(out) == 0 {
		r.bad(n, "name a field", "the list of references is empty")
	}
	return out
}

func (r *reader) ignored(n *yaml.Node) (out Ignored) {
	d := r.Deref(n)
	if d == nil || d.Kind != yaml.SequenceNode {
		return Ignored{All: r.Flag(n, "ignore_errors")}
	}
	for _, e := range r.List(n, "ignore_errors") {
		code, err := strconv.Atoi(r.Text(e, "ignore_errors"))
		if err != nil || code < 100 || code > 599 {
			r.bad(e, "write a status such as 404", "%q is no status of an answer", r.Text(e, "ignore_errors"))
			continue
		}
		out.Codes = append(out.Codes, code)
	}
	return out
}
