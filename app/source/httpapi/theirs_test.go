package httpapi_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/search"
)

func TestARowThatSaysItIsAnothersIsNotTakenAndSaid(t *testing.T) {
	const byMail = `{method: GET, path: /people, query_params: [{name: mail, value: <who>}], param_values: [{name: who, identity: email}]`
	const byPath = `{method: GET, path: "/people/<mail>", param_values: [{name: mail, identity: email}]`
	for name, c := range map[string]struct {
		read, answer string
		ids          dataset.Identities
		taken        string // ids of the rows
		left         string
	}{
		"by a parameter": {read: byMail,
			answer: `[{"id": 1, "mail": "a@b.example"}, {"id": 2, "mail": "bob@b.example"}, {"id": 3, "mail": "cy@b.example"}]`, taken: "1", left: "mail 2"},
		"spelt otherwise": {read: byMail, answer: `[{"id": 1, "mail": " A@B.Example "}]`, taken: "1"},
		"by its path": {read: byPath,
			answer: `[{"id": 1, "mail": "a@b.example"}, {"id": 2, "mail": "bob@b.example"}]`, taken: "1",
			left: "mail 1"},
		"by a body": {
			read: `{method: POST, path: /people, body: '{"mail": "<mail>"}', param_values: [{name: mail, identity: email}]`, answer: `[{"id": 2, "mail": "bob@b.example"}]`, left: "mail 1"},
		"one of several": {read: byMail,
			answer: `[{"id": 1, "mail": ["bob@b.example", "a@b.example"]}, {"id": 2, "mail": ["bob@b.example"]}]`,
			taken:  "1", left: "mail 1"},
		"the person's other address": {read: byMail,
			ids:    dataset.Identities{"email": {"a@b.example", "c@b.example"}},
			answer: `[{"id": 1, "mail": "c@b.example"}]`, taken: "1"},
		"an address within words": {read: byMail, answer: `[{"id": 1, "mail": "Ann <a@b.example>"}]`,
			taken: "1"},
		"a masked address": {read: byMail, answer: `[{"id": 1, "mail": "a***@b.example"}]`, taken: "1"},
		"no address at all": {read: byMail,
			answer: `[{"id": 1, "mail": null}, {"id": 2}, {"id": 3, "mail": "n/a"}, {"id": 4, "mail": {"x": 1}}]`,
			taken:  "1 2 3 4"},
		"a list that the file filters": {
			read: `{method: GET, path: /people, param_values: [{name: mail, identity: email}], postprocessors: [{strategy: filter, configuration: {field: mail, value: {identity: email}}}]`, answer: `[{"id": 1, "mail": "a@b.example"}, {"id": 2, "mail": "bob@b.example"}]`, taken: "1"},
		"a telephone number, its spaces": {
			read: `{method: GET, path: /people, query_params: [{name: phone, value: <tel>}], param_values: [{name: tel, identity: phone_number}]`, ids: dataset.Identities{"phone_number": {"+8613812345678"}}, answer: `[{"id": 1, "phone": "138 1234 5678"}, {"id": 2, "phone": "+86 139 0000 0000"}]`, taken: "1", left: "phone 1"},
	} {
		t.Run(name, func(t *testing.T) {
			g := newRig(t, func(w http.ResponseWriter, _ string, _ *http.Request) { say(t, w, c.answer) })
			if c.ids != nil {
				g.ids = c.ids
			}
			data := strings.Replace(person, "{name: name,",
				"{name: phone, data_categories: [user.contact.phone_number]}, {name: name,", 1)
			opts := g.attached(
				plainClient+"  endpoints:\n    - name: person\n      requests:\n        read: "+c.read+"}\n", data)
			var taken []string
			report, err := search.Access(context.Background(), opts, func(f search.Finding) error {
				taken = append(taken, fmt.Sprint(f.Row[0].Value))
				return nil
			})
			if err != nil || report.Err() != nil {
				t.Fatal(err, report.Err())
			}
			var left []string
			for _, other := range report.Collections[0].Others {
				left = append(left, fmt.Sprint(other.Field, " ", other.Rows))
			}
			if strings.Join(taken, " ") != c.taken || strings.Join(left, ", ") != c.left {
				t.Errorf("took %q and left %q", taken, left)
			}
		})
	}
}

