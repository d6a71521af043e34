package model

import (
	"errors"
	"fmt"
	"net/mail"
	"regexp"
	"strings"
)

// ErrEmail says that a text is no e-mail address.
var ErrEmail = errors.New("not an e-mail address")

// barely is an address that RFC 5322 does not allow and that mail goes to all the same, as abc.@docomo.ne.jp.
var barely = regexp.MustCompile(`^[^\s<>",;:()\[\]\\@]+@[^\s<>",;:()\[\]\\@]+$`)

// NormaliseEmail returns the canonical form of an e-mail address: tidied and in lower case. The whole address is lowered,
// since no provider of note tells two people apart by case.
func NormaliseEmail(s string) (string, error) {
	s = tidy(s)
	address := s
	if a, err := mail.ParseAddress(s); err == nil {
		if a.Name != "" {
			return "", fmt.Errorf("%w: it has a name beside it", ErrEmail)
		}
		address = a.Address
	} else if !barely.MatchString(s) {
		return "", fmt.Errorf("%w: one @ and a domain are needed", ErrEmail)
	}
	if strings.Count(address, "@") != 1 {
		return "", fmt.Errorf("%w: one @ and a domain are needed", ErrEmail)
	}
	domain := address[strings.IndexByte(address, '@')+1:]
	if !strings.Contains(strings.Trim(domain, "."), ".") {
		return "", fmt.Errorf("%w: the domain has no dot", ErrEmail)
	}
	return strings.ToLower(address), nil
}

// emailSpellings lists the forms of an address that an index finds: as canonical, in capitals, with the domain alone in
// lower case. Any other mixture of case is found by folding.
func emailSpellings(canonical string) []string {
	local, domain, _ := strings.Cut(canonical, "@")
	rs := []rune(local)
	return []string{canonical, strings.ToUpper(canonical), strings.ToUpper(local) + "@" + domain, strings.ToUpper(string(rs[:min(1, len(rs))])) + string(rs[min(1, len(rs)):]) + "@" + domain}
}
