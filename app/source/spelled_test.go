package source_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"orangelab.cn/rightsdesk/app/source"
	"orangelab.cn/rightsdesk/app/source/apply"
	"orangelab.cn/rightsdesk/app/source/change"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/trial"
	"orangelab.cn/rightsdesk/app/source/value"
	"orangelab.cn/rightsdesk/model/identifier"
)

// heldInSpellings is one person in the spellings of several systems, and strangers beside them.
var heldInSpellings = map[string][]string{
	"email": {"Wang.Min@Example.CN", "wang.min@example.cn", " wang.min@example.cn ", "wang.min@example.cn\u200b",
		"ｗang.min＠example.cn", "WANG.MIN@EXAMPLE.CN\t"},
	"phone": {"13800000009", "+86 138 0000 0009", "138-0000-0009", "86-13800000009", "008613800000009",
		"(86) 138 0000 0009", "１３８０００００００９", "138\u00a00000\u00a00009", "+86-138.0000.0009",
		"tel:+86-138-0000-0009", "1-3-8-0-0-0-0-0-0-0-9"},
	"id_number": {"11010519491231002X", "11010519491231002x", "110105 19491231 002X", "１１０１０５１９４９１２３１００２Ｘ",
		"110105-19491231-002x", "110105491231002"},
	"account": {"WM2019", " WM2019 ", "WM2019\t", "\u3000WM2019"},
}

var strangers = map[string][]string{
	"email":     {"wang.mina@example.cn", "xwang.min@example.cn", "wang.min@example.cn.org", "wäng.min@example.cn"},
	"phone":     {"13800000010", "3800000009", "113800000009", "138000000091", "13800000009-1"},
	"id_number": {"110105194912310020", "11010519491231002", "H1234567"},
	"account":   {"wm2019", "WM2019x", "ＷＭ２０１９", "WM2019\u200b", "WM2019,WM2020"},
}

func TestAPersonIsFoundInEverySpelling(t *testing.T) {
	onEngines(t, func(t *testing.T, db *testDB) {
		db.exec(t,
			"CREATE TABLE customer (id INTEGER PRIMARY KEY, email VARCHAR(60), phone VARCHAR(60), id_number VARCHAR(60), account VARCHAR(60))")
		want, id := map[string][]string{}, 0
		for _, kind := range []string{"email", "phone", "id_number", "account"} {
			for i, list := range [][]string{heldInSpellings[kind], strangers[kind]} {
				for _, held := range list {
					id++
					db.exec(t, fmt.Sprintf("INSERT INTO customer (id, %s) VALUES (%d, %s)", kind, id, literal(held)))
					if i == 0 {
						want[kind] = append(want[kind], fmt.Sprint(id))
					}
				}
			}
		}
		datasets := linked(t,
			d("s", c("customer", "", f("id", pk), f("email", email), f("phone", "identity: phone_number"),
				f("id_number", "identity: id_number"), f("account", "identity: account"))))
		src, w := openedBoth(t, db)
		opts := search.Options{Datasets: datasets, Sources: map[string]*sqldb.Source{"s": src}, Spellings: true}
		for _, tt := range []struct{ kind, identity, value string }{
			{"email", "email", "wang.min@example.cn"}, {"email", "email", "Wang.Min@Example.CN"},
			{"phone", "phone_number", "13800000009"}, {"phone", "phone_number", "+86 138 0000 0009"},
			{"id_number", "id_number", "11010519491231002x"}, {"account", "account", "WM2019"},
		} {
			opts.Identities = dataset.Identities{tt.identity: {tt.value}}
			var found []string
			if _, err := search.Access(context.Background(), opts, func(f search.Finding) error {
				found = append(found, fmt.Sprint(f.Key[0].Value))
				held, _ := f.Row.Get(tt.kind)
				if len(f.Reached) != 1 || f.Reached[0].Identity != tt.identity || f.Reached[0].Value != held {
					t.Errorf("row %v was reached by %+v", f.Key, f.Reached)
				}
				return nil
			}); err != nil {
				t.Fatal(err)
			}
			slices.SortFunc(found, func(a, b string) int { return len(a)*1000 - len(b)*1000 + strings.Compare(a, b) })
			if !slices.Equal(found, want[tt.kind]) {
				t.Errorf("%s %q finds %v, want %v", tt.kind, tt.value, found, want[tt.kind])
			}
			opts.Spellings = false
			exact, _, err := trial.Access(context.Background(), opts)
			opts.Spellings = true
			if err != nil || len(exact["s:customer"]) > 1 {
				t.Errorf("as written %q finds %v, %v", tt.value, exact, err)
			}
		}
		opts.Identities = dataset.Identities{"email": {"wang.min@example.cn"}, "phone_number": {"13800000009"}}
		var changes []change.RowChange
		if _, err := change.Preview(context.Background(),
			change.Options{Options: opts, Decide: func(search.Finding) (dataset.Treatment, error) {
				return dataset.Treatment{Delete: true}, nil
			}},
			func(c change.RowChange) error { changes = append(changes, c); return nil }); err != nil {
			t.Fatal(err)
		}
		applied, err := apply.Changes(context.Background(), w, datasets, each(changes), nil)
		if erased := int64(len(want["email"]) + len(want["phone"])); err != nil || applied.Deleted != erased {
			t.Errorf("%+v, %v; want %d deleted", applied, err, erased)
		}
	})
}

