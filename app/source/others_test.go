package source_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/source/apply"
	"orangelab.cn/rightsdesk/app/source/change"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/trial"
)

// A row that names several people by its identity field is each one's, however few of the values led to it.
func TestARowThatNamesSeveralPeopleIsShared(t *testing.T) {
	list :=
		"          - name: doc\n            fides_meta: {data_type: object}\n            fields: [{name: mail, fides_meta: {identity: email}}]\n"
	inContacts :=
		"          - name: doc\n            fides_meta: {data_type: object}\n            fields: [{name: contacts, fides_meta: {data_type: 'object[]'}, fields: [{name: mail, fides_meta: {identity: email}}, {name: phone, fides_meta: {identity: phone_number}}]}]\n"
	type document struct{ field, held string }
	cases := map[string]document{
		"a list in a document": {list, `{"mail": ["a@x.org", "c@x.org"]}`},
		"a list of contacts": {inContacts,
			`{"contacts": [{"mail": "a@x.org", "phone": "13800000001"}, {"mail": "c@x.org", "phone": "13800000002"}]}`},
		"a list alone":      {f("doc", "identity: email, data_type: 'string[]'"), `["a@x.org", "c@x.org"]`},
		"a list undeclared": {f("doc", "identity: email"), `["a@x.org", "c@x.org"]`},
		"all elements wanted": {f("doc", "identity: email, data_type: 'string[]', return_all_elements: true"),
			`["a@x.org", "c@x.org"]`},
	}
	alone := map[string]document{
		"a list of one": {list, `{"mail": ["a@x.org"]}`},
		"a list of contacts of one": {inContacts,
			`{"contacts": [{"mail": "a@x.org", "phone": "13800000001"}, {"mail": "A@X.ORG ", "phone": "13800000002"}]}`},
	}
	columns := map[string][]string{"SQLite": {"TEXT", "JSON"}, "PostgreSQL": {"JSONB", "JSON", "TEXT"},
		"MySQL": {"JSON", "TEXT"}}
	onEngines(t, func(t *testing.T, db *testDB) {
		for _, column := range columns[db.engine] {
			run := func(name string, doc document) (trial.Erasure, string) {
				if (column == "TEXT" || db.engine == "MySQL") && name == "a list undeclared" {
					return trial.Erasure{}, "" // a text, and searched as one
				}
				db.exec(t,
					"DROP TABLE IF EXISTS p;\nCREATE TABLE p (id INT PRIMARY KEY, name VARCHAR(20), doc "+column+")")
				db.exec(t, "INSERT INTO p VALUES (1, 'C', "+literal(doc.held)+")")
				datasets := linked(t, d("s", c("p", "", f("id", pk), cat("user.name", f("name", "")), doc.field)))
				result, _ := erased(t, db, datasets, dataset.Identities{"email": {"a@x.org"}}, "null_rewrite", false)
				if result.Counts["s:p"] != 1 {
					t.Fatalf("%s %s: %v", column, name, result.Counts)
				}
				shared := sharedOf(t,
					search.Options{Datasets: datasets, Sources: map[string]*sqldb.Source{"s": opened(t, db)},
						Identities: dataset.Identities{"email": {"a@x.org"}}, Spellings: true})
				return result, fmt.Sprint(shared)
			}
			for name, doc := range cases {
				if result, shared := run(name, doc); shared != "" &&
					(len(result.Shared) != 1 || !strings.Contains(shared, "other_identity p.")) {
					t.Errorf("%s %s: shared %+v, %s", column, name, result.Shared, shared)
				}
			}
			for name, doc := range alone {
				if _, shared := run(name, doc); shared != "[]" {
					t.Errorf("%s %s: shared %s", column, name, shared)
				}
			}
		}
	})
}

// Of what a row names several people by, only the value of the person is rewritten.
func TestTheValueOfAnotherPersonStays(t *testing.T) {
	columns := map[string]string{"SQLite": "TEXT", "PostgreSQL": "JSONB", "MySQL": "JSON"}
	onEngines(t, func(t *testing.T, db *testDB) {
		for name, doc := range map[string]struct{ field, held string }{
			"declared":   {f("doc", "identity: email, data_type: 'string[]'"), `["a@x.org", "c@x.org"]`},
			"undeclared": {f("doc", "identity: email"), `["a@x.org", "c@x.org"]`},
			"in an object": {f("doc", "data_type: object") +
				"            fields: [{name: mail, fides_meta: {identity: email}}]\n",
				`{"mail": ["a@x.org", "c@x.org"], "note": "mine"}`},
			"among objects": {f("doc", "data_type: 'object[]'") +
				"            fields: [{name: mail, fides_meta: {identity: email}}]\n",
				`[{"mail": "a@x.org", "note": "mine"}, {"mail": "c@x.org"}]`},
		} {
			if name == "undeclared" && db.engine != "PostgreSQL" {
				continue // a text, and searched as one
			}
			for _, strategy := range []string{"null_rewrite", "string_rewrite"} {
				db.exec(t, "DROP TABLE IF EXISTS p;\nCREATE TABLE p (id INT PRIMARY KEY, doc "+columns[db.engine]+")")
				db.exec(t, "INSERT INTO p VALUES (1, "+literal(doc.held)+")")
				datasets := linked(t, d("s", c("p", "", f("id", pk), cat("user.contact", doc.field))))
				src, w := openedBoth(t, db)
				masking := dataset.Masking{Strategy: strategy}
				if strategy == "string_rewrite" {
					masking.Configuration = map[string]any{"rewrite_value": "gone"}
				}
				var changes []change.RowChange
				if _, err := change.Preview(context.Background(), change.Options{
					Options: search.Options{Datasets: datasets, Sources: map[string]*sqldb.Source{"s": src},
						Identities: dataset.Identities{"email": {"a@x.org"}}},
					Decide: func(search.Finding) (dataset.Treatment, error) {
						return dataset.FormatTreatment(datasets[0].Collections[0], nil, masking), nil
					},
				}, func(c change.RowChange) error { changes = append(changes, c); return nil }); err != nil {
					t.Fatal(err)
				}
				if _, err := apply.Changes(context.Background(), w, datasets, each(changes), nil); err != nil {
					t.Fatal(err)
				}
				held := db.dump(t, "SELECT doc FROM p")
				if !strings.Contains(held, "c@x.org") || strings.Contains(held, "a@x.org") ||
					strings.Contains(held, "mine") {
					t.Errorf("%s, %s: %s", name, strategy, held)
				}
			}
		}
	})
}
