package httpapi_test

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/source/change"
	"orangelab.cn/rightsdesk/app/source/connector"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/httpapi"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/app/source/value"
)

var null = dataset.Masking{Strategy: dataset.NullRewrite}

func TestAnErasureSendsWhatTheFileAsksFor(t *testing.T) {
	const ids = `[{"id": 1, "mail": "a@b.example", "name": "A \"x\""}, {"id": 2}]`
	byID := `param_values: [{name: id, references: [{dataset: post, field: person.id}]}]`
	for name, c := range map[string]struct {
		requests, more, data, answer string
		strategy                     dataset.Masking
		want, reasons                []string
	}{
		"an update of what is masked, and none where nothing is": {
			requests: `update: {method: PUT, path: /people/<id>, body: '{ "v": 1, <masked_object_fields> }', ` + byID +
				`}`,
			want:    []string{"PUT /people/1\n" + `{ "v": 1, "mail": null, "name": null }`},
			reasons: []string{"person not_compared"}},
		"an update of all, as a form": {
			requests: `update: {method: POST, path: /people/<id>, headers: [{name: content-type, value: application/x-www-form-urlencoded}], body: '{ <all_object_fields> }', ` + byID + `}`,
			want: []string{"POST /people/1\ncontent-type: application/x-www-form-urlencoded\n" +
				`{ "id": 1, "mail": null, "name": null }`}, reasons: []string{"person not_compared"}},
		"a text": {strategy: dataset.Masking{Strategy: dataset.StringRewrite,
			Configuration: map[string]any{"rewrite_value": `x"`}},
			requests: `update: {method: PUT, path: /people/<id>, body: '{<masked_object_fields>}', ` + byID + `}`,
			want:     []string{"PUT /people/1\n" + `{"mail": "x\"", "name": "x\""}`},
			reasons:  []string{"person not_compared"}},
		"a delete of every row": {requests: `delete: {method: DELETE, path: /people/<id>, ` + byID + `}`,
			want:    []string{"DELETE /people/1", "DELETE /people/2"},
			reasons: []string{"person not_compared", "person on_trust"}},
		"one request for all": {requests: `delete: {method: DELETE, path: /people/<id>, ` + byID + `}`,
			more: `  data_protection_request: {method: POST, path: /forget, body: '{"who": "<mail>"}', param_values: [{name: mail, identity: email}]}
`, want: []string{"POST /forget\n" + `{"who": "a@b.example"}`, "POST /forget\n" + `{"who": "a@b.example"}`}, reasons: []string{"person not_compared", "person on_trust"}},
		"nothing to do it by": {reasons: []string{"person no_request"}},
		"a program": {requests: `update: {request_override: forget_them, ` + byID + `}`,
			reasons: []string{"person program"}},
		"no primary key": {requests: `delete: {method: DELETE, path: /people/<id>, ` + byID + `}`,
			data: strings.Replace(person, "primary_key: true, ", "", 1), reasons: []string{"person no_own_key"}},
		"a row that lacks its id": {requests: `delete: {method: DELETE, path: /people/<id>, ` + byID + `}`,
			answer: `[{"mail": "a@b.example", "id": ""}]`, reasons: []string{"person no_value"}},
		"each of a list in the row": {
			requests: `delete: {method: DELETE, path: /subscriptions/<id>, data_path: subs, postprocessors: [{strategy: filter, configuration: {field: on, value: true}}], ` + byID + `}`, answer: `[{"id": 1, "subs": [{"id": 7, "on": true}, {"id": 8, "on": false}, {"id": 9, "on": true}]}]`, want: []string{"DELETE /subscriptions/7", "DELETE /subscriptions/9"}, reasons: []string{"person not_compared", "person on_trust"}},
	} {
		t.Run(name, func(t *testing.T) {
			answer, data := c.answer, c.data
			if answer == "" {
				answer = ids
			}
			if data == "" {
				data = person
			}
			g := newRig(t, func(w http.ResponseWriter, _ string, r *http.Request) {
				if r.Method == http.MethodGet {
					say(t, w, answer)
				}
			})
			config := one("")
			if c.requests != "" {
				config += "        " + c.requests + "\n"
			}
			config = strings.Replace(config, "  endpoints:", c.more+"  endpoints:", 1)
			if c.strategy.Strategy == "" {
				c.strategy = null
			}
			calls, reasons := g.erasure(config, data, c.strategy)
			if name == "an update of all, as a form" {
				if last := g.asked[len(g.asked)-1]; last != "POST /people/1 id=1&mail=&name=" {
					t.Errorf("sent %q", last)
				}
			}
			slices.Sort(reasons)
			if !slices.Equal(calls, c.want) || !slices.Equal(reasons, c.reasons) {
				t.Errorf("%q %v\nwant %q %v", calls, reasons, c.want, c.reasons)
			}
		})
	}
}

