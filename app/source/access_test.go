package source

import "testing"

// shopOfWei is what the sample shop holds for wei@example.com, the same on every engine.
var shopOfWei = map[string]string{
	"shop:address":         `[{"city":"Shanghai","house":12,"id":1,"street":"Nanjing Road"},{"city":"Suzhou","house":4,"id":2,"street":"Long Lane"},{"city":"Shanghai","house":5,"id":3,"street":"Office Park"}]`,
	"shop:customer":        `[{"address_id":1,"created":"2020-04-01T11:47:42Z","email":"wei@example.com","id":1,"name":"Zhang Wei"}]`,
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
		expect(t, trial(t, db, datasets, Identities{"email": {"wei@example.com"}}), want)
	})
}

func TestAccessWithoutAMatchAsksForNothingElse(t *testing.T) {
	onEngines(t, func(t *testing.T, db *testDB) {
		db.exec(t, readTestdata(t, "shop.sql"))
		datasets := linked(t, readTestdata(t, "shop.yml"))
		for _, ids := range []Identities{{"email": {"nobody@example.com"}}, {"email": {""}}, {"phone_number": {"1"}}, {}} {
			for at, rows := range trial(t, db, datasets, ids) {
				if rows != "[]" {
					t.Errorf("%v: %s has %s", ids, at, rows)
				}
			}
		}
	})
}
