package model

import "strings"

// MaskName keeps the last character of a Chinese name and the first of a Latin one: 王小明 → **明, Mary Jones → M***.
func MaskName(name string) string {
	name = strings.TrimSpace(name)
	rs := []rune(name)
	if len(rs) == 0 {
		return ""
	}
	if rs[0] < 0x2E80 {
		return string(rs[0]) + "***"
	}
	if len(rs) == 1 {
		return "*"
	}
	return strings.Repeat("*", min(len(rs)-1, 3)) + string(rs[len(rs)-1])
}

// MaskPhone keeps the first three and last four digits: 13812341234 → 138****1234; a short number keeps its last two.
func MaskPhone(phone string) string {
	digits := strings.TrimPrefix(phone, "+86")
	if len(digits) < 9 {
		if len(digits) < 3 {
			return strings.Repeat("*", len(digits))
		}
		return strings.Repeat("*", len(digits)-2) + digits[len(digits)-2:]
	}
	return digits[:3] + "****" + digits[len(digits)-4:]
}

// MaskEmail keeps the first character and the domain: mary@163.com → m***@163.com.
func MaskEmail(email string) string {
	at := strings.LastIndexByte(email, '@')
	if at < 1 {
		return "***"
	}
	return string([]rune(email)[:1]) + "***" + email[at:]
}

// MaskIDNumber keeps the first and last character, the stricter of the usual forms: six leading digits would tell the
// birthplace.
func MaskIDNumber(id string) string {
	if len(id) < 3 {
		return strings.Repeat("*", len(id))
	}
	return id[:1] + strings.Repeat("*", len(id)-2) + id[len(id)-1:]
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
	if len(s) < 8 || strings.Trim(s, "0123456789 -") != "" {
		return MaskText(s)
	}
	return "****" + s[len(s)-4:]
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

// RevealReason is why a masked value is shown. It is a code, since the audit log holds no free text about a person.
type RevealReason string

// The reasons for showing a masked value.
const (
	RevealDecide  RevealReason = "decide_shared"
	RevealCheck   RevealReason = "check_correct"
	RevealPerson  RevealReason = "person_asks"
	RevealAuditor RevealReason = "oversight"
)

// RevealReasons lists the reasons in the order the window offers them.
var RevealReasons = []RevealReason{RevealDecide, RevealCheck, RevealPerson, RevealAuditor}
