package connector

import (
	"strings"

	"go.yaml.in/yaml/v3"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/value"
)

// strategy returns the name of a strategy and the entries of its configuration.
func (r *reader) strategy(n *yaml.Node, what string) (name string, at *yaml.Node, configuration map[string]*yaml.Node) {
	configuration = map[string]*yaml.Node{}
	for _, p := range r.Mapping(n, what) {
		switch p.Key {
		case "strategy":
			name, at = r.Text(p.Value, "strategy"), p.Value
		case "configuration":
			for _, c := range r.Mapping(p.Value, "configuration") {
				configuration[c.Key] = c.Value
			}
		}
	}
	if name == "" {
		r.missing(n, what, "strategy")
		at = n
	}
	return name, at, configuration
}

func (r *reader) client(n *yaml.Node, of string) *Client {
	c := &Client{Pos: r.At(n)}
	for _, p := range r.Mapping(n, "client_config") {
		switch p.Key {
		case "protocol":
			c.Protocol = r.template(p.Value, "protocol")
		case "host":
			c.Host = r.template(p.Value, "host")
		case "authentication":
			if !dataset.IsNull(r.Deref(p.Value)) {
				c.Auth = r.auth(p.Value, of)
			}
		}
	}
	if c.Protocol.Text == "" {
		r.missing(n, "client_config", "protocol")
	}
	if c.Host.Text == "" {
		r.missing(n, "client_config", "host")
	}
	return c
}

func (r *reader) auth(n *yaml.Node, of string) *Auth {
	name, at, has := r.strategy(n, "authentication")
	a := &Auth{Strategy: name, Pos: r.At(at)}
	need := func(key string) Template {
		if has[key] == nil {
			r.missing(n, "the authentication "+name, key)
		}
		return r.template(has[key], key)
	}
	switch name {
	case Basic:
		a.Username, a.Password = need("username"), r.template(has["password"], "password")
	case Bearer:
		a.Token = need("token")
	case QueryParam:
		need("name")
		a.Name, a.Value = r.Text(has["name"], "name"), need("value")
	case APIKey:
		a.Headers, a.Query = r.named(has["headers"], "headers"), r.named(has["query_params"], "query_params")
		a.Body, a.HasBody = r.template(has["body"], "body"), !dataset.IsNull(r.Deref(has["body"]))
		if len(a.Headers) == 0 && len(a.Query) == 0 && !a.HasBody {
			r.bad(at, "add headers, query_params or body", "the authentication %s says nowhere to put the key", name)
		}
	case ClientCredentials, AuthorizationCode:
		r.oauth(a, n, has)
	case "google_cloud_service_account":
		r.unsupported(at, name)
	case "":
	default:
		a.Program = true
		r.program(at, "signing in of "+of, name)
	}
	return a
}

func (r *reader) oauth(a *Auth, n *yaml.Node, has map[string]*yaml.Node) {
	if has["token_request"] == nil {
		r.missing(n, "the authentication "+a.Strategy, "token_request")
	} else {
		a.TokenFrom = r.request(has["token_request"], "the token request", testing)
	}
	if !dataset.IsNull(r.Deref(has["refresh_request"])) {
		a.Refresh = r.request(has["refresh_request"], "the refresh request", testing)
	}
	if !dataset.IsNull(r.Deref(has["expires_in"])) {
		a.ExpiresIn = r.whole(has["expires_in"], "expires_in", 1)
	}
	if a.Strategy == AuthorizationCode {
		if has["authorization_request"] == nil {
			r.missing(n, "the authentication "+a.Strategy, "authorization_request")
		} else {
			r.request(has["authorization_request"], "the authorization request", testing)
		}
	}
}

func (r *reader) pagination(n *yaml.Node) *Pagination {
	if dataset.IsNull(r.Deref(n)) {
		return nil
	}
	name, at, has := r.strategy(n, "pagination")
	p := &Pagination{Strategy: name, Pos: r.At(at)}
	need := func(key string) string {
		text := r.Text(has[key], key)
		if text == "" {
			r.missing(n, "the pagination "+name, key)
		}
		return text
	}
	p.HasNext = pathOf(r.Text(has["has_next"], "has_next"))
	switch name {
	case Offset:
		p.Param, p.By = need("incremental_param"), 1
		if need("increment_by") != "" {
			p.By = r.whole(has["increment_by"], "increment_by", 1)
		}
		switch limit := r.Deref(has["limit"]); {
		case dataset.IsNull(limit):
		case limit.Kind == yaml.MappingNode:
			for _, e := range r.Mapping(limit, "limit") {
				if e.Key == "connector_param" {
					p.LimitOf = r.Text(e.Value, e.Key)
				}
			}
		default:
			p.Limit = r.whole(limit, "limit", 0)
		}
	case Link:
		switch source := need("source"); source {
		case "headers":
			p.Rel = need("rel")
		case "body":
			p.Path = pathOf(need("path"))
		default:
			r.bad(n, "write headers or body", "%q is no source of a link", source)
		}
	case Cursor:
		p.Param, p.Field = need("cursor_param"), pathOf(need("field"))
	case "":
	default:
		r.unsupported(at, "pagination "+name)
	}
	return p
}

func (r *reader) postprocessors(n *yaml.Node) (out []Postprocessor) {
	for i, e := range r.List(n, "postprocessors") {
		if i == maxEntries {
			r.bad(e, "write fewer", "%s has more than %d entries", "postprocessors", maxEntries)
			break
		}
		name, at, has := r.strategy(e, "a postprocessor")
		p := Postprocessor{Strategy: name, Pos: r.At(at)}
		switch name {
		case Unwrap:
			if p.Path = pathOf(r.Text(has["data_path"], "data_path")); len(p.Path) == 0 {
				r.missing(e, name, "data_path")
			}
		case Filter:
			r.filter(&p, e, has)
		case Extract:
			p.Path = pathOf(r.Text(has["path"], "path"))
		case "":
		default:
			r.unsupported(at, "postprocessor "+name)
		}
		out = append(out, p)
	}
	return out
}

func (r *reader) filter(p *Postprocessor, n *yaml.Node, has map[string]*yaml.Node) {
	if p.Field = pathOf(r.Text(has["field"], "field")); len(p.Field) == 0 {
		r.missing(n, Filter, "field")
	}
	p.Contains, p.FoldedCase = !r.flagOr(has["exact"], true), !r.flagOr(has["case_sensitive"], true)
	wanted := r.Deref(has["value"])
	if dataset.IsNull(wanted) {
		r.missing(n, Filter, "value")
		return
	}
	if wanted.Kind == yaml.ScalarNode {
		p.Value = value.ScalarOf(dataset.PlainNumber(r.Plain(wanted, 0)))
		return
	}
	for _, e := range r.Mapping(wanted, "value") {
		switch e.Key {
		case "identity":
			p.Identity = r.Text(e.Value, e.Key)
		case "dataset_reference":
			if p.From = r.Text(e.Value, e.Key); strings.Count(p.From, ".") != 2 {
				r.bad(e.Value, "write dataset.collection.field", "%q does not name a field of a collection", p.From)
			}
		}
	}
	if (p.Identity == "") == (p.From == "") {
		r.bad(wanted, "write a value, {identity: …} or {dataset_reference: …}", "a filter must say what it looks for")
	}
}

func (r *reader) flagOr(n *yaml.Node, otherwise bool) bool {
	if dataset.IsNull(r.Deref(n)) {
		return otherwise
	}
	return r.Flag(n, "the value")
}
