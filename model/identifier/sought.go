package identifier

import (
	"slices"
	"strings"
)

// Sought is the values of one kind that are looked for.
type Sought struct {
	rule    Spelling
	keys    map[string]string // what a held value must be → the value that it then is
	loose   map[string]bool   // what the sought values fold to
	regions []string          // of sought telephone numbers of other countries
	cores   []string
	mains   *Sought               // of telephone numbers: without their extensions, made when first needed
	within  map[string]areaNumber // of telephone numbers with an area code, made when first needed
	words   []string              // as a passage has them, made when first needed
}

// Seek begins a search for values of the kind.
func (r Spelling) Seek() *Sought {
	return &Sought{rule: r, keys: map[string]string{}, loose: map[string]bool{}}
}

// Add adds a value that a person gave and returns its key; empty for a blank one. Of an account it is also the tidied
// form that is sought, since who types it with a Chinese keyboard gives full width and means the other.
func (s *Sought) Add(value string) string {
	key := s.AddHeld(value)
	if key != "" && s.rule.typed != nil {
		if meant := s.rule.Key(s.rule.typed(value)); s.keys[meant] == "" {
			s.keys[meant] = key
		}
	}
	return key
}

// AddHeld adds a value as a source holds it and returns its key; empty for a blank one.
func (s *Sought) AddHeld(value string) string {
	key := s.rule.Key(value)
	if key == "" {
		return ""
	}
	if known := s.keys[key]; known != "" {
		return known
	}
	s.keys[key], s.loose[s.rule.fold(value)] = key, true
	s.words, s.mains, s.within = nil, nil, nil
	for _, core := range s.rule.Cores(value) {
		if !slices.Contains(s.cores, core) {
			s.cores = append(s.cores, core)
		}
	}
	if s.rule.phone {
		if region := phoneRegion(key); region != "" && !slices.Contains(s.regions, region) {
			s.regions = append(s.regions, region)
		}
	}
	return key
}

// Key returns the key of the sought value that held is a spelling of; false where it is none of them. A telephone
// number in the national form of another country is one where it cannot be a number of this country as it is written.
func (s *Sought) Key(held string) (string, bool) {
	if len(s.keys) == 0 {
		return "", false
	}
	if s.rule.phone && !s.worthReading(held) {
		return "", false
	}
	if key := s.keys[s.rule.Key(held)]; key != "" {
		return key, true
	}
	if len(s.regions) == 0 {
		return "", false
	}
	if n, err := readPhone(held, homeRegion); err == nil && atHome(held, n) {
		return "", false
	}
	return s.abroad(held)
}

// abroad returns the key of the sought number of another country of which a text is the national form, whatever it is
// here.
func (s *Sought) abroad(held string) (string, bool) {
	for _, region := range s.regions {
		for _, written := range []string{held, "+" + tidy(held)} { // with its country code, and no plus
			if n, err := readPhone(written, region); err == nil && s.keys[phoneKey(n)] != "" {
				return phoneKey(n), true
			}
		}
	}
	return "", false
}

// worthReading spares reading numbers that cannot be one of those sought: reading takes a hundred times as long as
// looking.
func (s *Sought) worthReading(held string) bool {
	held = tidy(held)
	return slices.Contains(s.cores, held) || s.worth(DigitsIn(held))
}

// worth reports whether digits hold the core of a sought number.
func (s *Sought) worth(digits string) bool {
	return slices.ContainsFunc(s.cores, func(core string) bool { return strings.Contains(digits, core) })
}
