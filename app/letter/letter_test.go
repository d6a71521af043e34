package letter

import (
	"bytes"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"orangelab.cn/rightsdesk/assets/letters"
	"orangelab.cn/rightsdesk/model"
)

func render(t *testing.T, kind Kind, lang string, d Data) Letter {
	t.Helper()
	l, err := Render(kind, lang, d)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestEveryLetterSaysWhatItMust(t *testing.T) {
	facts := map[Kind][]string{
		Acknowledgement: {"R-2026-000123", "10:42|09:05", "4|2026年12月23日|23 Dec 2026", "privacy@shop.example"},
		IdentityNeeded:  {"3 Dec 2026|2026年12月3日", "digits|后四位", "app|应用内"},
		Extended:        {"Wed 23 Dec 2026|2026年12月23日（周三）", "Thu 7 Jan 2027|2027年1月7日（周四）", "moved|迁移"},
		Fulfilled:       {"Mon 7 Dec 2026|2026年12月7日（周一）", "9f86d081", "Nothing of what we found|均已列入副本"},
		PartlyFulfilled: {"Twelve messages|十二条消息", "8.7", "in writing|书面答复",
			"Masked, because another person is named|已遮盖，理由为", "12 records|12 条",
			"by Tue 15 Dec 2026|2026年12月15日（周二）办理", "once more|再次函告"},
		Refused:     {"Twelve messages|十二条消息", "8.7", "about you alone|仅与您本人有关"},
		Blockers:    {"36.50", "Little Cloud|小云", "Give up balance|放弃余额", "7 Dec 2026|12月7日"},
		NotVerified: {"Nothing was handed over|没有提供、更改或者删除", "not answered|未获答复"},
		Redirected:  {"Example Bank|示例银行", "privacy@bank.example", "state of your application|申请状态"},
	}
	for _, lang := range Languages {
		for _, kind := range Kinds {
			t.Run(lang+"/"+string(kind), func(t *testing.T) {
				l := render(t, kind, lang, Specimen(kind, model.Export, lang))
				text := l.Text()
				for _, want := range facts[kind] {
					if !regexp.MustCompile(want).MatchString(text) {
						t.Errorf("the letter lacks %q:\n%s", want, text)
					}
				}
				if len(facts[kind]) == 0 {
					t.Fatal("no facts to look for")
				}
				for _, item := range Checklist(kind, model.Export) {
					if !slices.Contains(l.Covered, item.ID) || item.English == "" || item.Chinese == "" {
						t.Errorf("item %q is not covered or has no words", item.ID)
					}
				}
				if kind != Acknowledgement && kind != IdentityNeeded {
					for _, route := range []string{"privacy@shop.example", "within 15 calendar days|15 日内",
						"Cyberspace administration, 12377; Market|网信部门（12377）；市场",
						"Market regulation authority, 12315|市场监管部门（12315）", "court of Example District|示例区人民法院"} {
						if !regexp.MustCompile(route).MatchString(text) {
							t.Errorf("the complaint route %q is missing", route)
						}
					}
				}
				for _, odd := range []string{"<no value>", "{{", "Jan 0001", "0001年", "\x02", "  \n", "：：", "。。",
					".."} {
					if strings.Contains(text, odd) {
						t.Errorf("the letter contains %q:\n%s", odd, text)
					}
				}
			})
		}
	}
}

func TestMissingFactsAreNamed(t *testing.T) {
	tests := []struct {
		kind Kind
		drop func(*Data)
		want string
	}{
		{Acknowledgement, func(d *Data) { d.Due = time.Time{} }, "the due date"},
		{Acknowledgement, func(d *Data) { d.DueCounted = " " }, "how the due date was counted"},
		{Acknowledgement, func(d *Data) { d.Recipient = "" }, "the recipient"},
		{Acknowledgement, func(d *Data) { d.Due = d.Received.AddDate(0, 0, -1) }, "after the time of receipt"},
		{IdentityNeeded, func(d *Data) { d.Identity = nil }, "why the person is asked"},
		{IdentityNeeded, func(d *Data) { d.Identity.Needed = []string{"a", ""} }, "what is needed"},
		{IdentityNeeded, func(d *Data) { d.Identity.By = d.Date }, "after the date of the letter"},
		{Extended, func(d *Data) { d.Date = d.Due.AddDate(0, 0, 1) },
			"the original due date after the date of the letter"},
		{Extended, func(d *Data) { d.NewDue = d.Due }, "the new due date after"},
		{Fulfilled, func(d *Data) { d.Outcome = model.PartlyFulfilled }, "that the request is fulfilled"},
		{Fulfilled, func(d *Data) { d.Pending = []Pending{{"Old forum", "moved", time.Time{}}} },
			"nothing that was not done"},
		{Fulfilled, func(d *Data) { d.WholeCopy = false }, "what the copy leaves out"},
		{PartlyFulfilled, func(d *Data) { d.WholeCopy = true }, "what the copy leaves out"},
		{PartlyFulfilled, func(d *Data) { d.Outcome = model.Fulfilled }, "fulfilled in part"},
		{PartlyFulfilled,
			func(d *Data) { d.inFull(); d.Outcome, d.Supplements, d.Withheld = model.PartlyFulfilled, nil, nil },
			"what was not done, and why"},
		{PartlyFulfilled, func(d *Data) { d.Pending[0].Why = "" }, "not done yet"},
		{PartlyFulfilled, func(d *Data) { d.Withheld[0].Reason = "" }, "leaves out"},
		{Fulfilled, func(d *Data) { d.Copy = nil }, "copy"},
		{Fulfilled, func(d *Data) { d.Copy.Password = "" }, "password"},
		{Refused, func(d *Data) { d.Grounds = nil }, "ground"},
		{Refused, func(d *Data) { d.Grounds[0].Law = "" }, "entry 1"},
		{Refused, func(d *Data) { d.StillDone = nil }, "still done"},
		{Blockers, func(d *Data) { d.Blockers[1].Waive = "\t" }, "entry 2"},
		{Blockers, func(d *Data) { d.Recheck = time.Time{} }, "next check"},
		{NotVerified, func(d *Data) { d.Tried = nil }, "tried"},
		{Redirected, func(d *Data) { d.Party.Contact = "" }, "how to reach the other party"},
	}
	for _, tt := range tests {
		t.Run(string(tt.kind)+"/"+tt.want, func(t *testing.T) {
			d := Specimen(tt.kind, model.Export, English)
			tt.drop(&d)
			if l, err := Render(tt.kind, English, d); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("err = %v, want one that names %q; text:\n%s", err, tt.want, l.Text())
			}
		})
	}
}

