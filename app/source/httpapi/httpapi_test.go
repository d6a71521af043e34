package httpapi_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/source/connector"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/httpapi"
)

func TestPagesAreFollowedToTheirEndAndOnlyOnTheSameHost(t *testing.T) {
	for name, c := range map[string]struct {
		read    string
		answers map[string]string
		header  map[string]string // Link by line
		rows    int
		fails   string
	}{
		"counted, with a limit": {
			read: `query_params: [{name: p, value: "1"}], data_path: items, pagination: {strategy: offset, configuration: {incremental_param: p, increment_by: 2, limit: 3}}`,
			answers: map[string]string{"GET /people?p=1": `{"items": [{"id": 1}]}`,
				"GET /people?p=3": `{"items": [{"id": 2}]}`}, rows: 2},
		"a link in the body, relative or to another host": {
			read: `data_path: items, pagination: {strategy: link, configuration: {source: body, path: paging.next}}`,
			answers: map[string]string{
				"GET /people":     `{"items": [{"id": 1}], "paging": {"next": "https://evil.example/people?x=2"}}`,
				"GET /people?x=2": `{"items": [{"id": 2}], "paging": {"next": "/people?x=3"}}`,
				"GET /people?x=3": `{"items": [{"id": 3}], "paging": {"next": ""}}`}, rows: 3},
		"a link in the headers": {read: `pagination: {strategy: link, configuration: {source: headers, rel: next}}`,
			answers: map[string]string{"GET /people": `[{"id": 1}]`, "GET /people?x=2": `[]`},
			header: map[string]string{
				"GET /people":     `</people?x=0>; rel="prev", </people?x=2>; rel="next"; results="true"`,
				"GET /people?x=2": `</people?x=9>; rel="next"`}, rows: 1},
		"has_next": {
			read:    `data_path: items, pagination: {strategy: link, configuration: {source: body, path: next, has_next: more}}`,
			answers: map[string]string{"GET /people": `{"items": [{"id": 1}], "next": "/people?x=2", "more": false}`},
			rows:    1},
		"a cursor from the last row": {
			read: `data_path: data, pagination: {strategy: cursor, configuration: {cursor_param: after, field: id}}`,
			answers: map[string]string{"GET /people": `{"data": [{"id": "a"}, {"id": "b"}]}`,
				"GET /people?after=b": `{"data": []}`}, rows: 2},
		"a cursor that is null": {
			read: `data_path: data, pagination: {strategy: cursor, configuration: {cursor_param: after, field: meta.next}}`,
			answers: map[string]string{"GET /people": `{"data": [{"id": "a"}], "meta": {"next": "x y"}}`,
				"GET /people?after=x+y": `{"data": [{"id": "b"}], "meta": {"next": null}}`}, rows: 2},
		"a cursor that stays": {
			read: `data_path: data, pagination: {strategy: cursor, configuration: {cursor_param: after, field: meta.next}}`,
			answers: map[string]string{"GET /people": `{"data": [{"id": "a"}], "meta": {"next": "x"}}`,
				"GET /people?after=x": `{"data": [{"id": "b"}], "meta": {"next": "x"}}`}, rows: 2,
			fails: "again and again"},
		"an empty cursor": {
			read:    `data_path: data, pagination: {strategy: cursor, configuration: {cursor_param: after, field: meta.next}}`,
			answers: map[string]string{"GET /people": `{"data": [{"id": "a"}], "meta": {"next": ""}}`}, rows: 1,
			fails: "empty"},
	} {
		t.Run(name, func(t *testing.T) {
			g := newRig(t, func(w http.ResponseWriter, line string, _ *http.Request) {
				if link := c.header[line]; link != "" {
					w.Header().Set("Link", link)
				}
				text, known := c.answers[line]
				if !known {
					http.Error(w, "{}", http.StatusNotFound)
				}
				say(t, w, text)
			})
			rows, err := g.access(one(c.read), person)
			if len(rows["person"]) != c.rows || len(g.asked) != len(c.answers) {
				t.Errorf("%d rows %v after %q", len(rows["person"]), rows, g.asked)
			}
			if (err != nil) != (c.fails != "") || err != nil && !strings.Contains(err.Error(), c.fails) {
				t.Errorf("fails with %v", err)
			}
		})
	}
}

