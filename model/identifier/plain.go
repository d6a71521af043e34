package identifier

import (
	"strings"
	"sync"
)

// Most values of a large source are written in the plainest way. These are read without the long way, to the same result: a test compares
// the two.

// mobilePrefixes remembers which beginnings of seven digits those of a mobile number of mainland China are: no rule looks further.
var mobilePrefixes sync.Map // of string to bool

// mobilePrefix is how many digits tell whether a number of eleven is a mobile number.
const mobilePrefix = 7

// plainMobile returns the E.164 form of a mobile number of mainland China that is written with its eleven digits and nothing else; false for
// everything else, which may be a number all the same.
func plainMobile(s string) (string, bool) {
	if len(s) != 11 || s[0] != '1' || strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' }) >= 0 {
		return "", false
	}
	prefix := s[:mobilePrefix]
	if is, known := mobilePrefixes.Load(prefix); known {
		if is == true {
			return "+86" + s, true
		}
		return "", false
	}
	n, err := readPhone(s, homeRegion)
	is := err == nil && phoneKey(n) == "+86"+s
	mobilePrefixes.Store(strings.Clone(prefix), is)
	if !is {
		return "", false
	}
	return "+86" + s, true
}

// isPlainMail reports whether a text is one address in plain letters, with nothing around it.
func isPlainMail(s string) bool {
	at := strings.IndexByte(s, '@')
	if at < 1 || strings.HasSuffix(s, ".") {
		return false
	}
	for i := range len(s) {
		switch c := s[i]; {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '.', c == '_', c == '-', c == '+', c == '@' && i == at:
		default:
			return false
		}
	}
	return isEmail(s)
}

// isPlain reports whether a text is one value of the kind, with nothing around it, in the plainest way to write it.
func (r Spelling) isPlain(text string) bool {
	if r.phone {
		_, is := plainMobile(text)
		return is
	}
	return r.Fold == FoldCase && isPlainMail(text)
}
