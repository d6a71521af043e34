package shell

import (
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
