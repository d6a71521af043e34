package model

import (
	"slices"
	"strings"
	"time"
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
	// The further addresses, numbers and accounts of the same person; the first of each stands in Email, Phone, Account.
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
	for _, v := range append([]string{first}, others...) {
		if v = strings.TrimSpace(v); v != "" && !slices.Contains(list, v) {
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
	Kind  LookupKind
	Value string
}

// Lookups gives the normalised values a request with this subject is found by, each once.
func (s Subject) Lookups() []Lookup {
	var list []Lookup
	add := func(kind LookupKind, value string) {
		if l := (Lookup{kind, value}); value != "" && !slices.Contains(list, l) {
			list = append(list, l)
		}
	}
	for _, email := range s.Emails() {
		if v, err := NormaliseEmail(email); err == nil {
			add(LookupEmail, v)
		}
	}
	for _, phone := range s.Phones() {
		if v, err := NormalisePhone(phone); err == nil {
			add(LookupPhone, v)
		}
	}
	for _, account := range s.Accounts() {
		add(LookupAccount, NormaliseAccount(account))
	}
	add(LookupIDNumber, NormaliseIDNumber(s.IDNumber))
	return list
}

// Identities gives the values that seed the search of the sources, by the identity kinds of the data map.
func (s Subject) Identities() map[string][]string {
	m := map[string][]string{}
	add := func(kind string, values ...string) { m[kind] = all("", append(m[kind], values...)) }
	for _, email := range s.Emails() {
		add("email", email)
		if v, err := NormaliseEmail(email); err == nil {
			add("email", v)
		}
	}
	for _, phone := range s.Phones() {
		add("phone_number", phone)
		if v, err := NormalisePhone(phone); err == nil {
			add("phone_number", v, strings.TrimPrefix(v, "+86"))
		}
	}
	for _, account := range s.Accounts() {
		add("account", account)
	}
	if s.IDNumber != "" {
		add("id_number", s.IDNumber)
	}
	return m
}

// Birth is the subject's birth date, from the date itself or from the identity number; ok is false where neither tells.
func (s Subject) Birth() (time.Time, bool) {
	if t, err := time.Parse(time.DateOnly, strings.TrimSpace(s.BirthDate)); err == nil {
		return t, true
	}
	if t, problems := CheckID18(s.IDNumber); !t.IsZero() && !slices.Contains(problems, IDChecksum) {
		return t, true
	}
	return time.Time{}, false
}

// oldest is the age beyond which a birth date names nobody who lives.
const oldest = 130

// AgeOn is the subject's age on a day, or -1 where the birth date is not known or cannot be one: it lies after the day, or
// more than 130 years before it. Who was born on the day itself is 0.
func (s Subject) AgeOn(day time.Time) int {
	b, ok := s.Birth()
	if !ok || !BirthPossible(b, day) {
		return -1
	}
	return max(0, Age(b, day))
}

// BirthPossible reports whether somebody who asks on a day can have been born then.
func BirthPossible(birth, day time.Time) bool {
	y, m, d := day.Date()
	today := time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	return !birth.After(today) && birth.After(today.AddDate(-oldest, 0, 0))
}
