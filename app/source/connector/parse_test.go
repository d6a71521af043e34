package connector_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/source/connector"
	"orangelab.cn/rightsdesk/app/source/dataset"
)

// parcels is a connector with one of nearly everything that the format has.
const parcels = `saas_config:
  fides_key: <instance_fides_key>
  name: Parcel Post
  type: Parcel_Post
  description: how parcels are found
  version: 0.1
  user_guide: https://parcel.example/guide
  display_info: {category: logistics, tags: [API]}
  connector_params:
    - {name: domain, default_value: api.parcel.example}
    - {name: token, sensitive: true}
    - {name: region, options: [eu, us], multiselect: true, default_value: [eu, us]}
    - {name: page_size, default_value: 50}
  external_references:
    - {name: shop_id, label: Where shop ids are}
  rate_limit_config: {enabled: true, limits: [{rate: 10, period: second}, {rate: 100, period: minute, custom_key: x}]}
  client_config: {protocol: https, host: <domain>, authentication: {strategy: bearer, configuration: {token: <token>}}}
  test_request: {method: GET, path: /ping}
  data_protection_request:
    method: POST
    path: /forget
    headers:
    body: '{"regulation": "erase", "id": "<id>"}'
    param_values: [{name: id, references: [{dataset: <instance_fides_key>, field: sender.id}]}]
  consent_requests: {opt_in: {method: POST, path: /in, param_values: [{name: email, identity: email}]}}
  endpoints:
    - name: sender
      requests:
        read:
          - {method: GET, path: /senders, query_params: [{name: mail, value: <email>}], param_values: [{name: email, identity: email}], data_path: "items[0].all"}
          - method: POST
            path: /find
            body: |
              { "query": "search {
                  by(phone: \"<phone>\") }" }
            param_values: [{name: phone, identity: phone_number}]
            ignore_errors: [404]
    - name: parcel
      after: [<instance_fides_key>.sender]
      erase_after: [<instance_fides_key>.note]
      requests:
        read:
          method: GET
          path: /<region>/senders/<sid>/parcels
          query_params: [{name: page, value: 1}]
          grouped_inputs: [sid]
          param_values:
            - {name: sid, references: [{dataset: <instance_fides_key>, field: sender.id, direction: from}]}
            - {name: region, connector_param: region}
          pagination: {strategy: offset, configuration: {incremental_param: page, increment_by: 1, limit: {connector_param: page_size}}}
          postprocessors:
            - {strategy: unwrap, configuration: {data_path: items}}
            - {strategy: filter, configuration: {field: to.mail, value: {identity: email}, case_sensitive: false}}
        update:
          method: PATCH
          path: /parcels/<pid>
          param_values: [{name: pid, references: [{dataset: <instance_fides_key>, field: parcel.id}]}]
          body: '{"parcel": { <masked_object_fields> }, "note": "<note?>"}'
    - name: note
      requests:
        read: {request_override: read_notes, param_values: [{name: shop, references: [shop_id]}]}
        delete: {method: DELETE, path: /notes, query_params: [{name: shop, value: <shop>}], param_values: [{name: shop, references: [shop_id]}]}
    - name: later
      requests: {read: null, delete: {method: DELETE, path: /later/<mail>, param_values: [{name: mail, identity: email}]}}
`

const parcelData = `dataset:
  - fides_key: <instance_fides_key>
    name: Parcel Post
    collections:
      - name: sender
        fields:
          - {name: id, data_categories: [user.unique_id], fidesops_meta: {primary_key: true}}
          - {name: email, data_categories: [user.contact.email], fidesops_meta: }
      - {name: note, fields: []}
`

func parsed(t *testing.T, text string) (*connector.Connector, dataset.Problems) {
	t.Helper()
	return connector.Parse("post.yml", connector.Keyed([]byte(text), "post"))
}

