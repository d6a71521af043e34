package guard

import (
	"path"
	"slices"
	"strings"
	"testing"
)

// longest is how many lines a file of one idea takes.
const longest = 400

func TestAFileIsNoLongerThanItsIdea(t *testing.T) {
	walk(t, ".", func(path string) {
		if !strings.HasSuffix(path, ".go") {
			return
		}
		if lines := strings.Count(text(t, path), "\n"); lines > longest {
			t.Errorf("%s has %d lines, more than %d: take it apart by its ideas", path, lines, longest)
		}
	})
}

// roomiest is how many lines a package holds, its tests aside: more is no room that somebody new can see at a glance.
const roomiest = 4000

// wider are packages over it: the window's own widgets, which are many and alike.
var wider = []string{"ui/part"}

func TestAPackageIsNoLargerThanARoom(t *testing.T) {
	lines := map[string]int{}
	walk(t, ".", func(file string) {
		if strings.HasSuffix(file, ".go") && !strings.HasSuffix(file, "_test.go") {
			lines[path.Dir(file)] += strings.Count(text(t, file), "\n")
		}
	})
	for dir, n := range lines {
		if n > roomiest && !slices.Contains(wider, dir) {
			t.Errorf("%s has %d lines, more than %d: make rooms of it", dir, n, roomiest)
		}
	}
	for _, dir := range wider {
		if n := lines[dir]; n <= roomiest {
			t.Errorf("%s has %d lines, no more than %d: take it out of wider", dir, n, roomiest)
		}
	}
	if len(lines) < 40 {
		t.Errorf("only %d packages were read: the search is broken", len(lines))
	}
}
