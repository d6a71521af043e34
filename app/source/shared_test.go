package source_test

import (
	"context"
	"fmt"
	"sort"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/residue"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/app/source/shared"
	"orangelab.cn/rightsdesk/app/source/sqldb"
)

// sharedOf runs an access and gives "collection key: kind collection.field rows/people" for every shared row.
func sharedOf(t *testing.T, opts search.Options) []string {
	t.Helper()
	finder, err := shared.NewFinder(opts)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := search.Access(context.Background(), opts, finder.Note); err != nil {
		t.Fatal(err)
	}
	out := []string{}
	err = finder.Look(context.Background(), func(r shared.Row) error {
		for _, reason := range r.Reasons {
			out = append(out, fmt.Sprintf("%s %v: %s %s.%s %d/%d", r.Collection, r.Key[0].Value, reason.Kind,
				reason.Collection.Collection, reason.Field, reason.Rows, reason.People))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	sort.Strings(out)
	return out
}

func TestSharedRowsAreFlaggedWithTheirReason(t *testing.T) {
	onEngines(t, func(t *testing.T, db *testDB) {
		db.exec(t, readTestdata(t, "shop.sql"))
		got := sharedOf(t, search.Options{Datasets: linked(t, readTestdata(t, "shop.yml")),
			Sources:    map[string]*sqldb.Source{"shop": opened(t, db)},
			Identities: dataset.Identities{"email": {"Wei@Example.com ", "wei@example.com"}}})
		want := []string{
			// Address 1 is where Li's order went; address 2 is Li's home, address 3 the office of another employee.
			"address 1: referenced_by_others orders.shipping_address_id 1/1",
			"address 2: referenced_by_others customer.address_id 1/1",
			"address 3: referenced_by_others employee.address_id 1/1",
			// Order c was paid with Li's card, which the order led to.
			"orders ord_c: points_at_others payment_card.id 1/1",
			"payment_card pay_b: points_at_others customer.id 1/1",
			"payment_card pay_b: referenced_by_others orders.payment_card_id 1/1",
			// Request a names another address beside Wei's and was answered by another employee; b is Li's.
			"service_request ser_a: other_identity service_request.email 1/1",
			"service_request ser_a: points_at_others employee.id 1/1",
			"service_request ser_b: other_identity service_request.email 1/1",
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("got\n %s\nwant\n %s", strings.Join(got, "\n "), strings.Join(want, "\n "))
		}
	})
}

func TestAPersonAloneSharesNothing(t *testing.T) {
	db := sqliteDB(t)
	db.exec(t, `CREATE TABLE p (id INTEGER PRIMARY KEY, email TEXT, phone TEXT, home INT);
CREATE TABLE a (id INTEGER PRIMARY KEY, street TEXT);
CREATE TABLE o (id INTEGER PRIMARY KEY, pid INT, shop INT);
CREATE TABLE s (id INTEGER PRIMARY KEY, title TEXT);
INSERT INTO p VALUES (1, 'a@x', '+86 139-0000-0001', 1), (2, 'b@x', '2', 2);
INSERT INTO a VALUES (1, 'one'), (2, 'two');
INSERT INTO o VALUES (1, 1, 1), (2, 1, 1), (3, 2, 1);
INSERT INTO s VALUES (1, 'sold to everybody')`)
	got := sharedOf(t, search.Options{Sources: map[string]*sqldb.Source{"m": opened(t, db)},
		Identities: dataset.Identities{"email": {"a@x"}, "phone_number": {"13900000001"}},
		Datasets: linked(t, `dataset:
- fides_key: m
  collections:
  - name: p
    fields:
    - {name: id, fides_meta: {primary_key: true}}
    - {name: email, fides_meta: {identity: email}}
    - {name: phone, data_categories: [user.contact.phone_number]}
    - {name: home, fides_meta: {references: [{dataset: m, field: a.id, direction: to}]}}
  - name: a
    fields: [{name: id, fides_meta: {primary_key: true}}, {name: street, data_categories: [user.contact.address.street]}]
  - name: o
    fields:
    - {name: id, fides_meta: {primary_key: true}}
    - {name: pid, fides_meta: {references: [{dataset: m, field: p.id, direction: from}]}}
    - {name: shop, fides_meta: {references: [{dataset: m, field: s.id, direction: to}]}}
  - name: s
    fields: [{name: id, fides_meta: {primary_key: true}}, {name: title, data_categories: [system.operations]}]
`)})
	if len(got) != 0 {
		t.Errorf("got %q", got)
	}
}

// TestARowThatIsKnownByANumberWithZerosIsSeenToBeShared: the person's row was looked for by its zeros, which the number
// that refers to it does not have.
func TestARowThatIsKnownByANumberWithZerosIsSeenToBeShared(t *testing.T) {
	db := engineNamed(t, "MySQL")
	db.exec(t, `CREATE TABLE p (id INT PRIMARY KEY, email VARCHAR(9), home INT);
CREATE TABLE a (id INT(6) ZEROFILL PRIMARY KEY, street VARCHAR(9));
INSERT INTO p VALUES (1, 'a@x', 42), (2, 'b@x', 42);
INSERT INTO a VALUES (42, 'one')`)
	got := sharedOf(t, search.Options{Sources: map[string]*sqldb.Source{"m": opened(t, db)},
		Identities: dataset.Identities{"email": {"a@x"}},
		Datasets: linked(t, d("m", c("p", "", f("id", pk), f("email", email), f("home", ref("m", "a.id", "to"))),
			c("a", "", f("id", pk), "          - {name: street, data_categories: [user.contact.address.street]}\n")))})
	if want := "[a 42: referenced_by_others p.home 1/1]"; fmt.Sprint(got) != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestARowThatOthersNameWithZerosIsSeenToBeShared: a number of a column that fills with zeros is "42" or "000042" in
// the text by which somebody else refers to it.
func TestARowThatOthersNameWithZerosIsSeenToBeShared(t *testing.T) {
	db := engineNamed(t, "MySQL")
	db.exec(t, `CREATE TABLE p (id INT PRIMARY KEY, email VARCHAR(9), home VARCHAR(9));
CREATE TABLE a (id INT(6) ZEROFILL PRIMARY KEY, street VARCHAR(9));
INSERT INTO p VALUES (1, 'a@x', '000042'), (2, 'b@x', '000042'), (3, 'c@x', '42'), (4, 'd@x', '0042'),
  (5, 'e@x', '7'), (6, 'f@x', '000007');
INSERT INTO a VALUES (42, 'one'), (7, 'two')`)
	for _, typ := range []string{"", "data_type: string, ", "data_type: integer, "} {
		for mail, want := range map[string]string{"a@x": "[a 42: referenced_by_others p.home 2/2]",
			"e@x": "[a 7: referenced_by_others p.home 1/1]"} {
			got := sharedOf(t, search.Options{Sources: map[string]*sqldb.Source{"m": opened(t, db)},
				Identities: dataset.Identities{"email": {mail}},
				Datasets: linked(t, d("m", c("p", "", f("id", pk), f("email", email),
					f("home", typ+ref("m", "a.id", "to"))), c("a", "", f("id", pk),
					"          - {name: street, data_categories: [user.contact.address.street]}\n")))})
			if fmt.Sprint(got) != want {
				t.Errorf("%q of %s: got %s, want %s", typ, mail, got, want)
			}
		}
	}
}

func TestResidueIsFoundInColumnsWithoutACategory(t *testing.T) {
	onEngines(t, func(t *testing.T, db *testDB) {
		db.exec(t,
			`CREATE TABLE p (id INT PRIMARY KEY, email VARCHAR(90), name VARCHAR(90), note TEXT, raw_ TEXT, extra JSON, safe TEXT);
INSERT INTO p VALUES (1, 'wei@example.com', '王伟', 'write to WEI@Example.com!', 'call +86 139 0013-8000', '{"who": ["王伟先生"], "n": 13900138000}', 'xwei@example.com'), (2, 'wei@example.com', 'Zhang Wei', 'no', '139001380001234', NULL, 'Zhang Weiming'), (3, 'wei@example.com', NULL, 'from zhang  wei', NULL, NULL, NULL)`)
		scan := residue.NewScan(dataset.Identities{"email": {"wei@example.com"}, "phone_number": {"13900138000"}},
			[]string{"王伟", "Zhang Wei"})
		opts := search.Options{Undeclared: true, Sources: map[string]*sqldb.Source{"m": opened(t, db)},
			Identities: dataset.Identities{"email": {"wei@example.com"}}, Datasets: linked(t, `dataset:
- fides_key: m
  collections:
  - name: p
    fields:
    - {name: id, data_categories: [system.operations], fides_meta: {primary_key: true}}
    - {name: email, data_categories: [user.contact.email], fides_meta: {identity: email}}
    - {name: name, data_categories: [user.name]}
    - {name: note}
    - {name: extra, fides_meta: {data_type: object}}
`)}
		if _, err := search.Access(context.Background(), opts, func(f search.Finding) error {
			scan.Look(f)
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		got := []string{}
		for _, r := range scan.Result() {
			got = append(got, fmt.Sprintf("%s:%s.%s %s %d %v", r.Dataset, r.Collection, r.Column, r.Kind, r.Rows,
				r.Declared))
		}
		want := []string{"m:p.extra.n phone_number 1 true", "m:p.extra.who name 1 true", "m:p.note email 1 true",
			"m:p.note name 1 true", "m:p.raw_ phone_number 1 false"}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("got\n %s\nwant\n %s", strings.Join(got, "\n "), strings.Join(want, "\n "))
		}
	})
}
