package identifier

import (
	"maps"
	"math/big"
	"slices"
	"strings"
	"unicode"

	"orangelab.cn/rightsdesk/model/pattern"
)

// Near reports whether a text that holds none of the sought values by the rule of cells may hold one all the same, and
// is worth a look: in letters that only fold to those sought, among other words or values, as a switchboard or behind
// one, as a number that a spreadsheet rounded, as the national form of another country, where it is a number of this
// country too, without its area code or check character, or as a day in another order.
func (s *Sought) Near(held string) bool {
	if len(s.keys) == 0 || s.rule.blankHere(held) {
		return false
	}
	switch {
	case s.rule.phone:
		return s.rounded(held) || s.worthReading(held) && slices.ContainsFunc(s.rule.Pieces(held), s.phoneNear) ||
			s.phoneWithin(held) || s.spelledOut(held)
	case s.rule.names:
		return s.nameNear(held) || s.turned(held)
	case s.rule.dates:
		return s.dateNear(held)
	case s.rule.Fold == FoldBlanks:
		return s.among(NormaliseAccount(breaks.Replace(held)), accountEnds)
	case s.rule.Fold == FoldCase:
		return s.mayHold(held) && s.mailNear(held)
	case s.rule.pieces != nil:
		return s.rounded(held) || s.mayHold(held) && s.In(ReadPassage(held)) || s.idNear(held) || s.spelledOut(held)
	}
	return false
}

func (r Spelling) blankHere(held string) bool { return r.Key(held) == "" }

// mayHold spares reading texts that cannot hold one of the sought values.
func (s *Sought) mayHold(held string) bool {
	if s.rule.phone {
		return s.worthReading(held)
	}
	if !isASCII(held) {
		return len(s.cores) > 0
	}
	text := strings.ToLower(separators.Replace(held))
	return slices.ContainsFunc(s.cores, func(core string) bool {
		return strings.Contains(text, strings.ToLower(separators.Replace(core)))
	})
}

// breaks are what parts lines and cells, and would be lost as blanks.
var breaks = strings.NewReplacer("\r", ";", "\n", ";", "\t", ";")

// among reports whether a folded text holds what a sought value folds to, between two places where a value can end.
func (s *Sought) among(text string, ends func(rune) bool) bool {
	for key := range s.loose {
		for from := 0; key != ""; {
			i := strings.Index(text[from:], key)
			if i < 0 {
				break
			}
			start, end := from+i, from+i+len(key)
			if (start == 0 || ends(lastOf(text[:start]))) && (end == len(text) || ends(firstOf(text[end:]))) {
				return true
			}
			from = start + len(string(firstOf(key)))
		}
	}
	return false
}

const listMarks = ";；、|,，/／&\"“”'‘’()（）【】[]{}<>《》:：=+"

func accountEnds(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(listMarks, r) }

func nameEnds(r rune) bool { return strings.ContainsRune(listMarks, r) }

var (
	// besideNames are words and titles that stand beside a name and are none.
	besideNames = pattern.New(`(?i)和|与|及|或|先生|女士|小姐|老师|同学|\b(?:and|or|und|et|mr|mrs|ms|miss|dr)\b\.?`)
	// betweenHan are the blanks between Han characters, which part two names where they do not stand within one.
	betweenHan = pattern.New(`(\p{Han})\s+`)
)

// nameNear reports whether a text has a sought name in other letters, or as one of several.
func (s *Sought) nameNear(held string) bool {
	text := looseName(breaks.Replace(held))
	if !slices.ContainsFunc(slices.Collect(maps.Keys(s.loose)),
		func(key string) bool { return strings.Contains(text, key) }) {
		return false
	}
	if s.among(text, nameEnds) {
		return true
	}
	apart := besideNames.ReplaceAllString(breaks.Replace(held), ";")
	return s.among(looseName(apart), nameEnds) ||
		s.among(looseName(betweenHan.ReplaceAllString(apart, "$1;")), nameEnds)
}

