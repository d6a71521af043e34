package identifier_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"orangelab.cn/rightsdesk/model/identifier"
)

// How a held text stands to a sought value.
type standing int

const (
	another standing = iota
	near             // may be the person's, and is said
	found
)

func stands(kind, sought, held string) standing {
	s := identifier.SpellingOf(kind).Seek()
	s.Add(sought)
	if _, is := s.Find(held); is {
		return found
	}
	if s.Near(held) {
		return near
	}
	return another
}

// A row is found only where its value can be nobody else's; what may be the person's in another form is said and not
// taken.
func TestWhatOnlyFoldsToAValueIsSaidAndNotTaken(t *testing.T) {
	for _, tt := range []struct {
		kind, sought string
		found, near  []string
		another      []string
	}{
		{"account", "u1", []string{"u1", " u1\t", "u1\u3000"},
			[]string{"ｕ１", "u1\u200b", "U1", "u¹", "u\u00ad1", "u1,u2", "u2;u1", `["u1","u2"]`, "u2、u1", "u1(old)",
				"ID: u1", "u2\nu1", "u2 u1", `{"a":"u1"}`},
			[]string{"u12", "xu1", "u-1", "u1-2", "u1@x.cn", "u2,u11", "u1.u2", "", "\u200b"}},
		{"account", "ｕ１", []string{"ｕ１", "u1"}, []string{"U1", "ｕ1"}, []string{"u2"}}, // as a Chinese keyboard gives it
		{"customer_id", "7", []string{"7"}, []string{"7;8", "[7, 8]"}, []string{"07", "77", "7.5", "1-7"}},
		{"account", "a/b", []string{"a/b"}, []string{"a/b,c"}, []string{"a", "b", "x/a/bc"}},
		{"name", "王芳", []string{"王芳", "王 芳"},
			[]string{"王芳、李静", "王芳,李静", "王芳(home)", "王芳（家）", `["王芳","李静"]`, "李静/王芳", "李静 王芳", "李静\n王芳", "王芳女士", "李静和王芳"},
			[]string{"王芳芳", "小王芳", "李静", "王小芳"}},
		{"name", "Ali İzmir", []string{"Ali İzmir", "ALI  İZMIR"},
			[]string{"Ali Izmir", "ali izmir", "ALİ İZMİR", "Alı Izmir", "Mr. Ali Izmir", "AliIzmir",
				"Ali Izmir and Bob"}, []string{"Bali Izmir", "Ali Izmirli"}},
		{"name", "Anna Weiss", []string{"ANNA WEISS"}, []string{"Anna Weiß", "Anna Weiſs", "Anna\u2010Weiss"},
			[]string{"Anna Weis", "Joanna Weiss"}},
		{"name", "José O'Neill", []string{"Jose\u0301 O'Neill"}, []string{"Jose ONeill", "JOSE O’NEILL"},
			[]string{"Jose Neill"}},
		{"email", "w@x.cn", []string{"w@x.cn", "W@x.cn", `"w"@x.cn`, "w@x.cn|li@x.cn", "li@x.cn/w@x.cn",
			"li@x.cn & w@x.cn", "w@x.cn|a|w@x.cn", "w@x.cn。"},
			[]string{`["w@x.cn","li@x.cn"]`, "'w@x.cn'", "a|w@x.cn", "a/w@x.cn", "a&w@x.cn", "not w@x.cn",
				"Li <li@x.cn> (for w@x.cn)", "mail=w@x.cn", `"w@x.cn","li@x.cn"`, "home|w@x.cn/office"},
			[]string{"a-w@x.cn", "w+tag@x.cn", "ww@x.cn", "w@x.cn.evil.com", "w@x.cnn", `"a,w"@x.cn`, "x+w@x.cn",
				"王@x.cn"}},
		{"email", "a|w@x.cn", []string{"a|w@x.cn", "A|W@X.CN", "li@x.cn|a|w@x.cn", "li@x.cn,a|w@x.cn"}, nil,
			[]string{"w@x.cn", "b|w@x.cn"}},
		{"email", `"a,w"@x.cn`, []string{`"a,w"@x.cn`, `"A,W"@x.cn; li@x.cn`}, nil,
			[]string{"w@x.cn", `"a,b"@x.cn`, "a,w@x.cn"}},
		{"email", "o'neill@x.cn", []string{"O'Neill@x.cn"}, nil, []string{"neill@x.cn"}},
		{"email", "ali@x.tr", []string{"ALI@X.TR"}, []string{"ALİ@x.tr"}, []string{"alı@x.tr"}},
		{"id_number", "11010519491231002X", []string{"11010519491231002x", "11010519491231002X/440301199001010004"},
			[]string{`["11010519491231002X","440301199001010004"]`, "1.10105194912310E+17", "1.10105E+17"},
			[]string{"110105194912310021", "1.10106E+17", "1.1E+17"}},
		{"phone_number", "13800138000", []string{"13800138000", "13800138000,13900139000"},
			[]string{"1.3800138E10", "1.38001E+10", "8.613800138E12"},
			[]string{"1.38E+10", "1.3900138E10", "1.3800138E11"}},
		{"phone_number", "010-62345678",
			[]string{"010-62345678", "010-62345678 (office)", "010-62345678,010-62345679", "010-62345678,62345679"},
			[]string{"010-62345678转人工", "010-62345678转王芳", "010-62345678,22", "总机010-62345678，分机22"},
			[]string{"010-62345679", "010-62345679,22"}},
		{"phone_number", "010-62345678转22", []string{"010-62345678-22,13900139000"},
			[]string{"010-62345678", "010-62345678转22转3", "打010-62345678"},
			[]string{"010-62345678转23", "010-62345678,23", "010-62345679-22"}},
		{"id_number", "110101199003077758", nil,
			[]string{"110101199003077000", "110101199003077000.00", "110101199003078000", "11010119900307775",
				"身份证：110101199003077000", "一一〇一〇一一九九〇〇三〇七七七五八"},
			[]string{"110101199003076000", "110101199003077759", "1101011990030777581", "110101199003077750"}},
		{"id_number", "11010519491231002X", nil,
			[]string{"11010519491231002Х", "11010519491231002×", "11010519491231002*", "11010519491231002",
				"11010519491231002χ", "110105194912310000", "١١٠١٠٥١٩٤٩١٢٣١٠٠٢X"},
			[]string{"11010519491231003*", "110105194912310021", "1101051949123100"}},
		{"id_number", "A1234563", []string{"a1234563", "A123456-3"},
			[]string{"A123456(3)", "a123456 （3）", "A123456(3)/B234567(1)"}, []string{"A123456(4)", "AB123456(3)"}},
		{"id_number", "A123456(3)", []string{"a123456（3）"}, []string{"A1234563"}, []string{"A1234564"}},
		{"id_number", "12345678", []string{"1234567-8"}, []string{"1234567(8)", "1/234567/8"}, []string{"1234567(9)"}},
		{"birth_date", "1990-01-02", []string{"1990/1/2", "19900102"},
			[]string{"01/02/1990", "2/1/1990", "02.01.1990", "900102", "020190", "Jan 2, 1990", "2 January 1990",
				"Tue, 02-Jan-90", "一九九〇年一月二日", "90年1月2日", "1/2/90", "02011990", "1/2/1990 10:30"},
			[]string{"1990-01-03", "03/01/1990", "2/1/1991", "900103", "1990-1", "1990", "Feb 2, 1990", "3190",
				"1/1/90"}},
		{"birth_date", "1990-10-21", nil, []string{"一九九〇年十月二十一日", "21 Oct 1990"},
			[]string{"一九九〇年十月二十日", "21 Nov 1990"}},
		{"phone_number", "010-62345678", nil,
			[]string{"62345678", "6234-5678", "62345678转22", "６２３４５６７８", "〇一〇六二三四五六七八"},
			[]string{"62345679", "623456781", "13862345678", "162345678"}},
		{"phone_number", "010-62345678转22", []string{"010-62345678转22"},
			[]string{"010-62345678转0022", "010-62345678-022", "62345678转22", "62345678"},
			[]string{"010-62345678转220", "62345678转23"}},
		{"phone_number", "13800138000", nil, []string{"一三八00138000", "١٣٨٠٠١٣٨٠٠٠"},
			[]string{"一三八00138001", "38000", "0138000"}},
		{"name", "Wang Fang", []string{"WANG FANG"}, []string{"Fang Wang", "Wang, Fang", "FANG, Wang"},
			[]string{"Fang Wang Li", "Fan Gwang", "Fang"}},
	} {
		for want, list := range map[standing][]string{found: tt.found, near: tt.near, another: tt.another} {
			for _, held := range list {
				if got := stands(tt.kind, tt.sought, held); got != want {
					t.Errorf("%s %q in %q: %d, want %d", tt.kind, tt.sought, held, got, want)
				}
			}
		}
	}
}