func TestUnknownKindOrLanguage(t *testing.T) {
	if _, err := Render("poem", English, Specimen(Refused, model.Export, English)); err == nil {
		t.Error("an unknown kind was rendered")
	}
	if _, err := Render(Refused, "fr", Specimen(Refused, model.Export, English)); err == nil {
		t.Error("an unknown language was rendered")
	}
	if Checklist("poem", model.Export) != nil {
		t.Error("an unknown kind has a checklist")
	}
}

func TestEditedTemplates(t *testing.T) {
	edited := func(name, text string) fs.FS {
		files := fstest.MapFS{}
		if err := fs.WalkDir(letters.Files, ".", func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			b, err := fs.ReadFile(letters.Files, path)
			files[path] = &fstest.MapFile{Data: b}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		files[name] = &fstest.MapFile{Data: []byte(text)}
		return files
	}
	const whole = "# Dank\n{{covers \"case_number\" \"received\" \"request\" \"due\" \"identity_step\" \"no_fee\" \"contact\"}}\nHello {{.Recipient}}\n"
	tests := []struct{ name, text, want string }{
		{"own wording", whole, ""},
		{"an item left out", strings.Replace(whole, `"due"`, "", 1), "the day of the answer"},
		{"no title", strings.TrimPrefix(whole, "# Dank\n"), "must begin with"},
		{"a word that is no fact", whole + "{{.Salary}}", "Salary"},
		{"broken braces", whole + "{{", "acknowledgement.tmpl"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b, err := Load(edited("en/acknowledgement.tmpl", tt.text))
			if err == nil {
				err = b.Check()
			}
			switch {
			case tt.want == "" && err != nil:
				t.Error(err)
			case tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)):
				t.Errorf("err = %v, want one that names %q", err, tt.want)
			}
		})
	}
	if _, err := Load(fstest.MapFS{}); err == nil {
		t.Error("a book without templates was loaded")
	}
}

func TestFactsStayText(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		hostile := rapid.OneOf(rapid.SampledFrom([]string{
			"# a heading", "- an item", "x\n# heading\n- item", "{{.Contact}}", "<script>alert(1)</script>", "\x02# x",
			"a\u202Eb", "-", "#", "- - # x",
		}), rapid.String()).Draw(rt, "fact")
		d := Specimen(Refused, model.Export, English)
		d.Request, d.Grounds[0].Facts = hostile, hostile
		l, err := Render(Refused, English, d)
		if strings.TrimSpace(cleanText(hostile)) == "" {
			if err == nil {
				rt.Fatal("an empty fact was accepted")
			}
			return
		}
		if err != nil {
			rt.Fatal(err)
		}
		want := render(t, Refused, English, Specimen(Refused, model.Export, English))
		if len(l.Blocks) != len(want.Blocks) {
			rt.Fatalf("%q changed the letter from %d blocks to %d", hostile, len(want.Blocks), len(l.Blocks))
		}
		for i, b := range l.Blocks {
			if b.Kind != want.Blocks[i].Kind || strings.ContainsAny(b.Text, "\x02\n\u202E") {
				rt.Fatalf("%q made block %d %+v", hostile, i, b)
			}
		}
		html, err := l.HTML()
		if err != nil || bytes.Contains(html, []byte("<script")) {
			rt.Fatalf("HTML: %v, or a script in it", err)
		}
	})
}

