package source_test

import (
	"context"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/value"
)

// notesOf is a data map in which notes are about people or about payments, as their kind says, and marks hold what
// their key names.
const notesOf = `
dataset:
  - fides_key: m
    name: m
    collections:
      - name: p
        fields:
          - {name: id, fides_meta: {primary_key: true}}
          - {name: mail, data_categories: [user.contact.email], fides_meta: {identity: email, data_type: string}}
      - name: pay
        fields:
          - {name: id, fides_meta: {primary_key: true}}
          - {name: pid, fides_meta: {references: [{dataset: m, field: p.id, direction: from}]}}
      - name: note
        fields:
          - {name: id, fides_meta: {primary_key: true}}
          - {name: kind}
          - name: item
            fides_meta:
              references:
                - {dataset: m, field: p.id, direction: from, where: {kind: person}}
                - {dataset: m, field: pay.id, direction: from, where: {kind: [pay, Pay]}}
          - {name: said, data_categories: [user.content], fides_meta: {data_type: string}}
          - {name: tag, fides_meta: {references: [{dataset: m, field: tag.id, direction: to, where: {kind: person}}]}}
      - name: tag
        fields:
          - {name: id, fides_meta: {primary_key: true}}
          - {name: word, data_categories: [user.content]}
      - name: mark
        fides_meta: {where: {level: [1, 2]}}
        fields:
          - {name: id, fides_meta: {primary_key: true}}
          - {name: pid, fides_meta: {references: [{dataset: m, field: p.id, direction: from}]}}
          - {name: level, fides_meta: {data_type: integer}}
          - {name: said, data_categories: [user.content], fides_meta: {data_type: string}}
`

const notesTables = `CREATE TABLE p (id INT PRIMARY KEY, mail VARCHAR(40));
CREATE TABLE pay (id INT PRIMARY KEY, pid INT);
CREATE TABLE note (id INT PRIMARY KEY, kind VARCHAR(20), item INT, said VARCHAR(40), tag INT);
CREATE TABLE tag (id INT PRIMARY KEY, word VARCHAR(20));
CREATE TABLE mark (id INT PRIMARY KEY, pid INT, level INT, said VARCHAR(40));
INSERT INTO p VALUES (7, 'a@x'), (8, 'b@x'), (70, 'c@x');
INSERT INTO pay VALUES (70, 7), (7, 8);
INSERT INTO note VALUES (1, 'person', 7, 'of a', 5), (2, 'person', 70, 'of c', 6), (3, 'pay', 70, 'of the payment of a', 6), (4, 'pay', 7, 'of the payment of b', 6), (5, 'PERSON', 7, 'of another kind', 6), (6, NULL, 7, 'of none', 6), (8, 'Pay', 70, 'and so', 6);
INSERT INTO tag VALUES (5, 'hers'), (6, 'others');
INSERT INTO mark VALUES (1, 7, 1, 'one'), (2, 7, 3, 'three'), (3, 8, 1, 'b'), (4, 7, 2, 'two')`

// A reference to one of several tables leads only to the rows whose kind says so, whatever the engine's collation calls
// equal.
func TestAReferenceLeadsOnlyToRowsThatMeetItsCondition(t *testing.T) {
	onEngines(t, func(t *testing.T, db *testDB) {
		db.exec(t, notesTables)
		maps := linked(t, notesOf)
		expectKeys := func(ids dataset.Identities, want map[string]string) {
			t.Helper()
			got := accessed(t, db, maps, ids)
			for at, keys := range want {
				if found := strings.Join(valuesOf(got["m:"+at], "id"), " "); found != keys {
					t.Errorf("%v: %s has %q, want %q", ids, at, found, keys)
				}
			}
		}
		expectKeys(dataset.Identities{"email": {"a@x"}},
			map[string]string{"p": "7", "pay": "70", "note": "1 3 8", "tag": "5", "mark": "1 4"})
		expectKeys(dataset.Identities{"email": {"b@x"}},
			map[string]string{"p": "8", "pay": "7", "note": "4", "tag": "", "mark": "3"})
		expectKeys(dataset.Identities{"email": {"c@x"}},
			map[string]string{"p": "70", "pay": "", "note": "2", "tag": "6", "mark": ""})
		opts := search.Options{Datasets: maps, Sources: map[string]*sqldb.Source{"m": opened(t, db)},
			Identities: dataset.Identities{"email": {"a@x"}}, Spellings: true}
		if flagged := sharedOf(t, opts); len(flagged) > 0 {
			t.Errorf("rows of another kind make shared: %q", flagged)
		}
	})
}

