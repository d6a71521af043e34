package packet

import (
	"encoding/csv"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestNoCSVFieldBeginsAFormula(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.OneOf(rapid.String(), rapid.SampledFrom(hostile),
			rapid.StringMatching(`[' \x{a0}\x{3000}\x{200b}\n]{0,3}[=+\-@\t\r\n＝＋－＠'].*`)).Draw(t, "s")
		rows, err := csv.NewReader(strings.NewReader(CSVText(s) + "\n")).ReadAll()
		// the reader makes one line end of two characters
		if s == "" || err == nil && len(rows) == 1 && strings.Contains(s, "\r\n") {
			return
		}
		if err != nil || len(rows) != 1 || len(rows[0]) != 1 {
			t.Fatalf("%q became the field %q: %v, %v", s, CSVText(s), rows, err)
		}
		field := rows[0][0]
		if r, _ := utf8.DecodeRuneInString(strings.TrimLeftFunc(field, unseen)); field != "" &&
			strings.ContainsRune(formula, r) {
			t.Fatalf("%q became the field %q", s, CSVText(s))
		}
		if beginsFormula(field) && field[0] == '\'' { // the rule of FORMAT.md for who reads it
			field = field[1:]
		}
		if field != s {
			t.Fatalf("%q is read back as %q", s, field)
		}
	})
	if got, err := csvField([]byte("-12.5")); err != nil || got != "-12.5" {
		t.Errorf("the number -12.5 became %q, %v", got, err)
	}
}
