package httpapi_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/httpapi"
)

// people is a connector whose rows are asked for by e-mail, with a request that changes them.
func people(request string) string {
	return plainClient + `  endpoints:
    - name: person
      requests:
        read: {method: GET, path: /people, query_params: [{name: q, value: <mail>}], param_values: [{name: mail, identity: email}], data_path: items}
        ` + request + "\n"
}

func TestAChangeThatLacksAValueIsNoRequest(t *testing.T) {
	for name, c := range map[string]struct{ request, row, reason string }{
		"an identity that was not given": {
			request: `delete: {method: DELETE, path: /people, query_params: [{name: phone, value: <tel>}], param_values: [{name: tel, identity: phone_number}]}`, reason: "no_value"},
		"its own field, null": {
			request: `delete: {method: DELETE, path: /people, query_params: [{name: key, value: <key>}], param_values: [{name: key, references: [{dataset: post, field: person.mail}]}]}`, row: `"mail": null`, reason: "no_value"},
		"its own field, not there": {
			request: `delete: {method: DELETE, path: /people, query_params: [{name: key, value: <key>}], param_values: [{name: key, references: [{dataset: post, field: person.mail}]}]}`, reason: "no_value"},
		"its own field, empty": {
			request: `delete: {method: DELETE, path: /people, query_params: [{name: key, value: <key>}], param_values: [{name: key, references: [{dataset: post, field: person.mail}]}]}`, row: `"mail": ""`, reason: "no_value"},
		"its own field, an empty list": {
			request: `delete: {method: DELETE, path: /people, query_params: [{name: key, value: <key>}], param_values: [{name: key, references: [{dataset: post, field: person.mail}]}]}`, row: `"mail": []`, reason: "no_value"},
		"one of two": {
			request: `delete: {method: DELETE, path: /people/<id>, query_params: [{name: shop, value: <shop>}], param_values: [{name: id, references: [{dataset: post, field: person.id}]}, {name: shop, references: [{dataset: post, field: person.shop}]}]}`, reason: "no_value"},
		"a header": {
			request: `delete: {method: DELETE, path: /people, headers: [{name: X-Member, value: <key>}], param_values: [{name: key, references: [{dataset: post, field: person.mail}]}]}`, reason: "no_value"},
		"a setting": {
			request: `delete: {method: DELETE, path: /people/<id>, query_params: [{name: shop, value: <shop>}], param_values: [{name: id, references: [{dataset: post, field: person.id}]}, {name: shop, connector_param: domain}]}`, reason: "no_value"},
		"where the file would skip it": {
			request: `delete: {method: DELETE, path: /people, skip_missing_param_values: true, query_params: [{name: key, value: <key>}], param_values: [{name: key, references: [{dataset: post, field: person.mail}]}]}`, reason: "no_value"},
		"an optional one": {
			request: `delete: {method: DELETE, path: /people, query_params: [{name: key, value: "<key?>"}], param_values: [{name: key, references: [{dataset: post, field: person.mail}]}]}`, reason: "names_nobody"},
		"no place for any": {
			request: `delete: {method: DELETE, path: /people, param_values: [{name: placeholder, identity: email}]}`,
			reason:  "names_nobody"},
		"fields and no row": {
			request: `update: {method: PATCH, path: /people, body: '{<masked_object_fields>}'}`, row: `"name": "Ann"`,
			reason: "names_nobody"},
	} {
		t.Run(name, func(t *testing.T) {
			row := `"id": "9"`
			if c.row != "" {
				row += ", " + c.row
			}
			g := newRig(t, func(w http.ResponseWriter, _ string, _ *http.Request) {
				say(t, w, `{"items": [{`+row+`}]}`)
			})
			calls, reasons := g.erasure(people(c.request), person, null)
			if len(calls) > 0 || !slices.Equal(reasons, []string{"person " + c.reason}) || len(g.asked) != 1 {
				t.Errorf("would send %q, says %q, sent %q", calls, reasons, g.asked)
			}
		})
	}
}

