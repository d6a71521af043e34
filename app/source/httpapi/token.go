package httpapi

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/app/source/connector"
	"orangelab.cn/rightsdesk/app/source/value"
)

// dueWithin is how long before its end a token is renewed.
const dueWithin = 10 * time.Minute

// renew sees to it that there is a token that holds: it fetches the first, and a new one when the old is due or, with
// refused, was not taken. It reports whether the token is a new one.
func (s *Source) renew(ctx context.Context, client *connector.Client, refused bool) (bool, error) {
	a, held := client.Auth, s.held()
	_, has := held.text(connector.AccessToken)
	if has && !refused && !s.due(held) {
		return false, nil
	}
	from := a.TokenFrom
	if a.Strategy == connector.AuthorizationCode {
		from = a.Refresh
		_, refreshable := held.text(connector.RefreshToken)
		switch {
		case !has:
			return false,
				sentence("the connection is not signed in yet: give it the access_token, and the refresh_token, of the system")
		case from == nil || !refreshable:
			return false, nil // the token is what it is
		}
	}
	tokens, err := s.tokens(ctx, client, from)
	if err != nil {
		return false, err
	}
	return true, s.keep(tokens)
}

// due reports whether a token ends soon. One without a known end never does.
func (s *Source) due(held Settings) bool {
	text, ok := held.text(connector.ExpiresAt)
	end, err := strconv.ParseInt(text, 10, 64)
	return ok && err == nil && !s.options.Now().Add(dueWithin).Before(time.Unix(end, 0))
}

// tokens asks for a token: without any sign-in but what the request itself says.
func (s *Source) tokens(ctx context.Context, client *connector.Client, q *connector.Request) (Settings, error) {
	where := q.Client
	if where == nil {
		where = &connector.Client{Protocol: client.Protocol, Host: client.Host, Pos: client.Pos}
	}
	c, err := makeCall(q, s.everything())
	if err != nil {
		return nil, lacks(q.What, err)
	}
	c.Kind = signIn
	base, err := s.base(where)
	if err != nil {
		return nil, err
	}
	if where.Auth.OAuth() || where.Auth != nil && where.Auth.Program {
		return nil, sentence("%s is to be signed in by what it asks for; mend the connector file", q.What)
	}
	request, err := s.prepared(ctx, c, where, base)
	if err != nil {
		return nil, lacks(q.What, err)
	}
	got, err := s.exchange(request, q.What)
	if err != nil {
		return nil, err
	}
	doc, _ := value.ParseDocument(got.body)
	fields, _ := doc.(map[string]any)
	token := text(fields["access_token"])
	if token == "" {
		return nil, s.noToken(q, got, fields)
	}
	out := Settings{connector.AccessToken: token}
	if refresh := text(fields["refresh_token"]); refresh != "" {
		out[connector.RefreshToken] = refresh
	}
	seconds := int64(client.Auth.ExpiresIn)
	if seconds == 0 {
		seconds, _ = strconv.ParseInt(text(fields["expires_in"]), 10, 64) // an end that is no number is not known
	}
	out[connector.ExpiresAt] = ""
	if seconds > 0 {
		out[connector.ExpiresAt] = strconv.FormatInt(s.options.Now().Unix()+seconds, 10)
	}
	return out, nil
}

// noToken is the sentence of an answer without a token, with the words that the format has for why.
func (s *Source) noToken(q *connector.Request, got *answer, fields map[string]any) error {
	const longest = 200 // letters of what a server says
	var said []string
	for _, name := range []string{"error", "error_description"} {
		if t := text(fields[name]); t != "" {
			said = append(said, s.clear(t, longest))
		}
	}
	if len(said) == 0 {
		said = append(said, http.StatusText(got.status))
	}
	return sentence("%s: %s gave no token (%s); give the connection credentials that it takes", q.What,
		got.at.Hostname(), strings.Join(said, ": "))
}

// clear returns at most so many letters of what a server said, without the secrets that it may repeat: they are taken
// out first, so that no part of one is left where the text is cut.
func (s *Source) clear(said string, longest int) string {
	held := s.held()
	for name := range held {
		if secret, ok := held.text(name); ok && secret != "" && isSecret(s.c, name) {
			said = strings.ReplaceAll(said, secret, "…")
		}
	}
	letters := []rune(said)
	return string(letters[:min(len(letters), longest)])
}

func text(v any) string {
	s, _ := value.Text(v) // what has no text has none here
	return s
}
