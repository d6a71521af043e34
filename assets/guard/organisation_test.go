package guard

import (
	"regexp"
	"strings"
	"testing"
)

// sampleFacts are what only the sample's organisation is called and where only it is reached; the module's own path is
// none.
var sampleFacts = regexp.MustCompile(`(?i)orange ?lab|橙子?实验室|haidian|海淀|400-600-0917|asia/shanghai`)

// ownPath is the module, the website and the application's id, which the program is called by whoever runs it.
var ownPath = regexp.MustCompile(`orangelab\.cn/rightsdesk|cn\.orangelab\.rightsdesk`)

// TestNothingOfTheSamplesOrganisationIsInTheProgram reads code, templates and assets: a fact about an organisation
// belongs to its desk (model.Organisation).
func TestNothingOfTheSamplesOrganisationIsInTheProgram(t *testing.T) {
	allowed := map[string]string{
		"assets/rulepack.yaml": "the zone that the rule pack was written for, proposed at set-up",
		"app/sample/people.go": "addresses of invented customers",
		"model/zone/names.go":  "a zone of the database, among all of them",
		"model/zone/zone.go":   "a zone of the database, and what it is called",
	}
	read := 0
	for _, root := range []string{"app", "assets", "model", "store", "ui"} {
		walk(t, root, func(p string) {
			if strings.HasPrefix(p, "app/sample/") || strings.HasPrefix(p, "assets/sample/") ||
				strings.HasPrefix(p, "app/desk/desktest/") ||
				strings.HasSuffix(p, "_test.go") || strings.Contains(p, "/testdata/") || strings.HasSuffix(p, ".ttf") ||
				allowed[p] != "" {
				return
			}
			read++
			for i, line := range strings.Split(text(t, p), "\n") {
				if found := sampleFacts.FindString(ownPath.ReplaceAllString(line, "")); found != "" {
					t.Errorf("%s:%d: %q is a fact of one organisation: take it from model.Organisation", p, i+1, found)
				}
			}
		})
	}
	if read < 300 {
		t.Errorf("only %d files were read: the search is broken", read)
	}
}
