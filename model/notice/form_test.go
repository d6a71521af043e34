package notice_test

import (
	"testing"

	"pgregory.net/rapid"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/notice"
)

func TestAFormSaysToEverybodyWhatIsWrittenToThemAlone(t *testing.T) {
	c := update(t)
	c.Title = both("{person}: {effective}", "{person}，{effective}")
	c.Passages["basis"] = both("{ person } and <{person}>", "{person}")
	c.SMS["en"] = "{person} {link}"
	c.Push, c.Call = both("{person}", "{person}"), both("{person} {nothing}", "{person}")
	channels := []notice.Channel{notice.Email, notice.SMS, notice.Push, notice.Call, notice.Home, notice.Letter}
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.OneOf(rapid.String(), rapid.StringMatching(`[A-Za-z<>&" {}王明\n\x{f8ff}]{0,12}`),
			rapid.SampledFrom([]string{"", "{contact}", "{person}", " Ann", "A  B", "&lt;", "\uf8ff"})).Draw(t, "name")
		to := notice.Recipient{Name: name}
		for _, ch := range channels {
			for _, lang := range model.Languages {
				if got, want := c.Form(ch, org, lang)(to), c.Render(ch, org, lang, to); got != want {
					t.Fatalf("by %s in %s to %q: %+v\nand not %+v", ch, lang, name, got, want)
				}
			}
		}
	})
}

func TestAFormWhoseTextHoldsTheSignOfANameSaysTheSame(t *testing.T) {
	c := update(t)
	c.Title["en"] = "\uf8ff {person}"
	to := notice.Recipient{Name: "Ann"}
	if got, want := c.Form(notice.Email, org, "en")(to), c.Render(notice.Email, org, "en", to); got != want {
		t.Errorf("%+v and not %+v", got, want)
	}
}
