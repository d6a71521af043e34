package record

import (
	"strings"
	"time"
	"unicode"

	"orangelab.cn/rightsdesk/app/charset"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/identifier"
	"orangelab.cn/rightsdesk/model/pattern"
)

// All returns the texts that are not empty.
func All(texts ...string) []string {
	var list []string
	for _, t := range texts {
		if t != "" {
			list = append(list, t)
		}
	}
	return list
}

// Beginning returns the first characters of a text in one line.
func Beginning(text string, n int) string {
	text = Clean(text)
	if r := []rune(text); len(r) > n {
		return string(r[:n]) + "…"
	}
	return text
}

// Clean takes off what no value says and what copying from a page or a chat leaves in it: characters that show nothing,
// marks of direction, blanks of every width around it, line ends.
func Clean(value string) string { return cleaned(value, false) }

// CleanName is clean for a name, which keeps what joins or parts its letters: Persian and Indian names are written with
// it.
func CleanName(value string) string {
	return strings.Trim(cleaned(value, true), "\u200c\u200d ")
}

func cleaned(value string, joined bool) string {
	value = strings.Map(func(r rune) rune {
		switch {
		case joined && (r == 0x200c || r == 0x200d):
			return r
		case r == '\n' || r == '\t' || r == '\r':
			return ' '
		case invisible(r), unicode.IsControl(r):
			return -1
		case unicode.IsSpace(r), r == 0x2800:
			return ' '
		}
		return r
	}, value)
	return strings.TrimSpace(charset.ShowDamage(value))
}

// invisible reports whether a character shows nothing, be it a letter by its class as the fillers of Hangul.
func invisible(r rune) bool {
	return r >= 0x80 && unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r) || r == 0x00ad || r == 0x034f ||
		r == 0x061c || r == 0x180e || (r >= 0x200b && r <= 0x200f) || (r >= 0x202a && r <= 0x202e) ||
		(r >= 0x2060 && r <= 0x2069) || r == 0xfeff || (r >= 0xfe00 && r <= 0xfe0f)
}

// CleanText keeps the words and the lines of a text and takes off only what shows nothing at all.
func CleanText(text string) string {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	text = strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return r
		}
		if r == 0x200d { // joins the parts of one picture character
			return r
		}
		if unicode.IsControl(r) || (invisible(r) && (r < 0xfe00 || r > 0xfe0f)) {
			return -1
		}
		return r
	}, text)
	return strings.TrimSpace(charset.ShowDamage(text))
}

var (
	// FormulaText is a value that a spreadsheet was told to keep as text: ="00123".
	FormulaText = pattern.New(`^="(.*)"$`)
	decimal     = pattern.New(`^(\+?\d{3,})[.]0+$`)
	fraction    = pattern.New(`^\+?\d{10,}[.]\d*[1-9]\d*$`)
	grouped     = pattern.New(`^\d{1,3}(,\d{3}){2,}(\.0+)?$`)
	power       = pattern.New(`^(\d)(?:[.,](\d+))?[Ee][+]?0*(\d{1,2})$`)
)

// guards are the apostrophes that stand before a number or a date for a spreadsheet to leave it alone.
const guards = "'’‘`＇"

// Unguard takes off what people write around a value so that a spreadsheet does not spoil it: ="…" around any, ' before
// a number or a date.
func Unguard(value string, number bool) string {
	value = Clean(value)
	if m := FormulaText.FindStringSubmatch(value); m != nil {
		value = Clean(strings.ReplaceAll(m[1], `""`, `"`))
	}
	if number {
		if bare := strings.TrimLeft(value, guards); bare != value { // one that closes what it opened goes with it
			value = strings.TrimSpace(strings.TrimRight(bare, guards))
		}
	}
	return value
}

// UnguardName is unguard for a name.
func UnguardName(value string) string {
	value = CleanName(value)
	if m := FormulaText.FindStringSubmatch(value); m != nil {
		value = CleanName(strings.ReplaceAll(m[1], `""`, `"`))
	}
	return value
}

// Whole undoes what a spreadsheet did to a number that is a name: 13800000003.0 is 13800000003, and so is
// 1.3800000003E+10. What has lost digits, as 1.38E+10, or gained a part, as 13800000003.5, is spoilt.
func Whole(value string) (mended string, spoilt bool) {
	value = ungrouped(value)
	if fraction.MatchString(value) {
		return value, true
	}
	if m := decimal.FindStringSubmatch(value); m != nil {
		return m[1], false
	}
	m := power.FindStringSubmatch(value)
	if m == nil {
		return value, false
	}
	digits, places := m[1]+m[2], 0
	for _, d := range m[3] {
		places = places*10 + int(d-'0')
	}
	if len(digits) != places+1 {
		return value, true
	}
	return digits, false
}

// ungrouped takes the commas out of a number that a spreadsheet wrote with one behind every third digit.
func ungrouped(value string) string {
	if grouped.MatchString(value) {
		return strings.ReplaceAll(value, ",", "")
	}
	return value
}

// Several splits a cell that holds more than one account, at what no account has in it. A bar may be part of one: to
// take its halves would be to look for two other people's.
func Several(value string) []string {
	var list []string
	for _, v := range strings.FieldsFunc(value, func(r rune) bool { return strings.ContainsRune(";；、\n", r) }) {
		if v = strings.TrimSpace(v); v != "" {
			list = append(list, v)
		}
	}
	return list
}

// TypedSubject makes a person of what was typed: several addresses, numbers and accounts are parted by semicolons, a
// date may be written in any way that files may.
func TypedSubject(name, emails, phones, accounts, idNumber, birthDate string) model.Subject {
	mails, _ := MailsIn(Clean(emails))
	numbers, _ := PhonesIn(Clean(phones))
	s := model.Subject{Name: CleanName(name), IDNumber: identifier.BareIDNumber(Clean(idNumber)),
		BirthDate: Clean(birthDate)}.
		WithContacts(Once("email", mails), Once("phone_number", numbers), Several(Clean(accounts)))
	if day, ok := ParseDay(s.BirthDate); ok {
		s.BirthDate = day.Format(time.DateOnly)
	}
	return s
}
