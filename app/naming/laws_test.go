package naming_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/app/letter/lettertest"
	"orangelab.cn/rightsdesk/app/naming"
	"orangelab.cn/rightsdesk/app/rulebook"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/rule"
)

// chinese are words that only Chinese law has in it.
var chinese = []string{"Personal Information Protection Law", "《个人信息保护法》第", "GB/T", "people's court", "人民法院", "12377",
	"网信"}

// foreign are laws elsewhere that are called the same.
var foreign = regexp.MustCompile("(韩国|日本)《个人信息保护法》")

// A letter under one law names that law, and no article of another.
func TestALetterNamesTheLawOfItsRequestAndNoOther(t *testing.T) {
	rules, err := rulebook.Default()
	if err != nil {
		t.Fatal(err)
	}
	for _, of := range rules.Regimes {
		for _, lang := range letter.Languages {
			for _, about := range model.Kinds {
				if of.ID != "eu" && about != model.Withdrawal {
					continue // every law with one kind, and every kind with one law
				}
				for _, kind := range letter.Kinds {
					r := model.Request{Kind: about, Regimes: []string{of.ID}}
					d := letter.Specimen(kind, about, lang)
					d.Court = "X"
					d.DueCounted, d.ExtensionBasis = "X", "X" // of the rules themselves
					d.Kept, d.NothingKept = nil, true
					rests := naming.RestsOf(rules, r, lang)
					rests.Into(&d)
					for i := range d.Grounds {
						d.Grounds[i].Law = "X"
					}
					for i := range d.Withheld {
						d.Withheld[i].Law = rests.Law(rule.CiteOthers)
					}
					l, err := letter.Render(kind, lang, d)
					if err != nil {
						t.Errorf("%s, %s about %s: %v", of.ID, kind, about, err)
						continue
					}
					text := string(l.Text())
					if of.ID != "cn" && of.ID != "seed" { // the desk's own, which its authorities and courts are of
						for _, word := range chinese {
							if strings.Contains(foreign.ReplaceAllString(text, ""), word) {
								t.Errorf("%s, %s about %s names %q", of.ID, kind, about, word)
							}
						}
					}
					for _, other := range rules.Regimes {
						for c, law := range other.Cites {
							if other.ID == of.ID || rules.LawFor([]string{of.ID}, c, lang) != "" &&
								strings.Contains(rules.LawFor([]string{of.ID}, c, lang), law.In(lang)) {
								continue
							}
							if strings.Contains(text, "("+law.In(lang)) || strings.Contains(text, "依照"+law.In(lang)) {
								t.Errorf("%s, %s about %s names the law of %s: %s", of.ID, kind, about, other.ID,
									law.In(lang))
							}
						}
					}
					if slices.Contains(l.Covered, "regulator") {
						if law := of.Cites[rule.CiteComplain].In(lang); !strings.Contains(text, law) ||
							law == "" && (of.ID == "cn" || of.ID == "eu" || of.ID == "uk") {
							t.Errorf("%s, %s about %s does not name %q", of.ID, kind, about, law)
						}
					}
					for _, fault := range lettertest.Faults(lang, l.Text(), d.Recipient) {
						t.Errorf("%s %s about %s, %s: %s", lang, kind, about, of.ID, fault)
					}
				}
			}
		}
	}
}

// Where several laws apply, each is named, and each has its own authorities.
func TestALetterUnderTwoLawsNamesBoth(t *testing.T) {
	rules, err := rulebook.Default()
	if err != nil {
		t.Fatal(err)
	}
	rests := naming.RestsOf(rules, model.Request{Regimes: []string{"seed", "cn", "eu"}}, letter.English)
	want := letter.Laws{Complain: "Personal Information Protection Law, Article 65",
		Sue:     "Personal Information Protection Law, Article 50, paragraph 2; GDPR, Article 79",
		Earlier: "Personal Information Protection Law, Article 15, paragraph 2; GDPR, Article 7(3)",
		Delete:  "Personal Information Protection Law, Article 47, paragraph 1, item 3; GDPR, Article 17(1)(b)",
		Stop:    "Personal Information Protection Law, Article 47, paragraph 2"}
	got := rests.Laws
	regulators := got.Regulators
	got.Regulators = nil
	if !rests.Own || got.Complain != want.Complain || got.Sue != want.Sue || got.Earlier != want.Earlier ||
		got.Delete != want.Delete || got.Stop != want.Stop {
		t.Errorf("%+v", got)
	}
	if len(regulators) != 1 || regulators[0].Law != "GDPR, Article 77" {
		t.Errorf("%+v", regulators)
	}
	org := model.Organisation{Contact: "a@b.cn", ReviewDays: 15, Court: model.Text{"en": "the court of X"},
		Routes: []model.Route{{Authority: model.Text{"en": "CAC"}, How: "12377"}}}
	routes := strings.Join(rests.Routes(org), "\n")
	if !strings.Contains(routes, "CAC") || !strings.Contains(routes, "supervisory authority of the country") {
		t.Error(routes)
	}
	alone := strings.Join(naming.RestsOf(rules, model.Request{Regimes: []string{"eu"}}, letter.English).Routes(org),
		"\n")
	if strings.Contains(alone, "CAC") || !strings.Contains(alone, "supervisory authority of the country") ||
		!strings.Contains(alone, "before a court") {
		t.Error(alone)
	}
}