const family = plainClient + `  endpoints:
    - name: parent
      requests:
        read: {method: GET, path: /parents, param_values: [{name: placeholder, identity: email}]}
        delete: {method: DELETE, path: /parents/<id>, param_values: [{name: id, references: [{dataset: post, field: parent.id}]}]}
    - name: child
      requests:
        read: {method: GET, path: "/<kind>/<parent>/children", grouped_inputs: [parent, kind], param_values: [{name: parent, references: [{dataset: post, field: parent.id}]}, {name: kind, references: [{dataset: post, field: parent.kinds}]}]}
        delete: {method: DELETE, path: /children/<id>, param_values: [{name: id, references: [{dataset: post, field: child.id}]}]}
    - name: list
      requests:
        delete: {method: DELETE, path: /lists/<mail>, param_values: [{name: mail, identity: email}]}
    - name: other
      requests:
        read:
          - {method: GET, path: /by-mail, query_params: [{name: q, value: <mail>}], param_values: [{name: mail, identity: email}]}
          - {method: GET, path: /by-phone, query_params: [{name: q, value: <phone>}], param_values: [{name: phone, identity: phone_number}]}
`

const familyData = `      - {name: parent, fields: [{name: id, fides_meta: {primary_key: true}}, {name: kinds, data_categories: [user.content]}]}
      - {name: child, fields: [{name: id, fides_meta: {primary_key: true}}]}
      - {name: other, fields: [{name: id, fides_meta: {primary_key: true}}, {name: shared, fides_meta: {data_type: "string[]"}}]}
`

func TestCollectionsLeadToOneAnotherAndAreErasedTheOtherWayRound(t *testing.T) {
	answers := map[string]string{
		"GET /parents":      `[{"id": 1, "kinds": ["a", "b"]}, {"id": 2, "kinds": "a"}, {"id": 0, "kinds": "z"}, {"id": 3}]`,
		"GET /a/1/children": `[{"id": 11}]`, "GET /b/1/children": `[{"id": 12}]`, "GET /a/2/children": `[{"id": 21}]`,
		"GET /by-mail?q=a%40b.example": `[{"id": 5}, {"id": 6}]`, "GET /by-phone?q=1": `[{"id": 6}]`,
	}
	g := newRig(t, func(w http.ResponseWriter, line string, r *http.Request) {
		text, known := answers[line]
		if !known && r.Method == http.MethodGet {
			t.Errorf("asked %q", line)
		}
		say(t, w, text)
	})
	rows, err := g.access(family, familyData)
	if err != nil || strings.Join(rows["child"], " ") != `{"id":11} {"id":12} {"id":21}` || len(rows["other"]) != 2 ||
		len(rows["list"]) != 0 {
		t.Errorf("%v %v", rows, err)
	}
	if slices.Contains(g.asked, "GET /by-phone?q=1") {
		t.Error("asked by a kind of identity that was not given")
	}
	g.ids["phone_number"] = []string{"1"}
	if rows, err = g.access(family, familyData); err != nil || strings.Join(rows["other"], " ") != `{"id":5} {"id":6}` {
		t.Errorf("the same person by mail and by phone: %v %v", rows, err)
	}
	calls, _ := g.erasure(family, familyData, null)
	at := func(call string) int { return slices.Index(calls, call) }
	if len(calls) != 8 || at("DELETE /lists/a@b.example") < 0 || at("DELETE /children/21") > at("DELETE /parents/1") ||
		at("DELETE /children/21") < 0 {
		t.Errorf("sent %q", calls)
	}
}

