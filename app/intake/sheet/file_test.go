//go:build unix

package sheet_test

import (
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"orangelab.cn/rightsdesk/app/intake/sheet"
)

// A pipe that nobody writes to would be waited for without end.
func TestAPipeIsNoList(t *testing.T) {
	path := filepath.Join(t.TempDir(), "people.csv")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Skip(err)
	}
	if _, _, err := sheet.ReadFile(path); err == nil || !strings.Contains(err.Error(), "no file of people") {
		t.Error(err)
	}
}