// Numbers, documents and arrays hold identities too, and no function of the engine looks into them.
func TestSpellingsAreFoundInEveryTypeOfColumn(t *testing.T) {
	types := map[string]map[string][]string{
		"SQLite": {"INTEGER": {"13800000009", "8613800000009", "'+86 138 0000 0009'"},
			"":     {"13800000009", "'138-0000-0009'", "CAST('13800000009' AS BLOB)"},
			"JSON": {`'{"n": "138 0000 0009"}'`, `'{"n": 13800000009}'`}},
		"PostgreSQL": {"TEXT COLLATE loose": {"'138 0000 0009'", "'１３８０００００００９'"}, "NAME": {"'138-0000-0009'"},
			"BIGINT": {"13800000009", "8613800000009"}, "NUMERIC": {"13800000009"}, "CHAR(30)": {"'138 0000 0009'"},
			"TEXT[]": {"ARRAY['x', '138 0000 0009']"}, "JSONB": {`'{"n": "138 0000 0009"}'`},
			"JSON": {`'{"n": ["1", 13800000009]}'`}},
		"MySQL": {"BIGINT": {"13800000009", "8613800000009"}, "DECIMAL(20,0)": {"13800000009"},
			"CHAR(30)": {"'138 0000 0009'"}, "VARCHAR(30) CHARACTER SET gbk": {"'138 0000 0009'", "'１３８０００００００９'"},
			"JSON": {`'{"n": "138 0000 0009"}'`}},
	}
	onEngines(t, func(t *testing.T, db *testDB) {
		columnsOf(t, db)
		for column, held := range types[db.engine] {
			db.exec(t, "DROP TABLE IF EXISTS p;\nCREATE TABLE p (id INTEGER PRIMARY KEY, n "+column+")")
			for i, v := range held {
				db.exec(t, fmt.Sprintf("INSERT INTO p VALUES (%d, %s)", i, v))
			}
			field := f("n", "identity: phone_number")
			if strings.HasPrefix(column, "JSON") {
				field = "          - name: n\n            fields: [{name: n, fides_meta: {identity: phone_number}}]\n"
			}
			src, err := source.Open(context.Background(), db.dsn) // the table is new each time
			if err != nil {
				t.Fatal(err)
			}
			rows, _, err := trial.Access(context.Background(),
				search.Options{Datasets: linked(t, d("m", c("p", "", f("id", pk), field))),
					Sources:    map[string]*sqldb.Source{"m": src},
					Identities: dataset.Identities{"phone_number": {"+86 138-0000-0009"}}, Spellings: true})
			if err != nil || len(rows["m:p"]) != len(held) {
				t.Errorf("%s: %v of %v, %v", column, rows["m:p"], held, err)
			}
			closed(t, src.DB)
		}
	})
}

