package policy

import (
	"slices"
	"strings"
	"testing"

	library "orangelab.cn/rightsdesk/app/policy"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/policy"
	"orangelab.cn/rightsdesk/ui/part"
)

func published(number int64, by string) policy.Published {
	return policy.Published{Version: policy.Version{Document: "statement", Number: number}, By: by}
}

func TestAVersionIsComparedWithTheLastOneThatPeopleRead(t *testing.T) {
	l := library.Library{Versions: []policy.Published{published(1, "jing"), published(2, ""), published(3, "")}}
	for _, tt := range []struct{ number, against, want int64 }{{3, 0, 1}, {2, 0, 1}, {1, 0, 0}, {3, 2, 2}, {3, 3, 1}} {
		v, err := l.Version("statement", tt.number)
		if err != nil {
			t.Fatal(err)
		}
		if got := before(l, v, tt.against); got != tt.want {
			t.Errorf("version %d, asked for %d, is compared with %d, want %d", tt.number, tt.against, got, tt.want)
		}
	}
}

func TestWhatChangedIsShownOnItsOwnSide(t *testing.T) {
	clause := func(heading, body string) policy.Version {
		return policy.Version{
			Clauses: []policy.Clause{{ID: "1", Heading: model.Text{"en": heading}, Body: model.Text{"en": body}}}}
	}
	s := &screen{lang: "en"}
	colored := func(list []part.Run) (words []string) {
		for _, r := range list {
			if r.Color != "" {
				words = append(words, strings.TrimSpace(r.Text))
			}
		}
		return words
	}
	for _, tt := range []struct {
		name     string
		was, now policy.Version
		old, new []string
	}{
		{"a word", clause("Keeping", "For **three** years."), clause("Keeping", "For **five** years."),
			[]string{"three"}, []string{"five"}},
		{"a heading", clause("Keeping", "For years."), clause("Storing", "For years."), []string{"Keeping"},
			[]string{"Storing"}},
		{"all of it", policy.Version{}, clause("Keeping", "For years."), nil, []string{"For years."}},
	} {
		was, now := s.sides(policy.Compare(tt.was, tt.now).Changes[0])
		if !slices.Equal(colored(was), tt.old) || !slices.Equal(colored(now), tt.new) {
			t.Errorf("%s: %q and %q, want %q and %q", tt.name, colored(was), colored(now), tt.old, tt.new)
		}
		if strings.Contains(spell(was)+spell(now), policy.Bold) {
			t.Errorf("%s: the marks of bold show", tt.name)
		}
	}
}

func TestAWordIsExplainedInALanguageAndTakenOutOfIt(t *testing.T) {
	list := explained(nil, 0, "en", " Packet ", "An encrypted copy.", "")
	list = explained(list, 0, "zh-Hans", "副本包", "加密的副本。", "https://orangelab.example/words")
	list = explained(list, 1, "en", "Hold", "A law has it kept.", "")
	if len(list) != 2 || list[0].Word["en"] != "Packet" || list[0].Meaning["zh-Hans"] != "加密的副本。" {
		t.Fatalf("%+v", list)
	}
	one := explained(list, 0, "en", "", "An encrypted copy.", list[0].Link)
	if len(one) != 2 || one[0].Word["en"] != "" || one[0].Meaning["en"] != "" || one[0].Word["zh-Hans"] != "副本包" ||
		list[0].Word["en"] != "Packet" {
		t.Errorf("taken out in one language: %+v, before %+v", one, list)
	}
	if gone := explained(one, 0, "zh-Hans", " ", "", ""); len(gone) != 1 || gone[0].Word["en"] != "Hold" {
		t.Errorf("taken out in both: %+v", gone)
	}
}
