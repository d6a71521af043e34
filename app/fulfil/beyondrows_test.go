package fulfil_test

import (
	"database/sql"
	"slices"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/packet"
	"orangelab.cn/rightsdesk/app/result"
	"orangelab.cn/rightsdesk/model"
)

// A customer bought product 1, of maker 5, and reviewed product 2, of maker 6. Maker 5 is also that of product 3, which
// she reviewed too; what she bought is sensitive, what she reviewed is not.
const goodsSQL = `
CREATE TABLE bought (id INTEGER PRIMARY KEY, customer_id INTEGER, product_id INTEGER);
INSERT INTO bought VALUES (50, 1, 1), (51, 1, 4), (52, 1, 3), (53, 2, 2);
CREATE TABLE review (id INTEGER PRIMARY KEY, customer_id INTEGER, product_id INTEGER);
INSERT INTO review VALUES (60, 1, 2), (61, 1, 3);
CREATE TABLE product (id INTEGER PRIMARY KEY, name TEXT, maker_id INTEGER);
INSERT INTO product VALUES (1, 'night lamp', 5), (2, 'teapot', 6), (3, 'candle', 5), (4, 'inhaler', 7);
CREATE TABLE maker (id INTEGER PRIMARY KEY, called TEXT);
INSERT INTO maker VALUES (5, 'Lux'), (6, 'Clay'), (7, 'Breath');`

const goodsMap = `
      - name: bought
        fields:
          - {name: id, fides_meta: {primary_key: true}}
          - name: customer_id
            fides_meta: {references: [{dataset: shop, field: customer.id, direction: from}]}
          - name: product_id
            data_categories: [user.behavior.purchase_history]
            fides_meta: {references: [{dataset: shop, field: product.id, direction: to}]}
      - name: review
        fields:
          - {name: id, fides_meta: {primary_key: true}}
          - name: customer_id
            fides_meta: {references: [{dataset: shop, field: customer.id, direction: from}]}
          - name: product_id
            data_categories: [user.content.public]
            fides_meta: {references: [{dataset: shop, field: product.id, direction: to}]}
      - name: product
        fields:
          - {name: id, fides_meta: {primary_key: true}}
          - {name: name}
          - name: maker_id
            fides_meta: {references: [{dataset: shop, field: maker.id, direction: to}]}
      - name: maker
        fields:
          - {name: id, fides_meta: {primary_key: true}}
          - {name: called}
`

// goods adds what customers bought and reviewed to the shop.
func (h house) goods(t *testing.T, purchases string) {
	t.Helper()
	db, err := sql.Open("sqlite", h.shop)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(goodsSQL); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	list, err := datamap.List(ctx, h.lead)
	if err != nil {
		t.Fatal(err)
	}
	src := list[slices.IndexFunc(list, func(e datamap.Entry) bool { return e.Key == "shop" })].Source
	src.Dataset = strings.TrimRight(src.Dataset, "\n") +
		strings.Replace(goodsMap, "user.behavior.purchase_history", purchases, 1)
	if err := datamap.Save(ctx, h.lead, src); err != nil {
		t.Fatal(err)
	}
}

func TestWhatWasReachedOnlyThroughWhatACopyLeavesOutIsLeftOutToo(t *testing.T) {
	const sensitive, ordinary = "user.behavior.purchase_history", "user.content.public"
	for _, tt := range []struct {
		name          string
		before, after string // category of what was bought when it was collected, and when the copy is made
		makers        string
	}{
		{"as collected", sensitive, sensitive, "Lux Clay"},
		// Maker 5 is that of a product which stays, too; which product led to it is not known any more.
		{"sensitive since the collect", ordinary, sensitive, ""},
		{"nothing sensitive", ordinary, ordinary, "Lux Clay Breath"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h := newHouse(t, "sqlite")
			h.goods(t, tt.before)
			r := h.verified(t)
			opened, w := h.copied(t, r, func() {
				if tt.before != tt.after {
					h.remap(t, tt.before+"]\n            fides_meta: {references: [{dataset: shop, field: product.id",
						tt.after+"]\n            fides_meta: {references: [{dataset: shop, field: product.id")
				}
			})
			bought, _ := rowsOf(opened, "bought")
			products, _ := rowsOf(opened, "product")
			makers, _ := rowsOf(opened, "maker")
			hidden := tt.after == sensitive
			for what, is := range map[string]bool{"night lamp": !hidden, "inhaler": !hidden, "teapot": true,
				"candle": true} {
				if strings.Contains(products, what) != is {
					t.Errorf("%s in the copy: want %t\n%s", what, is, products)
				}
			}
			for _, maker := range []string{"Lux", "Clay", "Breath"} {
				if strings.Contains(makers, maker) != strings.Contains(tt.makers, maker) {
					t.Errorf("makers in the copy, want %q:\n%s", tt.makers, makers)
				}
			}
			if strings.Count(bought, "\n") != 3 {
				t.Errorf("her purchases themselves:\n%s", bought)
			}
			counted := slices.IndexFunc(opened.Withheld, func(w packet.Withheld) bool {
				return w.Title == "shop · Product" && w.Count == 2 &&
					strings.Contains(w.Reason, "only once the level of identity")
			}) >= 0
			if counted != hidden {
				t.Errorf("the copy says of what it leaves out: %+v", opened.Withheld)
			}
			if hidden {
				says(t, "the letter", w.Text(),
					[]string{"Left out, because it is sensitive[^-]*(- [^\\n]*\\n)*\\s*- shop · Product: 2 records"},
					[]string{"night lamp"})
			}
		})
	}
}

func TestNoRowThatWasReachedOnlySoIsKeptAndEveryCountSaysSo(t *testing.T) {
	h := newHouse(t, "sqlite")
	h.goods(t, "user.behavior.purchase_history")
	r := h.verified(t)
	if err := collect.Collect(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), nil); err != nil {
		t.Fatal(err)
	}
	list, err := collect.List(ctx, h.agent, r.ID, model.FindingFilter{Collection: "product"}, 0, 10)
	if err != nil || len(list) != 2 {
		t.Fatalf("%d products are kept, want the two that were reviewed: %v", len(list), err)
	}
	res, err := result.Read(ctx, h.agent, r.ID)
	if err != nil {
		t.Fatal(err)
	}
	shop, _ := res.System("shop")
	for _, c := range shop.Collections {
		if want := map[string]int64{"product": 2, "maker": 1}[c.Collection]; c.Rows[model.FateLeftOut] != want {
			t.Errorf("%s: %v, want %d left out", c.Collection, c.Rows, want)
		}
	}
}
