package identifier

import (
	"slices"
	"strings"
	"unicode"

	"github.com/nyaruka/phonenumbers"

	"orangelab.cn/rightsdesk/model/pattern"
)

// plainDigits returns a text with the digits of every script in those of ASCII; false where it has no others.
func plainDigits(held string) (string, bool) {
	plain := strings.Map(func(r rune) rune {
		switch i := strings.IndexRune("〇零一二三四五六七八九", r); {
		case r < 0x80:
			return r
		case i >= 0:
			return rune("00123456789"[i/len("一")])
		case unicode.IsDigit(r):
			zero := r
			for unicode.IsDigit(zero-1) && r-zero < 9 { // the digits of a script stand in a row
				zero--
			}
			return '0' + r - zero
		}
		return r
	}, held)
	return plain, plain != held
}

// spelledOut reports whether a text is, or may be, a sought number in digits of another script.
func (s *Sought) spelledOut(held string) bool {
	if len(held) > maxCell {
		return false
	}
	plain, others := plainDigits(tidy(held))
	if !others {
		return false
	}
	_, is := s.Find(plain)
	return is || s.Near(plain)
}

const (
	idDigits    = 17 // of an identity number before its check character
	excelDigits = 15 // that a spreadsheet keeps of a number
)

var idSigns = pattern.New(`^\d{17}[^\pL\pN]*(?:[xX\x{0425}\x{0445}\x{03A7}\x{03C7}✕✖][^\pL\pN]*)?$`)

// inBrackets takes out what parts the check character of an identity number: A123456(3), 1/234567/8.
var inBrackets = strings.NewReplacer("(", "", ")", "", "/", "")

// idNear reports whether a text may be a sought identity number that lost its check character, or has another sign in
// its place, or whose last digits a spreadsheet made noughts; or one of Hong Kong or Macau with or without the brackets
// around its last.
func (s *Sought) idNear(held string) bool {
	for _, p := range s.rule.Pieces(held) {
		number := plainIDNumber(p.Value)
		if m := asDecimal.FindString(number); m != "" {
			number = m[:strings.IndexByte(m, '.')]
		}
		for key := range s.keys {
			if bare := inBrackets.Replace(key); bare == inBrackets.Replace(number) && len(bare) >= shortestID {
				return true
			}
			if len(key) != idDigits+1 || DigitsIn(key[:idDigits]) != key[:idDigits] {
				continue
			}
			lost := idSigns.MatchString(number) && number[:idDigits] == key[:idDigits]
			cut := strings.HasSuffix(number, strings.Repeat("0", len(key)-excelDigits)) &&
				roundsTo(key, number, excelDigits)
			if lost || cut {
				return true
			}
		}
	}
	return false
}

// areaNumber is an area code without its nought, and a number within the area.
type areaNumber struct{ area, subscriber string }

// areaCode returns the parts of a canonical number of this country; false where it has no area code.
func areaCode(canonical string) (areaNumber, bool) {
	main, _ := cutExtension(canonical)
	n, err := phonenumbers.Parse(main, homeRegion)
	if err != nil || int(n.GetCountryCode()) != 86 {
		return areaNumber{}, false
	}
	national := phonenumbers.GetNationalSignificantNumber(n)
	length := phonenumbers.GetLengthOfGeographicalAreaCode(n)
	if length == 0 || length >= len(national) {
		return areaNumber{}, false
	}
	return areaNumber{national[:length], national[length:]}, true
}

// phoneWithin reports whether a text is a sought number as it is dialled within its own area.
func (s *Sought) phoneWithin(held string) bool {
	if s.within == nil {
		s.within = map[string]areaNumber{}
		for key := range s.keys {
			if n, ok := areaCode(key); ok {
				s.within[key] = n
			}
		}
	}
	for key, n := range s.within {
		if !strings.Contains(DigitsIn(tidy(held)), n.subscriber) {
			continue
		}
		for _, p := range s.rule.Pieces(held) {
			whole, err := NormalisePhone("0" + n.area + "-" + tidy(p.Value))
			if err == nil && strings.HasPrefix(DigitsIn(tidy(p.Value)), n.subscriber) &&
				(whole == key || nearExtension(whole, key)) {
				return true
			}
		}
	}
	return false
}

// nearCores returns what texts have in them that may be a value and do not hold its cores, see Sought.Near.
func (r Spelling) nearCores(value string) []string {
	key := r.Key(value)
	switch {
	case r.phone:
		if n, ok := areaCode(key); ok {
			return []string{n.subscriber}
		}
	case r.names:
		words := nameWords(value)
		slices.SortFunc(words, func(a, b string) int { return len(b) - len(a) })
		if len(words) > 1 {
			return words[:1]
		}
	case r.dates:
		if r.Reads(value) {
			return []string{key[2:4]} // the year, with or without its century
		}
	case r.Fold == FoldNumber && len(key) == idDigits+1:
		return []string{key[:excelDigits-1]} // rounding changes the last digit that is kept
	}
	return nil
}
