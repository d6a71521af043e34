package identifier

import (
	"slices"
	"strings"
	"sync"
)

// Most values of a large source are written in the plainest way. These are read without the long way, to the same
// result: a test compares the two.

// mobilePrefixes remembers which beginnings of seven digits those of a mobile number of mainland China are: no rule
// looks further.
var mobilePrefixes sync.Map // of string to bool

// mobilePrefix is how many digits tell whether a number of eleven is a mobile number.
const mobilePrefix = 7

// plainMobile returns the E.164 form of a mobile number of mainland China that is written with its eleven digits and
// nothing else; false for everything else, which may be a number all the same.
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

// plainMail returns the canonical form of an address in plain letters, with nothing around it and a domain that no
// coded name is part of; false for everything else, which may be an address all the same.
func plainMail(s string) (string, bool) {
	at, dot, capital := -1, -1, false // where the @ is, and the last dot behind it
	for i := range len(s) {
		switch c := s[i]; {
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9', c == '_', c == '-':
		case c >= 'A' && c <= 'Z':
			capital = true
		case c == '+' && at < 0:
		case c == '@' && at < 0 && i > 0:
			at, dot = i, i
		case c == '.' && at < 0:
		case c == '.' && i > dot+1: // something stands between two
			dot = i
		default:
			return "", false
		}
	}
	if at < 0 || dot <= at || dot == len(s)-1 {
		return "", false
	}
	if capital {
		s = lowerASCII(s)
	}
	return s, !strings.Contains(s[at:], "xn--")
}

// NamedIn returns the canonical forms of the values in a text that can name one person, each once, see Values and
// Named.
func (r *Spelling) NamedIn(list []string, text string) []string {
	if r.phone {
		if key, is := plainMobile(text); is {
			return append(list, key)
		}
	}
	if r.Fold == FoldCase {
		if key, is := plainMail(text); is {
			return append(list, key)
		}
	}
	if r.pieces == nil {
		if key, is := r.Named(text); is {
			list = append(list, key)
		}
		return list
	}
	for _, one := range r.Values(text) {
		if key, is := r.Named(one); is && !slices.Contains(list, key) {
			list = append(list, key)
		}
	}
	return list
}

// isPlain reports whether a text is one value of the kind, with nothing around it, in the plainest way to write it.
func (r Spelling) isPlain(text string) bool {
	if r.phone {
		_, is := plainMobile(text)
		return is
	}
	if r.Fold != FoldCase {
		return false
	}
	_, is := plainMail(text)
	return is
}
