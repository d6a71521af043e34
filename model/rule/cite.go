package rule

import (
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/model"
)

// Cite is something that a letter tells a person and that stands in a law, each law in its own article.
type Cite string

// What letters and copies cite a law for.
const (
	CiteComplain Cite = "complain" // the person may complain to an authority
	CiteSue      Cite = "sue"      // the person may go to court
	CiteEarlier  Cite = "earlier"  // what was done before a consent was withdrawn stays lawful
	CiteDelete   Cite = "delete"   // what was collected on a consent goes with it
	CiteStop     Cite = "stop"     // what cannot be deleted is only stored and protected
	CiteOthers   Cite = "others"   // the rights of other people in the same record
	CiteSecret   Cite = "secret"   // a trade secret
	CiteInquiry  Cite = "inquiry"  // an investigation that is under way
)

// Cites lists what a regime can be cited for.
var Cites = []Cite{CiteComplain, CiteSue, CiteEarlier, CiteDelete, CiteStop, CiteOthers, CiteSecret, CiteInquiry}

// checkCites refuses an article for something that no letter says.
func checkCites(cites map[Cite]model.Text) error {
	for c, text := range cites {
		if !slices.Contains(Cites, c) {
			return at(model.Wrong("cites: %q is nothing that a letter cites a law for", c), "cites", string(c))
		}
		if err := text.Check(string(c)); err != nil {
			return model.Within(at(err, "cites", string(c)), "%s", "cites")
		}
	}
	return nil
}

// Uncited reports whether a regime of the pack says nothing about what letters cite, as packs did that are older than
// that.
func (p *Pack) Uncited() bool {
	return slices.ContainsFunc(p.Regimes, func(r Regime) bool { return r.Cites == nil })
}

// CitingAs returns the pack with the articles that another one cites, and whom it names for complaints, in the regimes
// that say nothing of them and are the same law by ID and name. One that says "cites: {}" cites nothing.
func (p *Pack) CitingAs(other *Pack) *Pack {
	q := *p
	q.Regimes = slices.Clone(p.Regimes)
	for i, r := range q.Regimes {
		from, there := other.Regime(r.ID)
		if r.Cites != nil || !there || from.Name["en"] != r.Name["en"] {
			continue
		}
		q.Regimes[i].Cites = from.Cites
		if len(r.Authority) == 0 {
			q.Regimes[i].Authority = from.Authority
		}
	}
	return &q
}

// LawFor returns the articles that regimes have for something, in a language; empty where none of them has one. A
// regime that the pack does not have says nothing.
func (p *Pack) LawFor(regimes []string, c Cite, lang string) string {
	var list []string
	for _, id := range regimes {
		r, _ := p.Regime(id)
		if text := r.Cites[c].In(lang); text != "" && !slices.Contains(list, text) {
			list = append(list, text)
		}
	}
	if lang == "zh-Hans" {
		return strings.Join(list, "、")
	}
	return enumerate(list, lang)
}

// enumerate writes several articles one after the other.
func enumerate(list []string, lang string) string {
	if lang == "zh-Hans" {
		return strings.Join(list, "，")
	}
	return strings.Join(list, "; ")
}

// GroundLaw is the article that a ground has in one regime.
type GroundLaw struct {
	Regime string     `yaml:"regime"`
	Law    model.Text `yaml:"law"`
	// For lists the kinds of request that the article speaks of; empty: every kind.
	For []model.Kind `yaml:"for"`
}

func (l GroundLaw) covers(kind model.Kind, regimes []string) bool {
	return slices.Contains(regimes, l.Regime) && (len(l.For) == 0 || slices.Contains(l.For, kind))
}

// checkLaws sees that a ground names a law, and each of its articles a regime and texts.
func (g Ground) checkLaws() error {
	if len(g.Law) == 0 && len(g.Laws) == 0 {
		return g.Law.Check("law")
	}
	if err := at(g.Law.Optional("law"), "law"); err != nil {
		return err
	}
	for i, l := range g.Laws {
		if l.Regime == "" {
			return at(model.Wrong("laws: an entry names no regime"), "laws", i)
		}
		if err := l.Law.Check("law"); err != nil {
			return at(err, "laws", i, "law")
		}
		for j, k := range l.For {
			if !k.Valid() {
				return at(model.Wrong("laws: %q is not a kind of request", k), "laws", i, "for", j)
			}
		}
	}
	return nil
}

// Stands reports whether the ground has a law where a request of a kind falls under the regimes. One that names no
// regime's article rests on what the organisation printed, or on the law named beside it, wherever it is used.
func (g Ground) Stands(kind model.Kind, regimes []string) bool {
	return len(g.Laws) == 0 || slices.ContainsFunc(g.Laws, func(l GroundLaw) bool { return l.covers(kind, regimes) })
}

// Cites is what the letter about a request of a kind names as the law: the articles of the regimes that it falls under,
// the ground's own, and the one named besides, which may be empty.
func (g Ground) Cites(lang, named string, kind model.Kind, regimes []string) string {
	var list []string
	for _, l := range g.Laws {
		if l.covers(kind, regimes) {
			list = append(list, l.Law.In(lang))
		}
	}
	if own := g.Law.In(lang); own != "" {
		list = append(list, own)
	}
	all := enumerate(list, lang)
	switch named = strings.TrimSpace(named); {
	case named == "":
		return all
	case all == "":
		return named
	case lang == "zh-Hans":
		return all + "；" + named
	}
	return all + "; " + named
}

// checkGroundLaws refuses a ground whose article is of a regime that the pack does not have.
func (p *Pack) checkGroundLaws() error {
	for i, g := range p.Grounds {
		for j, l := range g.Laws {
			if _, there := p.Regime(l.Regime); !there {
				return at(model.Wrong("ground %s: laws: there is no regime %q", g.ID, l.Regime), "grounds", i, "laws",
					j, "regime")
			}
		}
	}
	return nil
}
