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

// wider are packages over it: the window's own widgets, which are many and alike, and one that is still to be taken apart.
var wider = []string{"ui/part", "store"}

// noWider is how many lines a package over it may still hold, until it is a room like every other.
var noWider = map[string]int{"store": 5200}

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
	for dir, bound := range noWider {
		if lines[dir] > bound {
			t.Errorf("%s has %d lines, more than the %d it had: it gets narrower, not wider; put what is new into a room of its own", dir, lines[dir], bound)
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
