// Package letters takes the names of tables and columns apart into words.
package letters

import (
	"slices"
	"strings"
	"unicode"

	"orangelab.cn/rightsdesk/app/source/value"
	"orangelab.cn/rightsdesk/model/pattern"
)

// Known reports whether a word is one of a lexicon.
type Known func(word string) bool

var (
	humps    = pattern.New(`([\p{Ll}\d])(\p{Lu})`)
	acronyms = pattern.New(`(\p{Lu}+)(\p{Lu}\p{Ll})`)
)

// Split takes a name apart into its words in small letters, without accents and numbers: billingAddress1,
// Billing-Address and BILLING_ADDRESS are one name. What is glued together is taken apart where every piece is a known
// word.
func Split(name string, known Known) []string {
	name = acronyms.ReplaceAllString(humps.ReplaceAllString(name, "${1}_${2}"), "${1}_${2}")
	var out []string
	for _, word := range strings.FieldsFunc(Plain(name), func(r rune) bool { return !unicode.IsLetter(r) }) {
		out = append(out, Unglued(word, known)...)
	}
	return out
}

// accents are what people leave out in the names of columns, or write as two letters.
var accents = strings.NewReplacer("ß", "ss", "ä", "ae", "ö", "oe", "ü", "ue", "æ", "ae", "œ", "oe", "ø", "o", "ł", "l",
	"å", "a",
	"à", "a", "á", "a", "â", "a", "ã", "a", "ç", "c", "è", "e", "é", "e", "ê", "e", "ë", "e", "ì", "i", "í", "i", "î",
	"i", "ï", "i",
	"ñ", "n", "ò", "o", "ó", "o", "ô", "o", "õ", "o", "ù", "u", "ú", "u", "û", "u", "ý", "y", "ÿ", "y", "š", "s", "č",
	"c", "ž", "z")

// Plain is a name in small letters without accents.
func Plain(s string) string { return accents.Replace(strings.ToLower(s)) }

// glued are the short words that names are often made of without a sign between; others stand in longer ones by chance.
var glued = value.WordSet("id ip no nr tel fon fax zip url pwd sex img pic pay del mob cc log key mfa otp reg alt")

// Unglued takes a word apart into the fewest known ones, if it is wholly made of them.
func Unglued(word string, known Known) []string {
	const shortest, longest = 5, 40
	if known(word) || known(Singular(word)) || len(word) < shortest || len(word) > longest || Ideographs(word) {
		return []string{word}
	}
	best := make([][]string, len(word)+1)
	best[0] = []string{}
	for end := 1; end <= len(word); end++ {
		for start := 0; start < end; start++ {
			piece := word[start:end]
			if best[start] == nil ||
				!(len(piece) > 3 && known(piece) || glued[piece] && (piece != "log" || end == len(word))) {
				continue
			}
			if best[end] == nil || len(best[start])+1 < len(best[end]) {
				best[end] = append(slices.Clone(best[start]), piece)
			}
		}
	}
	if pieces := best[len(word)]; len(pieces) > 1 && len(pieces) <= 4 {
		return pieces
	}
	return untailed(word)
}

// gluedTails are words that others are glued before, known or not: opacnote, suggestedby, affecteduser.
var gluedTails = strings.Fields("comments comment notes note remarks remark reason by user")

// untailed takes a word apart before one that says what it is; by and user follow what somebody did.
func untailed(word string) []string {
	const shortest = 3
	for _, tail := range gluedTails {
		rest, is := strings.CutSuffix(word, tail)
		if did := tail == "by" || tail == "user"; is && len(rest) >= shortest &&
			(!did || len(rest) > shortest && strings.HasSuffix(rest, "ed")) {
			return []string{rest, tail}
		}
	}
	return []string{word}
}

// Singular is an English word in the singular, as far as its ending tells.
func Singular(word string) string {
	switch {
	case len(word) > 4 && strings.HasSuffix(word, "ies"):
		return word[:len(word)-3] + "y"
	case len(word) > 4 && (strings.HasSuffix(word, "sses") || strings.HasSuffix(word, "xes") ||
		strings.HasSuffix(word, "ches") || strings.HasSuffix(word, "shes")):
		return word[:len(word)-2]
	case len(word) > 3 && strings.HasSuffix(word, "s") && !strings.HasSuffix(word, "ss") &&
		!strings.HasSuffix(word, "us") && !strings.HasSuffix(word, "is"):
		return word[:len(word)-1]
	}
	return word
}

// Ideographs reports whether a name is of a script that writes words without blanks.
func Ideographs(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool {
		return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul)
	})
}
