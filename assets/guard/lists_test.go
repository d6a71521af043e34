package guard

import (
	"go/parser"
	"regexp"
	"strings"
	"testing"
)

var englishList = regexp.MustCompile(`strings\.Join\(.*, ", "\)`)

// A list that the window shows is joined as its language joins lists: frame.L(", ").
func TestListsAreJoinedInTheLanguageOfTheWindow(t *testing.T) {
	for _, f := range goFiles(t, "ui", parser.ImportsOnly) {
		if f.test() || strings.HasPrefix(f.path, "ui/part/") { // which knows no language
			continue
		}
		if found := englishList.FindString(text(t, f.path)); found != "" {
			t.Errorf("%s: %s joins in English", f.path, found)
		}
	}
}