func TestStepsMakeRowsOfAnAnswer(t *testing.T) {
	g := newRig(t, nil)
	for name, c := range map[string]struct{ read, answer, want string }{
		"the whole answer":     {``, `{"id": 1}`, `{"id":1}`},
		"a path with a number": {`data_path: "a[0].b"`, `{"a": [{"b": [{"id": 1}]}]}`, `{"id":1}`},
		"nothing at all":       {`data_path: x.y`, `{}`, ``},
		"nothing in its place": {`data_path: x.y`, `{"a": 1, "x": {}}`, ``},
		"nobody":               {`data_path: x.y`, `{"x": null, "errors": []}`, ``},
		"no such element":      {`data_path: "x[0].y"`, `{"x": [], "error": null, "success": true}`, ``},
		"null":                 {``, `null`, ``},
		"a field of its own":   {``, `{"id": 1, "name": "n", "ok": true}`, `{"id":1,"name":"n"}`},
		"unwrap of a list": {`postprocessors: [{strategy: unwrap, configuration: {data_path: p}}]`,
			`[{"p": [{"id": 1}]}, {}, {"p": {"id": 2}}]`, `{"id":1} {"id":2}`},
		"by identity": {
			`postprocessors: [{strategy: filter, configuration: {field: mail, value: {identity: email}, case_sensitive: false}}]`, `[{"id": 1, "mail": "A@B.example"}, {"id": 2, "mail": "c@b.example"}, {"id": 3}, {"id": 4, "mail": null}, {"id": 5, "mail": 5}]`, `{"id":1,"mail":"A@B.example"}`},
		"of a case": {
			`postprocessors: [{strategy: filter, configuration: {field: mail, value: {identity: email}}}]`,
			`[{"id": 1, "mail": "A@B.example"}]`, ``},
		"contained": {
			`postprocessors: [{strategy: filter, configuration: {field: name, value: ann, exact: false}}]`,
			`[{"id": 1, "name": "anna"}, {"id": 2, "name": "an"}]`, `{"id":1,"name":"anna"}`},
		"a number": {`postprocessors: [{strategy: filter, configuration: {field: "x.n", value: 2}}]`,
			`[{"id": 1, "x": [{"n": 1}, {"n": 2.0}]}, {"id": 2, "x": {"n": "2"}}]`, `{"id":1}`},
		"one object": {`postprocessors: [{strategy: filter, configuration: {field: name, value: x}}]`,
			`{"id": 1, "name": "y"}`, ``},
		"another kind": {
			`postprocessors: [{strategy: filter, configuration: {field: name, value: {identity: phone_number}}}]`,
			`[{"id": 1, "name": "y"}]`, ``},
		"alike twice": {``, `[{"id": 1}, {"id": 1}, {"id": "1"}]`, `{"id":1} {"id":"1"}`},
		"into the log": {`postprocessors: [{strategy: extract_for_execution_log, configuration: {path: zz}}]`,
			`[{"id": 1}]`, `{"id":1}`},
		"an output": {`output: '{"id": "<mail>", "name": {<all_object_fields>}}'`,
			`[{"id": 1, "q": "a\"b"}]`, `{"id":"a@b.example","name":{"id":1,"q":"a\"b"}}`},
	} {
		t.Run(name, func(t *testing.T) {
			g = newRig(t, func(w http.ResponseWriter, _ string, _ *http.Request) { say(t, w, c.answer) })
			rows, err := g.access(one(c.read), person)
			if got := strings.Join(rows["person"], " "); err != nil || got != c.want {
				t.Errorf("%s, %v; want %s", got, err, c.want)
			}
		})
	}
	for name, answer := range map[string]string{"no JSON": "<html>", "a list of numbers": "[1]", "a number": "7",
		"empty": ""} {
		g = newRig(t, func(w http.ResponseWriter, _ string, _ *http.Request) { say(t, w, answer) })
		if rows, err := g.access(one(""), person); err == nil || len(rows) > 0 {
			t.Errorf("%s: %v, %v", name, rows, err)
		}
	}
}

func TestAnErrorIsNeverTakenForNothingFoundAndRepeatedOnlyWhereThatIsSafe(t *testing.T) {
	for name, c := range map[string]struct {
		statuses []int
		method   string
		ignore   string
		after    string
		asked    int
		waits    []time.Duration
		fails    string
	}{
		"not found":            {statuses: []int{404}, asked: 1, fails: "404"},
		"not found, ignored":   {statuses: []int{404}, ignore: "ignore_errors: [404]", asked: 1},
		"another, not ignored": {statuses: []int{403}, ignore: "ignore_errors: [404]", asked: 1, fails: "403"},
		"too often": {statuses: []int{429, 429, 200}, asked: 3,
			waits: []time.Duration{2 * time.Second, 4 * time.Second}},
		"too often, told when": {statuses: []int{429, 200}, after: "7", asked: 2,
			waits: []time.Duration{7 * time.Second}},
		"told far too long": {statuses: []int{503, 200}, after: "99999999999", asked: 2,
			waits: []time.Duration{300 * time.Second}},
		"told a day": {statuses: []int{503, 200}, after: "86400", asked: 2,
			waits: []time.Duration{300 * time.Second}},
		"too often for ever": {statuses: []int{429}, asked: 4,
			waits: []time.Duration{2 * time.Second, 4 * time.Second, 8 * time.Second}, fails: "429"},
		"ignored, but first repeated": {statuses: []int{429, 200}, ignore: "ignore_errors: true", asked: 2,
			waits: []time.Duration{2 * time.Second}},
		"it fails on a read": {statuses: []int{500, 200}, asked: 2, waits: []time.Duration{2 * time.Second}},
		"it fails on a POST": {statuses: []int{500, 200}, method: "POST", asked: 1, fails: "500"},
		"a gateway fails": {statuses: []int{502, 504, 200}, method: "POST", asked: 3,
			waits: []time.Duration{2 * time.Second, 4 * time.Second}},
		"no content": {statuses: []int{204}, asked: 1},
	} {
		t.Run(name, func(t *testing.T) {
			n := 0
			g := newRig(t, func(w http.ResponseWriter, _ string, _ *http.Request) {
				status := c.statuses[min(n, len(c.statuses)-1)]
				n++
				if c.after != "" {
					w.Header().Set("Retry-After", c.after)
				}
				w.WriteHeader(status)
				if status == http.StatusOK {
					say(t, w, `[]`)
				}
			})
			config := one(c.ignore)
			if c.method != "" {
				config = strings.Replace(config, "method: GET, path: /people", "method: "+c.method+", path: /people", 1)
			}
			_, err := g.access(config, person)
			if len(g.asked) != c.asked || !slices.Equal(g.waited, c.waits) {
				t.Errorf("asked %d times, waited %v", len(g.asked), g.waited)
			}
			if (err != nil) != (c.fails != "") || err != nil && !strings.Contains(err.Error(), c.fails) {
				t.Errorf("fails with %v", err)
			}
		})
	}
}

