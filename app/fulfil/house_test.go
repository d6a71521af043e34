package fulfil_test

import (
	"context"
	"database/sql"
	"path/filepath"
	"testing"

	_ "modernc.org/sqlite" // the driver of the sample source

	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/identity"
	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/app/review"
	"orangelab.cn/rightsdesk/model"
)

var ctx = context.Background()

const shopSQL = `
CREATE TABLE customer (id INTEGER PRIMARY KEY, name TEXT, email TEXT, phone TEXT, district TEXT, note TEXT, phone_since TEXT);
INSERT INTO customer VALUES (1, '王小明', 'wang.ming@163.com', '13812341234', '朝阳区', '=cmd', '2026-11-21 10:00:00'), (2, 'Mary Jones', 'mary@example.com', '13900000000', '海淀区', NULL, NULL);
CREATE TABLE address (id INTEGER PRIMARY KEY, recipient TEXT, street TEXT);
INSERT INTO address VALUES (10, '王小明', '幸福路 1 号'), (11, 'Mary Jones', '和平路 2 号');
CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER, address_id INTEGER, total TEXT);
INSERT INTO orders VALUES (100, 1, 10, '12.50'), (101, 1, 11, '99.00'), (102, 2, 11, '5.00');
CREATE TABLE ticket (id INTEGER PRIMARY KEY, customer_id INTEGER, text TEXT);
INSERT INTO ticket VALUES (7, 1, 'please write to wang.ming@163.com');`

const shopMap = `dataset:
  - fides_key: shop
    collections:
      - name: customer
        fields:
          - {name: id, fides_meta: {primary_key: true}}
          - {name: name, data_categories: [user.name]}
          - {name: email, data_categories: [user.contact.email], fides_meta: {identity: email}}
          - {name: phone, data_categories: [user.contact.phone_number], fides_meta: {identity: phone_number}}
          - {name: district, data_categories: [user.contact.address.district]}
          - {name: note, data_categories: [user.content]}
          - {name: phone_since, data_categories: [user.account], fides_meta: {changed: phone_number}}
      - name: orders
        fields:
          - {name: id, fides_meta: {primary_key: true}}
          - name: customer_id
            data_categories: [user.unique_id]
            fides_meta: {references: [{dataset: shop, field: customer.id, direction: from}]}
          - {name: address_id, data_categories: [user.unique_id]}
          - {name: total, data_categories: [user.financial]}
      - name: address
        fields:
          - name: id
            fides_meta: {primary_key: true, references: [{dataset: shop, field: orders.address_id, direction: from}]}
          - {name: recipient, data_categories: [user.name]}
          - {name: street, data_categories: [user.contact.address.street]}
      - name: ticket
        fields:
          - {name: id, fides_meta: {primary_key: true}}
          - name: customer_id
            fides_meta: {references: [{dataset: shop, field: customer.id, direction: from}]}
          - {name: text}
`

// house is a desk with a shop, an agent and a lead.
type house struct {
	*desktest.Desk
	agent, lead *desk.Session
	shop        string
}

func newHouse(t testing.TB, engine string) house {
	t.Helper()
	d := desktest.New(t, engine)
	h := house{d, d.Add(t, "fang", model.RoleAgent), d.Add(t, "jing", model.RoleLead),
		filepath.Join(t.TempDir(), "shop.sqlite")}
	db, err := sql.Open("sqlite", h.shop)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(shopSQL); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if err := datamap.Save(ctx, h.lead,
		model.Source{Key: "shop", Address: "sqlite:" + h.shop, Dataset: shopMap}); err != nil {
		t.Fatal(err)
	}
	return h
}

// verified takes an export request up to proven identity.
func (h house) verified(t testing.TB) model.Request {
	t.Helper()
	r := h.Request(t, h.agent)
	if err := prove(h.agent, r.ID, desktest.Submission()); err != nil {
		t.Fatal(err)
	}
	r, err := h.agent.Request(ctx, r.ID)
	if err != nil || r.Step != model.StepCollect {
		t.Fatalf("%+v %v", r, err)
	}
	return r
}

// prove settles what is asked and proves who asks, as far as the request needs.
// sendCode makes a code and says that it was sent.
func sendCode(s *desk.Session, rev model.Revision, kind model.EvidenceKind, held identity.Held) (string, error) {
	code, err := identity.MakeCode(ctx, s, rev, kind, held)
	if err != nil {
		return "", err
	}
	_, err = identity.SendCode(ctx, s, rev, code)
	return code.Digits, err
}

func prove(s *desk.Session, id int64, sub record.Submission) error {
	if _, err := intake.Triage(ctx, s, now(s, id), sub); err != nil {
		return err
	}
	held, err := identity.OnFile(ctx, s, id)
	if err != nil {
		return err
	}
	code, err := sendCode(s, now(s, id), model.EvidenceEmailCode, held)
	if err != nil {
		return err
	}
	r, err := identity.CheckCode(ctx, s, now(s, id), code)
	for point, said := range map[string]string{"name": "王小明", "district": "朝阳区"} {
		if err != nil || r.LevelReached >= r.LevelNeeded {
			return err
		}
		if _, err = identity.Compare(ctx, s, now(s, id), point, said, held); err == nil {
			r, err = s.Request(ctx, id)
		}
	}
	return err
}

func leftOut(t *testing.T, h house, request int64) bool {
	t.Helper()
	res, err := collect.Read(ctx, h.agent, request)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range res.Counts {
		if c.LeftOut > 0 {
			return true
		}
	}
	return false
}

// leaveCarried says of all that the rows found carry that it is somebody else's.
func leaveCarried(t testing.TB, s *desk.Session, request int64) {
	t.Helper()
	res, err := collect.Read(ctx, s, request)
	if err != nil {
		t.Fatal(err)
	}
	if len(res.OpenCarried) == 0 {
		return
	}
	if _, err := collect.LeaveCarried(ctx, s, desktest.Seen(t, s, request), res.OpenCarried, model.UnsoughtNotTheirs,
		"the recipient's"); err != nil {
		t.Fatal(err)
	}
}

func decideAll(t *testing.T, h house, request int64) {
	t.Helper()
	leaveCarried(t, h.agent, request)
	list, err := collect.List(ctx, h.agent, request, model.FindingFilter{SharedOnly: true}, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range list {
		if _, err := review.Decide(ctx, h.agent, desktest.Seen(t, h.agent, request), f.Seen(), model.LeaveOut,
			collect.Choice{Reason: "not his"}); err != nil {
			t.Fatal(err)
		}
	}
}
