package identifier

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// nameDots are the characters that stand between the parts of a name such as 买买提·艾力, whichever a keyboard gives.
const nameDots = "·•・･‧∙⋅●◦᛫⸱"

// NormaliseName returns the form of a name by which the desk finds requests: folded case and width, single blanks, none
// between Han characters, one kind of dot between the parts of a name. It only points staff at requests, and takes some
// letters for others: by exactName alone is a row taken for a person's.
func NormaliseName(s string) string { return joined(folded(s)) }

// exactName returns the form of a name that rows are compared by: what NormaliseName does, as far as it takes no letter
// for another. İ and ı are not i, ß is not ss, and the Kelvin sign, ſ and ﬁ are not k, s and fi.
func exactName(s string) string {
	return joined(strings.Map(lowerPair, strings.Join(strings.Fields(tidied(s, ownLetters)), " ")))
}

// lowerPair returns the small letter of a capital where the two are a pair, and no third letter has that small one too.
func lowerPair(r rune) rune {
	if small := unicode.ToLower(r); unicode.ToUpper(small) == r || r == 'ẞ' {
		return small
	}
	return r
}

var (
	fullFold = cases.Fold()
	// plainLetters are letters that Unicode does not take apart, and what stands for them where a keyboard lacks them.
	plainLetters = strings.NewReplacer("ı", "i", "ł", "l", "ø", "o", "đ", "d", "ð", "d", "þ", "th", "æ", "ae", "œ",
		"oe")
)

// looseName returns the form of a name in which everything agrees that people and programs write for one name: without
// accents, blanks, dots, dashes and apostrophes.
func looseName(s string) string {
	bare := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Pd, r) || unicode.Is(unicode.Cf, r) || unicode.IsSpace(r) ||
			strings.ContainsRune(nameDots+".'’ʼ‘´`", r) {
			return -1
		}
		return r
	}, norm.NFKD.String(fullFold.String(s)))
	return plainLetters.Replace(bare)
}

// joined brings the blanks and dots of a folded name into one form.
func joined(s string) string {
	rs := []rune(s)
	var b strings.Builder
	for i, r := range rs {
		before, after := rune(0), rune(0)
		if i > 0 {
			before = rs[i-1]
		}
		if i+1 < len(rs) {
			after = rs[i+1]
		}
		switch {
		case strings.ContainsRune(nameDots, r):
			b.WriteRune('·')
		case r == '.' && unicode.Is(unicode.Han, before) && unicode.Is(unicode.Han, after):
			b.WriteRune('·')
		case r == ' ' && (eastern(before) && eastern(after)):
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// eastern reports whether no blank belongs beside a character of a name: Han characters and the dot between them.
func eastern(r rune) bool { return unicode.Is(unicode.Han, r) || strings.ContainsRune(nameDots, r) }

// nameWords returns the words of a name that parts them, folded.
func nameWords(name string) (words []string) {
	for _, word := range strings.FieldsFunc(tidy(name), func(r rune) bool { return unicode.IsSpace(r) || r == ',' }) {
		if loose := looseName(word); loose != "" {
			words = append(words, loose)
		}
	}
	return words
}

// turned reports whether a text is a sought name with its words in another order: Wang, Fang.
func (s *Sought) turned(held string) bool {
	words := nameWords(held)
	if len(words) < 2 || strings.ContainsFunc(held, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
		return false
	}
	slices.Sort(words)
	for key := range s.keys {
		sought := nameWords(key)
		slices.Sort(sought)
		if slices.Equal(words, sought) {
			return true
		}
	}
	return false
}
