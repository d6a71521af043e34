package httpapi_test

import (
	"encoding/base64"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/source/httpapi"
)

// signedIn is a connector whose client signs in so.
func signedIn(strategy, read string) string {
	return strings.Replace(one(read), "host: <domain>}", "host: <domain>, authentication: "+strategy+"}", 1)
}

func TestEverySignInOfTheFormatIsMade(t *testing.T) {
	basic := func(s string) string { return "Basic " + base64.StdEncoding.EncodeToString([]byte(s)) }
	for name, c := range map[string]struct {
		strategy, line, authorization, key string
		post                               bool
	}{
		"basic": {strategy: `{strategy: basic, configuration: {username: <user>, password: <key>}}`,
			line: "GET /people", authorization: basic("u:k3y+&")},
		"basic without a password": {strategy: `{strategy: basic, configuration: {username: <user>, password: <none>}}`,
			line: "GET /people", authorization: basic("u:")},
		"bearer": {strategy: `{strategy: bearer, configuration: {token: <key>}}`, line: "GET /people",
			authorization: "Bearer k3y+&"},
		"query": {strategy: `{strategy: query_param, configuration: {name: k, value: <key>}}`,
			line: "GET /people?k=k3y%2B%26"},
		"a key": {
			strategy: `{strategy: api_key, configuration: {headers: [{name: X-Key, value: "Key <key>"}], query_params: [{name: k, value: <user>}]}}`, line: "GET /people?k=u", key: "Key k3y+&"},
		"a key in the body": {strategy: `{strategy: api_key, configuration: {body: '{"k": "<key>"}'}}`,
			line: `POST /people {"a":1,"k":"k3y+&"}`, post: true},
	} {
		t.Run(name, func(t *testing.T) {
			g := newRig(t, func(w http.ResponseWriter, _ string, r *http.Request) {
				if r.Header.Get("Authorization") != c.authorization || r.Header.Get("X-Key") != c.key {
					t.Errorf("signed in by %v", r.Header)
				}
				say(t, w, `[{"id": 1}]`)
			})
			g.options.Settings = httpapi.Settings{"user": "u", "key": "k3y+&"}
			config := signedIn(c.strategy, "")
			if c.post {
				config = strings.Replace(config, "method: GET, path: /people,",
					`method: POST, path: /people, body: '{"a": 1}',`, 1)
			}
			rows, err := g.access(config, person)
			if err != nil || len(rows["person"]) != 1 || !slices.Equal(g.asked, []string{c.line}) {
				t.Errorf("%v %v, asked %q", rows, err, g.asked)
			}
		})
	}
}

const oauth = `{strategy: %s, configuration: {authorization_request: {method: GET, path: /authorize}, token_request: {method: POST, path: /token, headers: [{name: Content-Type, value: application/x-www-form-urlencoded}], body: '{"id": "<key>", "grant": "x"}'}, refresh_request: {method: POST, path: /refresh, query_params: [{name: r, value: <refresh_token>}]}}}`

func TestATokenIsFetchedRenewedAndKept(t *testing.T) {
	now := time.Date(2026, 1, 31, 10, 0, 0, 0, time.UTC).Unix()
	at := func(seconds int64) string { return strconv.FormatInt(now+seconds, 10) }
	for name, c := range map[string]struct {
		strategy string
		settings httpapi.Settings
		token    string // the one that the system takes
		asked    []string
		kept     httpapi.Settings
		fails    string
	}{
		"none yet": {strategy: "oauth2_client_credentials", token: "new",
			asked: []string{"POST /token grant=x&id=k", "GET /people"},
			kept:  httpapi.Settings{"access_token": "new", "refresh_token": "r2", "expires_at": at(3600)}},
		"one that holds": {strategy: "oauth2_client_credentials",
			settings: httpapi.Settings{"access_token": "old", "expires_at": at(3600)}, token: "old",
			asked: []string{"GET /people"}},
		"one that is due": {strategy: "oauth2_client_credentials",
			settings: httpapi.Settings{"access_token": "old", "expires_at": at(599)}, token: "new",
			asked: []string{"POST /token grant=x&id=k", "GET /people"}, kept: httpapi.Settings{"access_token": "new"}},
		"one without an end": {strategy: "oauth2_client_credentials",
			settings: httpapi.Settings{"access_token": "old"}, token: "old", asked: []string{"GET /people"}},
		"refused, though": {strategy: "oauth2_client_credentials",
			settings: httpapi.Settings{"access_token": "old"}, token: "new",
			asked: []string{"GET /people", "POST /token grant=x&id=k", "GET /people"},
			kept:  httpapi.Settings{"access_token": "new"}},
		"refused for ever": {strategy: "oauth2_client_credentials",
			settings: httpapi.Settings{"access_token": "old"}, token: "other",
			asked: []string{"GET /people", "POST /token grant=x&id=k", "GET /people"},
			kept:  httpapi.Settings{"access_token": "new"}, fails: "401"},
		"not connected yet": {strategy: "oauth2_authorization_code", fails: "not signed in yet"},
		"renewed by a person": {strategy: "oauth2_authorization_code",
			settings: httpapi.Settings{"access_token": "old", "refresh_token": "r&1", "expires_at": at(1)},
			token:    "new", asked: []string{"POST /refresh?r=r%261", "GET /people"},
			kept: httpapi.Settings{"access_token": "new", "refresh_token": "r2"}},
		"not renewable": {strategy: "oauth2_authorization_code",
			settings: httpapi.Settings{"access_token": "old", "expires_at": at(1)}, token: "old",
			asked: []string{"GET /people"}},
	} {
		t.Run(name, func(t *testing.T) {
			g := newRig(t, func(w http.ResponseWriter, _ string, r *http.Request) {
				switch {
				case r.URL.Path != "/people":
					if r.Header.Get("Authorization") != "" {
						t.Error("a token request is signed in")
					}
					say(t, w, `{"access_token": "new", "refresh_token": "r2", "expires_in": 3600}`)
				case r.Header.Get("Authorization") != "Bearer "+c.token:
					http.Error(w, "{}", http.StatusUnauthorized)
				default:
					say(t, w, `[{"id": 1}]`)
				}
			})
			g.now = time.Unix(now, 0)
			var kept httpapi.Settings
			g.options.Settings, g.options.Tokens = httpapi.Settings{"key": "k"}, func(_,
				tokens httpapi.Settings) error {
				kept = tokens
				return nil
			}
			for k, v := range c.settings {
				g.options.Settings[k] = v
			}
			_, err := g.access(signedIn(strings.Replace(oauth, "%s", c.strategy, 1), ""), person)
			if (err != nil) != (c.fails != "") || err != nil && !strings.Contains(err.Error(), c.fails) {
				t.Errorf("fails with %v", err)
			}
			if !slices.Equal(g.asked, c.asked) {
				t.Errorf("asked %q, want %q", g.asked, c.asked)
			}
			for k, v := range c.kept {
				if kept[k] != v {
					t.Errorf("%s is kept as %v, want %v", k, kept[k], v)
				}
			}
		})
	}
}

