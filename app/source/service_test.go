package source_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"orangelab.cn/rightsdesk/app/source/trial"
)

// system is a system that answers over HTTP, on this machine: it remembers what it was asked.
type system struct {
	*httptest.Server
	mu      sync.Mutex
	asked   []string // "METHOD /path?query body"
	headers []http.Header
}

// newSystem returns a system whose answers are those of a table by "METHOD /path?query", else what answer says.
func newSystem(t *testing.T, answers map[string]string, answer http.HandlerFunc) *system {
	t.Helper()
	s := &system{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		line := r.Method + " " + r.URL.RequestURI()
		s.mu.Lock()
		s.asked, s.headers = append(s.asked, strings.TrimSpace(line+" "+string(body))), append(s.headers, r.Header)
		s.mu.Unlock()
		r.Body = io.NopCloser(bytes.NewReader(body))
		if text, known := answers[line]; known {
			if _, err := io.WriteString(w, text); err != nil {
				t.Error(err)
			}
			return
		}
		if answer == nil {
			http.Error(w, `{"error": "not found"}`, http.StatusNotFound)
			return
		}
		answer(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *system) requests() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.asked)
}

// printed is what a trial of a connector wrote.
type printed struct {
	status      int
	out, errOut string
}

// try carries out a trial of a connector against a system.
func (s *system) try(t *testing.T, config, data string, args ...string) printed {
	t.Helper()
	dir := t.TempDir()
	files := map[string]string{"config.yml": config, "dataset.yml": data}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var out, errOut bytes.Buffer
	args = append([]string{"--connector", filepath.Join(dir, "config.yml"), "--dataset",
		filepath.Join(dir, "dataset.yml"), "--source", "post=" + s.URL, "--json"}, args...)
	status := trial.Command(context.Background(), args, &out, &errOut)
	return printed{status, out.String(), errOut.String()}
}

// rows are the rows of an access; numbers stay as they are written.
func (r printed) rows(t *testing.T) map[string][]map[string]any {
	t.Helper()
	var out map[string][]map[string]any
	dec := json.NewDecoder(strings.NewReader(r.out))
	dec.UseNumber()
	if err := dec.Decode(&out); err != nil || r.status != 0 {
		t.Fatalf("status %d, %v: %s %s", r.status, err, r.out, r.errOut)
	}
	return out
}

// erasure is what an erasure printed.
func (r printed) erasure(t *testing.T) trial.Erasure {
	t.Helper()
	var out trial.Erasure
	if err := json.Unmarshal([]byte(r.out), &out); err != nil || r.status != 0 {
		t.Fatalf("status %d, %v: %s %s", r.status, err, r.out, r.errOut)
	}
	return out
}

// connectorFile returns a connector file of these endpoints, in YAML below "endpoints:"; more stands at its top level.
func connectorFile(endpoints, more string) string {
	return `saas_config:
  fides_key: <instance_fides_key>
  name: Parcel Post
  type: parcel_post
  description: a system of the test
  version: 0.1
  connector_params: [{name: domain, default_value: api.parcel.example}, {name: token, sensitive: true, default_value: s3cret-token}]
  test_request: {method: GET, path: /ping}
` + more + `
  endpoints:
` + endpoints
}

const bearer = `  client_config: {protocol: https, host: <domain>, authentication: {strategy: bearer, configuration: {token: <token>}}}`

const postEndpoints = `
    - name: sender
      requests:
        read: {method: GET, path: /senders, query_params: [{name: mail, value: <who>}], param_values: [{name: who, identity: email}], data_path: items}
    - name: parcel
      requests:
        read:
          method: GET
          path: /senders/<sid>/parcels
          query_params: [{name: page, value: 1}]
          param_values: [{name: sid, references: [{dataset: <instance_fides_key>, field: sender.id, direction: from}]}]
          data_path: items
          pagination: {strategy: offset, configuration: {incremental_param: page, increment_by: 1}}
        update:
          method: PATCH
          path: /parcels/<pid>
          param_values: [{name: pid, references: [{dataset: <instance_fides_key>, field: parcel.id, direction: from}]}]
          body: '{"parcel": { <masked_object_fields> }}'
`

const postData = `dataset:
  - fides_key: <instance_fides_key>
    name: Parcel Post
    collections:
      - name: sender
        fields:
          - {name: id, data_categories: [user.unique_id], fidesops_meta: {primary_key: true}}
          - {name: mail, data_categories: [user.contact.email], fidesops_meta: {data_type: string}}
      - name: parcel
        fields:
          - {name: id, data_categories: [user.unique_id], fidesops_meta: {primary_key: true}}
          - name: to
            fidesops_meta: {data_type: object}
            fields:
              - {name: name, data_categories: [user.name]}
              - {name: zone, data_categories: [system.operations]}
          - {name: weight, data_categories: [system.operations]}
          - {name: tags, data_categories: [user.content]}
`

var postAnswers = map[string]string{
	"GET /senders?mail=a%2Bb%40b.example": `{"items": [{"id": 1, "mail": "a+b@b.example", "inner": true}, {"id": 2, "mail": "a+b@b.example"}]}`,
	"GET /senders/1/parcels?page=1":       `{"items": [{"id": 7, "to": {"name": "A \"B\"", "zone": 4}, "weight": 1.50, "tags": ["x", "y"]}]}`,
	"GET /senders/1/parcels?page=2":       `{"items": [{"id": 9007199254740993, "to": {"zone": 5}, "weight": null}]}`,
	"GET /senders/1/parcels?page=3":       `{"items": []}`,
	"GET /senders/2/parcels?page=1":       `{"items": []}`,
}

