package guard

import (
	"bytes"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// private are texts that mean something only on the machine where they were written.
var private = regexp.MustCompile(`(?i)(^|[^\w.*-])/` + `work(/|\b)|\.\./` + `shared|(^|[^\w.])/` + `root/|/` +
	`home/\w|` +
	`go` + `proxy\.|proxy\.` + `golang\.org|registry\.` + `npmjs|py` + `pi\.org|[a-z]:\\\\users`)

func TestNothingNamesAMachineOfItsAuthors(t *testing.T) {
	seen := 0
	walk(t, ".", func(path string) {
		data := []byte(text(t, path))
		if bytes.IndexByte(data[:min(len(data), 8000)], 0) >= 0 || filepath.Base(path) == "go.sum" {
			return
		}
		seen++
		for i, line := range strings.Split(string(data), "\n") {
			if m := private.FindString(line); m != "" {
				t.Errorf("%s:%d names %q", path, i+1, m)
			}
		}
	})
	if seen < 100 {
		t.Errorf("only %d files were read: the search is broken", seen)
	}
}
