package source_test

import (
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/source/dataset"
)

// semantic is one rule of the format, tried on every engine.
type semantic struct {
	name       string
	sql        string
	only       string // engine; empty means all
	maps       []string
	ids        dataset.Identities
	categories []string
	want       map[string]string
}

var semantics = []semantic{
	{
		name: "a condition is the OR over every identity and reference, and a row matched twice comes once",
		sql: `CREATE TABLE p (id INT PRIMARY KEY, email VARCHAR(50), phone VARCHAR(50), boss INT);
INSERT INTO p VALUES (1, 'a@x', '1', NULL), (2, 'b@x', '2', NULL), (3, 'a@x', '2', NULL), (4, NULL, NULL, 1)`,
		maps: []string{d("m", c("p", "", f("id", pk), f("email", email), f("phone", phone)))},
		ids:  dataset.Identities{"email": {"a@x"}, "phone_number": {"2"}},
		want: map[string]string{
			"m:p": `[{"id":1,"email":"a@x","phone":"1"},{"id":2,"email":"b@x","phone":"2"},{"id":3,"email":"a@x","phone":"2"}]`},
	},
	{
		name: "several values of one kind each count",
		sql: `CREATE TABLE p (id INT PRIMARY KEY, email VARCHAR(50));
INSERT INTO p VALUES (1, 'a@x'), (2, 'b@x'), (3, 'c@x')`,
		maps: []string{d("m", c("p", "", f("id", pk), f("email", email)))},
		ids:  dataset.Identities{"email": {"a@x", "c@x", "a@x"}},
		want: map[string]string{"m:p": `[{"id":1,"email":"a@x"},{"id":3,"email":"c@x"}]`},
	},
	{
		name: "a number finds its text and a text its number",
		sql: `CREATE TABLE p (id INT, email VARCHAR(50), num VARCHAR(10));
CREATE TABLE t (pid VARCHAR(10));
CREATE TABLE n (num INT);
INSERT INTO p VALUES (1, 'a@x', '7'), (2, 'a@x', 'seven');
INSERT INTO t VALUES ('1'), ('01'), ('3');
INSERT INTO n VALUES (7), (8)`,
		maps: []string{d("m", c("p", "", f("id", ""), f("email", email), f("num", "")),
			c("t", "", f("pid", "data_type: string, "+ref("m", "p.id", "from"))),
			c("n", "", f("num", ref("m", "p.num", "from"))))},
		ids: dataset.Identities{"email": {"a@x"}},
		want: map[string]string{"m:p": `[{"id":1,"email":"a@x","num":"7"},{"id":2,"email":"a@x","num":"seven"}]`,
			"m:t": `[{"pid":"1"}]`, "m:n": `[{"num":7}]`},
	},
	{
		name: "what does not convert to the declared type is left out",
		sql: `CREATE TABLE p (id INT, email VARCHAR(50), code VARCHAR(10));
CREATE TABLE t (code VARCHAR(10));
INSERT INTO p VALUES (1, 'a@x', '12'), (2, 'a@x', 'x12');
INSERT INTO t VALUES ('12'), ('x12')`,
		maps: []string{d("m", c("p", "", f("id", ""), f("email", email), f("code", "")),
			c("t", "", f("code", "data_type: integer, "+ref("m", "p.code", "from"))))},
		ids: dataset.Identities{"email": {"a@x"}},
		want: map[string]string{"m:p": `[{"id":1,"email":"a@x","code":"12"},{"id":2,"email":"a@x","code":"x12"}]`,
			"m:t": `[{"code":"12"}]`},
	},
	{
		name: "null leads nowhere and matches nothing",
		sql: `CREATE TABLE p (id INT, email VARCHAR(50), a INT);
CREATE TABLE t (id INT, a INT);
INSERT INTO p VALUES (1, 'a@x', NULL);
INSERT INTO t VALUES (1, NULL), (2, 5)`,
		maps: []string{d("m", c("p", "", f("id", ""), f("email", email), f("a", ref("m", "t.a", "to"))),
			c("t", "", f("id", ""), f("a", "")))},
		ids:  dataset.Identities{"email": {"a@x"}},
		want: map[string]string{"m:p": `[{"id":1,"email":"a@x","a":null}]`, "m:t": `[]`},
	},
	{
		name: "a reference both ways is walked from the end that is reached first",
		sql: `CREATE TABLE p (id INT, email VARCHAR(50));
CREATE TABLE o (id INT, pid INT);
INSERT INTO p VALUES (1, 'a@x'), (2, 'b@x');
INSERT INTO o VALUES (10, 1), (11, 2)`,
		maps: []string{d("m", c("o", "", f("id", pk), f("pid", ref("m", "p.id", ""))),
			c("p", "", f("id", pk), f("email", email)))},
		ids:  dataset.Identities{"email": {"a@x"}},
		want: map[string]string{"m:p": `[{"id":1,"email":"a@x"}]`, "m:o": `[{"id":10,"pid":1}]`},
	},
	{
		name: "a collection waits for a feeder that is reached later than itself",
		sql: `CREATE TABLE a (id INT, email VARCHAR(50));
CREATE TABLE b (id INT, aid INT, cid INT);
CREATE TABLE k (id INT, aid INT);
CREATE TABLE z (id INT, kid INT);
INSERT INTO a VALUES (1, 'a@x');
INSERT INTO b VALUES (1, 1, NULL), (2, NULL, 9), (3, NULL, 8);
INSERT INTO k VALUES (5, 1);
INSERT INTO z VALUES (9, 5)`,
		maps: []string{d("m", c("a", "", f("id", ""), f("email", email)),
			c("b", "", f("id", pk), f("aid", ref("m", "a.id", "from")), f("cid", "")),
			c("k", "", f("id", ""), f("aid", ref("m", "a.id", "from"))),
			c("z", "", f("id", ref("m", "b.cid", "to")), f("kid", ref("m", "k.id", "from"))))},
		ids: dataset.Identities{"email": {"a@x"}},
		want: map[string]string{"m:a": `[{"id":1,"email":"a@x"}]`,
			"m:b": `[{"id":1,"aid":1,"cid":null},{"id":2,"aid":null,"cid":9}]`,
			"m:k": `[{"id":5,"aid":1}]`, "m:z": `[{"id":9,"kid":5}]`},
	},
	{
		name: "a circle is cut and every collection read once",
		sql: `CREATE TABLE a (id INT, email VARCHAR(50), bid INT);
CREATE TABLE b (id INT, aid INT);
INSERT INTO a VALUES (1, 'a@x', NULL), (2, 'b@x', 7);
INSERT INTO b VALUES (7, 1)`,
		maps: []string{d("m",
			c("a", "", f("id", ref("m", "b.aid", "to")), f("email", email), f("bid", ref("m", "b.id", "from"))),
			c("b", "", f("id", ""), f("aid", "")))},
		ids:  dataset.Identities{"email": {"a@x"}},
		want: map[string]string{"m:a": `[{"id":1,"email":"a@x","bid":null}]`, "m:b": `[{"id":7,"aid":1}]`},
	},
	{
		name: "a reference to the own collection does not loop",
		sql: `CREATE TABLE a (id INT, email VARCHAR(50), boss INT);
INSERT INTO a VALUES (1, 'a@x', 2), (2, 'b@x', NULL)`,
		maps: []string{d("m", c("a", "", f("id", pk), f("email", email), f("boss", ref("m", "a.id", ""))))},
		ids:  dataset.Identities{"email": {"a@x"}},
		want: map[string]string{"m:a": `[{"id":1,"email":"a@x","boss":2}]`},
	},
	{
		name: "after turns the direction of a reference both ways",
		sql: `CREATE TABLE a (id INT, email VARCHAR(50), r INT);
CREATE TABLE b (id INT, email VARCHAR(50), r INT);
INSERT INTO a VALUES (1, 'a@x', 5), (2, 'b@x', 6);
INSERT INTO b VALUES (1, 'a@x', 6), (2, 'b@x', 5)`,
		maps: []string{d("m", c("a", "after: [m.b]", f("id", pk), f("email", email), f("r", ref("m", "b.r", ""))),
			c("b", "", f("id", pk), f("email", email), f("r", "")))},
		ids: dataset.Identities{"email": {"a@x"}},
		want: map[string]string{"m:a": `[{"id":1,"email":"a@x","r":5},{"id":2,"email":"b@x","r":6}]`,
			"m:b": `[{"id":1,"email":"a@x","r":6}]`},
	},
	{
		name: "datasets lead to one another",
		sql: `CREATE TABLE p (id INT, email VARCHAR(50));
CREATE TABLE t (id INT, pid VARCHAR(9));
INSERT INTO p VALUES (1, 'a@x'), (2, 'b@x');
INSERT INTO t VALUES (4, '1'), (5, '2')`,
		maps: []string{d("one", c("p", "", f("id", pk), f("email", email))),
			d("two", c("t", "", f("id", pk), f("pid", ref("one", "p.id", "from"))))},
		ids:  dataset.Identities{"email": {"a@x"}},
		want: map[string]string{"one:p": `[{"id":1,"email":"a@x"}]`, "two:t": `[{"id":4,"pid":"1"}]`},
	},
	{
		name: "reserved words, spaces and quotes are names like any other",
		sql: `CREATE TABLE "select" ("order" INT, "e mail" VARCHAR(50), "a""b" INT, "Ünïcode" INT);
INSERT INTO "select" VALUES (1, 'a@x', 2, 3)`,
		maps: []string{d("m", c("select", "", f("order", pk), f("e mail", email), f(`a"b`, ""), f("Ünïcode", "")))},
		ids:  dataset.Identities{"email": {"a@x"}},
		want: map[string]string{"m:select": `[{"order":1,"e mail":"a@x","a\"b":2,"Ünïcode":3}]`},
	},
	{
		name: "identities are values, never SQL",
		sql: `CREATE TABLE p (id INT, email VARCHAR(50));
INSERT INTO p VALUES (1, 'a@x'), (2, 'x'' OR 1=1 --'), (3, 'back\\slash"{},')`,
		maps: []string{d("m", c("p", "", f("id", pk), f("email", email)))},
		ids:  dataset.Identities{"email": {"x' OR 1=1 --", `") OR (1=1`, "nul\x00", "\xff"}},
		want: map[string]string{"m:p": `[{"id":2,"email":"x' OR 1=1 --"}]`},
	},
	{
		name: "a category covers its children and the search still uses every key",
		sql: `CREATE TABLE p (id INT, email VARCHAR(50), name VARCHAR(50), note VARCHAR(50));
CREATE TABLE o (id INT, pid INT, tel VARCHAR(50));
INSERT INTO p VALUES (1, 'a@x', 'A', 'n');
INSERT INTO o VALUES (1, 1, '5')`,
		maps: []string{`dataset:
  - fides_key: m
    data_categories: [system.operations]
    collections:
      - name: p
        fields:
          - {name: id}
          - {name: email, data_categories: [user.contact.email], fides_meta: {identity: email}}
          - {name: name, data_categories: [user.name]}
          - {name: note}
      - name: o
        data_categories: [user.contact]
        fields:
          - {name: id, data_categories: [system.operations]}
          - {name: pid, data_categories: [user.contacts], fides_meta: {references: [{dataset: m, field: p.id, direction: from}]}}
          - {name: tel}
`},
		ids:        dataset.Identities{"email": {"a@x"}},
		categories: []string{"user.contact"},
		want:       map[string]string{"m:p": `[{"email":"a@x"}]`, "m:o": `[{"tel":"5"}]`},
	},
	{
		name: "values come out in their natural JSON form",
		sql: `CREATE TABLE p (id BIGINT, email VARCHAR(50), dec_ DECIMAL(30,10), flag BOOLEAN, day DATE, r DOUBLE PRECISION, declared INT);
INSERT INTO p VALUES (9007199254740993, 'a@x', 12345678901234567890.0123456789, TRUE, '2024-02-29', 1.25, 1)`,
		only: "PostgreSQL MySQL",
		maps: []string{d("m",
			c("p", "", f("id", pk), f("email", email), f("dec_", ""), f("flag", ""), f("day", ""), f("r", ""),
				f("declared", "data_type: boolean")))},
		ids: dataset.Identities{"email": {"a@x"}},
		want: map[string]string{
			"m:p": `[{"id":9007199254740993,"email":"a@x","dec_":12345678901234567890.0123456789,"flag":true,"day":"2024-02-29","r":1.25,"declared":true}]`},
	},
	{
		name: "duplicate rows of a table without a key all come",
		sql: `CREATE TABLE p (email VARCHAR(50), n INT);
INSERT INTO p VALUES ('a@x', 1), ('a@x', 1), ('b@x', 1)`,
		maps: []string{d("m", c("p", "", f("email", email), f("n", "")))},
		ids:  dataset.Identities{"email": {"a@x"}},
		want: map[string]string{"m:p": `[{"email":"a@x","n":1},{"email":"a@x","n":1}]`},
	},
	{
		name: "an array reached through an element shows only the matching elements",
		sql: `CREATE TABLE p (id INT, mails JSON);
INSERT INTO p VALUES (1, '["a@x", "b@x"]'), (2, '["b@x"]'), (3, NULL)`,
		maps: []string{d("m", c("p", "", f("id", pk), f("mails", "identity: email, data_type: \"string[]\"")))},
		ids:  dataset.Identities{"email": {"a@x"}},
		want: map[string]string{"m:p": `[{"id":1,"mails":["a@x"]}]`},
	},
	{
		name: "return_all_elements shows the whole array",
		sql: `CREATE TABLE p (id INT, mails JSON);
INSERT INTO p VALUES (1, '["a@x", "b@x"]'), (2, '["b@x"]')`,
		maps: []string{d("m",
			c("p", "", f("id", pk),
				f("mails", "identity: email, data_type: \"string[]\", return_all_elements: true")))},
		ids:  dataset.Identities{"email": {"a@x"}},
		want: map[string]string{"m:p": `[{"id":1,"mails":["a@x","b@x"]}]`},
	},
	{
		name: "values are collected out of every element of nested arrays, and looked for in them",
		sql: `CREATE TABLE p (id INT, email VARCHAR(50), items JSON);
CREATE TABLE product (id INT, name VARCHAR(9));
CREATE TABLE talk (id INT, thread TEXT);
INSERT INTO p VALUES (1, 'a@x', '{"list": [{"product": 7, "talks": ["t1", "t2"]}, {"product": "8"}, {"other": 9}]}');
INSERT INTO product VALUES (7, 'seven'), (8, 'eight'), (9, 'nine');
INSERT INTO talk VALUES (1, '[{"c": "t1", "m": "mine"}, {"c": "t9", "m": "not"}]'), (2, '[{"c": "t9"}]'), (3, 'no json')`,
		maps: []string{d("m",
			c("p", "", f("id", pk), f("email", email),
				"          - name: items\n            fields:\n            - name: list\n              fides_meta: {data_type: \"object[]\"}\n              fields:\n              - {name: product, fides_meta: {references: [{dataset: m, field: product.id, direction: to}]}}\n              - {name: talks, fides_meta: {data_type: \"string[]\", references: [{dataset: m, field: talk.thread.c, direction: to}]}}\n"),
			c("product", "", f("id", pk), f("name", "")),
			c("talk", "", f("id", pk),
				"          - name: thread\n            fides_meta: {data_type: \"object[]\"}\n            fields: [{name: c}, {name: m}]\n"))},
		ids: dataset.Identities{"email": {"a@x"}},
		want: map[string]string{
			"m:p":       `[{"id":1,"email":"a@x","items":{"list":[{"product":7,"talks":["t1","t2"]},{"product":"8"},{"other":9}]}}]`,
			"m:product": `[{"id":7,"name":"seven"},{"id":8,"name":"eight"}]`,
			"m:talk":    `[{"id":1,"thread":[{"c":"t1","m":"mine"}]}]`,
		},
	},
	{
		name: "a category filter reaches into documents",
		sql: `CREATE TABLE p (id INT, email VARCHAR(50), info JSON);
INSERT INTO p VALUES (1, 'a@x', '{"boss": "B", "desk": 4, "team": [{"who": "C", "n": 1}, {"n": 2}]}')`,
		maps: []string{
			d("m", c("p", "", f("id", pk), f("email", email),
				"          - name: info\n            fields:\n            - {name: boss, data_categories: [user.name]}\n            - {name: desk}\n            - name: team\n              fields: [{name: who, data_categories: [user.name.first]}, {name: n}]\n"))},
		ids:        dataset.Identities{"email": {"a@x"}},
		categories: []string{"user.name"},
		want:       map[string]string{"m:p": `[{"info":{"boss":"B","team":[{"who":"C"}]}}]`},
	},
	{
		name: "PostgreSQL columns of every type take what fits and never fail on what does not",
		only: "PostgreSQL",
		sql: `CREATE TYPE mood AS ENUM ('1', 'sad');
CREATE DOMAIN short AS varchar(5);
CREATE TABLE p (id INT, email TEXT, v TEXT);
CREATE TABLE t (k INT, u UUID, n NUMERIC(10,2), b BIGINT, s SMALLINT, vc VARCHAR(10), ch CHAR(8), dt DATE, bo BOOL, tz TIMESTAMPTZ, by BYTEA, m mood, do_ short, arr TEXT[], ia INT[], ip INET, j JSONB, fl REAL);
INSERT INTO p VALUES (1, 'a@x', '1'), (2, 'a@x', 'c0ffee00-0000-4000-8000-00000000ABCD'), (3, 'a@x', '2024-01-02'), (4, 'a@x', '99999999999999999999'), (5, 'a@x', '2024-01-02T03:04:05+02:00'), (6, 'a@x', 'x');
INSERT INTO t (k, u) VALUES (1, 'c0ffee00-0000-4000-8000-00000000abcd');
INSERT INTO t (k, n) VALUES (2, 1.00);
INSERT INTO t (k, b) VALUES (3, 1);
INSERT INTO t (k, s) VALUES (4, 1);
INSERT INTO t (k, vc) VALUES (5, '1');
INSERT INTO t (k, ch) VALUES (6, '1');
INSERT INTO t (k, dt) VALUES (7, '2024-01-02');
INSERT INTO t (k, bo) VALUES (8, TRUE);
INSERT INTO t (k, tz) VALUES (9, '2024-01-02 01:04:05Z');
INSERT INTO t (k, by) VALUES (10, '1'::bytea);
INSERT INTO t (k, m) VALUES (11, '1');
INSERT INTO t (k, do_) VALUES (12, '1');
INSERT INTO t (k, arr) VALUES (13, '{1,2}');
INSERT INTO t (k, ia) VALUES (14, '{1,2}');
INSERT INTO t (k, ip) VALUES (15, '10.0.0.1');
INSERT INTO t (k, j) VALUES (16, '[1, "x"]');
INSERT INTO t (k, fl) VALUES (17, 1), (18, 1.1)`,
		maps: []string{d("m", c("p", "", f("id", ""), f("email", email), f("v", "")),
			c("t", "", f("k", pk),
				every("m", "p.v", "u", "n", "b", "s", "vc", "ch", "dt", "bo", "tz", "by", "m", "do_", "arr", "ia", "ip",
					"j", "fl")))},
		ids:  dataset.Identities{"email": {"a@x"}},
		want: map[string]string{"m:p": "*", "m:t": "keys k 1 2 3 4 5 6 7 8 9 10 11 12 13 14 16 17"},
	},
	{
		name: "a name with a dot is a schema and its table",
		only: "PostgreSQL",
		sql: `CREATE SCHEMA IF NOT EXISTS source_other;
DROP TABLE IF EXISTS source_other."p q";
CREATE TABLE source_other."p q" (id INT, email TEXT);
CREATE TABLE t (pid INT);
INSERT INTO source_other."p q" VALUES (1, 'a@x');
INSERT INTO t VALUES (1)`,
		maps: []string{d("m", c("source_other.p q", "", f("id", ""), f("email", email)),
			c("t", "", f("pid", ref("m", "source_other.p q.id", "from")))),
			"dataset:\n  - fides_key: n\n    fides_meta: {namespace: {schema: source_other}}\n    collections:\n" +
				c("p q", "", f("email", email))},
		ids: dataset.Identities{"email": {"a@x"}},
		want: map[string]string{"m:source_other.p q": `[{"id":1,"email":"a@x"}]`, "m:t": `[{"pid":1}]`,
			"n:p q": `[{"email":"a@x"}]`},
	},
	{
		name: "char(n) feeds without its padding",
		only: "PostgreSQL",
		sql: `CREATE TABLE p (id CHAR(6), email TEXT);
CREATE TABLE t (pid TEXT);
INSERT INTO p VALUES ('ab', 'a@x');
INSERT INTO t VALUES ('ab'), ('ab    ')`,
		maps: []string{d("m", c("p", "", f("id", ""), f("email", email)),
			c("t", "", f("pid", ref("m", "p.id", "from"))))},
		ids:  dataset.Identities{"email": {"a@x"}},
		want: map[string]string{"m:p": `[{"id":"ab    ","email":"a@x"}]`, "m:t": `[{"pid":"ab"}]`},
	},
	{
		name: "SQLite columns without a type match numbers and text",
		only: "SQLite",
		sql: `CREATE TABLE p (id, email TEXT);
CREATE TABLE t (k INTEGER PRIMARY KEY, pid);
CREATE TABLE u (k INTEGER PRIMARY KEY, pid TEXT);
INSERT INTO p VALUES (1, 'a@x'), ('x', 'a@x');
INSERT INTO t VALUES (1, 1), (2, '1'), (3, 'x'), (4, 2);
INSERT INTO u VALUES (1, 1), (2, 'x')`,
		maps: []string{d("m", c("p", "", f("id", ""), f("email", email)),
			c("t", "", f("k", pk), f("pid", ref("m", "p.id", "from"))),
			c("u", "", f("k", pk), f("pid", ref("m", "p.id", "from"))))},
		ids:  dataset.Identities{"email": {"a@x"}},
		want: map[string]string{"m:p": "*", "m:t": "keys k 1 2 3", "m:u": "keys k 1 2"},
	},
	{
		name: "MySQL never compares text as a number",
		only: "MySQL",
		sql: `CREATE TABLE p (id INT, email VARCHAR(50));
CREATE TABLE t (k INT, pid VARCHAR(20));
INSERT INTO p VALUES (1, 'a@x');
INSERT INTO t VALUES (1, '1'), (2, '1 apple')`,
		maps: []string{d("m", c("p", "", f("id", ""), f("email", email)),
			c("t", "", f("k", pk), f("pid", ref("m", "p.id", "from"))))},
		ids:  dataset.Identities{"email": {"a@x"}},
		want: map[string]string{"m:p": "*", "m:t": "keys k 1"},
	},
}

func TestSemanticsOfTheFormat(t *testing.T) {
	for _, s := range semantics {
		t.Run(s.name, func(t *testing.T) {
			onEngines(t, func(t *testing.T, db *testDB) {
				if s.only != "" && !strings.Contains(s.only, db.engine) {
					t.Skip("about another engine")
				}
				sql := s.sql
				if db.engine == "MySQL" {
					sql = strings.NewReplacer(`""`, `"`, `"select"`, "`select`", `"order"`, "`order`", `"e mail"`,
						"`e mail`", `"a""b"`, "`a\"b`", `"Ünïcode"`, "`Ünïcode`").Replace(sql)
				} else {
					sql = strings.ReplaceAll(sql, `\\`, `\`)
				}
				db.exec(t, sql)
				got := accessed(t, db, linked(t, s.maps...), s.ids, s.categories...)
				want := map[string]string{}
				for at, w := range s.want {
					if keys, ok := strings.CutPrefix(w, "keys "); ok {
						name, list, _ := strings.Cut(keys, " ")
						w = list
						got[at] = strings.Join(valuesOf(got[at], name), " ")
					}
					if w == "*" {
						w = got[at]
					}
					want[at] = w
				}
				expect(t, got, want)
			})
		})
	}
}
