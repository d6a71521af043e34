package fulfil_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/desk/proven"
	"orangelab.cn/rightsdesk/app/identity"
	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/app/result"
	"orangelab.cn/rightsdesk/model"
)

// maryAsks is a request of Mary's that names another customer's telephone number beside her own address, ready to be
// proven.
func (o office) maryAsks(t testing.TB, kind model.Kind) (model.Request, identity.Held) {
	t.Helper()
	sub := desktest.Submission()
	sub.Kind = kind
	sub.Subject = model.Subject{Name: "Mary Jones", Email: "mary@example.com", Phone: "13812341234"}
	r, err := intake.Take(ctx, o.agent, sub)
	if err != nil {
		t.Fatal(err)
	}
	if r, err = intake.Triage(ctx, o.agent, now(o.agent, r.ID), sub); err != nil {
		t.Fatal(err)
	}
	held, err := identity.OnFile(ctx, o.agent, r.ID)
	if err != nil {
		t.Fatal(err)
	}
	return r, held
}

func (o office) compares(t testing.TB, id int64, held identity.Held, point, said string) model.Request {
	t.Helper()
	if _, err := identity.Compare(ctx, o.agent, now(o.agent, id), point, said, held); err != nil {
		t.Fatal(err)
	}
	return o.request(t, id)
}

