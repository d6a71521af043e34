package guard

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// withoutKey are screens whose filled button has no key, because the card beside it has one that shows it.
var withoutKey = []string{"ui/compliance/screen.go"}

// A filled button is the next step of its screen, and Ctrl+Enter presses it: the key is on the button, or it does
// nothing.
func TestEveryFilledButtonHasItsKey(t *testing.T) {
	without, seen := regexp.MustCompile(`NewPrimary\(.*, "", `), 0
	walk(t, "ui", func(path string) {
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return
		}
		for n, line := range strings.Split(text(t, path), "\n") {
			if strings.Contains(line, "NewPrimary(") {
				seen++
			}
			if without.MatchString(line) && !slices.Contains(withoutKey, path) {
				t.Errorf("%s:%d: the filled button has no key", path, n+1)
			}
		}
	})
	if seen < 20 {
		t.Errorf("only %d buttons were read: the search is broken", seen)
	}
}
