package identifier_test

import (
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/identifier"
)

func TestSpellingsOfOneValueAreTheSame(t *testing.T) {
	for _, group := range []struct {
		kind   string
		values []string
	}{
		{"email", []string{"wang.min@example.cn", "Wang.Min@Example.CN", " wang.min@example.cn ",
			"wang.min@example.cn\u200b", "ｗang.min＠example.cn", "wang.min@example.cn\u00a0",
			"\ufeffWANG.MIN@EXAMPLE.CN"}},
		{"email", []string{"abc.@docomo.ne.jp", "ABC.@docomo.ne.jp"}},
		{"email", []string{"a@bücher.de", "A@BÜCHER.de", "a@xn--bcher-kva.de", "a@XN--BCHER-KVA.DE", "ａ@bücher。de",
			"a@bu\u0308cher.de"}},
		{"email", []string{"wang@examples.cn", "wang@exampleｓ.cn", "wang@examples｡cn", "ＷＡＮＧ＠ＥＸＡＭＰＬＥＳ．ＣＮ"}},
		{"email", []string{"王@例子.中国", "王@xn--fsqu00a.xn--fiqs8s"}},
		{"email", []string{"rené@x.org", "rene\u0301@X.org"}},
		{"email", []string{"a@under_score.example.cn", "A@Under_Score.example.cn"}},
		{"phone_number", []string{"13800000009", "+86 138 0000 0009", "138-0000-0009", "86-13800000009",
			"008613800000009", "(86) 138 0000 0009", "(+86)13800000009", "086-13800000009",
			"8613800000009", "１３８０００００００９", "138\u00a00000\u00a00009", "+86\u200b13800000009", "138.0000.0009",
			"13800000009.0", "'13800000009", "tel:+86-138-0000-0009", "+86－138－0000－0009",
			"\u202a+8613800000009\u202c"}},
		{"phone_number", []string{"010-12345678", "01012345678", "+86 10 1234 5678", "+86 (0)10 12345678",
			"(010)12345678", "86-10-12345678", "008610 12345678", "010 1234 5678"}},
		{"phone_number", []string{"010-12345678-801", "010-12345678转801", "010-12345678 转分机 801",
			"+861012345678 ext. 801", "010-12345678 x801", "01012345678#801"}},
		{"phone_number", []string{"+49 170 1234567", "0049 170 1234567", "0170 1234567", "+49 (0)170 1234567",
			"0170/1234567", "491701234567", "49-170-1234567"}},
		{"phone_number", []string{"+1 415 555 2671", "(415) 555-2671", "415.555.2671", "001 4155552671",
			"1-415-555-2671", "14155552671"}},
		{"phone_number", []string{"+81 90 1234 5678", "090-1234-5678", "090 1234 5678", "+81-90-1234-5678",
			"0081 90 1234 5678"}},
		{"phone_number", []string{"+33 6 12 34 56 78", "06 12 34 56 78", "06.12.34.56.78"}},
		{"phone_number", []string{"+44 7911 123456", "07911 123456"}},
		{"phone_number", []string{"+852 9123 4567", "9123 4567", "00852-91234567"}},
		{"id_number", []string{"11010519491231002X", "11010519491231002x", "110105 19491231 002X", "１１０１０５１９４９１２３１００２Ｘ",
			"110105-19491231-002x", "110105\u00a019491231\u3000002X", "'11010519491231002X", "110105491231002"}},
		{"name", []string{"买买提·艾力", "买买提•艾力", "买买提・艾力", "买买提．艾力", "买买提‧艾力", "买买提 · 艾力", "买买提･艾力"}},
		{"name", []string{"王小明", "王 小明", "王　小明", "王小明\u200b"}},
		{"name", []string{"Mary Jones", "MARY  JONES", "Ｍary Jones", "mary\u00a0jones"}},
		{"name", []string{"José Weiß", "JOSÉ WEIẞ", "Jose\u0301 Weiß"}}, {"name", []string{"Łukasz", "łukasz"}},
		{"name", []string{"Ali İzmir", "ALI İZMIR"}},
		{"birth_date", []string{"1991-05-01", "1991/5/1", "1991.05.01", "1991年5月1日", "19910501", "1991-05-01T00:00:00Z",
			"1991/5/1 0:00", "１９９１－５－１"}},
		{"account", []string{"WM2019", " WM2019", "WM2019\u3000", "\tWM2019\u00a0"}},
	} {
		rule := identifier.SpellingOf(group.kind)
		for _, b := range group.values {
			if a := group.values[0]; !rule.Same(a, b) {
				t.Errorf("%s: %q and %q are two values: %q and %q", group.kind, a, b, rule.Key(a), rule.Key(b))
			}
		}
	}
}

