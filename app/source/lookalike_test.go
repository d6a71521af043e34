package source_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/source"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/trial"
)

// lookalikes are values that stand near one that is looked for: found, said, or somebody else's beyond doubt.
var lookalikes = []struct {
	kind, sought         string
	found, said, another []string
}{
	{"account", "u1", []string{"u1", "u1 ", "\tu1", "u1\u00a0", "\u3000u1\r\n"},
		[]string{"ｕ１", "u1\u200b", "\u200du1", "U1", "u①", "𝐮1", "u\u00ad1", "u1\ufeff", "u1,u2", "u2|u1", "u1/u2",
			"u1 u2", `["u2", "u1"]`, "{u1}", "u1;", "'u1'", "u1\nu2", "u1\tu2", "(u1)", "ID=u1", "u²,u1"},
		[]string{"u11", "u1.", "u-1", "u1@x.cn", "u_1", "ü1", "uI", "ul", "u٢", "u1x", "u0001", "u1-2"}},
	{"account", "ＷＭ１", []string{"ＷＭ１", "WM1"}, []string{"wm1", "ＷＭ1", "ＷＭ１，ＷＭ２"}, []string{"WM11"}},
	{"customer_id", "007", []string{"007"}, []string{"００７", "007,008"}, []string{"7", "0070", "07", "007.0", "0x7"}},
	{"account", "Zoë", []string{"Zoë"}, []string{"zoë", "ZOË", "Zoe\u0308"}, []string{"Zoe", "Zoé"}},
	{"account", "a%b_c", []string{"a%b_c"}, []string{"A%B_C"}, []string{"axbyc", "a%bxc", "a%b_cd"}},
	{"account", "[u]*?", []string{"[u]*?"}, []string{"[U]*?", "[u]*?,x"}, []string{"u", "[u]x?"}},
	{"name", "王芳", []string{"王芳", "王　芳", "王芳\u200b"},
		[]string{"王芳；李静", "王芳/李静", "王芳&李静", "王芳 (已婚)", "李静与王芳", "王芳\r\n李静", "{\"name\":\"王芳\"}", "王·芳"},
		[]string{"王芳菲", "王方", "汪芳"}},
	{"name", "Ali İzmir", []string{"Ali İzmir", "ALI İZMIR", "ali I\u0307zmir"},
		[]string{"Ali Izmir", "ALİ İZMİR", "Alı İzmir", "Ali Ízmir", "Ali İzmir (new)"},
		[]string{"Ali Izmirli", "Alia Izmir"}},
	{"name", "Anna Groß", []string{"ANNA GROẞ"}, []string{"Anna Gross", "ANNA GROSS"}, []string{"Anna Gros"}},
	{"name", "Jan Kowalski", []string{"JAN KOWALSKI"},
		[]string{"Jan \u212aowalski", "Jan Kowalſki", "Jan Kowałski", "Jan Kowalski and Eva Nowak"},
		[]string{"Jana Kowalski", "Jan Kowalskie"}},
	{"email", "w@x.cn", []string{"W@X.CN", "w@x.cn;li@x.cn", "li@x.cn|w@x.cn", "w@x.cn & li@x.cn", `"w"@x.cn`,
		"w@x.cn;"},
		[]string{"a|w@x.cn", "a'w@x.cn", "a/w@x.cn|li@x.cn", "'w@x.cn'", `["w@x.cn","li@x.cn"]`, "w@x.cn oder li@x.cn",
			"mail=w@x.cn", "w@x.cn+li@x.cn"},
		[]string{"a+w@x.cn", "a.w@x.cn", "w@x.cn.org", "w@x-x.cn", "w@xx.cn", `"a,w"@x.cn`, "ẁ@x.cn", "w@y.cn"}},
	{"email", "a|w@x.cn", []string{"A|W@x.cn", "a|w@x.cn,li@x.cn", "li@x.cn;a|w@x.cn"}, []string{"see a|w@x.cn"},
		[]string{"w@x.cn", "b|w@x.cn"}},
	{"email", `"a,w"@x.cn`, []string{`"A,w"@X.cn`, `li@x.cn; "a,w"@x.cn`}, nil, []string{"w@x.cn", "a,w@x.cn"}},
	{"email", "o'hara&co@x.cn", []string{"O'Hara&Co@x.cn", "o'hara&co@x.cn / li@x.cn"}, nil,
		[]string{"hara&co@x.cn", "co@x.cn"}},
	{"phone_number", "010-62345678",
		[]string{"(010)62345678", "010-62345678,010-62345679", "010 6234 5678；13800138000", "+86-10-62345678 (office)",
			"010-62345678, 13800138000转2 , 010-62345678转8"},
		[]string{"010-62345678-22", "(010)62345678-22", "010-62345678(转22)", "010-62345678（22）", "010-62345678,22",
			"+861062345678;ext=22", "010-62345678，，22", "010-62345678/22", "010-62345678p22", "010-62345678转人工",
			"010-62345678 22", "010-62345678#22", "总机010-62345678转22", "010-62345678*22", "010-62345678、22",
			"010-62345678 ext.22#"},
		[]string{"021-62345678", "010-62345679,22", "010-6234567", "1010-623456789"}},
	{"phone_number", "010-62345678转22",
		[]string{"010-62345678-22", "(010)62345678(22)", "010-62345678,,22", "+861062345678;ext=22", "０１０－６２３４５６７８－２２",
			"010-62345678 Ext 22,13800138000", "010-62345678 (ext. 22)", "010 62345678/22"},
		[]string{"010-62345678", "010-62345678 (office)", "010-62345678转22转3", "ring 010-62345678"},
		[]string{"010-62345678-23", "010-62345678;ext=222", "010-62345679转22"}},
	{"phone_number", "13800138000", []string{"13800138000", "13,800,138,000", "+86 (138) 0013-8000"},
		[]string{"1.3800138E10", "1.3800138E+10", "8.613800138e12", "13800138000-1", "13800138000 1"},
		[]string{"1.3900138E10", "1.38E+10", "138001380001", "1.3800138E9"}},
	{"id_number", "110105194912310021",
		[]string{"110105 19491231 0021", "'110105194912310021", "110105194912310021,110101199003070134"},
		[]string{`["110105194912310021","110101199003070134"]`, "1.10105194912310E+17", "110105194912310021 (old)"},
		[]string{"1.10106E+17", "1101051949123100211", "110105194912310022"}},
	{"id_number", "11010519491231002X", []string{"11010519491231002x"},
		[]string{"11010519491231002Х", "11010519491231002×", "11010519491231002*", "11010519491231002",
			"110105194912310000"}, []string{"11010519491231003", "110105194912311000"}},
	{"birth_date", "1990-01-02", []string{"1990/1/2", "1990年1月2日"},
		[]string{"01/02/1990", "2/1/1990", "02.01.1990", "900102", "Jan 2, 1990", "2-JAN-90", "一九九〇年一月二日"},
		[]string{"03/01/1990", "900103", "1990", "Feb 2, 1990"}},
	{"phone_number", "010-62345678转22", []string{"010-62345678 ext 22"},
		[]string{"62345678", "62345678-22", "010-62345678转0022", "010-62345678-022", "〇一〇六二三四五六七八"},
		[]string{"62345678转23", "62345679"}},
	{"name", "Wang Fang", []string{"wang fang"}, []string{"Fang Wang", "FANG, WANG"}, []string{"Fang Li", "Fan Gwang"}},
}

