package source_test

import (
	"context"
	"fmt"
	"sort"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/source/change"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/trial"
)

// erased runs a trial of an erasure on one database for every dataset and gives its counts; with write it is written.
func erased(tb testing.TB, db *testDB, datasets []*dataset.Dataset, ids dataset.Identities, strategy string, write bool,
	targets ...string) (trial.Erasure, change.Report) {
	tb.Helper()
	src := opened(tb, db)
	opts := search.Options{Datasets: datasets, Sources: map[string]*sqldb.Source{}, Identities: ids,
		Categories: targets, Wait: noWait}
	dsns := map[string]string{}
	for _, d := range datasets {
		opts.Sources[d.Key], dsns[d.Key] = src, db.dsn
	}
	masking, err := trial.ParseStrategy(strategy)
	if err != nil {
		tb.Fatal(err)
	}
	trial := trial.NewErasing(opts, dsns, masking)
	report, err := trial.Preview(context.Background())
	if err != nil {
		tb.Fatal(err)
	}
	if write {
		if err := trial.Write(context.Background()); err != nil {
			tb.Fatal(err)
		}
	}
	return trial.Result, report
}

// dump returns every row of a query as one line of texts, sorted.
func (d *testDB) dump(tb testing.TB, query string) string {
	tb.Helper()
	rows, err := d.db.Query(query)
	if err != nil {
		tb.Fatalf("%s: %s: %v", d.engine, query, err)
	}
	columns, err := rows.Columns()
	if err != nil {
		tb.Fatal(err)
	}
	var lines []string
	for rows.Next() {
		values, dest := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			dest[i] = &values[i]
		}
		if err := rows.Scan(dest...); err != nil {
			tb.Fatal(err)
		}
		var parts []string
		for _, v := range values {
			switch v := v.(type) {
			case nil:
				parts = append(parts, "-")
			case []byte:
				parts = append(parts, string(v))
			default:
				parts = append(parts, fmt.Sprint(v))
			}
		}
		lines = append(lines, strings.Join(parts, " "))
	}
	if err := rows.Err(); err != nil {
		tb.Fatal(err)
	}
	sort.Strings(lines)
	return strings.Join(lines, "|")
}

// cat writes the categories of a field beside its fides_meta.
func cat(category, field string) string {
	return strings.Replace(field, "\n", "\n            data_categories: ["+category+"]\n", 1)
}

// erasure is one rule of erasing by the format, tried on every engine.
type erasure struct {
	name     string
	sql      string
	only     string // engine; empty means all
	maps     []string
	ids      dataset.Identities
	strategy string
	targets  []string
	counts   string            // "m:p=1 …", without collections of which nothing is written
	want     map[string]string // query → rows afterwards
	blocked  string            // the reason of an obstacle; nothing is written
}

