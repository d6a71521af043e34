package naming

import (
	"slices"

	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/app/packet"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/rule"
)

// Rests is what the papers about a request rest on: the articles of the regimes that it falls under, and who takes
// complaints under them. Letter and copy take it from here, so that neither names a law that does not apply, nor one
// the other does not name.
type Rests struct {
	Laws letter.Laws
	// Own says that the authorities that the organisation names are those of a regime that applies.
	Own bool

	rules   *rule.Pack
	regimes []string
	lang    string
}

// RestsOf returns what the papers about a request rest on, in a language. The authorities that the organisation names
// are those of the regimes that the desk goes by; under any other the regime's own stand in their place.
func RestsOf(rules *rule.Pack, r model.Request, lang string) Rests {
	regimes := rules.RegimesOf(r)
	s := Rests{rules: rules, regimes: regimes, lang: lang}
	var home []string
	for _, id := range regimes {
		if slices.Contains(rules.Default, id) {
			home = append(home, id)
			continue
		}
		if regime, _ := rules.Regime(id); len(regime.Authority) > 0 {
			s.Laws.Regulators = append(s.Laws.Regulators,
				letter.Regulator{Name: regime.Authority.In(lang), Law: regime.Cites[rule.CiteComplain].In(lang)})
		}
	}
	s.Own = s.Laws.Regulators == nil || len(home) > 0
	if s.Own {
		s.Laws.Complain = rules.LawFor(home, rule.CiteComplain, lang)
	}
	s.Laws.Sue, s.Laws.Earlier = s.Law(rule.CiteSue), s.Law(rule.CiteEarlier)
	s.Laws.Delete, s.Laws.Stop = s.Law(rule.CiteDelete), s.Law(rule.CiteStop)
	return s
}

// Law returns the articles of the regimes that apply for something; empty where they have none.
func (s Rests) Law(c rule.Cite) string { return s.rules.LawFor(s.regimes, c, s.lang) }

// Into gives a letter its laws, and takes out of it the authorities that have no say over its request.
func (s Rests) Into(d *letter.Data) {
	d.Laws = s.Laws
	if !s.Own {
		d.Authorities = nil
	}
}

// Routes are the ways that a copy names for whoever is not satisfied.
func (s Rests) Routes(o model.Organisation) (list []string) {
	list = append(list, packet.ReviewRoute(s.lang, o.Contact, o.ReviewDays))
	for _, r := range o.Routes {
		if s.Own {
			list = append(list, packet.AuthorityRoute(s.lang, r.Authority[s.lang], r.How))
		}
	}
	for _, r := range s.Laws.Regulators {
		list = append(list, Phrase(s.lang, "complain_to", r.Name))
	}
	if s.Laws.Sue == "" {
		return append(list, Phrase(s.lang, "go_to_court", o.Court[s.lang]))
	}
	return append(list, packet.CourtRoute(s.lang, o.Court[s.lang]))
}
