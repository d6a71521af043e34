package source_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/source/apply"
	"orangelab.cn/rightsdesk/app/source/change"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/app/source/sqldb"
)

// heldInCells are cells that hold a value among others, or among words: how the row stands to the person of the value.
var heldInCells = map[string]map[string]string{
	"phone_number=13800000003": {
		"13800000003 (home)": "own", "电话13800000003": "own", "(work) +86 138 0000 0003": "own",
		"tel: 13800000003；":       "own",
		"13800000003/13900000004": "shared", "13800000003、13900000004": "shared",
		"13900000004 or 138 0000 0003": "shared",
		"13800000003转22":               "said", "13800000003 before 6 pm": "said", "138000000031/13900000004": "",
		"113800000003": "",
	},
	"email=wang@example.cn": {
		"Wang <wang@example.cn>": "own", "mailto:WANG@example.cn": "own", "邮箱：wang＠example。cn（常用）": "own",
		"wang @ example.cn":             "own",
		"wang@example.cn;li@example.cn": "shared", "li@example.cn Wang@example.cn": "shared",
		"write to wang@example.cn please": "said", "xwang@example.cn;li@example.cn": "",
		"wang@example.cn.org, li@example.cn": "",
	},
	"id_number=11010519491231002X": {
		"身份证：110105 19491231 002x": "own", "11010519491231002X/440301199001010004": "shared",
		"11010519491231002X of 1999": "said", "311010519491231002X": "",
	},
	// an account may hold any character, and who else has one that only looks like it cannot be known
	"account=WM2019": {
		" WM2019": "own", "WM2019;WM2020": "said", "WM2019|x": "said", "WM2020,WM2019": "said", "WM2019 WM2020": "said",
		"ＷＭ２０１９": "said", "WM2019\u200b": "said", "wm2019": "said", "WM²019": "said",
		"ＷＭ２０１８": "", "xWM2019": "", "WM20190": "", "WM2019@x.cn": "",
	},
	"name=王芳": {"王 芳": "own", "王芳、李静": "said", "李静,王芳": "said", "王芳(home)": "said", "李静 王芳": "said", "王芳芳": "",
		"小王芳": ""},
	"name=Ali İzmir": {"ALI İZMIR": "own", "Ali Izmir": "said", "Alı Izmir": "said", "Ali İzmir; Bob": "said",
		"Ali Izmirli": ""},
}

func TestAPersonIsFoundInACellOfSeveralValues(t *testing.T) {
	documents := map[string]string{"SQLite": "TEXT", "PostgreSQL": "JSONB", "MySQL": "JSON"}
	onEngines(t, func(t *testing.T, db *testDB) {
		for identity, cells := range heldInCells {
			kind, sought, _ := strings.Cut(identity, "=")
			for _, column := range []string{"VARCHAR(90)", bytesColumns[db.engine],
				documents[db.engine] + " of texts"} {
				column, inDocument := strings.CutSuffix(column, " of texts")
				db.exec(t, "DROP TABLE IF EXISTS p;\nCREATE TABLE p (id INTEGER PRIMARY KEY, held "+column+")")
				var ids []string
				for cell := range cells {
					ids = append(ids, cell)
					stored := cell
					if inDocument {
						stored = `["` + cell + `"]`
					}
					db.exec(t, fmt.Sprintf("INSERT INTO p VALUES (%d, %s)", len(ids), inColumn(db, column, stored)))
				}
				field := f("held", "identity: "+kind)
				if inDocument {
					field = f("held", "data_type: 'string[]', identity: "+kind)
				}
				src := fresh(t, db)
				opts := search.Options{Datasets: linked(t, d("s", c("p", "", f("id", pk), field))),
					Sources: map[string]*sqldb.Source{"s": src}, Identities: dataset.Identities{kind: {sought}},
					Spellings: true}
				got := map[string]string{}
				report, err := search.Access(context.Background(), opts, func(f search.Finding) error {
					got[ids[f.Key[0].Value.(int64)-1]] = "own"
					return nil
				})
				if err != nil {
					t.Fatal(err)
				}
				for _, s := range sharedOf(t, opts) {
					var n int
					if _, err := fmt.Sscanf(s, "p %d: other_identity", &n); err == nil {
						got[ids[n-1]] = "shared"
					}
				}
				said := int64(0)
				for _, near := range report.Collections[0].Near {
					said += near.Rows
				}
				for cell, want := range cells {
					if want == "said" {
						want, said = "", said-1
					}
					if got[cell] != want {
						t.Errorf("%s, %s: %q is %q, want %q", column, identity, cell, got[cell], want)
					}
				}
				if said != 0 {
					t.Errorf("%s, %s: %d rows too many or few are named: %+v", column, identity, said,
						report.Collections[0].Near)
				}
			}
		}
	})
}

