// Package shape says what values look like by their form alone: addresses, numbers with a check digit, documents.
package shape

import (
	"net/netip"
	"strings"

	"orangelab.cn/rightsdesk/model/pattern"
)

var (
	emailShape = pattern.New(`^[^@\s]+@[^@\s]+\.[^@\s.]{2,}$`)
	phoneShape = pattern.New(`^(\+\d{7,15}|(\+?86)?1[3-9]\d{9})$`)
	idShape    = pattern.New(`^\d{17}[\dXx]$`)

	accountShape  = pattern.New(`^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$`)
	documentShape = pattern.New(`^(\s*[{\[]|[aO]:\d+:)`)
	emailWithin   = pattern.New(`["'>:,\s][^@\s"'<>:,]+@[^@\s"'<>:,]+\.[a-zA-Z]{2,}`)
	phoneWithin   = pattern.New(`["':,\s](\+\d{7,15}|(\+?86)?1[3-9]\d{9})["',}\]]`)
)

// valueShapes say what values look like, and which concept that is.
var valueShapes = []struct {
	concept string
	fits    func(string) bool
}{
	{"email", emailShape.MatchString},
	{"national_id", residentID},
	{"phone", func(s string) bool {
		return phoneShape.MatchString(strings.NewReplacer(" ", "", "-", "").Replace(s))
	}},
	{"card", cardNumber},
	{"bank_account", internationalAccount},
	{"container", func(s string) bool {
		return documentShape.MatchString(s) && (emailWithin.MatchString(s) || phoneWithin.MatchString(s))
	}},
	{"ip_address", func(s string) bool {
		a, err := netip.ParseAddr(s)
		return err == nil && (a.Is6() || strings.Count(s, ".") == 3)
	}},
}

// Of returns the concept whose shape more than half of the filled samples have, and how large a part of them.
func Of(samples []string) (concept string, part float64) {
	for _, shape := range valueShapes {
		n := 0
		for _, s := range samples {
			if shape.fits(s) {
				n++
			}
		}
		if n*2 > len(samples) {
			return shape.concept, float64(n) / float64(len(samples))
		}
	}
	return "", 0
}

// residentID checks the last digit of a Chinese resident identity number (GB 11643, ISO 7064 MOD 11-2).
func residentID(s string) bool {
	if !idShape.MatchString(s) {
		return false
	}
	sum, weight := 0, 1
	for i := 17; i >= 0; i-- {
		digit := int(s[i] - '0')
		if s[i] == 'X' || s[i] == 'x' {
			digit = 10
		}
		sum += digit * weight
		weight = weight * 2 % 11
	}
	return sum%11 == 1
}

// cardNumber checks the length and the Luhn digit of a payment card.
func cardNumber(s string) bool {
	s = strings.NewReplacer(" ", "", "-", "").Replace(s)
	if len(s) < 15 || len(s) > 19 || Digits(s) != s {
		return false
	}
	sum := 0
	for i := range len(s) {
		digit := int(s[len(s)-1-i] - '0')
		if i%2 == 1 {
			if digit *= 2; digit > 9 {
				digit -= 9
			}
		}
		sum += digit
	}
	return sum%10 == 0 && strings.Trim(s, "0") != ""
}

// internationalAccount checks the form and the check digits of an IBAN (ISO 13616, ISO 7064 MOD 97-10).
func internationalAccount(s string) bool {
	s = strings.ToUpper(strings.ReplaceAll(s, " ", ""))
	if !accountShape.MatchString(s) {
		return false
	}
	rest := 0
	for _, c := range s[4:] + s[:4] {
		if c >= 'A' {
			rest = (rest*100 + int(c-'A') + 10) % 97
		} else {
			rest = (rest*10 + int(c-'0')) % 97
		}
	}
	return rest == 1
}

// Digits are the digits of a text.
func Digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}
