package workbook_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/app/intake/workbook"
)

// made is a workbook that a test fills.
func made(t *testing.T, fill func(f *excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	fill(f)
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func set(t *testing.T, f *excelize.File, at string, v any, format ...excelize.Style) {
	t.Helper()
	if err := f.SetCellValue("Sheet1", at, v); err != nil {
		t.Fatal(err)
	}
	for _, s := range format {
		id, err := f.NewStyle(&s)
		if err != nil {
			t.Fatal(err)
		}
		if err := f.SetCellStyle("Sheet1", at, at, id); err != nil {
			t.Fatal(err)
		}
	}
}

func format(code string) excelize.Style { return excelize.Style{CustomNumFmt: &code} }

func TestCellsAreReadAsTheyWereKept(t *testing.T) {
	at := time.Date(2026, 11, 20, 9, 30, 0, 0, time.UTC)
	for _, tt := range []struct {
		name string
		set  func(t *testing.T, f *excelize.File)
		want string
	}{
		{"text", func(t *testing.T, f *excelize.File) { set(t, f, "A1", "王小明") }, "王小明"},
		{"text of digits", func(t *testing.T, f *excelize.File) { set(t, f, "A1", "440301198005201230") },
			"440301198005201230"},
		{"leading zero", func(t *testing.T, f *excelize.File) { set(t, f, "A1", "0013800138000") }, "0013800138000"},
		{"a phone as a number", func(t *testing.T, f *excelize.File) { set(t, f, "A1", 13800138000) }, "13800138000"},
		{"a phone shown in groups",
			func(t *testing.T, f *excelize.File) { set(t, f, "A1", 13800138000, format("#,##0")) }, "13800138000"},
		{"a phone shown short",
			func(t *testing.T, f *excelize.File) { set(t, f, "A1", 13800138000, format("0.00E+00")) }, "13800138000"},
		{"an amount", func(t *testing.T, f *excelize.File) { set(t, f, "A1", 12.5, format(`"CN¥"#,##0.00`)) }, "12.5"},
		{"a date", func(t *testing.T, f *excelize.File) {
			set(t, f, "A1", at.Truncate(24*time.Hour), excelize.Style{NumFmt: 14})
		}, "2026-11-20"},
		{"a moment shown as a day",
			func(t *testing.T, f *excelize.File) { set(t, f, "A1", at, excelize.Style{NumFmt: 14}) },
			"2026-11-20 09:30:00"},
		{"a day of 1900", func(t *testing.T, f *excelize.File) { set(t, f, "A1", 59, excelize.Style{NumFmt: 14}) },
			"1900-02-28"},
		{"the day after the one that never was",
			func(t *testing.T, f *excelize.File) { set(t, f, "A1", 61, excelize.Style{NumFmt: 14}) }, "1900-03-01"},
		{"a time of day", func(t *testing.T, f *excelize.File) { set(t, f, "A1", 0.5, format("h:mm")) }, "12:00:00"},
		{"a number in words of a language",
			func(t *testing.T, f *excelize.File) { set(t, f, "A1", 1991, format(`[$-804]0"days"_d`)) }, "1991"},
		{"a text of two looks", func(t *testing.T, f *excelize.File) {
			if err := f.SetCellRichText("Sheet1", "A1",
				[]excelize.RichTextRun{{Text: "delete ", Font: &excelize.Font{Bold: true}},
					{Text: "my account"}}); err != nil {
				t.Fatal(err)
			}
		}, "delete my account"},
		{"yes", func(t *testing.T, f *excelize.File) { set(t, f, "A1", true) }, "TRUE"},
		{"days from 1904", func(t *testing.T, f *excelize.File) {
			yes := true
			if err := f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &yes}); err != nil {
				t.Fatal(err)
			}
			set(t, f, "A1", 44884, excelize.Style{NumFmt: 14})
		}, "2026-11-20"},
		{"a date of its own form",
			func(t *testing.T, f *excelize.File) { set(t, f, "A1", at, format("yyyy/m/d h:mm")) },
			"2026-11-20 09:30:00"},
		{"a Chinese date", func(t *testing.T, f *excelize.File) { set(t, f, "A1", at, format(`yyyy"年"m"月"d"日"`)) },
			"2026-11-20 09:30:00"},
		{"a formula", func(t *testing.T, f *excelize.File) { set(t, f, "A1", "=1+1") }, "=1+1"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			data := made(t, func(f *excelize.File) { tt.set(t, f) })
			if !workbook.Is(data) {
				t.Fatal("it is no workbook")
			}
			table, err := workbook.Read(data)
			if err != nil || len(table.Rows) != 1 || len(table.Rows[0]) != 1 || table.Rows[0][0] != tt.want {
				t.Errorf("%q %v, want %q", table.Rows, err, tt.want)
			}
		})
	}
}