func TestDifferentValuesAreNotTheSame(t *testing.T) {
	for _, pair := range [][3]string{
		{"email", "wang.min@example.cn", "wang.mina@example.cn"}, {"email", "rené@x.org", "rene@x.org"},
		{"email", "a.b@example.cn", "ab@example.cn"}, {"email", "", ""},
		{"email", "ingrid@x.org", "İngrid@x.org"}, {"email", "ingrid@x.org", "ıngrid@x.org"},
		{"email", "kiss@x.org", "kiſs@x.org"}, {"email", "kiss@x.org", "\u212aiss@x.org"},
		{"email", "office@x.org", "o\ufb03ce@x.org"},
		{"email", "rené@x.org", "RENÉ@x.org"}, {"email", "a1@x.org", "a¹@x.org"},
		{"email", "a@strasse.de", "a@straße.de"}, {"email", "a@bücher.de", "a@bucher.de"},
		{"phone_number", "13800000009", "13800000010"}, {"phone_number", "13800000009", "3800000009"},
		{"phone_number", "010-12345678", "12345678"},
		{"phone_number", "010-12345678", "021-12345678"}, {"phone_number", "010-12345678", "010-12345678-801"},
		{"phone_number", "010-12345678-802", "010-12345678-801"},
		{"phone_number", "+49 170 1234567", "+86 170 1234567"}, {"phone_number", "+1 380 000 0009", "1 380 000 0009"},
		{"phone_number", "+44 20 7946 0958", "020-79460958"}, {"phone_number", "+81 90 1234 5678", "0901-2345678"},
		{"phone_number", "+81 90 1234 5678", "09012345678"},
		{"phone_number", "", " "}, {"phone_number", "5", "15"},
		{"id_number", "11010519491231002X", "110105194912310020"}, {"id_number", "", " - "},
		{"name", "Ali Izmir", "Ali İzmir"}, {"name", "Ali Izmir", "Alı Izmir"}, {"name", "Anna Weiß", "Anna Weiss"},
		{"name", "ANNA WEISS", "Anna Weiß"}, {"name", "Jan Kiss", "Jan \u212aiss"}, {"name", "Jan Kiss", "Jan Kiſs"},
		{"name", "Joan Fisher", "Joan ﬁsher"}, {"name", "Paweł", "Pawel"}, {"name", "Ångström", "Angstrom"},
		{"name", "Νίκος", "Νίκοσ"}, {"name", "ｱｲ", "アイ"}, {"name", "O'Brien", "OBrien"},
		{"name", "买买提·艾力", "买买提·艾里"}, {"name", "J. Smith", "J· Smith 2"}, {"birth_date", "1991-05-01", "1991-01-05"},
		{"account", "u1", "ｕ１"}, {"account", "u1", "u1\u200b"}, {"account", "u1", "u\u00ad1"}, {"account", "u1", "u¹"},
		{"account", "caf\u00e9", "cafe\u0301"}, {"account", "u1", "u1\x00"}, {"account", "\u200b", "\u200b"},
		{"customer_id", "\ufb01", "fi"},
		{"account", "WM2019", "wm2019"}, {"account", "小😀", "小😎"}, {"account", "小😀", "小𠮷"},
		{"account", "👨\u200d👩", "👨👩"}, {"customer_id", "007", "7"},
	} {
		if rule := identifier.SpellingOf(pair[0]); rule.Same(pair[1], pair[2]) || rule.Same(pair[2], pair[1]) {
			t.Errorf("%s: %q and %q are one value", pair[0], pair[1], pair[2])
		}
	}
}

