package fulfil_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/result"
	sourcechange "orangelab.cn/rightsdesk/app/source/change"
	"orangelab.cn/rightsdesk/model"
)

// club is a connector file with its dataset, as a source of the desk has them.
const club = `saas_config:
  fides_key: <instance_fides_key>
  name: Club
  type: club
  description: members of a club
  version: 1
  connector_params: [{name: domain, default_value: api.club.example}, {name: token, sensitive: true}]
  client_config: {protocol: https, host: <domain>, authentication: {strategy: bearer, configuration: {token: <token>}}}
  test_request: {method: GET, path: /ping}
  endpoints:
    - name: member
      requests:
        read: {method: GET, path: /members, query_params: [{name: mail, value: <email>}], param_values: [{name: email, identity: email}]}
        update:
          method: PATCH
          path: /members/<id>
          body: '{<masked_object_fields>}'
          param_values: [{name: id, references: [{dataset: <instance_fides_key>, field: member.id}]}]
dataset:
  - fides_key: <instance_fides_key>
    collections:
      - name: member
        fields:
          - {name: id, data_categories: [user.unique_id], fides_meta: {primary_key: true}}
          - {name: email, data_categories: [user.contact.email]}
          - {name: nickname, data_categories: [user.name]}
`

// clubhouse is the system behind the connector file.
type clubhouse struct {
	*httptest.Server
	mu   sync.Mutex
	sent []string
}

func newClubhouse(t *testing.T, status func() int) *clubhouse {
	t.Helper()
	c := &clubhouse{}
	c.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil || !strings.HasPrefix(r.Header.Get("Authorization"), "Bearer t0ken") {
			t.Errorf("%v, signed in as %q", err, r.Header.Get("Authorization"))
		}
		if r.Method == http.MethodGet {
			if _, err := io.WriteString(w, `[{"id": 7, "email": "`+r.URL.Query().
				Get("mail")+`", "nickname": "Mimi", "since": 2020}]`); err != nil {
				t.Error(err)
			}
			return
		}
		c.mu.Lock()
		c.sent = append(c.sent, r.Header.Get("Authorization")+" "+r.Method+" "+r.URL.RequestURI()+" "+string(body))
		c.mu.Unlock()
		w.WriteHeader(status())
	}))
	t.Cleanup(c.Close)
	return c
}

func TestASystemOverHTTPIsCollectedPlannedWrittenAndNamedAsNotSearched(t *testing.T) {
	o := newOffice(t, "sqlite")
	status := http.StatusNoContent
	house := newClubhouse(t, func() int { return status })
	if err := datamap.Save(ctx, o.lead,
		model.Source{Key: "club", Owner: "Club", Address: house.URL + "?token=t0ken-reads",
			WriteAddress: house.URL + "?token=t0ken-writes", Dataset: club}); err != nil {
		t.Fatal(err)
	}
	if _, err := datamap.Test(ctx, o.lead, house.URL+"?token=t0ken-reads"); err != nil {
		t.Fatalf("the connection: %v", err)
	}
	r := o.working(t, model.Deletion)
	o.settle(t, r.ID, nil)
	o.leaveShared(t, r.ID)
	if len(house.sent) > 0 {
		t.Fatalf("sent before anybody signed: %q", house.sent)
	}
	plan := o.signed(t, r.ID)
	if !slices.ContainsFunc(plan.Notes.Obstacles,
		func(x sourcechange.Obstacle) bool { return x.Reason == sourcechange.NotCompared }) {
		t.Errorf("the plan does not say that nothing is compared: %+v", plan.Notes.Obstacles)
	}
	o.write(t, r.ID)
	if want := []string{`Bearer t0ken-writes PATCH /members/7 {"email": null, "nickname": null}`}; !slices.Equal(
		house.sent, want) {
		t.Fatalf("sent %q, want %q", house.sent, want)
	}
	cert, err := result.Certify(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), nil)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(cert.Residue.Failed, "club") || cert.Residue.Passed() {
		t.Errorf("the certificate does not name what could not be searched: %+v", cert.Residue)
	}
}