func TestAPersonIsFoundInASystemThatAnswersOverHTTP(t *testing.T) {
	s := newSystem(t, postAnswers, nil)
	got := s.try(t, connectorFile(postEndpoints, bearer), postData, "--access", "--identity", "email=a+b@b.example").
		rows(t)
	want := map[string][]map[string]any{
		"post:sender": {{"id": json.Number("1"), "mail": "a+b@b.example"},
			{"id": json.Number("2"), "mail": "a+b@b.example"}},
		"post:parcel": {
			{"id": json.Number("7"), "to": map[string]any{"name": `A "B"`, "zone": json.Number("4")},
				"weight": json.Number("1.50"), "tags": []any{"x", "y"}},
			{"id": json.Number("9007199254740993"), "to": map[string]any{"zone": json.Number("5")}, "weight": nil}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%v\nwant %v", got, want)
	}
	asked := s.requests()
	slices.Sort(asked)
	var urls []string
	for line := range postAnswers {
		urls = append(urls, line)
	}
	slices.Sort(urls)
	if !slices.Equal(asked, urls) {
		t.Errorf("asked %q\nwant %q", asked, urls)
	}
	for _, h := range s.headers {
		if h.Get("Authorization") != "Bearer s3cret-token" {
			t.Errorf("signed in as %q", h.Get("Authorization"))
		}
	}
}

func TestAnErasureOverHTTPShowsTheRequestsAndSendsThemOnlyWhenToldTo(t *testing.T) {
	answer := func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPatch {
			http.Error(w, "{}", http.StatusNotFound)
		}
	}
	s := newSystem(t, postAnswers, answer)
	args := []string{"--erase", "--strategy", "null_rewrite", "--identity", "email=a+b@b.example"}
	got := s.try(t, connectorFile(postEndpoints, bearer), postData, args...).erasure(t)
	if want := map[string]int64{"post:sender": 0, "post:parcel": 1}; !reflect.DeepEqual(got.Counts, want) {
		t.Errorf("counts %v, want %v", got.Counts, want)
	}
	statement := "PATCH " + s.URL + "/parcels/7\n" + `{"parcel": { "to": {"name":null}, "tags": [null,null] }}`
	if !slices.Equal(got.Statements, []string{statement}) {
		t.Errorf("statements %q, want %q", got.Statements, statement)
	}
	reasons := map[string]string{}
	for _, o := range got.Obstacles {
		reasons[o.Collection+" "+o.Reason] = o.Text
	}
	if reasons["post:parcel not_compared"] == "" || reasons["post:sender no_request"] == "" {
		t.Errorf("what cannot be compared or done is not said: %v", reasons)
	}
	for _, line := range s.requests() {
		if !strings.HasPrefix(line, "GET ") {
			t.Errorf("sent without --write: %s", line)
		}
	}
	s.try(t, connectorFile(postEndpoints, bearer), postData, append(args, "--write")...).erasure(t)
	var sent []string
	for _, line := range s.requests() {
		if !strings.HasPrefix(line, "GET ") {
			sent = append(sent, line)
		}
	}
	if want := []string{`PATCH /parcels/7 {"parcel": { "to": {"name":null}, "tags": [null,null] }}`}; !slices.Equal(
		sent, want) {
		t.Errorf("sent %q, want %q", sent, want)
	}
}

func TestAnOutsideReferenceLeadsFromADatabaseIntoASystemOverHTTP(t *testing.T) {
	db := sqliteDB(t)
	db.exec(t,
		"CREATE TABLE account (id INTEGER PRIMARY KEY, mail TEXT, club_id TEXT);\nINSERT INTO account VALUES (1, 'a@b.example', 'c/7'), (2, 'x@b.example', 'c/8'), (3, 'a@b.example', NULL)")
	shop := filepath.Join(t.TempDir(), "shop.yml")
	if err := os.WriteFile(shop,
		[]byte("dataset: [{fides_key: shop, collections: [{name: account, fields: [{name: id, fides_meta: {primary_key: true}}, {name: mail, data_categories: [user.contact.email], fides_meta: {identity: email}}, {name: club_id}]}]}]"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := newSystem(t, map[string]string{"GET /v2/members/c%2F7": `{"id": "c/7", "nick": "Mimi"}`}, nil)
	config := connectorFile(`
    - name: member
      requests:
        read: {method: GET, path: /<version>/members/<member>, param_values: [{name: member, references: [club_member]}, {name: version, connector_param: version}]}
`, bearer+"\n  external_references: [{name: club_member}]")
	data :=
		"dataset: [{fides_key: <instance_fides_key>, collections: [{name: member, fields: [{name: id, fides_meta: {primary_key: true}}, {name: nick, data_categories: [user.name]}]}]}]"
	args := []string{"--dataset", shop, "--source", "shop=" + db.dsn, "--access", "--identity", "email=a@b.example",
		"--param", "version=v2"}
	got := s.try(t, config, data, append(args, "--param", "club_member=shop.account.club_id")...).rows(t)
	if want := []map[string]any{{"id": "c/7", "nick": "Mimi"}}; !reflect.DeepEqual(got["post:member"], want) ||
		len(got["shop:account"]) != 2 {
		t.Errorf("%v after %q", got, s.requests())
	}
	if r := s.try(t, config, data, args...); r.status != 1 || !strings.Contains(r.out, "club_member") ||
		!strings.Contains(r.errOut, "config.yml:") {
		t.Errorf("without the reference: %+v", r)
	}
}