func TestWhatHangsOnAnotherRowIsNotTakenWhereItNamesAnother(t *testing.T) {
	for read, want := range map[string]string{
		"path: /orders, query_params: [{name: customer, value: <of>}], param_values: [{name: of, ":      "1 3 5",
		"path: /orders, query_params: [{name: c, value: <customer>}], param_values: [{name: customer, ": "1 3 5",
		// the id of an order is none of a customer's
		"path: /orders/<id>, param_values: [{name: id, ":                                                         "1 2 3 4 5",
		"path: /orders, query_params: [{name: q, value: 'of <customer>'}], param_values: [{name: customer, ":     "1 3 5",
		"path: /orders, query_params: [{name: q, value: <of>}, {name: w, value: x}], param_values: [{name: of, ": "1 2 3 4 5",
	} {
		g := newRig(t, func(w http.ResponseWriter, line string, _ *http.Request) {
			if strings.HasPrefix(line, "GET /people") {
				say(t, w, `{"items": [{"id": "7"}]}`)
				return
			}
			say(t, w,
				`[{"id": 1, "customer": 7}, {"id": 2, "customer": 8}, {"id": 3, "customer": "https://x.example/customers/7"}, {"id": 4, "customer": "17x"}, {"id": 5}]`)
		})
		data := strings.Replace(person+orders, "{name: text,",
			"{name: customer, data_categories: [user.unique_id]}, {name: text,", 1)
		rows, err := g.access(
			people(
				"")+"    - name: orders\n      requests:\n        read: {method: GET, "+read+"references: [{dataset: post, field: person.id}]}]}\n", data)
		var ids []string
		for _, row := range rows["orders"] {
			id, _, _ := strings.Cut(strings.TrimPrefix(row, `{"id":`), ",")
			ids = append(ids, strings.Trim(id, "}"))
		}
		if err != nil || strings.Join(ids, " ") != want {
			t.Errorf("%s: took %q, %v", read, ids, err)
		}
	}
}

func TestAPlanSaysWhereTheWordOfTheSystemAloneSaysWhoseARowIs(t *testing.T) {
	byID :=
		`delete: {method: DELETE, path: /people/<id>, param_values: [{name: id, references: [{dataset: post, field: person.id}]}]}`
	filter := ", postprocessors: [{strategy: filter, configuration: {field: mail, value: {identity: email}}}]"
	for name, c := range map[string]struct {
		config, row string
		said        bool
	}{
		"a row that tells nothing": {people(byID), `{"id": "1"}`, true},
		"a row that names them": {strings.ReplaceAll(people(byID), "name: q, value", "name: mail, value"),
			`{"id": "1", "mail": "a@b.example"}`, false},
		"a path of its own": {strings.Replace(people(byID),
			"path: /people, query_params: [{name: q, value: <mail>}]", "path: /people/<mail>", 1), `{"id": "1"}`,
			false},
		"a list that is filtered": {strings.Replace(people(byID), "data_path: items", "data_path: items"+filter, 1),
			`{"id": "1", "mail": "a@b.example"}`, false},
		"a list that nobody filters": {strings.Replace(people(byID), "query_params: [{name: q, value: <mail>}], ", "",
			1), `{"id": "1"}`, true},
	} {
		g := newRig(t, func(w http.ResponseWriter, _ string, _ *http.Request) { say(t, w, `{"items": [`+c.row+`]}`) })
		calls, reasons := g.erasure(c.config, person, null)
		if len(calls) != 1 || slices.Contains(reasons, "person on_trust") != c.said {
			t.Errorf("%s: %q %q", name, calls, reasons)
		}
	}
}
