package identifier

import (
	"strings"
)

// LookupKind names a near-unique value that requests are found by.
type LookupKind string

// The values that keyed look-up works for. Names are not among them: their frequency would leak.
const (
	LookupEmail    LookupKind = "email"
	LookupPhone    LookupKind = "phone"
	LookupAccount  LookupKind = "account"
	LookupIDNumber LookupKind = "id_number"
)

// NormaliseAccount returns the form of an account name or number that look-up compares. Case does not count here, since
// a look-up only points staff at requests; in the sources every character does, see SpellingOf.
func NormaliseAccount(s string) string { return strings.ToLower(tidy(s)) }

// LookupForms returns the forms that a value of a kind is looked up by, the canonical one first; none where it is no
// value of its kind. A further form is how another country's telephone number reads where it is written without its
// country code, and that of a domain of another script as it is coded, under which earlier desks kept it.
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

// LedgerForms returns the forms under which the ledger of the erased keeps a value that a person gave: those that it is
// looked up by, and of an account every form that its rows in the sources are found by. See LedgerForm.
func LedgerForms(kind LookupKind, value string) []string {
	forms := LookupForms(kind, value)
	if kind == LookupAccount {
		s := accountRule.Seek()
		s.Add(value)
		for key := range s.keys {
			forms = append(forms, exactMark+key)
		}
	}
	return forms
}

// LedgerForm returns the form under which the ledger keeps the very account that a source holds. Who is found in the
// ledger by it was erased; who is found by a form of LookupForms alone may have another account that only folds to
// theirs.
func LedgerForm(held string) string { return exactMark + exactAccount(held) }

// exactMark begins the form of an account as its rows are found. No form that is folded has a control character.
const exactMark = "\x00"
