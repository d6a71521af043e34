package source_test

import (
	"context"
	"fmt"
	"sort"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/app/source/sqldb"
)

// shopOfWei is what the sample shop holds for wei@example.com, the same on every engine.
var shopOfWei = map[string]string{
	"shop:address":         `[{"city":"Shanghai","house":12,"id":1,"street":"Nanjing Road"},{"city":"Suzhou","house":4,"id":2,"street":"Long Lane"},{"city":"Shanghai","house":5,"id":3,"street":"Office Park"}]`,
	"shop:customer":        `[{"address_id":1,"created":"2020-04-01T11:47:42","email":"wei@example.com","id":1,"name":"Zhang Wei"}]`,
	"shop:employee":        `[{"address_id":3,"email":"wei@example.com","id":2}]`,
	"shop:orders":          `[{"customer_id":1,"id":"ord_a","shipping_address_id":2,"payment_card_id":"pay_a"},{"customer_id":1,"id":"ord_c","shipping_address_id":null,"payment_card_id":"pay_b"}]`,
	"shop:order_item":      `[{"order_id":"ord_a","product_id":1,"quantity":1},{"order_id":"ord_a","product_id":2,"quantity":3},{"order_id":"ord_c","product_id":1,"quantity":2}]`,
	"shop:payment_card":    `[{"billing_address_id":1,"ccn":4111111111111111,"customer_id":1,"id":"pay_a","preferred":true},{"billing_address_id":1,"ccn":4222222222222222,"customer_id":2,"id":"pay_b","preferred":false}]`,
	"shop:product":         `[{"id":1,"name":"Lamp","price":20.50},{"id":2,"name":"Chair","price":120.00}]`,
	"shop:service_request": `[{"alt_email":"wei@example.com","email":"other@example.com","employee_id":1,"id":"ser_a","opened":"2021-01-01"},{"alt_email":null,"email":"li@example.com","employee_id":2,"id":"ser_b","opened":"2021-01-04"}]`,
	"shop:loyalty":         `[]`,
}

func TestAccessFindsAllThatLeadsFromTheIdentities(t *testing.T) {
	onEngines(t, func(t *testing.T, db *testDB) {
		db.exec(t, readTestdata(t, "shop.sql"))
		datasets := linked(t, readTestdata(t, "shop.yml"))
		want := map[string]string{}
		for at, rows := range shopOfWei {
			want[at] = rows
		}
		if db.engine == "SQLite" { // NUMERIC there is a float and drops zeros
			want["shop:product"] = `[{"id":1,"name":"Lamp","price":20.5},{"id":2,"name":"Chair","price":120}]`
		}
		if db.engine == "MySQL" { // TIMESTAMP there is a moment
			want["shop:customer"] = strings.ReplaceAll(want["shop:customer"], `:42"`, `:42Z"`)
		}
		expect(t, accessed(t, db, datasets, dataset.Identities{"email": {"wei@example.com"}}), want)
	})
}

func TestAccessWithoutAMatchAsksForNothingElse(t *testing.T) {
	onEngines(t, func(t *testing.T, db *testDB) {
		db.exec(t, readTestdata(t, "shop.sql"))
		datasets := linked(t, readTestdata(t, "shop.yml"))
		for _, ids := range []dataset.Identities{{"email": {"nobody@example.com"}}, {"email": {""}},
			{"phone_number": {"1"}}, {}} {
			for at, rows := range accessed(t, db, datasets, ids) {
				if rows != "[]" {
					t.Errorf("%v: %s has %s", ids, at, rows)
				}
			}
		}
	})
}