var erasures = []erasure{
	{
		name: "covered fields are masked, keys and uncategorised fields stay, other rows stay",
		sql: `CREATE TABLE p (id INT PRIMARY KEY, email VARCHAR(50), name VARCHAR(50), note VARCHAR(50));
INSERT INTO p VALUES (1, 'a@x', 'Ann', 'n'), (2, 'b@x', 'Bob', 'n'), (3, 'a@x', NULL, 'n')`,
		maps: []string{d("m",
			c("p", "", cat("user.unique_id", f("id", pk)), cat("user.contact.email", f("email", email)),
				cat("user.name", f("name", "")), f("note", "")))},
		ids: dataset.Identities{"email": {"a@x"}}, strategy: "null_rewrite", counts: "m:p=2",
		want: map[string]string{"SELECT * FROM p": "1 - - n|2 b@x Bob n|3 - - n"},
	},
	{
		name: "a category target covers its children and nothing else",
		sql: `CREATE TABLE p (id INT PRIMARY KEY, email VARCHAR(50), name VARCHAR(50));
INSERT INTO p VALUES (1, 'a@x', 'Ann')`,
		maps: []string{d("m",
			c("p", "", f("id", pk), cat("user.contact.email", f("email", email)),
				cat("user.contacts", f("name", ""))))},
		ids: dataset.Identities{"email": {"a@x"}}, strategy: "string_rewrite", targets: []string{"user.contact"},
		counts: "m:p=1",
		want:   map[string]string{"SELECT * FROM p": "1 MASKED Ann"},
	},
	{
		name: "a field's override wins, its length cuts, read_only is never written",
		sql: `CREATE TABLE p (id INT PRIMARY KEY, email VARCHAR(50), name VARCHAR(50), city VARCHAR(50), street VARCHAR(50));
INSERT INTO p VALUES (1, 'a@x', 'Ann', 'Rome', 'Via')`,
		maps: []string{d("m", c("p", "", f("id", pk), cat("user.contact.email", f("email", email+", read_only: true")),
			cat("user.name",
				f("name",
					"length: 4, masking_strategy_override: {strategy: string_rewrite, configuration: {rewrite_value: gone, format_preservation: {suffix: '@y'}}}")),
			cat("user.contact", f("city", "masking_strategy_override: {strategy: preserve}")),
			cat("user.contact", f("street", "length: 3"))))},
		ids: dataset.Identities{"email": {"a@x"}}, strategy: `string_rewrite:{"rewrite_value": "redacted"}`,
		counts: "m:p=1",
		want:   map[string]string{"SELECT * FROM p": "1 a@x gone Rome red"},
	},
	{
		name: "a composite key is an AND over all its parts, and a number finds its text",
		sql: `CREATE TABLE p (id INT PRIMARY KEY, email VARCHAR(50));
CREATE TABLE l (tenant INT, pid VARCHAR(10), name VARCHAR(50), PRIMARY KEY (tenant, pid));
INSERT INTO p VALUES (1, 'a@x');
INSERT INTO l VALUES (1, '1', 'Ann'), (2, '1', 'Ann'), (1, '2', 'Bob'), (2, '2', 'Bob')`,
		maps: []string{d("m", c("p", "", f("id", pk), f("email", email)),
			c("l", "", f("tenant", pk), f("pid", pk+", data_type: string, "+ref("m", "p.id", "from")),
				cat("user.name", f("name", ""))))},
		ids: dataset.Identities{"email": {"a@x"}}, strategy: "null_rewrite", counts: "m:l=2",
		want: map[string]string{"SELECT * FROM l": "1 1 -|1 2 Bob|2 1 -|2 2 Bob", "SELECT * FROM p": "1 a@x"},
	},
	{
		name: "without any key the fields of the query lead to the row, null equals null and twins are both written",
		sql: `CREATE TABLE l (email VARCHAR(50), phone VARCHAR(50), name VARCHAR(50));
INSERT INTO l VALUES ('a@x', NULL, 'Ann'), ('a@x', NULL, 'Ann'), ('a@x', '1', NULL), ('b@x', NULL, 'Ann')`,
		maps: []string{d("m",
			c("l", "", cat("user.contact.email", f("email", email)), f("phone", phone),
				cat("user.name", f("name", ""))))},
		ids: dataset.Identities{"email": {"a@x"}}, strategy: "null_rewrite", counts: "m:l=3",
		want: map[string]string{"SELECT * FROM l": "- - -|- - -|- 1 -|b@x - Ann"},
	},
	{
		name: "the override delete removes the row, children first",
		sql: `CREATE TABLE p (id INT PRIMARY KEY, email VARCHAR(50));
CREATE TABLE o (id INT PRIMARY KEY, pid INT, FOREIGN KEY (pid) REFERENCES p (id));
INSERT INTO p VALUES (1, 'a@x'), (2, 'b@x');
INSERT INTO o VALUES (10, 1), (11, 2), (12, 1)`,
		maps: []string{d("m", c("p", "masking_strategy_override: {strategy: delete}", f("id", pk), f("email", email)),
			c("o", "masking_strategy_override: {strategy: delete}", f("id", pk), f("pid", ref("m", "p.id", "from"))))},
		ids: dataset.Identities{"email": {"a@x"}}, strategy: "null_rewrite", counts: "m:o=2 m:p=1",
		want: map[string]string{"SELECT * FROM p": "2 b@x", "SELECT * FROM o": "11 2"},
	},
	{
		name: "delete with a category needs a covered field or a collection without any category",
		sql: `CREATE TABLE p (id INT PRIMARY KEY, email VARCHAR(50), name VARCHAR(50));
CREATE TABLE q (id INT PRIMARY KEY, email VARCHAR(50));
INSERT INTO p VALUES (1, 'a@x', 'Ann');
INSERT INTO q VALUES (1, 'a@x')`,
		maps: []string{d("m",
			c("p", "masking_strategy_override: {strategy: delete}", f("id", pk), f("email", email),
				cat("user.name", f("name", ""))),
			c("q", "masking_strategy_override: {strategy: delete}", f("id", pk), f("email", email)))},
		ids: dataset.Identities{"email": {"a@x"}}, strategy: "null_rewrite", targets: []string{"user.contact"},
		counts: "m:q=1",
		want:   map[string]string{"SELECT * FROM p": "1 a@x Ann", "SELECT * FROM q": ""},
	},
	{
		name: "what a cascade takes along is named, counted and deleted, deeper ones too",
		sql: `CREATE TABLE p (id INT PRIMARY KEY, email VARCHAR(50));
CREATE TABLE o (id INT PRIMARY KEY, pid INT, FOREIGN KEY (pid) REFERENCES p (id) ON DELETE CASCADE);
CREATE TABLE i (id INT PRIMARY KEY, oid INT, FOREIGN KEY (oid) REFERENCES o (id) ON DELETE CASCADE);
CREATE TABLE n (id INT PRIMARY KEY, oid INT, FOREIGN KEY (oid) REFERENCES o (id) ON DELETE SET NULL);
INSERT INTO p VALUES (1, 'a@x'), (2, 'b@x');
INSERT INTO o VALUES (10, 1), (11, 2);
INSERT INTO i VALUES (100, 10), (101, 11);
INSERT INTO n VALUES (200, 10), (201, 11)`,
		maps: []string{d("m", c("p", "masking_strategy_override: {strategy: delete}", f("id", pk), f("email", email)))},
		ids:  dataset.Identities{"email": {"a@x"}}, strategy: "null_rewrite", counts: "m:i=1 m:n=1 m:o=1 m:p=1",
		want: map[string]string{"SELECT * FROM p": "2 b@x", "SELECT * FROM o": "11 2", "SELECT * FROM i": "101 11",
			"SELECT * FROM n": "200 -|201 11"},
	},
	{
		name: "rows left pointing at a deleted row block the plan",
		sql: `CREATE TABLE p (id INT PRIMARY KEY, email VARCHAR(50));
CREATE TABLE o (id INT PRIMARY KEY, pid INT, FOREIGN KEY (pid) REFERENCES p (id));
INSERT INTO p VALUES (1, 'a@x');
INSERT INTO o VALUES (10, 1)`,
		maps: []string{d("m", c("p", "masking_strategy_override: {strategy: delete}", f("id", pk), f("email", email)))},
		ids:  dataset.Identities{"email": {"a@x"}}, strategy: "null_rewrite", counts: "m:p=1", blocked: change.Dangling,
	},
	{
		name: "a table that points at itself loses its rows from the leaves",
		sql: `CREATE TABLE p (id INT PRIMARY KEY, email VARCHAR(50), boss INT, FOREIGN KEY (boss) REFERENCES p (id));
INSERT INTO p VALUES (1, 'a@x', NULL);
INSERT INTO p VALUES (2, 'a@x', 1);
INSERT INTO p VALUES (3, 'a@x', 2);
INSERT INTO p VALUES (4, 'b@x', NULL)`,
		maps: []string{d("m", c("p", "masking_strategy_override: {strategy: delete}", f("id", pk), f("email", email)))},
		ids:  dataset.Identities{"email": {"a@x"}}, strategy: "null_rewrite", counts: "m:p=3",
		want: map[string]string{"SELECT * FROM p": "4 b@x -"},
	},
	{
		name: "erase_after is kept where a foreign key says nothing",
		sql: `CREATE TABLE p (id INT PRIMARY KEY, email VARCHAR(50));
CREATE TABLE q (id INT PRIMARY KEY, email VARCHAR(50));
INSERT INTO p VALUES (1, 'a@x');
INSERT INTO q VALUES (1, 'a@x')`,
		maps: []string{d("m", c("p", "erase_after: [m.q]", f("id", pk), cat("user.contact", f("email", email))),
			c("q", "", f("id", pk), cat("user.contact", f("email", email))))},
		ids: dataset.Identities{"email": {"a@x"}}, strategy: "null_rewrite", counts: "m:p=1 m:q=1",
		want: map[string]string{"SELECT * FROM p": "1 -", "SELECT * FROM q": "1 -"},
	},
	{
		name: "a strategy for text leaves a number alone",
		sql: `CREATE TABLE p (id INT PRIMARY KEY, email VARCHAR(50), age INT, name VARCHAR(50));
INSERT INTO p VALUES (1, 'a@x', 30, 'Ann')`,
		maps: []string{d("m",
			c("p", "", f("id", pk), f("email", email), cat("user.age", f("age", "")),
				cat("user.name", f("name", ""))))},
		ids: dataset.Identities{"email": {"a@x"}}, strategy: "string_rewrite", counts: "m:p=1",
		want: map[string]string{"SELECT * FROM p": "1 a@x 30 MASKED"},
	},
	{
		name: "a column that must not be empty blocks the plan",
		sql: `CREATE TABLE p (id INT PRIMARY KEY, email VARCHAR(50) NOT NULL);
INSERT INTO p VALUES (1, 'a@x')`,
		maps: []string{d("m", c("p", "", f("id", pk), cat("user.contact", f("email", email))))},
		ids:  dataset.Identities{"email": {"a@x"}}, strategy: "null_rewrite", counts: "m:p=1",
		blocked: change.NotNullable,
	},
	{
		name: "two rows with one constant in a unique column block the plan",
		sql: `CREATE TABLE p (id INT PRIMARY KEY, email VARCHAR(50) UNIQUE, cid INT);
INSERT INTO p VALUES (1, 'a@x', 1), (2, 'b@x', 1)`,
		maps: []string{d("m",
			c("p", "", f("id", pk), cat("user.contact", f("email", email)), f("cid", "identity: cid")))},
		ids: dataset.Identities{"cid": {"1"}}, strategy: "string_rewrite", counts: "m:p=2",
		blocked: change.UniqueValue,
	},
	{
		name: "a constant that another row has in a unique column blocks the plan",
		sql: `CREATE TABLE p (id INT PRIMARY KEY, email VARCHAR(50) UNIQUE);
INSERT INTO p VALUES (1, 'a@x'), (2, 'MASKED')`,
		maps: []string{d("m", c("p", "", f("id", pk), cat("user.contact", f("email", email))))},
		ids:  dataset.Identities{"email": {"a@x"}}, strategy: "string_rewrite", counts: "m:p=1",
		blocked: change.UniqueValue,
	},
	{
		name: "names with blanks, quotes and other case",
		sql: `CREATE TABLE "Or""der s" ("I d" INT PRIMARY KEY, "E'mail" VARCHAR(80), "select" VARCHAR(80));
INSERT INTO "Or""der s" VALUES (1, 'a@x', 'Ann'), (2, 'b@x', 'Bob')`,
		maps: []string{d("m",
			c(`Or"der s`, "", f("I d", pk), cat("user.contact", f("E'mail", email)),
				cat("user.name", f("select", ""))))},
		ids: dataset.Identities{"email": {"a@x"}}, strategy: "hash:{\"salt\":\"\"}", counts: `m:Or"der s=1`,
		want: map[string]string{`SELECT "I d", substr("select", 1, 4) FROM "Or""der s"`: "1 1723|2 Bob"},
	},
	{
		name: "a collection reached by two ways is written once, a row that is skipped never",
		sql: `CREATE TABLE p (id INT PRIMARY KEY, email VARCHAR(50), phone VARCHAR(50));
INSERT INTO p VALUES (1, 'a@x', '5'), (2, 'c@x', '5')`,
		maps: []string{d("m",
			c("p", "", f("id", pk), cat("user.contact", f("email", email)), cat("user.contact", f("phone", phone))))},
		ids: dataset.Identities{"email": {"a@x"}, "phone_number": {"5"}}, strategy: "null_rewrite", counts: "m:p=2",
		want: map[string]string{"SELECT * FROM p": "1 - -|2 - -"},
	},
	{
		name: "two datasets in one database, the same table in both",
		sql: `CREATE TABLE p (id INT PRIMARY KEY, email VARCHAR(50), name VARCHAR(50));
INSERT INTO p VALUES (1, 'a@x', 'Ann'), (2, 'b@x', 'Bob')`,
		maps: []string{d("m", c("p", "", f("id", pk), cat("user.contact", f("email", email)))),
			d("n", c("p", "", f("id", pk), f("email", email), cat("user.name", f("name", ""))))},
		ids: dataset.Identities{"email": {"a@x"}}, strategy: "null_rewrite", counts: "m:p=1 n:p=1",
		want: map[string]string{"SELECT * FROM p": "1 - -|2 b@x Bob"},
	},
	{
		name: "a nested document is masked inside and written back whole",
		sql: `CREATE TABLE p (id INT PRIMARY KEY, email VARCHAR(50), info TEXT);
INSERT INTO p VALUES (1, 'a@x', '{"name": "Ann", "n": 1.50, "tags": ["x", null, "y"], "kids": [{"name": "Tim", "age": 3}, {"age": 4}]}'), (2, 'a@x', 'no document')`,
		maps: []string{d("m",
			c("p", "", f("id", pk), f("email", email),
				nested("info", cat("user.name", f("name", "")), cat("user.tags", f("tags", "data_type: 'string[]'")),
					nested("kids", cat("user.name", f("name", ""))))))},
		ids: dataset.Identities{"email": {"a@x"}}, strategy: "string_rewrite", counts: "m:p=2",
		want: map[string]string{
			"SELECT id, info FROM p": `1 {"kids":[{"age":3,"name":"MASKED"},{"age":4}],"n":1.50,"name":"MASKED","tags":["MASKED",null,"MASKED"]}|2 MASKED`},
	},
	{
		name: "of an array that led to the row only the matching elements are masked",
		sql: `CREATE TABLE p (id INT PRIMARY KEY, mails TEXT);
INSERT INTO p VALUES (1, '["a@x", "b@x"]'), (2, '["b@x"]')`,
		maps: []string{d("m",
			c("p", "", f("id", pk), cat("user.contact.email", f("mails", "identity: email, data_type: 'string[]'"))))},
		ids: dataset.Identities{"email": {"a@x"}}, strategy: "string_rewrite", counts: "m:p=1",
		want: map[string]string{"SELECT * FROM p": `1 ["MASKED","b@x"]|2 ["b@x"]`},
	},
	{
		name: "return_all_elements masks all of them",
		sql: `CREATE TABLE p (id INT PRIMARY KEY, mails TEXT);
INSERT INTO p VALUES (1, '["a@x", "b@x"]'), (2, '["b@x"]')`,
		maps: []string{d("m",
			c("p", "", f("id", pk),
				cat("user.contact.email",
					f("mails", "identity: email, data_type: 'string[]', return_all_elements: true"))))},
		ids: dataset.Identities{"email": {"a@x"}}, strategy: "string_rewrite", counts: "m:p=1",
		want: map[string]string{"SELECT * FROM p": `1 ["MASKED","MASKED"]|2 ["b@x"]`},
	},
}

