package model

import (
	"slices"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/model/identifier"
)

// Subject is the person whose data it is, as the request names them. Every field is personal and is stored only sealed.
type Subject struct {
	Name     string `json:"name,omitempty"`
	Email    string `json:"email,omitempty"`
	Phone    string `json:"phone,omitempty"`
	Account  string `json:"account,omitempty"`
	IDNumber string `json:"id_number,omitempty"`
	// BirthDate is YYYY-MM-DD where it is known, else empty.
	BirthDate string `json:"birth_date,omitempty"`
	Language  string `json:"language,omitempty"`
	// The further addresses, numbers and accounts of the same person; the first of each stands in Email, Phone,
	// Account.
	OtherEmails   []string `json:"other_emails,omitempty"`
	OtherPhones   []string `json:"other_phones,omitempty"`
	OtherAccounts []string `json:"other_accounts,omitempty"`
}

// Emails returns every e-mail address the request names the person by.
func (s Subject) Emails() []string { return all(s.Email, s.OtherEmails) }

// Phones returns every telephone number the request names the person by.
func (s Subject) Phones() []string { return all(s.Phone, s.OtherPhones) }

// Accounts returns every account the request names the person by.
func (s Subject) Accounts() []string { return all(s.Account, s.OtherAccounts) }

func all(first string, others []string) []string {
	var list []string
	seen := map[string]bool{"": true}
	for _, v := range append([]string{first}, others...) {
		if v = strings.TrimSpace(v); !seen[v] {
			seen[v] = true
			list = append(list, v)
		}
	}
	return list
}

// WithContacts returns the subject with these as its addresses, numbers and accounts.
func (s Subject) WithContacts(emails, phones, accounts []string) Subject {
	split := func(list []string) (first string, others []string) {
		if list = all("", list); len(list) > 0 {
			first, others = list[0], slices.Clone(list[1:])
		}
		return first, slices.Clip(others)
	}
	s.Email, s.OtherEmails = split(emails)
	s.Phone, s.OtherPhones = split(phones)
	s.Account, s.OtherAccounts = split(accounts)
	return s
}

// Lookup is one normalised value that requests are found by.
type Lookup struct {
	Kind  identifier.LookupKind
	Value string
}

// Lookups returns the forms that a request with this subject is found by, each once.
func (s Subject) Lookups() []Lookup { return s.forms(identifier.LookupForms) }

// Erased returns the forms under which the ledger of the erased keeps this subject, each once.
func (s Subject) Erased() []Lookup { return s.forms(identifier.LedgerForms) }

func (s Subject) forms(of func(identifier.LookupKind, string) []string) []Lookup {
	var list []Lookup
	seen := map[Lookup]bool{}
	add := func(kind identifier.LookupKind, values ...string) {
		for _, value := range values {
			for _, form := range of(kind, value) {
				if l := (Lookup{kind, form}); !seen[l] {
					seen[l] = true
					list = append(list, l)
				}
			}
		}
	}
	add(identifier.LookupEmail, s.Emails()...)
	add(identifier.LookupPhone, s.Phones()...)
	add(identifier.LookupAccount, s.Accounts()...)
	add(identifier.LookupIDNumber, s.IDNumber)
	return list
}

// Identities returns the values that seed the search of the sources, by the identity kinds of the data map. The search
// finds each in any spelling, see SpellingOf. An identity number without a digit is a word such as 无, which stands in
// other people's rows too, and seeds nothing.
func (s Subject) Identities() map[string][]string {
	m := map[string][]string{}
	for kind, values := range map[string][]string{"email": s.Emails(), "phone_number": s.Phones(),
		"account": s.Accounts()} {
		if len(values) > 0 {
			m[kind] = values
		}
	}
	if identifier.DigitsIn(identifier.NormaliseIDNumber(s.IDNumber)) != "" {
		m["id_number"] = all(s.IDNumber, nil)
	}
	return m
}

// oldest is the age beyond which a birth date names nobody who lives.
const oldest = 130

// BirthPossible reports whether somebody who asks on a day can have been born then.
func BirthPossible(birth, day time.Time) bool {
	return !identifier.AheadOf(birth, day) && birth.After(day.AddDate(-oldest, 0, 0))
}

// BirthOn is the subject's birth date as known on a day: the date itself, or what the identity number tells; of two
// that contradict each other the later, so that nobody who may be a child is asked for less. False where neither tells,
// or where neither can be.
func (s Subject) BirthOn(day Day) (time.Time, bool) {
	said, err := identifier.ReadBirthDate(s.BirthDate, day.at)
	told, problems := identifier.CheckIDNumber(s.IDNumber, day.at)
	says := err == nil && BirthPossible(said, day.at)
	tells := !told.IsZero() && !slices.Contains(problems, identifier.IDChecksum) && BirthPossible(told, day.at)
	if says && (!tells || said.After(told)) {
		return said, true
	}
	return told, tells
}

// AgeOn is the subject's age on a day, or -1 where the birth date is not known or cannot be one: it lies after the day,
// or more than 130 years before it. Who was born on the day itself is 0.
func (s Subject) AgeOn(day Day) int {
	if born, ok := s.BirthOn(day); ok {
		return identifier.Age(born, day.at)
	}
	return -1
}