func TestAConnectorFileLoadsWhole(t *testing.T) {
	c, problems := parsed(t, parcels)
	if c == nil {
		t.Fatal(problems)
	}
	if c.Key != "post" || c.Type != "parcel_post" || c.Version != "0.1" || len(c.Endpoints) != 4 ||
		len(c.Limits.Limits) != 2 {
		t.Errorf("%+v", c)
	}
	if len(problems) != 1 || problems[0].Code != "program" || len(c.Programs) != 1 ||
		c.Programs[0].Name != "read_notes" || !strings.Contains(problems[0].Message, `read of "note"`) {
		t.Errorf("the one step that is a program is named: %v", problems)
	}
	read := c.Endpoint("parcel").Reads[0]
	if read.Pages.LimitOf != "page_size" || read.Query[0].Value.Text != "1" ||
		!slices.Equal(read.Path.Names(), []string{"region", "sid"}) || read.Objects() {
		t.Errorf("%+v", read)
	}
	if first := c.Endpoint("sender").Reads[0]; !slices.Equal(first.DataPath, connector.Path{"items", "0", "all"}) {
		t.Errorf("a path with brackets: %q", first.DataPath)
	}
	update := c.Endpoint("parcel").Update
	if !update.Objects() || c.Eraser(c.Endpoint("parcel")) != update || c.Eraser(c.Endpoint("note")) != c.Erasure {
		t.Error("an update goes before the data protection request, and that before a delete")
	}
	if problems := connector.Keyed([]byte(parcels), "post"); strings.Contains(string(problems),
		connector.KeyPlaceholder) {
		t.Error("the key is put in everywhere")
	}
}

func TestAConnectorFileIsRefusedWithTheLineAndWhatIsMissing(t *testing.T) {
	line := func(text string) int { // of the first line that differs from the file that loads
		a, b := strings.Split(parcels, "\n"), strings.Split(text, "\n")
		for i := range a {
			if i >= len(b) || a[i] != b[i] {
				return i + 1
			}
		}
		return len(a)
	}
	for name, c := range map[string]struct{ old, new, says string }{
		"no method":          {"method: PATCH\n", "\n", `"method"`},
		"a method unknown":   {"method: PATCH", "method: PEEK", `"PEEK"`},
		"a key unknown":      {"ignore_errors: [404]", "ignore_error: [404]", `"ignore_error"`},
		"async":              {"grouped_inputs: [sid]", "async_config: {strategy: callback}", `"async_config"`},
		"pagination unknown": {"strategy: offset", "strategy: token", `"pagination token"`},
		"a step unknown":     {"strategy: unwrap", "strategy: dewrap", `"postprocessor dewrap"`},
		"google's sign-in": {"strategy: bearer", "strategy: google_cloud_service_account",
			`google_cloud_service_account`},
		"two ways to a value": {"{name: sid, references", "{name: sid, identity: email, references", `exactly one`},
		"direction to":        {"direction: from", "direction: to", `"to"`},
		"output on an update": {"path: /parcels/<pid>", "path: /parcels/<pid>\n          output: '{}'", `"output"`},
		"beside an override": {"{request_override: read_notes,", "{request_override: read_notes, data_path: x,",
			`"data_path"`},
		"a page without param": {"query_params: [{name: page, value: 1}]", "query_params: [{name: pag, value: 1}]",
			`"page"`},
		"a kind of body": {"path: /find\n",
			"path: /find\n            headers: [{name: content-type, value: text/xml}]\n", `"text/xml"`},
		"a status":            {"ignore_errors: [404]", "ignore_errors: [4o4]", `"4o4"`},
		"a default no option": {"default_value: [eu, us]", "default_value: [cn]", `takes one of`},
		"grouped with external": {
			"{name: sid, references: [{dataset: <instance_fides_key>, field: sender.id, direction: from}]}",
			"{name: sid, references: [shop_id]}", "grouped_inputs"},
		"a host of its own": {"{name: token, sensitive: true}",
			"{name: token, type: endpoint, allowed_values: ['*.parcel.example']}", "<domain>"},
		"no YAML": {"version: 0.1", "version: [0.1", "bracket"},
		"no test": {"test_request: {", "tests: {", `"test_request"`},
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.Replace(parcels, c.old, c.new, 1)
			if text == parcels {
				t.Fatal("nothing was changed")
			}
			got, problems := parsed(t, text)
			err := problems.Err()
			if got != nil || err == nil || !strings.Contains(err.Error(), c.says) {
				t.Fatalf("loaded, or refused with %v", err)
			}
			if name == "no test" || name == "no method" || name == "a host of its own" ||
				name == "a page without param" || name == "grouped with external" {
				return // the line is that of the object that lacks something
			}
			if want := fmt.Sprintf("post.yml:%d:", line(text)); !strings.Contains(err.Error(), want) &&
				name != "a kind of body" && name != "output on an update" {
				t.Errorf("want the line %s in %v", want, err)
			}
		})
	}
}

