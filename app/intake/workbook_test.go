package intake_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// A workbook is read as its sheet shows it: rows by their numbers, the person's words with their line breaks, numbers
// as they were kept.
func TestAWorkbookIsReadRowByRow(t *testing.T) {
	f := excelize.NewFile()
	defer f.Close()
	slash := "yyyy/m/d h:mm"
	style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &slash})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.NewSheet("Notes"); err != nil {
		t.Fatal(err)
	}
	err = errors.Join(
		f.SetSheetRow("Sheet1", "A1", &[]any{"requests of November"}),
		f.SetSheetRow("Sheet1", "A3", &[]any{"姓名", "手机号", "身份证号", "诉求", "收到时间"}),
		f.SetSheetRow("Sheet1", "A4",
			&[]any{"王小明", 13800138000, "11010519491231002X", "请删除我的账户。\n谢谢！\n",
				time.Date(2026, 11, 20, 9, 30, 0, 0, time.UTC)}),
		f.SetSheetRow("Sheet1", "A6",
			&[]any{"Li Lei", "139 0000 0000", 4.40301198005201e17, "a copy of my data",
				time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)}),
		f.SetCellStyle("Sheet1", "E4", "E6", style),
		f.SetCellValue("Notes", "A1", "who took them down"))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	p := preview(t, "november.xlsx", b.String())
	if len(p.Records) != 1 {
		t.Fatalf("%+v", p)
	}
	if wang := p.Records[0]; wang.Line != 4 || wang.Name != "王小明" || len(wang.Phones) != 1 ||
		!strings.HasSuffix(wang.Phones[0], "13800138000") || wang.IDNumber != "11010519491231002X" ||
		!strings.Contains(wang.Text, "请删除我的账户。\n谢谢！") || wang.Received != "2026-11-20T09:30:00+08:00" {
		t.Errorf("%+v", wang)
	}
	var sheets, number bool
	for _, problem := range p.Problems {
		sheets = sheets || strings.Contains(problem.Text, "Notes")
		number = number || problem.Line == 6 && problem.Field == "id_number"
	}
	if !sheets || !number {
		t.Errorf("nobody says that there is another sheet, or that a number was rounded: %+v", p.Problems)
	}
}
