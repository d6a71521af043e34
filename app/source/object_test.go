package source_test

import (
	"testing"

	"orangelab.cn/rightsdesk/app/source/dataset"
)

// object writes an object field with categories of its own.
func object(name, categories, meta string, fields ...string) string {
	out := "          - name: " + name + "\n            data_categories: [" + categories +
		"]\n            fides_meta: {data_type: object" + meta + "}\n            fields:\n"
	for _, field := range fields {
		out += "              - " + field + "\n"
	}
	return out
}

const addresses = `CREATE TABLE p (id INT PRIMARY KEY, mail VARCHAR(9), addr JSON);
INSERT INTO p VALUES (1, 'a@x', '{"city": "Rome", "door": 7, "more": ["key", {"at": "bell"}]}'), (2, 'a@x', NULL), (3, 'b@x', '{"city": "Oslo", "door": 1}')`

func addressMap(meta string, fields ...string) string {
	return d("m", c("p", "", f("id", pk), f("mail", email), object("addr", "user.contact.address", meta, fields...)))
}

// An object that names categories is given and erased whole, with what the data map does not declare in it.
func TestAnObjectWithACategoryIsTreatedWhole(t *testing.T) {
	onEngines(t, func(t *testing.T, db *testDB) {
		db.exec(t, addresses)
		datasets := linked(t, addressMap("", "{name: city}"))
		want := `[{"addr":{"city":"Rome","door":7,"more":["key",{"at":"bell"}]}},{"addr":null}]`
		if got := accessed(t, db, datasets, dataset.Identities{"email": {"a@x"}},
			"user.contact.address")["m:p"]; got != want {
			t.Errorf("access gives %s", got)
		}
	})
	for _, tt := range []struct{ name, meta, field, strategy, want string }{
		{"emptied", "", "{name: city}", "null_rewrite", "1 -|2 -"},
		{"with its texts masked", "", "{name: city}", "string_rewrite",
			`1 {"city":"MASKED","door":7,"more":["MASKED",{"at":"MASKED"}]}|2 -`},
		{"but for a field with a strategy of its own", "",
			"{name: city, fides_meta: {masking_strategy_override: {strategy: preserve}}}", "null_rewrite",
			`1 {"city":"Rome"}|2 -`},
		{"but for a field that must stay", "", "{name: city, fides_meta: {read_only: true}}", "null_rewrite",
			`1 {"city":"Rome"}|2 -`},
		{"but for a field of another kind", "", "{name: door, data_categories: [system.operations]}", "string_rewrite",
			`1 {"city":"MASKED","door":7,"more":["MASKED",{"at":"MASKED"}]}|2 -`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			onEngines(t, func(t *testing.T, db *testDB) {
				db.exec(t, addresses)
				erased(t, db, linked(t, addressMap(tt.meta, tt.field)), dataset.Identities{"email": {"a@x"}},
					tt.strategy, true)
				if got := db.dump(t, "SELECT id, addr FROM p WHERE id < 3"); got != tt.want {
					t.Errorf("left is %s", got)
				}
			})
		})
	}
}

// A column that should hold a document and holds a plain text does not keep it through an erasure.
func TestAPlainTextWhereAnObjectIsDeclaredIsMaskedAsOne(t *testing.T) {
	db := sqliteDB(t)
	maps := linked(t,
		d("m", c("p", "", f("id", pk), f("mail", email),
			nested("phone", cat("user.contact", f("number", "")), cat("user.contact", f("area", ""))))))
	for _, tt := range []struct{ strategy, held, want string }{
		{"null_rewrite", "'555-1234 (old format)'", "1 -"},
		{"string_rewrite", "'555-1234 (old format)'", "1 MASKED"},
		{"null_rewrite", `'{"number": "555", "area": "2"}'`, `1 {"area":null,"number":null}`},
		{"null_rewrite", `'["555", {"number": "556", "area": "2", "kind": "home"}]'`,
			`1 [null,{"area":null,"kind":"home","number":null}]`},
		{"null_rewrite", "5551234", "1 -"},
	} {
		t.Run(tt.strategy+" "+tt.held, func(t *testing.T) {
			db.exec(t,
				"DROP TABLE IF EXISTS p;\nCREATE TABLE p (id INT PRIMARY KEY, mail TEXT, phone TEXT);\nINSERT INTO p VALUES (1, 'a@x', "+tt.held+")")
			_, report := erased(t, db, maps, dataset.Identities{"email": {"a@x"}}, tt.strategy, true)
			if got := db.dump(t, "SELECT id, phone FROM p"); got != tt.want {
				t.Errorf("left is %s, %v", got, report.Obstacles)
			}
			if got := accessed(t, db, maps, dataset.Identities{"email": {"a@x"}}, "user.contact")["m:p"]; got == "[]" {
				t.Errorf("access leaves the row out")
			}
		})
	}
	db.exec(t, "UPDATE p SET phone = '555-1234 (old format)'")
	if got := accessed(t, db, maps, dataset.Identities{"email": {"a@x"}},
		"user.contact")["m:p"]; got != `[{"phone":"555-1234 (old format)"}]` {
		t.Errorf("access gives %s", got)
	}
}
