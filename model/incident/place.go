package incident

import (
	"fmt"
	"slices"
	"strings"
)

// Place is where the people of a regime live.
type Place struct {
	Regime string `yaml:"regime"`
	// Countries are their ISO codes with the names that a field may hold.
	Countries map[string][]string `yaml:"countries"`
	// States are the names of the only states of the country to which the regime applies; the whole country where there
	// are none.
	States []string `yaml:"states"`
}

// Elsewhere is where somebody lives who lives under none of the regimes.
const Elsewhere = "elsewhere"

func foldPlace(name string) string {
	return strings.ToLower(strings.Trim(strings.ReplaceAll(name, ".", ""), " "))
}

// readPlaces prepares the search for places, and refuses one that stands there twice.
func (r *Rules) readPlaces() error {
	r.countries, r.regimes = map[string]string{}, map[string]Place{}
	for _, p := range r.Places {
		if !slices.Contains(r.Regimes(), p.Regime) {
			return fmt.Errorf("place: regime %q has no clock", p.Regime)
		}
		for code, names := range p.Countries {
			if _, twice := r.regimes[code]; twice {
				return fmt.Errorf("place: country %q stands there twice", code)
			}
			r.regimes[code] = p
			for _, name := range append(names, code) {
				r.countries[foldPlace(name)] = code
			}
		}
	}
	return nil
}

// RegimeOf returns the regime under which somebody lives, by the country and the state that their data names; Elsewhere
// where that is under none, and empty where it cannot be told: nothing is named, no name is known, or the state decides
// and is not.
func (r *Rules) RegimeOf(country, state string) string {
	code, known := r.countries[foldPlace(country)]
	if !known {
		if len(country) == 2 && strings.ToUpper(country) == country &&
			!strings.ContainsFunc(country, func(c rune) bool { return c < 'A' || c > 'Z' }) {
			return Elsewhere
		}
		return ""
	}
	p := r.regimes[code]
	switch {
	case len(p.States) == 0:
		return p.Regime
	case strings.TrimSpace(state) == "":
		return ""
	case slices.ContainsFunc(p.States, func(s string) bool { return foldPlace(s) == foldPlace(state) }):
		return p.Regime
	}
	return Elsewhere
}