func (o office) checks(t testing.TB, id int64, kind model.EvidenceKind, held identity.Held) model.Request {
	t.Helper()
	code, err := sendCode(o.agent, now(o.agent, id), kind, held)
	if err != nil {
		t.Fatal(err)
	}
	r, err := identity.CheckCode(ctx, o.agent, now(o.agent, id), code)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// maryProves proves who she is by her own address, name and district.
func (o office) maryProves(t testing.TB, kind model.Kind) model.Request {
	t.Helper()
	r, held := o.maryAsks(t, kind)
	o.checks(t, r.ID, model.EvidenceEmailCode, held)
	for point, said := range map[string]string{"name": "Mary Jones", "district": "海淀区"} {
		if r = o.request(t, r.ID); r.LevelReached < r.LevelNeeded {
			r = o.compares(t, r.ID, held, point, said)
		}
	}
	if r.LevelReached < r.LevelNeeded {
		t.Fatalf("level %d of %d", r.LevelReached, r.LevelNeeded)
	}
	o.collect(t, r.ID)
	leaveCarried(t, o.agent, r.ID)
	o.leaveShared(t, r.ID)
	return o.request(t, r.ID)
}

func TestOneProofGivesNobodyElsesRows(t *testing.T) {
	o := newOffice(t, "sqlite")
	r := o.maryProves(t, model.Export)
	res, err := collect.Read(ctx, o.agent, r.ID)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(res.Unsought, func(u model.Unsought) bool {
		return u.Value == "13812341234" && u.Why == model.UnsoughtUnproven && u.Told()
	}) {
		t.Errorf("nothing says that the number was not searched by: %+v", res.Unsought)
	}
	o.released(t, r.ID)
	if all := fmt.Sprint(o.copied(t, r.ID)); !strings.Contains(all, "广州") || strings.Contains(all, "上海") ||
		strings.Contains(all, "幸福路 1 号") || strings.Contains(all, "wechat") {
		t.Errorf("Mary's copy: %s", all)
	}
	found, err := result.Read(ctx, o.agent, r.ID)
	if err != nil || len(found.Unsought) != 1 || !slices.Contains(found.Shortfalls(), model.ShortUnsought) {
		t.Errorf("the result does not name the number: %+v, %v", found.Unsought, err)
	}
}

func TestOneProofErasesNobodyElsesRows(t *testing.T) {
	o := newOffice(t, "sqlite")
	before := o.dump(t)
	r := o.maryProves(t, model.Deletion)
	o.settle(t, r.ID, nil)
	o.signed(t, r.ID)
	o.write(t, r.ID)
	after := o.dump(t)
	if slices.Contains(after["wallet"], before["wallet"][1]) {
		t.Error("Mary's own wallet stays")
	}
	for table, rows := range map[string][]string{"customer": before["customer"][:1], "wallet": before["wallet"][:1],
		"login": before["login"][:1], "place_log": before["place_log"][:2], "orders": before["orders"],
		"address": before["address"][:1]} {
		for _, row := range rows {
			if !slices.Contains(after[table], row) {
				t.Errorf("Mary's deletion wrote Wang's row of %s: %s", table, row)
			}
		}
	}
}

func TestWhatIsComparedComesFromOneRow(t *testing.T) {
	o := newOffice(t, "sqlite")
	r, held := o.maryAsks(t, model.Export)
	o.checks(t, r.ID, model.EvidenceEmailCode, held)
	o.compares(t, r.ID, held, "name", "Mary Jones")
	if r = o.compares(t, r.ID, held, "district", "朝阳区"); r.Status != model.Verifying || r.LevelReached != 1 {
		t.Errorf("her name and his district reach level %d (%s)", r.LevelReached, r.Status)
	}
	// Points of a row that no code went to are worth nothing for the row that one went to.
	if r = o.compares(t, r.ID, held, "name", "王小明"); r.Status != model.Verifying {
		t.Errorf("his name and his district stand for her: %s", r.Status)
	}
	// A code to his number proves his row; hers has one point too few and is not searched.
	r = o.checks(t, r.ID, model.EvidencePhoneCode, held)
	if r.Status != model.Working {
		t.Fatalf("%s, level %d", r.Status, r.LevelReached)
	}
	o.collect(t, r.ID)
	list, err := collect.List(ctx, o.agent, r.ID, model.FindingFilter{Collection: "customer"}, 0, 10)
	if err != nil || len(list) != 1 || list[0].Text("name") != "王小明" {
		t.Errorf("%d customers are found by one proof, %v", len(list), err)
	}
}

func TestEachIdentifierIsSearchedOnceItIsProven(t *testing.T) {
	o := newOffice(t, "sqlite")
	sub := desktest.Submission()
	sub.Kind = model.Export
	// One person with two accounts.
	o.exec(t, `UPDATE customer SET name = '王小明', district = '朝阳区' WHERE id = 2`)
	sub.Subject = model.Subject{Name: "王小明", Email: "mary@example.com", Phone: "13812341234"}
	r, err := intake.Take(ctx, o.agent, sub)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := intake.Triage(ctx, o.agent, now(o.agent, r.ID), sub); err != nil {
		t.Fatal(err)
	}
	held, err := identity.OnFile(ctx, o.agent, r.ID)
	if err != nil {
		t.Fatal(err)
	}
	o.checks(t, r.ID, model.EvidenceEmailCode, held)
	o.checks(t, r.ID, model.EvidencePhoneCode, held)
	o.compares(t, r.ID, held, "name", "王小明")
	if r = o.compares(t, r.ID, held, "district", "朝阳区"); r.Status != model.Working {
		t.Fatalf("%s, level %d", r.Status, r.LevelReached)
	}
	o.collect(t, r.ID)
	list, err := collect.List(ctx, o.agent, r.ID, model.FindingFilter{Collection: "customer"}, 0, 10)
	if err != nil || len(list) != 2 {
		t.Errorf("%d of both accounts are found, %v", len(list), err)
	}
}

func TestACallBackProvesWhatTheIdentifierLeadsTo(t *testing.T) {
	o := newOffice(t, "sqlite")
	r, held := o.maryAsks(t, model.Export)
	if _, err := identity.RecordControl(ctx, o.agent, now(o.agent, r.ID), model.EvidenceSignIn,
		proven.Named{Kind: "email", Value: "another@example.com"}, true, "seen", held); !errors.Is(err,
		identity.ErrNoContact) {
		t.Errorf("signed in with what the request does not name: %v", err)
	}
	r, err := identity.RecordControl(ctx, o.agent, now(o.agent, r.ID), model.EvidenceSignIn,
		proven.Named{Kind: "email", Value: "mary@example.com"}, true, "signed in before me", held)
	if err != nil || r.Status != model.Working {
		t.Fatalf("%s, %v", r.Status, err)
	}
	o.collect(t, r.ID)
	list, err := collect.List(ctx, o.agent, r.ID, model.FindingFilter{Collection: "customer"}, 0, 10)
	if err != nil || len(list) != 1 || list[0].Text("name") != "Mary Jones" {
		t.Errorf("%d customers are found, %v", len(list), err)
	}
}

// lists is a connector whose system can answer with anybody.
const lists = `saas_config:
  fides_key: <instance_fides_key>
  name: Lists
  type: lists
  description: mailing lists
  version: 1
  connector_params: [{name: domain, default_value: api.lists.example}, {name: token, sensitive: true}]
  client_config: {protocol: https, host: <domain>, authentication: {strategy: bearer, configuration: {token: <token>}}}
  test_request: {method: GET, path: /ping}
  endpoints:
    - name: member
      requests:
        read: {method: GET, path: /members, query_params: [{name: mail, value: <email>}], param_values: [{name: email, identity: email}]}
dataset:
  - fides_key: <instance_fides_key>
    collections:
      - name: member
        fields:
          - {name: id, data_categories: [user.unique_id], fides_meta: {primary_key: true}}
          - {name: email, data_categories: [user.contact.email]}
          - {name: phone, data_categories: [user.contact.phone_number], fides_meta: {data_type: string}}
`

func TestARowOfAnotherThatASystemAnswersWithProvesNothing(t *testing.T) {
	o := newOffice(t, "sqlite")
	house := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w,
			`[{"id": 7, "email": "wang.ming@163.com", "phone": "13812341234"}, {"id": 8, "email": "eve@evil.test", "phone": "13999999999"}]`)
	}))
	defer house.Close()
	if err := datamap.Save(ctx, o.lead,
		model.Source{Key: "lists", Owner: "Lists", Address: house.URL + "?token=t-r", Dataset: lists}); err != nil {
		t.Fatal(err)
	}
	sub := desktest.Submission()
	sub.Kind = model.Export
	// the victim's address, her own number
	sub.Subject = model.Subject{Name: "王小明", Email: "wang.ming@163.com", Phone: "13999999999"}
	r, err := intake.Take(ctx, o.agent, sub)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := intake.Triage(ctx, o.agent, now(o.agent, r.ID), sub); err != nil {
		t.Fatal(err)
	}
	held, err := identity.OnFile(ctx, o.agent, r.ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := sendCode(o.agent, now(o.agent, r.ID), model.EvidencePhoneCode, held); !errors.Is(err,
		identity.ErrNotOnFile) {
		t.Errorf("the code goes to a number that only another's row holds: %v", err)
	}
	if _, err := sendCode(o.agent, now(o.agent, r.ID), model.EvidenceEmailCode, held); err != nil {
		t.Errorf("the code to his own address: %v", err)
	}
}

