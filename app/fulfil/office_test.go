package fulfil_test

import (
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/model"
)

const officeSQL = `
CREATE TABLE customer (id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT, phone TEXT, district TEXT, id_number TEXT, state TEXT NOT NULL, newsletter INTEGER NOT NULL);
INSERT INTO customer VALUES (1, '王小明', 'wang.ming@163.com', '13812341234', '朝阳区', '11010519491231002X', 'active', 1), (2, 'Mary Jones', 'mary@example.com', '13900000000', '海淀区', NULL, 'active', 1);
CREATE TABLE address (id INTEGER PRIMARY KEY, recipient TEXT, street TEXT);
INSERT INTO address VALUES (10, '王小明', '幸福路 1 号'), (11, 'Mary Jones', '和平路 2 号');
CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER, address_id INTEGER REFERENCES address (id), total TEXT, done_at TEXT);
INSERT INTO orders VALUES (100, 1, 10, '12.50', '2026-06-01'), (101, 1, 11, '99.00', '2026-09-01'), (102, 2, 11, '5.00', '2026-09-01');
CREATE TABLE wallet (customer_id INTEGER PRIMARY KEY REFERENCES customer (id), fen INTEGER);
INSERT INTO wallet VALUES (1, 3620), (2, 100);
CREATE TABLE login (id INTEGER PRIMARY KEY, customer_id INTEGER, provider TEXT);
INSERT INTO login VALUES (5, 1, 'wechat'), (6, 2, 'qq');
CREATE TABLE place_log (id INTEGER PRIMARY KEY, customer_id INTEGER, city TEXT);
INSERT INTO place_log VALUES (20, 1, '北京'), (21, 1, '上海'), (22, 2, '广州');
CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT);
INSERT INTO note VALUES (1, 'nothing of interest');`

const officeMap = `dataset:
  - fides_key: office
    collections:
      - name: customer
        fields:
          - {name: id, fides_meta: {primary_key: true}}
          - {name: name, data_categories: [user.name], fides_meta: {masking_strategy_override: {strategy: string_rewrite, configuration: {rewrite_value: gone}}}}
          - {name: email, data_categories: [user.contact.email], fides_meta: {identity: email}}
          - {name: phone, data_categories: [user.contact.phone_number], fides_meta: {identity: phone_number}}
          - {name: district, data_categories: [user.contact.address.district]}
          - {name: id_number, data_categories: [user.government_id], fides_meta: {immutable: it identifies the account}}
          - {name: state, data_categories: [system.operations], fides_meta: {disable: closed}}
          - {name: newsletter, data_categories: [user.privacy_preferences], fides_meta: {stop: {purpose: marketing, value: 0}, masking_strategy_override: {strategy: preserve}}}
      - name: orders
        fields:
          - {name: id, fides_meta: {primary_key: true}}
          - name: customer_id
            data_categories: [system.operations]
            fides_meta: {references: [{dataset: office, field: customer.id, direction: from}]}
          - {name: address_id, data_categories: [system.operations]}
          - {name: total, data_categories: [user.financial]}
          - {name: done_at, data_categories: [user.financial], fides_meta: {completed: true}}
      - name: address
        fields:
          - name: id
            fides_meta: {primary_key: true, references: [{dataset: office, field: orders.address_id, direction: from}]}
          - {name: recipient, data_categories: [user.name]}
          - {name: street, data_categories: [user.contact.address.street]}
      - name: wallet
        fides_meta:
          masking_strategy_override: {strategy: delete}
          blocker: {kind: wallet_balance, field: fen, when: positive, currency: CNY, per: 100}
        fields:
          - name: customer_id
            fides_meta: {primary_key: true, references: [{dataset: office, field: customer.id, direction: from}]}
          - {name: fen, data_categories: [user.account]}
      - name: login
        fides_meta:
          masking_strategy_override: {strategy: delete}
          logins: provider
        fields:
          - {name: id, fides_meta: {primary_key: true}}
          - name: customer_id
            fides_meta: {references: [{dataset: office, field: customer.id, direction: from}]}
          - {name: provider, data_categories: [user.account]}
      - name: place_log
        fides_meta:
          masking_strategy_override: {strategy: delete}
          consent: [location]
        fields:
          - {name: id, fides_meta: {primary_key: true}}
          - name: customer_id
            fides_meta: {references: [{dataset: office, field: customer.id, direction: from}]}
          - {name: city, data_categories: [user.location]}
`

// office is a desk with an office whose systems it may write.
type office struct {
	house
	path string
}

func newOffice(t testing.TB, engine string) office {
	t.Helper()
	d := desktest.New(t, engine)
	o := office{house{Desk: d, agent: d.Add(t, "fang", model.RoleAgent), lead: d.Add(t, "jing", model.RoleLead)},
		filepath.Join(t.TempDir(), "office.sqlite")}
	o.exec(t, officeSQL)
	if err := datamap.Save(ctx, o.lead,
		model.Source{Key: "office", Owner: "IT", Address: "sqlite:" + o.path, WriteAddress: "sqlite:" + o.path,
			Dataset: officeMap}); err != nil {
		t.Fatal(err)
	}
	return o
}

func (o office) exec(t testing.TB, query string) {
	t.Helper()
	db, err := sql.Open("sqlite", o.path)
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.Exec(query)
	if err = errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
}

// dump is every row of every table as text, by table.
func (o office) dump(t testing.TB) map[string][]string {
	t.Helper()
	db, err := sql.Open("sqlite", o.path)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]string{}
	for _, table := range []string{"customer", "address", "orders", "wallet", "login", "place_log", "note"} {
		rows, err := db.Query("SELECT * FROM " + table + " ORDER BY 1")
		if err != nil {
			t.Fatal(err)
		}
		columns, err := rows.Columns()
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			values := make([]any, len(columns))
			for i := range values {
				values[i] = new(any)
			}
			if err := rows.Scan(values...); err != nil {
				t.Fatal(err)
			}
			var text []string
			for _, v := range values {
				text = append(text, fmt.Sprint(*v.(*any)))
			}
			out[table] = append(out[table], strings.Join(text, "|"))
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return out
}

// run is the newest collect of a request.
func (o office) run(t testing.TB, id int64) string {
	t.Helper()
	res, err := collect.Read(ctx, o.agent, id)
	if err != nil {
		t.Fatal(err)
	}
	return res.Run.ID
}

func (o office) request(t testing.TB, id int64) model.Request {
	t.Helper()
	r, err := o.agent.Request(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// dropWriteAddress takes the office's write credential away: its owner changes by hand.
func (o office) dropWriteAddress(t testing.TB) {
	t.Helper()
	o.remap(t, func(src *model.Source) { src.WriteAddress = "" })
}

// remap changes the one source of the office's data map.
func (o office) remap(t testing.TB, change func(src *model.Source)) {
	t.Helper()
	list, err := datamap.List(ctx, o.lead)
	if err != nil {
		t.Fatal(err)
	}
	src := list[0].Source
	change(&src)
	if err := datamap.Save(ctx, o.lead, src); err != nil {
		t.Fatal(err)
	}
}

// expect is before with some tables otherwise.
func (o office) expect(before, changed map[string][]string) map[string][]string {
	out := map[string][]string{}
	for table, rows := range before {
		out[table] = rows
		if c, ok := changed[table]; ok {
			out[table] = c
		}
	}
	return out
}
