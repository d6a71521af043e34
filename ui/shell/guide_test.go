package shell

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/sample"
	"orangelab.cn/rightsdesk/docs/guide"
)

// TestEveryPlaceHasItsPageOfTheGuide walks the rail and the pages before it: F1 finds something about each.
func TestEveryPlaceHasItsPageOfTheGuide(t *testing.T) {
	for _, language := range []string{"en", "zh-Hans"} {
		g, err := guide.Read(language)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range places {
			if g.Page(p.guide) == nil {
				t.Errorf("%s has no page of the guide in %s: %q", p.title, language, p.guide)
			}
		}
	}
}

// Every page that a dialog names is there, in both languages.
func TestEveryDialogNamesAPageOfTheGuide(t *testing.T) {
	named := regexp.MustCompile(`Guide:\s+"([a-z-]+)"`)
	pages := map[string]string{}
	for _, pattern := range []string{"../*/*.go", "../*/*/*.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			source, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range named.FindAllStringSubmatch(string(source), -1) {
				pages[m[1]] = f
			}
		}
	}
	if len(pages) < 5 {
		t.Errorf("only %d pages are named: the search is broken", len(pages))
	}
	for _, language := range []string{"en", "zh-Hans"} {
		g, err := guide.Read(language)
		if err != nil {
			t.Fatal(err)
		}
		for page, file := range pages {
			if g.Page(page) == nil {
				t.Errorf("%s names the page %q, which is not there in %s", file, page, language)
			}
		}
	}
}

// TestTheFirstHourNamesThePersonOfTheSampleDesk holds the guide to the values that it tells to type.
func TestTheFirstHourNamesThePersonOfTheSampleDesk(t *testing.T) {
	for _, language := range []string{"en", "zh-Hans"} {
		g, err := guide.Read(language)
		if err != nil {
			t.Fatal(err)
		}
		text := ""
		for _, b := range g.Page("first-request").Blocks {
			text += b.Text()
		}
		for _, value := range []string{sample.Walkthrough.Email, sample.Walkthrough.Phone,
			sample.Walkthrough.BirthDate} {
			if !strings.Contains(text, value) {
				t.Errorf("the guide in %s does not name %s", language, value)
			}
		}
	}
}
