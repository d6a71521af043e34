package workbook_test

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"orangelab.cn/rightsdesk/app/intake/workbook"
)

// partsOf are the parts of an archive, each as it is packed.
func partsOf(t *testing.T, data []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range z.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		out[f.Name] = string(text)
	}
	return out
}

func TestCellsAreWrittenAndEverythingElseStaysAsItIs(t *testing.T) {
	before := made(t, func(f *excelize.File) {
		for at, v := range map[string]any{"A1": "id", "B1": "name", "C1": "born", "A2": 7, "B2": "王小明", "A3": 8,
			"B3": "李四", "C3": "王小明", "A5": 9, "B5": "<赵> & 五"} {
			set(t, f, at, v)
		}
		set(t, f, "C2", 36526, format("yyyy-mm-dd"))
		if _, err := f.NewSheet("Other"); err != nil {
			t.Fatal(err)
		}
		if err := f.SetCellValue("Other", "A1", "李四"); err != nil {
			t.Fatal(err)
		}
	})
	cells := []workbook.Cell{{Sheet: "Sheet1", Row: 2, Column: 1, Text: "_x0041_ <&>\n"},
		{Sheet: "Sheet1", Row: 2, Column: 2}, {Sheet: "Sheet1", Row: 3, Column: 1, Text: ""},
		{Sheet: "Sheet1", Row: 5, Column: 1},
		{Sheet: "Sheet1", Row: 5, Column: 3, Text: "new"}}
	after, err := workbook.Rewrite(before, cells)
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(after))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for at, want := range map[string]string{"A2": "7", "B2": "_x0041_ <&>\n", "C2": "", "B3": "", "C3": "王小明", "B5": "",
		"D5": "new", "A5": "9"} {
		if got, err := f.GetCellValue("Sheet1", at); err != nil || got != want {
			t.Errorf("%s holds %q, %v, want %q", at, got, err, want)
		}
	}
	was, is := partsOf(t, before), partsOf(t, after)
	for name, text := range was {
		switch name {
		case "xl/worksheets/sheet1.xml":
		case "xl/sharedStrings.xml":
			if strings.Contains(is[name], "赵") || !strings.Contains(is[name], "王小明") ||
				!strings.Contains(is[name], "李四") {
				t.Errorf("the shared texts are %s", is[name])
			}
		default:
			if is[name] != text {
				t.Errorf("%s is %q, was %q", name, is[name], text)
			}
		}
	}
	whole, err := workbook.ReadWhole(after)
	if err != nil || whole.Copies || len(whole.Sheets) != 2 || len(whole.Sheets[0].Rows) != 4 ||
		whole.Sheets[0].Rows[1].Cells[1] != "_x0041_ <&>\n" {
		t.Errorf("read again: %+v, %v", whole, err)
	}
}

func TestAWorkbookThatMayHoldAValueOnceMoreIsKnown(t *testing.T) {
	for name, fill := range map[string]func(f *excelize.File) error{
		"formula": func(f *excelize.File) error { return f.SetCellFormula("Sheet1", "C1", "A1&B1") },
		"comment": func(f *excelize.File) error {
			return f.AddComment("Sheet1", excelize.Comment{Cell: "A1", Author: "x", Text: "Wang"})
		},
		"link": func(f *excelize.File) error {
			return f.SetCellHyperLink("Sheet1", "A1", "mailto:a@b.cn", "External")
		},
		"filter": func(f *excelize.File) error {
			return f.AutoFilter("Sheet1", "A1:B2", []excelize.AutoFilterOptions{{Column: "A", Expression: "x == Wang"}})
		},
		"chart": func(f *excelize.File) error {
			return f.AddChart("Sheet1", "E1",
				&excelize.Chart{Type: excelize.Col,
					Series: []excelize.ChartSeries{{Name: "Sheet1!$A$1", Values: "Sheet1!$B$1:$B$2"}}})
		},
	} {
		data := made(t, func(f *excelize.File) {
			set(t, f, "A1", "Wang")
			if err := fill(f); err != nil {
				t.Fatal(err)
			}
		})
		if whole, err := workbook.ReadWhole(data); err != nil || !whole.Copies {
			t.Errorf("%s: %+v, %v", name, whole, err)
		}
	}
}
