package model

import "strings"

// LookupKind names a near-unique value that requests are found by.
type LookupKind string

// The values that keyed look-up works for. Names are not among them: their frequency would leak.
const (
	LookupEmail    LookupKind = "email"
	LookupPhone    LookupKind = "phone"
	LookupAccount  LookupKind = "account"
	LookupIDNumber LookupKind = "id_number"
)

// NormaliseAccount returns the form of an account name or number that look-up compares. Case does not count here, since a
// look-up only points staff at requests; in the sources it does, see SpellingOf.
func NormaliseAccount(s string) string { return strings.ToLower(tidy(s)) }

// LookupForms returns the forms that a value of a kind is looked up by, the canonical one first; none where it is no value
// of its kind. A further form is how another country's telephone number reads where it is written without its country code, and
// that of a domain of another script as it is coded, under which earlier desks kept it.
func LookupForms(kind LookupKind, value string) []string {
	switch kind {
	case LookupEmail:
		if v, err := NormaliseEmail(value); err == nil {
			if coded := codedEmail(v); coded != v {
				return []string{v, coded}
			}
			return []string{v}
		}
	case LookupPhone:
		v, err := NormalisePhone(value)
		if err != nil {
			return nil
		}
		if here, ok := readAtHome(v); ok {
			return []string{v, here}
		}
		return []string{v}
	case LookupAccount:
		if v := NormaliseAccount(value); v != "" {
			return []string{v}
		}
	case LookupIDNumber:
		if v := NormaliseIDNumber(value); v != "" {
			return []string{v}
		}
	}
	return nil
}