var quotedBefore = pattern.New(`"([^"\s,;]+)"@`)

// mailNear reports whether a text has a sought address among other words, or in letters that only fold to it.
func (s *Sought) mailNear(held string) bool {
	text := folded(quotedBefore.ReplaceAllString(aroundAt.ReplaceAllString(mailMarks.Replace(held), "@"), "$1@"))
	for key := range s.keys {
		for _, sought := range distinct(folded(key), folded(codedEmail(key))) {
			for from := 0; ; {
				i := strings.Index(text[from:], sought)
				if i < 0 {
					break
				}
				start, end := from+i, from+i+len(sought)
				if !mailBegins(lastOf(text[:start])) &&
					!mailGoesOn(firstOf(text[end:]), firstOf(text[min(len(text), end+1):])) {
					return true
				}
				from = start + 1
			}
		}
	}
	return false
}

// mailBegins reports whether an address has begun before a place, by the character there.
func mailBegins(r rune) bool { return joins(r, 'a') || r != 0 && strings.ContainsRune("._-+%", r) }

// mailGoesOn reports whether a domain goes on with a character, and another behind it.
func mailGoesOn(r, next rune) bool {
	return joins('a', r) || r == '-' || r == '_' || r == '.' && joins('a', next)
}

// phoneNear reports whether one piece of a text may be a sought number.
func (s *Sought) phoneNear(p Piece) bool {
	if _, is := s.abroad(p.Value); is {
		return true
	}
	near := func(canonical string) bool {
		for key := range s.keys {
			if nearExtension(canonical, key) {
				return true
			}
		}
		return false
	}
	if canonical, ok := switchboardOf(p.Value); ok && near(canonical) {
		return true
	}
	if canonical, err := NormalisePhone(p.Value); err == nil {
		return near(canonical)
	}
	if s.mains == nil {
		s.mains = s.rule.Seek()
		for key := range s.keys {
			main, _ := cutExtension(key)
			s.mains.AddHeld(main)
		}
	}
	return s.mains.In(ReadPassage(p.Value))
}

// roundedNumber is a number as a spreadsheet writes one that is too long for its column.
var roundedNumber = pattern.New(`^[+']?([1-9](?:\.\d+)?)[eE]\+?0?(\d{1,2})(?:\.0+)?$`)

// leastDigits is how many digits of a rounded number must be left to point at anybody.
const leastDigits = 5

// rounded reports whether a text is a number with an exponent, in which a sought one may have lost its last digits.
func (s *Sought) rounded(held string) bool {
	if len(held) > maxRounded {
		return false
	}
	held = tidy(held)
	m := roundedNumber.FindStringSubmatch(held)
	if m == nil || len(m[1]) <= leastDigits {
		return false
	}
	number, ok := new(big.Rat).SetString(m[1] + "e" + m[2])
	if !ok || !number.IsInt() {
		return false
	}
	digits := number.Num().String()
	kept := len(m[1]) - 1
	return slices.ContainsFunc(s.cores, func(core string) bool {
		return roundsTo(core, digits, kept) || roundsTo("86"+core, digits, kept)
	})
}

// maxRounded is the longest text of a rounded number, in bytes.
const maxRounded = 40

// roundsTo reports whether the digits of a number are others rounded, or cut off, to so many that count.
func roundsTo(number, rounded string, kept int) bool {
	if len(number) != len(rounded) || DigitsIn(number) != number &&
		DigitsIn(number[:len(number)-1]) != number[:len(number)-1] {
		return false
	}
	if kept >= len(number) {
		return number == rounded
	}
	if number[:kept] == rounded[:kept] {
		return true
	}
	up, ok := new(big.Int).SetString(number[:kept], 10)
	return ok && number[kept] >= '5' && up.Add(up, big.NewInt(1)).String() == rounded[:kept]
}
