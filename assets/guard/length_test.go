package guard

import (
	"slices"
	"strings"
	"testing"
)

// longest is how many lines a file of one idea takes.
const longest = 400

// longer are files that grew over it before this was kept; each is still to be taken apart by its ideas.
var longer = []string{
	"app/datamap/datamap.go", // sources: entries, saving, opening, what others need
	"app/packet/zip.go",      // the sealed copy
	"cli_test.go",            // the command line
	"ui/request/view.go",     // a request's page
}

func TestAFileIsNoLongerThanItsIdea(t *testing.T) {
	walk(t, ".", func(path string) {
		if !strings.HasSuffix(path, ".go") || slices.Contains(longer, path) {
			return
		}
		if lines := strings.Count(text(t, path), "\n"); lines > longest {
			t.Errorf("%s has %d lines, more than %d: take it apart by its ideas", path, lines, longest)
		}
	})
}
