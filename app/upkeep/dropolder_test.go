package upkeep_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/upkeep"
)

// A back-up that was just made is never the one that is taken away, whatever else lies in its folder: files of a clock
// that was ahead, of another desk, parts of one that was broken off. A folder may have any name.
func TestTheBackUpJustMadeStays(t *testing.T) {
	ctx := t.Context()
	d := desktest.New(t, "sqlite")
	folder := filepath.Join(t.TempDir(), "copies [desk] *")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := upkeep.SaveBackups(ctx, d.Admin, folder, 24*time.Hour, 2); err != nil {
		t.Fatal(err)
	}
	if _, err := upkeep.BackUp(ctx, d.Admin); err != nil {
		t.Fatal(err)
	}
	first := names(t, folder, ".backup")[0]
	begin := first[:strings.LastIndex(first[:strings.LastIndex(first, "-")], "-")+1]
	for _, name := range []string{begin + "20991231-235959.backup", begin + "20991230-235959.backup",
		begin + "20200101-000000.backup", begin + "20200101-000000.erased",
		"rightsdesk-7-20200101-000000.backup", "minutes.backup", begin + "20200102-000000.backup.1.part",
		begin + "20200103-000000.backup.2.part"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	long := time.Now().Add(-48 * time.Hour)
	if err := os.Chtimes(filepath.Join(folder, begin+"20200102-000000.backup.1.part"), long, long); err != nil {
		t.Fatal(err)
	}
	d.Clock.Step(24 * time.Hour)
	if _, err := upkeep.BackUp(ctx, d.Admin); err != nil {
		t.Fatal(err)
	}
	kept := names(t, folder, "")
	has := func(name string) bool { return strings.Contains("\n"+strings.Join(kept, "\n")+"\n", "\n"+name+"\n") }
	made := begin + d.Clock.Now().Format("20060102-150405") + ".backup"
	if !has(made) || !has(strings.TrimSuffix(made, ".backup")+".erased") {
		t.Errorf("the one just made is gone: %v", kept)
	}
	if has(begin+"20200101-000000.backup") || has(begin+"20200101-000000.erased") ||
		has(begin+"20200102-000000.backup.1.part") {
		t.Errorf("the oldest stays: %v", kept)
	}
	if !has("rightsdesk-7-20200101-000000.backup") || !has("minutes.backup") ||
		!has(begin+"20200103-000000.backup.2.part") {
		t.Errorf("what is not of this desk, or is being written, is gone: %v", kept)
	}
	if own := names(t, folder, ".backup"); len(own) != 2+2 {
		t.Errorf("%v", own)
	}
}

func names(t *testing.T, folder, end string) (list []string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), end) {
			list = append(list, e.Name())
		}
	}
	return list
}