// A column of numbers is looked at for what may be a sought one too, as a column of text is.
func TestANumberThatMayBeAPersonsIsSaid(t *testing.T) {
	onEngines(t, func(t *testing.T, db *testDB) {
		for _, column := range []string{"BIGINT", "NUMERIC(24,0)"} {
			db.exec(t, "DROP TABLE IF EXISTS p;\nCREATE TABLE p (id INTEGER PRIMARY KEY, held "+column+")")
			src, err := source.Open(context.Background(), db.dsn) // the table is new each time
			if err != nil {
				t.Fatal(err)
			}
			for _, tt := range []struct {
				kind, sought, held string
				said               int
			}{
				{"id_number", "110101199003077758", "110101199003077000", 1},
				{"id_number", "110101199003077758", "110101199003076000", 0},
				{"id_number", "11010519491231002X", "11010519491231002", 1},
				{"phone_number", "010-62345678转22", "1062345678", 1}, {"phone_number", "010-62345678", "62345678", 1},
				{"phone_number", "010-62345678", "62345679", 0}, {"birth_date", "1990-01-02", "900102", 1},
			} {
				db.exec(t, "DELETE FROM p;\nINSERT INTO p VALUES (1, "+tt.held+")")
				report, err := search.Access(context.Background(),
					search.Options{Datasets: linked(t,
						d("s", c("p", "", f("id", pk), f("held", "identity: "+tt.kind)))),
						Sources:    map[string]*sqldb.Source{"s": src},
						Identities: dataset.Identities{tt.kind: {tt.sought}}, Spellings: true},
					func(search.Finding) error {
						t.Errorf("%s is taken for %s", tt.held, tt.sought)
						return nil
					})
				if err != nil || len(report.Collections[0].Near) != tt.said {
					t.Errorf("%s %s in %s: says %v, %v", column, tt.sought, tt.held, report.Collections, err)
				}
			}
			closed(t, src.DB)
		}
	})
}

