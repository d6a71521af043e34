package frame

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/assets"
)

func TestOneOfSomethingIsNotWrittenAsSeveral(t *testing.T) {
	if err := Use(English); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		text   string
		values []any
		want   string
	}{
		{"{{.A}} entries logged", []any{int64(1)}, "1 entry logged"},
		{"{{.A}} entries logged", []any{int64(0)}, "0 entries logged"},
		{"{{.A}} entries logged", []any{11}, "11 entries logged"},
		{"in {{.A}} days", []any{1}, "in 1 day"},
		{"{{.A}} rows", []any{"1"}, "1 row"},
		{"{{.A}} erased people are there again", []any{1}, "1 erased person is there again"},
		{"This row may also be {{.A}} other people’s", []any{1}, "This row may also be 1 other person’s"},
		{"{{.A}} places still hold something, {{.B}} sources could not be searched", []any{1, 2},
			"1 place still holds something, 2 sources could not be searched"},
		{"{{.A}} places still hold something, {{.B}} sources could not be searched", []any{2, 1},
			"2 places still hold something, 1 source could not be searched"},
		{"{{.A}} rows were not among the findings and are left alone. Collect again to include them.", []any{1},
			"1 row was not among the findings and is left alone. Collect again to include them."},
		{"{{.A}} of {{.B}} sources answered, {{.C}} collections not reached", []any{1, 1, 1},
			"1 of 1 source answered, 1 collection not reached"},
		{"Line {{.A}}", []any{1}, "Line 1"},
	} {
		if got := L(c.text, c.values...); got != c.want {
			t.Errorf("%q of %v: %q, want %q", c.text, c.values, got, c.want)
		}
	}
}

// afterNumbers are words in s that follow a value in a text and are no noun in the plural.
var afterNumbers = strings.Fields("is its says this was has as cannot less holds points refers means answers begins ends falls stands yours asks does closes names stays takes applies")

// Every text with a number in it goes through the one rule: a noun that the rule does not know would read "1 entries".
func TestEveryNounThatIsCountedHasAFormForOne(t *testing.T) {
	data, err := assets.Translations.ReadFile("translations/en.json")
	if err != nil {
		t.Fatal(err)
	}
	var texts map[string]string
	if err := json.Unmarshal(data, &texts); err != nil {
		t.Fatal(err)
	}
	counted := regexp.MustCompile(`\{\{\.[A-Z]\}\}((?: [\pL’'-]+){1,3})`)
	seen := 0
	for _, text := range texts {
		for _, m := range counted.FindAllStringSubmatch(text, -1) {
			for _, w := range strings.Fields(m[1]) {
				if _, known := plurals[w]; known {
					seen++
					break
				}
				if strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "’s") && !slices.Contains(afterNumbers, w) {
					t.Errorf("%q: is %q a noun? Add it to plurals, or to afterNumbers here", text, w)
				}
			}
		}
	}
	if seen < 20 {
		t.Errorf("only %d counted nouns were found: the search is broken", seen)
	}
}
