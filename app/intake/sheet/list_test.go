package sheet_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"orangelab.cn/rightsdesk/app/intake/sheet"
	"orangelab.cn/rightsdesk/app/intake/workbook"
)

func TestABrokenRowOfAListNamesNobody(t *testing.T) {
	text := "name,email,phone\n" +
		"Wang Fang,fang@example.com,13800000001\n" +
		"Wang, Fang,fang2@example.com,13800000002\n" +
		"\"Li\" Jing,jing@example.com,13800000003\n" +
		"\"Zhou Min,min@example.com,13800000004\n" +
		"Chen Lei,lei@example.com,13800000005,,\n"
	var got []string
	err := sheet.EachRow(text, func(map[string]bool) error { return nil }, func(get func(string) string) error {
		got = append(got, get("name")+"|"+get("email")+"|"+get("phone"))
		return nil
	})
	want := []string{"Wang Fang|fang@example.com|13800000001", "||", "||", "||", "Chen Lei|lei@example.com|13800000005"}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%v, %q", err, got)
	}
}

func TestADamagedWorkbookIsNoTextInAnotherEncoding(t *testing.T) {
	path := filepath.Join(t.TempDir(), "people.XLSX")
	if err := os.WriteFile(path, []byte("\x00\xff\xfejunk\x80\x81"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := sheet.ReadFile(path); err == nil || err.Error() != workbook.ErrBroken.Error() {
		t.Error(err)
	}
}