func TestAReadIsNotSentWithoutItsFilter(t *testing.T) {
	for name, more := range map[string]string{"": "", "skipped by the file": "skip_missing_param_values: true, ",
		"an optional one": ""} {
		g := newRig(t, func(w http.ResponseWriter, _ string, _ *http.Request) {
			say(t, w, `{"items": [{"id": "1"}, {"id": "2"}]}`)
		})
		g.ids = dataset.Identities{"phone_number": {"+8613812345678"}}
		config := strings.Replace(people(""), "{name: mail, identity: email}]",
			"{name: mail, identity: email}, {name: tel, identity: phone_number}], "+more, 1)
		config = strings.Replace(config, ", , ", ", ", 1)
		if name == "an optional one" {
			config = strings.Replace(config, "value: <mail>", `value: "<mail?>"`, 1)
		}
		rows, err := g.access(config, person)
		if len(g.asked) > 0 || len(rows["person"]) > 0 || (err == nil) != (more != "") ||
			err != nil && !strings.Contains(err.Error(), "<mail>") {
			t.Errorf("%s: asked %q: %v %v", name, g.asked, rows, err)
		}
	}
	// A kind that was not given is left out where another filters: so the format says.
	g := newRig(t, func(w http.ResponseWriter, _ string, _ *http.Request) { say(t, w, `{"items": []}`) })
	config := strings.Replace(people(""), "{name: q, value: <mail>}], param_values: [",
		"{name: q, value: <mail>}, {name: tel, value: <tel>}], param_values: [{name: tel, identity: phone_number}, ", 1)
	if _, err := g.access(config, person); err != nil ||
		!slices.Equal(g.asked, []string{"GET /people?q=a%40b.example"}) {
		t.Errorf("asked %q: %v", g.asked, err)
	}
}

const orders = `      - {name: orders, fields: [{name: id, data_categories: [user.unique_id], fides_meta: {primary_key: true, data_type: string}}, {name: text, data_categories: [user.content], fides_meta: {data_type: string}}]}
`

func TestAChangeNamesTheRowByWhatIsItsOwn(t *testing.T) {
	read := `    - name: orders
      requests:
        read: {method: GET, path: /customers/<id>/orders, param_values: [{name: id, references: [{dataset: post, field: person.id}]}], data_path: items}
`
	byMail :=
		`delete: {method: DELETE, path: /people, query_params: [{name: mail, value: <mail>}], param_values: [{name: mail, identity: email}]}`
	both := strings.Replace(people(byMail),
		"read: {method: GET, path: /people, query_params: [{name: q, value: <mail>}], param_values: [{name: mail, identity: email}], data_path: items}", `read:
          - {method: GET, path: /people, query_params: [{name: q, value: <mail>}], param_values: [{name: mail, identity: email}], data_path: items}
          - {method: GET, path: /people, query_params: [{name: tel, value: <tel>}], param_values: [{name: tel, identity: phone_number}], data_path: items}`, 1)
	listed := strings.Replace(people(byMail),
		"query_params: [{name: q, value: <mail>}], param_values: [{name: mail, identity: email}], data_path: items",
		"param_values: [{name: mail, identity: email}], data_path: items, postprocessors: [{strategy: filter, configuration: {field: mail, value: {identity: email}}}]", 1)
	for name, c := range map[string]struct {
		config  string
		ids     dataset.Identities
		answers map[string]string
		want    []string // the requests that would be sent
		reasons []string
	}{
		"the number that led there is no number of the row": {config: people("") + read +
			`        delete: {method: DELETE, path: /orders/<id>, param_values: [{name: id, references: [{dataset: post, field: orders.id}]}]}`,
			answers: map[string]string{"GET /people": `{"id": "7"}`,
				"GET /customers/7/orders": `{"id": null, "text": "a guest's"}`},
			reasons: []string{"orders no_value", "person no_request"}},
		"nor one that means another field": {config: people("") + read +
			`        delete: {method: DELETE, path: /orders/<id>, param_values: [{name: id, references: [{dataset: post, field: person.name}]}]}`,
			answers: map[string]string{"GET /people": `{"id": "7"}`, "GET /customers/7/orders": `{"id": "3"}`},
			reasons: []string{"orders no_value", "person no_request"}},
		"what led there where it is meant": {config: people("") + read +
			`        delete: {method: DELETE, path: /customers/<id>/orders, param_values: [{name: id, references: [{dataset: post, field: person.id}]}]}`,
			answers: map[string]string{"GET /people": `{"id": "7"}`, "GET /customers/7/orders": `{"id": "3"}`},
			want:    []string{"DELETE /customers/7/orders"},
			reasons: []string{"orders not_compared", "person no_request"}},
		"not the first address, where a telephone number led there": {config: both,
			ids:     dataset.Identities{"email": {"a@b.example"}, "phone_number": {"1"}},
			answers: map[string]string{"GET /people?tel": `{"id": "9", "mail": "old@b.example"}`},
			reasons: []string{"person no_value"}},
		"the address that led there": {config: both,
			ids:     dataset.Identities{"email": {"a@b.example", "c@b.example"}, "phone_number": {"1"}},
			answers: map[string]string{"GET /people?q=c": `{"id": "9"}`},
			want:    []string{"DELETE /people?mail=c%40b.example"},
			reasons: []string{"person not_compared", "person on_trust"}},
		"the address that led there through another row": {config: both +
			strings.Replace(read, "/customers", "/by", 1) +
			`        delete: {method: DELETE, path: /orders, query_params: [{name: of, value: <mail>}], param_values: [{name: mail, identity: email}]}`,
			ids: dataset.Identities{"email": {"a@b.example", "c@b.example"}, "phone_number": {"1"}},
			answers: map[string]string{"GET /people?q=c": `{"id": "9"}`, "GET /people?tel": `{"id": "8"}`,
				"GET /by/9/orders": `{"id": "30"}`, "GET /by/8/orders": `{"id": "31"}`},
			want: []string{"DELETE /orders?of=c%40b.example", "DELETE /people?mail=c%40b.example"},
			reasons: []string{"orders no_value", "orders not_compared", "person no_value", "person not_compared",
				"person on_trust"}},
		"the address that a filter kept": {config: listed,
			ids: dataset.Identities{"email": {"a@b.example", "c@b.example"}},
			answers: map[string]string{
				"GET /people": `{"id": "9", "mail": "c@b.example"}, {"id": "8", "mail": "d@b.example"}`},
			want: []string{"DELETE /people?mail=c%40b.example"}, reasons: []string{"person not_compared"}},
		"none where nothing says which": {config: strings.Replace(listed, "identity: email}}}]",
			"identity: loyalty_id}}}]", 1),
			ids:     dataset.Identities{"email": {"a@b.example", "c@b.example"}, "loyalty_id": {"m"}},
			answers: map[string]string{"GET /people": `{"id": "9", "mail": "m"}`},
			reasons: []string{"person no_value"}},
		"the only one there is": {config: strings.Replace(listed, "value: {identity: email}", "value: x", 1),
			answers: map[string]string{"GET /people": `{"id": "9", "mail": "x"}`},
			want:    []string{"DELETE /people?mail=a%40b.example"},
			reasons: []string{"person not_compared", "person on_trust"}},
	} {
		t.Run(name, func(t *testing.T) {
			g := newRig(t, func(w http.ResponseWriter, line string, r *http.Request) {
				longest := ""
				for begin := range c.answers {
					if strings.HasPrefix(line, begin) && len(begin) > len(longest) && r.Method == http.MethodGet {
						longest = begin
					}
				}
				if longest == "GET /people" && len(r.URL.Query()) == 0 || longest != "GET /people" ||
					r.URL.Query().Get("q") == "a@b.example" {
					say(t, w, `{"items": [`+c.answers[longest]+`]}`)
					return
				}
				say(t, w, `{"items": []}`)
			})
			if c.ids != nil {
				g.ids = c.ids
			}
			data := person
			if strings.Contains(c.config, "name: orders") {
				data += orders
			}
			calls, reasons := g.erasure(c.config, data, null)
			slices.Sort(calls)
			slices.Sort(reasons)
			if !slices.Equal(calls, c.want) || !slices.Equal(reasons, c.reasons) {
				t.Errorf("%q %q\nwant %q %q, asked %q", calls, reasons, c.want, c.reasons, g.asked)
			}
		})
	}
}