func TestARandomTextIsShownAsItIsSent(t *testing.T) {
	g := newRig(t, func(w http.ResponseWriter, _ string, _ *http.Request) {
		say(t, w, `[{"id": "1", "mail": "a@b.example", "name": "A"}]`)
	})
	random := dataset.Masking{Strategy: dataset.RandomStringRewrite, Configuration: map[string]any{"length": 9}}
	opts := g.attached(
		one(
			"")+`        update: {method: PUT, path: /people/<id>, body: '{<masked_object_fields>}', param_values: [{name: id, references: [{dataset: post, field: person.id}]}]}
`, person)
	seen := 0
	_, err := change.Preview(context.Background(),
		change.Options{Options: opts, Decide: func(f search.Finding) (dataset.Treatment, error) {
			return dataset.FormatTreatment(opts.Datasets[0].Collection(f.Collection), nil, random), nil
		}}, func(c change.RowChange) error {
			for _, cell := range c.After {
				seen++
				if text, _ := value.Text(cell.Value); len(text) != 9 || len(c.Calls) != 1 ||
					!strings.Contains(c.Calls[0].Text, `"`+cell.Name+`": "`+text+`"`) {
					t.Errorf("shows %v for %s, sends %+v", cell.Value, cell.Name, c.Calls)
				}
			}
			return nil
		})
	if err != nil || seen != 2 {
		t.Errorf("%d fields, %v", seen, err)
	}
}

func TestAStepThatIsAProgramIsNeverSentAsARequest(t *testing.T) {
	byID := `, param_values: [{name: id, references: [{dataset: post, field: person.id}]}]}
`
	program := "{request_override: do_it}"
	for name, config := range map[string]string{
		"the sign-in's request": signedIn(
			`{strategy: oauth2_client_credentials, configuration: {token_request: `+program+`}}`, ""),
		"what reads": strings.Replace(one(""), "read: {method: GET, path: /people,",
			"read: {request_override: do_it,", 1),
		"what erases": one("") + "        delete: {request_override: do_it" + byID,
		"the one for all": strings.Replace(one(""), "  endpoints:",
			"  data_protection_request: {request_override: do_it, param_values: [{name: mail, identity: email}]}\n  endpoints:", 1),
	} {
		t.Run(name, func(t *testing.T) {
			g := newRig(t, func(w http.ResponseWriter, line string, _ *http.Request) {
				if line != "GET /people" {
					t.Errorf("asked %q", line)
				}
				say(t, w, `[{"id": "1", "mail": "a@b.example", "name": "A"}]`)
			})
			if name == "what reads" || name == "the sign-in's request" {
				if _, err := g.access(config, person); err == nil || !strings.Contains(err.Error(), "program") {
					t.Errorf("%v", err)
				}
				return
			}
			if calls, reasons := g.erasure(config, person, null); len(calls) > 0 ||
				!slices.Contains(reasons, "person program") {
				t.Errorf("%q %q", calls, reasons)
			}
		})
	}
	g := newRig(t, func(_ http.ResponseWriter, line string, _ *http.Request) { t.Errorf("asked %q", line) })
	c, problems := connector.Parse("post.yml",
		[]byte(strings.Replace(head, "{method: GET, path: /ping}", program, 1)+one("")))
	if c == nil {
		t.Fatal(problems)
	}
	s, err := httpapi.New(c, g.options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	if err := s.Test(context.Background()); err == nil || !strings.Contains(err.Error(), "program") {
		t.Errorf("the test: %v", err)
	}
}
