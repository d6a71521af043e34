package packet

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// shownCases are values as the sources hold them and as a person reads them.
var shownCases = []struct {
	column  Column
	raw     string
	en, zhs string
}{
	{Column{}, `null`, "–", "–"},
	{Column{}, `true`, "yes", "是"},
	{Column{}, `"true"`, "true", "true"},
	{Column{}, `12345678901234567890`, "12345678901234567890", "12345678901234567890"},
	{Column{}, `"007"`, "007", "007"},
	{Column{}, `"2021-10-08T04:35:00"`, "8 Oct 2021 04:35:00", "2021年10月8日 04:35:00"},
	{Column{}, `"2021-10-08 04:35:00.5+08:00"`, "8 Oct 2021 04:35:00.5 UTC+08:00", "2021年10月8日 04:35:00.5 UTC+08:00"},
	{Column{}, `"2021-10-08T04:35:00Z"`, "8 Oct 2021 04:35:00 UTC", "2021年10月8日 04:35:00 UTC"},
	{Column{}, `"1991-05-01"`, "1 May 1991", "1991年5月1日"},
	{Column{}, `"0000-00-00"`, "0000-00-00", "0000-00-00"},
	{Column{}, `"2021-13-40"`, "2021-13-40", "2021-13-40"},
	{Column{}, `"on 2021-10-08"`, "on 2021-10-08", "on 2021-10-08"},
	{Column{Currency: "CNY", Per: 100}, `45900`, "CNY 459.00", "459.00 元"},
	{Column{Currency: "CNY", Per: 100}, `-5`, "CNY -0.05", "-0.05 元"},
	{Column{Currency: "JPY", Per: 1}, `0`, "JPY 0", "0 JPY"},
	{Column{Currency: "CNY", Per: 100}, `"12345678901234567899"`, "CNY 123456789012345678.99",
		"123456789012345678.99 元"},
	{Column{Currency: "CNY", Per: 100}, `1.5`, "1.5", "1.5"},
	{Column{Currency: "CNY", Per: 12}, `24`, "24", "24"},
	{Column{Words: map[string]string{"3": "shipped", "true": "of course"}}, `3`, "shipped", "shipped"},
	{Column{Words: map[string]string{"3": "shipped", "true": "of course"}}, `"3"`, "shipped", "shipped"},
	{Column{Words: map[string]string{"3": "shipped", "true": "of course"}}, `true`, "of course", "of course"},
	{Column{Words: map[string]string{"3": "shipped"}}, `4`, "4", "4"},
	{Column{Words: map[string]string{"3": "shipped"}}, `"constructor"`, "constructor", "constructor"},
	{Column{}, `"a\u0000b\u001fc\u007f\td"`, "a␀b␟c␡\td", "a␀b␟c␡\td"},
	{Column{}, `{}`, "–", "–"},
	{Column{}, `["数码","优惠"]`, "• 数码\n• 优惠", "• 数码\n• 优惠"},
	{
		Column{Fields: []Column{{Name: "display", Title: "Display",
			Fields: []Column{{Name: "size", Title: "Size", Unit: "pt"}}}, {Name: "on", Title: "On"}}},
		`{"on":true,"display":{"size":14,"theme":null},"big":12345678901234567890,"a, \"b\" }":"x"}`,
		"On: yes\nDisplay:\n  Size (pt): 14\n  theme: –\nbig: 12345678901234567890\na, \"b\" }: x",
		"On：是\nDisplay：\n  Size（pt）：14\n  theme：–\nbig：12345678901234567890\na, \"b\" }：x"},
	{Column{Fields: []Column{{Name: "at", Title: "At"},
		{Name: "kind", Title: "What", Words: map[string]string{"in": "signed in"}}}},
		`[{"at":"2026-01-02 03:04:05","kind":"in"},{"at":null,"kind":"out"}]`,
		"• At: 2 Jan 2026 03:04:05\n  What: signed in\n• At: –\n  What: out",
		"• At：2026年1月2日 03:04:05\n  What：signed in\n• At：–\n  What：out"},
	{Column{}, strings.Repeat("[", 25) + "1" + strings.Repeat("]", 25), strings.Repeat("• ", 20) + "[[[[[1]]]]]",
		strings.Repeat("• ", 20) + "[[[[[1]]]]]"},
}