func TestEverySpellingListedIsTheValue(t *testing.T) {
	for kind, values := range map[string][]string{
		"email":     {"Wang.Min@Example.CN", "é@x.org", "a@bücher.de", "a@xn--bcher-kva.de"},
		"id_number": {"11010519491231002X", "110105491231002", "H1234567"}, "account": {" WM 2019", "小😀"},
		"birth_date": {"1991/5/1"},
		"phone_number": {"13800000009", "010-12345678", "0755-26000000", "+49 170 1234567", "+1 415 555 2671",
			"+390612345678", "+85291234567", "010-12345678-801", "400-820-8820", "95588", "5"},
	} {
		rule := identifier.SpellingOf(kind)
		for _, value := range values {
			list := rule.Spellings(value)
			if len(list) > 40 || list[0] != value {
				t.Errorf("%s %q: %d spellings, the first %q", kind, value, len(list), list[0])
			}
			for _, s := range list {
				if !rule.Same(value, s) {
					t.Errorf("%s: %q lists %q, which is %q and not %q", kind, value, s, rule.Key(s), rule.Key(value))
				}
			}
		}
	}
}

// What a database looks for must be in every spelling in ASCII, or rows in it would never be looked at.
func TestEveryASCIISpellingHoldsACore(t *testing.T) {
	holds := func(rule identifier.Spelling, text, core string) bool {
		switch rule.Fold {
		case identifier.FoldCase:
			return strings.Contains(strings.ToLower(text), core)
		case identifier.FoldNumber:
			at := 0
			for _, c := range strings.ToLower(text) {
				if at < len(core) && core[at] == byte(c) {
					at++
				}
			}
			return at == len(core)
		}
		return strings.Contains(strings.ToLower(text), core)
	}
	rapid.Check(t, func(t *rapid.T) {
		value := rapid.SampledFrom([][2]string{{"email", "Wang.Min@Example.cn"}, {"email", "wang@bücher.de"},
			{"phone_number", "13800000009"}, {"phone_number", "010-12345678"}, {"phone_number", "+49 170 1234567"},
			{"phone_number", "010-12345678-801"}, {"id_number", "11010519491231002X"}, {"account", "WM 2019"}}).
			Draw(t, "value")
		rule := identifier.SpellingOf(value[0])
		held := []byte(rapid.SampledFrom(rule.Spellings(value[1])).Draw(t, "spelling"))
		for range rapid.IntRange(0, 4).Draw(t, "changes") {
			at := rapid.IntRange(0, len(held)).Draw(t, "at")
			held = slices.Insert(held, at, rapid.SampledFrom([]byte(" -().+/x'*~[;#:")).Draw(t, "inserted"))
		}
		text := string(held)
		if rapid.Bool().Draw(t, "capitals") {
			text = strings.ToUpper(text)
		}
		if !rule.Same(value[1], text) || strings.ContainsFunc(text, func(r rune) bool { return r >= 0x80 }) {
			return
		}
		for _, core := range rule.Cores(value[1]) {
			if holds(rule, text, core) {
				return
			}
		}
		t.Fatalf("%s: %q is a spelling of %q and holds none of %q", value[0], text, value[1], rule.Cores(value[1]))
	})
}

func TestANumberOfAnotherCountryIsFoundInItsNationalForm(t *testing.T) {
	forms := identifier.LookupForms(identifier.LookupPhone, "+49 170 1234567")
	typed, err := identifier.NormalisePhone("0170 1234567")
	if err != nil || !slices.Contains(forms, typed) {
		t.Errorf("%q is looked up by %q, and 0170 1234567 reads as %q", "+49 170 1234567", forms, typed)
	}
	if forms := identifier.LookupForms(identifier.LookupPhone, "13800000009"); len(forms) != 1 {
		t.Errorf("a number of this country has the forms %q", forms)
	}
}

func TestAWordForNoneSeedsNoSearch(t *testing.T) {
	for number, want := range map[string]int{"无": 0, "none": 0, " - ": 0, "": 0, "H1234567": 1, "港A1234567": 1,
		"１１０１０５１９４９１２３１００２Ｘ": 1} {
		if got := len(model.Subject{IDNumber: number}.Identities()["id_number"]); got != want {
			t.Errorf("%q seeds %d, want %d", number, got, want)
		}
	}
}

