package guard

import (
	"regexp"
	"strings"
	"testing"
)

// made are the calls that make a file or folder with a mode, which says nothing on Windows, and one that takes them
// away as not every file system can.
var made = regexp.MustCompile(`\bos\.(WriteFile|Create|CreateTemp|Mkdir|MkdirAll|O_CREATE|RemoveAll)\b`)

// theirs writes files of the organisation, which keep the permissions that they had.
const theirs = "app/source/mirror/files/"

func TestFilesAreMadeForTheirOwnerAlone(t *testing.T) {
	for _, f := range goFiles(t, ".", 0) {
		if f.test() || strings.HasPrefix(f.path, "private/") || strings.HasPrefix(f.path, "packaging/") ||
			strings.HasSuffix(f.path, "/desktest/desktest.go") || strings.Contains(f.path, "storetest/") ||
			strings.HasPrefix(f.path, theirs) {
			continue
		}
		for _, line := range strings.Split(text(t, f.path), "\n") {
			if m := made.FindString(line); m != "" && !strings.Contains(line, "private.OpenFile(") {
				t.Errorf("%s uses %s: files and folders are made and removed by the package private", f.path, m)
			}
		}
	}
}