func TestAValueIsShownAsAPersonReadsIt(t *testing.T) {
	for _, tt := range shownCases {
		for lang, want := range map[string]string{English: tt.en, Chinese: tt.zhs} {
			if got := tt.column.entitled(wordsOf(lang)).shown(wordsOf(lang), []byte(tt.raw)); got != want {
				t.Errorf("%s in %s is shown as %q, want %q", tt.raw, lang, got, want)
			}
		}
	}
}

func TestAUnitStandsInTheTitleUnlessTheValueCarriesIt(t *testing.T) {
	for _, tt := range []struct {
		column     Column
		page, held string
	}{
		{Column{Name: "n", Title: "Total", Unit: "fen", Currency: "CNY", Per: 100}, "Total", "Total (fen)"},
		{Column{Name: "n", Title: "Total", Currency: "CNY", Per: 100}, "Total", "Total (1/100 CNY)"},
		{Column{Name: "n", Title: "Length", Unit: "seconds"}, "Length (seconds)", "Length (seconds)"},
		{Column{Name: "n", Title: "Eggs", Unit: "dozen", Currency: "CNY", Per: 12}, "Eggs (dozen)", "Eggs (dozen)"},
		{Column{Name: "n"}, "n", "n"},
	} {
		if c := tt.column.entitled(english); c.Title != tt.page || c.held() != tt.held {
			t.Errorf("%+v is called %q on the page and %q over tables", tt.column, c.Title, c.held())
		}
	}
}

// TestThePageShowsValuesAsTheIndexDoes lays the same values before the page's script, in a browser.
func TestThePageShowsValuesAsTheIndexDoes(t *testing.T) {
	dir := t.TempDir()
	b := startBrowser(t, dir)
	for _, lang := range []string{English, Chinese} {
		var file bytes.Buffer
		w, err := NewWriter(&file, testPassword, testMeta(lang))
		if err != nil {
			t.Fatal(err)
		}
		sec, row := Section{Dataset: "d", Collection: "c", Title: "T"}, []any{}
		var want []string
		long := strconv.Quote(strings.Repeat("𠮷", clip+1))
		for i, tt := range append(slices.Clip(shownCases), struct {
			column  Column
			raw     string
			en, zhs string
		}{raw: long}) {
			tt.column.Name = strconv.Itoa(i)
			sec.Columns, row = append(sec.Columns, tt.column), append(row, json.RawMessage(tt.raw))
			want = append(want, tt.column.entitled(wordsOf(lang)).shown(wordsOf(lang), []byte(tt.raw)))
		}
		for _, err := range []error{w.Begin(sec), w.Row(row)} {
			if err != nil {
				t.Fatal(err)
			}
		}
		if _, err := w.Close(); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(dir, lang+".html")
		if err := os.WriteFile(path, file.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		b.open(path)
		b.eval(`document.getElementById('password').value = `+quote(
			testPassword)+`; document.getElementById('open').click()`, nil)
		b.until(`document.querySelector('#c0 td')`)
		var got []string
		b.eval(`[...document.querySelectorAll('#c0 td')].map(td => td.textContent)`, &got)
		for i := range want {
			if i >= len(got) || strings.ReplaceAll(got[i], "2,001", "2001") != want[i] {
				t.Errorf("%s, value %d: the page shows %q, the index %q", lang, i, got[min(i, len(got)-1)], want[i])
			}
		}
		b.picture("values-"+lang, 1000, false)
	}
}
