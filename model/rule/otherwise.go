package rule

import (
	"slices"

	"orangelab.cn/rightsdesk/model"
)

// Otherwise are figures of practice of the desk for what no law that applies gives one: a desk under a single law
// answers complaints too, though that law does not speak of them.
type Otherwise struct {
	Acknowledge Limit `yaml:"acknowledge"`
	Identity    Limit `yaml:"identity"`
	Answer      Limit `yaml:"answer"`
}

func (o *Otherwise) check() error {
	if o == nil {
		return nil
	}
	if o.Answer.AtOnce() {
		return model.Within(at(model.Wrong("answer: at once is no figure"), "otherwise", "answer", "unit"), "%s",
			"otherwise")
	}
	return model.Within(
		at(first(checkLimit("acknowledge", &o.Acknowledge), checkLimit("identity", &o.Identity),
			checkLimit("answer", &o.Answer)), "otherwise"), "%s", "otherwise")
}

// of picks the limit that a regime would be asked for; nil where there is none.
func (o *Otherwise) of(of limitOf, kind model.Kind) *Limit {
	if o == nil {
		return nil
	}
	return of(Regime{Acknowledge: &o.Acknowledge, Identity: &o.Identity}, kind)
}

// otherwise gives a request that no regime names a figure for the pack's own.
func (p *Pack) otherwise(d *Dates, kind model.Kind, m Moments) {
	if p.Otherwise == nil {
		return
	}
	home, _ := p.Regime(p.Default[0])
	if d.Acknowledge.At.IsZero() {
		d.Acknowledge, d.Identity = p.sooner(nil, kind, m, acknowledgement), p.sooner(nil, kind, m, identityLimit)
	}
	d.Answer, d.Extended, d.Basis = p.ofPack(home, p.Otherwise.Answer, m), Dated{}, Extension{}
	d.All = append(d.All, d.Answer)
}

// priority counts the answer where a child's data must go at once: by the regimes that speak of it, else by the pack's
// own figure.
func (p *Pack) priority(regimes []string, m Moments) Dated {
	var list []Dated
	for _, id := range regimes {
		if r, _ := p.Regime(id); r.Priority != nil {
			list = append(list, p.count(r, *r.Priority, m))
		}
	}
	if len(list) > 0 {
		return strictest(list)
	}
	home, _ := p.Regime(p.Default[0])
	return p.ofPack(home, p.Priority, m)
}

// ofPack counts a limit of the pack itself by the days of a regime.
func (p *Pack) ofPack(home Regime, l Limit, m Moments) Dated {
	d := p.count(home, l, m)
	d.Regime = ""
	return d
}

// AtHome as a regime's calendar says that its days are those of the desk's home law: the first default regime that has
// a calendar of its own. The company's own promises are counted so, wherever it is.
const AtHome = "home"

// comeHome gives regimes that are counted at home the calendar and the way of counting there.
func (p *Pack) comeHome() {
	var home Regime
	for _, id := range p.Default {
		if r, there := p.Regime(id); there && r.Calendar != AtHome && home.Calendar == "" {
			home = r
		}
	}
	for i, r := range p.Regimes {
		if r.Calendar != AtHome {
			continue
		}
		if home.Calendar == "" { // nothing but promises: the first law of the pack stands in
			for _, other := range p.Regimes {
				if other.Calendar != AtHome && home.Calendar == "" {
					home = other
				}
			}
		}
		p.Regimes[i].Own = true
		p.Regimes[i].Calendar, p.Regimes[i].Rolls, p.Regimes[i].Counting = home.Calendar, home.Rolls, home.Counting
	}
}

// Laws lists the regimes that are laws and not promises of the company's own.
func (p *Pack) Laws() []Regime {
	return slices.DeleteFunc(slices.Clone(p.Regimes), func(r Regime) bool { return r.Own })
}

// UnderLaw returns the text of the pack with one law as that of the desk, beside the company's own promises. The error
// is a *RegimeError or a *Fault.
func (p *Pack) UnderLaw(id string) (string, error) {
	if r, there := p.Regime(id); !there || r.Own {
		return "", &RegimeError{id, p.RegimeIDs()}
	}
	ids := []string{id}
	for _, r := range p.Regimes {
		if r.Own {
			ids = append(ids, r.ID)
		}
	}
	return WithDefaults(p.text, ids)
}