// nested writes a field with fields below it.
func nested(name string, fields ...string) string {
	out := fmt.Sprintf("          - name: %q\n            fields:\n", name)
	for _, f := range fields {
		for _, line := range strings.Split(strings.TrimRight(f, "\n"), "\n") {
			out += "    " + line + "\n"
		}
	}
	return out
}

func countsText(counts map[string]int64) string {
	var out []string
	for at, n := range counts {
		if n > 0 {
			out = append(out, fmt.Sprintf("%s=%d", at, n))
		}
	}
	sort.Strings(out)
	return strings.Join(out, " ")
}

func TestErasingByTheFormat(t *testing.T) {
	for _, tt := range erasures {
		t.Run(tt.name, func(t *testing.T) { onEngines(t, tt.run) })
	}
}

func (tt erasure) run(t *testing.T, db *testDB) {
	db.exec(t, tt.sql)
	datasets := linked(t, tt.maps...)
	result, report := erased(t, db, datasets, tt.ids, tt.strategy, tt.blocked == "", tt.targets...)
	if got := countsText(result.Counts); got != tt.counts {
		t.Errorf("counts are %s, want %s\n%v", got, tt.counts, result.Statements)
	}
	blocked := report.Blocked()
	if (len(blocked) > 0) != (tt.blocked != "") || (len(blocked) > 0 && blocked[0].Reason != tt.blocked) {
		t.Errorf("obstacles are %v", report.Obstacles)
	}
	for query, want := range tt.want {
		if got := db.dump(t, query); got != want {
			t.Errorf("%s\n got %s\nwant %s\n%v", query, got, want, result.Statements)
		}
	}
}
