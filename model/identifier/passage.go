package identifier

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// Passage is a text in which identities are looked for.
type Passage struct {
	folded string
	name   string // folded as a name, made when first needed
	digits string
	tight  string // without blanks and dashes
}

// ReadPassage prepares a text.
func ReadPassage(text string) *Passage { return &Passage{folded: folded(text)} }

// In reports whether a text holds a sought value in any spelling, and not as a part of something longer.
func (s *Sought) In(p *Passage) bool {
	switch {
	case s.rule.phone:
		return s.phoneIn(p)
	case s.rule.Fold == FoldNumber && !s.rule.names:
		if p.tight == "" {
			p.tight = tightened.Replace(p.folded)
		}
		return slices.ContainsFunc(s.cores, func(core string) bool {
			return strings.Contains(p.tight, core) && spacedIn(p.folded, core)
		})
	}
	text := p.folded
	if s.rule.names {
		if !s.namesBegin(p.folded) {
			return false
		}
		if p.name == "" {
			p.name = joined(p.folded)
		}
		text = p.name
	}
	for _, key := range s.inPassage() {
		if containsWord(text, key) {
			return true
		}
	}
	return false
}

// inPassage returns the sought values as a passage has them. It is folded more loosely than the values of a column are
// compared: what may be the person's is to be said there, and nothing is taken for theirs.
func (s *Sought) inPassage() []string {
	if s.words != nil {
		return s.words
	}
	for key := range s.keys {
		switch {
		case s.rule.names:
			s.words = append(s.words, NormaliseName(key))
		case s.rule.Fold == FoldCase:
			s.words = append(s.words, distinct(folded(key), folded(codedEmail(key)))...)
		default:
			s.words = append(s.words, folded(key))
		}
	}
	return s.words
}

// namesBegin spares bringing texts into the form of a name in which none can stand.
func (s *Sought) namesBegin(text string) bool {
	for _, key := range s.inPassage() {
		if strings.ContainsRune(text, firstOf(key)) {
			return true
		}
	}
	return false
}

var tightened = strings.NewReplacer(" ", "", "-", "")

// spacedIn finds a number in a text, across blanks and dashes, where no letter or digit goes before or after it.
func spacedIn(text, number string) bool {
	characters := strings.Split(number, "")
	for i, c := range characters {
		characters[i] = regexp.QuoteMeta(c)
	}
	spaced := regexp.MustCompile(strings.Join(characters, "[ -]*"))
	for _, at := range spaced.FindAllStringIndex(text, -1) {
		if !joins(lastOf(text[:at[0]]), firstOf(number)) && !joins(lastOf(number), firstOf(text[at[1]:])) {
			return true
		}
	}
	return false
}

// maxGroups bounds how many groups of digits are read as one number.
const maxGroups = 8

// phoneIn reads the groups of digits of a text, alone and with those that follow, where they can be a sought number.
func (s *Sought) phoneIn(p *Passage) bool {
	if p.digits == "" {
		p.digits = DigitsIn(p.folded)
	}
	if !s.worth(p.digits) {
		return false
	}
	type group struct{ start, end int }
	var groups []group
	for i := 0; i < len(p.folded); i++ {
		if c := p.folded[i]; c < '0' || c > '9' {
			continue
		}
		g := group{i, i}
		for ; g.end < len(p.folded) && p.folded[g.end] >= '0' && p.folded[g.end] <= '9'; g.end++ {
		}
		groups = append(groups, g)
		i = g.end
	}
	for i := range groups {
		start := groups[i].start
		for start > 0 && strings.IndexByte("+(", p.folded[start-1]) >= 0 {
			start--
		}
		if joins(lastOf(p.folded[:start]), '0') {
			continue
		}
		for j := i; j < min(len(groups), i+maxGroups); j++ {
			if j > i && !between(p.folded[groups[j-1].end:groups[j].start]) {
				break
			}
			if joins('0', firstOf(p.folded[groups[j].end:])) {
				continue
			}
			written := p.folded[start:groups[j].end]
			if s.worth(DigitsIn(written)) {
				if _, is := s.Key(written); is {
					return true
				}
			}
		}
	}
	return false
}

// between reports whether what stands between two groups of digits can stand inside a number.
func between(s string) bool { return len(s) <= 3 && strings.Trim(s, " -.()/") == "" }

// containsWord finds needle in s where it is not part of a longer word. Han characters have no word boundary.
func containsWord(s, needle string) bool {
	for from := 0; from < len(s) && needle != ""; {
		i := strings.Index(s[from:], needle)
		if i < 0 {
			return false
		}
		start, end := from+i, from+i+len(needle)
		if !joins(lastOf(s[:start]), firstOf(needle)) && !joins(lastOf(needle), firstOf(s[end:])) {
			return true
		}
		from = start + len(string(firstOf(needle)))
	}
	return false
}

func joins(a, b rune) bool {
	word := func(r rune) bool {
		return (unicode.IsLetter(r) || unicode.IsDigit(r)) && !unicode.Is(unicode.Han, r)
	}
	return word(a) && word(b)
}