func TestManyValuesInManySpellingsAreFound(t *testing.T) {
	onEngines(t, func(t *testing.T, db *testDB) {
		db.exec(t, "CREATE TABLE p (id INTEGER PRIMARY KEY, mail VARCHAR(60))")
		const many = 80 // more than the engine is asked to fold
		ids := dataset.Identities{}
		for i := range many {
			db.exec(t, fmt.Sprintf("INSERT INTO p VALUES (%d, 'Person%d@Example.CN'), (%d, 'other%d@example.cn')", i, i,
				1000+i, i))
			ids["email"] = append(ids["email"], fmt.Sprintf("person%d@example.cn", i))
		}
		rows, _, err := trial.Access(context.Background(),
			search.Options{Datasets: linked(t, d("m", c("p", "", f("id", pk), f("mail", email)))),
				Sources: map[string]*sqldb.Source{"m": opened(t, db)}, Identities: ids, Spellings: true})
		if err != nil || len(rows["m:p"]) != many {
			t.Errorf("%d rows, %v", len(rows["m:p"]), err)
		}
	})
}

// What is found is what the rule calls the same, or with exact comparing the very same text, and nothing besides.
func TestExactlyTheRowsThatTheRuleCallsTheSameAreFound(t *testing.T) {
	kinds := []string{"email", "phone", "id_number", "account"}
	identities := map[string]string{"email": "email", "phone": "phone_number", "id_number": "id_number",
		"account": "account"}
	onEngines(t, func(t *testing.T, db *testDB) {
		db.exec(t, "CREATE TABLE p (id INTEGER PRIMARY KEY, v VARCHAR(90))")
		src, runs := opened(t, db), 0
		datasets := map[string][]*dataset.Dataset{}
		for _, kind := range kinds {
			datasets[kind] = linked(t, d("m", c("p", "", f("id", pk), f("v", "identity: "+identities[kind]))))
		}
		rapid.Check(t, func(rt *rapid.T) {
			if runs++; db.engine != "SQLite" && runs > 60 {
				return
			}
			kind := rapid.SampledFrom(kinds).Draw(rt, "kind")
			pool := append(append([]string{}, heldInSpellings[kind]...), strangers[kind]...)
			text := func() string {
				if rapid.IntRange(0, 9).Draw(rt, "strange") == 0 {
					return rapid.StringOfN(rapid.RuneFrom([]rune("a1é😀 -+()０．@x\u200b")), 0, 20, 60).Draw(rt, "text")
				}
				rs := []rune(rapid.SampledFrom(pool).Draw(rt, "value"))
				for range rapid.IntRange(0, 2).Draw(rt, "changes") {
					rs = slices.Insert(rs, rapid.IntRange(0, len(rs)).Draw(rt, "at"),
						rapid.SampledFrom([]rune(" -()+.0x\u200b\u3000\u00a0é")).Draw(rt, "inserted"))
				}
				return string(rs)
			}
			spellings := rapid.Bool().Draw(rt, "spellings")
			sought, rule := []string{text(), text()}, identifier.SpellingOf(identities[kind])
			var held, want, got []string
			script := "DELETE FROM p"
			for i := range rapid.IntRange(0, 8).Draw(rt, "rows") {
				held = append(held, text())
				script += fmt.Sprintf(";\nINSERT INTO p VALUES (%d, %s)", i, literal(held[i]))
				if slices.ContainsFunc(sought, func(s string) bool {
					one := rule.Seek()
					one.Add(s)
					_, found := one.Find(held[i])
					return !value.Blank(s) && (spellings && found || !spellings && s == held[i])
				}) {
					want = append(want, held[i])
				}
			}
			db.exec(t, script)
			rows, _, err := trial.Access(context.Background(),
				search.Options{Datasets: datasets[kind], Sources: map[string]*sqldb.Source{"m": src},
					Identities: dataset.Identities{identities[kind]: sought}, Spellings: spellings})
			if err != nil {
				rt.Fatal(err)
			}
			for _, row := range rows["m:p"] {
				v, _ := row.Get("v")
				got = append(got, v.(string))
			}
			if !slices.Equal(got, want) {
				rt.Fatalf("%s %q in %q (spellings %v): %q, want %q", kind, sought, held, spellings, got, want)
			}
		})
	})
}