// What a condition keeps out of the search is neither previewed nor written.
func TestErasingKeepsToTheConditions(t *testing.T) {
	onEngines(t, func(t *testing.T, db *testDB) {
		db.exec(t, notesTables)
		result, report := erased(t, db, linked(t, notesOf), dataset.Identities{"email": {"a@x"}}, "null_rewrite", true,
			"user.content")
		if got := countsText(result.Counts); got != "m:mark=2 m:note=3 m:tag=1" {
			t.Errorf("counts %s, %v", got, report.Obstacles)
		}
		for query, want := range map[string]string{
			"SELECT id FROM note WHERE said IS NULL":  "1|3|8",
			"SELECT id FROM mark WHERE said IS NULL":  "1|4",
			"SELECT id FROM tag WHERE word IS NULL":   "5",
			"SELECT id, mail FROM p WHERE mail > 'a'": "7 a@x|70 c@x|8 b@x",
		} {
			if got := db.dump(t, query); got != want {
				t.Errorf("%s gives %s, want %s", query, got, want)
			}
		}
	})
}

// Every identity of a collection is read for what returned from a back-up; rows outside the collection are none of it.
func TestIdentitiesOutsideACollectionAreNotDelivered(t *testing.T) {
	onEngines(t, func(t *testing.T, db *testDB) {
		db.exec(t,
			"CREATE TABLE kv (id INT PRIMARY KEY, name VARCHAR(20), held VARCHAR(40));\nINSERT INTO kv VALUES (1, 'mail', 'a@x'), (2, 'colour', 'b@x'), (3, 'MAIL', 'c@x')")
		maps := linked(t, `
dataset:
  - fides_key: m
    name: m
    collections:
      - name: kv
        fides_meta: {where: {name: mail}}
        fields:
          - {name: id, fides_meta: {primary_key: true}}
          - {name: name}
          - {name: held, data_categories: [user.contact.email], fides_meta: {identity: email, data_type: string}}
`)
		src := opened(t, db)
		var got []string
		err := search.EachIdentityValue(context.Background(), maps, map[string]*sqldb.Source{"m": src},
			func(_ dataset.Address, _ []value.Cell, _, held string) error {
				got = append(got, held)
				return nil
			})
		if err != nil || strings.Join(got, " ") != "a@x" {
			t.Errorf("delivered %q, %v", got, err)
		}
		for _, spellings := range []bool{false, true} {
			opts := search.Options{Datasets: maps, Sources: map[string]*sqldb.Source{"m": src},
				Identities: dataset.Identities{"email": {"a@x", "b@x", "c@x"}}, Spellings: spellings}
			n := 0
			if _, err := search.Access(context.Background(), opts, func(search.Finding) error {
				n++
				return nil
			}); err != nil || n != 1 {
				t.Errorf("with spellings %t %d rows are found, %v", spellings, n, err)
			}
		}
	})
}

func TestAConditionThatCannotBeAskedIsAnError(t *testing.T) {
	for where, code := range map[string]string{
		"{kind: person}": "", "{kind: [person, pay]}": "", "{kind: 1}": "",
		"{none: person}": "no-such-field", "{kind: }": "bad-where", "{kind: []}": "bad-where", "{}": "bad-where",
		"{kind: {a: b}}": "bad-where", "{kind: [null]}": "bad-where",
	} {
		text := strings.Replace(notesOf, "where: {kind: person}", "where: "+where, 1)
		_, problems := dataset.Parse("map.yml", []byte(text))
		found := ""
		for _, p := range problems {
			if p.Severity == dataset.Error && found == "" {
				found = p.Code
			}
		}
		if found != code {
			t.Errorf("where: %s is refused with %q, want %q: %v", where, found, code, problems)
		}
	}
}