// A value that is added as a source holds it is no other's, however it is typed.
func TestAHeldAccountStandsForItselfAlone(t *testing.T) {
	s := identifier.SpellingOf("account").Seek()
	s.AddHeld("ｕ１")
	if _, is := s.Key("u1"); is || s.Add("u1") != "u1" {
		t.Error("u1 is taken for an account that is held in full width")
	}
}

// The writer of the number and of its extension is the oracle: what was written for one is never read as another.
func TestAnExtensionIsOneHoweverItIsWritten(t *testing.T) {
	mains := map[string][]string{
		"北京": {"010-62345678", "01062345678", "(010)62345678", "+86 10 6234 5678", "0086-10-62345678",
			"（０１０）６２３４５６７８", "+861062345678"},
		"上海":     {"021-62345678", "+86 21 62345678"},
		"mobile": {"13800138000", "+86 138-0013-8000", "86-13800138000"},
		"US":     {"+1 415 555 2671", "+14155552671", "001-415-555-2671"},
	}
	marks := [][2]string{{"转", ""}, {" 转 ", ""}, {"转分机", ""}, {" ext ", ""}, {" ext. ", ""}, {"ext", ""}, {"x", ""},
		{" x", ""}, {"X", ""}, {"#", ""}, {"-", ""}, {" - ", ""}, {"(", ")"}, {" (", ")"}, {"(转", ")"}, {"（转", "）"},
		{",", ""}, {",,", ""}, {"，", ""},
		{";ext=", ""}, {";", ""}, {"；", ""}, {"/", ""}, {"／", ""}, {"p", ""}, {"＃", ""}, {"ｘ", ""}, {"－", ""},
		{"——", ""}, {"分机", ""}, {" 分机号：", ""}, {"、", ""}, {"|", ""}, {" ", ""}, {"*", ""}, {"轉", ""}, {"内线", ""},
		{" extension ", ""}, {"~", ""}, {":", ""}, {"+", ""}, {"w", ""}, {"&", ""}, {"\n", ""}}
	places := slices.Sorted(func(yield func(string) bool) {
		for place := range mains {
			if !yield(place) {
				return
			}
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		write := func(label string) (text, place, extension string) {
			place = rapid.SampledFrom(places).Draw(t, label+" place")
			extension = rapid.SampledFrom([]string{"", "22", "801", "0", "022", "8001"}).Draw(t, label+" extension")
			text = rapid.SampledFrom(mains[place]).Draw(t, label)
			if extension != "" {
				mark := rapid.SampledFrom(marks).Draw(t, label+" mark")
				text += mark[0] + extension + mark[1]
			}
			return text, place, extension
		}
		sought, placeA, extA := write("sought")
		held, placeB, extB := write("held")
		want := another
		switch {
		case placeA == placeB && extA == extB:
			want = found
		case placeA == placeB &&
			(extA == "" || extB == "" || strings.TrimLeft(extA, "0") == strings.TrimLeft(extB, "0")):
			want = near
		}
		if got := stands("phone_number", sought, held); got != want {
			t.Fatalf("%q in %q: %d, want %d", sought, held, got, want)
		}
		for _, other := range []string{held + ";13900139000", "13900139000/" + held, "13900139000、" + held + "(家)"} {
			if got := stands("phone_number", sought, other); got != want {
				t.Fatalf("%q in %q: %d, want %d", sought, other, got, want)
			}
		}
	})
}

// A text of nothing but digits and marks costs no more than another.
func TestAHostileNumberIsReadInNoTime(t *testing.T) {
	for _, mark := range []string{",1", "转1", " 1", "-22", ";ext=1", "(1)", "x1 1", "1"} {
		hostile := "13800138000" + strings.Repeat(mark, 5000)
		begun := time.Now()
		stands("phone_number", "13800138000", hostile)
		stands("phone_number", "13800138000", hostile[:200])
		if took := time.Since(begun); took > 2*time.Second {
			t.Errorf("%q takes %v", mark, took)
		}
	}
}
