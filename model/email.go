package model

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
)

// ErrEmail says that a text is no e-mail address.
var ErrEmail = errors.New("not an e-mail address")

// address is one e-mail address. It takes more than RFC 5322 allows, as abc.@docomo.ne.jp, to which mail goes all the same,
// and a part in quotes, and no comments, names or blanks.
var address = regexp.MustCompile(`^(?:[^\s<>",;:()\[\]\\@]+|"[^"\s@]+")@([^\s<>",;:()\[\]\\@]+)$`)

// NormaliseEmail returns the canonical form of an e-mail address: tidied and in lower case. The whole address is lowered,
// since no provider of note tells two people apart by case.
func NormaliseEmail(s string) (string, error) {
	s = tidy(s)
	if inside, ok := strings.CutPrefix(s, "<"); ok && strings.HasSuffix(inside, ">") {
		s = strings.TrimSuffix(inside, ">")
	}
	m := address.FindStringSubmatch(s)
	if m == nil {
		return "", fmt.Errorf("%w: one @ and a domain are needed, and nothing beside the address", ErrEmail)
	}
	domain := m[1]
	if !strings.Contains(domain, ".") || strings.HasPrefix(domain, ".") || strings.HasSuffix(domain, ".") || strings.Contains(domain, "..") {
		return "", fmt.Errorf("%w: the domain needs a dot, with something on both sides", ErrEmail)
	}
	return strings.ToLower(s), nil
}

// emailSpellings lists the forms of an address that an index finds: as canonical, in capitals, with the domain alone in
// lower case. Any other mixture of case is found by folding.
func emailSpellings(canonical string) []string {
	local, domain, _ := strings.Cut(canonical, "@")
	rs := []rune(local)
	return []string{canonical, strings.ToUpper(canonical), strings.ToUpper(local) + "@" + domain, strings.ToUpper(string(rs[:min(1, len(rs))])) + string(rs[min(1, len(rs)):]) + "@" + domain}
}