func TestAFindingSaysHowItWasReachedAndWhatItHolds(t *testing.T) {
	onEngines(t, func(t *testing.T, db *testDB) {
		db.exec(t, readTestdata(t, "shop.sql"))
		got := map[string]search.Finding{}
		var progress []search.SourceProgress
		report, err := search.Access(context.Background(),
			search.Options{Datasets: linked(t, readTestdata(t, "shop.yml")),
				Sources:    map[string]*sqldb.Source{"shop": opened(t, db)},
				Identities: dataset.Identities{"email": {"wei@example.com"}, "loyalty_id": {"7"}}, Undeclared: true,
				Progress: func(p search.SourceProgress) { progress = append(progress, p) }},
			func(f search.Finding) error {
				got[fmt.Sprint(f.Collection, f.Key)] = f
				return nil
			})
		if err != nil || report.Err() != nil || !report.Complete() {
			t.Fatal(err, report)
		}
		for at, want := range map[string]string{
			"customer[{id 1}]":                         "[email email wei@example.com]",
			"loyalty[{id 7}]":                          "[loyalty_id id 7]",
			"address[{id 1}]":                          "[customer.address_id payment_card.billing_address_id]",
			"address[{id 2}]":                          "[orders.shipping_address_id]",
			"payment_card[{id pay_a}]":                 "[customer.id orders.payment_card_id]",
			"payment_card[{id pay_b}]":                 "[orders.payment_card_id]",
			"service_request[{id ser_b}]":              "[employee.id]",
			"order_item[{order_id ord_c} {item_no 1}]": "[orders.id]",
		} {
			f, ok := got[at]
			if !ok {
				t.Errorf("%s was not found", at)
				continue
			}
			var ways []string
			for _, r := range f.Reached {
				if r.Identity != "" {
					ways = append(ways, r.Identity+" "+r.Field+" "+r.Value)
				} else {
					ways = append(ways, r.From.Collection+"."+r.FromField)
				}
			}
			sort.Strings(ways)
			if fmt.Sprint(ways) != want {
				t.Errorf("%s was reached by %v, want %s", at, ways, want)
			}
		}
		card, customer, item :=
			got["payment_card[{id pay_a}]"], got["customer[{id 1}]"], got["order_item[{order_id ord_c} {item_no 1}]"]
		if !card.Sensitive || customer.Sensitive {
			t.Errorf("sensitive: card %v, customer %v", card.Sensitive, customer.Sensitive)
		}
		if c := fmt.Sprint(customer.Categories["name"],
			card.Categories["ccn"]); c != "[user.name] [user.financial.account_number]" {
			t.Errorf("categories are %s", c)
		}
		if fmt.Sprint(item.Undeclared) != "[{item_no 1}]" {
			t.Errorf("undeclared columns are %v", item.Undeclared)
		}
		if len(progress) != 9 || progress[8].Done != 9 || progress[8].Total != 9 ||
			progress[8].Rows != int64(len(got)) {
			t.Errorf("progress is %+v", progress)
		}
	})
}

// Every type that PostgreSQL hands over must be writable as JSON, and lose nothing.
func TestPostgresValuesComeOutNaturally(t *testing.T) {
	db := postgresDB(t)
	if db == nil {
		t.Skip("no server given")
	}
	db.exec(t,
		`CREATE TABLE p (email TEXT, u UUID, j JSON, jb JSONB, ta TEXT[], na NUMERIC[], by BYTEA, m MONEY, t TIME, i INTERVAL, tz TIMESTAMPTZ, inf DATE, nan FLOAT8, nn NUMERIC, r REAL, x INT4RANGE, ip INET, b BOOL, v VARCHAR, c CHAR(3));
INSERT INTO p VALUES ('a@x', 'C0FFEE00-0000-4000-8000-00000000abcd', '{"z": 1.10, "a": [true, null]}', '[12345678901234567890]', '{a,NULL,"c d"}', '{1.50}', '\x00ff', '12.50', '12:30', '1 day 2 hours', '2024-01-02 03:04:05.5+02', 'infinity', 'NaN', 'NaN', 1.1, '[1,5)', '10.0.0.1', false, '<&>', 'a')`)
	var fields []string
	for _, n := range strings.Fields("u j jb ta na by m t i tz inf nan nn r x ip b v c") {
		fields = append(fields, f(n, ""))
	}
	got := accessed(t, db, linked(t, d("m", c("p", "", append([]string{f("email", email)}, fields...)...))),
		dataset.Identities{"email": {"a@x"}})
	expect(t, got,
		map[string]string{
			"m:p": `[{"email":"a@x","u":"c0ffee00-0000-4000-8000-00000000abcd","j":{"a":[true,null],"z":1.10},"jb":[12345678901234567890],"ta":["a",null,"c d"],"na":[1.50],"by":"AP8=","m":"$12.50","t":"12:30:00","i":"1 day 02:00:00","tz":"2024-01-02T01:04:05.5Z","inf":"infinity","nan":"NaN","nn":"NaN","r":1.1,"x":"[1,5)","ip":"10.0.0.1","b":false,"v":"<&>","c":"a  "}]`})
}