// A number of more digits than a spreadsheet keeps shows by its exponent or its zeros, as it does in a file of text.
func TestANumberThatWasRoundedIsSeen(t *testing.T) {
	table, err := workbook.Read(made(t, func(f *excelize.File) { set(t, f, "A1", 4.40301198005201e17) }))
	if err != nil || table.Rows[0][0] == "440301198005201230" {
		t.Fatalf("%q %v", table.Rows, err)
	}
	if got := table.Rows[0][0]; !strings.Contains(got, "E+17") && !strings.HasSuffix(got, "000") {
		t.Errorf("%q looks like a whole number", got)
	}
}

func TestEveryRowKeepsItsPlace(t *testing.T) {
	table, err := workbook.Read(made(t, func(f *excelize.File) {
		set(t, f, "A1", "name")
		set(t, f, "B1", "text")
		set(t, f, "A4", "Li Lei")
		set(t, f, "B4", "two\nlines, \"quoted\"")
		set(t, f, "C9", " ")
		if _, err := f.NewSheet("Hidden"); err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(f.SetCellValue("Hidden", "B7", "somebody"),
			f.SetSheetVisible("Hidden", false)); err != nil {
			t.Fatal(err)
		}
		if _, err := f.NewSheet("Empty"); err != nil {
			t.Fatal(err)
		}
	}))
	if err != nil || table.Sheet != "Sheet1" || len(table.Others) != 1 || table.Others[0] != "Hidden" {
		t.Fatalf("%+v %v", table, err)
	}
	if got, want := table.CSV(), "name,text\n\n\nLi Lei,\"two\nlines, \"\"quoted\"\"\"\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestAWorkbookThatCannotBeReadSaysWhy(t *testing.T) {
	whole := made(t, func(f *excelize.File) { set(t, f, "A1", strings.Repeat("x", 4000)) })
	for name, tt := range map[string]struct {
		data []byte
		want record.Reason
	}{
		"empty":     {made(t, func(*excelize.File) {}), workbook.ErrEmpty},
		"truncated": {whole[:len(whole)/2], workbook.ErrBroken},
		"flipped":   {bytes.ReplaceAll(whole, []byte("xl/worksheets"), []byte("xl/workshexts")), workbook.ErrBroken},
	} {
		if _, err := workbook.Read(tt.data); err == nil || err.Error() != tt.want.Error() {
			t.Errorf("%s: %v, want %v", name, err, tt.want)
		}
	}
}

// What the reader makes of any bytes is a table or a reason.
func FuzzRead(f *testing.F) {
	book := excelize.NewFile()
	var b bytes.Buffer
	if err := errors.Join(book.SetCellValue("Sheet1", "B2", "x"), book.Write(&b), book.Close()); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		if table, err := workbook.Read(data); err == nil && len(table.Rows) == 0 {
			t.Error("a table without rows")
		}
	})
}

func TestWhatATableCannotShowOfASheetIsSaid(t *testing.T) {
	try := func(do ...error) {
		t.Helper()
		for _, err := range do {
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	for name, tt := range map[string]struct {
		odd  func(f *excelize.File)
		want string
	}{
		"nothing":            {func(*excelize.File) {}, ""},
		"a hidden row":       {func(f *excelize.File) { try(f.SetRowVisible("Sheet1", 2, false)) }, "hidden"},
		"a hidden column":    {func(f *excelize.File) { try(f.SetColVisible("Sheet1", "B", false)) }, "hidden"},
		"merged cells":       {func(f *excelize.File) { try(f.MergeCell("Sheet1", "A2", "A3")) }, "A2:A3"},
		"a formula unworked": {func(f *excelize.File) { try(f.SetCellFormula("Sheet1", "C3", "TODAY()")) }, "C3"},
	} {
		table, err := workbook.Read(made(t, func(f *excelize.File) {
			set(t, f, "A1", "name")
			set(t, f, "A2", "Ann")
			set(t, f, "B3", "x")
			tt.odd(f)
		}))
		if err != nil {
			t.Fatal(err)
		}
		if said := errors.Join(table.Doubts...); tt.want == "" && said != nil ||
			tt.want != "" && (said == nil || len(table.Doubts) != 1 || !strings.Contains(said.Error(), tt.want)) {
			t.Errorf("%s: %v", name, said)
		}
	}
	table, err := workbook.Read(made(t, func(f *excelize.File) {
		set(t, f, "A1", "old names")
		_, err := f.NewSheet("Now")
		try(err, f.SetCellValue("Now", "A1", "names"))
		f.SetActiveSheet(1)
		try(f.SetSheetVisible("Sheet1", false, true))
	}))
	if err != nil || table.Sheet != "Now" || len(table.Others) != 1 || table.Others[0] != "Sheet1" {
		t.Errorf("%+v, %v", table, err)
	}
}
