package httpapi_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/source/change"
	"orangelab.cn/rightsdesk/app/source/connector"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/httpapi"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/app/source/value"
)

// rig is a system of the test's own, with a connector file for it.
type rig struct {
	t       *testing.T
	server  *httptest.Server
	mu      sync.Mutex
	asked   []string
	waited  []time.Duration
	now     time.Time
	options httpapi.Options
	ids     dataset.Identities
	source  *httpapi.Source
}

// newRig begins a system that answers as the function says; the requests come to it as "METHOD /path?query body".
func newRig(t *testing.T, answer func(w http.ResponseWriter, line string, r *http.Request)) *rig {
	t.Helper()
	g := &rig{t: t, now: time.Date(2026, 1, 31, 10, 0, 0, 500_000_000, time.UTC),
		ids: dataset.Identities{"email": {"a@b.example"}}}
	g.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		line := strings.TrimSpace(r.Method + " " + r.URL.RequestURI() + " " + string(body))
		g.mu.Lock()
		g.asked = append(g.asked, line)
		g.mu.Unlock()
		answer(w, line, r)
	}))
	t.Cleanup(g.server.Close)
	g.options = httpapi.Options{Address: g.server.URL, Settings: httpapi.Settings{},
		Now: func() time.Time { g.mu.Lock(); defer g.mu.Unlock(); return g.now },
		Wait: func(_ context.Context, d time.Duration) error {
			g.mu.Lock()
			defer g.mu.Unlock()
			g.waited, g.now = append(g.waited, d), g.now.Add(d)
			return nil
		}}
	return g
}

const head = `saas_config:
  fides_key: post
  name: Post
  type: post
  description: of the test
  version: 1
  test_request: {method: GET, path: /ping}
`

// attached reads a connector file, head left out, and its dataset's collections, and returns what a run needs.
func (g *rig) attached(config, collections string) search.Options {
	g.t.Helper()
	c, problems := connector.Parse("post.yml", []byte(head+config))
	if c == nil {
		g.t.Fatal(problems)
	}
	ds, problems := dataset.ParseConnected("data.yml",
		[]byte("dataset:\n  - fides_key: post\n    collections:\n"+collections))
	if problems.Err() != nil {
		g.t.Fatal(problems)
	}
	a, problems := c.Attach(ds[0], nil)
	if problems.Err() != nil {
		g.t.Fatal(problems)
	}
	if err := dataset.Link(ds).Err(); err != nil {
		g.t.Fatal(err)
	}
	s, err := httpapi.New(c, g.options)
	if err != nil {
		g.t.Fatal(err)
	}
	g.source = s
	g.t.Cleanup(s.Close)
	return search.Options{Datasets: ds, Services: map[string]search.Service{"post": s.Begin(a)}, Identities: g.ids}
}

// access returns the rows of a person as JSON, by collection, and the first failure.
func (g *rig) access(config, collections string) (map[string][]string, error) {
	g.t.Helper()
	rows := map[string][]string{}
	report, err := search.Access(context.Background(), g.attached(config, collections), func(f search.Finding) error {
		b, err := value.Marshal(f.Row)
		rows[f.Collection] = append(rows[f.Collection], string(b))
		return err
	})
	if err != nil {
		g.t.Fatal(err)
	}
	return rows, report.Err()
}

// erasure returns the requests of an erasure in order, and carries them out.
func (g *rig) erasure(config, collections string, strategy dataset.Masking) (calls []string, reasons []string) {
	g.t.Helper()
	opts := g.attached(config, collections)
	service := opts.Services["post"]
	var changes []change.RowChange
	report, err := change.Preview(context.Background(),
		change.Options{Options: opts, Decide: func(f search.Finding) (dataset.Treatment, error) {
			c := opts.Datasets[0].Collection(f.Collection)
			if service.Whole(c) {
				return dataset.Treatment{Delete: true}, nil
			}
			return dataset.FormatTreatment(c, nil, strategy), nil
		}}, func(c change.RowChange) error { changes = append(changes, c); return nil })
	if err != nil || report.Err() != nil {
		g.t.Fatal(err, report.Err())
	}
	for _, o := range report.Obstacles {
		reasons = append(reasons, o.Collection+" "+o.Reason)
	}
	for _, c := range changes {
		for _, call := range c.Calls {
			calls = append(calls, strings.ReplaceAll(call.Text, g.server.URL, ""))
			if err := service.Make(context.Background(), call); err != nil {
				g.t.Fatal(err)
			}
		}
	}
	return calls, reasons
}

func say(t *testing.T, w io.Writer, text string) {
	if _, err := io.WriteString(w, text); err != nil {
		t.Error(err)
	}
}

const plainClient = "  connector_params: [{name: domain}, {name: key, sensitive: true}]\n  client_config: {protocol: https, host: <domain>}\n"

// one is a connector with one endpoint whose read is asked by e-mail.
func one(read string) string {
	return plainClient +
		"  endpoints:\n    - name: person\n      requests:\n        read: {method: GET, path: /people, param_values: [{name: mail, identity: email}], " + read + "}\n"
}

const person = "      - {name: person, fields: [{name: id, data_categories: [user.unique_id], fides_meta: {primary_key: true, data_type: string}}, {name: mail, data_categories: [user.contact.email], fides_meta: {data_type: string}}, {name: name, data_categories: [user.name], fides_meta: {data_type: string}}]}\n"
