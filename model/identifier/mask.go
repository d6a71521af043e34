package identifier

import (
	"strings"
	"unicode"
)

// shown is a value as its mask reads it: tidied, and without bytes that are no text.
func shown(s string) string { return tidy(strings.ToValidUTF8(s, "")) }

// MaskName keeps the last character of a Chinese name and the first of a Latin one: 王小明 → **明, Mary Jones → M***.
func MaskName(name string) string {
	rs := []rune(shown(name))
	switch {
	case len(rs) == 0:
		return MaskText(name)
	case rs[0] < 0x2E80:
		return string(rs[0]) + "***"
	case len(rs) == 1:
		return "*"
	}
	return strings.Repeat("*", min(len(rs)-1, 3)) + string(rs[len(rs)-1])
}

// MaskPhone keeps the first three and last four digits of the number without its country code, however it is spelled:
// +86 138-1234-1234 → 138****1234; of nine digits, of which seven would be nearly all, the first and the last four; a
// short number keeps its last two.
func MaskPhone(phone string) string {
	digits := DigitsIn(shown(phone))
	if key, err := NormalisePhone(shown(phone)); err == nil {
		digits = nationalNumber(key)
	}
	switch n := len(digits); {
	case n == 0:
		return MaskText(phone)
	case n < 3:
		return strings.Repeat("*", n)
	case n < 9:
		return strings.Repeat("*", n-2) + digits[n-2:]
	case n == 9:
		return digits[:1] + "****" + digits[n-4:]
	default:
		return digits[:3] + "****" + digits[n-4:]
	}
}

// MaskEmail keeps the first character and the domain: mary@163.com → m***@163.com. What is not one address is hidden
// whole.
func MaskEmail(email string) string {
	email = shown(email)
	local, domain, ok := strings.Cut(email, "@")
	if !ok || domain == "" || strings.ContainsFunc(domain, func(r rune) bool {
		return r != '.' && r != '-' && !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
	}) {
		return "***"
	}
	for _, first := range local {
		local = string(first)
		break
	}
	return local + "***@" + domain
}

// MaskIDNumber keeps the first and last character, the stricter of the usual forms: six leading digits would tell the
// birthplace.
func MaskIDNumber(id string) string {
	rs := []rune(plainIDNumber(strings.ToValidUTF8(id, "")))
	switch n := len(rs); {
	case n == 0:
		return MaskText(id)
	case n < 3:
		return strings.Repeat("*", n)
	default:
		return string(rs[0]) + strings.Repeat("*", n-2) + string(rs[n-1])
	}
}

// MaskText hides a value of a kind nobody classified; only its length in characters remains.
func MaskText(s string) string {
	n := len([]rune(s))
	if n == 0 {
		return ""
	}
	return strings.Repeat("*", min(n, 8))
}

// MaskCategory masks a value by its data category (dotted names under user.).
func MaskCategory(category, value string) string {
	if value == "" {
		return ""
	}
	for _, m := range categoryMasks {
		if category == m.prefix || strings.HasPrefix(category, m.prefix+".") {
			return m.mask(value)
		}
	}
	if strings.HasPrefix(category, "user") {
		return MaskText(value)
	}
	return value
}

// maskNumber keeps the last four digits of a long number, as of a bank card, and nothing of anything else.
func maskNumber(s string) string {
	number := shown(s)
	digits := DigitsIn(number)
	if len(digits) < 8 || strings.Trim(number, "0123456789 -") != "" {
		return MaskText(s)
	}
	return "****" + digits[len(digits)-4:]
}

var categoryMasks = []struct {
	prefix string
	mask   func(string) string
}{
	{"user.contact.email", MaskEmail},
	{"user.contact.phone_number", MaskPhone},
	{"user.name", MaskName},
	{"user.government_id", MaskIDNumber},
	{"user.financial", maskNumber},
}