func TestValuesAreEscapedWhereTheyStand(t *testing.T) {
	config := plainClient + `  endpoints:
    - name: person
      requests:
        read:
          method: POST
          path: /p/<mail>/x?own=<mail>
          query_params: [{name: "q[a]", value: "is <mail>"}, {name: none, value: <nobody>}]
          headers: [{name: X-Who, value: "<mail>"}, {name: X-None, value: <nobody>}]
          param_values: [{name: mail, identity: email}]
          body: |
            {"who": "<mail>", "raw": <mail>, "maybe": "<nobody?>", "also": <nobody?>, "line": "a
            b"}
`
	var who string
	g := newRig(t, func(w http.ResponseWriter, _ string, r *http.Request) {
		who = r.Header.Get("X-Who")
		say(t, w, `[]`)
	})
	g.ids = dataset.Identities{"email": {`a/b?c#d%e f+<mail>"\`}}
	if _, err := g.access(config, person); err != nil {
		t.Fatal(err)
	}
	want :=
		`POST /p/a%2Fb%3Fc%23d%25e%20f+%3Cmail%3E%22%5C/x?own=a%2Fb%3Fc%23d%25e+f%2B%3Cmail%3E%22%5C&q%5Ba%5D=is+a%2Fb%3Fc%23d%25e+f%2B%3Cmail%3E%22%5C ` +
			`{"who": "a/b?c#d%e f+<mail>\"\\", "raw": "a/b?c#d%e f+<mail>\"\\", "maybe": null, "also": null, "line": "a` +
			"\n" + `b"}`
	if len(g.asked) != 1 || g.asked[0] != want || who != g.ids["email"][0] {
		t.Errorf("asked %q\nwant  %q\n%q", g.asked, want, who)
	}
	for _, hostile := range []string{"..", "."} {
		g.ids, g.asked = dataset.Identities{"email": {hostile}}, nil
		if _, err := g.access(config, person); err == nil || len(g.asked) > 0 {
			t.Errorf("%q leads to another path: %q", hostile, g.asked)
		}
	}
}

func TestRequestsGoOnlyWhereTheFileSays(t *testing.T) {
	elsewhere := newRig(t, func(w http.ResponseWriter, _ string, _ *http.Request) { say(t, w, `[{"id": 1}]`) })
	t.Setenv("HTTP_PROXY", elsewhere.server.URL)
	g := newRig(t, func(w http.ResponseWriter, line string, r *http.Request) {
		switch line {
		case "GET /people":
			http.Redirect(w, r, "/moved", http.StatusFound)
		case "GET /moved":
			http.Redirect(w, r, elsewhere.server.URL+"/people", http.StatusFound)
		}
	})
	if rows, err := g.access(one(""), person); err == nil || len(rows) > 0 || len(g.asked) != 2 ||
		len(elsewhere.asked) > 0 {
		t.Errorf("%v %v, asked %q and elsewhere %q", rows, err, g.asked, elsewhere.asked)
	}
	for address, says := range map[string]string{"http://api.parcel.example": "https://",
		"ftp://127.0.0.1": "https://HOST", "https://u:p@127.0.0.1": "https://HOST", "https://": "https://HOST"} {
		c, _ := connector.Parse("x.yml", []byte(head+one("")))
		if _, err := httpapi.New(c, httpapi.Options{Address: address}); err == nil ||
			!strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", address, err)
		}
	}
	for host, says := range map[string]string{"127.0.0.1": "inside this machine",
		"169.254.169.254": "inside this machine", "a.example?b": "https://HOST"} {
		g.options.Address, g.options.Settings = "", httpapi.Settings{"domain": host}
		if _, err := g.access(one(""), person); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", host, err)
		}
	}
	g.options.Settings = httpapi.Settings{"domain": "api.parcel.example"}
	if _, err := g.access(strings.Replace(one(""), "protocol: https", "protocol: http", 1), person); err == nil ||
		!strings.Contains(err.Error(), "without TLS") {
		t.Errorf("without TLS: %v", err)
	}
}
