package httpapi_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/source/dataset"
)

func TestNoValueEndsTheTextThatItStandsIn(t *testing.T) {
	const param = `, param_values: [{name: mail, identity: email}], data_path: items}`
	for name, c := range map[string]struct {
		read, hostile, plain string
		sent                 string // for the plain one
	}{
		"a query of SOQL": {
			`{method: GET, path: /query, query_params: [{name: q, value: "SELECT Id FROM Contact WHERE Email = '<mail>'"}]` + param, `x'OR(Id!='')OR(Id='@a.cn`, `a"b@a.cn`,
			`GET /query?q=SELECT+Id+FROM+Contact+WHERE+Email+%3D+%27a%22b%40a.cn%27`},
		"an escape before its mark": {
			`{method: GET, path: /query, query_params: [{name: q, value: "Email = '<mail>' AND x = ' '"}]` + param,
			`x\`, `x`, `GET /query?q=Email+%3D+%27x%27+AND+x+%3D+%27+%27`},
		"a mark of an apostrophe before": {
			`{method: GET, path: /query, query_params: [{name: q, value: "don't find '%<mail>%'"}]` + param, `x' or '1`,
			`x`, `GET /query?q=don%27t+find+%27%25x%25%27`},
		"GraphQL in a string of JSON": {
			`{method: POST, path: /graphql, body: '{"query": "{ people(mail: \"<mail>\") { id } }"}'` + param,
			`x"){id}everybody:people(not:"@a.cn`, `o'neill@a.cn`,
			`POST /graphql {"query": "{ people(mail: \"o'neill@a.cn\") { id } }"}`},
		"a line break in GraphQL": {
			`{method: POST, path: /graphql, body: '{"query": "{ people(mail: \"<mail>\") { id } }"}'` + param, "x\n",
			`x`, `POST /graphql {"query": "{ people(mail: \"x\") { id } }"}`},
		"JSON in JSON, a mark coded": {
			`{method: POST, path: /x, body: '{"query": "{\u0022mail\u0022: \u0022<mail>\u0022}"}'` + param,
			`x","all":"`, `x`, `POST /x {"query": "{\u0022mail\u0022: \u0022x\u0022}"}`},
		"JSON in a parameter": {
			`{method: GET, path: /x, query_params: [{name: filter, value: '{"mail":"<mail>"}'}]` + param, `x","or":"`,
			`x`, `GET /x?filter=%7B%22mail%22%3A%22x%22%7D`},
		"OData in the path's query": {`{method: GET, path: "/people?$top=9&$filter=mail%20eq%20'<mail>'"` + param,
			`x' or true or mail eq '@a.cn`, `x`, `GET /people?$top=9&$filter=mail%20eq%20'x'`},
		"a coded mark in the path": {`{method: GET, path: "/people(mail=%27<mail>%27)/all"` + param, `x',all='1`, `x`,
			`GET /people(mail=%27x%27)/all`},
		"a text body": {
			`{method: POST, path: /x, headers: [{name: Content-Type, value: text/plain}], body: "find mail='<mail>'"` +
				param, `x' or '`, `x`, `POST /x find mail='x'`},
		"a body that is no JSON": {`{method: POST, path: /x, body: "query { a(mail: '<mail>') }"` + param,
			`x') } b(c: '`, `x`, `POST /x query { a(mail: 'x') }`},
		"a word of a search": {
			`{method: GET, path: /x, query_params: [{name: q, value: "type:user email:<mail>"}]` + param,
			`x OR email:y`, `x@a.cn`, `GET /x?q=type%3Auser+email%3Ax%40a.cn`},
		"a header": {`{method: GET, path: /x, headers: [{name: X-Filter, value: 'mail="<mail>"'}]` +
			param, `x";all="1`, `x`, `GET /x`},
	} {
		t.Run(name, func(t *testing.T) {
			for _, value := range []string{c.hostile, c.plain} {
				g := newRig(t, func(w http.ResponseWriter, _ string, _ *http.Request) { say(t, w, `{"items": []}`) })
				g.ids = dataset.Identities{"email": {value}}
				_, err := g.access(
					plainClient+"  endpoints:\n    - name: person\n      requests:\n        read: "+c.read+"\n", person)
				if value == c.plain && (err != nil || !slices.Equal(g.asked, []string{c.sent})) {
					t.Errorf("%q: asked %q, %v; want %q", value, g.asked, err, c.sent)
				}
				if value == c.hostile && (len(g.asked) > 0 || err == nil || !strings.Contains(err.Error(), "<mail>")) {
					t.Errorf("%q: asked %q, %v", value, g.asked, err)
				}
			}
		})
	}
}

func TestAChangeWithAValueThatWouldEndItsTextIsAnObstacle(t *testing.T) {
	for id, want := range map[string][]string{`9\" or \"1`: {"person unsafe_value"},
		`9`: {"person on_trust", "person not_compared"}, `..`: {"person unsafe_value"}} {
		g := newRig(t, func(w http.ResponseWriter, _ string, r *http.Request) {
			if r.Method == http.MethodGet {
				say(t, w, `{"items": [{"id": "`+id+`", "name": "x\"y"}]}`)
			}
		})
		request :=
			`update: {method: POST, path: /people/<id>, body: '{"query": "mutation { change(id: \"<id>\", to: {<masked_object_fields>}, why: \"asked\") }"}', param_values: [{name: id, references: [{dataset: post, field: person.id}]}]}`
		calls, reasons := g.erasure(people(request), person,
			dataset.Masking{Strategy: dataset.StringRewrite, Configuration: map[string]any{"rewrite_value": `x"`}})
		if !slices.Equal(reasons, want) || (len(calls) == 1) != (id == "9") {
			t.Errorf("%s: %q %q", id, calls, reasons)
		}
		if id == "9" && !strings.HasSuffix(calls[0],
			`{"query": "mutation { change(id: \"9\", to: {\"name\": \"x\\\"\"}, why: \"asked\") }"}`) {
			t.Errorf("sends %q", calls)
		}
	}
}
