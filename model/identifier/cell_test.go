package identifier_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"orangelab.cn/rightsdesk/model/identifier"
)

func TestACellIsReadValueByValue(t *testing.T) {
	for _, tt := range []struct {
		kind, cell string
		want       []string
	}{
		{"phone_number", "13800000003/13900000004", []string{"13800000003", "13900000004"}},
		{"phone_number", "13800000003、13900000004", []string{"13800000003", "13900000004"}},
		{"phone_number", "13800000003 or 13900000004", []string{"13800000003", "13900000004"}},
		{"phone_number", "13800000003（家）；13900000004 (work)", []string{"13800000003", "13900000004"}},
		{"phone_number", "13800000003 (home)", []string{"13800000003"}},
		{"phone_number", "(home) 13800000003", []string{"13800000003"}},
		{"phone_number", "电话13800000003", []string{"13800000003"}},
		{"phone_number", "王先生：13800000003", []string{"13800000003"}},
		{"phone_number", "13800000003 Wang Min", []string{"13800000003"}},
		{"phone_number", "tel: 138 0000 0003", []string{"138 0000 0003"}},
		{"phone_number", "13800000003转22", []string{"13800000003转22"}},
		{"phone_number", "010-12345678 ext. 801", []string{"010-12345678 ext. 801"}},
		{"phone_number", "(010)12345678", []string{"(010)12345678"}},
		{"phone_number", "+49 (0)170 1234567", []string{"+49 (0)170 1234567"}},
		{"phone_number", "13,800,000,003", []string{"13800000003"}},
		{"phone_number", "A13800000003", []string{"A13800000003"}},
		{"phone_number", "call me", []string{"call me"}},
		{"email", "wang@example.cn;li@example.cn", []string{"wang@example.cn", "li@example.cn"}},
		{"email", "wang@example.cn li@example.cn", []string{"wang@example.cn", "li@example.cn"}},
		{"email", "Wang <wang@example.cn>", []string{"wang@example.cn"}},
		{"email", `"Wang, Min" <wang@example.cn>, Li <li@example.cn>`, []string{"wang@example.cn", "li@example.cn"}},
		{"email", "mailto:wang@example.cn", []string{"wang@example.cn"}},
		{"email", "邮箱：wang＠example。cn（常用）", []string{"wang@example.cn"}},
		{"email", "wang @ example.cn", []string{"wang@example.cn"}},
		{"email", "wang at example.cn", []string{"wang at example.cn"}},
		{"id_number", "身份证号：11010519491231002X", []string{"11010519491231002X"}},
		{"id_number", "11010519491231002X/440301199001010004", []string{"11010519491231002X", "440301199001010004"}},
		{"id_number", "H1234567/1", []string{"H1234567/1"}},
		{"account", "WM2019;WM2020", []string{"WM2019;WM2020"}},
		{"name", "王小明、李雷", []string{"王小明、李雷"}},
	} {
		if got := identifier.SpellingOf(tt.kind).Values(tt.cell); !slices.Equal(got, tt.want) {
			t.Errorf("%s %q: %q, want %q", tt.kind, tt.cell, got, tt.want)
		}
	}
}

func TestAPersonIsFoundAmongSeveralInACell(t *testing.T) {
	for _, tt := range []struct {
		kind, sought, cell    string
		found, others, nearby bool
	}{
		{"phone_number", "13800000003", "13800000003/13900000004", true, true, true},
		{"phone_number", "13800000003", "13800000003 (home)", true, false, true},
		{"phone_number", "13800000003", "+86 138 0000 0003", true, false, true},
		// a number behind a switchboard is another
		{"phone_number", "13800000003", "13800000003转22", false, false, true},
		{"phone_number", "13800000003", "call 13800000003 after 6 pm", false, false, true},
		{"phone_number", "13800000003", "138000000031/13900000004", false, false, false},
		{"phone_number", "+49 170 1234567", "0170 1234567 (home); 0170 7654321", true, true, true},
		{"phone_number", "+44 20 7946 0958", "020 7946 0958", false, false, true}, // Guangzhou has that number too
		{"phone_number", "+82 10-1234-5678", "010-1234-5678", false, false, true}, // as Beijing has this
		{"phone_number", "+81 90 1234 5678", "09012345678", false, false, true},
		{"phone_number", "+81 90 1234 5678", "自宅 03-1234-5678 / 090-1234-5678", true, true, true},
		{"phone_number", "+44 20 7946 0958", "020 7946 0959", false, false, false},
		{"email", "wang@example.cn", "WANG@example.cn;li@example.cn", true, true, true},
		{"email", "wang@example.cn", "Wang <wang@example.cn>", true, false, true},
		{"email", "wang@example.cn", `"Wang, Min" <wang@example.cn>`, true, false, true},
		{"email", "wang@example.cn", "write to wang@example.cn, please", false, false, true},
		{"email", "wang@example.cn", "write to wang@example.cn please", false, false, true},
		{"email", "wang@example.cn", "xwang@example.cn;li@example.cn", false, false, false},
		{"id_number", "11010519491231002x", "身份证 110105 19491231 002X", true, false, true},
		{"account", "WM2019", "WM2019;WM2020", false, false, true}, // an account may hold any character
	} {
		sought := identifier.SpellingOf(tt.kind).Seek()
		sought.Add(tt.sought)
		held, found := sought.Find(tt.cell)
		if found != tt.found || found && held.Others != tt.others || sought.Near(tt.cell) != tt.nearby && !found {
			t.Errorf("%s in %q: %v %+v, near %v", tt.sought, tt.cell, found, held, sought.Near(tt.cell))
		}
	}
}

// What is written for the values of a cell can be taken out of it.
func TestThePiecesOfACellLieInIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom([]string{"email", "phone_number", "id_number", "account"}).Draw(t, "kind")
		cell := strings.Join(
			rapid.SliceOf(rapid.SampledFrom([]string{"a@x.org", "b@y.cn", "13800000003", "010-12345678转2", " ", ";",
				"、", "/", "<", ">", "（家）", "电话", "and", "\n", "\xff", "é", ","})).Draw(t, "parts"), "")
		end := 0
		for _, p := range identifier.SpellingOf(kind).Pieces(cell) {
			if p.Start < end || p.End < p.Start || p.End > len(cell) {
				t.Fatalf("%q: %+v", cell, p)
			}
			end = p.End
		}
	})
}
