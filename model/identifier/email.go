package identifier

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"
	"golang.org/x/text/unicode/norm"

	"orangelab.cn/rightsdesk/model/pattern"
)

// ErrEmail says that a text is no e-mail address.
var ErrEmail = errors.New("not an e-mail address")

var (
	// address is one e-mail address. It takes more than RFC 5322 allows, as abc.@docomo.ne.jp, to which mail goes all
	// the same, and a part in quotes, in which any character may stand, and no comments, names or blanks. A domain has
	// letters, digits, hyphens, dots, and within a house underlines.
	address = pattern.New(
		`^([^\s<>",;:()\[\]\\@]+|"(?:[^"\\]|\\.)+")@([^\x00-,/:-@\[-^\x60{-\x7f\s\p{Z}（）【】《》“”；，、｜]+)$`)
	// needlesslyQuoted is a part before the @ that says the same without its quotes (RFC 5321, 4.1.2).
	needlesslyQuoted = pattern.New(`^"([^\s<>",;:()\[\]\\@]+)"$`)
)

// NormaliseEmail returns the canonical form of an e-mail address. Only what is surely one mailbox is folded. Of the
// part before the @ that is width, and the case of the letters of ASCII, by which no provider of note tells two people
// apart: İ, ſ and the Kelvin sign are other letters than i, s and k. Of the domain it is what the name service folds
// (IDNA): bücher.de is xn--bcher-kva.de.
func NormaliseEmail(s string) (string, error) {
	if plain, is := plainMail(s); is {
		return plain, nil
	}
	return readEmail(s)
}

// readEmail is NormaliseEmail for an address in any writing.
func readEmail(s string) (string, error) {
	s = tidied(s, ownLetters)
	if inside, ok := strings.CutPrefix(s, "<"); ok && strings.HasSuffix(inside, ">") {
		s = strings.TrimSuffix(inside, ">")
	}
	m := address.FindStringSubmatch(s)
	if m == nil {
		return "", fmt.Errorf("%w: one @ and a domain are needed, and nothing beside the address", ErrEmail)
	}
	domain := hostName(m[2])
	if !strings.Contains(domain, ".") || strings.HasPrefix(domain, ".") || strings.HasSuffix(domain, ".") ||
		strings.Contains(domain, "..") {
		return "", fmt.Errorf("%w: the domain needs a dot, with something on both sides", ErrEmail)
	}
	return lowerASCII(needlesslyQuoted.ReplaceAllString(m[1], "$1")) + "@" + domain, nil
}

// ownLetters takes off the width of characters of ASCII, and writes what is composed of several as one. The signs that
// Unicode calls equal to letters of ASCII, as the Kelvin sign, stay what they are.
func ownLetters(s string) string {
	var b strings.Builder
	done := 0
	for i, r := range s {
		if r >= 0x80 && isASCII(norm.NFC.String(string(r))) {
			b.WriteString(norm.NFC.String(s[done:i]))
			b.WriteRune(r)
			done = i + utf8.RuneLen(r)
		}
	}
	b.WriteString(norm.NFC.String(s[done:]))
	return strings.Map(func(r rune) rune {
		if r >= 0xff01 && r <= 0xff5e {
			return r - 0xff01 + '!'
		}
		return r
	}, b.String())
}

func lowerASCII(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r - 'A' + 'a'
		}
		return r
	}, s)
}

// hosts reads the names of hosts as a look-up does, and takes underlines, which names within a house have.
var hosts = idna.New(idna.MapForLookup(), idna.Transitional(false), idna.StrictDomainName(false))

// hostName returns the canonical form of a domain, in its own script; one that cannot be a domain is only lowered.
func hostName(domain string) string {
	plain := lowerASCII(domain)
	if isASCII(plain) && !strings.Contains(plain, "xn--") {
		return plain
	}
	coded, err := hosts.ToASCII(plain)
	if err != nil {
		return plain
	}
	if name, err := hosts.ToUnicode(coded); err == nil {
		return name
	}
	return coded
}

// codedEmail returns a canonical address as it travels where only ASCII does: the domain in its coded form.
func codedEmail(canonical string) string {
	at := strings.LastIndexByte(canonical, '@')
	if isASCII(canonical[at+1:]) {
		return canonical
	}
	if coded, err := hosts.ToASCII(canonical[at+1:]); err == nil {
		return canonical[:at+1] + coded
	}
	return canonical
}

// quotedEmail returns a canonical address with its part before the @ in quotes.
func quotedEmail(canonical string) string {
	at := strings.LastIndexByte(canonical, '@')
	return `"` + strings.Trim(canonical[:at], `"`) + `"` + canonical[at:]
}

func isASCII(s string) bool { return !strings.ContainsFunc(s, func(r rune) bool { return r >= 0x80 }) }

// emailSpellings lists the forms of an address that an index finds: as canonical, in capitals, with the domain alone in
// lower case. Any other mixture of case is found by folding.
func emailSpellings(canonical string) []string {
	if !isEmail(canonical) {
		return nil
	}
	var out []string
	for _, address := range []string{canonical, codedEmail(canonical)} {
		at := strings.LastIndexByte(address, '@')
		local, domain := address[:at], address[at+1:]
		rs := []rune(local)
		out = append(out, address, quotedEmail(address), strings.ToUpper(address), strings.ToUpper(local)+"@"+domain,
			strings.ToUpper(string(rs[:min(1, len(rs))]))+string(rs[min(1, len(rs)):])+"@"+domain)
	}
	return out
}
