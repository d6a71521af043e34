package shell

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/ui/frame/frametest"
)

func TestThePrintedKeyIsWholeAndReadByItsOwnerAlone(t *testing.T) {
	frametest.New(t)
	groups := strings.Split("ABCDE-FGHIJ-KLMNO-PQRST-U", "-")
	page := recoveryPage(groups, "admin", "/desk")
	var read []string
	for _, word := range strings.Fields(page) {
		for _, g := range groups {
			if word == g {
				read = append(read, word)
			}
		}
	}
	if strings.Join(read, "-") != strings.Join(groups, "-") {
		t.Errorf("the page holds %v", read)
	}
	path := filepath.Join(t.TempDir(), recoveryFile)
	if err := writeNew(path, page); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if err := writeNew(path, "another"); err == nil {
		t.Error("a key that was saved before is overwritten")
	}
}
