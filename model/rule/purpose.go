package rule

import (
	"errors"
	"slices"

	"orangelab.cn/rightsdesk/model"
)

// Purpose is a use of personal data that a person can end: by withdrawing the consent it rests on (statement,
// Withdrawal of consent; PIPL 15), or by objecting to it (statement, Ads, Mail and information push; PIPL 24(2)).
type Purpose struct {
	ID    string     `yaml:"id"`
	Title model.Text `yaml:"title"`
	// ServicesLost are the services that end with it, by language; the letter names them.
	ServicesLost map[string][]string `yaml:"services_lost"`
	HowTo        model.Text          `yaml:"how_to"` // how the person can switch it off on their own device
	Kind         model.Kind          `yaml:"kind"`   // Withdrawal, Objection or Restriction
	// Deletes says that what was collected for it must be deleted with it (PIPL 47(1)(3)).
	Deletes   bool   `yaml:"deletes"`
	Sensitive bool   `yaml:"sensitive"` // it uses sensitive personal information (PIPL 28, 29)
	Source    string `yaml:"source"`
}

// Purpose is the purpose of an ID.
func (p *Pack) Purpose(id string) (Purpose, bool) { return find(p.Purposes, id) }

// PurposesOf lists the purposes that a withdrawal or an objection can end: all of them, those that the kind is named
// for first. A person who says "stop that" need not know on which ground it is done.
func (p *Pack) PurposesOf(kind model.Kind) []Purpose {
	list := slices.Clone(p.Purposes)
	slices.SortStableFunc(list, func(a, b Purpose) int {
		switch {
		case a.Kind == kind && b.Kind != kind:
			return -1
		case a.Kind != kind && b.Kind == kind:
			return 1
		}
		return 0
	})
	return list
}

func (p Purpose) id() string { return p.ID }

func (p Purpose) check() error {
	if p.Kind.Means().Settles != model.SettlesPurposes {
		return at(model.Wrong("kind must be %s, %s or %s, got %q", model.Withdrawal, model.Objection, model.Restriction,
			p.Kind), "kind")
	}
	if len(p.ServicesLost["en"]) == 0 {
		return model.Wrong("services_lost names nothing that ends with it")
	}
	// The services are the same in every language, so their numbers agree.
	for _, lang := range model.Languages {
		if len(p.ServicesLost[lang]) != len(p.ServicesLost["en"]) {
			return model.Wrong("services_lost has %d texts in %s and %d in en", len(p.ServicesLost[lang]), lang,
				len(p.ServicesLost["en"]))
		}
		for i, s := range p.ServicesLost[lang] {
			if s == "" {
				return model.Wrong("services_lost: text %d in %s is empty", i+1, lang)
			}
		}
	}
	return errors.Join(p.Title.Check("title"), p.HowTo.Check("how_to"))
}
