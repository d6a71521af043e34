package model

import (
	"slices"
	"strings"
)

// Fold is what a database takes off a value before it looks for the core of an identity in it.
type Fold int

// The ways of folding. What is left out, as characters beyond ASCII, is compared by the rule itself.
const (
	FoldBlanks Fold = iota // blanks at the ends
	FoldCase               // the case of letters of ASCII
	FoldNumber             // letter case, blanks and separators
)

// Spelling is the one rule for one kind of identity: which spellings are one value. Look-up, collection, comparison, residue,
// duplicates and the ledger of the erased all go by it.
type Spelling struct {
	// Fold is how a database finds candidates: rows that hold a core so, and rows with a character beyond ASCII.
	Fold      Fold
	phone     bool
	names     bool
	normalise func(string) (string, error)
	spell     func(canonical string) []string
	pieces    func(text string) []Piece // nil where a text is one value
}

var (
	emailRule     = Spelling{Fold: FoldCase, normalise: NormaliseEmail, spell: emailSpellings, pieces: mailPieces}
	phoneRule     = Spelling{Fold: FoldNumber, phone: true, normalise: NormalisePhone, spell: phoneSpellings, pieces: phonePieces}
	idNumberRule  = Spelling{Fold: FoldNumber, normalise: always(NormaliseIDNumber), spell: idNumberSpellings, pieces: idPieces}
	nameRule      = Spelling{Fold: FoldNumber, names: true, normalise: always(NormaliseName)}
	birthDateRule = Spelling{Fold: FoldNumber, normalise: NormaliseBirthDate, spell: birthDateSpellings}
	accountRule   = Spelling{Fold: FoldBlanks, normalise: always(tidy)}
)

func always(f func(string) string) func(string) (string, error) {
	return func(s string) (string, error) { return f(s), nil }
}

// SpellingOf returns the rule of a kind of identity as the data map names it: email, phone_number, id_number, name,
// birth_date; any other is read as an account, in which case counts: two people may differ in nothing else.
func SpellingOf(kind string) Spelling {
	switch {
	case strings.Contains(kind, "email"):
		return emailRule
	case strings.Contains(kind, "phone"):
		return phoneRule
	case kind == "id_number" || kind == "government_id":
		return idNumberRule
	case kind == "name":
		return nameRule
	case kind == "birth_date" || kind == "date_of_birth":
		return birthDateRule
	}
	return accountRule
}

// categoryKinds are the data categories whose values are identities of a kind.
var categoryKinds = []struct{ category, kind string }{{"user.contact.email", "email"}, {"user.contact.phone_number", "phone_number"},
	{"user.government_id", "id_number"}, {"user.name", "name"}, {"user.demographic.date_of_birth", "birth_date"}, {"user.date_of_birth", "birth_date"}}

// SpellingOfCategory returns the rule of the values of a data category; false where they identify nobody by themselves.
func SpellingOfCategory(category string) (Spelling, bool) {
	for _, c := range categoryKinds {
		if category == c.category || strings.HasPrefix(category, c.category+".") {
			return SpellingOf(c.kind), true
		}
	}
	return Spelling{}, false
}

// Key returns the canonical form of a value; a value that is none of its kind stands for itself, tidied. Empty for a blank
// value, which equals nothing.
func (r Spelling) Key(value string) string {
	if key, err := r.normalise(value); err == nil {
		return key
	}
	return tidy(value)
}

// Reads reports whether a value is one of its kind; any text is a name or an account.
func (r Spelling) Reads(value string) bool {
	key, err := r.normalise(value)
	return err == nil && key != ""
}

// Same reports whether two values are spellings of one.
func (r Spelling) Same(a, b string) bool {
	s := r.Seek()
	s.Add(a)
	_, ok := s.Key(b)
	return ok
}

// Spellings lists the usual ways to write a value, as given first; an index finds them. There may be others.
func (r Spelling) Spellings(value string) []string {
	out := []string{value}
	add := func(s string) {
		if s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	add(strings.TrimSpace(value))
	add(tidy(value))
	key := r.Key(value)
	add(key)
	if r.spell == nil {
		return out
	}
	sought := r.Seek()
	sought.Add(value)
	for _, s := range r.spell(key) {
		if _, is := sought.Key(s); is { // a usual form may read as another value: 49 170 1234567 without its plus
			add(s)
		}
	}
	return out
}

// Cores returns what every ASCII spelling of a value has in it, see Fold, in lower case where case does not count.
func (r Spelling) Cores(value string) []string {
	key, err := r.normalise(value)
	switch {
	case err != nil:
		key = tidy(value)
	case r.Fold == FoldCase:
		return []string{codedEmail(key)}
	case r.phone:
		if national := nationalNumber(key); national != "" {
			return []string{national}
		}
	}
	switch r.Fold {
	case FoldCase:
		key = lowerASCII(key)
	case FoldNumber:
		key = strings.ToLower(separators.Replace(key))
		if old, ok := oldIDNumber(strings.ToUpper(key)); ok {
			return []string{key, old}
		}
	}
	return []string{key}
}

// separators takes out what a core does not need.
var separators = strings.NewReplacer(" ", "", "-", "", "+", "", "(", "", ")", "", ".", "", ",", "", "'", "")

// Sought is the values of one kind that are looked for.
type Sought struct {
	rule    Spelling
	keys    map[string]bool
	regions []string // of sought telephone numbers of other countries
	cores   []string
}

// Seek begins a search for values of the kind.
func (r Spelling) Seek() *Sought { return &Sought{rule: r, keys: map[string]bool{}} }

// Add adds a value that is looked for and returns its key; empty for a blank one.
func (s *Sought) Add(value string) string {
	key := s.rule.Key(value)
	if key == "" || s.keys[key] {
		return key
	}
	s.keys[key] = true
	s.cores = append(s.cores, s.rule.Cores(value)...)
	if s.rule.phone {
		if region := phoneRegion(key); region != "" && !slices.Contains(s.regions, region) {
			s.regions = append(s.regions, region)
		}
	}
	return key
}

// Key returns the key of the sought value that held is a spelling of; false where it is none of them. A telephone number
// in the national form of another country is one where it cannot be a number of this country as it is written.
func (s *Sought) Key(held string) (string, bool) {
	if len(s.keys) == 0 {
		return "", false
	}
	if s.rule.phone && !s.worthReading(held) {
		return "", false
	}
	if key := s.rule.Key(held); key != "" && s.keys[key] {
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

// abroad returns the key of the sought number of another country of which a text is the national form, whatever it is here.
func (s *Sought) abroad(held string) (string, bool) {
	for _, region := range s.regions {
		for _, written := range []string{held, "+" + tidy(held)} { // with its country code, and no plus
			if n, err := readPhone(written, region); err == nil && s.keys[phoneKey(n)] {
				return phoneKey(n), true
			}
		}
	}
	return "", false
}

// worthReading spares reading numbers that cannot be one of those sought: reading takes a hundred times as long as looking.
func (s *Sought) worthReading(held string) bool {
	held = tidy(held)
	return slices.Contains(s.cores, held) || s.worth(digitsIn(held))
}

// worth reports whether digits hold the core of a sought number.
func (s *Sought) worth(digits string) bool {
	return slices.ContainsFunc(s.cores, func(core string) bool { return strings.Contains(digits, core) })
}
