package identifier_test

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"orangelab.cn/rightsdesk/model/identifier"
)

func TestID18(t *testing.T) {
	tests := []struct {
		id       string
		birth    string
		problems []identifier.IDProblem
	}{
		{"11010519491231002X", "1949-12-31", nil},
		{"11010519491231002x", "1949-12-31", nil},
		{"440524188001010014", "1880-01-01", nil},
		{"110101201503070018", "2015-03-07", nil},
		{"110105194912310020", "1949-12-31", []identifier.IDProblem{identifier.IDChecksum}},
		{"99010519491231002X", "1949-12-31", []identifier.IDProblem{identifier.IDChecksum, identifier.IDRegion}},
		{"1101051949123100", "", []identifier.IDProblem{identifier.IDLength}},
		{"110105491231002", "1949-12-31", []identifier.IDProblem{identifier.IDOldForm}},
		{"1101051949123100AX", "", []identifier.IDProblem{identifier.IDLength}},
	}
	for _, tt := range tests {
		birth, problems := identifier.CheckID18(tt.id)
		got := ""
		if !birth.IsZero() {
			got = birth.Format(time.DateOnly)
		}
		if got != tt.birth || len(problems) != len(tt.problems) {
			t.Errorf("%s: %s %v, want %s %v", tt.id, got, problems, tt.birth, tt.problems)
			continue
		}
		for i := range problems {
			if problems[i] != tt.problems[i] {
				t.Errorf("%s: %v, want %v", tt.id, problems, tt.problems)
			}
		}
	}
}

func TestAnyOneDigitChangedInAnIDNumberIsFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		id := []byte("110101201503070018")
		at := rapid.IntRange(0, 16).Draw(t, "at")
		digit := byte('0' + rapid.IntRange(0, 9).Draw(t, "digit"))
		if id[at] == digit {
			return
		}
		id[at] = digit
		if _, problems := identifier.CheckID18(string(id)); len(problems) == 0 {
			t.Fatalf("%s passes", id)
		}
	})
}

func TestAChildIsStillThirteenOnTheFourteenthBirthday(t *testing.T) {
	birth := time.Date(2012, 11, 23, 0, 0, 0, 0, time.UTC)
	if age := identifier.Age(birth, time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)); age != 13 {
		t.Errorf("on the birthday %d", age)
	}
	if age := identifier.Age(birth, time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)); age != 14 {
		t.Errorf("on the day after %d", age)
	}
}

func TestMasks(t *testing.T) {
	for _, tt := range [][3]string{
		{"name", "王小明", "**明"}, {"name", "张明", "*明"}, {"name", "Mary Jones", "M***"}, {"name", "", ""},
		{"phone", "+8613812341234", "138****1234"}, {"phone", "+351 912 345 678", "9****5678"},
		{"email", "mary@163.com", "m***@163.com"}, {"email", "broken", "***"},
		{"id", "11010519491231002X", "1****************X"},
	} {
		got := map[string]func(string) string{"name": identifier.MaskName, "phone": identifier.MaskPhone,
			"email": identifier.MaskEmail, "id": identifier.MaskIDNumber}[tt[0]](tt[1])
		if got != tt[2] {
			t.Errorf("%s %q: %q, want %q", tt[0], tt[1], got, tt[2])
		}
	}
}

func TestOnlyALongNumberKeepsItsLastDigits(t *testing.T) {
	for value, want := range map[string]string{"6222 0200 0000 0000": "****0000", "王雨涵": "***",
		"China Bank": "********", "2029-05": "*******", "123": "***"} {
		if got := identifier.MaskCategory("user.financial.account_number", value); got != want {
			t.Errorf("%s: %s, want %s", value, got, want)
		}
	}
}

func TestAMaskNeverShowsTheWholeValue(t *testing.T) {
	categories := []string{"user.name", "user.contact.email", "user.contact.phone_number", "user.government_id",
		"user.financial.account_number", "user.content", "user"}
	rapid.Check(t, func(t *rapid.T) {
		value := rapid.StringMatching(`[a-z0-9@王小明]{2,30}`).Draw(t, "value")
		if got := identifier.MaskCategory(rapid.SampledFrom(categories).Draw(t, "category"), value); got == value ||
			!strings.Contains(got, "*") {
			t.Fatalf("%q masked is %q", value, got)
		}
	})
}

func TestFormsOfOneValueMeet(t *testing.T) {
	for _, p := range []string{"13812341234", "138 1234 1234", "+86 138-1234-1234", "0086 13812341234", "１３８１２３４１２３４"} {
		if got, err := identifier.NormalisePhone(p); err != nil || got != "+8613812341234" {
			t.Errorf("%s: %s %v", p, got, err)
		}
	}
	for _, e := range []string{"Mary@Example.com", " mary@example.com ", "mary＠example.com"} {
		if got, err := identifier.NormaliseEmail(e); err != nil || got != "mary@example.com" {
			t.Errorf("%s: %s %v", e, got, err)
		}
	}
	for _, e := range []string{"mary", "a@b", "Mary <mary@example.com>", ""} {
		if got, err := identifier.NormaliseEmail(e); err == nil {
			t.Errorf("%q became %q", e, got)
		}
	}
}
