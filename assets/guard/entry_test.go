package guard

import (
	"strings"
	"testing"
)

// A collection has its title in a source alone: an entry that names one without its source is read by its key.
func TestAnEntryThatNamesACollectionNamesItsSource(t *testing.T) {
	found := 0
	walk(t, "app", func(path string) {
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return
		}
		for line := range strings.Lines(text(t, path)) {
			if !strings.Contains(line, `Detail["collection"]`) {
				continue
			}
			found++
			if !strings.Contains(line, `Detail["source"]`) {
				t.Errorf("%s: %s", path, strings.TrimSpace(line))
			}
		}
	})
	if found == 0 {
		t.Error("no entry names a collection any more")
	}
}
