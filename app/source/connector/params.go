package connector

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/value"
)

func (r *reader) params(n *yaml.Node) {
	for _, e := range r.List(n, "connector_params") {
		param := Param{Pos: r.At(e)}
		kind := ""
		for _, p := range r.Mapping(e, "a connector param") {
			switch p.Key {
			case "name":
				param.Name = r.Text(p.Value, "name")
			case "label":
				param.Label = r.Text(p.Value, "label")
			case "default_value":
				param.Default = scalars(r.Plain(p.Value, 0))
			case "sensitive":
				param.Sensitive = r.Flag(p.Value, "sensitive")
			case "options":
				param.Options = r.words(p.Value, "options")
			case "multiselect":
				param.Multi = r.Flag(p.Value, "multiselect")
			case "type":
				kind = r.Text(p.Value, "type")
			case "allowed_values":
				allowed := r.words(p.Value, "allowed_values")
				param.Allowed = &allowed
			}
		}
		switch {
		case param.Name == "":
			r.missing(e, "a connector param", "name")
			continue
		case r.c.Param(param.Name) != nil:
			r.bad(e, "remove one of the two", "two connector params are named %q", param.Name)
			continue
		case param.Multi && len(param.Options) == 0:
			r.bad(e, "list its options", "the connector param %q is a multiselect without options", param.Name)
		case param.Allowed != nil && kind != "endpoint":
			r.bad(e, "write type: endpoint", "the connector param %q has allowed_values and is no endpoint", param.Name)
		}
		if param.Default != nil {
			if err := param.Check(param.Default); err != nil {
				r.bad(e, "correct the default", "the default of a connector param is not accepted: %s", err.Error())
			}
		}
		r.c.Params = append(r.c.Params, param)
	}
}

func (r *reader) words(n *yaml.Node, what string) []string {
	out := []string{}
	for _, e := range r.List(n, what) {
		out = append(out, r.Text(e, what))
	}
	return out
}

// scalars returns a default as its texts: one, or a list of them.
func scalars(v any) any {
	if list, is := v.([]any); is {
		out := []any{}
		for _, e := range list {
			out = append(out, scalars(e))
		}
		return out
	}
	if v == nil || v == "" {
		return nil
	}
	if text, ok := value.Text(value.ScalarOf(dataset.PlainNumber(v))); ok {
		return text
	}
	return nil
}

// guarded refuses hosts that are written out where any host of the file must be one of those that it allows.
func (r *reader) guarded() {
	endpoint := map[string]bool{}
	for _, p := range r.c.Params {
		if p.Allowed != nil {
			endpoint[p.Name] = true
		}
	}
	if len(endpoint) == 0 {
		return
	}
	for _, client := range r.c.clients() {
		if name, only := client.Host.Only(); !only || !endpoint[name] {
			r.Add(client.Pos.Problem(dataset.Error, "bad-connector",
				"write the placeholder of a connector param with allowed_values",
				"the host %q is not bound to the hosts that the file allows", client.Host.Text))
		}
	}
}

// clients returns every client_config of the file.
func (c *Connector) clients() (out []*Client) {
	requests := []*Request{c.Test, c.Erasure}
	for _, e := range c.Endpoints {
		requests = append(append(requests, e.Update, e.Delete), e.Reads...)
	}
	add := func(client *Client) {
		if client != nil {
			out = append(out, client)
			if a := client.Auth; a != nil {
				requests = append(requests, a.TokenFrom, a.Refresh)
			}
		}
	}
	add(c.Client)
	for i := 0; i < len(requests); i++ {
		if requests[i] != nil {
			add(requests[i].Client)
		}
	}
	return out
}

// Check returns why a value is not accepted for the setting; its sentence does not repeat the value of a secret.
func (p Param) Check(given any) error {
	values := []any{given}
	if list, is := given.([]any); is {
		if values = list; !p.Multi && len(p.Options) > 0 {
			return &value.Error{Message: fmt.Sprintf("the setting %q takes one value", p.Name)}
		}
	}
	if len(values) == 0 {
		return &value.Error{Message: fmt.Sprintf("the setting %q must have a value", p.Name)}
	}
	for _, v := range values {
		text, ok := value.Text(v)
		switch {
		case !ok || text == "":
			return &value.Error{Message: fmt.Sprintf("the setting %q must have a value", p.Name)}
		case len(p.Options) > 0 && !slices.Contains(p.Options, text):
			return &value.Error{Message: fmt.Sprintf("the setting %q takes one of: %s", p.Name,
				strings.Join(p.Options, ", "))}
		case !p.Allows(text):
			return &value.Error{Message: fmt.Sprintf("the setting %q takes only these addresses: %s", p.Name,
				strings.Join(*p.Allowed, ", "))}
		}
	}
	return nil
}

// Allows reports whether a host, without its port, is one that the setting takes: it matches an entry of allowed_values
// whole and without regard to case, * standing for one or more of letters, digits, ".", "_" and "-".
func (p Param) Allows(host string) bool {
	if p.Allowed == nil || len(*p.Allowed) == 0 {
		return true
	}
	return slices.ContainsFunc(*p.Allowed, func(allowed string) bool {
		return matches(strings.ToLower(allowed), strings.ToLower(host))
	})
}

// matches reports whether a text is what a pattern describes, in which * stands for one or more of the letters of a
// host name.
func matches(pattern, text string) bool {
	star := strings.IndexByte(pattern, '*')
	if star < 0 {
		return pattern == text
	}
	rest, begins := strings.CutPrefix(text, pattern[:star])
	if !begins {
		return false
	}
	for n := 1; n <= len(rest) && hostLetter(rest[n-1]); n++ {
		if matches(pattern[star+1:], rest[n:]) {
			return true
		}
	}
	return false
}

func hostLetter(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= '0' && b <= '9' || b == '.' || b == '_' || b == '-'
}