// An address book names others, and none of them is who the book belongs to.
func TestANumberOfAnAddressBookIsNoContactOnFile(t *testing.T) {
	o := newOffice(t, "sqlite")
	o.exec(t,
		`CREATE TABLE book (id INTEGER PRIMARY KEY, customer_id INTEGER, recipient_phone TEXT); INSERT INTO book VALUES (1, 1, '13999999999')`)
	o.remap(t, func(src *model.Source) {
		src.Dataset += `      - name: book
        fields:
          - {name: id, fides_meta: {primary_key: true}}
          - name: customer_id
            fides_meta: {references: [{dataset: office, field: customer.id, direction: from}]}
          - {name: recipient_phone, data_categories: [user.contact.phone_number]}
`
	})
	sub := desktest.Submission()
	sub.Kind = model.Export
	sub.Subject = model.Subject{Name: "王小明", Email: "wang.ming@163.com", Phone: "13999999999"}
	r, err := intake.Take(ctx, o.agent, sub)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := intake.Triage(ctx, o.agent, now(o.agent, r.ID), sub); err != nil {
		t.Fatal(err)
	}
	held, err := identity.OnFile(ctx, o.agent, r.ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := sendCode(o.agent, now(o.agent, r.ID), model.EvidencePhoneCode, held); !errors.Is(err,
		identity.ErrNotOnFile) {
		t.Errorf("the code goes to a recipient: %v", err)
	}
}
