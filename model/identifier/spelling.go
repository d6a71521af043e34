package identifier

import (
	"slices"
	"strings"
	"unicode"
)

// Fold is what a database takes off a value before it looks for the core of an identity in it.
type Fold int

// The ways of folding. What is left out, as characters beyond ASCII, is compared by the rule itself.
const (
	FoldBlanks Fold = iota // blanks at the ends
	FoldCase               // the case of letters of ASCII
	FoldNumber             // letter case, blanks and separators
)

// Spelling is the one rule for one kind of identity: which spellings are one value. Look-up, collection, comparison,
// residue, duplicates and the ledger of the erased all go by it.
type Spelling struct {
	// Fold is how a database finds candidates: rows that hold a core so, and rows with a character beyond ASCII.
	Fold      Fold
	phone     bool
	names     bool
	dates     bool
	normalise func(string) (string, error)
	// what a person may have meant by a value besides itself; nil where normalise takes it in
	typed  func(string) string
	fold   func(string) string // more loosely than normalise: values that agree by it alone may be one, and need not
	spell  func(canonical string) []string
	pieces func(text string) []Piece // nil where a text is one value
}

var (
	emailRule = Spelling{Fold: FoldCase, normalise: NormaliseEmail, fold: folded, spell: emailSpellings,
		pieces: mailPieces}
	phoneRule = Spelling{Fold: FoldNumber, phone: true, normalise: NormalisePhone, fold: tidy,
		spell: phoneSpellings, pieces: phonePieces}
	idNumberRule = Spelling{Fold: FoldNumber, normalise: always(NormaliseIDNumber), fold: NormaliseIDNumber,
		spell: idNumberSpellings, pieces: idPieces}
	nameRule      = Spelling{Fold: FoldNumber, names: true, normalise: always(exactName), fold: looseName}
	birthDateRule = Spelling{Fold: FoldNumber, dates: true, normalise: NormaliseBirthDate, fold: tidy,
		spell: birthDateSpellings}
	accountRule = Spelling{Fold: FoldBlanks, normalise: always(exactAccount), typed: tidy, fold: NormaliseAccount}
)

func always(f func(string) string) func(string) (string, error) {
	return func(s string) (string, error) { return f(s), nil }
}

// SpellingOf returns the rule of a kind of identity as the data map names it: email, phone_number, id_number, name,
// birth_date; any other is read as an account, in which every character counts: two people may differ in nothing else.
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
var categoryKinds = []struct{ category, kind string }{{"user.contact.email", "email"},
	{"user.contact.phone_number", "phone_number"},
	{"user.government_id", "id_number"}, {"user.name", "name"}, {"user.demographic.date_of_birth", "birth_date"},
	{"user.date_of_birth", "birth_date"}}

// SpellingOfCategory returns the rule of the values of a data category; false where they identify nobody by themselves.
func SpellingOfCategory(category string) (Spelling, bool) {
	for _, c := range categoryKinds {
		if category == c.category || strings.HasPrefix(category, c.category+".") {
			return SpellingOf(c.kind), true
		}
	}
	return Spelling{}, false
}

// exactAccount returns an account as it is compared: every character of it but the white space at its ends. It is empty
// for one of which nothing can be seen.
func exactAccount(s string) string {
	if tidy(s) == "" {
		return ""
	}
	return strings.TrimSpace(s)
}

// Key returns the canonical form of a value: those who share it are one person, by the rule. A value that is none of
// its kind stands for itself, tidied. Empty for a blank value, which equals nothing.
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

// Names reports whether a value that a source holds can name one person: it is one of its kind, and no word or sign by
// which people say that there is none.
func (r Spelling) Names(held string) bool {
	_, names := r.Named(held)
	return names
}

// Named returns the canonical form of a value that can name one person, see Names; false for any other.
func (r Spelling) Named(held string) (key string, names bool) {
	key, err := r.normalise(held)
	switch {
	case err != nil || key == "":
		return "", false
	case r.Fold == FoldNumber && !r.names:
		return key, len(key) >= shortestID && strings.ContainsAny(key, digits)
	case r.Fold == FoldBlanks:
		return key, strings.IndexFunc(key, plainCharacter) >= 0 && key != "0" &&
			(strings.ContainsAny(key, digits) || !slices.Contains(wordsForNone, NormaliseAccount(key)))
	}
	return key, true
}

func plainCharacter(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

const digits = "0123456789"

// wordsForNone are what stands where a person has no value. None has a digit.
var wordsForNone = strings.Fields("none null nil n/a na nan unknown undefined test 无 没有 未知 不详 暂无 空")

// AsTyped reports whether a person who gives a value can mean no other by it: an account in full width may mean the
// plain one.
func (r Spelling) AsTyped(value string) bool {
	return r.typed == nil || r.Key(r.typed(value)) == r.Key(value)
}

// Same reports whether two values are spellings of one.
func (r Spelling) Same(a, b string) bool {
	s := r.Seek()
	s.AddHeld(a)
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

// Candidates returns what the ASCII texts have in them that are a value or may be it, see Fold and Sought.Near.
func (r Spelling) Candidates(value string) []string {
	return distinct(append(r.Cores(value), r.nearCores(value)...)...)
}

// Cores returns what every ASCII spelling of a value has in it, see Fold, in lower case where case does not count; for
// a value with other letters also what the spellings have in them that may be the value, see Sought.Near.
func (r Spelling) Cores(value string) []string {
	key, err := r.normalise(value)
	if err != nil {
		key = tidy(value)
	}
	loose := r.fold(value)
	switch {
	case r.Fold == FoldBlanks:
		return distinct(lowerASCII(key), loose)
	case r.Fold == FoldCase && err != nil:
		return distinct(lowerASCII(key), loose)
	case r.Fold == FoldCase:
		return distinct(codedEmail(key), quotedEmail(codedEmail(key)), codedEmail(r.fold(key)))
	case r.phone:
		if national := nationalNumber(key); err == nil && national != "" {
			return []string{national}
		}
	}
	key = strings.ToLower(separators.Replace(key))
	if old, ok := oldIDNumber(strings.ToUpper(key)); ok {
		return []string{key, old}
	}
	return distinct(key, strings.ToLower(separators.Replace(loose)))
}

// distinct returns the texts that are not empty, each once.
func distinct(list ...string) (out []string) {
	for _, s := range list {
		if s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// separators takes out what a core does not need.
var separators = strings.NewReplacer(" ", "", "-", "", "+", "", "(", "", ")", "", ".", "", ",", "", "'", "")