func TestWhatLooksLikeAPersonsValueIsFoundSaidOrAnothers(t *testing.T) {
	onEngines(t, func(t *testing.T, db *testDB) {
		db.exec(t, "CREATE TABLE p (id INTEGER PRIMARY KEY, held VARCHAR(120))")
		src := opened(t, db)
		for _, tt := range lookalikes {
			all := slices.Concat(tt.found, tt.said, tt.another)
			opts := search.Options{Datasets: linked(t,
				d("s", c("p", "", f("id", pk), f("held", "identity: "+tt.kind)))),
				Sources: map[string]*sqldb.Source{"s": src}, Identities: dataset.Identities{tt.kind: {tt.sought}}}
			stands := func(held string) (found, said bool) {
				db.exec(t, "DELETE FROM p;\nINSERT INTO p VALUES (1, "+literal(held)+")")
				opts.Spellings = true
				report, err := search.Access(context.Background(), opts, func(search.Finding) error {
					found = true
					return nil
				})
				if err != nil {
					t.Fatal(err)
				}
				return found, len(report.Collections[0].Near) > 0
			}
			for i, held := range all {
				found, said := stands(held)
				if want := i < len(tt.found); found != want {
					t.Errorf("%s %q in %q: found %v", tt.kind, tt.sought, held, found)
				}
				if want := i >= len(tt.found) && i < len(tt.found)+len(tt.said); said != want && !found {
					t.Errorf("%s %q in %q: said %v", tt.kind, tt.sought, held, said)
				}
			}
			// As the format has it only the very same text is found.
			var script []string
			for i, held := range all {
				script = append(script, fmt.Sprintf("INSERT INTO p VALUES (%d, %s)", i, literal(held)))
			}
			db.exec(t, "DELETE FROM p;\n"+strings.Join(script, ";\n"))
			opts.Spellings = false
			rows, _, err := trial.Access(context.Background(), opts)
			exact := 0
			for _, held := range all {
				if held == tt.sought {
					exact++
				}
			}
			if err != nil || len(rows["s:p"]) != exact {
				t.Errorf("as written %q finds %v, %v", tt.sought, rows, err)
			}
		}
	})
}