func TestASettingOfSeveralValuesIsNoNumberOfTheRow(t *testing.T) {
	g := newRig(t, func(w http.ResponseWriter, _ string, _ *http.Request) { say(t, w, `{"items": [{"id": "9"}]}`) })
	g.options.Settings = httpapi.Settings{"shops": []any{"a", "b"}}
	config := strings.Replace(
		people(`delete: {method: DELETE, path: /<shop>/people/<id>, param_values: [{name: id, references: [{dataset: post, field: person.id}]}, {name: shop, connector_param: shops}]}`),
		"connector_params: [",
		"connector_params: [{name: shops, options: [a, b], multiselect: true, default_value: [a]}, ", 1)
	if calls, reasons := g.erasure(config, person, null); len(calls) > 0 ||
		!slices.Equal(reasons, []string{"person no_value"}) {
		t.Errorf("%q %q", calls, reasons)
	}
	config = strings.Replace(config, "path: /people, query_params: [{name: q, value: <mail>}], param_values: [",
		"path: /<shop>/people, query_params: [{name: q, value: <mail>}], param_values: [{name: shop, connector_param: shops}, ", 1)
	g.options.Settings = httpapi.Settings{"shops": []any{"b"}}
	if calls, _ := g.erasure(config, person, null); !slices.Equal(calls, []string{"DELETE /b/people/9"}) {
		t.Errorf("%q", calls)
	}
}