func TestWhatLeadsIntoACollectionIsAttachedToTheDataset(t *testing.T) {
	c, problems := parsed(t, parcels)
	if c == nil {
		t.Fatal(problems)
	}
	ds, problems := dataset.ParseConnected("data.yml", connector.Keyed([]byte(parcelData), "post"))
	if problems.Err() != nil {
		t.Fatal(problems)
	}
	shop, problems := dataset.Parse("shop.yml",
		[]byte("dataset: [{fides_key: shop, collections: [{name: account, fields: [{name: id}, {name: email, fides_meta: {identity: email}}]}]}]"))
	if problems.Err() != nil {
		t.Fatal(problems)
	}
	if _, problems := c.Attach(ds[0], nil); problems.Err() == nil ||
		!strings.Contains(problems.Err().Error(), "shop_id") {
		t.Errorf("an external reference that is not given: %v", problems)
	}
	ds, _ = dataset.ParseConnected("data.yml", connector.Keyed([]byte(parcelData), "post"))
	a, problems := c.Attach(ds[0], map[string]string{"shop_id": "shop.account.id"})
	if problems.Err() != nil {
		t.Fatal(problems)
	}
	all := append(ds, shop...)
	if err := dataset.Link(all).Err(); err != nil {
		t.Fatal(err)
	}
	steps, _, err := dataset.NewGraph(all).Steps(map[string]bool{"email": true})
	if err != nil {
		t.Fatal(err)
	}
	var order []string
	for _, s := range steps {
		order = append(order, s.Collection.Address().String())
	}
	slices.Sort(order)
	if want := []string{"post:later", "post:note", "post:parcel", "post:sender", "shop:account"}; !slices.Equal(order,
		want) {
		t.Errorf("reached %v", order)
	}
	sender, later := a.Dataset.Collection("sender"), a.Dataset.Collection("later")
	if sender.Field("email").Identity != "email" || sender.Field("email").Unlisted || !sender.Field("phone").Unlisted {
		t.Error("a param that is named like a field makes it the identity, another one is a field of its own")
	}
	if !later.Field("mail").PrimaryKey || !later.Unlisted {
		t.Error("what is only deleted has its first param for a primary key")
	}
	if f := a.Dataset.Collection("parcel").Field("id"); f != nil && !f.Unlisted {
		t.Error("a field that only a reference names is not listed")
	}
}

func TestAllowedHostsMatchWhole(t *testing.T) {
	p := connector.Param{Name: "domain", Allowed: &[]string{"api.stripe.example", "*.stripe.example"}}
	for host, want := range map[string]bool{"api.stripe.example": true, "API.Stripe.Example": true,
		"eu-1.stripe.example": true, "a.b.stripe.example": true,
		".stripe.example": false, "stripe.example": false, "api.stripe.example.evil.example": false,
		"evil.example/x.stripe.example": false, "a@b.stripe.example": false} {
		if p.Allows(host) != want {
			t.Errorf("%s: %v", host, !want)
		}
	}
	if none := (connector.Param{Allowed: &[]string{}}); !none.Allows("anything") {
		t.Error("an empty list allows anything")
	}
}

func FuzzParse(f *testing.F) {
	f.Add(parcels, parcelData)
	f.Add("saas_config: &a {endpoints: [*a]}", "dataset: []")
	f.Fuzz(func(t *testing.T, text, data string) {
		c, problems := connector.Parse("x.yml", []byte(text))
		if (c == nil) != (problems.Err() != nil) {
			t.Fatalf("loaded: %v, %v", c != nil, problems)
		}
		for _, p := range problems {
			if p.Line < 1 || p.Message == "" {
				t.Fatalf("a problem without a place: %+v", p)
			}
		}
		ds, bad := dataset.ParseConnected("d.yml", []byte(data))
		if c == nil || bad.Err() != nil || len(ds) == 0 {
			return
		}
		if _, bad = c.Attach(ds[0], map[string]string{"shop_id": "shop.account.id"}); bad.Err() == nil {
			dataset.Link(ds)
		}
	})
}