// bytesColumns are the types of columns of bytes, in which older programs keep text.
var bytesColumns = map[string]string{"SQLite": "BLOB", "PostgreSQL": "BYTEA", "MySQL": "VARBINARY(300)"}

// inColumn is a literal of a text for a column.
func inColumn(db *testDB, column, text string) string {
	switch {
	case column != bytesColumns[db.engine]:
		return literal(text)
	case db.engine == "PostgreSQL":
		return "CONVERT_TO(" + literal(text) + ", 'UTF8')"
	}
	return "CAST(" + literal(text) + " AS " + map[string]string{"SQLite": "BLOB", "MySQL": "BINARY"}[db.engine] + ")"
}

// fresh opens a database whose tables are new each time.
func fresh(t *testing.T, db *testDB) *sqldb.Source {
	src, _ := openedBoth(t, db)
	return src
}

// Of a cell that holds several people's values the person's alone is rewritten, and the person's alone leads on.
func TestTheOtherValueOfACellStaysAndLeadsNowhere(t *testing.T) {
	onEngines(t, func(t *testing.T, db *testDB) {
		for cell, want := range map[string]map[string]string{
			"a@x.org;c@x.org": {"null_rewrite": "c@x.org", "string_rewrite": "gone;c@x.org"},
			"c@x.org, A <a@x.org>， d@x.org": {"null_rewrite": "c@x.org， d@x.org",
				"string_rewrite": "c@x.org, gone， d@x.org"},
			"A <a@x.org>":      {"null_rewrite": "-", "string_rewrite": "gone"},
			"a@x.org; A@X.ORG": {"null_rewrite": "-", "string_rewrite": "gone"},
			`["a@x.org c@x.org", "d@x.org"]`: {"null_rewrite": `["c@x.org","d@x.org"]`,
				"string_rewrite": `["gone c@x.org","d@x.org"]`},
		} {
			for strategy, after := range want {
				for _, column := range []string{"VARCHAR(90)", bytesColumns[db.engine]} {
					if column != "VARCHAR(90)" && (cell[0] == '[' || strategy != "null_rewrite") {
						continue // a mask is text, and the column takes bytes
					}
					db.exec(t,
						"DROP TABLE IF EXISTS p;\nDROP TABLE IF EXISTS l;\nCREATE TABLE p (id INTEGER PRIMARY KEY, mail "+column+");\nCREATE TABLE l (id INTEGER PRIMARY KEY, mail VARCHAR(90));\nINSERT INTO l VALUES (1, 'a@x.org'), (2, 'c@x.org')")
					db.exec(t, "INSERT INTO p VALUES (1, "+inColumn(db, column, cell)+")")
					meta := "identity: email"
					if cell[0] == '[' {
						meta += ", data_type: 'string[]'"
					}
					datasets := linked(t,
						d("s", c("p", "", f("id", pk), cat("user.contact.email", f("mail", meta))),
							c("l", "", f("id", pk), f("mail", ref("s", "p.mail", "")))))
					src, w := openedBoth(t, db)
					masking := dataset.Masking{Strategy: strategy}
					if strategy == "string_rewrite" {
						masking.Configuration = map[string]any{"rewrite_value": "gone"}
					}
					var changes []change.RowChange
					var led []string
					if _, err := change.Preview(context.Background(), change.Options{
						Options: search.Options{Datasets: datasets, Sources: map[string]*sqldb.Source{"s": src},
							Identities: dataset.Identities{"email": {"a@x.org"}}, Spellings: true},
						Decide: func(f search.Finding) (dataset.Treatment, error) {
							if f.Collection == "l" {
								led = append(led, fmt.Sprint(f.Key[0].Value))
								return dataset.Treatment{}, nil
							}
							return dataset.FormatTreatment(datasets[0].Collections[0], nil, masking), nil
						},
					}, func(c change.RowChange) error { changes = append(changes, c); return nil }); err != nil {
						t.Fatal(err)
					}
					if _, err := apply.Changes(context.Background(), w, datasets, each(changes), nil); err != nil {
						t.Fatal(err)
					}
					shown := map[bool]string{true: "mail",
						false: map[string]string{"SQLite": "CAST(mail AS TEXT)",
							"PostgreSQL": "CONVERT_FROM(mail, 'UTF8')",
							"MySQL":      "CONVERT(mail USING utf8mb4)"}[db.engine]}[column == "VARCHAR(90)"]
					if held := db.dump(t, "SELECT "+shown+" FROM p"); strings.ReplaceAll(held, `", "`,
						`","`) != after || !slices.Equal(led, []string{"1"}) {
						t.Errorf("%s in %s, %s: %s, want %s; leads to %v", cell, column, strategy, held, after, led)
					}
				}
			}
		}
	})
}