func TestARateLimitWaitsForTheNextWindowOfTheClock(t *testing.T) {
	g := newRig(t, func(w http.ResponseWriter, line string, _ *http.Request) { say(t, w, `[{"id": "`+line+`"}]`) })
	g.ids = dataset4
	config := strings.Replace(one(`query_params: [{name: m, value: <mail>}]`), "  endpoints:",
		"  rate_limit_config: {limits: [{rate: 2, period: second}, {rate: 3, period: minute}]}\n  endpoints:", 1)
	rows, err := g.access(config, person)
	// Two in the second that is half over, one in the next, then the minute is full.
	if want := []time.Duration{500 * time.Millisecond, 59 * time.Second}; err != nil || len(rows["person"]) != 4 ||
		!slices.Equal(g.waited, want) {
		t.Errorf("%v %v, waited %v", rows, err, g.waited)
	}
}

var dataset4 = map[string][]string{"email": {"a", "b", "c", "d"}}

func TestNoSecretIsShown(t *testing.T) {
	const key = "t0p-s3cret"
	g := newRig(t, func(w http.ResponseWriter, _ string, r *http.Request) {
		if r.Method == http.MethodGet {
			say(t, w, `[{"id": 1, "mail": "a@b.example"}]`)
		}
	})
	g.options.Settings = httpapi.Settings{"key": key}
	config := one("") + `        delete:
          method: DELETE
          path: /people/<id>/<key>
          query_params: [{name: k, value: <key>}]
          headers: [{name: X-Key, value: <key>}]
          body: '{"k": "<key>"}'
          param_values: [{name: key, connector_param: key}, {name: id, references: [{dataset: post, field: person.id}]}]
`
	calls, _ := g.erasure(config, person, null)
	if len(calls) != 1 || strings.Contains(calls[0], key) || strings.Count(calls[0], "‹key›") < 3 {
		t.Errorf("planned %q", calls)
	}
	if want := `DELETE /people/1/` + key + `?k=` + key + ` {"k": "` + key + `"}`; g.asked[len(g.asked)-1] != want {
		t.Errorf("sent %q", g.asked[len(g.asked)-1])
	}
	g.server.Close() // nothing answers any more
	g.options.Settings = httpapi.Settings{"key": key}
	_, err := g.access(signedIn(`{strategy: query_param, configuration: {name: k, value: <key>}}`, ""), person)
	if err == nil || strings.Contains(err.Error(), key) {
		t.Errorf("%v", err)
	}
	told := newRig(t, func(w http.ResponseWriter, _ string, _ *http.Request) {
		w.WriteHeader(http.StatusBadRequest)
		say(t, w, `{"error": "invalid_client", "error_description": "no client `+key+`"}`)
	})
	told.options.Settings = httpapi.Settings{"key": key}
	_, err = told.access(signedIn(strings.Replace(oauth, "%s", "oauth2_client_credentials", 1), ""), person)
	if err == nil || strings.Contains(err.Error(), key) || !strings.Contains(err.Error(), "invalid_client") {
		t.Errorf("%v", err)
	}
}
