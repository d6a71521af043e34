package connector

import (
	"bytes"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/value"
)

// Limits on one file. The largest published one has twenty endpoints.
const (
	maxEndpoints = 1_000
	maxEntries   = 1_000 // in one list of a request
)

// Keyed returns the text of a connector file or of its dataset with the key of the connection in the place of
// KeyPlaceholder.
func Keyed(data []byte, key string) []byte {
	return bytes.ReplaceAll(data, []byte(KeyPlaceholder), []byte(key))
}

// Parse reads the text of one connector file, in which the key of the connection stands already (see Keyed). A file
// with anything that cannot be carried out is refused: the problems name the line and what is missing. Steps that are
// programs of the other system are no error; they are listed in Connector.Programs, with a warning each.
func Parse(file string, data []byte) (*Connector, dataset.Problems) {
	r := &reader{NodeReader: dataset.NewNodeReader(file)}
	var c *Connector
	whole := r.Documents(data, func(root *yaml.Node) {
		for _, p := range r.Mapping(root, "the file") {
			if p.Key != "saas_config" {
				continue
			}
			if c != nil {
				r.Report(p.KeyNode, dataset.Error, "two-connectors", "keep each in a file of its own",
					"the file has two connectors")
				return
			}
			c = r.connector(p.Value)
		}
	})
	if whole && c == nil && r.Problems().Err() == nil {
		r.Add(dataset.Position{File: file, Line: 1, Column: 1}.Problem(dataset.Error, "no-connector",
			`begin the file with "saas_config:"`, `the file has no "saas_config"`))
	}
	if r.Problems().Err() != nil {
		return nil, r.Problems()
	}
	return c, r.Problems()
}

// reader reads the nodes of one connector file.
type reader struct {
	*dataset.NodeReader
	c *Connector
}

// written returns a scalar as it stands in the file, its blanks and line breaks too.
func (r *reader) written(n *yaml.Node, what string) string {
	if n = r.Deref(n); dataset.IsNull(n) {
		return ""
	}
	if n.Kind != yaml.ScalarNode {
		return r.Text(n, what) // which says what is wrong
	}
	return n.Value
}

func (r *reader) template(n *yaml.Node, what string) Template {
	text := r.written(n, what)
	if n = r.Deref(n); n == nil {
		return Template{}
	}
	return NewTemplate(text, r.At(n))
}

// whole returns a whole number of at least least; what else is written is an error.
func (r *reader) whole(n *yaml.Node, what string, least int) int {
	text := r.Text(n, what)
	number, err := strconv.Atoi(text)
	if err != nil || number < least {
		r.bad(n, "write a whole number", "%s must be a whole number of at least %d, not %q", what, least, text)
		return least
	}
	return number
}

func (r *reader) bad(n *yaml.Node, remedy, format string, args ...any) {
	r.Report(n, dataset.Error, "bad-connector", remedy, format, args...)
}

// missing says what a file lacks.
func (r *reader) missing(n *yaml.Node, what, key string) {
	r.Report(n, dataset.Error, "incomplete", "add it", "%s has no %q", what, key)
}

// unsupported says which feature of the format this program lacks.
func (r *reader) unsupported(n *yaml.Node, feature string) {
	r.Report(n, dataset.Error, "unsupported", "leave it out, and do this step by hand",
		"the feature %q of connector files is not supported here", feature)
}

func (r *reader) program(n *yaml.Node, step, name string) {
	r.c.Programs = append(r.c.Programs, Program{Step: step, Name: name, Pos: r.At(n)})
	r.Report(n, dataset.Warning, "program", "do this step by hand; everything else of the file is carried out",
		"this step is a program of the other system, %q, and is not carried out: %s", name, step)
}

func (r *reader) connector(n *yaml.Node) *Connector {
	r.c = &Connector{Pos: r.At(n)}
	c := r.c
	has := map[string]*yaml.Node{}
	for _, p := range r.Mapping(n, `"saas_config"`) {
		has[p.Key] = p.Value
	}
	for _, key := range strings.Fields(
		`fides_key name type description version connector_params client_config endpoints test_request`) {
		if _, is := has[key]; !is {
			r.missing(n, `"saas_config"`, key)
		}
	}
	c.Key, c.Name, c.Type = r.Text(has["fides_key"], "fides_key"), r.Text(has["name"],
		"name"), strings.ToLower(r.Text(has["type"], "type"))
	c.Description, c.Version = r.Text(has["description"], "description"), r.Text(has["version"], "version")
	r.params(has["connector_params"])
	for _, e := range r.List(has["external_references"], "external_references") {
		external := External{Pos: r.At(e)}
		for _, p := range r.Mapping(e, "an external reference") {
			switch p.Key {
			case "name":
				external.Name = r.Text(p.Value, "name")
			case "label":
				external.Label = r.Text(p.Value, "label")
			}
		}
		if external.Name == "" {
			r.missing(e, "an external reference", "name")
		}
		c.External = append(c.External, external)
	}
	if has["client_config"] != nil {
		c.Client = r.client(has["client_config"], "the connector")
	}
	c.Limits = r.limits(has["rate_limit_config"])
	if test := has["test_request"]; test != nil {
		c.Test = r.request(test, "the test request", testing)
	}
	if erasure := has["data_protection_request"]; !dataset.IsNull(r.Deref(erasure)) {
		c.Erasure = r.request(erasure, "the data protection request", writing)
	}
	r.consent(has["consent_requests"])
	for i, e := range r.List(has["endpoints"], "endpoints") {
		if i == maxEndpoints {
			r.bad(e, "write fewer", "%s has more than %d entries", "endpoints", maxEndpoints)
			break
		}
		endpoint := r.endpoint(e)
		if c.Endpoint(endpoint.Name) != nil {
			r.bad(e, "join the two, or rename one", "two endpoints are named %q", endpoint.Name)
		}
		c.Endpoints = append(c.Endpoints, endpoint)
	}
	r.guarded()
	return c
}

