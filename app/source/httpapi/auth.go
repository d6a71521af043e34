package httpapi

import (
	"encoding/base64"
	"net/url"
	"strings"

	"orangelab.cn/rightsdesk/app/source/connector"
	"orangelab.cn/rightsdesk/app/source/value"
)

// signature is what a sign-in adds to a request.
type signature struct {
	headers map[string]string
	query   []queryParam
	body    map[string]any
}

type queryParam struct{ name, value string }

// signed returns what the sign-in adds, with the settings as they are now.
func (s *Source) signed(a *connector.Auth) (signature, error) {
	out := signature{headers: map[string]string{}}
	if a == nil {
		return out, nil
	}
	all := s.everything()
	var failed error
	text := func(t connector.Template) string {
		f, err := fill(t, all, false)
		if err != nil && failed == nil {
			failed = lacks("the sign-in", err)
		}
		return f.String()
	}
	switch a.Strategy {
	case connector.Basic:
		password := ""
		if f, err := fill(a.Password, all, false); err == nil {
			password = f.String()
		}
		out.headers["Authorization"] = "Basic " +
			base64.StdEncoding.EncodeToString([]byte(text(a.Username)+":"+password))
	case connector.Bearer:
		out.headers["Authorization"] = "Bearer " + text(a.Token)
	case connector.QueryParam:
		out.query = append(out.query, queryParam{a.Name, text(a.Value)})
	case connector.APIKey:
		for _, h := range a.Headers {
			out.headers[h.Name] = text(h.Value)
		}
		for _, q := range a.Query {
			out.query = append(out.query, queryParam{q.Name, text(q.Value)})
		}
		if a.HasBody {
			f, err := fillJSON(a.Body, all)
			if err != nil {
				return out, lacks("the sign-in", err)
			}
			doc, _ := value.ParseDocument([]byte(f.String()))
			over, ok := doc.(map[string]any)
			if !ok {
				return out, sentence("the body of the sign-in is no JSON object; correct it in the connector file")
			}
			out.body = over
		}
	case connector.ClientCredentials, connector.AuthorizationCode:
		token, _ := s.held().text(connector.AccessToken) // renew has seen to it that there is one
		out.headers["Authorization"] = "Bearer " + token
	}
	for _, v := range out.headers {
		if strings.ContainsAny(v, "\r\n\x00") {
			return out, sentence("a setting of the sign-in has a line break in it; give it anew")
		}
	}
	return out, failed
}

// into sets the parameters of a sign-in in a path with its query: one of the same name is replaced.
func (s signature) into(target string) (string, error) {
	if len(s.query) == 0 {
		return target, nil
	}
	path, query, _ := strings.Cut(target, "?")
	var kept []string
	for _, part := range strings.Split(query, "&") {
		name, _, _ := strings.Cut(part, "=")
		plain, err := url.QueryUnescape(name)
		replaced := part == "" || err != nil
		for _, q := range s.query {
			replaced = replaced || plain == q.name
		}
		if !replaced {
			kept = append(kept, part)
		}
	}
	for _, q := range s.query {
		kept = append(kept, url.QueryEscape(q.name)+"="+url.QueryEscape(q.value))
	}
	return path + "?" + strings.Join(kept, "&"), nil
}
