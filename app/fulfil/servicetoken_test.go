package fulfil_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/model"
)

// Many systems take a refresh token once: the desk that does not keep the new one is signed out for good.
func TestANewTokenIsKeptAtTheDesk(t *testing.T) {
	o := newOffice(t, "sqlite")
	given := 0
	house := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer := `[{"id": 7, "email": "wang.ming@163.com"}]`
		if r.URL.Path == "/token" {
			if used := r.URL.Query().Get("refresh"); used != "r"+string(rune('0'+given)) {
				t.Errorf("asked by the refresh token %q, the last one given has the number %d", used, given)
				w.WriteHeader(http.StatusBadRequest)
			}
			given++
			answer = `{"access_token": "a` + string(rune('0'+given)) + `", "refresh_token": "r` +
				string(rune('0'+given)) + `", "expires_in": 1}`
		} else if want := "Bearer a" + string(rune('0'+given)); r.Header.Get("Authorization") != want {
			t.Errorf("signed in as %q, not %q", r.Header.Get("Authorization"), want)
		}
		if _, err := io.WriteString(w, answer); err != nil {
			t.Error(err)
		}
	}))
	t.Cleanup(house.Close)
	file := strings.Replace(club, "{strategy: bearer, configuration: {token: <token>}}",
		"{strategy: oauth2_authorization_code, configuration: {authorization_request: {method: GET, path: /authorize}, "+
			"token_request: {method: POST, path: /token}, refresh_request: {method: POST, path: /token, query_params: [{name: refresh, value: <refresh_token>}]}}}", 1)
	file = strings.Replace(file, "{name: token, sensitive: true}]",
		"{name: client_id}, {name: client_secret, sensitive: true}, {name: redirect_uri}]", 1)
	address := house.URL + "?client_id=c&client_secret=s&redirect_uri=u&access_token=a0&refresh_token=r0&expires_at=1"
	if err := datamap.Save(ctx, o.lead,
		model.Source{Key: "club", Owner: "Club", Address: address, WriteAddress: address, Dataset: file}); err != nil {
		t.Fatal(err)
	}
	o.working(t, model.Export) // collects, by the first token
	sources, err := datamap.List(ctx, o.lead)
	if err != nil || given == 0 {
		t.Fatal(err, given)
	}
	kept := ""
	for _, src := range sources {
		if src.Key == "club" {
			if kept = src.Address; src.Version != 1 || src.WriteAddress != src.Address {
				t.Errorf("version %d; the address for writing has other tokens: %v", src.Version,
					src.WriteAddress != src.Address)
			}
		}
	}
	if last := "refresh_token=r" + string(rune('0'+given)); !strings.Contains(kept, last) {
		t.Errorf("the address lacks %s", last)
	}
	before := given
	if _, err := datamap.Test(ctx, o.lead, kept); err != nil || given == before {
		t.Errorf("the connection is not signed in again: %v, %d", err, given)
	}
	if _, err := datamap.Test(ctx, o.lead, addressOf(t, o, "club")); err != nil {
		t.Errorf("nor a second time: %v", err)
	}
}

func addressOf(t *testing.T, o office, key string) string {
	t.Helper()
	sources, err := datamap.List(ctx, o.lead)
	if err != nil {
		t.Fatal(err)
	}
	for _, src := range sources {
		if src.Key == key {
			return src.Address
		}
	}
	return ""
}