func TestDates(t *testing.T) {
	at := time.Date(2026, 12, 4, 16, 30, 0, 0, time.UTC).In(specimenZone)
	for _, tt := range []struct{ got, want string }{
		{dateIn(English, at), "Sat 5 Dec 2026"}, {dateIn(Chinese, at), "2026年12月5日（周六）"},
		{dateIn(English, at.AddDate(0, 0, -1)), "Fri 4 Dec 2026"},
		{dateIn(Chinese, at.AddDate(0, 0, -1)), "2026年12月4日（周五）"},
		{datetimeIn(English, at), "Sat 5 Dec 2026, 00:30 (UTC+8)"},
		{datetimeIn(Chinese, at), "2026年12月5日（周六）00:30（UTC+8）"},
		{datetimeIn(English, at.UTC()), "Fri 4 Dec 2026, 16:30 (UTC)"},
		{datetimeIn(English, at.In(time.FixedZone("", -12600))), "Fri 4 Dec 2026, 13:00 (UTC-3:30)"},
		// a letter stated 00:00 of a day that a table gave without an hour
		{arrivalIn(English, time.Date(2026, 11, 20, 0, 0, 0, 0, specimenZone)), "Fri 20 Nov 2026"},
		{arrivalIn(Chinese, time.Date(2026, 11, 20, 0, 0, 0, 0, specimenZone)), "2026年11月20日（周五）"},
		{arrivalIn(English, at), "Sat 5 Dec 2026, 00:30 (UTC+8)"},
	} {
		if tt.got != tt.want {
			t.Errorf("%q, want %q", tt.got, tt.want)
		}
	}
	d := Specimen(Acknowledgement, model.Export, English)
	d.Zone = time.UTC
	if text := render(t, Acknowledgement, English, d).Text(); !strings.Contains(text, "01:05 (UTC)") {
		t.Errorf("the letter ignores its zone:\n%s", text)
	}
}

func TestRenderLeavesTheFactsAlone(t *testing.T) {
	d := Specimen(Refused, model.Export, English)
	d.Identity.Needed[0], d.Grounds[0].Facts = " # x ", "a\nb"
	render(t, Refused, English, d)
	if d.Identity.Needed[0] != " # x " || d.Grounds[0].Facts != "a\nb" {
		t.Error("rendering changed the caller's data")
	}
}

func TestLinesAreBrokenByTheRulesOfChinese(t *testing.T) {
	measure := func(s string) float64 {
		w := 0.0
		for _, r := range s {
			if isHan(r) {
				w += 2
			} else {
				w++
			}
		}
		return w
	}
	for _, tt := range []struct {
		text string
		want []string
	}{
		{"我们已经收到，谢谢。", []string{"我们已经收", "到，谢谢。"}},
		{"请登录《星河》游戏", []string{"请登录《星", "河》游戏"}},
		{"一二三四《五》", []string{"一二三四", "《五》"}},
		{"一二三四五。六", []string{"一二三四", "五。六"}},
		{"hello wide world of words", []string{"hello wide", "world of", "words"}},
		{"致信 privacy@shop.example 即可", []string{"致信", "privacy@sh", "op.example", "即可"}},
		{"", []string{""}},
		{"一二三四五”六", []string{"一二三四", "五”六"}},                 // no closing sign begins a line
		{"一二三四“五", []string{"一二三四", "“五"}},                   // and no opening one ends it
		{"一二三四五……六", []string{"一二三四", "五……六"}},               // an ellipsis begins none, and is not parted
		{"一二三四五——六", []string{"一二三四五", "——六"}},               // nor is a dash
		{"比例为一二１００％", []string{"比例为一二", "１００％"}},             // nor a number from its sign
		{"到 2026-11-27 止", []string{"到", "2026-11-27", "止"}}, // nor a date
	} {
		if got := wrap(tt.text, 10, measure); !slices.Equal(got, tt.want) {
			t.Errorf("wrap(%q) = %q, want %q", tt.text, got, tt.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		text := cleanText(rapid.StringOf(rapid.RuneFrom([]rune("一二三四五abc ，。（）《》“”.!-"))).Draw(t, "text"))
		lines := wrap(text, 10, measure)
		strip := func(s string) string { return strings.ReplaceAll(s, " ", "") }
		if strip(strings.Join(lines, "")) != strip(text) {
			t.Fatalf("%q became %q", text, lines)
		}
		for _, line := range lines {
			if measure(line) > 10 {
				t.Fatalf("the line %q is too wide", line)
			}
		}
	})
}

// FuzzTemplate: whatever somebody writes into a template, loading and rendering it must end in a letter or an error.
func FuzzTemplate(f *testing.F) {
	f.Add("# t\n{{covers \"due\"}}\n- x\n{{.Recipient}}")
	f.Add("# \n- \n#\n{{range .Done}}- {{.What}}\n{{end}}")
	f.Add("\x02\n0")
	f.Add("\x02 \x02\n0")
	f.Fuzz(func(t *testing.T, text string) {
		for _, b := range parse(text) {
			if utf8.ValidString(text) && !utf8.ValidString(b.Text) || strings.ContainsRune(b.Text, literal) {
				t.Errorf("block %+v", b)
			}
		}
	})
}