func TestABirthDateIsReadFromWhateverTellsIt(t *testing.T) {
	today := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		subject model.Subject
		want    int
	}{
		{model.Subject{BirthDate: "1991/5/1"}, 35}, {model.Subject{BirthDate: "1991年5月1日"}, 35},
		{model.Subject{IDNumber: "110105491231002"}, 76},
		{model.Subject{BirthDate: "2106-05-31", IDNumber: "110105201601010006"}, 10},
		{model.Subject{BirthDate: "soon", IDNumber: "110105 20160101 0006"}, 10},
		{model.Subject{BirthDate: "2026-11-24"}, -1},
	} {
		if got := tt.subject.AgeOn(model.DayIn(today, time.UTC)); got != tt.want {
			t.Errorf("%+v: %d, want %d", tt.subject, got, tt.want)
		}
	}
	if birth, problems := identifier.CheckIDNumber("110101209901010009", today); !birth.IsZero() ||
		!slices.Contains(problems, identifier.IDFuture) {
		t.Errorf("a birth date ahead gives %v %v", birth, problems)
	}
	if _, err := identifier.ReadBirthDate("2106-05-31", today); err != identifier.ErrBirthFuture {
		t.Errorf("a birth date ahead gives %v", err)
	}
}

func TestMasksReadCharactersAndNotBytes(t *testing.T) {
	for _, tt := range [][3]string{
		{"user.government_id", "港A1234567", "港*******7"}, {"user.government_id", "台湾0123", "台****3"},
		{"user.government_id", "110105 19491231 002X", "1****************X"},
		{"user.contact.phone_number", "１３８００００００１３", "138****0013"},
		{"user.contact.phone_number", "138-0000-0013转分机", "138****0013"},
		{"user.contact.phone_number", "+86 138 0000 0013", "138****0013"},
		{"user.contact.phone_number", "86-13800000013", "138****0013"},
		{"user.contact.phone_number", "8613800000013", "138****0013"},
		{"user.contact.phone_number", "010-12345678-801", "101****5678"},
		{"user.contact.phone_number", "12-34", "**34"}, {"user.contact.phone_number", "-1", "*"},
		{"user.contact.phone_number", "无", "*"},
		{"user.contact.email", "wang@example.cn, 13800000013", "***"}, {"user.contact.email", "王@例子.中国", "王***@例子.中国"},
		{"user.contact.email", "\xff@example.cn", "***@example.cn"},
		{"user.financial", "６２２２ ０２００ ００００ ００００", "****0000"}, {"user.financial", "6222020000000000-  -", "****0000"},
		{"user.name", "\u200b王小明", "**明"}, {"user.name", "\xff\xfe", "**"},
	} {
		if got := identifier.MaskCategory(tt[0], tt[1]); got != tt[2] {
			t.Errorf("%s %q: %q, want %q", tt[0], tt[1], got, tt[2])
		}
	}
}

func TestAMaskIsAlwaysReadableAndHidesMost(t *testing.T) {
	categories := []string{"user.name", "user.contact.email", "user.contact.phone_number", "user.government_id",
		"user.financial.account_number", "user.content"}
	rapid.Check(t, func(t *rapid.T) {
		value := string(rapid.SliceOfN(rapid.Byte(), 1, 30).Draw(t, "bytes"))
		if rapid.Bool().Draw(t, "readable") {
			value = rapid.StringMatching(`[0-9 +()x１２３转港王·@.-]{1,30}`).Draw(t, "value")
		}
		category := rapid.SampledFrom(categories).Draw(t, "category")
		got := identifier.MaskCategory(category, value)
		if !utf8.ValidString(got) || strings.ContainsRune(got, utf8.RuneError) {
			t.Fatalf("%s %q: %q cannot be read", category, value, got)
		}
		if category == "user.contact.phone_number" || category == "user.financial.account_number" {
			digits := strings.Map(func(r rune) rune {
				if r >= '0' && r <= '9' {
					return r
				}
				return -1
			}, got)
			if len(digits) > 7 {
				t.Fatalf("%s %q: %q shows %d digits", category, value, got, len(digits))
			}
		}
	})
}