// consent reads the requests that take or withdraw a consent: they are no part of a copy or an erasure, and are checked
// only.
func (r *reader) consent(n *yaml.Node) {
	for _, p := range r.Mapping(n, `"consent_requests"`) {
		for _, e := range r.oneOrMore(p.Value, p.Key) {
			r.request(e, "the consent request "+p.Key, writing)
		}
	}
}

// oneOrMore returns the elements of a list, or the one value that stands in its place.
func (r *reader) oneOrMore(n *yaml.Node, what string) []*yaml.Node {
	if d := r.Deref(n); d != nil && d.Kind == yaml.MappingNode {
		return []*yaml.Node{d}
	}
	return r.List(n, what)
}

func (r *reader) endpoint(n *yaml.Node) *Endpoint {
	e := &Endpoint{Pos: r.At(n)}
	var requests *yaml.Node
	for _, p := range r.Mapping(n, "an endpoint") {
		switch p.Key {
		case "name":
			e.Name, e.Pos = r.Text(p.Value, "name"), r.At(p.Value)
		case "requests":
			requests = p.Value
		case "after":
			e.After = r.mentions(p.Value, "after")
		case "erase_after":
			e.EraseAfter = r.mentions(p.Value, "erase_after")
		case "skip_processing":
			e.Skip = r.Flag(p.Value, "skip_processing")
		}
	}
	if e.Name == "" {
		r.missing(n, "an endpoint", "name")
	}
	of := " of " + strconv.Quote(e.Name)
	for _, p := range r.Mapping(requests, `"requests"`) {
		if dataset.IsNull(r.Deref(p.Value)) {
			continue
		}
		switch p.Key {
		case "read":
			for i, one := range r.oneOrMore(p.Value, "read") {
				what := "read" + of
				if i > 0 {
					what = "read " + strconv.Itoa(i+1) + of
				}
				e.Reads = append(e.Reads, r.request(one, what, reading))
			}
		case "update":
			e.Update = r.request(p.Value, "update"+of, writing)
		case "delete":
			e.Delete = r.request(p.Value, "delete"+of, writing)
		default:
			r.bad(p.KeyNode, "write read, update or delete", "%q is no kind of request", p.Key)
		}
	}
	for _, read := range e.Reads {
		if !slices.Equal(slices.Sorted(slices.Values(read.Grouped)), slices.Sorted(slices.Values(e.Reads[0].Grouped))) {
			r.Add(read.Pos.Problem(dataset.Error, "bad-connector", "write the same names in each",
				"the reads%s differ in grouped_inputs", of))
		}
	}
	return e
}

func (r *reader) mentions(n *yaml.Node, what string) (out []dataset.Mention) {
	for _, e := range r.List(n, what) {
		out = append(out, dataset.Mention{Text: r.Text(e, what), Pos: r.At(e)})
	}
	return out
}

var periods = value.WordSet(`second minute hour day`)

func (r *reader) limits(n *yaml.Node) *RateLimits {
	if dataset.IsNull(r.Deref(n)) {
		return nil
	}
	limits, enabled := &RateLimits{}, true
	for _, p := range r.Mapping(n, "rate_limit_config") {
		switch p.Key {
		case "enabled":
			enabled = r.Flag(p.Value, "enabled")
		case "limits":
			for _, e := range r.List(p.Value, "limits") {
				limit := RateLimit{}
				for _, q := range r.Mapping(e, "a limit") {
					switch q.Key {
					case "rate":
						limit.Rate = r.whole(q.Value, "rate", 1)
					case "period":
						if limit.Period = r.Text(q.Value, "period"); !periods[limit.Period] {
							r.bad(q.Value, "write second, minute, hour or day", "%q is no period", limit.Period)
						}
					case "custom_key":
						limit.Key = r.Text(q.Value, "custom_key")
					}
				}
				if limit.Rate == 0 {
					r.missing(e, "a limit", "rate")
				}
				if limit.Period == "" {
					r.missing(e, "a limit", "period")
				}
				limits.Limits = append(limits.Limits, limit)
			}
		}
	}
	if !enabled {
		limits.Limits = nil
	}
	return limits
}