// A national form that two countries have is said; one that only the other country has is found.
func TestANationalFormIsFoundOrSaid(t *testing.T) {
	onEngines(t, func(t *testing.T, db *testDB) {
		db.exec(t, "CREATE TABLE p (id INTEGER PRIMARY KEY, tel VARCHAR(40))")
		src := opened(t, db)
		datasets := linked(t, d("s", c("p", "", f("id", pk), f("tel", phone))))
		for sought, held := range map[string][3][]string{
			"+819012345678": {{"090-1234-5678", "+81 90 1234 5678", "090 1234 5678"}, {"09012345678"},
				{"090-1234-5679", "0901-2345679"}},
			"+442079460958": {{"+44 (0)20 7946 0958", "0044 20 79460958"}, {"020 7946 0958", "02079460958"},
				{"020 7946 0959"}},
			"+491701234567":  {{"0170 1234567", "0170/1234567"}, nil, {"0170 1234568"}},
			"+862079460958":  {{"020 7946 0958", "020-79460958"}, nil, {"+44 20 7946 0958"}},
			"+14155552671":   {{"(415) 555-2671"}, nil, {"(415) 555-2672"}},
			"+8613800000003": {{"138-0000-0003"}, {"13800000003转5"}, {"13800000004转5"}},
		} {
			db.exec(t, "DELETE FROM p")
			n := 0
			for kind, list := range held {
				for _, tel := range list {
					n++
					db.exec(t, fmt.Sprintf("INSERT INTO p VALUES (%d, %s)", 100*kind+n, literal(tel)))
				}
			}
			found := 0
			report, err := search.Access(context.Background(),
				search.Options{Datasets: datasets, Sources: map[string]*sqldb.Source{"s": src},
					Identities: dataset.Identities{"phone_number": {sought}}, Spellings: true},
				func(f search.Finding) error {
					if found++; f.Key[0].Value.(int64) >= 100 {
						t.Errorf("%s finds %v", sought, f.Row)
					}
					return nil
				})
			said := int64(0)
			for _, near := range report.Collections[0].Near {
				said += near.Rows
			}
			if err != nil || found != len(held[0]) || said != int64(len(held[1])) {
				t.Errorf("%s: %d found of %q, %d said of %q, %v", sought, found, held[0], said, held[1], err)
			}
		}
	})
}
